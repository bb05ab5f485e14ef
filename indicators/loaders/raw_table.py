"""The raw table: a publisher's figures as printed, one value a row, whatever the file's shape."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd

from indicators.findings.finding import Finding, Rule, Severity, errors
from indicators.language.translator import N_
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import DOTTED_HEADERS, HeaderAt, key
from indicators.loaders.reading.numbers import is_empty
from indicators.model.rules import EMPTY_FILE

IMPOSSIBLE_AREA = Rule(
    "impossible_area", Severity.WARNING, N_("an area of {value} km2 is not possible for a city."),
    N_("Check the unit (m2, hectares)."),
)  # fmt: skip

PARTS_DIFFER = Rule(
    "parts_differ", Severity.WARNING, N_("{value} is below the sum of its parts, {total}."),
    N_("Check which of the cells is wrong."),
)  # fmt: skip

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
    many cells beyond those that are among the findings. `pledges` are those that a file of pledges holds, as text: its
    frame of values is empty.
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
    pledges: pd.DataFrame | None = None


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
    body: pd.DataFrame, columns: Sequence[ValueColumn], shared: Mapping[str, pd.Series | str], sheet: str | None = None
) -> Gathered:
    """Stack the value columns of `body` into a raw frame, leaving out empty cells.

    `shared` gives the other columns of the raw frame, one text a record or one
    for all; what it leaves out is blank. A `field` given there stands before
    that of the columns.
    """
    filled = [np.flatnonzero(~is_empty(body[column.header]).to_numpy()) for column in columns]
    records = np.concatenate(filled) if filled else np.array([], dtype="int64")
    lengths = [len(rows) for rows in filled]
    years = [
        pd.Series(column.year, index=range(length), dtype="str")
        if isinstance(column.year, str)
        else column.year.iloc[rows]
        for column, rows, length in zip(columns, filled, lengths, strict=True)
    ]
    values = [body[column.header].iloc[rows] for column, rows in zip(columns, filled, strict=True)]
    frame = pd.DataFrame(
        {
            "field": _repeated([column.field for column in columns], lengths),
            "column": _repeated([column.header for column in columns], lengths),
            "sheet": constant(sheet or "", len(records)),
            "row": body.index.to_numpy(dtype="int64")[records],
        }
    )
    for name, parts in (("year", years), ("value", values)):
        frame[name] = pd.concat(parts, ignore_index=True).astype("str") if parts else pd.Series(dtype="str")
    for name, text in shared.items():
        frame[name] = constant(text, len(records)) if isinstance(text, str) else pd.Categorical(text).take(records)
    for name in COLUMNS:
        if name not in frame:
            frame[name] = constant("", len(records))
    return Gathered(frame.loc[:, list(COLUMNS)], len(body), len(body) * len(columns) - len(records))


def constant(text: str, length: int) -> pd.Categorical:
    """Return a column of one text."""
    return _repeated([text], [length])


def _repeated(texts: Sequence[str], lengths: Sequence[int]) -> pd.Categorical:
    """Return each text as often as its length says."""
    distinct = list(dict.fromkeys(texts))
    codes = np.repeat(np.array([distinct.index(text) for text in texts], dtype="int32"), lengths)
    return pd.Categorical.from_codes(codes, categories=pd.Index(distinct, dtype="str"))


def join(tables: Sequence[RawTable]) -> RawTable:
    """Put the tables of several sheets of one format below each other."""
    texts = {name: "str" for name in COLUMNS if name != "row"}
    return replace(
        tables[0],
        frame=pd.concat([table.frame.astype(texts) for table in tables], ignore_index=True),
        rows_read=sum(table.rows_read for table in tables),
        empty=sum(table.empty for table in tables),
        left_out=sum(table.left_out for table in tables),
        read_as={printed: meant for table in tables for printed, meant in table.read_as.items()},
        # those of the file itself come with every sheet
        findings=list({id(finding): finding for table in tables for finding in table.findings}.values()),
    )


def unreadable(name: str, opened: Opened, findings: Sequence[Finding]) -> RawTable:
    """Return a raw table without rows, for a file of format `name` that holds no table."""
    faults = [] if errors(findings) else [Finding(EMPTY_FILE, file=str(opened.path))]
    hidden = [finding for sheet in opened.sheets for finding in sheet.hidden()]
    return RawTable(name, "country", gather(pd.DataFrame(), [], {}).frame, 0, findings=[*findings, *hidden, *faults])


class Publication:
    """The sheet of a publisher's file that holds the figures: `body` its records, `findings` what was found in it.

    `names` has the headers as printed by their key. Columns of `few` hold few different texts.
    """

    def __init__(self, opened: Opened, header: HeaderAt | None, few: Collection[str] = ()) -> None:
        if header is None:
            raise ValueError(f"{opened.path} is not of this format")
        self.file = str(opened.path)
        self.sheet, self.header = header
        printed = self.sheet.columns(self.header)
        self.body, findings = self.sheet.body(self.header, categories=[name for name in printed if key(name) in few])
        spelled = self.sheet.spelled(self.header)
        if any(finding.rule is DOTTED_HEADERS for finding in spelled):
            # the program that writes dots for blanks writes NA for nothing
            self.body = self.body.astype("str").apply(lambda cells: cells.where(cells.str.strip() != "NA", ""))
        self.findings = [*opened.findings, *spelled, *findings]
        self.names = {key(name): name for name in self.body.columns}

    @property
    def above(self) -> list[str]:
        """The cells above the header."""
        return [cell for record in self.sheet.head[: self.header] for cell in record]

    def named(self, *labels: str) -> str:
        """Return the header of the first of some columns that is there, blank where none is."""
        return next((self.names[label] for label in labels if label in self.names), "")

    def cells(self, *labels: str) -> pd.Series:
        """Return the cells of the first of some columns that is there, blanks where none is."""
        name = self.named(*labels)
        return self.body[name] if name else pd.Series("", index=self.body.index, dtype="str")

    def table(
        self, name: str, territory: Territory, columns: Sequence[ValueColumn], shared: Mapping[str, pd.Series | str]
    ) -> RawTable:
        """Return the raw table of the columns of values; see :func:`gather`."""
        gathered = gather(self.body, columns, shared, self.sheet.name)
        return RawTable(name, territory, gathered.frame, gathered.rows_read, gathered.empty, findings=self.findings)
