"""Revisions: what became of figures since an earlier state of the data.

The same chart made of the data of an earlier version and of those of now tells what a reader saw then and sees now; of
one figure it is what is held of its place, indicator and year in the two states.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from indicators.store import releases
from indicators.store.dataset import Dataset


@dataclass(frozen=True)
class Revision:
    """One number of a chart then and now; no `old` where it is new, no `new` where it is gone or became a bound.

    Years are None where the source states none. Where a place's figure gave way
    to one of another year, both years are stated.
    """

    indicator: str
    place: str
    old: float | None
    old_year: int | None
    new: float | None
    new_year: int | None


def differences(then: pd.DataFrame, now: pd.DataFrame) -> list[Revision]:
    """Return what differs between two sets of observations: changed, then new, then gone.

    Where of one place and indicator one figure came and one went, they are reported together.
    """
    delta = releases.compare(then, now)
    revisions = [
        Revision(row.indicator, row.place, *_dated(row.old, row), *_dated(row.new, row))
        for row in delta.changed.itertuples()
    ]
    pair = ["indicator", "place"]
    nothing: tuple[float | None, int | None] = (None, None)
    alone = ~delta.added.duplicated(pair, keep=False)
    gone = list(delta.removed.itertuples())
    for row, is_alone in zip(delta.added.itertuples(), alone, strict=True):
        same = [other for other in gone if (other.indicator, other.place) == (row.indicator, row.place)]
        before = nothing
        if len(same) == 1 and is_alone:
            gone.remove(same[0])
            before = _dated(same[0].old, same[0])
        revisions.append(Revision(row.indicator, row.place, *before, *_dated(row.new, row)))
    revisions += [Revision(row.indicator, row.place, *_dated(row.old, row), *nothing) for row in gone]
    return [revision for revision in revisions if (revision.old, revision.new) != (None, None)]


def _dated(value: float, row: Any) -> tuple[float | None, int | None]:
    """Return a value with the year of its row, None where it has none; neither of a bound, which has no value."""
    return (None, None) if np.isnan(value) else (float(value), int(row.year) if row.year else None)


NUMBERS = ["value", "lower", "upper"]


class Still(StrEnum):
    """What became of a figure since an earlier state of the data."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class FigurePair:
    """One figure then and now: its perimeter, method and source, and its numbers; None where it was or is not held."""

    perimeter: str
    method: str
    source: str
    then: pd.Series | None
    now: pd.Series | None
    still: Still


def figures_of(dataset: Dataset, indicator: str, place: str, year: int | None) -> pd.DataFrame:
    """Return what is held of a place and indicator in a year; without one what states no year."""
    rows = dataset.of(indicator)
    rows = rows[rows["place"].astype("str") == place]
    return rows[rows["year"].isna()] if year is None else rows[(rows["year"] == year).fillna(False).astype("bool")]


def figure_pairs(then: pd.DataFrame | None, now: pd.DataFrame, *, limits: bool) -> list[FigurePair]:
    """Return each figure of two sets of observations of one place, indicator and year, then and now.

    `then` is None where nothing is known of that state. `limits` says whether its limits of figures without a value
    are those of then; without, whether such a figure changed is not known.
    """
    before = {} if then is None else _by_kind(then)
    after = _by_kind(now)
    pairs = []
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        still = Still.UNKNOWN if then is None else _still(old, new, limits=limits)
        pairs.append(FigurePair(*key, old, new, still))
    return pairs


def _by_kind(rows: pd.DataFrame) -> dict[tuple[str, str, str], pd.Series]:
    """Return the figures of one place, indicator and year by what tells them from each other."""
    return {(str(row["perimeter"]), str(row["method"]), str(row["source"])): row for _, row in rows.iterrows()}


def _still(old: pd.Series | None, new: pd.Series | None, *, limits: bool) -> Still:
    if old is None:
        return Still.ABSENT if new is None else Still.NEW
    if new is None:
        return Still.GONE
    bound = pd.isna(old["value"]) or pd.isna(new["value"])
    if bound and not limits:
        return Still.UNKNOWN
    names = NUMBERS if bound else ["value"]
    same = all(old[name] == new[name] or (pd.isna(old[name]) and pd.isna(new[name])) for name in names)
    return Still.SAME if same else Still.CHANGED


def answer_of(pairs: list[FigurePair], *, known: bool) -> Still:
    """Return what became of the figures of one place, indicator and year together; `known` whether then is known."""
    if not known:
        return Still.UNKNOWN
    answers = {pair.still for pair in pairs}
    if {Still.GONE, Still.NEW} <= answers:  # its perimeter, method or source is written otherwise now
        return Still.CHANGED
    order = (Still.CHANGED, Still.GONE, Still.NEW, Still.UNKNOWN, Still.SAME)
    return next((still for still in order if still in answers), Still.ABSENT)
