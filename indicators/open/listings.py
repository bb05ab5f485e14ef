"""Lists of rows as programs page through them: cursors, the JSON around a page, and CSV.

A cursor holds the data version, a digest of the question and where the next page begins. With data of another version,
or behind another question, it means nothing, and says so: no page is ever a mixture of two versions.
"""

import base64
import binascii
import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import orjson

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.open.fields import Field, names
from indicators.open.parameters import MOST_ROWS, Parameter, Query
from indicators.open.problems import BAD_REQUEST, GONE, LONGEST_VALUE, RequestProblem
from indicators.open.row_table import Positions, RowSource, RowTable

LIMIT = Parameter("limit", "number", "Rows of one page, from 1 to 1000.", high=MOST_ROWS)
CURSOR = Parameter("cursor", "cursor", "Where the next page begins, as the page before says.")

PAGING = (LIMIT, CURSOR)

USUAL_ROWS = 100
"""Rows of a page where the address names no number."""

BAD_CURSOR = Rule(
    "open_cursor",
    Severity.ERROR,
    N_("The cursor “{value}” cannot be read."),
    N_("Take it as it stands in links.next of the page before, or leave it out to begin again."),
)

OTHER_CURSOR = Rule(
    "open_cursor_question",
    Severity.ERROR,
    N_("The cursor belongs to another question."),
    N_("Ask with the filters of the page before, or leave the cursor out to begin again."),
)

OLD_CURSOR = Rule(
    "open_cursor_version",
    Severity.ERROR,
    N_("The cursor is of the data version {value}; the data are now of version {now}."),
    N_("Begin again without a cursor: pages of two versions do not belong together."),
)

CSV_TOO_LONG = Rule(
    "open_csv_rows",
    Severity.ERROR,
    N_("{value} rows match, and a table of CSV has no place to say that more follow."),
    N_("Narrow the question, or name limit=1000 and follow the header Link to the next page."),
)


@dataclass(frozen=True)
class Listing:
    """Rows of one kind: their fields, the table that holds them, and which of it answer the question, in their order.

    `meta` is stated of all of them together; `version` is the data version they were read from.
    """

    fields: Sequence[Field]
    table: RowSource
    positions: Positions
    version: str
    meta: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, fields: Sequence[Field], records: Sequence[Mapping[str, Any]], version: str, **meta: Any) -> "Listing":
        """Return a list of records, all of them in their order; what a record lacks is None."""
        columns = {}
        for name in names(fields):
            column = np.empty(len(records), dtype="object")
            column[:] = [_plain(record.get(name)) for record in records]
            columns[name] = column
        return cls(fields, RowTable(columns), np.arange(len(records)), version, meta)


def _plain(value: object) -> object:
    if isinstance(value, float) and math.isnan(value):
        return None
    return None if value == "" else value


@dataclass(frozen=True)
class ListPage:
    """One page of a list: its rows, how many there are in all, and the query of the next page, empty for none."""

    listing: Listing
    rows: RowTable
    following: str

    @property
    def total(self) -> int:
        """How many rows answer the question."""
        return len(self.listing.positions)

    def json(self, path: str, query: Query) -> bytes:
        """Return the page as JSON."""
        parameters = query.canonical()
        # A table of CSV that is longer than a page is asked for page by page.
        paged = {"limit": MOST_ROWS} if self.total > MOST_ROWS and "limit" not in query.values else {}
        csv_query = Query({**query.values, **paged}).canonical(("cursor",))
        return orjson.dumps(
            {
                "data": self.rows.records(),
                "meta": {
                    "data_version": self.listing.version,
                    "language": query.language,
                    "total": self.total,
                    "returned": len(self.rows),
                    **self.listing.meta,
                },
                "links": {
                    "self": f"{path}?{parameters}" if parameters else path,
                    "next": f"{path}?{self.following}" if self.following else None,
                    "csv": f"{path}.csv?{csv_query}" if csv_query else f"{path}.csv",
                },
            }
        )

    def csv(self) -> bytes:
        """Return the page as CSV."""
        return self.rows.csv().encode()


def page_of(listing: Listing, query: Query, csv: bool = False) -> ListPage:
    """Return the page that a query asks for.

    Raises RequestProblem for a cursor that is none, or of another question or version; and for CSV without a limit
    where more rows match than one page holds.
    """
    total = len(listing.positions)
    if csv and "limit" not in query.values and total > MOST_ROWS:
        raise RequestProblem(BAD_REQUEST, [Finding(CSV_TOO_LONG, column="limit", value=f"{total}")])
    limit = query.number("limit", MOST_ROWS if csv else USUAL_ROWS) or USUAL_ROWS
    question = _digest(query.canonical(("cursor", "limit")))
    begin = _read_cursor(query.word("cursor"), listing.version, question, total) if "cursor" in query.values else 0
    end = begin + limit
    following = ""
    if end < total:
        cursor = _cursor(listing.version, question, end)
        following = Query({**query.values, "cursor": cursor}).canonical()
    return ListPage(listing, listing.table.at(listing.positions[begin:end]), following)


def _digest(question: str) -> str:
    return hashlib.sha256(question.encode()).hexdigest()[:12]


def _cursor(version: str, question: str, begin: int) -> str:
    return base64.urlsafe_b64encode(f"{version}.{question}.{begin}".encode()).decode().rstrip("=")


def _read_cursor(written: str, version: str, question: str, total: int) -> int:
    """Return where a page begins."""
    bad = RequestProblem(BAD_REQUEST, [Finding(BAD_CURSOR, column="cursor", value=written[:LONGEST_VALUE])])
    try:
        text = base64.b64decode(written.encode("ascii") + b"=" * (-len(written) % 4), b"-_", validate=True).decode(
            "ascii"
        )
        of_version, of_question, begin = text.split(".")
        begin_number = int(begin) if begin.isdigit() and len(begin) < 10 else -1
    except (ValueError, binascii.Error):
        raise bad from None
    if (
        begin_number < 1
        or len(of_version) != 12
        or len(of_question) != 12
        or written != _cursor(of_version, of_question, begin_number)
    ):
        raise bad
    if of_version != version:
        params = {"now": version}
        raise RequestProblem(
            GONE, [Finding(OLD_CURSOR, column="cursor", value=of_version, params=params)], data_version=version
        )
    if of_question != question:
        raise RequestProblem(BAD_REQUEST, [Finding(OTHER_CURSOR, column="cursor", value=written[:LONGEST_VALUE])])
    if begin_number >= total:
        raise bad
    return begin_number
