"""Readings made into flows by stated rules: what is left out is counted, nothing is dropped in silence.

The rules, in this order; each reading falls under the first that fits:

1. *unreadable*: its time or quantity cannot be read; *unknown unit*: its unit is none of volume or energy.
2. *unknown meter*: the table of meters does not have it; *two places*: it has it in two. Neither says where it belongs.
3. *repeated*: the same meter, moment and quantity once more. *Contradicting*: another quantity for the same meter and
   moment: the one received last stands; where receipt is not stated, or two came last, none stands.
4. Of a counter the flow is the difference to the reading before. *Rollover*: it fell from the last tenth below
   `rollover` to the first tenth above zero, and `rollover` is added. *Reset*: it fell otherwise, and what flowed is not
   known. Of readings of volume or flow a *negative* one is not believed.
5. *Too much*: more than `most_per_hour`, where that is stated.
6. *Gap*: the reading before is more than one and a half intervals away. Its flow is known as a whole: it counts in the
   month and year in which the reading stands, in no hour, day or night.
"""

import ibis
import ibis.expr.types as ir

from indicators.readings.clock import HOUR, Offsets, whole
from indicators.readings.description import Description, Kind

OK, FIRST, GAP, RESET, ROLLOVER, NEGATIVE, TOO_MUCH = range(7)
"""What a flow is, as :func:`flows` says in `state`; a rollover is known as well as any other."""

EDGE = 0.1
"""The part of a counter's range at either end within which a fall is taken for a rollover."""

LONGEST = 1.5
"""How many intervals may lie between two readings before there is a gap."""

STRETCH = 40
"""How many intervals are looked at together for readings of one moment: as many bits fit into a whole number."""


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]
def bit_or(number: int) -> int:  # type: ignore[empty-body]
    """Return the bits that are set in any of several numbers: a function of the engines."""


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def bit_count(number: int) -> int:  # type: ignore[empty-body]
    """Return how many bits of a number are set: a function of the engines."""


def seconds(column: ir.Column, offsets: Offsets) -> ir.IntegerValue:
    """Return times as moments in seconds (UTC): timestamps, or ISO text, with an offset or by the local clock.

    Whole numbers are moments already.
    """
    if column.type().is_integer():
        return column.cast("int64")
    if column.type().is_timestamp():
        # Every engine reads times with a zone as whole numbers; these have none. A part of a second is left out.
        return offsets.moment(column.truncate("s").epoch_seconds().cast("int64"))
    written = column.cast("string").strip()
    # The engines differ in what they make of an offset behind a time: it is taken off and counted here.
    stated = written.re_search(r"([Zz]|[+-]\d{2}:?\d{2})$") & (written.length() > 10)
    bare = ibis.ifelse(stated, written.re_replace(r"([Zz]|[+-]\d{2}:?\d{2})$", ""), written)
    shift_text = ibis.ifelse(stated, written.re_extract(r"([+-]\d{2}:?\d{2})$", 1), ibis.literal(""))
    digits = shift_text.replace(":", "")
    hours = digits.substr(1, 2).nullif("").try_cast("int64").fill_null(0)
    minutes = digits.substr(3, 2).nullif("").try_cast("int64").fill_null(0)
    sign = ibis.ifelse(digits.startswith("-"), -1, 1)
    clock = bare.replace("T", " ").try_cast("timestamp").truncate("s").epoch_seconds().cast("int64")
    return ibis.ifelse(stated, clock - sign * (hours * HOUR + minutes * 60), offsets.moment(clock))


def number(column: ir.Column) -> ir.FloatingValue:
    """Return quantities as numbers; text with a decimal comma or point."""
    if column.type().is_numeric():
        return column.cast("float64")
    return column.cast("string").strip().replace(",", ".").try_cast("float64")


def parsed(
    raw: ir.Table, description: Description, offsets: Offsets, units: tuple[str, ...], only: str = ""
) -> ir.Table:
    """Return raw readings with the columns `meter`, `moment`, `quantity` (base unit), `written`, `received`.

    `units` are the different units that the rows state, where they do; `written` is the quantity before its unit,
    `only` the meter of all rows where no column says which.
    """
    columns, form = description.columns, description.readings
    quantity = number(raw[columns.quantity])
    if columns.unit:
        read = {name: form.unit_of(name) for name in units}
        known = {name: unit.factor for name, unit in read.items() if unit and unit.base == form.base}
        written = raw[columns.unit].cast("string")
        cases = [(written == name, factor) for name, factor in known.items()]
        factor = ibis.cases(*cases, else_=None).cast("float64") if cases else ibis.null("float64")
    else:
        factor = ibis.literal(form.scale, "float64")
    received = seconds(raw[columns.received], offsets) if columns.received else ibis.null("int64")
    return raw.select(
        meter=raw[columns.meter].cast("string").strip() if columns.meter else ibis.literal(only),
        moment=seconds(raw[columns.time], offsets),
        quantity=quantity * factor,
        written=quantity,
        received=received,
    )


def counted(parsed_readings: ir.Table) -> ir.Table:
    """Return what can be read of each meter (by its name): meter, rows, used, times, numbers, first, last.

    `used` counts the readings with a time and a quantity, `times` and `numbers` those without, `first` and `last` are
    moments.
    """
    can = parsed_readings.moment.notnull() & parsed_readings.quantity.notnull()
    return parsed_readings.group_by("meter").aggregate(
        rows=parsed_readings.count(),
        used=can.cast("int64").sum(),
        times=parsed_readings.moment.isnull().cast("int64").sum(),
        numbers=parsed_readings.written.isnull().cast("int64").sum(),
        first=parsed_readings.moment.min(),
        last=parsed_readings.moment.max(),
    )


def usable(readings: ir.Table, names: ir.Table) -> ir.Table:
    """Return the readings of a known meter whose time and quantity can be read, with the number of their meter.

    `names` has the columns name and number, each meter once. Numbers sort and group faster than names.
    """
    joined = readings.inner_join(names, readings.meter == names.name)
    used = joined.filter(joined.moment.notnull(), joined.quantity.notnull())
    return used.select("number", "moment", "received", "quantity")


def crowded(readings: ir.Table, interval: int) -> ir.Table:
    """Return each meter's stretches of time in which two usable readings may be of one moment: few, as a rule.

    A stretch is forty intervals (of `interval` seconds) long. Each interval that has a reading sets a bit: where there
    are as many bits as readings, no two are of one moment. So nothing is put in order.
    """
    stretch = whole(readings.moment, interval * STRETCH)
    place = whole(readings.moment - stretch * (interval * STRETCH), interval).cast("int32")
    marked = readings.select("number", stretch=stretch, bit=ibis.literal(1).cast("int64") << place)
    filled = marked.group_by("number", "stretch").aggregate(
        rows=lambda t: t.count(), bits=lambda t: bit_count(bit_or(t.bit))
    )
    return filled.filter(filled.rows != filled.bits).select("number", "stretch")


def doubtful(readings: ir.Table, crowded_stretches: ir.Table, interval: int) -> ir.Table:
    """Return the usable readings of stretches that are crowded (:func:`crowded`)."""
    marked = readings.mutate(stretch=whole(readings.moment, interval * STRETCH))
    return marked.semi_join(crowded_stretches, ["number", "stretch"]).select(*readings.columns)


def decided(doubtful_readings: ir.Table) -> ir.Table:
    """Return one reading for each meter and moment of which there are several: which stands, if any does.

    `extra` is how many say the same again, `against` how many say otherwise. Where readings contradict each other the
    one received last stands; where that is not stated, or those received last contradict each other, none (a null).
    """
    of_moment = doubtful_readings.group_by("number", "moment").aggregate(
        rows=lambda t: t.count(), newest=lambda t: t.received.max()
    )
    known = doubtful_readings.join(of_moment.filter(of_moment.rows > 1), ["number", "moment"])
    last = known.received == known.newest
    grouped = known.group_by("number", "moment").aggregate(
        rows=known.count(),
        low=known.quantity.min(),
        high=known.quantity.max(),
        last_low=ibis.ifelse(last, known.quantity, None).min(),
        last_high=ibis.ifelse(last, known.quantity, None).max(),
        received=known.received.max(),
    )
    same = grouped.low == grouped.high
    standing = ibis.ifelse(grouped.last_low == grouped.last_high, grouped.last_low, None)
    return grouped.select(
        "number",
        "moment",
        "received",
        quantity=ibis.ifelse(same, grouped.low, standing),
        extra=ibis.ifelse(same, grouped.rows - 1, 0).cast("int64"),
        against=ibis.ifelse(same, 0, grouped.rows - 1).cast("int64"),
    )


def single(readings: ir.Table, decided_readings: ir.Table) -> ir.Table:
    """Return one reading for each meter and moment: number, moment, received, quantity."""
    # Taking a few out of many costs less than putting all of them in order of meter and moment once more.
    keys = decided_readings.select("number", "moment")
    alone = readings.anti_join(keys, ["number", "moment"])
    standing = decided_readings.filter(decided_readings.quantity.notnull())
    columns = ("number", "moment", "received", "quantity")
    return alone.select(*columns).union(standing.select(*columns))


def flows(single_readings: ir.Table, description: Description) -> ir.Table:
    """Return what flowed up to each reading: number, moment, late, before, flow, state (see the module), missing.

    `before` is when the flow began, `missing` the seconds of a gap that ends here; `flow` is a null where what flowed
    is not known.
    """
    rules = description.readings
    scale = rules.scale
    selected = single_readings.select(
        "number",
        "moment",
        "quantity",
        late=(single_readings.received - single_readings.moment > int(rules.late_hours * HOUR)).fill_null(False),
    )
    window = ibis.window(group_by="number", order_by="moment")
    step = selected.mutate(before=selected.moment.lag().over(window), last=selected.quantity.lag().over(window))
    length = step.moment - step.before
    if rules.kind is Kind.COUNTER:
        plain = step.quantity - step.last
        full = rules.rollover * scale if rules.rollover else None
        rolled = (
            (plain < 0) & (step.last >= full * (1 - EDGE)) & (step.quantity <= full * EDGE)
            if full
            else ibis.literal(False)
        )
        flow = ibis.ifelse(rolled, plain + (full or 0.0), plain)
        fallen = (ibis.ifelse(rolled, False, plain < 0), RESET)
        known_first = step.before.isnull()
    else:
        flow = step.quantity
        rolled = ibis.literal(False)
        fallen = (step.quantity < 0, NEGATIVE)
        known_first = ibis.literal(False)
        length = length.fill_null(rules.interval_minutes * 60)
    interval = rules.interval_minutes * 60
    far = length > int(interval * LONGEST)
    # A volume covers its own interval, however far the reading before it is; a counter everything since.
    covered = length if rules.kind is Kind.COUNTER else ibis.literal(interval, "int64")
    missing = ibis.ifelse(far, length - (0 if rules.kind is Kind.COUNTER else interval), 0)
    hours = covered.cast("float64") / HOUR
    # A flow in litres a second is held against its limit as it is: both count as what passes in an interval.
    span = 1.0 if rules.kind is Kind.FLOW else hours
    much = flow > rules.most_per_hour * scale * span if rules.most_per_hour else ibis.literal(False)
    gap = far if rules.kind is Kind.COUNTER else ibis.literal(False)
    state = ibis.cases((known_first, FIRST), fallen, (much, TOO_MUCH), (gap, GAP), (rolled, ROLLOVER), else_=OK)
    unknown = state.isin([FIRST, RESET, NEGATIVE, TOO_MUCH])
    return step.select(
        "number",
        "moment",
        "late",
        before=step.moment - covered,
        flow=ibis.ifelse(unknown, None, flow),
        state=state,
        missing=missing.fill_null(0),
    )
