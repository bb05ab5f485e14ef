"""The world's urban centres: where a city's built-up land per person stands among them.

A background table, not places: 13,135 centres of at least 50,000 people in 2015, from the Global Human Settlement Layer
(release R2019A). Small centres are often under-detected from space, so a standing always states its rule: which centres
it counts.
"""

import warnings
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from indicators.findings.finding import Finding
from indicators.model.csv_tables import read_table
from indicators.model.rules import DUPLICATE_ENTRY, NOT_A_NUMBER, OUT_OF_RANGE, UNREADABLE_FILE

TYPES = {
    "id": "int32",
    "name": "str",
    "published_name": "str",
    "country": "str",
    "longitude": "float64",
    "latitude": "float64",
    "built_up_km2": "float64",
    "population": "int64",
}


@dataclass(frozen=True)
class CentreFilter:
    """Which centres count: at least so much built-up land (km2), more than so many people."""

    built_up_km2: float = 0.0
    population: int = 0


ALL = CentreFilter()
AT_LEAST_1_KM2 = CentreFilter(built_up_km2=1.0)
OVER_A_MILLION = CentreFilter(population=1_000_000)


def read_urban_centres(path: Path) -> tuple[pd.DataFrame, list[Finding]]:
    """Read the table of centres; return it with every finding, and no rows where it has a fault.

    Added to its columns: `m2_per_person`, built-up land per person in m2.
    """
    none = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in (TYPES | {"m2_per_person": "float64"}).items()})
    try:
        with warnings.catch_warnings(action="error", category=pd.errors.ParserWarning):
            centres = pd.read_csv(path, dtype=TYPES, keep_default_na=False, encoding="utf-8", index_col=False)
    except (OSError, ValueError, pd.errors.ParserWarning) as error:
        unreadable = Finding(UNREADABLE_FILE, file=str(path), params={"reason": str(error).strip()})
        return none, _faults(path) or [unreadable]
    sound = list(centres.columns) == list(TYPES) and len(centres) and (centres["population"] > 0).all()
    if not sound or centres["id"].duplicated().any():
        return none, _faults(path)
    return centres.assign(m2_per_person=centres["built_up_km2"] * 1e6 / centres["population"]), []


def _faults(path: Path) -> list[Finding]:
    """Name what is wrong with a table of centres, cell by cell."""
    table, findings = read_table(path, list(TYPES))
    text = pd.DataFrame(table.cells, columns=list(TYPES), dtype="str")
    lines = pd.Series(table.lines, dtype="int64")
    numbers = {name: pd.to_numeric(text[name], errors="coerce") for name, kind in TYPES.items() if kind != "str"}
    faults = [(name, NOT_A_NUMBER, number.isna()) for name, number in numbers.items()]
    faults += [("population", OUT_OF_RANGE, numbers["population"] <= 0)]
    faults += [("id", DUPLICATE_ENTRY, text["id"].duplicated())]
    for name, rule, mask in faults:
        findings += [
            Finding(rule, file=str(path), row=row, column=name, value=value, params={"low": 1, "high": "–"})
            for row, value in zip(lines[mask], text.loc[mask, name], strict=True)
        ]
    return findings


def counted(centres: pd.DataFrame, rule: CentreFilter = ALL) -> pd.DataFrame:
    """Return the centres that `rule` counts."""
    enough_land = centres["built_up_km2"] >= rule.built_up_km2
    return centres[enough_land & (centres["population"] > rule.population)]
