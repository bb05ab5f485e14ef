"""Classes of a map: which values share a colour, by a stated scheme.

The breaks come from :mod:`mapclassify` and are rounded to the digits that are
printed before any value is put into a class, so that a reader who sorts the
printed values by the printed breaks finds the classes of the map. A class
holds its upper limit; a class of change the limit farther from zero.
"""

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np

from indicators.text.formatting import rounded


class Scheme(StrEnum):
    """How the breaks between the classes of a map are found."""

    NATURAL = "natural"
    QUANTILES = "quantiles"
    ROUND = "round"


CLASSES = 5
"""Classes of a map of values; fewer where there are fewer different values."""

MOST_SEARCHED = 400
"""Natural breaks are searched among so many values at most."""

CHANGE_CLASSES = 3
"""Classes on each side of no change."""


@dataclass(frozen=True)
class Slot:
    """One class: over `low` up to `high`; the first one holds its `low` too.

    `tone` places its colour: 0 upwards for values; for change the steps below
    (negative) or above zero, where 0 is no change at all.
    """

    low: float
    high: float
    tone: int


@dataclass(frozen=True)
class Classes:
    """The classes of a map, lowest first."""

    scheme: Scheme
    slots: tuple[Slot, ...]
    diverging: bool = False

    def of(self, value: float, digits: int) -> int | None:
        """Return the position of the class of `value`; None without a value or outside the classes."""
        if math.isnan(value):
            return None
        number = float(rounded(value, digits))
        if self.diverging:
            return next((at for at, slot in enumerate(self.slots) if _holds(slot, number)), None)
        for at, slot in enumerate(self.slots):
            if number <= slot.high and (at > 0 or number >= slot.low):
                return at
        return None


def _holds(slot: Slot, change: float) -> bool:
    """Return whether a change is in a class, whose limit nearer to zero belongs to the class before."""
    if slot.tone == 0:
        return change == 0
    return slot.low <= change < slot.high if slot.tone < 0 else slot.low < change <= slot.high


def classes_of_values(values: Sequence[float], scheme: Scheme, digits: int) -> Classes:
    """Return up to :data:`CLASSES` classes of the values; no class where there is no value."""
    numbers = _numbers(values, digits)
    if not len(numbers):
        return Classes(scheme, ())
    limits = [float(numbers.min()), *_upper_limits(numbers, scheme, CLASSES, digits)]
    if scheme is Scheme.ROUND:
        limits[0] = min(limits[0], _round_start(limits))
    return Classes(scheme, tuple(Slot(low, high, tone) for tone, (low, high) in enumerate(pairwise(limits))))


def classes_of_change(values: Sequence[float], scheme: Scheme, digits: int) -> Classes:
    """Return classes of change, alike on both sides of zero; no change is a class of its own."""
    numbers = _numbers(values, digits)
    sizes = np.abs(numbers[numbers != 0])
    limits = [0.0, *(_upper_limits(sizes, scheme, CHANGE_CLASSES, digits) if len(sizes) else [])]
    steps = list(pairwise(limits))
    falls = [Slot(-high, 0.0 - low, -tone) for tone, (low, high) in enumerate(steps, 1)]
    rises = [Slot(low, high, tone) for tone, (low, high) in enumerate(steps, 1)]
    slots = [*reversed(falls), Slot(0.0, 0.0, 0), *rises]
    used = [at for at, slot in enumerate(slots) if any(_holds(slot, float(number)) for number in numbers)]
    used_slots = slots[used[0] : used[-1] + 1] if used else []
    unchanged = bool((numbers == 0).any())
    return Classes(scheme, tuple(slot for slot in used_slots if slot.tone or unchanged), diverging=True)


def _numbers(values: Sequence[float], digits: int) -> np.ndarray:
    return np.array([float(rounded(value, digits)) for value in values if not math.isnan(value)], dtype="float64")


def _upper_limits(numbers: np.ndarray, scheme: Scheme, count: int, digits: int) -> list[float]:
    """Return the upper limit of each class, rounded, the last one no less than the largest number."""
    count = min(count, len(np.unique(numbers)))
    top = float(numbers.max())
    if count < 2:
        return [top]
    # It brings scientific libraries of some 90 MB along: loaded by the first map, not by every start.
    import mapclassify

    with warnings.catch_warnings():
        # The library names a faster compiler that a few dozen values do not need.
        warnings.simplefilter("ignore", UserWarning)
        if scheme is Scheme.NATURAL:
            found = mapclassify.FisherJenks(_thinned(numbers), k=count)
        elif scheme is Scheme.QUANTILES:
            found = mapclassify.Quantiles(numbers, k=count)
        else:
            found = mapclassify.PrettyBreaks(numbers, k=count)
    limits = sorted({float(rounded(float(limit), digits)) for limit in found.bins})
    lowest = float(numbers.min())
    inner = [limit for limit in limits if lowest <= limit < top]
    above = [limit for limit in limits if limit >= top]
    return [*inner, above[0] if above and scheme is Scheme.ROUND else top]


def _thinned(numbers: np.ndarray) -> np.ndarray:
    """Return so many of the numbers, evenly from the least to the greatest, that breaks are found in time.

    The search takes the square of their count: a map of 5,000 parts would wait for minutes.
    """
    if len(numbers) <= MOST_SEARCHED:
        return numbers
    ordered = np.sort(numbers)
    thinned: np.ndarray = ordered[np.linspace(0, len(ordered) - 1, MOST_SEARCHED).round().astype(int)]
    return thinned


def _round_start(limits: list[float]) -> float:
    """Return the round number the first class of round numbers begins with: one step below its upper limit."""
    steps = [high - low for low, high in pairwise(limits[1:])]
    return limits[1] - min(steps) if steps else limits[0]
