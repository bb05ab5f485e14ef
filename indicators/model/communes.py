"""All communes of the country by its census: what a city's share is held against, as a background.

A background table, not places: the same questions, asked in every commune. Communes that are
places, with observations of their own, are in it as well. A standing states how many other communes it counts.
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
    """How a commune's figure stands among the others: how many have less, about the same, more, of how many."""

    less: int
    level: int
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


def among(communes: pd.DataFrame, indicator: str, value: float, tie: float | None = None) -> Among | None:
    """Return how the `value` of a commune stands among the others, None where the table has no such column.

    Figures nearer than `tie` are about the same, as in the ranks; without one only equal ones are. The commune
    itself is in the table and no other of its own.
    """
    if indicator not in communes:
        return None
    figures = communes[indicator].dropna()
    if figures.empty:
        return None
    # As in the ranks, figures just as far apart as the tie are told apart.
    least = max((tie or 0.0) - 1e-6, 0.0)
    less, more = int((figures < value - least).sum()), int((figures > value + least).sum())
    others = len(figures) - int((figures == value).any())
    return Among(less, others - less - more, more, others)
