"""Revisions: which numbers of a chart differ from those of an earlier data version.

The log of releases tells every value that each release changed, added or removed. Read backwards from the data as they
are, it gives the values of an earlier version; the same chart made of both tells what a reader saw then and sees now.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from indicators.model.observations import COLUMNS, KEY, sort, typed
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


def values_at(folder: Path, observations: pd.DataFrame, version: str) -> pd.DataFrame | None:
    """Return the observations as they were at `version`, None where the log of `folder` does not hold it.

    Values go back; what was removed since comes back with its key and value alone, for the log keeps no more of it.
    """
    log = releases.read_log(folder)
    known = log.loc[log["version"] == version, "release"]
    snapshot = releases.read_snapshot(folder)
    if known.empty or snapshot is None:
        return None
    later = log[(log["release"] > known.max()) & (log["indicator"] != "")]
    since = releases.compare(snapshot, observations)
    # Oldest first: the first change of a value after the version says what it was at the version, blank if not there.
    steps = [later.sort_values("release", kind="stable"), since.added.assign(old=""), since.changed, since.removed]
    changes = pd.concat([part[[*KEY, "old"]] for part in steps]).drop_duplicates(list(KEY)).set_index(list(KEY))
    before = pd.to_numeric(changes["old"], errors="coerce")
    keys = _keys(observations)
    touched = keys.isin(before.index)
    old = pd.Series(before.reindex(keys).to_numpy(), index=observations.index)
    remaining = observations.assign(value=observations["value"].where(~touched, old))[~touched | old.notna()]
    gone = before[~before.index.isin(keys) & before.notna()].rename("value").reset_index()
    gone = gone.assign(year=pd.to_numeric(gone["year"], errors="coerce"))
    rows = pd.concat([remaining.astype(dict.fromkeys(KEY, "object")), gone.reindex(columns=list(COLUMNS))])
    return sort(typed(rows))


def _keys(rows: pd.DataFrame) -> pd.MultiIndex:
    """Return the keys as the log writes them: texts, a missing year blank."""
    parts = [rows[name].astype("str").fillna("").replace({"<NA>": ""}) for name in KEY]
    return pd.MultiIndex.from_arrays(parts, names=list(KEY))


def revised(
    dataset: Dataset, version: str, shown: Callable[[Dataset], pd.DataFrame], before: Dataset | None = None
) -> list[Revision] | None:
    """Return what differs in the numbers that `shown` takes from a data set, None where `version` is not in the log.

    `shown` returns the observations of a chart; it is asked twice, with the data as they are and as they were. `before`
    is the data set of `version` where someone else than the log knows it.
    """
    if version == dataset.version:
        return []
    if before is not None:
        return differences(shown(before), shown(dataset))
    then = values_at(dataset.folder / "releases", dataset.observations, version)
    if then is None:
        return None
    return differences(shown(replace(dataset, observations=then, version=version)), shown(dataset))


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
