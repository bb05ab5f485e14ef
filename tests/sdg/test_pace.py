"""Straight lines: pace so far, pace required, where they lead."""

import math

import pandas as pd
import pytest

from indicators import sdg
from indicators.model.vocabulary import Direction


def test_pace_so_far_and_required():
    """Casablanca's network: 64.1 % in 1998, 72.2 % in 2009 (Lydec, 2010 prospectus)."""
    assert sdg.pace(64.1, 1998, 72.2, 2009) == pytest.approx(8.1 / 11)
    assert sdg.required_pace(72.2, 2009, 80) == pytest.approx(7.8 / 21)
    assert sdg.projected(64.1, 1998, 72.2, 2009, deadline=2020) == pytest.approx(80.3)


def test_required_pace_of_the_worked_trend():
    """Morocco, basic water in the 2021 edition: 24.0050 points of score in 16 years."""
    assert sdg.required_pace(72.6617, 2014, 96.6667) == pytest.approx(24.0050 / 16)


@pytest.mark.parametrize("last_year", [1998, 1997, None, "2009"])
def test_no_pace_without_two_years_in_order(last_year):
    assert math.isnan(sdg.pace(64.1, 1998, 72.2, last_year))
    assert math.isnan(sdg.projected(64.1, 1998, 72.2, last_year))


@pytest.mark.parametrize("year", [2030, 2031, None])
def test_no_required_pace_without_time_left(year):
    assert math.isnan(sdg.required_pace(72.2, year, 80))


def test_year_of_reaching():
    assert sdg.year_of_reaching(60, 2010, 70, 2020, 75, Direction.HIGHER) == pytest.approx(2025)
    assert sdg.year_of_reaching(30, 2010, 20, 2020, 15, Direction.LOWER) == pytest.approx(2025)
    assert sdg.year_of_reaching(60, 2010, 76, 2020, 75, Direction.HIGHER) == 2020
    assert sdg.year_of_reaching(80, 2010, 76, 2020, 75, Direction.HIGHER) == 2020
    assert math.isnan(sdg.year_of_reaching(70, 2010, 60, 2020, 75, Direction.HIGHER))
    assert math.isnan(sdg.year_of_reaching(70, 2010, 70, 2020, 75, Direction.HIGHER))
    with pytest.raises(ValueError, match="direction is none"):
        sdg.year_of_reaching(60, 2010, 70, 2020, 75, Direction.NONE)


def test_columns_keep_their_index():
    first, last = pd.Series([60.0, 70.0], index=["a", "b"]), pd.Series([70.0, 60.0], index=["a", "b"])
    assert sdg.pace(first, 2010, last, 2020).to_dict() == {"a": 1.0, "b": -1.0}
    assert sdg.projected(first, 2010, last, 2020).to_dict() == {"a": 80.0, "b": 50.0}
    reached = sdg.year_of_reaching(first, 2010, last, 2020, 75, Direction.HIGHER)
    assert reached["a"] == pytest.approx(2025)
    assert math.isnan(reached["b"])


def test_a_share_in_plain_units():
    """One point of 200 million m3 a year is 2 million m3 a year, 5,479 m3 a day."""
    yearly = sdg.amount_of_share(1, 200e6)
    assert yearly == pytest.approx(2e6)
    assert sdg.per_day(yearly) == pytest.approx(5479.45, abs=0.01)
