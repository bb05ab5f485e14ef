"""The twelve questions, asked of flows: expressions that every engine works out alike, over hours summed once.

Hours, days and months are those of the local clock. An hour that the clock shows twice is two hours, and a day has as
many hours as pass in it. A flow belongs to the hour in which it began; that of a gap, which is known as a whole only,
to the hour in which it was read, and to no question about hours, days or nights.
"""

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from indicators.readings.cleaning import FIRST, GAP, NEGATIVE, OK, RESET, ROLLOVER, TOO_MUCH
from indicators.readings.clock import HOUR, Offsets, whole

ENOUGH = 0.9
"""The share of a place's meters and intervals that an hour or a day needs to be asked about."""

NIGHT = (2, 3)
"""The hours of the minimum night flow: from two to four, when lawful use is least (IWA Water Loss Task Force)."""


@dataclass(frozen=True)
class Basis:
    """What the questions are asked of: flows by hour, the meters of each place, and the calendar of the days."""

    hours: ir.Table
    """place, hour (of the local clock, since 1970), offset, flow, intervals, and the gaps and faults read in it."""
    meters: ir.Table
    """place and its number of meters that were read."""
    calendar: ir.Table
    """day (since 1970), year, month, hours (23 to 25)."""
    per_hour: float
    """Readings of a meter in an hour: 1 for hourly ones, 4 for those of a quarter of an hour."""

    @property
    def days(self) -> ir.Table:
        """Flows by day: place, day, year, month, flow, gap_flow, complete (enough meters in enough hours)."""
        summed = (
            self.hours.mutate(day=whole(self.hours.hour, 24))
            .group_by("place", "day")
            .aggregate(
                flow=lambda t: t.flow.sum(), gap_flow=lambda t: t.gap_flow.sum(), intervals=lambda t: t.intervals.sum()
            )
        )
        dated = summed.join(self.meters, "place").join(self.calendar, "day")
        wanted = dated.mutate(wanted=dated.meters * dated.hours * self.per_hour)
        return wanted.select(
            "place", "day", "year", "month", "flow", "gap_flow", "intervals", "wanted",
            complete=lambda t: t.intervals >= t.wanted * ENOUGH,
        )  # fmt: skip

    @property
    def full_hours(self) -> ir.Table:
        """Hours with enough meters: place, hour, day, clock (0 to 23), year, month, flow."""
        known = self.hours.join(self.meters, "place")
        enough = known.filter(known.intervals >= known.meters * self.per_hour * ENOUGH)
        dated = enough.mutate(day=whole(enough.hour, 24)).mutate(clock=lambda t: t.hour - t.day * 24)
        return dated.join(self.calendar, "day").select("place", "hour", "day", "clock", "year", "month", "flow")


def hours_of(flows: ir.Table, places: ir.Table, offsets: Offsets) -> ir.Table:
    """Return the flows (:func:`~indicators.readings.cleaning.flows`) summed by place and hour.

    `places` has the columns number and place: in which place each meter is.
    """
    # The first reading of a counter says nothing of what flowed.
    flows = flows.filter(flows.state != FIRST)
    known = flows.state.isin([OK, ROLLOVER])
    # The hour of a flow is that in which it began; a gap's is that in which it was read.
    middle = ibis.ifelse(known, flows.before, flows.moment - 1)
    local = offsets.local(middle)
    dated = flows.mutate(hour=whole(local, HOUR), offset=local - middle, gap=flows.missing > 0)
    # Nearly all flows of a place and hour are of one kind: one sum of each, then few numbers to sort out.
    kinds = (
        dated.join(places, "number")
        .group_by("place", "hour", "offset", "state", "late", "gap")
        .aggregate(flow=lambda t: t.flow.sum(), flows=lambda t: t.count(), missing=lambda t: t.missing.sum())
    )

    def count(wanted: ir.BooleanValue) -> ir.IntegerScalar:
        return ibis.ifelse(wanted, kinds.flows, 0).sum()

    known = kinds.state.isin([OK, ROLLOVER])
    return kinds.group_by("place", "hour", "offset").aggregate(
        flow=ibis.ifelse(known, kinds.flow, 0.0).sum(),
        intervals=count(known),
        gap_flow=ibis.ifelse(kinds.state == GAP, kinds.flow, 0.0).sum(),
        gaps=count(kinds.gap),
        missing=kinds.missing.sum(),
        resets=count(kinds.state == RESET),
        rollovers=count(kinds.state == ROLLOVER),
        negative=count(kinds.state == NEGATIVE),
        too_much=count(kinds.state == TOO_MUCH),
        late=count(kinds.late),
    )


def flow_by_day(basis: Basis) -> ir.Table:
    """1. What flowed in each place on each day, and whether the day is complete."""
    return basis.days.select("place", "day", "flow", "complete")


def flow_by_month(basis: Basis) -> ir.Table:
    """2. What flowed in each place in each month; what flowed in gaps is in it."""
    days = basis.days
    return days.group_by("place", "year", "month").aggregate(flow=(days.flow + days.gap_flow).sum())


def flow_by_year(basis: Basis) -> ir.Table:
    """3. What flowed in each place in each year; what flowed in gaps is in it."""
    days = basis.days
    return days.group_by("place", "year").aggregate(flow=(days.flow + days.gap_flow).sum())


def mean_day(basis: Basis) -> ir.Table:
    """4. What flows in each place on a day: the mean of the complete days of each year, and how many those are."""
    days = basis.days.filter(lambda t: t.complete)
    return days.group_by("place", "year").aggregate(mean=days.flow.mean(), days=days.count())


def peak_day(basis: Basis) -> ir.Table:
    """5. The peak factor of days: the greatest complete day of a year over the mean of its complete days."""
    days = basis.days.filter(lambda t: t.complete)
    years = days.group_by("place", "year").aggregate(peak=days.flow.max(), mean=days.flow.mean())
    return years.filter(years["mean"] > 0).mutate(factor=lambda t: t.peak / t["mean"])


def peak_hour(basis: Basis) -> ir.Table:
    """6. The peak factor of hours: the greatest full hour of a year over the mean of its full hours."""
    hours = basis.full_hours
    years = hours.group_by("place", "year").aggregate(peak=hours.flow.max(), mean=hours.flow.mean())
    return years.filter(years["mean"] > 0).mutate(factor=lambda t: t.peak / t["mean"])


def flow_by_night(basis: Basis) -> ir.Table:
    """7. The least flow of an hour between two and four in each night with both hours full."""
    hours = basis.full_hours.filter(lambda t: t.clock.isin(NIGHT))
    nights = hours.group_by("place", "year", "day").aggregate(least=hours.flow.min(), hours=hours.clock.nunique())
    return nights.filter(nights.hours == len(NIGHT)).select("place", "year", "day", "least")


def night_share(basis: Basis) -> ir.Table:
    """8. The mean of the nights' least flows over the mean flow of an hour: a sign of leakage, not its measure.

    What people use at night is in it: Farley and Trow (2003), Losses in Water Distribution Networks, IWA Publishing.
    """
    nights, hours = flow_by_night(basis), basis.full_hours
    by_night = nights.group_by("place", "year").aggregate(least=nights.least.mean(), nights=nights.count())
    by_hour = hours.group_by("place", "year").aggregate(mean=hours.flow.mean())
    joined = by_night.join(by_hour, ["place", "year"])
    return joined.filter(joined["mean"] > 0).mutate(share=lambda t: t.least / t["mean"])


def coverage(basis: Basis) -> ir.Table:
    """9. The share of the intervals of all meters of a place that were read, on the days of a month with readings."""
    days = basis.days
    months = days.group_by("place", "year", "month").aggregate(read=days.intervals.sum(), wanted=days.wanted.sum())
    return months.mutate(share=lambda t: t.read / t.wanted)


def gaps(basis: Basis) -> ir.Table:
    """10. How many gaps ended in each month, and how many hours of meters they are."""
    dated = _dated(basis)
    return dated.group_by("place", "year", "month").aggregate(
        gaps=dated.gaps.sum(), hours=dated.missing.sum() / float(HOUR)
    )


def faults(basis: Basis) -> ir.Table:
    """11. How many readings of each place were left out, or taken with a rule, and which."""
    hours = basis.hours
    return hours.group_by("place").aggregate(
        resets=hours.resets.sum(),
        rollovers=hours.rollovers.sum(),
        negative=hours.negative.sum(),
        too_much=hours.too_much.sum(),
        late=hours.late.sum(),
    )


def dry_hours(basis: Basis) -> ir.Table:
    """12. The hours of each month in which enough meters of a place were read and nothing flowed through any."""
    hours = basis.full_hours
    dry = ibis.ifelse(hours.flow == 0, 1, 0)
    return hours.group_by("place", "year", "month").aggregate(hours=dry.sum())


def _dated(basis: Basis) -> ir.Table:
    """Return the hours with their year and month."""
    hours = basis.hours.mutate(day=whole(basis.hours.hour, 24))
    return hours.join(basis.calendar, "day")


QUESTIONS: dict[str, Callable[[Basis], ir.Table]] = {
    question.__name__: question
    for question in (
        flow_by_day, flow_by_month, flow_by_year, mean_day, peak_day, peak_hour, flow_by_night, night_share, coverage,
        gaps, faults, dry_hours,
    )
}  # fmt: skip
"""Every question by its name, in the order of `docs/readings.md`."""
