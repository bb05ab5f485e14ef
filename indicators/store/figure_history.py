"""One figure then and now: what is held of a place, an indicator and a year in two states of the data."""

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from indicators.store.dataset import Dataset

OWN = ["perimeter", "method", "source"]
"""What tells the figures of one place, indicator and year from each other."""

NUMBERS = ["value", "lower", "upper"]


class Still(StrEnum):
    """What became of a figure since an earlier state of the data."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"
    ABSENT = "absent"
    UNTOLD = "untold"


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
    before = {} if then is None else _by_own(then)
    after = _by_own(now)
    pairs = []
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        still = Still.UNTOLD if then is None else _still(old, new, limits=limits)
        pairs.append(FigurePair(*key, old, new, still))
    return pairs


def _by_own(rows: pd.DataFrame) -> dict[tuple[str, str, str], pd.Series]:
    return {(str(row["perimeter"]), str(row["method"]), str(row["source"])): row for _, row in rows.iterrows()}


def _still(old: pd.Series | None, new: pd.Series | None, *, limits: bool) -> Still:
    if old is None:
        return Still.ABSENT if new is None else Still.NEW
    if new is None:
        return Still.GONE
    bound = pd.isna(old["value"]) or pd.isna(new["value"])
    if bound and not limits:
        return Still.UNTOLD
    names = NUMBERS if bound else ["value"]
    same = all(old[name] == new[name] or (pd.isna(old[name]) and pd.isna(new[name])) for name in names)
    return Still.SAME if same else Still.CHANGED


def answer_of(pairs: list[FigurePair], *, known: bool) -> Still:
    """Return what became of the figures of one place, indicator and year together; `known` whether then is known."""
    if not known:
        return Still.UNTOLD
    answers = {pair.still for pair in pairs}
    if {Still.GONE, Still.NEW} <= answers:  # its perimeter, method or source is written otherwise now
        return Still.CHANGED
    order = (Still.CHANGED, Still.GONE, Still.NEW, Still.UNTOLD, Still.SAME)
    return next((still for still in order if still in answers), Still.ABSENT)
