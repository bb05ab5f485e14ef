"""Ranks with bands, and who is refused one."""

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given, settings

from indicators.analysis import derive, ranking
from indicators.analysis.ranking import RankRefusal
from indicators.analysis.verdicts import Reason, VerdictRule
from indicators.model.vocabulary import Level
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

PLACES = gazetteer()


def bands(table: pd.DataFrame) -> dict[str, tuple[int, int]]:
    stored = table[table["refused"] == ""]
    return {row.place: (int(row.band_first), int(row.band_last)) for row in stored.itertuples()}


def refusals(table: pd.DataFrame) -> dict[str, str]:
    return {row.place: row.refused for row in table.itertuples() if row.refused}


def test_casablanca_is_14th_of_24_on_access_to_public_transport():
    found = ranking.rank(transport(), entry(), PLACES, reference="casablanca")
    assert bands(found)["casablanca"] == (14, 14)
    assert found["place"].iloc[0] == "lisbon"
    assert found["of"].iloc[0] == 24


def test_reported_figures_are_not_ranked_with_the_estimates():
    found = ranking.rank(transport(), entry(), PLACES, reference="casablanca")
    refused = found[found["refused"] != ""]
    assert len(refused) == 14
    assert set(refused["refused"]) == {RankRefusal.NOT_COMPARABLE}
    assert set(refused["reasons"]) == {(Reason(VerdictRule.METHODS_DIFFER),)}
    assert refused["rank"].isna().all()


def test_without_a_reference_the_minority_that_clashes_is_left_out():
    found = ranking.rank(transport(), entry(), PLACES)
    assert bands(found) == bands(ranking.rank(transport(), entry(), PLACES, reference="casablanca"))


def test_a_footprint_within_the_error_shares_a_band():
    found = ranking.rank(footprint(), footprint_entry(), PLACES, reference="casablanca")
    reported = bands(found)
    # 1.8 +/- 0.6 overlaps Mumbai to Tunis; only Lagos (0.5 +/- 0.2) is surely lower.
    assert reported["casablanca"] == (2, 10)
    assert reported["lagos"] == (1, 1)
    assert reported["chicago"][1] == 30
    assert (
        ranking.band_rule_text(footprint(), entry(), "en")
        == "Places whose stated error intervals overlap share a band."
    )


def test_without_a_stated_error_equal_printed_values_share_a_place():
    table = rows(
        {"place": "a", "value": 92.04}, {"place": "b", "value": 91.96}, {"place": "c", "value": 91.94},
        {"place": "d", "value": 80.0},
    )  # fmt: skip
    assert bands(ranking.rank(table, entry())) == {"a": (1, 2), "b": (1, 2), "c": (3, 3), "d": (4, 4)}
    assert bands(ranking.rank(table, entry(digits=2))) == {"a": (1, 1), "b": (2, 2), "c": (3, 3), "d": (4, 4)}
    assert (
        ranking.band_rule_text(table, entry(), "en") == "Places with the same value at the digits shown share a band."
    )


def test_lower_is_first_where_lower_is_better_and_higher_where_neither_is():
    for direction, first in (("lower", "c"), ("higher", "a"), ("none", "a")):
        table = rows(*({"place": p, "value": v} for p, v in (("a", 3.0), ("b", 2.0), ("c", 1.0))))
        assert ranking.rank(table, entry(direction=direction))["place"].iloc[0] == first


def test_national_figures_are_refused():
    table = pd.concat([transport(), rows({"place": "morocco", "perimeter": "country", "value": 99.0})])
    found = ranking.rank(table, entry(), PLACES, reference="casablanca")
    assert refusals(found)["morocco"] == RankRefusal.NATIONAL
    assert bands(found)["casablanca"] == (14, 14)
    lent = rows({"place": "cairo", "perimeter": "country"})
    assert refusals(ranking.rank(lent, entry(), PLACES)) == {"cairo": RankRefusal.NATIONAL}


def test_countries_are_ranked_only_when_countries_are_asked_for():
    # Share of renewables in final energy, 2021 (World Bank, 2025).
    table = rows(
        *({"place": p, "value": v} for p, v in (("morocco", 10.9), ("italy", 17.5), ("spain", 19.0), ("japan", 8.8))),
        year=2021,
        perimeter="country",
    )
    assert set(refusals(ranking.rank(table, entry(), PLACES)).values()) == {RankRefusal.NATIONAL}
    found = ranking.rank(table, entry(), PLACES, level=Level.COUNTRY, reference="morocco")
    assert bands(found)["morocco"] == (3, 3)


def test_another_level_is_refused():
    table = rows(*({"place": p} for p in ("casablanca", "rome", "tunis", "anfa")), perimeter="municipality")
    assert refusals(ranking.rank(table, entry(), PLACES)) == {"anfa": RankRefusal.OTHER_LEVEL}


@pytest.mark.parametrize("method", ["projected", "planned"])
def test_what_is_not_yet_observed_is_refused(method):
    table = pd.concat([derive.latest(population()), rows({"place": "cairo", "method": method})])
    found = ranking.rank(table, population_entry(), PLACES, reference="casablanca")
    assert refusals(found)["cairo"] == RankRefusal.NOT_OBSERVED
    only = ranking.rank(rows(*({"place": p} for p in "abc"), method=method), entry())
    assert set(only["refused"]) == {RankRefusal.NOT_OBSERVED}


def test_literature_and_indicators_that_are_not_rankable_are_refused():
    table = rows(*({"place": p} for p in "abcd"))
    assert set(ranking.rank(table, entry(rankable=False))["refused"]) == {RankRefusal.DEFINITIONS}
    press = rows(*({"place": p} for p in "abcd"), method="literature")
    assert set(ranking.rank(press, entry())["refused"]) == {RankRefusal.DEFINITIONS}


def test_a_missing_value_is_refused():
    table = rows(*({"place": p} for p in "abc"), {"place": "d", "value": None})
    assert refusals(ranking.rank(table, entry())) == {"d": RankRefusal.NO_VALUE}


def test_fewer_than_three_are_not_ranked():
    found = ranking.rank(rows({"place": "a"}, {"place": "b"}), entry())
    assert set(found["refused"]) == {RankRefusal.TOO_FEW}
    assert found["of"].tolist() == [0, 0]
    assert ranking.rank(rows({"place": "a"}).iloc[:0], entry()).empty


def test_years_too_far_from_the_reference_are_refused():
    table = rows(*({"place": p} for p in "abcd"), {"place": "e", "year": 2012})
    found = ranking.rank(table, entry(), reference="a")
    assert found.set_index("place").loc["e", "reasons"] == (Reason(VerdictRule.YEARS_APART, 8),)


def test_those_ranked_may_all_stand_beside_each_other():
    # Each is within five years of the reference, the ends are not of each other.
    table = rows(
        {"place": "ref", "year": 2016}, {"place": "b", "year": 2016}, {"place": "c", "year": 2012},
        {"place": "d", "year": 2020}, {"place": "e", "year": 2019},
    )  # fmt: skip
    found = ranking.rank(table, entry(), reference="ref")
    assert refusals(found) == {"c": RankRefusal.NOT_COMPARABLE}


def test_two_rows_of_a_place_are_an_error():
    with pytest.raises(ValueError, match=r"one row per place can be ranked; more than one for a$"):
        ranking.rank(rows({"place": "a"}, {"place": "a", "year": 2019}), entry())


def test_a_sample_gives_its_intervals():
    # 400 of 2,000 asked, half of them: sqrt(0.5 * 0.5 * 0.8 / 400) = 2.236 points, 4.38 in 95 of 100 samples.
    share = rows({"place": "anfa"}, {"place": "maarif", "value": 100.0}, {"place": "sbata", "value": 30.0})
    number = rows({"place": "anfa"}, {"place": "maarif"}, value=2000.0)
    sampled = ranking.with_sampling_error(share, entry(sample=0.2), number)
    assert sampled["upper"].tolist()[:2] == pytest.approx([54.38, 100.0], abs=0.01)
    assert sampled["lower"].tolist()[:2] == pytest.approx([45.62, 100.0], abs=0.01)
    assert pd.isna(sampled["upper"].iloc[2])
    assert ranking.with_sampling_error(share, entry(), number) is share


def test_every_refusal_has_words():
    for code in RankRefusal:
        assert bool(ranking.refusal_text(code, "en")) is (code is not RankRefusal.NONE)


figures = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 12), st.integers(0, 12)).map(
        lambda t: (t[0] / 2, t[0] / 2 - t[1] / 4, t[0] / 2 + t[2] / 4)
    ),
    min_size=3,
    max_size=9,
)


def with_error(reported: list[tuple[float, float, float]]) -> pd.DataFrame:
    return rows(
        *({"place": f"p{index}", "value": v, "lower": lo, "upper": up} for index, (v, lo, up) in enumerate(reported))
    )


@pytest.mark.slow
@settings(deadline=None, max_examples=50)
@given(figures, st.randoms(use_true_random=False))
def test_the_order_inside_a_band_never_changes_the_printed_rank(reported, random):
    printed = bands(ranking.rank(with_error(reported), entry()))
    # The same intervals in another order of rows, each value anywhere within its interval.
    moved = [(random.uniform(lo, up), lo, up) for _, lo, up in reported]
    shuffled = with_error(moved).sample(frac=1, random_state=random.randrange(1000))
    assert bands(ranking.rank(shuffled, entry())) == printed


@pytest.mark.slow
@settings(deadline=None, max_examples=50)
@given(figures, st.sampled_from(["higher", "lower"]))
def test_a_band_holds_the_rank_and_overlapping_places_share_it(reported, direction):
    table = ranking.rank(with_error(reported), entry(direction=direction))
    assert (table["band_first"] <= table["rank"]).all()
    assert (table["rank"] <= table["band_last"]).all()
    place = table.set_index("place")
    for a, (_, low_a, up_a) in enumerate(reported):
        for b, (_, low_b, up_b) in enumerate(reported):
            overlap = low_a <= up_b and low_b <= up_a
            one, other = place.loc[f"p{a}"], place.loc[f"p{b}"]
            shared = one["band_first"] <= other["band_last"] and other["band_first"] <= one["band_last"]
            assert shared or not overlap


def test_totals_of_countries_have_no_rank() -> None:
    # CO2 of four countries, million tonnes: the smaller the country the fewer.
    amounts = {"morocco": 66.3, "italy": 338.0, "spain": 268.0, "japan": 1162.0}
    table = rows(*({"place": place, "value": value} for place, value in amounts.items()), perimeter="country")
    total = entry(scale="country", measure="total", unit_names=names("Mt CO₂ a year"))
    ranks = ranking.rank(table, total, level=Level.COUNTRY)
    assert set(ranks["refused"]) == {"total"}
    assert ranking.refusal_text("total", "en") == "not ranked: a country's total follows its size"


def test_a_bound_has_no_rank() -> None:
    table = rows(
        {"place": "a", "value": None, "lower": 3000.0, "upper": None}, {"place": "b"}, {"place": "c"}, {"place": "d"}
    )
    ranks = ranking.rank(table, entry()).set_index("place")
    assert ranks.loc["a", "refused"] == "bound"
    assert ranks.loc["b", "of"] == 3
