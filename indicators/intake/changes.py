"""Changes: what a file's values would add to the store, alter, or leave as it is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.model.observations import KEY, NUMBERS


@dataclass(frozen=True)
class Changes:
    """How many values are new, changed and unchanged, and which is which.

    `kind` says it for each value, `old` the value in the store.
    """

    new: int
    changed: int
    unchanged: int
    kind: pd.Series
    old: pd.Series


def compare(values: pd.DataFrame, stored: pd.DataFrame) -> Changes:
    """Compare observations with the store's by their key.

    Where a value's source is not stated, it is unchanged if any source of the store says the same of the same place,
    indicator, year, perimeter and method, and new if none does.
    """
    relevant = stored[stored["indicator"].isin(values["indicator"].unique())]
    stated = (values["source"].astype("str") != "").to_numpy()
    old = pd.Series(np.nan, index=values.index)
    kind = pd.Series("new", index=values.index, dtype="str")
    positions, matches = _match(values[stated], relevant, list(KEY))
    brought, known = values[stated].iloc[positions], relevant.iloc[matches]
    old.loc[brought.index] = known["value"].to_numpy()
    same = _same(brought, known)
    kind.loc[brought.index] = np.where(same, "unchanged", "changed")
    positions, matches = _match(values[~stated], relevant, [name for name in KEY if name != "source"])
    brought, known = values[~stated].iloc[positions], relevant.iloc[matches]
    same = _same(brought, known)
    old.loc[brought.index[same]] = known["value"].to_numpy()[same]
    kind.loc[brought.index[same]] = "unchanged"
    counts = kind.value_counts()
    new, changed, unchanged = (int(counts.get(name, 0)) for name in ("new", "changed", "unchanged"))
    return Changes(new, changed, unchanged, kind, old)


def _match(values: pd.DataFrame, stored: pd.DataFrame, keys: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of equal keys in the two tables, as pairs."""
    brought_keys = pd.DataFrame({"key": hashes(values, keys), "here": range(len(values))})
    right = pd.DataFrame({"key": hashes(stored, keys), "there": range(len(stored))})
    pairs = brought_keys[brought_keys["key"].isin(right["key"])].merge(right, on="key")
    return pairs["here"].to_numpy(), pairs["there"].to_numpy()


def hashes(frame: pd.DataFrame, keys: Sequence[str]) -> np.typing.NDArray[np.uint64]:
    """Return a number for the key of each observation, the same for the same key; words are hashed once each."""
    plain = frame[list(keys)].assign(year=frame["year"].astype("float64"))
    hashes: np.typing.NDArray[np.uint64] = pd.util.hash_pandas_object(plain, index=False).to_numpy()
    return hashes


def _same(brought: pd.DataFrame, known: pd.DataFrame) -> np.ndarray:
    """Return where the numbers agree to nine digits; a bound that only one side has is a difference."""
    same = np.ones(len(brought), dtype=bool)
    for name in NUMBERS:
        same &= np.isclose(brought[name].to_numpy(), known[name].to_numpy(), rtol=1e-9, atol=0.0, equal_nan=True)
    return same
