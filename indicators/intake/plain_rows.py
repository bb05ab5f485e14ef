"""The plain rows of a long table: known words, a year, plain numbers within bounds, and nothing to say about them.

Almost every row of a table that a computer wrote is one. What is asked of a
word is asked once for each distinct word of a block; the rest is arithmetic
on codes. Rows that are not plain are for :mod:`indicators.intake.row_checks`, which
says of each what is wrong or how it was read.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from indicators.intake.keys import NO_YEAR, YEARS, Keys
from indicators.intake.refused_rows import MEASURED
from indicators.intake.row_checks import UNSTATED
from indicators.loaders.published_names import NAMES, place_ids
from indicators.loaders.reading.numbers import PLAIN, NumberMarks
from indicators.model.units import factor
from indicators.model.vocabulary import Level, Method, Perimeter, Scale
from indicators.store.checks import LEVELS, UNOBSERVED
from indicators.store.dataset import Dataset

WORDS = ("place_name", "country", "field", "year", "perimeter", "method", "source", "unit")
"""The columns of a raw table that hold few distinct words."""

MOST_NAMES = 100_000
"""How many names of places are remembered from block to block."""


@dataclass
class Plain:
    """Which rows of a block are plain, and for those the number of each part of their key, and their numbers.

    `blank` says for perimeter, method and source which plain rows leave them
    out; `points` whether a plain value holds a decimal point, by column.
    """

    rows: np.ndarray
    parts: dict[str, np.ndarray]
    numbers: dict[str, np.ndarray]
    blank: dict[str, np.ndarray]
    points: dict[str, bool]


class PlainRows:
    """Finds the plain rows of block after block of one file."""

    def __init__(self, dataset: Dataset, keys: Keys, this_year: int, source: str) -> None:
        self.dataset, self.keys, self.this_year = dataset, keys, this_year
        entries = list(dataset.catalogue.values())
        self.low = np.array([-np.inf if one.range.min is None else one.range.min for one in entries] or [0.0])
        self.high = np.array([np.inf if one.range.max is None else one.range.max for one in entries] or [0.0])
        self.undated = np.array([one.undated for one in entries] or [False])
        self.units = [one.unit for one in entries]
        scales, levels = list(Scale), list(Level)
        self.scale = np.array([scales.index(one.scale) for one in entries] or [0])
        self.level = np.array([levels.index(one.level) for one in dataset.places.values()] or [0])
        self.fits = np.array([[level in LEVELS[scale] for level in levels] for scale in scales])
        methods = keys.of["method"]
        self.ahead = np.isin(np.arange(methods.known), methods.codes(map(str, UNOBSERVED)))
        self.default = {
            "perimeter": str(Perimeter.NOT_STATED),
            "method": str(Method.REPORTED),
            "source": source or UNSTATED,
        }
        self.names: dict[tuple[str, str], str] = {}

    def find(self, columns: Mapping[str, pa.Array], marks: Mapping[str, NumberMarks]) -> Plain:
        """Return the plain rows of a block of a file whose columns of numbers have these marks."""
        place = self._places(columns)
        indicator = self._coded(columns["field"], self._known("indicator"))
        plain = (place >= 0) & (indicator >= 0)
        entry = np.maximum(indicator, 0)
        plain &= self.fits[self.scale[entry], self.level[np.maximum(place, 0)]]
        parts = {"place": place, "indicator": indicator}
        blank = {}
        for name in ("perimeter", "method", "source"):
            parts[name] = self._coded(columns[name], self._known(name, self.default[name]))
            blank[name] = self._coded(columns[name], lambda text: not text.strip()) == 1
            plain &= parts[name] >= 0
        parts["year"], year = self._years(columns["year"])
        dated = year > 0
        observed = ~self.ahead[np.maximum(parts["method"], 0)]
        plain &= (parts["year"] >= 0) & np.where(dated, ~observed | (year <= self.this_year), self.undated[entry])
        plain &= self._units_fit(columns["unit"], entry)
        numbers, points = {}, {}
        for name in MEASURED:
            numbers[name], readable, points[name] = _numbers(columns[name], marks[name])
            inside = (numbers[name] >= self.low[entry]) & (numbers[name] <= self.high[entry])
            given = ~np.isnan(numbers[name])
            plain &= readable & (inside & given if name == "value" else inside | ~given)
        value, lower, upper = (numbers[name] for name in MEASURED)
        plain &= ~((lower > value) | (upper < value))
        rows = np.flatnonzero(plain)
        return Plain(
            rows,
            {name: codes[rows] for name, codes in parts.items()},
            {name: found[rows] for name, found in numbers.items()},
            {name: where[rows] for name, where in blank.items()},
            points,
        )

    def _coded(self, column: pa.Array, of: Callable[[str], int]) -> np.ndarray:
        """Return what `of` says of the word of each row, asked once for each distinct word."""
        answers = np.array([of(str(word)) for word in column.dictionary.to_pylist()] or [0], dtype="int64")
        found: np.ndarray = answers[column.indices.to_numpy()]
        return found

    def _known(self, part: str, default: Hashable = None) -> Callable[[str], int]:
        """Return what numbers a word: by the lexicon where it is known, -1 where it is not."""
        lexicon = self.keys.of[part]

        def code(text: str) -> int:
            word = text.strip() or default
            return lexicon.known_code(word)

        return code

    def _places(self, columns: Mapping[str, pa.Array]) -> np.ndarray:
        names, countries = columns["place_name"], columns["country"]
        spelled, of = names.dictionary.to_pylist(), countries.dictionary.to_pylist()
        joined = names.indices.to_numpy().astype("int64") * max(1, len(of)) + countries.indices.to_numpy()
        if len(of) <= 1:
            pairs, codes = np.arange(len(spelled)), joined
        else:
            codes, pairs = pd.factorize(joined)
        asked = [(str(spelled[pair // max(1, len(of))]), str(of[pair % max(1, len(of))])) for pair in pairs]
        new = [pair for pair in asked if pair not in self.names]
        if len(self.names) + len(new) > MOST_NAMES:
            self.names, new = {}, asked
        if new:
            frame = pd.DataFrame(new, columns=["place_name", "country"], dtype="str").assign(place_code="")
            self.names |= dict(zip(new, place_ids(frame[NAMES], "any", self.dataset.places).astype("str"), strict=True))
        numbers = np.array([self.keys.of["place"].known_code(self.names[pair]) for pair in asked] or [-1])
        found: np.ndarray = numbers[codes]
        return found

    def _years(self, column: pa.Array) -> tuple[np.ndarray, np.ndarray]:
        """Return the number of each year in the lexicon and the year itself, 0 where the cell is blank."""

        def year(text: str) -> int:
            word = text.strip()
            if not word:
                return 0
            return int(word) if len(word) == 4 and word.isascii() and word.isdigit() and int(word) in YEARS else -1

        years = self._coded(column, year)
        lexicon = self.keys.of["year"]
        none = lexicon.known_code(NO_YEAR)
        return np.where(years > 0, years - YEARS.start, np.where(years == 0, none, -1)), years

    def _units_fit(self, column: pa.Array, entry: np.ndarray) -> np.ndarray:
        """Return where the unit is not named, or is the indicator's own."""
        words = [str(word).strip() for word in column.dictionary.to_pylist()]
        if not any(words):
            return np.ones(len(entry), dtype=bool)
        pairs, distinct = pd.factorize(column.indices.to_numpy().astype("int64") * len(self.units) + entry)
        fits = []
        for pair in distinct:
            word, unit = words[pair // len(self.units)], self.units[pair % len(self.units)]
            fits.append(not word or factor(word, unit) == 1.0)
        found: np.ndarray = np.array(fits or [True])[pairs]
        return found


def _numbers(column: pa.Array, marks: NumberMarks) -> tuple[np.ndarray, np.ndarray, bool]:
    """Return the plain numbers of a column, which cells are blank or such a number, and whether any has a point."""
    length = pc.binary_length(column).to_numpy()
    if not length.any():
        return np.full(len(column), np.nan), np.ones(len(column), dtype=bool), False
    plain = pc.match_substring_regex(column, f"^(?:{PLAIN})$")
    points = bool(pc.any(pc.and_(plain, pc.match_substring(column, "."))).as_py())
    readable = plain.to_numpy(zero_copy_only=False)
    if marks.doubtful_point and points:
        readable = readable & ~pc.match_substring_regex(column, r"^[+-]?[1-9][0-9]{0,2}\.[0-9]{3}$").to_numpy(
            zero_copy_only=False
        )
    cells = column if readable.all() else pc.if_else(pa.array(readable), column, None)
    number = pc.cast(cells, pa.float64()).to_numpy(zero_copy_only=False)
    infinite = np.isinf(number)
    if infinite.any():
        number = np.where(infinite, np.nan, number)
    return number, (readable & ~infinite) | (length == 0), points
