"""The raw table of pledges: what two publishers' formats have in common, all of it text.

A file of pledges has no values that could be observations: its frame is empty, and the pledges stand beside it.
"""

import pandas as pd

from indicators.findings.finding import Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.raw_table import Publication, RawTable, gather
from indicators.loaders.reading.numbers import is_empty

NOT_A_PERCENTAGE = Rule(
    "not_a_percentage", Severity.WARNING, N_("{value} is not a percentage; the pledge is read without it."),
    N_("Write the digits, from 0 to 100."),
)  # fmt: skip

NO_YEAR_OF_PLEDGE = Rule(
    "no_year_of_pledge", Severity.WARNING, N_("{value} is not one year; the pledge is read without it."),
    N_("Write the four digits of the year."),
)  # fmt: skip

PLEDGE_AGAIN = Rule(
    "pledge_again", Severity.WARNING, N_("{place}: the same pledge stands in row {other} too; it is read once."),
    N_("Take one of the two rows off."),
)  # fmt: skip

UNCLEAR_PLEDGE = Rule(
    "unclear_pledge", Severity.WARNING, N_("{place}: {reason}; what contradicts it was not read."),
    N_("Ask who answered for the city what was meant."),
)  # fmt: skip

NAMES = ["place_name", "place_code", "country"]
FIELDS = [
    "kind", "printed", "stage", "sector", "boundary", "reduction", "base_year", "base_emissions", "target_year",
    "target_emissions", "set_in", "status", "progress", "reviewed", "note",
]  # fmt: skip
"""The columns of a raw pledge besides the names of its place, its row and its sheet; what a format lacks is blank."""


def whole(cells: pd.Series) -> pd.Series:
    """Return years as four digits, blank where a cell holds none."""
    bare = cells.str.strip().str.removesuffix(".0")
    return bare.where(bare.str.fullmatch(r"(?:19|20|21)\d\d"), "")


def years(data: Publication, label: str) -> pd.Series:
    """Return the years of a column (:func:`whole`); a cell that holds something else is a finding and blank."""
    cells = data.cells(label).str.strip()
    numbers = whole(cells)
    for row in cells.index[(numbers == "") & ~is_empty(cells)]:
        data.findings.append(data.sheet.finding(NO_YEAR_OF_PLEDGE, row, data.named(label), cells[row]))
    return numbers


def amounts(cells: pd.Series) -> pd.Series:
    """Return tonnes as plain digits (`1e+07` too), blank where a cell holds no number."""
    numbers = pd.to_numeric(cells.str.strip().str.replace(",", ""), errors="coerce")
    return numbers.map(lambda number: "" if pd.isna(number) or number < 0 else f"{number:.15g}").astype("str")


def percentages(data: Publication, label: str) -> pd.Series:
    """Return the per cents of a column as digits (`40 %` too); what is none is a finding and blank."""
    cells = data.cells(label).str.strip()
    bare = cells.str.removesuffix("%").str.strip()
    numbers = pd.to_numeric(bare, errors="coerce")
    fits = numbers.between(0, 100)
    for row in cells.index[~fits & ~is_empty(cells)]:
        data.findings.append(data.sheet.finding(NOT_A_PERCENTAGE, row, data.named(label), cells[row]))
    return bare.where(fits, "")


def raw_pledges(
    name: str, data: Publication, pledges: pd.DataFrame, empty: int = 0, source: str = "", release: str = ""
) -> RawTable:
    """Return the raw table of a file of pledges; `pledges` has the names, some of the fields, and its rows as index."""
    frame = pledges.reindex(columns=[*NAMES, *FIELDS], fill_value="").fillna("").astype("str")
    again = _again(data, frame)
    frame, pledges = frame[~again.to_numpy()], pledges[~again.to_numpy()]
    frame.insert(0, "row", pledges.index.to_numpy())
    values = gather(data.body, [], {}, data.sheet.name).frame
    table = RawTable(name, "city", values, len(data.body), empty, source=source, release=release)
    table.findings, table.pledges = data.findings, frame.reset_index(drop=True)
    return table


def _again(data: Publication, frame: pd.DataFrame) -> pd.Series:
    """Return which pledges stand in an earlier row already, word for word; each is a finding."""
    again = frame.duplicated()
    first: dict[tuple[str, ...], object] = {}
    for row, words, repeated in zip(frame.index, frame.itertuples(index=False, name=None), again, strict=True):
        if repeated:
            params = {"place": words[0], "other": str(first[words])}
            data.findings.append(data.sheet.finding(PLEDGE_AGAIN, int(row), **params))
        first.setdefault(words, row)
    return again
