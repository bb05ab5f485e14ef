"""Why score, status or trend has no answer."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, TypeAlias, overload

import numpy as np
import numpy.typing as npt

from indicators.language.translator import N_
from indicators.sdg.answers import DEADLINE
from indicators.sdg.broadcasting import (
    INFINITE,
    MISSING,
    NO_NUMBER,
    ArgumentShape,
    Column,
    FloatArray,
    flaws,
    numbers,
    refuse_equal,
    shape_of,
)


class ReasonCode(StrEnum):
    """The codes; their words are in :data:`REASON_TEXTS`."""

    MISSING_VALUE = "missing_value"
    INFINITE_VALUE = "infinite_value"
    NOT_A_NUMBER = "not_a_number"
    MISSING_THRESHOLD = "missing_threshold"
    MISSING_YEAR = "missing_year"
    ONE_POINT = "one_point"
    YEARS_REVERSED = "years_reversed"
    AFTER_DEADLINE = "after_deadline"
    NO_PUBLISHED_THRESHOLD = "no_published_threshold"
    THRESHOLD_OF_OTHER_SCALE = "threshold_of_other_scale"
    THRESHOLD_OF_SOME = "threshold_of_some"
    CONTEXT_ONLY = "context_only"
    NO_OBSERVATION = "no_observation"
    NOT_OBSERVED = "not_observed"
    SERIES_BREAK = "series_break"
    TWO_POINTS = "two_points"
    OLD_END = "old_end"
    BREAK_AHEAD = "break_ahead"
    NEWER_ELSEWHERE = "newer_elsewhere"
    NO_TARGET = "no_target"
    ALREADY_REACHED = "already_reached"
    NO_MOVEMENT = "no_movement"
    MOVING_AWAY = "moving_away"
    BEYOND_RANGE = "beyond_range"


REASON_TEXTS: dict[ReasonCode, str] = {
    ReasonCode.MISSING_VALUE: N_("The value is missing."),
    ReasonCode.INFINITE_VALUE: N_("The value is not finite."),
    ReasonCode.NOT_A_NUMBER: N_("The value is not a number."),
    ReasonCode.MISSING_THRESHOLD: N_("A threshold is missing or not a number."),
    ReasonCode.MISSING_YEAR: N_("The year of a figure is not known."),
    ReasonCode.ONE_POINT: N_("There is one point in time: too few for a trend."),
    ReasonCode.YEARS_REVERSED: N_("The first year is after the last year."),
    ReasonCode.AFTER_DEADLINE: N_("The last year is 2030 or later: nothing is left to compare with."),
    ReasonCode.NO_PUBLISHED_THRESHOLD: N_("No published threshold for this measure is held here, so it has no status."),
    ReasonCode.THRESHOLD_OF_OTHER_SCALE: N_("The published threshold judges another scale: it gives no status here."),
    ReasonCode.THRESHOLD_OF_SOME: N_("The published threshold is set for OECD members only: it gives no status here."),
    ReasonCode.CONTEXT_ONLY: N_("The indicator gives context to its target and is not scored."),
    ReasonCode.NO_OBSERVATION: N_("No figure here."),
    ReasonCode.NOT_OBSERVED: N_("The figures are projected or planned: nothing observed to go by."),
    ReasonCode.SERIES_BREAK: N_("The series breaks: only the points after the break are one line."),
    ReasonCode.TWO_POINTS: N_(
        "There are two points in time, less than ten years apart: a change between them, not a pace."
    ),
    ReasonCode.OLD_END: N_("The last point is more than ten years old: no pace leads on from there."),
    ReasonCode.BREAK_AHEAD: N_("The series breaks before 2030: no pace leads across the break."),
    ReasonCode.NEWER_ELSEWHERE: N_("A newer figure of another source, perimeter or method is not on this line."),
    ReasonCode.NO_TARGET: N_("No value is set for 2030."),
    ReasonCode.ALREADY_REACHED: N_("The target is already reached."),
    ReasonCode.NO_MOVEMENT: N_("The value does not move."),
    ReasonCode.MOVING_AWAY: N_("The value moves away from the target."),
    ReasonCode.BEYOND_RANGE: N_(
        "A straight line would leave the values the indicator can take before 2030: no pace is given."
    ),
}

Check: TypeAlias = tuple[npt.NDArray[np.bool_], ReasonCode]
"""Where something is wrong, and what."""

_REASONS = (None, *ReasonCode)
_WORDS = np.array([why and why.value for why in _REASONS], dtype=object)
_CODE = {why: code for code, why in enumerate(_REASONS)}


def value_checks(data: Column) -> list[Check]:
    """Return where `data` is missing, infinite or not a number."""
    flaw = flaws(data)
    return [
        (flaw == MISSING, ReasonCode.MISSING_VALUE),
        (flaw == INFINITE, ReasonCode.INFINITE_VALUE),
        (flaw == NO_NUMBER, ReasonCode.NOT_A_NUMBER),
    ]


def first_reason(shape: ArgumentShape, checks: Sequence[Check]) -> npt.NDArray[np.object_]:
    """Return, per row, the code of the first check that fails there, None where none does."""
    code = np.zeros(() if shape.size is None else shape.size, dtype=np.int8)
    # From the last check to the first, so that the first that fails is the one that stays.
    for failed, why in reversed(checks):
        if failed.any():
            code = np.where(failed, np.int8(_CODE[why]), code)
    words: npt.NDArray[np.object_] = np.asarray(_WORDS[code], dtype=object)
    return words


_SCORE = ("value", "lower", "optimum")
_STATUS = ("value", "green", "red")
_TREND = ("first_value", "first_year", "last_value", "last_year", "lower", "optimum", "green")
_EITHER = ("value", "first_limit", "second_limit")


@overload
def reason(value: Column, lower: Column, optimum: Column) -> Any: ...
@overload
def reason(value: Column, *, green: Column, red: Column) -> Any: ...
@overload
def reason(
    first_value: Column,
    first_year: Column,
    last_value: Column,
    last_year: Column,
    lower: Column,
    optimum: Column,
    green: Column,
) -> Any: ...
def reason(*columns: Column, **named: Column) -> Any:
    """Return the code of why there is no answer, or None where there is one.

    Takes the arguments of :func:`~indicators.sdg.score`, of
    :func:`~indicators.sdg.status` or of :func:`~indicators.sdg.trend`, by
    position or by name: `reason(value, lower, optimum)`,
    `reason(value, green=..., red=...)`, or the seven of a trend. Three bare
    positions serve score and status alike, for both answer under the same
    conditions. The codes are :class:`~indicators.sdg.reasons.ReasonCode`, texts that
    read `missing_value`, `infinite_value`, `not_a_number`,
    `missing_threshold` (a bound or threshold missing, infinite or text),
    `missing_year`, `one_point` (both years are the same), `years_reversed`
    and `after_deadline` (the last year is 2030 or later); the first that
    applies is given. Numbers give a code, Series a Series with their index.

    Raises
    ------
    TypeError
        The arguments are those of none of the three functions.
    ValueError
        As in the function asked about: two bounds or thresholds are equal.
    """
    arguments = _bind(columns, named)
    shape = shape_of(**arguments)
    checks: list[Check] = []
    for name in ("value", "first_value", "last_value"):
        if name in arguments:
            checks += value_checks(arguments[name])
    limits = {
        name: numbers(data) for name, data in arguments.items() if name in (*_SCORE[1:], *_STATUS[1:], *_EITHER[1:])
    }
    _refuse_contradiction(limits)
    checks += [(np.isnan(limit), ReasonCode.MISSING_THRESHOLD) for limit in limits.values()]
    if "first_year" in arguments:
        first, last = numbers(arguments["first_year"]), numbers(arguments["last_year"])
        checks += [
            (np.isnan(first) | np.isnan(last), ReasonCode.MISSING_YEAR),
            (first == last, ReasonCode.ONE_POINT),
            (first > last, ReasonCode.YEARS_REVERSED),
            (last >= DEADLINE, ReasonCode.AFTER_DEADLINE),
        ]
    return shape.wrap(first_reason(shape, checks))


def _refuse_contradiction(limits: dict[str, FloatArray]) -> None:
    for pair in (_SCORE[1:], _STATUS[1:], _EITHER[1:]):
        if all(name in limits for name in pair):
            refuse_equal(**{name: limits[name] for name in pair})


def _bind(columns: tuple[Column, ...], named: dict[str, Column]) -> dict[str, Column]:
    if len(columns) == len(_EITHER) and not named:
        return dict(zip(_EITHER, columns, strict=True))
    for names in (_SCORE, _STATUS, _TREND):
        named_columns = names[len(columns) :]
        if len(columns) + len(named) == len(names) and set(named_columns) == set(named):
            return {**dict(zip(names, columns, strict=False)), **{name: named[name] for name in named_columns}}
    shapes = "; ".join(", ".join(names) for names in (_SCORE, _STATUS, _TREND))
    raise TypeError(f"reason takes the arguments of score, status or trend ({shapes})")
