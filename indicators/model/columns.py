"""Columns of observations as NumPy arrays.

The frames of one indicator have a few dozen rows, and a page reads hundreds of
them: there a pandas operation costs a hundred times what it does. Words are
categories, so that a question about words is asked once of each category.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

Codes = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Objects = npt.NDArray[np.object_]


def _categorical(column: pd.Series) -> pd.Categorical:
    values = column.array
    return values if isinstance(values, pd.Categorical) else pd.Categorical(column.astype("str"))


def texts(column: pd.Series, missing: str = "nan") -> Objects:
    """Return a column of words as str objects, `missing` where there is none."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        plain = column.to_numpy("object")
        return np.array([word if isinstance(word, str) else missing for word in plain.tolist()], dtype="object")
    words = _categorical(column)
    values: Objects = np.append(words.categories.to_numpy("object"), missing)[words.codes]
    return values


def is_one_of(column: pd.Series, words: Iterable[str]) -> Bools:
    """Return where a column holds one of `words`; never where it holds nothing."""
    values = _categorical(column)
    wanted = values.categories.get_indexer(list(dict.fromkeys(words)))
    among = np.zeros(len(values.categories) + 1, dtype="bool")
    among[wanted[wanted >= 0]] = True
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
