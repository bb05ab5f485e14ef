"""Classes of a map: published breaks, rounded as printed, with every value in one."""

import math
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.maps.classes import CLASSES, Scheme, Slot, classes_of_change, classes_of_values

NAN = float("nan")


def limits(values: list[float], scheme: Scheme, digits: int = 1) -> list[tuple[float, float]]:
    return [(slot.low, slot.high) for slot in classes_of_values(values, scheme, digits).slots]


CALIFORNIA = [
    329.92, 0.42, 5.9, 14.03, 2.78, 1.34, 181.27, 1.65, 10.03, 16.7, 1.32, 3.99, 3.16, 0.22, 8.7, 6.56, 3.27, 0.33,
    370.5, 4.51, 75.29, 0.99, 2.74, 8.68, 0.14, 0.92, 12.63, 28.7, 12.02, 722.85, 36.68, 0.74, 29.82, 192.05, 3.38,
    11.15, 110.74, 4111.45, 49.47, 10.33, 317.11, 20.47, 264.93, 66.26, 5.39, 0.13, 0.61, 50.65, 40.48, 36.67, 13.09,
    1.81, 0.2, 7.6, 2.51, 57.26, 24.32, 6.97,
]  # fmt: skip
"""Employment density of California's counties, the example of the library mapclassify, which prints its breaks."""


@pytest.mark.parametrize(
    ("scheme", "highs"),
    [
        (Scheme.NATURAL, [75.29, 192.05, 370.5, 722.85, 4111.45]),
        (Scheme.QUANTILES, [1.46, 5.8, 13.28, 54.62, 4111.45]),
        (Scheme.ROUND, [1000, 2000, 3000, 4000, 5000]),
    ],
)
def test_breaks_are_the_published_ones(scheme: Scheme, highs: list[float]) -> None:
    assert [high for _, high in limits(CALIFORNIA, scheme, 2)] == highs


def spread(parts: list[np.ndarray]) -> float:
    return sum(float(((part - part.mean()) ** 2).sum()) for part in parts)


@given(st.lists(st.integers(0, 300), min_size=2, max_size=9, unique=True))
def test_no_other_classes_differ_less_than_the_natural_ones(values: list[int]) -> None:
    ordered = np.sort(np.array(values, dtype="float64"))
    highs = [high for _, high in limits(list(ordered), Scheme.NATURAL, 0)]
    natural = np.split(ordered, np.searchsorted(ordered, highs[:-1], side="right"))
    cuts = combinations(range(1, len(ordered)), len(highs) - 1)
    best = min(spread(np.split(ordered, cut)) for cut in cuts)
    assert spread(natural) == pytest.approx(best, rel=1e-4, abs=0.1)


def test_a_figure_alone_at_the_low_end_is_no_class_of_its_own() -> None:
    """Shares connected to the sewer in 2014: one district lay far below the others."""
    values = [71.2, 82.3, 84.0, 88.1, 88.9, 89.6, 90.3, 94.0, 95.5, 96.1, 97.4, 98.2]
    found = limits(values, Scheme.NATURAL)
    assert found[0] == (71.2, 84.0)
    assert len(found) == CLASSES
    assert limits([71.2, 71.2, *values[1:]], Scheme.NATURAL)[0] == (71.2, 71.2), "two figures are a class"


def test_quantiles_hold_as_many_values_each() -> None:
    classes = classes_of_values([float(n) for n in range(1, 21)], Scheme.QUANTILES, 1)
    held = [classes.of(float(n), 1) for n in range(1, 21)]
    assert [held.count(index) for index in range(5)] == [4] * 5


def test_round_numbers_begin_and_end_round() -> None:
    assert limits([86.6, 91.0, 94.2, 97.0, 99.7], Scheme.ROUND) == [(85.0, 90.0), (90.0, 95.0), (95.0, 100.0)]


def test_a_limit_belongs_to_the_class_below_it() -> None:
    classes = classes_of_values([85.0, 90.0, 95.0, 100.0], Scheme.ROUND, 1)
    assert [classes.of(value, 1) for value in (90.0, 90.04, 90.05)] == [0, 0, 1]


@pytest.mark.parametrize("scheme", list(Scheme))
def test_few_different_values_make_few_classes(scheme: Scheme) -> None:
    assert limits([], scheme) == []
    assert limits([NAN], scheme) == []
    assert len(limits([4.0, 4.0, 4.04], scheme)) == 1
    assert len(limits([4.0, 9.0], scheme)) <= CLASSES
    assert classes_of_values([4.0], scheme, 1).of(NAN, 1) is None
    assert classes_of_values([4.0], scheme, 1).of(99.0, 1) is None


@given(st.lists(st.floats(-1e6, 1e6) | st.just(NAN), max_size=40), st.sampled_from(list(Scheme)), st.integers(0, 2))
def test_every_value_is_in_one_class_whose_printed_limits_hold_it(
    values: list[float], scheme: Scheme, digits: int
) -> None:
    classes = classes_of_values(values, scheme, digits)
    slots = classes.slots
    assert all(one.high == other.low for one, other in pairwise(slots))
    for value in values:
        at = classes.of(value, digits)
        if math.isnan(value):
            assert at is None
        else:
            assert at is not None
            assert slots[at].low - 0.5 * 10**-digits <= value <= slots[at].high + 0.5 * 10**-digits


@given(st.lists(st.floats(-50, 50) | st.just(0.0), max_size=40), st.sampled_from(list(Scheme)))
def test_no_change_stands_apart_and_a_fall_is_never_coloured_as_a_rise(changes: list[float], scheme: Scheme) -> None:
    classes = classes_of_change(changes, scheme, 1)
    for change in changes:
        at = classes.of(change, 1)
        assert at is not None
        tone = classes.slots[at].tone
        printed = round(change, 1)
        assert (tone > 0, tone < 0) == (printed > 0, printed < 0) or abs(abs(change) - 0.05) < 1e-9


def test_classes_of_change_are_alike_on_both_sides_of_zero() -> None:
    classes = classes_of_change([-10.0, -4.0, -1.0, 0.0, 1.0, 4.0, 10.0], Scheme.QUANTILES, 1)
    assert classes.diverging
    assert [slot.tone for slot in classes.slots] == [-3, -2, -1, 0, 1, 2, 3]
    assert [(-slot.high, -slot.low) for slot in classes.slots[:3]] == [
        (slot.low, slot.high) for slot in reversed(classes.slots[4:])
    ]
    assert classes.slots[3] == Slot(0.0, 0.0, 0)
    assert classes.of(-10.0, 1) == 0


def test_sides_that_nothing_is_on_are_left_out() -> None:
    assert all(slot.tone > 0 for slot in classes_of_change([1.0, 2.0, 3.0], Scheme.NATURAL, 1).slots)
    assert classes_of_change([0.0, 0.0], Scheme.NATURAL, 1).slots == (Slot(0.0, 0.0, 0),)
    assert classes_of_change([], Scheme.NATURAL, 1).slots == ()


def test_breaks_of_thousands_of_values_are_found_in_time_and_hold_every_value() -> None:
    values = [float(index * index % 9973) for index in range(5_000)]
    classes = classes_of_values(values, Scheme.NATURAL, 0)
    assert len(classes.slots) == 5
    assert all(classes.of(value, 0) is not None for value in values)
