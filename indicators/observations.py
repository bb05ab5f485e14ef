"""The long table of observations: its columns, its types, its reading and writing.

An observation is one published value: place, indicator, year, value, lower,
upper, perimeter, method, source, note. Its key is place, indicator, year,
perimeter, method and source.
"""

import io
from pathlib import Path

import pandas as pd

COLUMNS = ("place", "indicator", "year", "value", "lower", "upper", "perimeter", "method", "source", "note")
KEY = ("place", "indicator", "year", "perimeter", "method", "source")
CATEGORIES = ("place", "indicator", "perimeter", "method", "source")
NUMBERS = ("value", "lower", "upper")


def empty() -> pd.DataFrame:
    """Return a table of observations with no rows."""
    return typed(pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS}))


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with the table's columns and types; the text must parse.

    Identifiers are categories, `year` is a nullable integer, numbers are
    floats, `note` is text and never missing.
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
    keys = ["indicator", "place", "year", "perimeter", "method", "source"]
    plain = frame.assign(**{name: frame[name].astype("str") for name in CATEGORIES})
    order = plain.sort_values(keys, kind="stable", na_position="first").index
    return frame.loc[order].reset_index(drop=True)


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
