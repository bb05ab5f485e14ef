"""The four-band status of a value against a green and a red threshold."""

from typing import Any

import numpy as np

from indicators.language.translator import N_
from indicators.sdg.broadcasting import CodeArray, Column, FloatArray, numbers, refuse_equal, shape_of, usable

STATUSES = ("red", "orange", "yellow", "green")
"""The statuses from worst to best."""

STATUS_TEXTS = {
    "green": N_("SDG achieved"),
    "yellow": N_("Challenges remain"),
    "orange": N_("Significant challenges remain"),
    "red": N_("Major challenges remain"),
}
"""What the Sustainable Development Report calls its four colours."""

_WORDS = np.array([None, *STATUSES], dtype=object)


def status(value: Column, green: Column, red: Column) -> Any:
    """Return green, yellow, orange or red, or None where there is no answer.

    The border between yellow and orange is the middle of the two thresholds.
    Every border counts as the better side, and raw values are compared, not
    scores, without rounding. Where `green` is below `red` less is better.
    Numbers give a word, Series of equal length a Series with their index.

    Source: Sustainable Development Report, methodology section on indicator
    colours.

    Raises
    ------
    ValueError
        `green` equals `red`.
    """
    shape = shape_of(value=value, green=green, red=red)
    return shape.wrap(_WORDS[bands(numbers(value), numbers(green), numbers(red))])


def bands(value: FloatArray, green: FloatArray, red: FloatArray) -> CodeArray:
    """Return 1 (red) to 4 (green) where :func:`status` has an answer, else 0; equal thresholds raise ValueError."""
    refuse_equal(green=green, red=red)
    sign = np.where(green > red, 1.0, -1.0)
    x, good, bad = sign * value, sign * green, sign * red
    middle = (good + bad) / 2.0
    band = 1 + (x >= bad).astype(np.int8) + (x >= middle) + (x >= good)
    return np.where(usable(x, good, bad), band, np.int8(0))
