"""Numbers or columns in, the like out: reading and shaping of function arguments."""

from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

FloatArray: TypeAlias = npt.NDArray[np.float64]
CodeArray: TypeAlias = npt.NDArray[np.int8]

Column: TypeAlias = Any
"""A number, or a pandas Series or one-dimensional NumPy array of them; items may be missing or text."""

USABLE, MISSING, INFINITE, NO_NUMBER = range(4)
"""What :func:`flaws` says of one item."""


@dataclass(frozen=True)
class ArgumentShape:
    """The shape of a function's arguments together, in which its result is given.

    `size` is None for plain numbers; `index` is None unless one of the
    arguments is a Series. `name` is the one name all the Series share.
    """

    size: int | None = None
    index: Any = None
    name: Any = None

    def wrap(self, result: Any) -> Any:
        """Return `result` as a number or word, an array, or a Series."""
        if self.size is None:
            return result.item() if isinstance(result, np.ndarray | np.generic) else result
        if self.index is None:
            return result
        # The dtype is given so that None stays None among words.
        return pd.Series(result, index=self.index, name=self.name, dtype=result.dtype, copy=False)


def shape_of(**columns_given: Column) -> ArgumentShape:
    """Return the common shape of the arguments, paired by position.

    Raises
    ------
    TypeError
        An argument is neither a number (or text, or missing) nor a Series or
        one-dimensional array.
    ValueError
        Two columns differ in length, or carry the same labels in another
        order, so that pairing them by position would mix up rows.
    """
    columns = {name: data for name, data in columns_given.items() if isinstance(data, pd.Series | np.ndarray)}
    for name, data in columns_given.items():
        if (name in columns and data.ndim > 1) or isinstance(data, pd.DataFrame | list | tuple | dict | set):
            raise TypeError(f"{name}: give a number, a Series or a one-dimensional array")
    columns = {name: data for name, data in columns.items() if data.ndim}
    if not columns:
        return ArgumentShape()
    first, leader = next(iter(columns.items()))
    for name, data in columns.items():
        if len(data) != len(leader):
            raise ValueError(f"{first} has {len(leader)} values and {name} has {len(data)}; give as many, or one")
    series = {name: data for name, data in columns.items() if isinstance(data, pd.Series)}
    if not series:
        return ArgumentShape(len(leader))
    first, head = next(iter(series.items()))
    for name, data in series.items():
        if not data.index.equals(head.index) and data.index.symmetric_difference(head.index, sort=False).empty:
            raise ValueError(f"{first} and {name} hold the same labels in another order; align them first")
    names = {data.name for data in series.values()}
    return ArgumentShape(len(leader), head.index, names.pop() if len(names) == 1 else None)


def numbers(data: Column) -> FloatArray:
    """Return `data` as floats, NaN where an item is missing, infinite, text or true/false."""
    values = _floats(data)
    finite = np.isfinite(values)
    return values if finite.all() else np.where(finite, values, np.nan)


def flaws(data: Column) -> CodeArray:
    """Return, per item of `data`, USABLE or what is wrong with it."""
    if _is_numeric(data):
        values = _floats(data)
        return np.where(np.isnan(values), MISSING, np.where(np.isinf(values), INFINITE, USABLE)).astype(np.int8)
    if isinstance(data, pd.Series | np.ndarray) and data.ndim:
        return np.array([_flaw(item) for item in data], dtype=np.int8)
    return np.array(_flaw(_item(data)), dtype=np.int8)


def refuse_equal(**pair: FloatArray) -> None:
    """Raise ValueError, naming the two, if two limits are anywhere the same number."""
    (first, a), (second, b) = pair.items()
    same = np.equal(a, b)
    if same.any():
        value = np.broadcast_to(a, same.shape)[same].flat[0]
        raise ValueError(f"{first} and {second} are both {value:g}; they must differ")


def usable(*columns: FloatArray) -> npt.NDArray[np.bool_]:
    """Return where none of the columns is NaN."""
    result: npt.NDArray[np.bool_] = np.isfinite(columns[0])
    for column in columns[1:]:
        result = result & np.isfinite(column)
    return result


def _is_numeric(data: Column) -> bool:
    if not isinstance(data, pd.Series | np.ndarray):
        return False
    types = pd.api.types
    return bool(types.is_numeric_dtype(data) and not types.is_bool_dtype(data) and not types.is_complex_dtype(data))


def _floats(data: Column) -> FloatArray:
    if _is_numeric(data):
        if isinstance(data, np.ndarray) or isinstance(data.dtype, np.dtype):
            return np.asarray(data, dtype=np.float64)
        return np.asarray(data.to_numpy(dtype=np.float64, na_value=np.nan))
    if isinstance(data, pd.Series | np.ndarray) and data.ndim:
        return np.array([_float(item) for item in data], dtype=np.float64)
    return np.array(_float(_item(data)), dtype=np.float64)


def _item(data: Column) -> object:
    return data.item() if isinstance(data, np.ndarray) else data


def _float(item: object) -> float:
    if isinstance(item, bool) or not isinstance(item, Real | Decimal):
        return np.nan
    try:
        return float(item)
    except OverflowError:
        return np.inf


def _flaw(item: object) -> int:
    if isinstance(item, str):
        return NO_NUMBER if item.strip() else MISSING
    if item is None or item is pd.NA or item is pd.NaT:
        return MISSING
    if isinstance(item, bool) or not isinstance(item, Real | Decimal):
        return NO_NUMBER
    value = _float(item)
    return MISSING if np.isnan(value) else INFINITE if np.isinf(value) else USABLE
