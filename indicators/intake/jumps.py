"""Jumps: values that stand ten or a thousand times off their neighbours in time."""

import numpy as np
import pandas as pd

from indicators.catalogue import Catalogue

LEAST = 9.0
"""From this ratio a value is as far off as a wrong unit or a lost decimal mark would set it."""


def find_jumps(values: pd.DataFrame, others: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Find the values that are at least nine times, or at most a ninth of, each of their neighbours.

    `values` and `others` have place, indicator, year and value; the neighbours
    of a value are the one before and the one after it among both, of any
    perimeter and source. Values below ten of the indicator's last digit are
    left alone: there rounding makes the ratio. Returns, on the index of
    `values`, `ratio` and the neighbour's `neighbour` and `year`.
    """
    columns = ["place", "indicator", "year", "value"]
    both = pd.concat(
        [values[columns].assign(position=range(len(values))), others[columns].assign(position=-1)], ignore_index=True
    )
    both = both[both["year"].notna() & (both["value"] > 0)]
    groups = both.groupby([both["place"].astype("str"), both["indicator"].astype("str")], sort=False).ngroup()
    order = np.lexsort((both["position"], both["year"].astype("int64"), groups))
    group, value = groups.to_numpy()[order], both["value"].to_numpy()[order]
    year, position = both["year"].to_numpy(dtype="int64")[order], both["position"].to_numpy()[order]
    floors = {entry.id: 10.0 ** (1 - entry.digits) for entry in catalogue.values()}
    floor = both["indicator"].astype("str").map(floors).fillna(0.0).to_numpy()[order]
    at, neighbour = odd_ones_out(group, value, floor)
    at, neighbour = at[position[at] >= 0], neighbour[position[at] >= 0]
    found = pd.DataFrame(
        {"ratio": value[at] / value[neighbour], "neighbour": value[neighbour], "year": year[neighbour]},
        index=values.index[position[at]],
    )
    return found.sort_index()


def odd_ones_out(group: np.ndarray, value: np.ndarray, floor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of the values far off each of their neighbours, and that of the neighbour.

    The values are above nought and stand in the order of their groups and
    years; `floor` is what the larger of two values must reach.
    """
    same = np.append(group[1:] == group[:-1], False) if len(group) else np.array([], dtype=bool)
    ratio_after = np.full(len(value), np.nan)
    ratio_after[:-1] = np.where(same[:-1], value[:-1] / value[1:], np.nan)
    ratio_before = np.full(len(value), np.nan)
    ratio_before[1:] = 1 / ratio_after[:-1]
    off_before, off_after = _off(ratio_before), _off(ratio_after)
    alone = np.isnan(ratio_before) & np.isnan(ratio_after)
    largest = np.fmax(value, np.fmax(value / ratio_before, value / ratio_after))
    struck = off_before & off_after & ~alone & (largest >= floor)
    at = np.flatnonzero(struck)
    neighbour = np.where(np.isnan(ratio_before[at]), at + 1, at - 1)
    return at, neighbour


def _off(ratio: np.ndarray) -> np.ndarray:
    """Return where a ratio is far from one; a missing neighbour says nothing against it."""
    off: np.ndarray = np.isnan(ratio) | (ratio >= LEAST) | (ratio <= 1 / LEAST)
    return off


def digits(number: float, most: int) -> str:
    """Return a number with at most so many digits that count, never as a power of ten."""
    return np.format_float_positional(number, precision=most, fractional=False, trim="-")
