"""Why there is no answer, or why an answer is to be read with care.

A calculation that cannot be made gives an empty result and one of these
codes, never an exception on a page and never a colour.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indicators.language import N_
from indicators.vectors import INFINITE, MISSING, NO_NUMBER, Column, Shape, flaws


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
    CONTEXT_ONLY = "context_only"
    NOT_POSITIVE = "not_positive"
    NOT_MEANINGFUL = "not_meaningful"
    PART_EXCEEDS_WHOLE = "part_exceeds_whole"
    NO_OBSERVATION = "no_observation"
    NOT_OBSERVED = "not_observed"
    SERIES_BREAK = "series_break"
    TWO_POINTS = "two_points"
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
    ReasonCode.MISSING_YEAR: N_("A year is missing or not a number."),
    ReasonCode.ONE_POINT: N_("There is one point in time: too few for a trend."),
    ReasonCode.YEARS_REVERSED: N_("The first year is after the last year."),
    ReasonCode.AFTER_DEADLINE: N_("The last year is 2030 or later: nothing is left to compare with."),
    ReasonCode.NO_PUBLISHED_THRESHOLD: N_("No publication sets a threshold for this measure, so it has no status."),
    ReasonCode.THRESHOLD_OF_OTHER_SCALE: N_("The published threshold judges another scale: it gives no status here."),
    ReasonCode.CONTEXT_ONLY: N_("The indicator gives context to its target and is not scored."),
    ReasonCode.NOT_POSITIVE: N_("A quantity that must be above zero is not."),
    ReasonCode.NOT_MEANINGFUL: N_("Not meaningful: the population did not change, or only one of the two shrank."),
    ReasonCode.PART_EXCEEDS_WHOLE: N_("The part is larger than the whole."),
    ReasonCode.NO_OBSERVATION: N_("No published figure."),
    ReasonCode.NOT_OBSERVED: N_("The figures are projected or planned: nothing observed to go by."),
    ReasonCode.SERIES_BREAK: N_("The series breaks: only the points after the break are one line."),
    ReasonCode.TWO_POINTS: N_("There are two points in time: a change between them, not a trend."),
    ReasonCode.NEWER_ELSEWHERE: N_("A newer figure of another source, perimeter or method is not on this line."),
    ReasonCode.NO_TARGET: N_("No value is set for 2030."),
    ReasonCode.ALREADY_REACHED: N_("The target is already reached."),
    ReasonCode.NO_MOVEMENT: N_("The value does not move."),
    ReasonCode.MOVING_AWAY: N_("The value moves away from the target."),
    ReasonCode.BEYOND_RANGE: N_("The straight line leaves the values the indicator can take."),
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


def first_reason(shape: Shape, checks: Sequence[Check]) -> npt.NDArray[np.object_]:
    """Return, per row, the code of the first check that strikes there, None where none does."""
    code = np.zeros(() if shape.size is None else shape.size, dtype=np.int8)
    # From the last check to the first, so that the first that strikes is the one that stays.
    for strikes, why in reversed(checks):
        if strikes.any():
            code = np.where(strikes, np.int8(_CODE[why]), code)
    words: npt.NDArray[np.object_] = np.asarray(_WORDS[code], dtype=object)
    return words
