"""Keys of observations as whole numbers: place, indicator, year, perimeter, method and source in 64 bits.

Words and years are numbered as they come, the known ones first; two keys are
equal exactly where their six parts are, and keys sort by place, indicator and
year.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

YEARS = range(1900, 2101)
BITS = {"place": 16, "indicator": 13, "year": 9, "perimeter": 6, "method": 6, "source": 14}
"""How many bits each part takes, the first part the highest."""

WITHIN_YEAR = BITS["perimeter"] + BITS["method"] + BITS["source"]
WITHIN_SERIES = WITHIN_YEAR + BITS["year"]
"""How many of the lowest bits tell apart the values of one place, indicator (and year)."""

NO_YEAR = "no year"


class Lexicon:
    """Numbers words: the known ones by their place in a list, others as they first come, as long as there is room."""

    def __init__(self, known: Iterable[Hashable], room: int) -> None:
        self.words: list[Hashable] = list(known)
        self.known = len(self.words)
        self._room = room
        self._codes = {word: code for code, word in enumerate(self.words)}

    def codes(self, words: Iterable[Hashable]) -> np.ndarray:
        """Return the number of each word, -1 where there was no room for it."""
        return np.array([self._code(word) for word in words], dtype="int64")

    def known_code(self, word: Hashable) -> int:
        """Return the number of a known word, -1 for any other."""
        code = self._codes.get(word, -1)
        return code if code < self.known else -1

    def _code(self, word: Hashable) -> int:
        code = self._codes.get(word, -1)
        if code < 0 and len(self.words) < self._room:
            code = self._codes[word] = len(self.words)
            self.words.append(word)
        return code


class Keys:
    """Makes keys of the six parts; the lexicons grow with what is asked."""

    def __init__(self, known: Mapping[str, Iterable[Hashable]]) -> None:
        given = {**known, "year": [*map(float, YEARS), NO_YEAR]}
        self.of = {part: Lexicon(given[part], 1 << bits) for part, bits in BITS.items()}

    def frame(self, table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Return the keys of a table with the columns of a key, and where there is one.

        A year that is missing is a part of a key like any other.
        """
        parts = {}
        for part in BITS:
            codes, words = pd.factorize(table[part], use_na_sentinel=False)
            if part == "year":
                listed: Sequence[Hashable] = [NO_YEAR if pd.isna(year) else float(year) for year in words]
            else:
                listed = [str(word) for word in words]
            parts[part] = self.of[part].codes(listed)[codes] if len(codes) else np.array([], dtype="int64")
        return self.pack(parts)

    def pack(self, parts: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """Return the keys of numbered parts, and where every part has a number."""
        key = np.zeros(len(parts["place"]), dtype="uint64")
        whole = np.ones(len(key), dtype=bool)
        for part, bits in BITS.items():
            codes = parts[part]
            whole &= codes >= 0
            key = (key << np.uint64(bits)) | codes.astype("uint64")
        return key, whole


def part(keys: np.ndarray, name: str) -> np.ndarray:
    """Return one part of each key as its number."""
    names = list(BITS)
    below = sum(BITS[other] for other in names[names.index(name) + 1 :])
    found: np.ndarray = ((keys >> np.uint64(below)) & np.uint64((1 << BITS[name]) - 1)).astype("int64")
    return found
