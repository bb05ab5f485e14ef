"""Local time in whole seconds, the same on every engine: offsets of a time zone as plain numbers, no engine's calendar.

A moment is the whole number of seconds since 1970 in UTC. Engines have calendars of their own, which differ in age;
here the offsets of a zone are looked up once, with the zone data of this Python, and handed on as limits in seconds.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir
import pandas as pd

DAY = 86_400
HOUR = 3_600


def whole(number: ir.IntegerValue, by: int) -> ir.IntegerValue:
    """Return whole-number division that goes down, also before 1970."""
    return (number.cast("float64") / by).floor().cast("int64")


@dataclass(frozen=True)
class Offsets:
    """The offsets of a time zone over a stretch of time: `first` seconds, then from each moment on another.

    `changes` are pairs of the moment (seconds, UTC) and the offset (seconds) from then on, in order.
    """

    first: int
    changes: tuple[tuple[int, int], ...]

    def local(self, moment: ir.IntegerValue) -> ir.IntegerValue:
        """Return moments in UTC as seconds of the local clock."""
        return moment + self._case(moment, [(change, offset) for change, offset in self.changes])

    def moment(self, local: ir.IntegerValue) -> ir.IntegerValue:
        """Return seconds of the local clock as moments in UTC.

        An hour that the clock shows twice is read as the first of the two; one that it leaves out as if it had gone on.
        """
        limits, before = [], self.first
        for change, offset in self.changes:
            limits.append((change + max(before, offset), offset))
            before = offset
        return local - self._case(local, limits)

    def length(self, day: int) -> int:
        """Return the seconds of a local day (since 1970): more or fewer than others where the clock changes on it."""
        seconds, before = DAY, self.first
        for change, offset in self.changes:
            if (change + before) // DAY == day:
                seconds += before - offset
            before = offset
        return seconds

    def _case(self, clock: ir.IntegerValue, limits: list[tuple[int, int]]) -> ir.IntegerValue:
        if not limits:
            return ibis.literal(self.first, "int64")
        before = [self.first, *(offset for _, offset in limits[:-1])]
        steps = [(clock < limit, offset) for (limit, _), offset in zip(limits, before, strict=True)]
        return ibis.cases(*steps, else_=limits[-1][1]).cast("int64")


def offsets_of(zone: str, first: int, last: int) -> Offsets:
    """Return the offsets of a time zone from the moment `first` to `last` (seconds, UTC), a day beyond each."""
    clock = ZoneInfo(zone)

    def offset(moment: int) -> int:
        return int((datetime.fromtimestamp(moment, UTC).astimezone(clock).utcoffset() or timedelta()).total_seconds())

    start, end = first - DAY, last + DAY
    known, changes = offset(start), []
    begun = known
    for day in range(start, end, DAY):
        after = min(day + DAY, end)
        if offset(after) == known:
            continue
        # The clock changed within this day: halve it until the second is found.
        low, high = day, after
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(middle) == known else (low, middle)
        known = offset(high)
        changes.append((high, known))
    return Offsets(begun, tuple(changes))


def calendar_of(first_day: int, last_day: int, offsets: Offsets) -> pd.DataFrame:
    """Return the days from `first_day` to `last_day` (since 1970) with their year, month and number of hours."""
    days = pd.Series(range(first_day, last_day + 1), dtype="int64")
    dates = pd.to_datetime(days * DAY, unit="s")
    return pd.DataFrame(
        {
            "day": days,
            "year": dates.dt.year.astype("int64"),
            "month": dates.dt.month.astype("int64"),
            "hours": [offsets.length(day) / HOUR for day in days],
        }
    )
