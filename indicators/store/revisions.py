"""Revisions: which numbers of a chart differ from those of an earlier data version.

The same chart made of the data of an earlier version and of those of now tells what a reader saw then and sees now.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from indicators.store import releases


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
