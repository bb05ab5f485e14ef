"""Who is judged by which thresholds, and that editions never mix."""

import pytest

from indicators import sdg
from indicators.model.catalogue import Thresholds
from indicators.sdg.reasons import ReasonCode
from tests.helpers.entries import WATER, indicator

OTHER = WATER.thresholds.model_copy(update={"edition": "SDR 2021"})


def test_a_country_is_judged_by_its_own_thresholds():
    found = sdg.judge(82.969995, WATER)
    assert found.score == pytest.approx(71.616659, abs=5e-6)
    assert found.status == "orange"
    assert (found.edition, found.source, found.scale) == ("SDR 2019", "sdr_2019", "country")
    assert found.reason is None


def test_a_city_is_not_judged_by_the_thresholds_of_countries():
    city = indicator(sdg={"target": "6.1", "kind": "proxy"}, thresholds=WATER.thresholds.model_dump())
    assert sdg.judge(50, city) == sdg.Judgement(reason=ReasonCode.THRESHOLD_OF_OTHER_SCALE)


def test_no_published_threshold_no_status():
    bare = indicator(sdg={"target": "6.1", "kind": "proxy"})
    assert sdg.judge(50, bare) == sdg.Judgement(reason=ReasonCode.NO_PUBLISHED_THRESHOLD)
    assert sdg.judge_trend(50, 2010, 60, 2015, bare) == (None, ReasonCode.NO_PUBLISHED_THRESHOLD)


def test_context_is_never_scored():
    assert sdg.judge(50, indicator()) == sdg.Judgement(reason=ReasonCode.CONTEXT_ONLY)


def test_a_bad_value_has_its_reason():
    assert sdg.judge(None, WATER) == sdg.Judgement(reason=ReasonCode.MISSING_VALUE)
    assert sdg.judge_trend(50, 2015, 60, 2015, WATER) == (None, ReasonCode.ONE_POINT)


def test_editions_are_never_mixed():
    limits: list[Thresholds] = [WATER.thresholds, WATER.thresholds]
    assert sdg.one_edition(limits) == "SDR 2019"
    assert sdg.one_edition([]) is None
    with pytest.raises(ValueError, match="different editions are never mixed: SDR 2019, SDR 2021"):
        sdg.one_edition([WATER.thresholds, OTHER])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"green": 80, "red": 98}, "green 80 is worse than red 98 for direction higher"),
        ({"green": 80}, "green equals red"),
        ({"lower": 100}, "lower equals optimum"),
        ({"lower": 100, "optimum": 40}, "lower 100, red 80, green 98 and optimum 40 do not run from worst to best"),
        ({"optimum": float("nan")}, "finite number"),
    ],
)
def test_thresholds_that_contradict_themselves_do_not_load(changes, message):
    limits = WATER.thresholds.model_dump() | changes
    with pytest.raises(ValueError, match=message):
        indicator(sdg={"target": "6.1", "kind": "proxy"}, thresholds=limits)
