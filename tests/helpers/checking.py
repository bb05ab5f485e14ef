"""What the tests of loaders share: the project's own data, opened once, and short ways to read and check."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from indicators.findings.finding import Finding
from indicators.intake.file_check import FileCheck, check_file
from indicators.loaders.raw_table import RawTable
from indicators.loaders.reading.files import open_file
from indicators.loaders.registry import FORMATS
from indicators.store.dataset import Dataset, open_dataset

FORMATS_FOLDER = Path(__file__).parents[1] / "formats"
PUBLISHER_FILES = Path(__file__).parents[3] / "shared" / "publisher-files"
THIS_YEAR = 2026


@cache
def dataset() -> Dataset:
    return open_dataset()


def check(path: Path, **options: object) -> FileCheck:
    return check_file(path, dataset(), THIS_YEAR, **options)


def read(path: Path, name: str) -> RawTable:
    """Read a file that exactly one format, called `name`, recognises."""
    opened = open_file(path)
    claims = [module for module in FORMATS if module.recognise(opened)]
    assert [module.NAME for module in claims] == [name]
    return claims[0].read(opened)


def cell(table: RawTable, **where: str) -> dict[str, object]:
    """Return the one value of a raw table that the texts of `where` single out."""
    frame = table.frame
    for name, text in where.items():
        frame = frame[frame[name].astype("str") == text]
    assert len(frame) == 1, frame.to_string()
    return frame.iloc[0].to_dict()


def rules(findings: list[Finding]) -> list[tuple[str, int | None, str | None, str | None]]:
    return [(finding.rule.id, finding.row, finding.column, finding.value) for finding in findings]


def observation(intake: FileCheck, place: str, indicator: str, year: int | None) -> pd.Series:
    rows = intake.observations
    rows = rows[(rows["place"].astype("str") == place) & (rows["indicator"].astype("str") == indicator)]
    rows = rows[rows["year"].isna() if year is None else rows["year"] == year]
    assert len(rows) == 1, rows.to_string()
    return rows.iloc[0]


def publisher_file(name: str) -> Path:
    path = PUBLISHER_FILES / name
    if not path.exists():
        pytest.skip(f"{name}: the publisher's files are not beside the project")
    return path


def bounded(whole: Dataset, indicator: str, place: str, lower: float) -> Dataset:
    """Return a data set in which the figures of a place have no value, only a lower bound."""
    rows = whole.observations.copy()
    of_place = (rows["indicator"] == indicator) & (rows["place"] == place)
    assert of_place.any()
    rows.loc[of_place, ["value", "lower"]] = [float("nan"), lower]
    return replace(whole, observations=rows)
