"""Figures held back: published values that the project does not show, each with the reason."""

from pathlib import Path

import numpy as np
import pandas as pd

from indicators.findings.finding import Finding, errors
from indicators.model.csv_tables import read_table

COLUMNS = ("place", "indicator", "year", "value", "reason")


def read_held_back(folder: Path) -> tuple[pd.DataFrame, list[Finding]]:
    """Return place, indicator, year, value and reason of every figure held back, with all findings."""
    cells: list[list[str]] = []
    findings: list[Finding] = []
    for path in sorted(folder.glob("held_back_*.csv")):
        rows, problems = read_table(path, COLUMNS)
        cells += rows.cells
        findings += errors(problems)
    table = pd.DataFrame(cells, columns=list(COLUMNS), dtype="str")
    held = table.assign(
        value=pd.to_numeric(table["value"], errors="coerce"), year=pd.to_numeric(table["year"], errors="coerce")
    )
    return held, findings


def find_held_back(values: pd.DataFrame, held: pd.DataFrame) -> pd.Series:
    """Return the reason for each observation that repeats a figure held back, on the index of `values`."""
    few = held[held["indicator"].isin(values["indicator"].unique())]
    plain = values[["place", "indicator", "value"]].astype({"place": "str", "indicator": "str"})
    pairs = plain.assign(year=values["year"].astype("float64"), index=values.index).merge(
        few, on=["place", "indicator", "year"], suffixes=("", "_held")
    )
    same = pairs[np.isclose(pairs["value"], pairs["value_held"], rtol=1e-6, atol=0.0)]
    return same.drop_duplicates("index").set_index("index")["reason"]
