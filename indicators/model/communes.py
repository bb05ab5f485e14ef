"""All communes of the country by its census: what a city's share is held against, as a background.

A background table, not places: the same questions, asked in every commune. Communes that are
places, with observations of their own, are in it as well. A standing states how many communes it counts.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from indicators.findings.finding import Finding
from indicators.model.csv_tables import read_table
from indicators.model.rules import DUPLICATE_ENTRY, NOT_A_NUMBER, UNREADABLE_FILE

KEYS = ("code", "name", "province", "region")


@dataclass(frozen=True)
class Among:
    """How a figure stands among the communes: how many have less, how many more, of how many with a figure."""

    less: int
    more: int
    of: int


def read_communes(path: Path) -> tuple[pd.DataFrame, list[Finding]]:
    """Read the table of communes; return it with every finding, and no rows where it has a fault.

    Its columns are :data:`KEYS` and, by id, indicators in their own unit; a figure may be missing. A project without
    such a table has no communes.
    """
    none = pd.DataFrame({name: pd.Series(dtype="str") for name in KEYS})
    if not path.exists():
        return none, []
    try:
        header = pd.read_csv(path, nrows=0, encoding="utf-8").columns
        numbers = {name: "float64" for name in header if name not in KEYS}
        table = pd.read_csv(
            path,
            dtype={**dict.fromkeys(KEYS, "str"), **numbers},
            keep_default_na=False,
            na_values={n: [""] for n in numbers},
            encoding="utf-8",
        )
    except (OSError, ValueError) as error:
        return none, _faults(path) or [Finding(UNREADABLE_FILE, file=str(path), params={"reason": str(error).strip()})]
    if list(table.columns[: len(KEYS)]) != list(KEYS) or table["code"].duplicated().any():
        return none, _faults(path)
    return table, []


def _faults(path: Path) -> list[Finding]:
    """Name what is wrong with a table of communes, cell by cell."""
    try:
        header = list(pd.read_csv(path, nrows=0, encoding="utf-8").columns)
    except (OSError, ValueError):
        return []
    columns = [*KEYS, *[name for name in header if name not in KEYS]]
    table, findings = read_table(path, columns)
    text = pd.DataFrame(table.cells, columns=columns, dtype="str")
    lines = pd.Series(table.lines, dtype="int64")
    faults = [
        (name, NOT_A_NUMBER, (text[name] != "") & pd.to_numeric(text[name], errors="coerce").isna())
        for name in columns
        if name not in KEYS
    ]
    faults += [("code", DUPLICATE_ENTRY, text["code"].duplicated())]
    for name, rule, mask in faults:
        findings += [
            Finding(rule, file=str(path), row=row, column=name, value=value)
            for row, value in zip(lines[mask], text.loc[mask, name], strict=True)
        ]
    return findings


def among(communes: pd.DataFrame, indicator: str, value: float) -> Among | None:
    """Return how `value` stands among the communes that have a figure, None where the table has no such column."""
    if indicator not in communes:
        return None
    figures = communes[indicator].dropna()
    if figures.empty:
        return None
    return Among(int((figures < value).sum()), int((figures > value).sum()), len(figures))
