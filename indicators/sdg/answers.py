"""The three SDG answers: the score of a value, its status, and the trend arrow."""

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

_STATUS_OF_BAND = np.array([None, *STATUSES], dtype=object)

DEADLINE = 2030
"""The year the SDG targets are set for."""

BASELINE = 2015
"""The base year of published trends since the 2019 edition; a year next to it stands in where it is missing."""

TRENDS = ("down", "right", "up-right", "up")
"""The trends from worst to best."""

ARROWS = {"up": "↑", "up-right": "➚", "right": "→", "down": "↓"}
"""The arrow the Sustainable Development Report prints for each trend."""

TREND_OF_ARROW = {arrow: word for word, arrow in ARROWS.items()}
"""The trend each published arrow stands for."""

TREND_TEXTS = {
    "up": N_("On track or maintaining SDG achievement"),
    "up-right": N_("Improving, too slowly"),
    "right": N_("Stagnating"),
    "down": N_("Moving away from the target"),
}
"""What the Sustainable Development Report calls its four arrows."""

_TREND_OF_BAND = np.array([None, *TRENDS], dtype=object)


def score(value: Column, lower: Column, optimum: Column) -> Any:
    """Return how far `value` is from `lower` (0) to `optimum` (100).

    Values beyond the bounds score exactly 0 or 100. Where `optimum` is below
    `lower` less is better, and the same formula holds. Numbers give a float,
    Series of equal length a Series with their index; NaN where an argument is
    missing, infinite or text (:func:`~indicators.sdg.reason` says which).

    Source: Sustainable Development Report, equation S1 of its methodology.

    Raises
    ------
    ValueError
        `lower` equals `optimum`.
    """
    shape = shape_of(value=value, lower=lower, optimum=optimum)
    x, low, best = numbers(value), numbers(lower), numbers(optimum)
    refuse_equal(lower=low, optimum=best)
    # A value very far out may overflow on the way to its clipped 0 or 100.
    with np.errstate(over="ignore"):
        points = (x - low) / (best - low) * 100.0
    # Adding zero turns the -0.0 of a reversed scale into 0.0.
    return shape.wrap(np.clip(points, 0.0, 100.0) + 0.0)


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
    return shape.wrap(_STATUS_OF_BAND[bands(numbers(value), numbers(green), numbers(red))])


def bands(value: FloatArray, green: FloatArray, red: FloatArray) -> CodeArray:
    """Return 1 (red) to 4 (green) where :func:`status` has an answer, else 0; equal thresholds raise ValueError."""
    refuse_equal(green=green, red=red)
    sign = np.where(green > red, 1.0, -1.0)
    x, good, bad = sign * value, sign * green, sign * red
    middle = (good + bad) / 2.0
    band = 1 + (x >= bad).astype(np.int8) + (x >= middle) + (x >= good)
    return np.where(usable(x, good, bad), band, np.int8(0))


def trend(
    first_value: Column,
    first_year: Column,
    last_value: Column,
    last_year: Column,
    lower: Column,
    optimum: Column,
    green: Column,
) -> Any:
    """Return up, up-right, right or down, or None where there is no answer.

    The yearly change from the first to the last year is set against the change
    a straight line from the first year to `green` in 2030 needs: all of it is
    up, half of it up-right, less right, a movement the wrong way down. At
    `green` or better in the last year is always up. `lower` and `optimum`
    say which way is better; values beyond them are not clipped. Numbers give a
    word, Series of equal length a Series with their index.

    No answer where the first year is not before the last, the last is 2030 or
    later, or an argument is missing, infinite or text.

    Source: Sustainable Development Report, methodology section on trends
    (four arrows, as published since 2019).

    Raises
    ------
    ValueError
        `lower` equals `optimum`.
    """
    shape = shape_of(
        first_value=first_value, first_year=first_year, last_value=last_value, last_year=last_year,
        lower=lower, optimum=optimum, green=green,
    )  # fmt: skip
    start, start_year, end, end_year = map(numbers, (first_value, first_year, last_value, last_year))
    low, best, goal = numbers(lower), numbers(optimum), numbers(green)
    refuse_equal(lower=low, optimum=best)
    # A score is linear in the value, so the rule is applied to the values themselves,
    # both sides multiplied out: fewer roundings, and no division.
    sign = np.where(best > low, 1.0, -1.0)
    gain = sign * (end - start) * (DEADLINE - start_year)
    need = sign * (goal - start) * (end_year - start_year)
    # Exactly enough is enough: the slack keeps binary rounding from turning a tie into a miss.
    slack = 1e-12 * (np.abs(start) + np.abs(end) + np.abs(goal)) * (DEADLINE - start_year)
    band = 2 + (2.0 * gain >= need - slack).astype(np.int8) + (gain >= need - slack)
    band = np.where(sign * end < sign * start, 1, band)
    band = np.where(sign * end >= sign * goal, 4, band)
    known = usable(start, end, low, best, goal) & (start_year < end_year) & (end_year < DEADLINE)
    return shape.wrap(_TREND_OF_BAND[np.where(known, band, 0)])
