"""Observations: the frame of one row a figure, its columns, its order, its text as CSV, and the files of a data folder.

The frames of one indicator have a few dozen rows, and a page reads hundreds of them: there a pandas operation costs a
hundred times what NumPy does (:func:`texts`, :func:`is_one_of`). Words are categories, so that a question about words
is asked once of each category.

The files are read as text in one pass. There is one file an indicator, hundreds in all: one parse of all of them
together costs a fraction of a parse of each. Only plain files are joined as they are, where a record is a line and
every line holds its ten cells; any other file is first read exactly, and its faults named.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.findings.finding import Finding, errors
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
    years = np.nan_to_num(floats(frame["year"]), nan=-np.inf)
    words = [ranks(frame[name]) for name in ("source", "method", "perimeter")]
    order = np.lexsort([*words, years, ranks(frame["place"]), ranks(frame["indicator"])])
    return frame.take(order).reset_index(drop=True)


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


Codes = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Objects = npt.NDArray[np.object_]


class _ByIdentity:
    """The categories of a column as a key: all frames cut from one table share the same object."""

    def __init__(self, categories: pd.Index) -> None:
        self.categories = categories

    def __hash__(self) -> int:
        return id(self.categories)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and self.categories is other.categories


@lru_cache(maxsize=128)
def _words(key: _ByIdentity) -> tuple[Objects, dict[str, int]]:
    """Return the categories as str objects, and the code of each: reading them takes longer than all that is asked."""
    words: Objects = key.categories.to_numpy("object")
    return words, {word: code for code, word in enumerate(words.tolist())}


def _categorical(column: pd.Series) -> pd.Categorical:
    values = column.array
    return values if isinstance(values, pd.Categorical) else pd.Categorical(column.astype("str"))


def texts(column: pd.Series, missing: str = "nan") -> Objects:
    """Return a column of words as str objects, `missing` where there is none."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        plain = column.to_numpy("object")
        return np.array([word if isinstance(word, str) else missing for word in plain.tolist()], dtype="object")
    words = _categorical(column)
    values: Objects = np.append(_words(_ByIdentity(words.categories))[0], missing)[words.codes]
    return values


def is_one_of(column: pd.Series, words: Iterable[str]) -> Bools:
    """Return where a column holds one of `words`; never where it holds nothing."""
    values = _categorical(column)
    codes = _words(_ByIdentity(values.categories))[1]
    among = np.zeros(len(codes) + 1, dtype="bool")
    among[[codes[word] for word in words if word in codes]] = True
    chosen: Bools = among[values.codes]
    return chosen


def ranks(column: pd.Series) -> Codes:
    """Return for each word its place in the order of the words; -1 where there is none."""
    words = _categorical(column)
    if words.categories.is_monotonic_increasing:
        return np.asarray(words.codes, dtype=np.intp)
    ranked = np.append(np.argsort(np.argsort(words.categories.to_numpy("object"))), -1)
    return np.asarray(ranked[words.codes])


def numbered(column: pd.Series, order: Mapping[str, int]) -> Codes:
    """Return for each word its number in `order`; a word that is not in it comes last."""
    words = _categorical(column)
    numbers = np.array([*(order.get(str(word), len(order)) for word in words.categories), len(order)])
    return np.asarray(numbers[words.codes])


def floats(column: pd.Series) -> Floats:
    """Return a column of numbers as floats of their own, NaN where one is missing."""
    return np.array(column.to_numpy("float64", na_value=np.nan))


HELD_BACK_COLUMNS = ("place", "indicator", "year", "value", "reason")


def read_held_back(folder: Path) -> tuple[pd.DataFrame, list[Finding]]:
    """Return place, indicator, year, value and reason of every figure held back, with all findings."""
    cells: list[list[str]] = []
    findings: list[Finding] = []
    for path in sorted(folder.glob("held_back_*.csv")):
        rows, problems = read_table(path, HELD_BACK_COLUMNS)
        cells += rows.cells
        findings += errors(problems)
    table = pd.DataFrame(cells, columns=list(HELD_BACK_COLUMNS), dtype="str")
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
