"""Readings put through the engine once: the twelve answers, what was found on the way, and observations."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd

from indicators.findings.finding import Finding, errors
from indicators.model.rules import MISSING_COLUMN
from indicators.readings import cleaning, rules
from indicators.readings.clock import DAY, HOUR, Offsets, offsets_of
from indicators.readings.description import Description, unit_of
from indicators.readings.engine import Engine
from indicators.readings.meters import MeterTable
from indicators.readings.questions import QUESTIONS, Basis, calendar_of, hours_of

HOURLY = ("peak_hour", "flow_by_night", "night_share", "dry_hours")
"""The questions that need a reading an hour."""


@dataclass
class Answers:
    """What readings say: the answer of each question by its name, rows read, and everything found."""

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    rows_read: int = 0
    rows_used: int = 0
    findings: list[Finding] = field(default_factory=list)


def check_columns(engine: Engine, files: Sequence[Path], description: Description) -> list[Finding]:
    """Find the files that lack a column which the description names, or hold it in another type than the first file."""
    findings: list[Finding] = []
    first: dict[str, Any] = {}
    for path in files:
        schema = engine.read([path]).schema()
        held = ", ".join(schema.names)
        for name in description.columns.named:
            if name not in schema.names:
                findings.append(Finding(MISSING_COLUMN, str(path), column=name, params={"found": held}))
            elif name not in first:
                first[name] = (schema[name], path.name)
            elif schema[name] != first[name][0]:
                expected, other = first[name]
                params = {"found": str(schema[name]), "expected": str(expected), "other": other}
                findings.append(Finding(rules.OTHER_COLUMNS, str(path), column=name, params=params))
    return findings


def answer(engine: Engine, files: Sequence[Path], description: Description, meters: MeterTable) -> Answers:
    """Return the answers to every question about the readings of `files`, which have the columns described."""
    raw = engine.read(list(files))
    found = Answers()
    units = _units(raw, description)
    span = _span(raw, description)
    if span is None:
        found.rows_read = int(raw.count().execute())
        found.findings.append(Finding(rules.NOTHING_READ, params={"n": found.rows_read}))
        return found
    offsets = offsets_of(description.readings.time_zone, *span)
    numbered = cleaning.numbered(cleaning.parsed(raw, description, offsets, units), meters.meters)
    if any(path.suffix.lower() != ".parquet" for path in files):
        # Text is read once; Parquet is read again sooner than it is held.
        numbered = engine.store("numbered_readings", numbered)
    found.findings += _of_rows(raw, numbered, description, units, found)
    readings = cleaning.usable(numbered)
    decided = engine.store("decided_readings", cleaning.decided(cleaning.doubled(readings)))
    found.findings += _of_repeats(decided)
    single = cleaning.single(readings, decided)
    numbers = meters.meters.assign(number=range(len(meters.meters)))[["number", "place"]]
    places = engine.frame("places_of_meters", numbers)
    hours = engine.store("flows_by_hour", hours_of(cleaning.flows(single, description), places, offsets))
    bounds = hours.aggregate(first=hours.hour.min(), last=hours.hour.max()).execute()
    if not len(bounds) or pd.isna(bounds["first"].iloc[0]):
        found.findings.append(Finding(rules.NOTHING_READ, params={"n": found.rows_read}))
        return found
    days = calendar_of(int(bounds["first"].iloc[0]) // 24, int(bounds["last"].iloc[0]) // 24)
    read = (
        single.select("number")
        .distinct()
        .join(places, "number")
        .group_by("place")
        .aggregate(meters=lambda t: t.count())
    )
    basis = Basis(
        hours=hours,
        meters=engine.store("meters_read", read),
        calendar=engine.frame("days_read", days),
        per_hour=60 / description.readings.interval_minutes,
    )
    coarse = description.readings.interval_minutes > 60
    for name, question in QUESTIONS.items():
        if coarse and name in HOURLY:
            continue
        table = question(basis).execute()
        keys = [key for key in ("place", "year", "month", "day") if key in table]
        found.tables[name] = table.sort_values(keys).reset_index(drop=True)
    found.findings += _of_faults(found.tables, description)
    return found


def _units(raw: ir.Table, description: Description) -> tuple[str, ...]:
    """Return the units that rows state, where the description names such a column."""
    column = description.columns.unit
    if column is None:
        return ()
    return tuple(sorted(str(one) for one in raw.select(unit=raw[column].cast("string")).distinct().execute()["unit"]))


def _span(raw: ir.Table, description: Description) -> tuple[int, int] | None:
    """Return the first and the last moment read by a clock without offsets, None where no time can be read."""
    moment = cleaning.seconds(raw[description.columns.time], Offsets(0, ()))
    bounds = raw.aggregate(first=moment.min(), last=moment.max()).execute()
    first, last = bounds["first"].iloc[0], bounds["last"].iloc[0]
    return None if pd.isna(first) else (int(first) - DAY, int(last) + DAY)


def _of_rows(
    raw: ir.Table, numbered: ir.Table, description: Description, units: tuple[str, ...], found: Answers
) -> list[Finding]:
    """Count the rows and those that cannot be used; return a finding for each kind of these."""
    strange = numbered.number.isnull()
    usable = numbered.moment.notnull() & numbered.quantity.notnull() & numbered.number.notnull()
    counts = numbered.aggregate(
        rows=numbered.count(),
        used=usable.cast("int64").sum(),
        times=numbered.moment.isnull().cast("int64").sum(),
        numbers=numbered.written.isnull().cast("int64").sum(),
        strange=strange.cast("int64").sum(),
        meters=ibis.ifelse(strange, numbered.meter, None).nunique(),
        meter=ibis.ifelse(strange, numbered.meter, None).min(),
    ).execute()
    one = counts.iloc[0]
    found.rows_read, found.rows_used = int(one["rows"]), int(one["used"] or 0)
    findings = []
    if one["times"]:
        sample = _sample(raw, cleaning.seconds(raw[description.columns.time], Offsets(0, ())), description.columns.time)
        findings.append(
            Finding(
                rules.UNREADABLE_TIME, column=description.columns.time, value=sample, params={"n": int(one["times"])}
            )
        )
    if one["numbers"]:
        sample = _sample(raw, cleaning.number(raw[description.columns.quantity]), description.columns.quantity)
        findings.append(
            Finding(
                rules.UNREADABLE_QUANTITY,
                column=description.columns.quantity,
                value=sample,
                params={"n": int(one["numbers"])},
            )
        )
    own = unit_of(description.readings.unit)
    for unit in units:
        read = unit_of(unit)
        if read is None or own is None or read.base != own.base:
            rows = int(raw.filter(raw[str(description.columns.unit)].cast("string") == unit).count().execute())
            base = own.base if own else ""
            findings.append(
                Finding(
                    rules.UNKNOWN_READING_UNIT,
                    column=description.columns.unit,
                    value=unit,
                    params={"n": rows, "base": base},
                )
            )
    if one["strange"]:
        params = {"n": int(one["strange"]), "meters": int(one["meters"])}
        findings.append(
            Finding(rules.UNKNOWN_METER, column=description.columns.meter, value=str(one["meter"]), params=params)
        )
    return findings


def _sample(raw: ir.Table, read: ir.Value, column: str) -> str:
    """Return a cell that could not be read, the first by its text."""
    unread = raw.filter(read.isnull()).select(cell=raw[column].cast("string"))
    cell = unread.aggregate(cell=unread.cell.min()).execute()["cell"].iloc[0]
    return "" if pd.isna(cell) else str(cell)


def _of_repeats(decided: ir.Table) -> list[Finding]:
    """Return a finding for readings that are there again, and for those that contradict each other."""
    one = decided.aggregate(extra=decided.extra.sum(), against=decided.against.sum()).execute().iloc[0]
    counted = ((rules.REPEATED_READINGS, one["extra"]), (rules.CONTRADICTING_READINGS, one["against"]))
    return [Finding(rule, params={"n": int(n)}) for rule, n in counted if n and not pd.isna(n)]


def _of_faults(tables: dict[str, pd.DataFrame], description: Description) -> list[Finding]:
    """Return a finding for each rule that took or left out a flow, with how often it did."""
    readings = description.readings
    total = tables["faults"].drop(columns="place").sum()
    limits = {
        rules.RESET_COUNTERS: ("resets", None),
        rules.ROLLED_COUNTERS: ("rollovers", f"{readings.rollover:g} {readings.unit}" if readings.rollover else None),
        rules.NEGATIVE_FLOWS: ("negative", None),
        rules.FLOWS_TOO_GREAT: (
            "too_much",
            f"{readings.most_per_hour:g} {readings.unit}" if readings.most_per_hour else None,
        ),
    }
    findings = [
        Finding(rule, value=value, params={"n": int(total[name])})
        for rule, (name, value) in limits.items()
        if total[name]
    ]
    if total["late"]:
        params = {"n": int(total["late"]), "hours": f"{readings.late_hours:g}"}
        findings.append(Finding(rules.LATE_READINGS, params=params))
    gaps = tables["gaps"][["gaps", "hours"]].sum()
    if gaps["gaps"]:
        params = {"n": int(gaps["gaps"]), "hours": f"{gaps['hours']:.0f}"}
        findings.append(Finding(rules.GAPS_FOUND, params=params))
    if readings.interval_minutes > HOUR // 60:
        findings.append(Finding(rules.TOO_COARSE, params={"n": readings.interval_minutes}))
    return findings


def refused(found: Answers) -> bool:
    """Return whether any reading was kept out."""
    return bool(errors(found.findings))
