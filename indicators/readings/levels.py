"""Readings of levels, of a reservoir or of the water in the ground: how they are cleaned, and what is asked of them.

A level is a height at a moment, in metres above whatever the logger counts from. Repeated, contradicting and late
readings are treated as those of meters are (:mod:`~indicators.readings.cleaning`); then, in this order:

1. *Too low*, *too high*: below `lowest` or above `highest`, where these are stated. Such a reading is left out.
2. *Gap*: the reading before is more than one and a half intervals away. Nothing is put in between.

Levels of two loggers are heights above different points: a place that has two is left out, never averaged. Days, months
and years are those of the local clock; the mean of each is that of its readings.
"""

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from indicators.readings.cleaning import LONGEST
from indicators.readings.clock import DAY, HOUR, Offsets, whole
from indicators.readings.description import Description
from indicators.readings.questions import ENOUGH


@dataclass(frozen=True)
class LevelBasis:
    """What the questions are asked of: the levels of each place by day, and the calendar of the days."""

    summed: ir.Table
    """place, day (local, since 1970), total, readings, low, high, gaps, missing, too_low, too_high, late."""
    calendar: ir.Table
    """day (since 1970), year, month, hours (23 to 25)."""
    per_hour: float
    """Readings of a logger in an hour."""

    @property
    def days(self) -> ir.Table:
        """The days that have a level: place, day, year, month, total, readings, low, high, mean, wanted, complete."""
        known = self.summed.filter(self.summed.readings > 0).join(self.calendar, "day")
        known = known.mutate(mean=known.total / known.readings, wanted=known.hours * self.per_hour)
        return known.mutate(complete=known.readings >= known.wanted * ENOUGH)


def days_of(single_readings: ir.Table, places: ir.Table, offsets: Offsets, description: Description) -> ir.Table:
    """Return single readings (:func:`~indicators.readings.cleaning.single`) of levels summed by place and day.

    `places` has the columns number and place: of which place each logger is, one of each.
    """
    rules = description.readings
    window = ibis.window(group_by="number", order_by="moment")
    length = single_readings.moment - single_readings.moment.lag().over(window)
    interval = rules.interval_minutes * 60
    low = single_readings.quantity < rules.lowest * rules.scale if rules.lowest is not None else ibis.literal(False)
    high = single_readings.quantity > rules.highest * rules.scale if rules.highest is not None else ibis.literal(False)
    read = single_readings.mutate(
        day=whole(offsets.local(single_readings.moment), DAY),
        level=ibis.ifelse(low | high, None, single_readings.quantity),
        missing=ibis.ifelse(length > int(interval * LONGEST), length - interval, 0),
        too_low=ibis.ifelse(low, 1, 0),
        too_high=ibis.ifelse(high, 1, 0),
        late=ibis.ifelse(single_readings.received - single_readings.moment > int(rules.late_hours * HOUR), 1, 0),
    )
    return (
        read.join(places, "number")
        .group_by("place", "day")
        .aggregate(
            total=lambda t: t.level.sum(),
            readings=lambda t: t.level.count(),
            low=lambda t: t.level.min(),
            high=lambda t: t.level.max(),
            gaps=lambda t: ibis.ifelse(t.missing > 0, 1, 0).sum(),
            missing=lambda t: t.missing.fill_null(0).sum(),
            too_low=lambda t: t.too_low.sum(),
            too_high=lambda t: t.too_high.sum(),
            late=lambda t: t.late.sum(),
        )
    )


def level_by_day(basis: LevelBasis) -> ir.Table:
    """1. The mean, lowest and highest level of each day, and whether nine in ten of its readings are there."""
    return basis.days.select("place", "day", "mean", "low", "high", "complete")


def level_by_month(basis: LevelBasis) -> ir.Table:
    """2. The mean, lowest and highest level of each month."""
    return _together(basis.days, "place", "year", "month")


def level_by_year(basis: LevelBasis) -> ir.Table:
    """3. The mean, lowest and highest level of each year, and how many of its days are complete."""
    return _together(basis.days, "place", "year")


def level_swing(basis: LevelBasis) -> ir.Table:
    """4. The greatest rise and fall within one complete day of each year."""
    days = basis.days.filter(lambda t: t.complete)
    return days.group_by("place", "year").aggregate(swing=(days.high - days.low).max())


def level_change(basis: LevelBasis) -> ir.Table:
    """5. What the level rose (or fell, below zero) from the first complete day of each year to the last."""
    days = basis.days.filter(lambda t: t.complete)
    ends = days.group_by("place", "year").aggregate(
        first=days["mean"].argmin(days.day), last=days["mean"].argmax(days.day), days=days.count()
    )
    return ends.filter(ends.days > 1).select("place", "year", "days", change=ends.last - ends.first)


def level_coverage(basis: LevelBasis) -> ir.Table:
    """6. The share of the readings due that are there, on the days of a month with readings."""
    days = basis.days
    months = days.group_by("place", "year", "month").aggregate(read=days.readings.sum(), wanted=days.wanted.sum())
    return months.mutate(share=lambda t: t.read / t.wanted)


def level_gaps(basis: LevelBasis) -> ir.Table:
    """7. How many gaps ended in each month, and how many hours they are."""
    dated = basis.summed.join(basis.calendar, "day")
    return dated.group_by("place", "year", "month").aggregate(
        gaps=dated.gaps.sum(), hours=dated.missing.sum() / float(HOUR)
    )


def level_faults(basis: LevelBasis) -> ir.Table:
    """8. How many readings of each place were left out, or came late."""
    summed = basis.summed
    return summed.group_by("place").aggregate(
        too_low=summed.too_low.sum(), too_high=summed.too_high.sum(), late=summed.late.sum()
    )


def _together(days: ir.Table, *keys: str) -> ir.Table:
    """Return the mean of all readings, the lowest and highest level and the number of complete days by `keys`."""
    levels = days.group_by(*keys).aggregate(
        total=days.total.sum(),
        readings=days.readings.sum(),
        low=days.low.min(),
        high=days.high.max(),
        days=ibis.ifelse(days.complete, 1, 0).sum(),
    )
    return levels.select(*keys, "low", "high", "days", mean=levels.total / levels.readings)


LEVEL_QUESTIONS: dict[str, Callable[[LevelBasis], ir.Table]] = {
    "level_by_day": level_by_day,
    "level_by_month": level_by_month,
    "level_by_year": level_by_year,
    "level_swing": level_swing,
    "level_change": level_change,
    "coverage": level_coverage,
    "gaps": level_gaps,
    "faults": level_faults,
}
"""Every question to levels by its name, in the order of `docs/readings.md`."""
