"""Readings put through the engine once: the twelve answers, what was found on the way, and observations."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pandas as pd

from indicators.findings.finding import Finding
from indicators.model.rules import MISSING_COLUMN
from indicators.readings import cleaning, rules
from indicators.readings.clock import DAY, HOUR, Offsets, calendar_of, offsets_of, whole
from indicators.readings.description import AS_WRITTEN, Description, Kind, MeterTable
from indicators.readings.engine import Engine
from indicators.readings.levels import LEVEL_QUESTIONS, LevelBasis, days_of
from indicators.readings.questions import QUESTIONS, Basis, hours_of

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
        schema = engine.columns(path)
        held = ", ".join(schema)
        for name in description.columns.named:
            if name not in schema:
                findings.append(Finding(MISSING_COLUMN, str(path), column=name, params={"found": held}))
            elif name not in first:
                first[name] = (schema[name], path.name)
            elif schema[name] != first[name][0]:
                expected, other = first[name]
                params = {"found": schema[name], "expected": expected, "other": other}
                findings.append(Finding(rules.OTHER_COLUMNS, str(path), column=name, params=params))
    return findings


def answer(engine: Engine, files: Sequence[Path], description: Description, meters: MeterTable) -> Answers:
    """Return the answers to every question about the readings of `files`, which have the columns described."""
    raw = engine.read(list(files))
    answers = Answers()
    if meters.meters.empty or (description.columns.meter is None and len(meters.meters) > 1):
        answers.findings.append(Finding(rules.METERS_UNCLEAR, params={"n": len(meters.meters)}))
        return answers
    units, only = _units(raw, description), str(meters.meters["meter"].iloc[0])
    # The clock's offsets are known once the first and the last moment are; which can be read is the same without.
    counted = cleaning.counted(cleaning.parsed(raw, description, Offsets(0, ()), units, only)).execute()
    known = counted[counted["meter"].isin(meters.meters["meter"]) & (counted["used"] > 0)]
    answers.rows_read, answers.rows_used = int(counted["rows"].sum()), int(known["used"].sum())
    answers.findings += _of_rows(raw, counted, description, units, meters)
    if known.empty:
        answers.findings.append(Finding(rules.NOTHING_READ, params={"n": answers.rows_read}))
        return answers
    span = int(counted["first"].min()) - DAY, int(counted["last"].max()) + DAY
    offsets = offsets_of(description.readings.time_zone, *span)
    names = pd.DataFrame({"name": meters.meters["meter"], "number": range(len(meters.meters))})
    parsed = cleaning.parsed(raw, description, offsets, units, only)
    readings = cleaning.usable(parsed, engine.frame("names_of_meters", names))
    if any(path.suffix.lower() != ".parquet" for path in files):
        # Text is held once read; Parquet is read again sooner than it is held.
        readings = engine.store("usable_readings", readings)
    interval = description.readings.interval_minutes * 60
    # Held apart: in one expression the engine would hold all readings for it.
    crowded = engine.store("crowded_stretches", cleaning.crowded(readings, interval))
    doubtful = engine.store("doubtful_readings", cleaning.doubtful(readings, crowded, interval))
    decided = engine.store("decided_readings", cleaning.decided(doubtful))
    answers.findings += _of_repeats(decided)
    single = cleaning.single(readings, decided)
    places = _places(engine, meters, description, answers)
    if description.readings.kind is Kind.LEVEL:
        table = engine.store("levels_by_day", days_of(single, places, offsets, description))
        days = table.day
    else:
        table = engine.store("flows_by_hour", hours_of(cleaning.flows(single, description), places, offsets))
        days = whole(table.hour, 24)
    bounds = table.aggregate(first=days.min(), last=days.max()).execute()
    if not len(bounds) or pd.isna(bounds["first"].iloc[0]):
        answers.findings.append(Finding(rules.NOTHING_READ, params={"n": answers.rows_read}))
        return answers
    first, last = int(bounds["first"].iloc[0]), int(bounds["last"].iloc[0])
    calendar = engine.frame("days_read", calendar_of(first, last, offsets))
    read = meters.meters[meters.meters["meter"].isin(known["meter"])].groupby("place", as_index=False).size()
    sizes = engine.frame("meters_read", read.rename(columns={"size": "meters"}))
    for name, question in _questions(description, sizes, table, calendar).items():
        answered = question.execute()
        keys = [key for key in ("place", "year", "month", "day") if key in answered]
        answers.tables[name] = answered.sort_values(keys).reset_index(drop=True)
    answers.findings += _of_faults(answers.tables, description)
    return answers


def _places(engine: Engine, meters: MeterTable, description: Description, answers: Answers) -> ir.Table:
    """Return which place the meter of each number is in; of levels, of places with one logger alone."""
    numbers = meters.meters.assign(number=range(len(meters.meters)))[["number", "place"]]
    if description.readings.kind is Kind.LEVEL:
        several = numbers["place"].duplicated(keep=False)
        for place, loggers in numbers[several].groupby("place"):
            answers.findings.append(Finding(rules.LEVELS_TOGETHER, value=str(place), params={"n": len(loggers)}))
        numbers = numbers[~several]
    return engine.frame("places_of_meters", numbers)


def _questions(description: Description, sizes: ir.Table, table: ir.Table, calendar: ir.Table) -> dict[str, ir.Table]:
    """Return the expression of each question that the readings can answer, by its name.

    `sizes` holds how many meters of each place were read, `table` flows by hour
    (:func:`~indicators.readings.questions.hours_of`), or levels by day (:func:`~indicators.readings.levels.days_of`).
    """
    per_hour = 60 / description.readings.interval_minutes
    if description.readings.kind is Kind.LEVEL:
        levels = LevelBasis(table, calendar, per_hour)
        return {name: question(levels) for name, question in LEVEL_QUESTIONS.items()}
    basis = Basis(table, sizes, calendar, per_hour)
    return {name: question(basis) for name, question in QUESTIONS.items() if per_hour >= 1 or name not in HOURLY}


def _units(raw: ir.Table, description: Description) -> tuple[str, ...]:
    """Return the units that rows state, where the description names such a column."""
    column = description.columns.unit
    if column is None:
        return ()
    return tuple(sorted(str(unit) for unit in raw.select(unit=raw[column].cast("string")).distinct().execute()["unit"]))


def _of_rows(
    raw: ir.Table, counted: pd.DataFrame, description: Description, units: tuple[str, ...], meters: MeterTable
) -> list[Finding]:
    """Return a finding for each kind of rows that cannot be used; `counted` says of each meter how many there are."""
    columns = description.columns
    times, numbers = int(counted["times"].sum()), int(counted["numbers"].sum())
    findings = []
    if times:
        sample = _sample(raw, cleaning.seconds(raw[columns.time], Offsets(0, ())), columns.time)
        findings.append(Finding(rules.UNREADABLE_TIME, column=columns.time, value=sample, params={"n": times}))
    if numbers:
        sample = _sample(raw, cleaning.number(raw[columns.quantity]), columns.quantity)
        findings.append(
            Finding(rules.UNREADABLE_QUANTITY, column=columns.quantity, value=sample, params={"n": numbers})
        )
    base = description.readings.base
    for unit in units:
        read = description.readings.unit_of(unit)
        if read is None or read.base != base:
            rows = int(raw.filter(raw[str(description.columns.unit)].cast("string") == unit).count().execute())
            findings.append(
                Finding(
                    rules.UNKNOWN_READING_UNIT,
                    column=description.columns.unit,
                    value=unit,
                    params={"n": rows, "base": AS_WRITTEN[base]},
                )
            )
    strange = counted[~counted["meter"].isin(meters.meters["meter"])]
    if len(strange):
        named = sorted(strange["meter"].dropna())
        params = {"n": int(strange["rows"].sum()), "meters": len(named)}
        sample = named[0] if named else ""
        findings.append(Finding(rules.UNKNOWN_METER, column=columns.meter, value=sample, params=params))
    return findings


def _sample(raw: ir.Table, read: ir.Value, column: str) -> str:
    """Return a cell that could not be read, the first by its text."""
    unread = raw.filter(read.isnull()).select(cell=raw[column].cast("string"))
    cell = unread.aggregate(cell=unread.cell.min()).execute()["cell"].iloc[0]
    return "" if pd.isna(cell) else str(cell)


def _of_repeats(decided: ir.Table) -> list[Finding]:
    """Return a finding for readings that are there again, and for those that contradict each other."""
    sums = decided.aggregate(extra=decided.extra.sum(), against=decided.against.sum()).execute().iloc[0]
    counted = ((rules.REPEATED_READINGS, sums["extra"]), (rules.CONTRADICTING_READINGS, sums["against"]))
    return [Finding(rule, params={"n": int(n)}) for rule, n in counted if n and not pd.isna(n)]


def _of_faults(tables: dict[str, pd.DataFrame], description: Description) -> list[Finding]:
    """Return a finding for each rule that took or left out a flow, with how often it did."""
    readings = description.readings
    total = tables["faults"].drop(columns="place").sum()

    def limit(value: float | None) -> str | None:
        return None if value is None else f"{value:g} {readings.unit}"

    limits = {
        "resets": (rules.RESET_COUNTERS, None),
        "rollovers": (rules.ROLLED_COUNTERS, limit(readings.rollover)),
        "negative": (rules.NEGATIVE_FLOWS, None),
        "too_much": (rules.FLOWS_TOO_GREAT, limit(readings.most_per_hour)),
        "too_low": (rules.LEVELS_TOO_LOW, limit(readings.lowest)),
        "too_high": (rules.LEVELS_TOO_HIGH, limit(readings.highest)),
    }
    findings = [
        Finding(rule, value=value, params={"n": int(total[name])})
        for name, (rule, value) in limits.items()
        if total.get(name)
    ]
    if total["late"]:
        params = {"n": int(total["late"]), "hours": f"{readings.late_hours:g}"}
        findings.append(Finding(rules.LATE_READINGS, params=params))
    gaps = tables["gaps"][["gaps", "hours"]].sum()
    if gaps["gaps"]:
        params = {"n": int(gaps["gaps"]), "hours": f"{gaps['hours']:.0f}"}
        findings.append(Finding(rules.GAPS_FOUND, params=params))
    if readings.interval_minutes > HOUR // 60 and readings.kind is not Kind.LEVEL:
        findings.append(Finding(rules.TOO_COARSE, params={"n": readings.interval_minutes}))
    return findings
