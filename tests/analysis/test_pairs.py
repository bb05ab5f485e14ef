"""Pairs of two indicators: which figures meet, how far apart in years, with which verdict."""

from indicators.analysis import comparability
from indicators.analysis.verdicts import Verdict, VerdictRule
from tests.helpers.comparison_examples import entry, footprint, footprint_entry, gazetteer, rows

ACCESS = entry(id="people_near_open_space")


def two(first_year, second_year, **told):
    return comparability.paired(
        rows({"place": "rabat", "year": first_year}, {"place": "tunis", "year": first_year}),
        rows({"place": "rabat", "year": second_year}, {"place": "tunis", "year": second_year}, **told),
    )


def verdict(pair):
    return comparability.along_two_axes(pair, entry(), ACCESS, gazetteer())


def test_only_places_with_both_figures_meet_in_the_order_of_the_first():
    pair = comparability.paired(
        rows({"place": "tunis"}, {"place": "rabat"}), rows({"place": "rome"}, {"place": "tunis"})
    )
    assert pair.places == ["tunis"]
    assert len(pair.second) == 1


def test_one_year_of_one_source_is_comparable():
    assert verdict(two(2020, 2020)).verdict is Verdict.COMPARABLE


def test_years_a_little_apart_are_reported_and_far_ones_do_not_meet():
    reported = verdict(two(2016, 2020))
    assert reported.verdict is Verdict.WITH_CARE
    assert [(reason.rule, reason.years) for reason in reported.reasons] == [(VerdictRule.YEARS_APART, 4)]
    assert two(2014, 2020).near.places == []
    assert verdict(two(2014, 2020)).verdict is Verdict.NOT_COMPARABLE


def test_a_year_not_stated_on_one_side_is_reported():
    access = rows({"place": "rome"}, {"place": "madrid"}, {"place": "tokyo"})
    pair = comparability.paired(footprint(), access)
    assert len(pair.places) > 1
    reported = comparability.along_two_axes(pair, footprint_entry(), entry(), gazetteer())
    assert (VerdictRule.YEARS_APART, "not stated") in [(reason.rule, reason.detail) for reason in reported.reasons]
    assert pair.near.places == pair.places


def test_a_single_pair_has_no_verdict():
    pair = comparability.paired(rows({"place": "rabat"}), rows({"place": "rabat"}))
    assert comparability.along_two_axes(pair, entry(), ACCESS).single
