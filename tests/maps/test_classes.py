"""Classes of a map: the published breaks of the library, rounded as printed, with every value in one."""

import math
from itertools import pairwise

import mapclassify
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.maps.classes import CLASSES, Scheme, Slot, classes_of_change, classes_of_values

NAN = float("nan")


def limits(values: list[float], scheme: Scheme, digits: int = 1) -> list[tuple[float, float]]:
    return [(slot.low, slot.high) for slot in classes_of_values(values, scheme, digits).slots]


def test_natural_breaks_of_the_librarys_own_example() -> None:
    # mapclassify documents FisherJenks of its calemp data: 75.29, 192.05, 370.5, 722.85, 4111.45.
    found = limits(mapclassify.load_example().to_list(), Scheme.NATURAL, 2)
    assert [high for _, high in found] == [75.29, 192.05, 370.5, 722.85, 4111.45]


def test_quantiles_hold_as_many_values_each() -> None:
    classes = classes_of_values([float(n) for n in range(1, 21)], Scheme.QUANTILES, 1)
    held = [classes.of(float(n), 1) for n in range(1, 21)]
    assert [held.count(at) for at in range(5)] == [4] * 5


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
    values = [float(at * at % 9973) for at in range(5_000)]
    found = classes_of_values(values, Scheme.NATURAL, 0)
    assert len(found.slots) == 5
    assert all(found.of(value, 0) is not None for value in values)
