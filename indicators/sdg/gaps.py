"""Why score, status or trend has no answer."""

from typing import Any, overload

import numpy as np

from indicators.reasons import Check, ReasonCode, first_reason, value_checks
from indicators.sdg.trends import DEADLINE
from indicators.vectors import Column, FloatArray, numbers, refuse_equal, shape_of

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
def reason(*given: Column, **named: Column) -> Any:
    """Return the code of why there is no answer, or None where there is one.

    Takes the arguments of :func:`~indicators.sdg.score`, of
    :func:`~indicators.sdg.status` or of :func:`~indicators.sdg.trend`, by
    position or by name: `reason(value, lower, optimum)`,
    `reason(value, green=..., red=...)`, or the seven of a trend. Three bare
    positions serve score and status alike, for both answer under the same
    conditions. The codes are :class:`~indicators.reasons.ReasonCode`, texts that
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
    arguments = _bind(given, named)
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


def _bind(given: tuple[Column, ...], named: dict[str, Column]) -> dict[str, Column]:
    if len(given) == len(_EITHER) and not named:
        return dict(zip(_EITHER, given, strict=True))
    for names in (_SCORE, _STATUS, _TREND):
        rest = names[len(given) :]
        if len(given) + len(named) == len(names) and set(rest) == set(named):
            return {**dict(zip(names, given, strict=False)), **{name: named[name] for name in rest}}
    shapes = "; ".join(", ".join(names) for names in (_SCORE, _STATUS, _TREND))
    raise TypeError(f"reason takes the arguments of score, status or trend ({shapes})")
