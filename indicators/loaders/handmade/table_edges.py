"""What people put around and into a table: footnotes, totals, a name once for several rows, joined cells."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.handmade.synonyms import column_of
from indicators.loaders.reading.headers import Sheet, clean, key
from indicators.loaders.reading.numbers import JOINED
from indicators.model.places import fold

FOOTNOTE_LEFT_OUT = Rule(
    "footnote_left_out", Severity.WARNING, N_("the line below the table was not used: {value}."),
    N_("Put it in the note of the rows it is about."), reading=True,
)  # fmt: skip

TOTAL_LEFT_OUT = Rule(
    "total_left_out", Severity.WARNING, N_("{value} is no place but sums up others (rows left out: {count})."),
    N_("Name the place if it is one."), reading=True, merged_by=("value",),
)  # fmt: skip

FILLED_DOWN = Rule(
    "filled_down", Severity.WARNING,
    N_("blank cells were read as the name above them, the first as {value} (cells: {count})."),
    N_("Write the name in every row if this is wrong."), reading=True,
)  # fmt: skip


def folded(*words: str) -> frozenset[str]:
    """Return words as they are compared with cells."""
    return frozenset(map(fold, words))


TOTALS = folded(
    "total", "totals", "grand total", "sub total", "subtotal", "sum", "average", "mean", "all", "overall",
    "total général", "sous total", "total global", "totaux", "ensemble", "moyenne", "moyenne générale", "somme",
    "cumul",
    "المجموع", "المجموع العام", "مجموع", "الإجمالي", "إجمالي", "المعدل", "المتوسط", "متوسط",
)  # fmt: skip
"""The words that stand for the rows above or below them, and for no place."""

_OF_A_PLACE = re.compile(
    r"^(?:(?:sous|s|grand|sub) )?(?:total|totaux|المجموع|مجموع|الاجمالي|اجمالي)\b|\btotal$"
    r"|^(?:ensemble|moyenne|somme|cumul|average|mean|sum) (?:de|des|du|d|of|for|ponderee|simple|weighted)\b"
)
"""A sum or a mean that says of what."""

HEADER_AGAIN = Rule(
    "header_again", Severity.ERROR, N_("this row is the header again, or in another language; it holds no figure."),
    N_("Take the row out."),
)  # fmt: skip

ANOTHER_TABLE = Rule(
    "another_table", Severity.ERROR,
    N_("another table begins in this row, with other columns; it was not read (rows: {count})."),
    N_("Put each table in a file or a sheet of its own."),
)  # fmt: skip

NEEDED = frozenset({"place", "indicator", "value"})
"""The tidy columns without which a row of words is no header."""

LAST = 30
"""How many records from the end may be footnotes."""

_FOOTNOTE = re.compile(
    r"sources?\b|notes?\b|n\.?b\.?\b|champ\b|lecture\b|remarques?\b|légende|\(?\*|\(\d\)|المصدر|ملاحظ", re.I
)


def without_footnotes(sheet: Sheet, body: pd.DataFrame, values: Sequence[str]) -> tuple[pd.DataFrame, list[Finding]]:
    """Take the lines of text below a table out of it; each is named."""
    findings: list[Finding] = []
    last = body.tail(LAST).astype("str")
    cut = len(last)
    for number in range(len(last) - 1, -1, -1):
        record = last.iloc[number]
        filled = [cell for cell in record if cell.strip()]
        text = clean(" ".join(filled))
        is_text = len(filled) == 1 and len(text) >= 25 and " " in text
        if not (is_text or _FOOTNOTE.match(text)) or any(record[name].strip() for name in values):
            break
        cut = number
        findings.append(sheet.finding(FOOTNOTE_LEFT_OUT, int(record.name), value=text[:160]))
    return body.iloc[: len(body) - (len(last) - cut)], findings[::-1]


def is_total(text: str) -> bool:
    """Return whether a cell names a sum or a mean of other rows, alone or of some place ("Total Casablanca")."""
    folded = fold(text)
    return folded in TOTALS or (_OF_A_PLACE.search(folded) is not None)


def totals_in(cells: pd.Series) -> np.ndarray:
    """Return which cells name a sum or a mean of other rows."""
    words = [word for word in cells.unique() if isinstance(word, str) and len(word) < 40 and is_total(word)]
    mask: np.ndarray = cells.isin(words).to_numpy(dtype=bool)
    return mask


def without_totals(
    sheet: Sheet, body: pd.DataFrame, label: str, totals: np.ndarray
) -> tuple[pd.DataFrame, list[Finding]]:
    """Take the rows of `totals` out of a table; they are named once for each word."""
    if not totals.any():
        return body, []
    total_labels = body.loc[totals, label].astype("str")
    findings = [
        sheet.finding(TOTAL_LEFT_OUT, int(rows.index[0]), label, str(word), count=len(rows))
        for word, rows in total_labels.groupby(total_labels, sort=False)
    ]
    return body[~totals], findings


def filled_down(
    sheet: Sheet,
    body: pd.DataFrame,
    columns: Sequence[str],
    merged: Mapping[str, Sequence[tuple[int, int]]],
    keys: Sequence[str],
) -> tuple[pd.DataFrame, list[Finding]]:
    """Write a name that stands once for several rows into each of them; each column so filled is named.

    `columns` may be filled where the pattern is clear (see :func:`_is_clear`);
    `merged` gives the first and last row of the cells that the workbook itself
    joins, by column; those are filled in any case. `keys` are the columns
    that together say what a row is about.
    """
    findings: list[Finding] = []
    for name in dict.fromkeys([*columns, *merged]):
        cells = body[name].astype("str")
        blank = (cells.str.strip() == "").to_numpy(dtype=bool)
        if not blank.any() or blank.all():
            continue
        joined = np.zeros(len(body), dtype=bool)
        for first, last in merged.get(name, ()):
            joined[slice(*body.index.searchsorted([first + 1, last + 1]))] = True
        joined &= blank
        filled = cells.mask(blank).ffill()
        others = [body[key].astype("str") for key in keys if key != name]
        filled_here = blank if name in columns and _is_clear(cells, filled, blank, others) else joined
        if filled_here.any():
            first = filled[filled_here].iloc[0]
            findings.append(sheet.finding(FILLED_DOWN, None, name, first, count=int(filled_here.sum())))
            whole = cells.mask(filled_here, filled)
            body = body.assign(**{name: whole.astype(body[name].dtype if body[name].dtype == "str" else "category")})
    return body, findings


def marked_joined(
    body: pd.DataFrame, joined: Sequence[tuple[int, int, list[str]]], values: Sequence[str]
) -> pd.DataFrame:
    """Mark the figures of cells that are joined over several, in each of them: no one knows whose figure it is.

    `joined` gives their first and last row, and their columns, whose first holds the text.
    """
    cells: dict[str, np.ndarray] = {}
    ends: dict[str, int] = {}
    for first, last, columns in sorted(joined):
        # No program joins a cell to two others.
        if not columns or first <= ends.get(columns[0], 0):
            continue
        ends[columns[0]] = last
        figures = [name for name in columns if name in values and name in body]
        rows = slice(*body.index.searchsorted([first, last + 1]))
        if columns[0] not in figures or (first == last and len(figures) < 2) or first not in body.index:
            continue
        text = str(body[columns[0]].iloc[rows.start]).strip()
        for name in figures if any(character.isdigit() for character in text) else ():
            cells.setdefault(name, body[name].astype("str").to_numpy(dtype=object, copy=True))[rows] = (
                f"{text} {JOINED}"
            )
    return body.assign(**{name: pd.Series(texts, index=body.index, dtype="str") for name, texts in cells.items()})


def _is_clear(cells: pd.Series, filled: pd.Series, blank: np.ndarray, others: Sequence[pd.Series]) -> bool:
    """Return whether blanks can only mean the name above them.

    Every name is written once, nothing is blank above the first, each name has
    at least two rows (a total may have one), and once filled no two rows are about the same thing.
    """
    written = cells[~blank]
    if blank[0] or written.duplicated().any():
        return False
    blocks = np.diff(np.append(np.flatnonzero(~blank), len(cells)))
    if ((blocks < 2) & ~totals_in(written)).any():
        return False
    return not pd.concat([filled, *others], axis=1).duplicated().any()


def without_headers(
    sheet: Sheet, body: pd.DataFrame, names: Mapping[str, str], values: Sequence[str]
) -> tuple[pd.DataFrame, list[Finding]]:
    """Take headers that stand again below the first out of a table, and all rows below one of another table.

    `names` are the printed headers by the tidy column they hold, `values` those of figures.
    """
    label = names.get("place") or names.get("indicator")
    if label is None:
        return body, []
    held = {**dict.fromkeys(values), **{printed: column for column, printed in names.items()}}
    words = [word for word in body[label].astype("str").unique() if key(word) == key(label) or column_of(word)]
    findings: list[Finding] = []
    again: list[int] = []
    for row in body.index[body[label].isin(words).to_numpy(dtype=bool)]:
        filled = {str(name): cell for name, cell in body.loc[row].astype("str").items() if cell.strip()}
        is_labelled = key(filled[label]) == key(label)
        if len(filled) < 2 or not (is_labelled or {column_of(cell) for cell in filled.values()} >= NEEDED):
            continue
        if all(
            key(cell) == key(name) or (held[name] is not None and column_of(cell) == held[name])
            for name, cell in filled.items()
            if name in held
        ):
            again.append(row)
            findings.append(sheet.finding(HEADER_AGAIN, int(row)))
        else:
            findings.append(sheet.finding(ANOTHER_TABLE, int(row), count=int((body.index > row).sum())))
            body = body.loc[body.index < row]
            break
    return body.drop(index=again), findings
