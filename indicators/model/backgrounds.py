"""Backgrounds: tables that a city's figure is held against as a whole, and whose rows are no places.

All communes of the country by its census: the same questions, asked in every commune; those that are places, with
observations of their own, are in it as well. And the world's urban centres: 13,135 of at least 50,000 people in 2015,
from the Global Human Settlement Layer (release R2019A), of which small ones are often under-detected from space. So
a standing always states how many others it counts, or its rule.
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from indicators.findings.finding import Finding
from indicators.model.csv_tables import read_table
from indicators.model.rules import DUPLICATE_ENTRY, NOT_A_NUMBER, OUT_OF_RANGE, unreadable

COMMUNE_KEYS = ("code", "name", "province", "region")

CENTRE_COLUMNS = {
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
class Among:
    """How a commune's figure stands among the others: how many have less, about the same, more, of how many."""

    less: int
    level: int
    more: int
    of: int


@dataclass(frozen=True)
class CentreFilter:
    """Which centres count: at least so much built-up land (km2), more than so many people."""

    built_up_km2: float = 0.0
    population: int = 0


ALL = CentreFilter()
AT_LEAST_1_KM2 = CentreFilter(built_up_km2=1.0)
OVER_A_MILLION = CentreFilter(population=1_000_000)


def read_communes(path: Path) -> tuple[pd.DataFrame, list[Finding]]:
    """Read the table of communes; return it with every finding, and no rows where it has a fault.

    Its columns are :data:`COMMUNE_KEYS` and, by id, indicators in their own unit; a figure may be missing. A project
    without such a table has no communes.
    """
    types = dict.fromkeys(COMMUNE_KEYS, "str")
    none = _without_rows(types)
    if not path.exists():
        return none, []
    try:
        header = pd.read_csv(path, nrows=0, encoding="utf-8").columns
    except (OSError, ValueError) as error:
        return none, [unreadable(path, error)]
    table, findings = _read(path, types | {name: "float64" for name in header if name not in types}, blanks=True)
    return none if table is None else table, findings


def read_urban_centres(path: Path) -> tuple[pd.DataFrame, list[Finding]]:
    """Read the table of centres; return it with every finding, and no rows where it has a fault.

    Added to its columns: `m2_per_person`, built-up land per person in m2.
    """
    table, findings = _read(path, CENTRE_COLUMNS)
    if table is None or table.empty or not (table["population"] > 0).all():
        return _without_rows(CENTRE_COLUMNS | {"m2_per_person": "float64"}), findings or _faults(path, CENTRE_COLUMNS)
    return table.assign(m2_per_person=table["built_up_km2"] * 1e6 / table["population"]), []


def _without_rows(types: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()})


def _read(path: Path, types: Mapping[str, str], blanks: bool = False) -> tuple[pd.DataFrame | None, list[Finding]]:
    """Read a table whose first column is its key; None with every finding where it has a fault.

    A number may be missing where `blanks` are allowed.
    """
    missing = {name: [""] for name, kind in types.items() if blanks and kind != "str"}
    try:
        with warnings.catch_warnings(action="error", category=pd.errors.ParserWarning):
            table = pd.read_csv(
                path, dtype=types, keep_default_na=False, na_values=missing, encoding="utf-8", index_col=False
            )
    except (OSError, ValueError, pd.errors.ParserWarning) as error:
        return None, _faults(path, types, blanks) or [unreadable(path, error)]
    if list(table.columns) != list(types) or table.iloc[:, 0].duplicated().any():
        return None, _faults(path, types, blanks)
    return table, []


def _faults(path: Path, types: Mapping[str, str], blanks: bool = False) -> list[Finding]:
    """Name what is wrong with a table, cell by cell."""
    table, findings = read_table(path, list(types))
    text = pd.DataFrame(table.cells, columns=list(types), dtype="str")
    lines = pd.Series(table.lines, dtype="int64")
    numbers = {name: pd.to_numeric(text[name], errors="coerce") for name, kind in types.items() if kind != "str"}
    key = next(iter(types))
    faults = [(name, NOT_A_NUMBER, cells.isna() & ~(blanks & (text[name] == ""))) for name, cells in numbers.items()]
    if types is CENTRE_COLUMNS:
        faults.append(("population", OUT_OF_RANGE, numbers["population"] <= 0))
    faults.append((key, DUPLICATE_ENTRY, text[key].duplicated()))
    for name, rule, mask in faults:
        findings += [
            Finding(rule, file=str(path), row=row, column=name, value=value, params={"low": 1, "high": "–"})
            for row, value in zip(lines[mask], text.loc[mask, name], strict=True)
        ]
    return findings


def among(communes: pd.DataFrame, indicator: str, value: float, tie: float | None = None) -> Among | None:
    """Return how the `value` of a commune stands among the others, None where the table has no such column.

    Figures nearer than `tie` are about the same, as in the ranks; without one only equal ones are. The commune
    itself is in the table, and is not counted among the others.
    """
    if indicator not in communes:
        return None
    figures = communes[indicator].dropna()
    if figures.empty:
        return None
    # As in the ranks, figures just as far apart as the tie are not about the same.
    least = max((tie or 0.0) - 1e-6, 0.0)
    less, more = int((figures < value - least).sum()), int((figures > value + least).sum())
    others = len(figures) - int((figures == value).any())
    return Among(less, others - less - more, more, others)


def counted(centres: pd.DataFrame, rule: CentreFilter = ALL) -> pd.DataFrame:
    """Return the centres that `rule` counts."""
    enough_land = centres["built_up_km2"] >= rule.built_up_km2
    return centres[enough_land & (centres["population"] > rule.population)]
