"""Answers made into observations of the catalogue's indicators: a tidy table that passes the check as any file does."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model.catalogue import Indicator
from indicators.model.observations import COLUMNS, sort, typed
from indicators.model.places import Gazetteer, nearest
from indicators.model.rules import UNKNOWN_REFERENCE
from indicators.model.units import factor
from indicators.readings import rules
from indicators.readings.answers import Answers
from indicators.readings.description import Description, Kind

COMPLETE_YEAR = 0.9
"""The share of the days of a year that must be complete for a figure of it."""

OTHER_UNIT = Rule(
    "readings_indicator_unit", Severity.ERROR, N_("{value} is in {unit}, into which {base} do not turn."),
    N_("Name an indicator of the right unit, or leave it out."),
)  # fmt: skip


@dataclass(frozen=True)
class _Figure:
    """How an answer becomes a figure: the question, its column, and the unit that the column is in."""

    question: str
    column: str
    unit: str


def check_result(description: Description, path: Path, catalogue: Mapping[str, Indicator]) -> list[Finding]:
    """Find the indicators that a description names and the catalogue lacks, or has in a unit of another kind."""
    findings = []
    for name, figure in _figures(description).items():
        key = getattr(description.result, name)
        if key is None:
            continue
        column = f"result.{name}"
        if key not in catalogue:
            near = nearest(key, catalogue)
            params = {"what": "indicator", **({} if near is None else {"near": near})}
            findings.append(Finding(UNKNOWN_REFERENCE, str(path), column=column, value=key, params=params))
        elif factor(figure.unit, catalogue[key].unit) is None:
            params = {"unit": catalogue[key].unit, "base": figure.unit}
            findings.append(Finding(OTHER_UNIT, str(path), column=column, value=key, params=params))
    return findings


def _figures(description: Description) -> dict[str, _Figure]:
    """Return the figures that can be made, by their keys in the description."""
    base = description.readings.base
    if description.readings.kind is Kind.LEVEL:
        return {
            "mean_level": _Figure("level_by_year", "mean", base),
            "lowest_level": _Figure("level_by_year", "low", base),
        }
    return {
        "per_person_day": _Figure("mean_day", "mean", f"{base} / person / day"),
        "night_share": _Figure("night_share", "share", "dimensionless"),
        "peak_day": _Figure("peak_day", "factor", "dimensionless"),
    }


def observations_of(
    answers: Answers,
    description: Description,
    persons: Mapping[str, float],
    catalogue: Mapping[str, Indicator],
    places: Gazetteer,
) -> tuple[pd.DataFrame, list[Finding]]:
    """Return the observations that a description asks for, and why there are none of some places and years.

    A year needs nine complete days in ten. The note of each says how many complete days it is made of.
    """
    rows, findings = [], []
    counted = "level_by_year" if description.readings.kind is Kind.LEVEL else "mean_day"
    if counted not in answers.tables:
        return typed(pd.DataFrame(columns=list(COLUMNS))), []
    days = {(row.place, row.year): int(row.days) for row in answers.tables[counted].itertuples()}
    for (place, year), count in days.items():
        if count < COMPLETE_YEAR * _days_in(int(year)):
            params = {"place": places[place].names.en, "year": int(year), "days": count}
            findings.append(Finding(rules.YEAR_INCOMPLETE, value=str(place), params=params))
    for name, figure in _figures(description).items():
        key = getattr(description.result, name)
        if key is None or figure.question not in answers.tables:
            continue
        ratio = factor(figure.unit, catalogue[key].unit) or 1.0
        for record in answers.tables[figure.question].to_dict("records"):
            place, year = str(record["place"]), int(record["year"])
            count = days.get((place, year), 0)
            if count < COMPLETE_YEAR * _days_in(year):
                continue
            value = float(record[figure.column])
            if name == "per_person_day":
                if place not in persons:
                    findings.append(Finding(rules.PERSONS_MISSING, value=places[place].names.en))
                    continue
                value /= persons[place]
            rows.append(_row(description, place, key, year, value * ratio, count))
    return sort(typed(pd.DataFrame(rows, columns=list(COLUMNS)))), findings


def _row(description: Description, place: str, indicator: str, year: int, value: float, days: int) -> dict[str, object]:
    """Return one observation."""
    result = description.result
    made = f"from raw readings of meters, {days} complete days"
    return {
        "place": place,
        "indicator": indicator,
        "year": year,
        "value": float(f"{value:.6g}"),
        "lower": None,
        "upper": None,
        "perimeter": str(result.perimeter),
        "method": str(result.method),
        "source": result.source or "",
        "note": f"{made}; {result.note}" if result.note else made,
    }


def _days_in(year: int) -> int:
    return 366 if pd.Timestamp(year, 1, 1).is_leap_year else 365
