"""Pace so far, pace required and where a straight line leads.

All changes are in the indicator's unit per year, along straight lines, with
the sign of the change itself: minus where the value falls.
"""

from typing import Any

import numpy as np

from indicators.model.vocabulary import Direction
from indicators.sdg.answers import DEADLINE
from indicators.sdg.broadcasting import Column, numbers, shape_of, usable


def pace(first_value: Column, first_year: Column, last_value: Column, last_year: Column) -> Any:
    """Return the yearly change from the first point to the last; NaN if the years are not in order."""
    shape = shape_of(first_value=first_value, first_year=first_year, last_value=last_value, last_year=last_year)
    start, start_year, end, end_year = map(numbers, (first_value, first_year, last_value, last_year))
    years = np.where(start_year < end_year, end_year - start_year, np.nan)
    return shape.wrap((end - start) / years)


def required_pace(value: Column, year: Column, target: Column, by: int = DEADLINE) -> Any:
    """Return the yearly change that leads from `value` in `year` to `target` in `by`.

    This is the answer to "reach X by 2030". NaN where `year` is not before
    `by`. A value already past the target gives the change back to it: ask
    first whether the target is reached.
    """
    shape = shape_of(value=value, year=year, target=target)
    start, start_year, goal = numbers(value), numbers(year), numbers(target)
    years = np.where(start_year < by, by - start_year, np.nan)
    return shape.wrap((goal - start) / years)


def projected(
    first_value: Column, first_year: Column, last_value: Column, last_year: Column, deadline: int = DEADLINE
) -> Any:
    """Return the value in the year `deadline` if the pace so far holds; NaN if the last year is not before it.

    The straight line knows no ceiling: a share may come out above 100.
    """
    shape = shape_of(first_value=first_value, first_year=first_year, last_value=last_value, last_year=last_year)
    end, end_year = numbers(last_value), numbers(last_year)
    slope = numbers(np.asarray(pace(first_value, first_year, last_value, last_year)))
    years = np.where(end_year < deadline, deadline - end_year, np.nan)
    return shape.wrap(end + slope * years)


def year_of_reaching(
    first_value: Column, first_year: Column, last_value: Column, last_year: Column, target: Column, direction: Direction
) -> Any:
    """Return the year, with decimals, in which the pace so far reaches `target`.

    The last year itself where the target is already reached in it; NaN where
    the value does not move or moves the wrong way.

    Raises
    ------
    ValueError
        `direction` is none, so that reaching has no meaning.
    """
    if direction is Direction.NONE:
        raise ValueError("direction is none: say which way is better")
    shape = shape_of(
        first_value=first_value, first_year=first_year, last_value=last_value, last_year=last_year, target=target
    )
    sign = 1.0 if direction is Direction.HIGHER else -1.0
    end, end_year, goal = numbers(last_value), numbers(last_year), numbers(target)
    slope = sign * numbers(np.asarray(pace(first_value, first_year, last_value, last_year)))
    gap = sign * (goal - end)
    years = np.divide(gap, slope, out=np.full(np.broadcast(gap, slope).shape, np.nan), where=slope > 0)
    reached = np.where(gap <= 0, end_year, end_year + years)
    return shape.wrap(np.where(usable(slope, gap), reached, np.nan))


def amount_of_share(points: Column, whole: Column) -> Any:
    """Return `points` per cent of `whole`, in the unit of `whole`.

    Turns a change in percentage points into something that can be pictured:
    one point of 200 million m3 a year is 2 million m3 a year.
    """
    shape = shape_of(points=points, whole=whole)
    return shape.wrap(numbers(points) * numbers(whole) / 100.0)


def per_day(yearly: Column) -> Any:
    """Return a yearly amount as the amount of one of 365 days."""
    return shape_of(yearly=yearly).wrap(numbers(yearly) / 365.0)
