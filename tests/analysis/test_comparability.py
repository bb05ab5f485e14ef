"""The comparability verdict: one test per rule, then what holds for all."""

from typing import Any

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given, settings

from indicators.analysis import comparability
from indicators.analysis.verdicts import Comparison, Reason, Verdict, VerdictRule, comparison_text, reason_text
from indicators.model.vocabulary import Method, Perimeter
from tests.helpers.comparison_examples import (
    entry,
    footprint,
    footprint_entry,
    gazetteer,
    names,
    population,
    population_entry,
    rows,
    transport,
)

CARE, NOT = Verdict.WITH_CARE, Verdict.NOT_COMPARABLE
PLACES = gazetteer()
USUAL: dict[str, Any] = {
    "indicator": "public_transport_access", "year": 2020, "perimeter": "urban centre", "method": "estimated",
    "source": "unhabitat_public_transport_2024", "note": "",
}  # fmt: skip


def judge(first: dict[str, Any], second: dict[str, Any], indicator=None, **options: Any) -> Comparison:
    """Compare Casablanca with Tunis, or with what the two records say instead."""
    one, other = {**USUAL, "place": "casablanca", **first}, {**USUAL, "place": "tunis", **second}
    return comparability.pair(one, other, indicator or entry(), PLACES, **options)


def verdict(*reasons: Reason) -> Comparison:
    return Comparison(reasons[0].verdict if len(reasons) == 1 else max(r.verdict for r in reasons), tuple(reasons))


def test_rule_1_different_quantities():
    found = judge({}, {"indicator": "open_space_access"})
    assert found == verdict(Reason(VerdictRule.DIFFERENT_QUANTITIES))
    assert found.verdict is NOT


def test_rule_1_inventories_of_two_protocols_are_different_quantities():
    gpc, crf = {"method": "reported", "note": "GPC, scope 1"}, {"method": "reported", "note": "CRF"}
    assert judge(gpc, crf).reasons == (Reason(VerdictRule.DIFFERENT_QUANTITIES),)
    assert judge({"method": "reported", "protocol": "GPC"}, {"method": "reported", "protocol": "CRF"}).verdict is NOT


def test_rule_2_national_figure():
    found = judge({}, {"place": "morocco", "perimeter": "country"})
    assert found == verdict(Reason(VerdictRule.NATIONAL_FIGURE))
    assert judge({}, {"perimeter": "country"}).reasons == found.reasons, "a country's figure lent to a city"
    assert judge({}, {"place": "morocco", "perimeter": "not stated"}).reasons == found.reasons


def test_rule_2_lets_two_countries_be_compared():
    nation = {"perimeter": "country"}
    assert judge({"place": "morocco", **nation}, {"place": "italy", **nation}).verdict is Verdict.COMPARABLE


@pytest.mark.parametrize("method", ["projected", "planned"])
def test_rule_3_not_yet_observed(method):
    assert judge({}, {"method": method}) == verdict(Reason(VerdictRule.NOT_YET_OBSERVED))
    assert judge({"method": method}, {"method": method}).verdict is Verdict.COMPARABLE


def test_rule_4_definitions_differ_between_publications():
    press = {"method": "literature", "source": "osaka_waterworks_2019"}
    assert judge(press, {"method": "literature", "source": "lyon_2020"}) == verdict(
        Reason(VerdictRule.DEFINITIONS_DIFFER)
    )
    assert judge(press, press).verdict is Verdict.COMPARABLE, "one publication has one definition"


@pytest.mark.parametrize("method", ["modelled", "estimated", "satellite"])
def test_rule_5_counted_by_different_methods(method):
    assert judge({"method": "reported"}, {"method": method}) == verdict(Reason(VerdictRule.METHODS_DIFFER))


def test_rule_6_series_break():
    broken = entry(breaks=[{"year": 2024, "place": "casablanca", "reason": names("The operator changed.")}])
    before, after = {"year": 2023, "method": "metered"}, {"year": 2024, "method": "metered", "place": "casablanca"}
    found = judge(before, after, broken)
    assert found == verdict(Reason(VerdictRule.SERIES_BREAK, 2024))
    assert judge(before, after, broken, change=True) == found
    assert judge(before, {**after, "year": 2022}, broken).verdict is Verdict.COMPARABLE
    assert judge({**before, "year": 2024}, {**after, "year": 2025}, broken).verdict is Verdict.COMPARABLE
    assert judge(before, {**after, "place": "tunis"}, broken).verdict is Verdict.COMPARABLE, "another place"


def test_rule_6_another_edition_of_estimates_of_one_place():
    # PM2.5 of Morocco in 2017: 32.6 in the report of 2019, 28.0 in the World Bank's release of 2025.
    modelled = {"place": "casablanca", "method": "modelled", "year": 2017}
    found = judge({**modelled, "source": "sdr_2019"}, {**modelled, "source": "wb_wdi_2025"})
    assert found == verdict(Reason(VerdictRule.SERIES_BREAK, 0, "edition"))
    assert comparison_text(found, "en") == "Not comparable: another edition of the estimates"
    counted = {**modelled, "method": "census"}
    assert judge({**counted, "source": "a"}, {**counted, "source": "b"}).verdict is CARE


CAUTIONED = entry(
    comparability={"verdict": "with care", "reason": names("only mapped stops count", "arrêts cartographiés seulement")}
)


def test_rule_14_a_caution_of_the_catalogue():
    found = judge({}, {}, CAUTIONED)
    assert found.verdict is CARE
    assert [reason.code for reason in found.reasons] == ["caution"]
    assert comparison_text(found, "en") == "Comparable with care: only mapped stops count"
    assert comparison_text(found, "fr").endswith("arrêts cartographiés seulement")
    assert judge({}, {"place": "casablanca", "year": 2021}, CAUTIONED).verdict is Verdict.COMPARABLE, "one place"
    barred = entry(comparability={"verdict": "not comparable", "reason": names("of other hills")})
    assert not judge({}, {}, barred).rankable
    assert not comparability.Judgements.of(transport(), barred, PLACES).rankable()[0, 1]


def test_a_caution_is_that_of_each_pairs_own_indicator():
    table = rows(
        {"place": "casablanca"}, {"place": "casablanca", "indicator": "other"},
        {"place": "tunis"}, {"place": "tunis", "indicator": "other"},
    )  # fmt: skip
    known = {"public_transport_access": CAUTIONED, "other": entry(id="other")}
    verdicts = [
        comparison.verdict for comparison in comparability.each_of_several(table, [(0, 2), (1, 3)], known, PLACES)
    ]
    assert verdicts == [CARE, Verdict.COMPARABLE]


@pytest.mark.parametrize("measure", ["total", "density"])
def test_rule_7_different_perimeters(measure):
    found = judge({"perimeter": "municipality"}, {}, entry(measure=measure))
    assert found == verdict(Reason(VerdictRule.PERIMETERS_DIFFER))


@pytest.mark.parametrize("measure", ["share", "per person", "intensity"])
def test_rule_8_shares_of_different_perimeters(measure):
    found = judge({"perimeter": "municipality"}, {}, entry(measure=measure))
    assert found == verdict(Reason(VerdictRule.SHARES_OF_PERIMETERS))
    assert found.verdict is CARE


@pytest.mark.parametrize("measure", ["share", "total"])
def test_rule_9_perimeter_unsure(measure):
    indicator = entry(measure=measure)
    assert judge({"perimeter": "agglomeration"}, {}, indicator) == verdict(Reason(VerdictRule.PERIMETER_UNSURE))
    unstated = verdict(Reason(VerdictRule.PERIMETER_UNSURE, 0, "not stated"))
    shares = entry(measure="share")
    assert judge({"perimeter": "not stated"}, {}, shares) == unstated
    assert judge({"perimeter": ""}, {"perimeter": "not stated"}, shares) == unstated


def test_rule_7_totals_of_unknown_outlines_of_two_places():
    # CDP: cities report totals without saying of which territory.
    unknown, total = {"perimeter": "not stated"}, entry(measure="total")
    found = judge(unknown, {}, total)
    assert found == verdict(Reason(VerdictRule.PERIMETERS_DIFFER, 0, "not stated"))
    assert comparison_text(found, "en") == "Not comparable: totals whose perimeter is not stated"
    # Along one place it is whatever it was: the line may be drawn, with care.
    assert judge(unknown, {**unknown, "place": "casablanca", "year": 2021}, total, change=True).verdict is CARE


@pytest.mark.parametrize(("gap", "expected"), [(0, Verdict.COMPARABLE), (2, Verdict.COMPARABLE), (3, CARE), (5, CARE)])
def test_rule_10_years_up_to_five_apart(gap, expected):
    found = judge({}, {"year": 2020 - gap})
    assert found.verdict is expected
    assert found.reasons == ((Reason(VerdictRule.YEARS_APART, gap),) if gap > 2 else (Reason(VerdictRule.SAME_SOURCE),))


def test_rule_10_more_than_five_years_end_the_search():
    found = judge({}, {"year": 2014, "source": "unhabitat_public_transport_2020", "perimeter": "agglomeration"})
    assert found.verdict is NOT
    assert found.reasons == (Reason(VerdictRule.PERIMETER_UNSURE), Reason(VerdictRule.YEARS_APART, 6))


def test_rule_10_a_year_not_stated():
    care = Reason(VerdictRule.YEARS_APART, 0, "not stated")
    assert judge({"year": None}, {}).reasons == (care,)
    assert judge({"year": None}, {"year": None}).verdict is Verdict.COMPARABLE, "both missing in one source"
    found = judge({"year": None}, {"year": None, "source": "ggmcf_2018"})
    assert found.reasons == (care, Reason(VerdictRule.SOURCES_DIFFER))
    assert found.verdict is CARE


def test_rule_10_is_skipped_for_change_within_one_place():
    early = {"year": 1990, "place": "casablanca"}
    assert judge({}, early).verdict is NOT
    assert judge({}, early, change=True).verdict is Verdict.COMPARABLE
    assert judge({}, {**early, "place": "tunis"}, change=True).verdict is NOT
    assert judge({"year": None}, early, change=True).verdict is Verdict.COMPARABLE


@pytest.mark.parametrize("protocol", ["GPC", "CRF"])
def test_rule_11_self_reported(protocol):
    reported = {"method": "reported", "protocol": protocol}
    assert judge(reported, reported) == verdict(Reason(VerdictRule.SELF_REPORTED, 0, protocol))
    found = judge(reported, {**reported, "source": "cdp_2019"})
    assert found.reasons == (Reason(VerdictRule.SELF_REPORTED, 0, protocol), Reason(VerdictRule.SOURCES_DIFFER))
    assert found.verdict is CARE


def test_rule_11_holds_for_reports_without_a_protocol_but_not_for_national_statistics():
    reported = {"method": "reported"}
    assert judge(reported, reported) == verdict(Reason(VerdictRule.SELF_REPORTED))
    nation = {"method": "reported", "perimeter": "country"}
    assert judge({"place": "morocco", **nation}, {"place": "italy", **nation}).verdict is Verdict.COMPARABLE


def test_rule_11_reads_the_protocol_from_the_indicator():
    reported = {"method": "reported", "indicator": "ghg_scope1_gpc"}
    assert judge(reported, reported, entry(id="ghg_scope1_gpc")).reasons == (
        Reason(VerdictRule.SELF_REPORTED, 0, "GPC"),
    )


def test_rule_12_different_sources():
    assert judge({}, {"source": "wb_wdi_2025"}) == verdict(Reason(VerdictRule.SOURCES_DIFFER))
    found = judge({"method": "census"}, {"method": "survey"})
    assert found == verdict(Reason(VerdictRule.SOURCES_DIFFER, 0, "method"))
    assert found.verdict is CARE


def test_rule_13_same_source():
    assert judge({}, {"year": 2021}) == Comparison(Verdict.COMPARABLE, (Reason(VerdictRule.SAME_SOURCE),))


def test_the_first_of_rules_1_to_7_ends_the_search():
    found = judge({"method": "literature", "source": "x", "perimeter": "municipality"}, {"method": "reported"})
    assert found.reasons == (Reason(VerdictRule.DEFINITIONS_DIFFER),)


def test_reasons_for_care_add_up():
    found = judge({"perimeter": "not stated", "year": 2016, "source": "dg_regio_2016"}, {})
    assert [reason.rule for reason in found.reasons] == [
        VerdictRule.PERIMETER_UNSURE, VerdictRule.YEARS_APART, VerdictRule.SOURCES_DIFFER,
    ]  # fmt: skip
    assert found.verdict is CARE


def test_a_chart_takes_the_worst_pair_and_prints_every_reason():
    found = comparability.chart(transport(), entry(), PLACES)
    assert found.verdict is NOT
    # Brussels, Geneva and Zurich 2018 against Tunis 2021, all nationally reported.
    assert found.reasons == (
        Reason(VerdictRule.METHODS_DIFFER), Reason(VerdictRule.YEARS_APART, 3), Reason(VerdictRule.SELF_REPORTED),
    )  # fmt: skip
    assert comparability.chart(transport(reported=False), entry(), PLACES).verdict is Verdict.COMPARABLE
    assert comparability.chart(footprint(), footprint_entry(), PLACES).verdict is Verdict.COMPARABLE


def test_a_chart_prints_the_widest_gap_once():
    found = comparability.chart(
        rows({"place": "a"}, {"place": "b", "year": 2017}, {"place": "c", "year": 2016}), entry()
    )
    assert found.reasons == (Reason(VerdictRule.YEARS_APART, 4),)


def test_a_chart_of_one_figure_has_nothing_to_compare():
    found = comparability.chart(rows({"place": "casablanca"}), entry())
    assert found == Comparison(Verdict.COMPARABLE, (Reason(VerdictRule.SINGLE_FIGURE),))
    assert comparability.chart(rows({"place": "casablanca"}).iloc[:0], entry()) == found


def test_a_chart_of_change_compares_places_where_they_meet():
    observed = population()[population()["method"] == "estimated"]
    assert comparability.chart(observed, population_entry(), PLACES).verdict is NOT
    assert comparability.chart(observed, population_entry(), PLACES, change=True).verdict is Verdict.COMPARABLE
    with_projection = comparability.chart(population(), population_entry(), PLACES, change=True)
    assert with_projection.reasons[0] == Reason(VerdictRule.NOT_YET_OBSERVED)


def test_against_gives_each_row_its_verdict():
    table = transport()
    judged = comparability.against(table, table[table["place"] == "casablanca"].iloc[0], entry(), PLACES)
    counts = judged["verdict"].value_counts()
    assert (counts["comparable"], counts["not comparable"]) == (24, 14)
    assert set(judged.loc[judged["method"] == "reported", "reasons"]) == {(Reason(VerdictRule.METHODS_DIFFER),)}
    assert list(table.columns) == list(transport().columns), "the input is left alone"


def observation() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "place": st.sampled_from(["casablanca", "tunis", "morocco", "italy"]),
            "indicator": st.sampled_from(["public_transport_access", "carbon_footprint"]),
            "year": st.one_of(st.none(), st.integers(2010, 2026)),
            "perimeter": st.sampled_from([str(word) for word in Perimeter]),
            "method": st.sampled_from([str(word) for word in Method]),
            "source": st.sampled_from(["cdp_2019", "cdp_2020"]),
            "note": st.sampled_from(["", "GPC", "CRF"]),
        }
    )


BROKEN = entry(breaks=[{"year": 2015, "reason": names("New question.")}, {"year": 2020, "reason": names("Again.")}])


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(observation(), observation(), st.booleans())
def test_the_verdict_is_symmetric(first, second, change):
    there = comparability.pair(first, second, BROKEN, PLACES, change=change)
    assert there == comparability.pair(second, first, BROKEN, PLACES, change=change)


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(observation())
def test_a_figure_is_never_incomparable_with_itself(one):
    assert comparability.pair(one, one, BROKEN, PLACES).rankable


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(st.lists(observation(), min_size=2, max_size=6))
def test_a_chart_is_as_bad_as_its_worst_pair(reported):
    frame = pd.DataFrame(reported)
    pairs = [
        comparability.pair(a, b, BROKEN, PLACES) for index, a in enumerate(reported) for b in reported[index + 1 :]
    ]
    whole = comparability.chart(frame, BROKEN, PLACES)
    order = list(Verdict)
    assert whole.verdict == max((pair.verdict for pair in pairs), key=order.index)
    assert {r.code for r in whole.reasons} | {"same_source"} == {r.code for pair in pairs for r in pair.reasons} | {
        "same_source"
    }


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(st.lists(observation(), min_size=2, max_size=6))
def test_against_and_rankable_pairs_agree_with_pair(reported):
    frame = pd.DataFrame(reported)
    judged = comparability.against(frame, reported[0], BROKEN, PLACES)
    matrix = comparability.Judgements.of(frame, BROKEN, PLACES).rankable()
    for index, other in enumerate(reported):
        single = comparability.pair(reported[0], other, BROKEN, PLACES)
        assert (judged["verdict"].iloc[index], judged["reasons"].iloc[index]) == (single.verdict, single.reasons)
        assert index == 0 or matrix[0, index] == single.rankable


def many(reported: list[dict[str, Any]], cities: int) -> pd.DataFrame:
    """Return the observations of `cities` places each, which nobody knows anything else of."""
    return pd.DataFrame([{**one, "place": f"{one['place']}_{index}"} for index in range(cities) for one in reported])


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(st.lists(observation(), min_size=1, max_size=4), st.booleans())
def test_many_places_of_few_kinds_are_reported_as_all_their_pairs(reported, change):
    frame = many(reported, 4)
    every = comparability.chart(frame, BROKEN, PLACES, change=change)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(comparability, "MOST_PAIRED", 1)
        assert comparability.chart(frame, BROKEN, PLACES, change=change) == every
        single = frame.drop_duplicates("place")
        by_kind = comparability.Judgements.of(single, BROKEN, PLACES).rankable()
    assert (by_kind == comparability.Judgements.of(single, BROKEN, PLACES).rankable()).all()


def test_reasons_are_reported_in_words():
    texts = [
        reason_text(reason, "en")
        for reason in (
            Reason(VerdictRule.YEARS_APART, 4), Reason(VerdictRule.SERIES_BREAK, 2024),
            Reason(VerdictRule.SELF_REPORTED, 0, "CRF"),
        )
    ]  # fmt: skip
    assert texts == ["4 years apart", "series break in 2024", "self-reported in the CRF format, not verified"]
    line = comparison_text(judge({"year": 2016}, {"source": "x"}), "en")
    assert line == "Comparable with care: 4 years apart; different sources"


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(observation(), observation())
def test_every_reason_has_words(first, second):
    for reason in comparability.pair(first, second, BROKEN, PLACES).reasons:
        assert reason_text(reason, "en")
        assert reason_text(reason, "fr")


def test_each_figure_is_compared_with_the_one_at_its_place() -> None:
    reported = rows({"place": "rabat", "year": 2020}, {"place": "tunis", "year": 2016}, {"place": "rome", "year": 2000})
    references = rows(*({"place": "casablanca", "year": 2020} for _ in range(3)))
    comparisons = comparability.each_against(reported, references, entry(), gazetteer())
    singly = [
        comparability.pair(reported.iloc[index], references.iloc[index], entry(), gazetteer()) for index in range(3)
    ]
    assert comparisons == singly
    assert [comparison.verdict for comparison in comparisons] == ["comparable", "with care", "not comparable"]
