"""The trend arrow: is the pace so far enough to reach the green threshold by 2030."""

from typing import Any

import numpy as np

from indicators.language.translator import N_
from indicators.sdg.broadcasting import Column, numbers, refuse_equal, shape_of, usable

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
    "up-right": N_("Moderately increasing"),
    "right": N_("Stagnating"),
    "down": N_("Decreasing"),
}
"""What the Sustainable Development Report calls its four arrows."""

_WORDS = np.array([None, *TRENDS], dtype=object)


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
    return shape.wrap(_WORDS[np.where(known, band, 0)])
