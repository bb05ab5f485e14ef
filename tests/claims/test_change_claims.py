"""The sentences of a change between two years: what they say, and what they refuse to say."""

import pytest

from indicators.claims import change_claims
from tests.helpers.comparison_examples import (
    entry,
    gazetteer,
    names,
    population,
    population_entry,
    rows,
    transport,
)

pytestmark = pytest.mark.slow

PLACES = gazetteer()


def plain(text: str) -> str:
    """Return the text with ordinary spaces and minus signs."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-")


def test_change_of_a_share_is_in_points():
    # Efficiency of Casablanca's water network (Lydec).
    table = rows(
        {"year": 1998, "value": 64.1}, {"year": 2009, "value": 72.2},
        place="casablanca", method="reported", perimeter="utility perimeter",
    )  # fmt: skip
    claim = change_claims.change(table, entry(names=names("Water network efficiency")), PLACES, "en", "casablanca")
    assert claim is not None
    assert claim.text == (
        "Water network efficiency: from 64.1% in 1998 to 72.2% in 2009 in Casablanca (utility perimeter), "
        "+8.1 percentage points."
    )
    assert claim.years == (1998, 2009)


def test_change_of_a_total_is_in_per_cent():
    claim = change_claims.change(population(), population_entry(), PLACES, "en", "casablanca")
    assert claim is not None
    assert plain(claim.text) == (
        "Population: from 2.7 million in 1990 to 3.7 million people in 2018 in Casablanca (agglomeration), +37%."
    )


def test_a_newer_figure_of_another_source_is_given_after_the_change():
    table = rows(
        {"year": 1998, "value": 64.1}, {"year": 2009, "value": 72.2}, {"year": 2021, "value": 77.0, "source": "press"},
        place="casablanca", method="reported", perimeter="utility perimeter",
    )  # fmt: skip
    claim = change_claims.change(table, entry(), PLACES, "en", "casablanca")
    assert claim is not None
    assert claim.text.endswith("+8.1 percentage points; another source gives 77.0% in 2021.")
    assert claim.years == (1998, 2009, 2021)
    surveyed = table.assign(source="lydec_note_2010", method=["reported", "reported", "survey"])
    claim = change_claims.change(surveyed, entry(), PLACES, "en", "casablanca")
    assert claim is not None
    assert claim.text.endswith("+8.1 percentage points; counted otherwise, 77.0% in 2021.")


def test_a_change_on_another_perimeter_than_the_latest_figure_names_it():
    # Running water, per cent of households: for 2014 only the prefecture has a figure.
    table = rows(
        {"year": 2014, "value": 93.5, "perimeter": "prefecture"},
        {"year": 2024, "value": 98.5, "perimeter": "prefecture"},
        {"year": 2024, "value": 98.5, "perimeter": "municipality"},
        place="casablanca",
        method="census",
    )
    claim = change_claims.change(table, entry(names=names("Running water")), PLACES, "en", "casablanca")
    assert claim is not None
    assert claim.text == (
        "Running water: from 93.5% in 2014 to 98.5% in 2024 in Casablanca (prefecture), +5.0 percentage points."
    )


def test_changes_within_the_noise_of_the_method_are_not_reported():
    # Green area per person, m2 (UN-Habitat): 0.42, 1.03, 0.39 and 0.51 between 1990 and 2020.
    table = rows({"year": 1990, "value": 0.42}, {"year": 2020, "value": 0.51}, place="casablanca", method="satellite")
    assert change_claims.change(table, entry(noisy=True), PLACES, "en", "casablanca") is None
    assert change_claims.change(table, entry(), PLACES, "en", "casablanca") is not None


def test_change_needs_two_points_of_one_line():
    assert change_claims.change(transport(), entry(), PLACES, "en", "casablanca") is None
    broken = population_entry(breaks=[{"year": y, "reason": names("Edition.")} for y in (2015, 2018)])
    assert change_claims.change(population(), broken, PLACES, "en", "casablanca") is None


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (7.9, 7.2, "-0.7 percentage points"), (97.24, 98.2, "+1.0 percentage point"),
        (98.21, 98.19, "no change at this precision"),
    ],
)  # fmt: skip
def test_change_is_the_difference_of_what_is_printed(first, last, expected):
    assert plain(change_claims.change_text(first, last, entry(), "en")) == expected


def test_a_manifold_growth_is_reported_in_times():
    # Population of Casablanca's agglomeration, 1950 and 2018 (WUP 2018).
    assert change_claims.change_text(625_435, 3_683_566, population_entry(), "en") == "5.9 times as much"


def test_change_of_a_rate_in_per_cent_is_in_points():
    rate = population_entry(measure="intensity", unit_names=names("% a year"), digits=2)
    assert plain(change_claims.change_text(4.3546, 0.83, rate, "en")) == "-3.52 percentage points"


def test_change_from_zero_is_in_units():
    assert change_claims.change_text(0, 12, population_entry(), "en") == "+12"


@pytest.mark.parametrize(
    ("values", "direction", "clause"),
    [
        ({1998: 64.1, 2009: 72.2, 2018: 77.33, 2021: 77.0}, "higher", "no progress since 2018 (77.3%)"),
        ({2014: 30.0, 2018: 20.0, 2020: 25.0}, "lower", "no progress since 2018 (20.0%)"),
        ({2014: 30.0, 2018: 20.0, 2020: 25.0}, "none", "the lowest was 20.0% in 2018"),
        ({2014: 30.0, 2018: 40.0, 2020: 40.0}, "higher", "unchanged since 2018"),
        ({2014: 30.0, 2018: 40.0, 2020: 45.0}, "higher", ""),
        ({2014: 30.0, 2020: 45.0}, "higher", ""),
    ],
)
def test_a_change_says_where_its_way_turned(values, direction, clause):
    table = rows(*({"year": year, "value": value} for year, value in values.items()), place="casablanca")
    claim = change_claims.change(table, entry(direction=direction), PLACES, "en", "casablanca")
    assert claim is not None
    assert claim.text.partition("; ")[2].rstrip(".") == clause


def test_an_objective_that_no_figure_reaches_is_named():
    # The concession contract's objectives for Casablanca's water network (Lydec, 2010).
    marks = [
        {"value": 74.5, "by": 2010, "source": "lydec", "label": names("Contract objective for 2010: 74.5%")},
        {"value": 80.0, "by": 2015, "source": "lydec", "label": names("Contract objective for 2015: 80%")},
    ]
    table = rows(
        {"year": 2009, "value": 72.2}, {"year": 2014, "value": 75.5}, {"year": 2021, "value": 77.5}, place="casablanca"
    )
    claim = change_claims.change(table, entry(marks=marks), PLACES, "en", "casablanca")
    assert claim is not None
    assert claim.text.endswith("; contract objective for 2015: 80%, which no figure here reaches.")
    reached = change_claims.change(
        table.assign(value=[72.2, 75.5, 80.0]), entry(marks=marks), PLACES, "en", "casablanca"
    )
    assert reached is not None
    assert "objective" not in reached.text
