"""CSV that a spreadsheet opens rightly: accents read as such, and no text run as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import pandas as pd

from indicators.language.bidi import unmarked

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula when it opens a cell of text (OWASP, CSV injection)."""

_NEW_CELL = r"([;\n\r])(?=[=+\-@\t＝＋－＠])"
"""Where a spreadsheet that cuts cells at semicolons, as French ones do, begins a cell within a text."""


def csv_bytes(text: str) -> bytes:
    """Return CSV text as UTF-8 with a byte order mark, without which spreadsheets take accents for something else."""
    return text.encode("utf-8-sig")


DECIMAL_COMMAS = frozenset({"fr", "ar"})
"""The languages whose spreadsheets, in Morocco, write numbers with a comma, and so part columns by semicolons."""


def spreadsheet_csv(rows: Iterable[Sequence[str]], language: str) -> bytes:
    """Return rows as CSV that the spreadsheets of the language's readers open as columns."""
    out = io.StringIO()
    cells = [[unmarked(cell) for cell in row] for row in rows]
    csv.writer(out, delimiter=";" if language in DECIMAL_COMMAS else ",", lineterminator="\r\n").writerows(cells)
    return csv_bytes(out.getvalue())


def harmless(texts: pd.Series) -> pd.Series:
    """Return texts that a spreadsheet shows as they are and runs none of, without marks of direction."""
    texts = texts.map(unmarked)
    inside = texts.str.replace(_NEW_CELL, r"\1'", regex=True)
    return inside.where(~texts.str.startswith(FORMULA_STARTS), "'" + inside)


@lru_cache(maxsize=20_000)
def harmless_text(text: str) -> str:
    """Return one text as :func:`harmless` does."""
    inside = re.sub(_NEW_CELL, r"\1'", text)
    return f"'{inside}" if text.startswith(FORMULA_STARTS) else inside
