"""Classes of a map: which values share a colour, by a stated scheme.

Natural breaks, quantiles and round numbers, as cartographers know them. The breaks are rounded to the digits that are
printed before any value is put into a class, so that a reader who sorts the
printed values by the printed breaks finds the classes of the map. A class
holds its upper limit; a class of change the limit farther from zero.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Literal

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
            return next((index for index, slot in enumerate(self.slots) if _holds(slot, number)), None)
        for index, slot in enumerate(self.slots):
            if number <= slot.high and (index > 0 or number >= slot.low):
                return index
        return None


def _holds(slot: Slot, change: float) -> bool:
    """Return whether a change is in a class, whose limit nearer to zero belongs to the class before."""
    if slot.tone == 0:
        return change == 0
    return slot.low <= change < slot.high if slot.tone < 0 else slot.low < change <= slot.high


def classes_of_values(values: Sequence[float], scheme: Scheme, digits: int, most: int = CLASSES) -> Classes:
    """Return up to `most` classes of the values; no class where there is no value."""
    return _classes_of_values(tuple(values), scheme, digits, most)


@lru_cache(maxsize=64)
def _classes_of_values(values: tuple[float, ...], scheme: Scheme, digits: int, most: int) -> Classes:
    # The maps of all dates of a page share one scale.
    numbers = _numbers(values, digits)
    if not len(numbers):
        return Classes(scheme, ())
    limits = [float(numbers.min()), *_upper_limits(numbers, scheme, most, digits)]
    if len(numbers) > 2 * most and limits[0] == limits[1] and (numbers == limits[0]).sum() == 1:
        # A class of one figure alone at the low end says nothing more than the figure: the others are divided.
        limits = [limits[0], *_upper_limits(numbers[numbers > limits[0]], scheme, most, digits)]
    if scheme is Scheme.ROUND:
        limits[0] = min(limits[0], _round_start(limits))
    return Classes(scheme, tuple(Slot(low, high, tone) for tone, (low, high) in enumerate(pairwise(limits))))


def classes_of_change(values: Sequence[float], scheme: Scheme, digits: int, most: int = CHANGE_CLASSES) -> Classes:
    """Return classes of change, alike and up to `most` on both sides of zero; no change is a class of its own."""
    numbers = _numbers(values, digits)
    sizes = np.abs(numbers[numbers != 0])
    limits = [0.0, *(_upper_limits(sizes, scheme, most, digits) if len(sizes) else [])]
    steps = list(pairwise(limits))
    falls = [Slot(-high, 0.0 - low, -tone) for tone, (low, high) in enumerate(steps, 1)]
    rises = [Slot(low, high, tone) for tone, (low, high) in enumerate(steps, 1)]
    slots = [*reversed(falls), Slot(0.0, 0.0, 0), *rises]
    used = [index for index, slot in enumerate(slots) if any(_holds(slot, float(number)) for number in numbers)]
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
    breaks = {Scheme.NATURAL: _natural_breaks, Scheme.QUANTILES: _quantiles, Scheme.ROUND: _round_breaks}[scheme]
    limits = sorted({float(rounded(float(limit), digits)) for limit in breaks(numbers, count)})
    lowest = float(numbers.min())
    inner = [limit for limit in limits if lowest <= limit < top]
    above = [limit for limit in limits if limit >= top]
    return [*inner, above[0] if above and scheme is Scheme.ROUND else top]


def _natural_breaks(numbers: np.ndarray, count: int) -> np.ndarray:
    """Return the greatest number of each of `count` classes whose numbers differ least from their class's mean.

    The search of Fisher (1958, "On grouping for maximum homogeneity"), as Jenks brought it to maps: the best
    division of the first numbers into one class more is found from the best ones with one class less. Of divisions
    that are equally good, the one whose last class is the longest is taken; in single precision, as the published
    programs count, so that a map keeps the classes it was printed with.
    """
    ordered = _thinned(np.sort(numbers))
    size = len(ordered)
    least = np.full((count + 1, size + 1), np.inf, dtype="float32")
    ends_before = np.zeros((count + 1, size + 1), dtype=int)
    sizes = np.arange(1, size + 1, dtype="float32")
    least[1:, 1] = 0
    for end in range(2, size + 1):
        # The last class from its end downwards: the squares of its numbers' distances to their mean, for each length.
        last = ordered[end - 1 :: -1].astype("float32")
        spread = np.cumsum(last * last) - np.cumsum(last) ** 2 / sizes[:end]
        least[1, end] = spread[-1]
        for classes in range(2, count + 1):
            divided = spread[:-1] + least[classes - 1, end - 1 : 0 : -1]
            longest = len(divided) - 1 - int(np.argmin(divided[::-1]))
            least[classes, end], ends_before[classes, end] = divided[longest], end - 1 - longest
    ends = [size]
    for classes in range(count, 1, -1):
        ends.append(int(ends_before[classes, ends[-1]]))
    limits: np.ndarray = ordered[np.array(ends[::-1]) - 1]
    return limits


def _quantiles(numbers: np.ndarray, count: int) -> np.ndarray:
    """Return the upper limits of `count` classes of equally many numbers, interpolated between neighbours."""
    ordered = np.sort(numbers)
    position = np.arange(1, count + 1) / count * (len(ordered) - 1)
    below = np.floor(position).astype(int)
    above = np.minimum(below + 1, len(ordered) - 1)
    # Weighted from both sides, unlike numpy.quantile: halves stay exact, and so does how they are rounded.
    limits: np.ndarray = ordered[below] * (below + 1 - position) + ordered[above] * (position - below)
    return limits


def _round_breaks(numbers: np.ndarray, count: int) -> np.ndarray:
    """Return about `count` upper limits, 1, 2, 5 or 10 times a power of ten apart, as R's `pretty` does."""
    low, high = float(numbers.min()), float(numbers.max())
    step = _round_number(_round_number(high - low, (1, 2, 5), "left") / (count - 1), (1.5, 3, 7), "right")
    start, end = math.floor(low / step) * step, math.ceil(high / step) * step
    return np.arange(start, end + step / 2, step)[1:]


def _round_number(number: float, limits: tuple[float, float, float], side: Literal["left", "right"]) -> float:
    """Return 1, 2, 5 or 10 times a power of ten: the first whose limit is not passed."""
    power = float(10.0 ** math.floor(math.log10(number)))
    return power * (1, 2, 5, 10)[int(np.searchsorted(limits, number / power, side))]


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
