"""Years of a comparison: one, the latest within a tolerance, or two dates on one unbroken line."""

import pandas as pd

from indicators.analysis import years
from tests.helpers.comparison_examples import entry, population, population_entry, rows


def test_a_year_takes_the_nearest_figure_within_the_tolerance():
    found = rows(
        {"place": "rabat", "year": 2018, "value": 40}, {"place": "rabat", "year": 2021, "value": 45},
        {"place": "tunis", "year": 2014, "value": 50},
    )  # fmt: skip
    chosen = years.select_for_year(found, ["rabat", "tunis"], "casablanca", 2019)
    assert chosen[["place", "year", "value"]].values.tolist() == [["rabat", 2018, 40.0]]
    assert len(years.select_for_year(found, ["rabat", "tunis"], "casablanca", 2019, 5)) == 2
    assert years.select_for_year(found, ["rabat", "tunis"], "casablanca", 2019, 0).empty


def test_the_latest_may_be_bounded_by_the_newest_of_casablanca():
    found = rows(
        {"place": "casablanca", "year": 2020}, {"place": "rabat", "year": 2017}, {"place": "tunis", "year": 2019}
    )
    assert len(years.select_for_year(found, ["casablanca", "rabat", "tunis"], "casablanca")) == 3
    chosen = years.select_for_year(found, ["casablanca", "rabat", "tunis"], "casablanca", within=2)
    assert set(chosen["place"]) == {"casablanca", "tunis"}


def test_where_no_source_states_a_year_none_is_asked():
    found = rows({"place": "rabat", "year": None}, {"place": "tunis", "year": None})
    assert len(years.select_for_year(found, ["rabat", "tunis"], "casablanca", 1999, 0)) == 2


def test_two_dates_are_those_most_places_share_the_farthest_apart():
    ends = years.first_and_last(population(), population_entry(), "casablanca")
    own = ends.of(["casablanca"])
    assert own.first["year"].tolist() == [ends.year]
    assert own.last["year"].tolist() == [ends.to]
    # Projections are no date of a change.
    assert ends.to <= 2018


def test_no_change_runs_over_a_series_break():
    reported = entry(breaks=[{"year": 2015, "reason": {"en": "r", "fr": "r", "ar": "r"}}])
    found = rows(
        {"place": "rabat", "year": 2010, "value": 40}, {"place": "rabat", "year": 2014, "value": 45},
        {"place": "rabat", "year": 2020, "value": 60},
    )  # fmt: skip
    two = years.first_and_last(found, reported, "rabat")
    assert (two.year, two.to) == (2010, 2014)
    assert years.first_and_last(found, reported, "rabat", 2010, 2020, 0).first.empty


def test_places_without_both_dates_are_left_out():
    found = rows(
        {"place": "rabat", "year": 2010}, {"place": "rabat", "year": 2020}, {"place": "tunis", "year": 2010},
        {"place": "lagos", "year": 2015}, {"place": "lagos", "year": 2016},
    )  # fmt: skip
    two = years.first_and_last(found, entry(), "rabat", 2010, 2020, 2)
    assert two.first["place"].tolist() == ["rabat"]
    assert two.rows["year"].tolist() == [2010, 2020]


def test_many_years_are_offered_as_round_ones_and_both_ends():
    offered = years.available_years(rows(*({"place": "rabat", "year": year} for year in range(1951, 2019))), ["rabat"])
    assert len(offered) <= years.OFFERED
    assert (offered[0], offered[-1]) == (2018, 1951)
    assert pd.Series(offered).is_monotonic_decreasing
