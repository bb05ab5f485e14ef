"""Tables handed to readers: only what may be redistributed, and nothing a spreadsheet runs."""

import pandas as pd

from indicators.model.observations import to_csv
from indicators.store.dataset import Dataset

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula when it opens a cell of text (OWASP, CSV injection)."""

_NEW_CELL = r"([;\n\r])(?=[=+\-@\t＝＋－＠])"
"""Where a spreadsheet that cuts cells at semicolons, as French ones do, begins a cell within a text."""


def observations_csv(dataset: Dataset, indicator: str) -> str:
    """Return the observations of an indicator as tidy CSV text.

    Those of a source that does not allow it are left out. An apostrophe is put
    before a note that a spreadsheet would run as a formula.
    """
    rows = dataset.of(indicator)
    allowed = [key for key, source in dataset.sources.items() if source.redistributable]
    rows = rows[rows["source"].isin(allowed)]
    return to_csv(rows.assign(note=harmless(rows["note"])))


def csv_bytes(text: str) -> bytes:
    """Return CSV text as UTF-8 with a byte order mark, without which spreadsheets take accents for something else."""
    return text.encode("utf-8-sig")


def harmless(texts: pd.Series) -> pd.Series:
    """Return texts that a spreadsheet shows as they are and runs none of."""
    inside = texts.str.replace(_NEW_CELL, r"\1'", regex=True)
    return inside.where(~texts.str.startswith(FORMULA_STARTS), "'" + inside)
