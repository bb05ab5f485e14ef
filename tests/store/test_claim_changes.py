"""Meanings: a sentence that says something else is reported, one of other digits is not."""

import pandas as pd
import pytest

from indicators.store.claim_changes import CHANGE_COLUMNS, COLUMNS, changed, presence, sign


def claims(**rows: dict[str, str]) -> pd.DataFrame:
    """Return a table of claims; each is the ranked bar of network efficiency, or what its changes make of it."""
    usual = {"indicator": "efficiency", "kind": "rank", "claim": "position", "verdict": "comparable", "value": "77",
             "band_first": "4", "band_last": "6", "of": "27", "median": "70.1"}  # fmt: skip
    table = [{**dict.fromkeys(COLUMNS, ""), **usual, **row, "chart": chart} for chart, row in rows.items()]
    return pd.DataFrame(table, columns=list(COLUMNS), dtype="str")


def reported_by(before: pd.DataFrame, after: pd.DataFrame) -> list[tuple[str, ...]]:
    found = changed(before, after)
    assert list(found.columns) == list(CHANGE_COLUMNS)
    return [tuple(row) for row in found[["chart", "aspect", "old", "new"]].to_numpy()]


def test_other_digits_mean_the_same() -> None:
    assert reported_by(claims(a={}), claims(a={"value": "77.4", "median": "69", "of": "28"})) == []


@pytest.mark.parametrize(
    ("change", "aspect", "old", "new"),
    [
        ({"band_first": "3"}, "band", "4 6", "3 6"),
        ({"band_first": "", "band_last": "", "claim": "value"}, "band", "4 6", ""),
        ({"verdict": "with care"}, "verdict", "comparable", "with care"),
        ({"change": "-1.2", "claim": "change"}, "change", "", "-"),
        ({"named": "anfa hay_hassani"}, "named", "", "anfa hay_hassani"),
        ({"claim": "absence"}, "presence", "present", "absent"),
        ({"claim": "stand_in"}, "presence", "present", "stand_in"),
    ],
)
def test_each_aspect_is_reported_alone_and_both_ways(change: dict[str, str], aspect: str, old: str, new: str) -> None:
    assert reported_by(claims(a={}), claims(a=change)) == [("a", aspect, old, new)]
    assert reported_by(claims(a=change), claims(a={})) == [("a", aspect, new, old)]


def test_a_rise_that_became_a_fall() -> None:
    rise, fall, level = (claims(a={"claim": "change", "change": change}) for change in ("1.5", "-0.1", "0"))
    assert reported_by(rise, fall) == [("a", "change", "+", "-")]
    assert reported_by(rise, level) == [("a", "change", "+", "0")]
    assert reported_by(rise, claims(a={"claim": "change", "change": "22"})) == []


def test_of_a_figure_that_came_or_went_nothing_else_is_reported() -> None:
    absent = claims(a={"claim": "absence", "verdict": "single", "band_first": "", "band_last": ""})
    assert reported_by(absent, claims(a={})) == [("a", "presence", "absent", "present")]


def test_a_chart_that_only_one_of_them_has_came_or_went() -> None:
    one, both = claims(a={}), claims(a={}, b={"kind": "time", "indicator": "losses"})
    assert reported_by(one, both) == [("b", "presence", "absent", "present")]
    assert reported_by(both, one) == [("b", "presence", "present", "absent")]
    assert changed(one, both)[["indicator", "kind"]].to_numpy().tolist() == [["losses", "time"]]
    assert reported_by(one, claims(a={}, c={"claim": "absence"})) == []


def test_a_new_kind_of_chart_tells_nothing_of_an_indicator_that_had_charts() -> None:
    one, both = claims(a={}), claims(a={}, b={"kind": "points"})
    assert reported_by(one, both) == []
    assert reported_by(both, one) == []


def test_nothing_to_compare() -> None:
    assert reported_by(claims(), claims()) == []
    assert len(reported_by(claims(), claims(a={}))) == 1


def test_presence_and_sign() -> None:
    assert [presence(kind) for kind in ("", "absence", "stand_in", "value", "position")] == [
        "absent", "absent", "stand_in", "present", "present",
    ]  # fmt: skip
    assert [sign(change) for change in ("", "0", "0.0", "-3", "1e-9")] == ["", "0", "0", "-", "+"]
