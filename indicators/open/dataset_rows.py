"""Every observation of a data set as a row: each indicator's are made when the first of them is asked for, and stored.

A question is answered by positions among all rows in the order of their key; a page of it costs the indicators on it
and no others, so that the first question after a start, or after an acceptance, is not the one that waits.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.language.translator import N_, Translator
from indicators.model.observations import Bools, floats, sort
from indicators.open.chart_files import left_out_records
from indicators.open.fields import OBSERVATION_FIELDS
from indicators.open.listings import Listing
from indicators.open.observation_rows import (
    COLUMNS,
    ObservationRows,
    rows_of_judged,
    split_by_licence,
    verdict_word,
    with_verdicts,
)
from indicators.open.parameters import SPAN_OF_ROWS, Parameter, Query
from indicators.open.reference_lists import OF_INDICATORS, OF_PLACES, SOURCE, chosen_indicators, chosen_places
from indicators.open.row_table import Positions, RowTable
from indicators.store.dataset import Dataset, once_per_dataset

NAMED = ("indicator", "place", "perimeter", "method", "source")
"""The columns that a question chooses by."""


@dataclass(frozen=True)
class CodedWords:
    """A column of words as numbers, and the number of each word."""

    codes: npt.NDArray[np.intp]
    numbers: Mapping[str, int]

    @classmethod
    def of(cls, column: pd.Series) -> "CodedWords":
        """Return the words of a column."""
        codes, words = pd.factorize(column.astype("category"))
        return cls(np.asarray(codes, dtype=np.intp), {str(word): number for number, word in enumerate(words)})

    def among(self, words: Collection[str]) -> Bools:
        """Return where the column holds one of some words."""
        wanted = np.zeros(len(self.numbers) + 1, dtype=np.bool_)
        wanted[[self.numbers[word] for word in words if word in self.numbers]] = True
        chosen: Bools = wanted[self.codes]
        return chosen


@dataclass(frozen=True)
class HeldFigures:
    """What may be handed on of a data set, in the order of its key: the columns that questions choose by.

    `begins` holds where the rows of each indicator begin; `left_out` counts by source what is not handed on.
    """

    words: Mapping[str, CodedWords]
    years: npt.NDArray[np.float64]
    begins: Mapping[str, int]
    left_out: Mapping[str, int]

    def by_indicator(self, positions: Positions) -> list[tuple[str, Positions]]:
        """Return the positions of each indicator among those of its own rows; `positions` are in ascending order."""
        if not len(positions):
            return []
        codes, names = self.words["indicator"].codes[positions], list(self.words["indicator"].numbers)
        cuts = np.flatnonzero(np.diff(codes)) + 1
        parts = np.split(positions, cuts)
        return [
            (names[codes[code]], part - self.begins[names[codes[code]]])
            for code, part in zip([0, *cuts], parts, strict=True)
        ]


@once_per_dataset
def figures(dataset: Dataset) -> HeldFigures:
    """Return what questions choose by, made once for each data version."""
    allowed, left_out = split_by_licence(dataset, _ordered(dataset))
    words = {name: CodedWords.of(allowed[name]) for name in NAMED}
    codes = words["indicator"].codes
    first = np.flatnonzero(np.diff(codes, prepend=-1))
    names = list(words["indicator"].numbers)
    return HeldFigures(words, floats(allowed["year"]), {names[codes[begin]]: int(begin) for begin in first}, left_out)


@once_per_dataset
def _ordered(dataset: Dataset) -> pd.DataFrame:
    return sort(dataset.observations)


@once_per_dataset
def _judged(dataset: Dataset) -> Callable[[str], pd.DataFrame]:
    @cache
    def of(indicator: str) -> pd.DataFrame:
        return with_verdicts(dataset, sort(dataset.of(indicator)))

    return of


@once_per_dataset
def _every_judged(dataset: Dataset) -> pd.DataFrame:
    return with_verdicts(dataset, _ordered(dataset))


@once_per_dataset
def _verdicts(dataset: Dataset) -> npt.NDArray[np.str_]:
    """Return the verdict of each row of :func:`figures`, blank for none; all at once, the cheapest way."""
    allowed, _ = split_by_licence(dataset, _every_judged(dataset))
    return np.array([verdict_word(comparison) for comparison in allowed["comparison"].tolist()], dtype=np.str_)


@once_per_dataset
def _rows(dataset: Dataset) -> Callable[[str, str], ObservationRows]:
    @cache
    def of(indicator: str, language: str) -> ObservationRows:
        return rows_of_judged(dataset, _judged(dataset)(indicator), language)

    return of


@once_per_dataset
def _tables(dataset: Dataset) -> Callable[[str, str], RowTable]:
    @cache
    def of(indicator: str, language: str) -> RowTable:
        return _rows(dataset)(indicator, language).table()

    return of


def rows_of_indicator(dataset: Dataset, indicator: str, language: str) -> ObservationRows:
    """Return the rows of one indicator, made once for each language."""
    return _rows(dataset)(indicator, language)


@dataclass(frozen=True)
class DatasetTable:
    """All rows of a data set in a language, of which only those that are taken out are made."""

    dataset: Dataset
    language: str

    def at(self, positions: Positions) -> RowTable:
        """Return the rows at some positions (:class:`HeldFigures`), which are in ascending order."""
        of = _tables(self.dataset)
        parts = [
            of(indicator, self.language).at(rows) for indicator, rows in figures(self.dataset).by_indicator(positions)
        ]
        return RowTable.joined(parts) if parts else RowTable({name: np.empty(0, dtype="object") for name in COLUMNS})


def with_verdict(dataset: Dataset, positions: Positions, verdicts: Collection[str]) -> Positions:
    """Return those of some positions whose rows have one of some verdicts."""
    matching: Positions = positions[np.isin(_verdicts(dataset)[positions], list(verdicts))]
    return matching


def all_rows(dataset: Dataset, language: str) -> ObservationRows:
    """Return every observation of a data set as a row, made once for each language."""
    return _all_rows(dataset)(language)


def all_rows_table(dataset: Dataset, language: str) -> RowTable:
    """Return :func:`all_rows` ready to be written, made once for each language."""
    return _all_tables(dataset)(language)


@once_per_dataset
def _all_rows(dataset: Dataset) -> Callable[[str], ObservationRows]:
    @lru_cache(maxsize=4)
    def made(language: str) -> ObservationRows:
        observed = rows_of_judged(dataset, _every_judged(dataset), language)
        # The same few texts stand in thousands of rows: as categories they take a twentieth of the memory.
        rows = observed.rows
        texts_of_rows = {name: "category" for name in rows.columns if pd.api.types.is_string_dtype(rows[name].dtype)}
        return ObservationRows(rows.astype(texts_of_rows), observed.left_out)

    return made


@once_per_dataset
def _all_tables(dataset: Dataset) -> Callable[[str], RowTable]:
    @lru_cache(maxsize=4)
    def made(language: str) -> RowTable:
        return _all_rows(dataset)(language).table()

    return made


PERIMETER = Parameter("perimeter", "perimeter", "Outlines that figures were counted in.", many=True)
METHOD = Parameter("method", "method", "How figures were obtained.", many=True)
VERDICT = Parameter("verdict", "verdict", "Verdicts against the figure of the home city.", many=True)

OBSERVATION_PARAMETERS = (*OF_INDICATORS, *OF_PLACES, SPAN_OF_ROWS, PERIMETER, METHOD, SOURCE, VERDICT)

NOTHING = N_("No published figure held here answers this; nothing stands in its place.")


def observations(dataset: Dataset, query: Query) -> Listing:
    """Return the observations that fit every filter, in the order of their key."""
    held = figures(dataset)
    words, years = held.words, held.years
    chosen = np.ones(len(years), dtype=np.bool_)
    if any(parameter.name in query.values for parameter in OF_INDICATORS):
        chosen &= words["indicator"].among([entry.id for entry in chosen_indicators(dataset, query)])
    if any(parameter.name in query.values for parameter in OF_PLACES):
        chosen &= words["place"].among([place.id for place in chosen_places(dataset, query)])
    for name in ("perimeter", "method", "source"):
        if name in query.values:
            chosen &= words[name].among(query.words(name))
    first, last = query.years()
    if first is not None:
        chosen &= years >= first
    if last is not None:
        chosen &= years <= last
    positions = np.flatnonzero(chosen)
    if "verdict" in query.values:
        positions = with_verdict(dataset, positions, query.words("verdict"))
    meta: dict[str, object] = {"left_out": _left_out(dataset, query)}
    if not len(positions):
        meta["note"] = Translator(query.language)(NOTHING)
    return Listing(OBSERVATION_FIELDS, DatasetTable(dataset, query.language), positions, dataset.version, meta)


def _left_out(dataset: Dataset, query: Query) -> list[dict[str, object]]:
    """Return, of the observations that fit, how many of each source may not be handed on."""
    if all(source.redistributable for source in dataset.sources.values()):
        return []
    rows = dataset.observations
    closed = [key for key, source in dataset.sources.items() if not source.redistributable]
    rows = rows[rows["source"].isin(closed)]
    if any(parameter.name in query.values for parameter in OF_INDICATORS):
        rows = rows[rows["indicator"].isin([entry.id for entry in chosen_indicators(dataset, query)])]
    if any(parameter.name in query.values for parameter in OF_PLACES):
        rows = rows[rows["place"].isin([place.id for place in chosen_places(dataset, query)])]
    for name in ("perimeter", "method", "source"):
        if name in query.values:
            rows = rows[rows[name].isin(query.words(name))]
    first, last = query.years()
    years = floats(rows["year"])
    within = (
        (years >= (first or -np.inf)) & (years <= (last or np.inf)) if first or last else np.ones(len(rows), "bool")
    )
    return left_out_records(dataset, split_by_licence(dataset, rows[within])[1], query.language)
