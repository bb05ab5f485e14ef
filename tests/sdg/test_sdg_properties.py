"""What must hold for any values, where published tables have no case."""

import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indicators import sdg

pytestmark = pytest.mark.slow

steady = settings(derandomize=True, deadline=None, max_examples=100)

value = st.one_of(st.floats(-1e6, 1e6), st.sampled_from([0.0, -0.0, 100.0]))
years = st.integers(1990, 2035)
anything = st.one_of(value, st.none(), st.just(float("nan")), st.just(float("inf")), st.text(max_size=3), st.booleans())


@st.composite
def apart(draw: st.DrawFn, count: int = 2) -> list[float]:
    """Return values that are not equal, nor so near that a float cannot tell them apart."""
    findings = sorted(draw(st.lists(value, min_size=count, max_size=count)))
    assume(all(b - a > 1e-6 for a, b in pairwise(findings)))
    return findings


@steady
@given(value, apart())
def test_score_is_between_0_and_100_and_its_mirror_is_the_reversed_scale(x, bounds):
    lower, optimum = bounds
    found = sdg.score(x, lower, optimum)
    assert 0.0 <= found <= 100.0
    assert sdg.score(x, optimum, lower) == pytest.approx(100.0 - found, abs=1e-6)


@steady
@given(value, apart())
def test_beyond_the_bounds_is_exactly_0_or_100(x, bounds):
    lower, optimum = bounds
    if x <= lower:
        assert sdg.score(x, lower, optimum) == 0.0
    if x >= optimum:
        assert sdg.score(x, lower, optimum) == 100.0


@steady
@given(value, value, apart(), st.booleans())
def test_a_better_value_never_scores_less_nor_has_a_worse_status(a, b, limits, reverse):
    worst, best = reversed(limits) if reverse else limits
    worse, better = sorted((a, b), reverse=reverse)
    assert sdg.score(worse, worst, best) <= sdg.score(better, worst, best)
    rank = sdg.STATUSES.index
    assert rank(sdg.status(worse, best, worst)) <= rank(sdg.status(better, best, worst))


@steady
@given(value, apart())
def test_status_of_a_mirrored_scale_is_the_same(x, limits):
    red, green = limits
    assert sdg.status(x, green, red) == sdg.status(-x, -green, -red)


@steady
@given(value, value)
def test_equal_limits_are_refused(x, limit):
    with pytest.raises(ValueError, match="lower and optimum are both"):
        sdg.score(x, limit, limit)
    with pytest.raises(ValueError, match="green and red are both"):
        sdg.status(x, limit, limit)


@steady
@given(anything, anything, anything)
def test_no_answer_and_a_reason_go_together(x, low, best):
    try:
        found, why = sdg.score(x, low, best), sdg.reason(x, lower=low, optimum=best)
    except ValueError:
        assert low == best
        with pytest.raises(ValueError, match="are both"):
            sdg.reason(x, lower=low, optimum=best)
        return
    assert math.isnan(found) == (why is not None)
    assert (sdg.status(x, low, best) is None) == (why is not None)


@steady
@given(anything, st.one_of(years, anything), anything, st.one_of(years, anything), apart(), anything)
def test_no_trend_and_a_reason_go_together(first, first_year, last, last_year, bounds, green):
    arguments = (first, first_year, last, last_year, *bounds, green)
    found, why = sdg.trend(*arguments), sdg.reason(*arguments)
    assert (found is None) == (why is not None)
    assert found in (None, *sdg.TRENDS)


@steady
@given(value, value, years, apart(), value)
def test_one_point_in_time_has_no_trend(first, last, year, bounds, green):
    assert sdg.trend(first, year, last, year, *bounds, green) is None  # type: ignore[call-arg]


@steady
@given(value, value, value, st.integers(2000, 2015), st.integers(2016, 2029), apart(3), st.booleans())
def test_a_better_last_value_never_has_a_worse_trend(first, a, b, start, end, limits, reverse):
    worst, green, best = reversed(limits) if reverse else limits
    worse, better = sorted((a, b), reverse=reverse)
    rank = [sdg.TRENDS.index(sdg.trend(first, start, last, end, worst, best, green)) for last in (worse, better)]
    assert rank[0] <= rank[1]


@steady
@given(value, value, st.integers(2000, 2015), st.integers(2016, 2029), apart(3))
def test_trend_of_a_mirrored_scale_is_the_same(first, last, start, end, limits):
    worst, green, best = limits
    mirrored = sdg.trend(-first, start, -last, end, -worst, -best, -green)
    assert sdg.trend(first, start, last, end, worst, best, green) == mirrored


@steady
@given(value, value, st.integers(2000, 2015), st.integers(2016, 2029), apart(3))
def test_trend_follows_the_published_wording(first, last, start, end, limits):
    """The rule as it is published, on scores; ties are left to the exact tests."""
    worst, green, best = limits
    scale = best - worst
    a, z, g = (100.0 * (x - worst) / scale for x in (first, last, green))
    growth, need = (z - a) / (end - start), (g - a) / (2030 - start)
    near = 1e-6 * (1 + abs(a) + abs(z) + abs(g))
    assume(min(abs(growth), abs(growth - need), abs(growth - need / 2), abs(z - g)) > near)
    if z >= g:
        expected = "up"
    elif growth < 0:
        expected = "down"
    else:
        expected = "up" if growth >= need else "up-right" if growth >= need / 2 else "right"
    assert sdg.trend(first, start, last, end, worst, best, green) == expected


@steady
@given(st.lists(anything, min_size=1, max_size=8), apart())
def test_a_series_is_its_items_one_by_one(items, limits):
    low, best = limits
    column = pd.Series(items, dtype=object, index=range(10, 10 + len(items)))
    scores = sdg.score(column, low, best)
    np.testing.assert_array_equal(scores.to_numpy(), np.array([sdg.score(item, low, best) for item in items]))
    assert sdg.status(column, best, low).tolist() == [sdg.status(item, best, low) for item in items]
    assert sdg.reason(column, low, best).tolist() == [sdg.reason(item, low, best) for item in items]


@steady
@given(st.lists(st.tuples(value, years, value, years), min_size=1, max_size=8), apart(3))
def test_a_series_of_trends_is_its_items_one_by_one(rows, limits):
    worst, green, best = limits
    table = pd.DataFrame(rows, columns=["first", "start", "last", "end"])
    columns = (table["first"], table["start"], table["last"], table["end"])
    one_by_one = [sdg.trend(*row, worst, best, green) for row in rows]  # type: ignore[call-arg]
    assert sdg.trend(*columns, worst, best, green).tolist() == one_by_one
    assert sdg.reason(*columns, worst, best, green).tolist() == [sdg.reason(*row, worst, best, green) for row in rows]


@steady
@given(value, st.integers(2000, 2029), value)
def test_the_required_pace_leads_to_the_target(x, year, target):
    yearly = sdg.required_pace(x, year, target)
    assert x + yearly * (2030 - year) == pytest.approx(target, abs=1e-6)


@steady
@given(st.lists(st.one_of(value, st.just(float("nan"))), min_size=1, max_size=6))
def test_a_goal_is_green_only_if_its_worst_indicator_is(values):
    table = pd.DataFrame({"value": values, "lower": 0.0, "red": 30.0, "green": 70.0, "optimum": 100.0})
    known = [x for x in values if not math.isnan(x)]
    text = sdg.goal_status(table)
    if 2 * len(known) < len(values) or not known:
        assert text is None
    else:
        assert (text == "green") == (min(known) >= 70.0)
        assert (text == "red") == all(x < 30.0 for x in sorted(known)[:2])
