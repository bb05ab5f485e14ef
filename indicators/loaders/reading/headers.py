"""Sheets and their headers: where the header stands, and the names of its columns."""

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_, Counted
from indicators.model.places import fold

BINARY_FILE = Rule(
    "binary_file", Severity.ERROR, N_("this is not text and not a workbook ({reason})."),
    N_("Save it as CSV, XLSX, XLS or ODS."),
)  # fmt: skip

PROTECTED_FILE = Rule(
    "protected_file", Severity.ERROR, N_("the file is protected by a password."), N_("Save it without a password.")
)

TOO_LARGE = Rule(
    "too_large", Severity.ERROR, N_("the file is beyond what is read here: {found}, at most {limit}."),
    N_("Cut it down or split it."), words=("found", "limit"),
)  # fmt: skip

UNKNOWN_SHEET = Rule(
    "unknown_sheet", Severity.ERROR, N_("there is no sheet {value}; found {found}."), N_("Name one of the sheets.")
)

ASSUMED = Rule(
    "assumed", Severity.WARNING, N_("{what} is not stated; read as {value}."), N_("Correct the file if this is wrong."),
    reading=True, merged_by=("column", "value"), words=("value",),
)  # fmt: skip

INVISIBLE_CHARACTERS = Rule(
    "invisible_characters", Severity.WARNING, N_("the header holds invisible characters; read as {column}."),
    N_("Nothing, or type the header anew."), reading=True,
)  # fmt: skip

DOTTED_HEADERS = Rule(
    "dotted_headers", Severity.WARNING,
    N_("the headers have dots for blanks, as a program saved them; read as the publisher's own ({value})."),
    N_("Nothing, or bring the publisher's own file."), merged_by=(), reading=True,
)  # fmt: skip

SHORT_HEADER = Rule(
    "short_header", Severity.ERROR,
    Counted(
        "the header names {expected} column, the rows below it have {found}: which column has no name?",
        "the header names {expected} columns, the rows below it have {found}: which column has no name?",
        by="expected",
    ),
    N_("Give every column a name, a column of row numbers too."),
)  # fmt: skip

HEAD = 60
"""How many records of a sheet are looked at to recognise it."""

MOSTLY = 0.9
"""The share of the records that speaks for all of them."""

_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_MARKS = re.compile(r"\[[a-z]\]")
_DOTTED = re.compile(r"[^\W\d_]{2,}\.+[^\W\d_]{2,}|[^\W\d_]{2,}\.{2,}")
"""Words with dots where a publisher writes blanks; `I.4.4` and `W.-C.` are written so by theirs."""


def clean(cell: str) -> str:
    """Return a header cell without invisible characters and repeated blanks."""
    return " ".join(_INVISIBLE.sub("", cell).split())


@lru_cache(maxsize=50_000)
def key(header: str) -> str:
    """Return what two spellings of one header have in common: letters and digits, subscripts as digits."""
    plain = unicodedata.normalize("NFKC", _MARKS.sub("", clean(header)))
    return fold(plain.replace("+", " plus "))


_QUALIFIED = re.compile(
    r"\b(?:fy|before|after|until|since|prior|avant|apres|jusqu|depuis|var|variation|evolution|change|objectif|target"
    r"|cible)\b|\b(?:fy|ex)(?:19|20)\d\d"
)
"""Words that make a year something else than the year of the figures."""

_SPAN = re.compile(r"(?<![\d/.-])(?:19|20)\d\d\s?[/–-]\s?(?:\d{4}|\d{1,2})(?![\d/.-])")


def year_of(header: str) -> int | None:
    """Return the one four-digit year a header holds, or None; words such as "before" make it a question."""
    if _SPAN.search(header) or _QUALIFIED.search(fold(header)):
        return None
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", header))
    return int(years.pop()) if len(years) == 1 else None


def without_year(header: str) -> str:
    """Return a header without its year and what tied it on."""
    bare = re.sub(r"\s*(?:-\s*)?(?<!\d)(?:19|20)\d\d(?!\d)", "", header)
    return re.sub(r"/\s+", "/", clean(bare))


def distinct(names: Sequence[str]) -> list[str]:
    """Return `names` cleaned and made different from each other; a blank one is named by its place."""
    seen: dict[str, int] = {}
    different = []
    for number, raw in enumerate(names, start=1):
        name = clean(raw) or f"#{number}"
        seen[name] = seen.get(name, 0) + 1
        different.append(name if seen[name] == 1 else f"{name} #{number}")
    return different


def is_blank(record: Sequence[str]) -> bool:
    """Return whether every cell of a record is blank."""
    return not any(cell.strip() for cell in record)


def few(texts: Sequence[str], most: int, between: str = ", ") -> str:
    """Return the first of some texts as one line that says where it leaves others out."""
    return between.join([*texts[:most], *(["…"] if len(texts) > most else [])])


@dataclass
class Sheet(ABC):
    """A table of text: its name (None in a text file), its first records, the rows they start on, and its file."""

    name: str | None
    head: list[list[str]]
    rows: list[int]
    path: Path

    @abstractmethod
    def body(self, header: int, categories: Sequence[str] = ()) -> tuple[pd.DataFrame, list[Finding]]:
        """Return the records below record `header` of the head, and what could not be read.

        The columns are the header's names, cleaned and distinct; the index is
        the row each record starts on. `categories` names the columns that hold
        few different texts.
        """

    def merged(self, header: int) -> dict[str, list[tuple[int, int]]]:
        """Return the first and last row of the cells that the file joins downwards, by column; none in text."""
        return {}

    def joined(self, header: int) -> list[tuple[int, int, list[str]]]:
        """Return first and last row of the cells that the file joins to one, and their columns; none in text."""
        return []

    def hidden(self) -> list[Finding]:
        """Return what is stated of rows, columns and texts that the file hides; text hides nothing."""
        return []

    def with_hidden_columns(self) -> "Sheet":
        """Return the sheet with the columns that the file hides, for a format that knows them; text hides nothing."""
        return self

    def per_cent(self, header: int) -> dict[str, list[int]]:
        """Return the rows of the numbers that the file shows as per cent but keeps as shares of one, by column."""
        return {}

    @cached_property
    def filled(self) -> list[int]:
        """How many cells each record of the head has up to its last that is not blank."""
        return [
            max((number for number, cell in enumerate(record, start=1) if cell.strip()), default=0)
            for record in self.head
        ]

    def columns(self, header: int) -> list[str]:
        """Return the names of the columns of record `header`, without the blank ones at its end that hold nothing."""
        cells = [*self.head[header]]
        below = max(self.filled[header + 1 :], default=0)
        while cells and not clean(cells[-1]) and len(cells) > below:
            cells.pop()
        return distinct(cells)

    def short(self, header: int) -> Finding | None:
        """Return a finding where the records have cells beyond the header: no one knows which column has no name."""
        width, below = len(self.head[header]), self.filled[header + 1 :]
        longer = [cells for cells in below if cells > width]
        if not longer or len(longer) < MOSTLY * len(below):
            return None
        return self.finding(SHORT_HEADER, self.rows[header], found=max(longer), expected=width)

    def finding(
        self, rule: Rule, row: int | None = None, column: str | None = None, value: str | None = None, **params: Any
    ) -> Finding:
        """Return a finding about this sheet."""
        return Finding(rule, str(self.path), self.name, row, column, value, params)

    def find(self, *names: str) -> int | None:
        """Return the first record near the top that holds all of `names`, or None."""
        wanted = {key(name) for name in names}
        for number, record in enumerate(self.head[:25]):
            if wanted <= {key(cell) for cell in record}:
                return number
        return None

    def spelled(self, header: int) -> list[Finding]:
        """Return a finding for each column whose header holds invisible characters, and one of dots for blanks.

        A program that writes dots for blanks leaves no blank in any header.
        """
        cells = self.head[header]
        findings = [
            self.finding(INVISIBLE_CHARACTERS, self.rows[header], clean(cell), cell)
            for cell in cells
            if _INVISIBLE.search(cell)
        ]
        dotted = [clean(cell) for cell in cells if _DOTTED.search(cell)]
        if len(dotted) > 1 and not any(" " in clean(cell) for cell in cells):
            findings.append(self.finding(DOTTED_HEADERS, value=", ".join(dotted[:3])))
        return findings


HeaderAt = tuple[Sheet, int]
"""A sheet, and which record of its head is the header."""
