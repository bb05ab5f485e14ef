"""Observations: the frame of one row a figure, its order and its text as CSV, and the files of a data folder.

The files are read as text in one pass. There is one file an indicator, hundreds in all: one parse of all of them
together costs a fraction of a parse of each. Only plain files are joined as they are, where a record is a line and
every line holds its ten cells; any other file is first read exactly, and its faults named.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.findings.finding import Finding
from indicators.model.csv_tables import read_table
from indicators.model.rules import MISSING_FILE

COLUMNS = ("place", "indicator", "year", "value", "lower", "upper", "perimeter", "method", "source", "note")
KEY = ("place", "indicator", "year", "perimeter", "method", "source")
CATEGORIES = ("place", "indicator", "perimeter", "method", "source")
NUMBERS = ("value", "lower", "upper")


def empty() -> pd.DataFrame:
    """Return a table of observations with no rows."""
    return typed(pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS}))


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with the table's columns and types; the text must parse.

    Identifiers are categories, `year` is a nullable integer, numbers are floats, `note` is text and never missing.
    """
    out = frame.reindex(columns=list(COLUMNS))
    for name in CATEGORIES:
        words = out[name]
        known = isinstance(words.dtype, pd.CategoricalDtype)
        out[name] = words.cat.remove_unused_categories() if known else words.astype("str").astype("category")
    out["year"] = pd.to_numeric(out["year"]).astype("Int16")
    for name in NUMBERS:
        out[name] = pd.to_numeric(out[name]).astype("float64")
    out["note"] = out["note"].astype("str").fillna("")
    return out


def sort(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` in the order of its key, so that a build is the same bytes on every run."""
    keys = ("indicator", "place", "year", "perimeter", "method", "source")
    order = np.lexsort([_rank(frame[name]) for name in reversed(keys)])
    return frame.take(order).reset_index(drop=True)


def _rank(column: pd.Series) -> npt.NDArray[np.float64]:
    """Return numbers in the order of a column's values, what is missing first; few words stand in many rows."""
    if pd.api.types.is_numeric_dtype(column.dtype):
        return np.asarray(column.astype("float64").fillna(-np.inf), dtype="float64")
    words = column.astype("category").cat
    place = np.argsort(np.argsort(np.array([str(word) for word in words.categories], dtype="object")))
    ranks = np.append(place.astype("float64"), -np.inf)
    return np.asarray(ranks[words.codes.to_numpy()], dtype="float64")


def to_csv(frame: pd.DataFrame) -> str:
    """Return `frame` as tidy CSV text: shortest exact numbers, Unix line ends."""
    out = frame.loc[:, list(COLUMNS)].copy()
    for name in NUMBERS:
        out[name] = [number_text(value) for value in out[name]]
    buffer = io.StringIO()
    out.to_csv(buffer, index=False, lineterminator="\n")
    return buffer.getvalue()


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write `frame`, sorted, to `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_csv(sort(frame)), encoding="utf-8", newline="\n")


def number_text(value: float) -> str:
    """Return the shortest text that reads back as `value`; blank where it is missing."""
    if pd.isna(value):
        return ""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


HEADER = ",".join(COLUMNS).encode()


def read_observation_files(folder: Path) -> tuple[pd.DataFrame, list[Finding]]:
    """Read every observation file below `folder`; return the raw rows and every finding.

    The raw frame has the observation columns as text, `file`, and `row`, the
    line on which the record starts, counted from 1 with the header.
    """
    findings: list[Finding] = []
    bodies: list[bytes] = []
    files: list[str] = []
    lines: list[Sequence[int]] = []
    paths = sorted(folder.rglob("*.csv"))
    if not paths:
        findings.append(Finding(MISSING_FILE, file=str(folder / "*.csv")))
    for path in paths:
        body, numbers, problems = _records(path)
        findings += problems
        bodies.append(body)
        files.append(str(path))
        lines.append(numbers)
    names = list(COLUMNS)
    raw = (
        pd.read_csv(io.BytesIO(b"".join(bodies)), names=names, dtype="str", keep_default_na=False, index_col=False)
        if any(bodies)
        else pd.DataFrame({name: pd.Series(dtype="str") for name in names})
    )
    raw["file"] = pd.Categorical.from_codes(np.repeat(range(len(files)), [len(n) for n in lines]), files)
    raw["row"] = np.concatenate([np.empty(0, dtype="int64"), *(np.asarray(n, dtype="int64") for n in lines)])
    return raw, findings


def _records(path: Path) -> tuple[bytes, Sequence[int], list[Finding]]:
    """Return the records of a file as plain CSV without a header, the line of each, and what is wrong."""
    try:
        header, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        header, body = b"", b""
    if header == HEADER and _is_plain(body):
        return body, range(2, 2 + body.count(b"\n")), []
    table, findings = read_table(path, COLUMNS)
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table.cells)
    return text.getvalue().encode(), table.lines, findings


def _is_plain(body: bytes) -> bool:
    """Tell whether each line of `body` is a record of ten cells, as pandas and people would read it."""
    if any(mark in body for mark in (b'"', b"\r", b"\0")) or not body.endswith(b"\n"):
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    commas = len(COLUMNS) - 1
    return all(line.count(b",") == commas for line in body[:-1].split(b"\n"))
