"""Columns of observations as NumPy arrays.

The frames of one indicator have a few dozen rows, and a page reads hundreds of them: there a pandas operation costs a
hundred times what it does. Words are categories, so that a question about words is asked once of each category.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

Codes = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Objects = npt.NDArray[np.object_]


class _ByIdentity:
    """The categories of a column as a key: all frames cut from one table share the same object."""

    def __init__(self, categories: pd.Index) -> None:
        self.categories = categories

    def __hash__(self) -> int:
        return id(self.categories)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and self.categories is other.categories


@lru_cache(maxsize=128)
def _words(key: _ByIdentity) -> tuple[Objects, dict[str, int]]:
    """Return the categories as str objects, and the code of each: reading them takes longer than all that is asked."""
    words: Objects = key.categories.to_numpy("object")
    return words, {word: code for code, word in enumerate(words.tolist())}


def _categorical(column: pd.Series) -> pd.Categorical:
    values = column.array
    return values if isinstance(values, pd.Categorical) else pd.Categorical(column.astype("str"))


def texts(column: pd.Series, missing: str = "nan") -> Objects:
    """Return a column of words as str objects, `missing` where there is none."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        plain = column.to_numpy("object")
        return np.array([word if isinstance(word, str) else missing for word in plain.tolist()], dtype="object")
    words = _categorical(column)
    values: Objects = np.append(_words(_ByIdentity(words.categories))[0], missing)[words.codes]
    return values


def is_one_of(column: pd.Series, words: Iterable[str]) -> Bools:
    """Return where a column holds one of `words`; never where it holds nothing."""
    values = _categorical(column)
    codes = _words(_ByIdentity(values.categories))[1]
    among = np.zeros(len(codes) + 1, dtype="bool")
    among[[codes[word] for word in words if word in codes]] = True
    chosen: Bools = among[values.codes]
    return chosen


def ranks(column: pd.Series) -> Codes:
    """Return for each word its place in the order of the words; -1 where there is none."""
    words = _categorical(column)
    if words.categories.is_monotonic_increasing:
        return np.asarray(words.codes, dtype=np.intp)
    ranked = np.append(np.argsort(np.argsort(words.categories.to_numpy("object"))), -1)
    return np.asarray(ranked[words.codes])


def numbered(column: pd.Series, order: Mapping[str, int]) -> Codes:
    """Return for each word its number in `order`; a word that is not in it comes last."""
    words = _categorical(column)
    numbers = np.array([*(order.get(str(word), len(order)) for word in words.categories), len(order)])
    return np.asarray(numbers[words.codes])


def floats(column: pd.Series) -> Floats:
    """Return a column of numbers as floats of their own, NaN where one is missing."""
    return np.array(column.to_numpy("float64", na_value=np.nan))
