"""Tables made by hand, resolved: dates to years, words to ids, signs to units; each assumption is reported once."""

import re
from collections.abc import Callable, Container, Mapping
from functools import partial

import numpy as np
import pandas as pd

from indicators.findings.collector import FindingCollector
from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.handmade import synonyms
from indicators.loaders.raw_table import RawTable
from indicators.loaders.reading.headers import few
from indicators.loaders.reading.numbers import ERROR_CELL, FORMULA_ERROR, NumberCells, plain_characters
from indicators.loaders.reading.years import year_in
from indicators.model.catalogue import Catalogue
from indicators.model.home import Home
from indicators.model.places import fold, is_doubted
from indicators.model.sources import Source
from indicators.model.vocabulary import Method, Perimeter

READ_AS = Rule(
    "read_as", Severity.WARNING, N_("words were read as the tidy format's: {value}."),
    N_("Correct the file if one of them is wrong."), reading=True, merged_by=(),
)  # fmt: skip

BLANK_NAME = Rule(
    "blank_name", Severity.ERROR, N_("the {column} is blank."),
    N_("Write it in every row: joined cells keep their text in the first one only."),
)  # fmt: skip

DATES_READ = Rule(
    "dates_read", Severity.WARNING, N_("dates were read as their year, {value} as {year} (rows: {count})."),
    N_("Check that the values are those of whole years."), reading=True, merged_by=("column",),
)  # fmt: skip

AMBIGUOUS_DATE = Rule(
    "ambiguous_date", Severity.ERROR, N_("which year is {value}?"), N_("Write the year in four digits.")
)

NUMBERS_READ = Rule(
    "numbers_read", Severity.WARNING, N_("numbers were read as people write them, {value} as {read} (cells: {count})."),
    N_("Nothing, if that is the number meant."), reading=True, merged_by=("column",),
)  # fmt: skip


MOST_SHOWN = 12
"""How many words one statement lists."""

_RAISED_MARKS = re.compile(r"(?<=[^\W\d])\s*[¹²³⁰-⁹ᵃ-ᶻ]+$")
"""The raised marks of footnotes behind a name."""

_NAMES = {"place_name": "place", "field": "indicator"}


def settle(
    table: RawTable, catalogue: Catalogue, sources: Mapping[str, Source], home: Home, report: FindingCollector
) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """Return the raw frame of a tidy or mapped table with what its cells mean in place of what they say.

    Rows without a place or an indicator, with the error of a formula for a
    name, or with a date whose year is a question are refused: where, is
    returned by the raw column of the cell.
    """
    frame = table.frame.reset_index(drop=True)
    report.printed |= {**{name: header for header, name in table.read_as.items()}, **table.printed}
    frame["place_name"] = with_words(frame["place_name"], lambda text: _RAISED_MARKS.sub("", text))
    frame["unit"] = with_words(frame["unit"], plain_characters)
    refused = _blank_names(frame, report)
    nameless = refused["place_name"] | refused["field"]
    frame, refused["year"] = _years(frame, nameless, report)
    read_as = dict(table.read_as)
    for column, names, ids in (
        ("field", partial(synonyms.indicator_names, catalogue), catalogue),
        ("source", partial(synonyms.source_names, sources), sources),
        ("perimeter", partial(synonyms.perimeter_names, home), frozenset(Perimeter)),
        ("method", synonyms.methods, frozenset(Method)),
    ):
        frame = _words(frame, column, names, ids, read_as)
    frame = _signs(frame)
    if read_as:
        value = few([f"{printed} = {meant}" for printed, meant in read_as.items()], MOST_SHOWN, "; ")
        report.add([Finding(READ_AS, report.file, table.sheet or None, table.header, value=value)])
    return frame, refused


def _blank_names(frame: pd.DataFrame, report: FindingCollector) -> dict[str, np.ndarray]:
    """Refuse the rows whose place or indicator is blank or the error of a formula; return where, by column."""
    refused = {}
    for name, column in _NAMES.items():
        blank = words_where(frame[name], lambda text: not text.strip())
        if blank.any():
            report.add_rows(BLANK_NAME, frame[blank], column, name)
        failed = words_where(frame[name], lambda text: bool(re.fullmatch(FORMULA_ERROR, text.strip())))
        if failed.any():
            report.add_rows(ERROR_CELL, frame[failed], column, name)
        refused[name] = blank | failed
    return refused


def _years(frame: pd.DataFrame, nameless: np.ndarray, report: FindingCollector) -> tuple[pd.DataFrame, np.ndarray]:
    """Write the year of each date; refuse the dates that can be of several years, and return where they are.

    What was read is reported for the rows that have names.
    """
    texts = frame["year"].astype("category").cat.categories.astype("str")
    read = {text: year_in(text) for text in texts}
    questions = [text for text, (_, is_question) in read.items() if is_question]
    asked_of = np.zeros(len(frame), dtype=bool)
    if questions:
        asked_of = frame["year"].astype("str").isin(questions).to_numpy()
        report.add_rows(AMBIGUOUS_DATE, frame[asked_of], "year", "year")
    dates = {text: year for text, (year, is_question) in read.items() if not is_question and year != text}
    if not dates:
        return frame, asked_of
    cells = frame["year"].astype("str")[~nameless]
    dated = cells.isin([text for text in dates if not re.fullmatch(r"\S{4}(?:[.,]0+)?", plain_characters(text))])
    if dated.any():
        first = str(cells[dated].iloc[0])
        params = {"year": dates[first], "count": int(dated.sum())}
        report.add([Finding(DATES_READ, report.file, column="year", value=first, params=params)])
    return frame.assign(year=with_words(frame["year"], lambda text: dates.get(text, text))), asked_of


def _words(
    frame: pd.DataFrame,
    column: str,
    names: Callable[[], Mapping[str, str]],
    ids: Container[str],
    read_as: dict[str, str],
) -> pd.DataFrame:
    """Write the id of each word that names one, adding to `read_as` what was read as what; an id means itself."""
    texts = frame[column].astype("category").cat.categories.astype("str")
    unknown = [text for text in texts if text.strip() and text.strip() not in ids and not is_doubted(text)]
    if not unknown:
        return frame
    known = names()
    meant = {text: known[fold(text)] for text in unknown if fold(text) in known}
    read_as.update({text.strip(): word for text, word in meant.items()})
    if not meant:
        return frame
    return frame.assign(**{column: with_words(frame[column], lambda text: meant.get(text, text))})


def _signs(frame: pd.DataFrame) -> pd.DataFrame:
    """Move the per cent and per mille signs of the cells into the unit, where the unit does not say otherwise."""
    for name in ("value", "lower", "upper"):
        # plain digits have no sign, and are most of a long file
        others = np.flatnonzero(NumberCells(frame[name]).is_other)
        signed = np.zeros(len(frame), dtype=bool)
        signed[others] = frame[name].iloc[others].astype("str").str.contains("[%٪％‰]", regex=True)
        if not signed.any():
            continue
        cells = frame[name].astype("str")
        shown = cells[signed].map(plain_characters).astype("str")
        # Arabic may write its sign before the number
        parts = shown.str.replace(r"^([%‰])\s*(.+)$", r"\2\1", regex=True).str.extract(r"^(.*?)\s*([%‰])$")
        sign = parts[1]
        unit = frame.loc[signed, "unit"].astype("str").str.strip()
        agreed = parts[1].notna() & ((unit == "") | (unit == sign) | (unit.isin(["percent", "٪"]) & (sign == "%")))
        rows = agreed.index[agreed]
        values, units = cells.copy(), frame["unit"].astype("str")
        values.loc[rows], units.loc[rows] = parts.loc[rows, 0], sign.loc[rows]
        frame = frame.assign(**{name: values, "unit": units.astype("category")})
    return frame


def words_where(cells: pd.Series, holds: Callable[[str], bool]) -> np.ndarray:
    """Return where `holds` is true of a cell, asking it of each distinct text once."""
    coded = cells.astype("category").cat
    answers = np.array([*(holds(str(text)) for text in coded.categories), False], dtype=bool)
    where: np.ndarray = answers[coded.codes.to_numpy()]
    return where


def with_words(cells: pd.Series, meant: Callable[[str], str]) -> pd.Series:
    """Return the categories that `meant` makes of the texts of some cells, asking it of each distinct text once."""
    coded = cells.astype("category").cat
    texts = [str(text) for text in coded.categories]
    words = [meant(text) for text in texts]
    codes = coded.codes.to_numpy()
    if words == texts and isinstance(cells.dtype, pd.CategoricalDtype):
        return cells
    number, distinct = pd.factorize(np.array(words, dtype=object))
    return pd.Series(
        pd.Categorical.from_codes(np.append(number, -1)[codes], categories=pd.Index(distinct, dtype="str")),
        index=cells.index,
    )


def numbers_read(
    rows: pd.DataFrame, cells: NumberCells, number: np.ndarray, where: np.ndarray, file: str
) -> list[Finding]:
    """Return one statement of the numbers that were not written as a computer writes them, if there are any."""
    typed = np.flatnonzero(where & ~cells.plain)
    typed = typed[rows["value"].iloc[typed].astype("str").str.contains("[^-+.0-9eE]").to_numpy(dtype=bool)]
    if not len(typed):
        return []
    row = rows.iloc[typed[0]]
    params = {"read": f"{number[typed[0]]:.15g}", "count": len(typed)}
    return [Finding(NUMBERS_READ, file, None, None, str(row["column"]), str(row["value"]), params)]
