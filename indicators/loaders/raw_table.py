"""The raw table: a publisher's figures as printed, one value a row, whatever the file's shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from indicators.findings.finding import Finding, errors
from indicators.loaders.reading.numbers import is_empty
from indicators.model.rules import EMPTY_FILE

COLUMNS = (
    "place_name", "place_code", "country", "field", "year", "value", "lower", "upper", "unit", "perimeter", "method",
    "source", "note", "row", "sheet", "column",
)  # fmt: skip
"""The columns of a raw frame, all text but `row`.

`place_name` and `country` are as printed (`country` an ISO3 code where the file
has one); `place_code` is the publisher's number of the place as the aliases
write it (`CDP 31167`); `field` is the publisher's series code or header. `unit`,
`perimeter`, `method` and `source` are blank where the file does not state them.
`row` is where the record starts, `column` the header as printed.
"""

Territory = Literal["country", "city", "any"]


@dataclass
class RawTable:
    """What a loader read.

    `rows_read` counts the file's records, `empty` its value cells that hold
    no value, `left_out` those of rows that are about no place, such as totals. `source`
    is the id the release would have among the sources (blank where the file
    does not say which release it is) and `release` what the file says of it.
    `sheet`, `header` (its row) and `read_as` (which printed header was taken
    for which column) say how a table made by hand was read; `printed` is what
    someone pointed at, by the tidy column. `ragged` counts the records with too
    many cells beyond those that are among the findings.
    """

    format: str
    territory: Territory
    frame: pd.DataFrame
    rows_read: int
    empty: int = 0
    left_out: int = 0
    source: str = ""
    release: str = ""
    sheet: str = ""
    header: int | None = None
    read_as: Mapping[str, str] = field(default_factory=dict)
    printed: Mapping[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    ragged: int = 0


@dataclass(frozen=True)
class ValueColumn:
    """A column of values: its header, its field, and the year (one, or one a record)."""

    header: str
    field: str
    year: str | pd.Series = ""


@dataclass
class Gathered:
    """The long frame of one sheet, with its counts."""

    frame: pd.DataFrame
    rows_read: int
    empty: int


def gather(
    body: pd.DataFrame,
    columns: Sequence[ValueColumn],
    shared: Mapping[str, pd.Series | str],
    sheet: str | None = None,
) -> Gathered:
    """Stack the value columns of `body` into a raw frame, leaving out empty cells.

    `shared` gives the other columns of the raw frame, one text a record or one
    for all; what it leaves out is blank. A `field` given there stands before
    that of the columns.
    """
    filled = [np.flatnonzero(~is_empty(body[one.header]).to_numpy()) for one in columns]
    records = np.concatenate(filled) if filled else np.array([], dtype="int64")
    lengths = [len(one) for one in filled]
    years = [
        pd.Series(one.year, index=range(length), dtype="str") if isinstance(one.year, str) else one.year.iloc[taken]
        for one, taken, length in zip(columns, filled, lengths, strict=True)
    ]
    values = [body[one.header].iloc[taken] for one, taken in zip(columns, filled, strict=True)]
    frame = pd.DataFrame(
        {
            "field": _repeated([one.field for one in columns], lengths),
            "column": _repeated([one.header for one in columns], lengths),
            "sheet": _repeated([sheet or ""], [len(records)]),
            "row": body.index.to_numpy(dtype="int64")[records],
        }
    )
    for name, parts in (("year", years), ("value", values)):
        frame[name] = pd.concat(parts, ignore_index=True).astype("str") if parts else pd.Series(dtype="str")
    for name, text in shared.items():
        if isinstance(text, str):
            frame[name] = _repeated([text], [len(records)])
        else:
            frame[name] = pd.Categorical(text).take(records)
    for name in COLUMNS:
        if name not in frame:
            frame[name] = _repeated([""], [len(records)])
    return Gathered(frame.loc[:, list(COLUMNS)], len(body), len(body) * len(columns) - len(records))


def _repeated(texts: Sequence[str], lengths: Sequence[int]) -> pd.Categorical:
    """Return each text as often as its length says."""
    distinct = list(dict.fromkeys(texts))
    codes = np.repeat(np.array([distinct.index(text) for text in texts], dtype="int32"), lengths)
    return pd.Categorical.from_codes(codes, categories=pd.Index(distinct, dtype="str"))


def join(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put raw frames below each other."""
    return _plain(pd.concat([_plain(one) for one in frames], ignore_index=True))


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype({name: "str" for name in COLUMNS if name != "row"})


def unreadable(name: str, path: Path, findings: Sequence[Finding]) -> RawTable:
    """Return a raw table without rows, for a file of format `name` that holds no table."""
    nothing = gather(pd.DataFrame(), [], {})
    faults = errors(findings) or [Finding(EMPTY_FILE, file=str(path))]
    return RawTable(
        name, "country", nothing.frame, 0, findings=[*findings, *(one for one in faults if one not in findings)]
    )
