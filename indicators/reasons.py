"""Why there is no answer, or why an answer is to be read with care.

A calculation that cannot be made gives an empty result and one of these
codes, never an exception on a page and never a colour.
"""

from enum import StrEnum

from indicators.language import N_


class Reason(StrEnum):
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
    NO_TARGET = "no_target"
    ALREADY_REACHED = "already_reached"
    NO_MOVEMENT = "no_movement"
    MOVING_AWAY = "moving_away"
    BEYOND_RANGE = "beyond_range"


REASON_TEXTS: dict[Reason, str] = {
    Reason.MISSING_VALUE: N_("The value is missing."),
    Reason.INFINITE_VALUE: N_("The value is not finite."),
    Reason.NOT_A_NUMBER: N_("The value is not a number."),
    Reason.MISSING_THRESHOLD: N_("A threshold is missing or not a number."),
    Reason.MISSING_YEAR: N_("A year is missing or not a number."),
    Reason.ONE_POINT: N_("There is one point in time: too few for a trend."),
    Reason.YEARS_REVERSED: N_("The first year is after the last year."),
    Reason.AFTER_DEADLINE: N_("The last year is 2030 or later: nothing is left to compare with."),
    Reason.NO_PUBLISHED_THRESHOLD: N_("No publication sets a threshold for this measure, so it has no status."),
    Reason.THRESHOLD_OF_OTHER_SCALE: N_("The published threshold judges another scale, so it gives no status here."),
    Reason.CONTEXT_ONLY: N_("The indicator gives context to its target and is not scored."),
    Reason.NOT_POSITIVE: N_("A quantity that must be above zero is not."),
    Reason.NOT_MEANINGFUL: N_("Not meaningful: the population did not change, or only one of the two shrank."),
    Reason.PART_EXCEEDS_WHOLE: N_("The part is larger than the whole."),
    Reason.NO_OBSERVATION: N_("No published figure."),
    Reason.NOT_OBSERVED: N_("The figures are projected or planned: nothing observed to go by."),
    Reason.SERIES_BREAK: N_("The series breaks: only the points after the break are one line."),
    Reason.TWO_POINTS: N_("There are two points in time: a change between them, not a trend."),
    Reason.NO_TARGET: N_("No value is set for 2030."),
    Reason.ALREADY_REACHED: N_("The target is already reached."),
    Reason.NO_MOVEMENT: N_("The value does not move."),
    Reason.MOVING_AWAY: N_("The value moves away from the target."),
    Reason.BEYOND_RANGE: N_("The straight line leaves the values the indicator can take."),
}
