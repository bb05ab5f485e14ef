"""What the figures were at an earlier release: the snapshot of the last one, with the log undone back to it.

The log holds keys and values. Bounds and notes, names and outlines of an earlier release are not in it: where a figure
of today has the same key and the same value, its bounds and its note are taken from there, and a reader is told.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from indicators.model.observations import KEY, sort, typed
from indicators.store.releases import SUMMARY, read_log, read_snapshot

FigureKey = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ReleaseState:
    """The observations of an earlier release, as far as they are known.

    Key and value are those of then; `lower`, `upper` and `note` are today's. `limits` are the keys of figures without a
    value then of which no bound is held, `unknown` those whose indicator, place or source is no longer known: both are
    left out of `observations`.
    """

    observations: pd.DataFrame
    limits: tuple[FigureKey, ...] = ()
    unknown: tuple[FigureKey, ...] = ()

    @property
    def left_out(self) -> frozenset[str]:
        """The indicators of which a figure is left out."""
        return frozenset(key[KEY.index("indicator")] for key in (*self.limits, *self.unknown))


def state_at(
    folder: Path, observations: pd.DataFrame, version: str, known: Mapping[str, Collection[str]]
) -> ReleaseState | None:
    """Return the observations at the newest release of a version, None where :func:`values_at` has none.

    `observations` are today's; `known` names the indicators, places and sources that there are, by column.
    """
    values = values_at(folder, version)
    if values is None:
        return None
    is_known = np.logical_and.reduce([values[name].isin(list(held)).to_numpy() for name, held in known.items()])
    today = observations.astype(dict.fromkeys(set(KEY) - {"year"}, "str"))
    today = today.assign(year=today["year"].astype("str").replace("<NA>", "").fillna(""))
    today = today.drop_duplicates(list(KEY)).set_index(list(KEY))
    same = today[["value", "lower", "upper", "note"]].reindex(pd.MultiIndex.from_frame(values[list(KEY)]))
    now, stated = same["value"].to_numpy(), values["value"].notna().to_numpy()
    unchanged = (now == values["value"].to_numpy()) | (np.isnan(now) & ~stated)
    bounds = {name: np.where(unchanged, same[name].to_numpy(), np.nan) for name in ("lower", "upper")}
    held = stated | ~(np.isnan(bounds["lower"]) & np.isnan(bounds["upper"]))
    rows = values.assign(**bounds, note=same["note"].fillna("").to_numpy())[is_known & held]
    return ReleaseState(
        sort(typed(rows.assign(year=rows["year"].replace("", None)).reset_index(drop=True))),
        limits=_keys(values[is_known & ~held]),
        unknown=_keys(values[~is_known]),
    )


def _keys(values: pd.DataFrame) -> tuple[FigureKey, ...]:
    return tuple(values[list(KEY)].itertuples(index=False, name=None))


def values_at(folder: Path, version: str) -> pd.DataFrame | None:
    """Return the key and the value of every figure at the newest release of a data version, all keys as text.

    None where the log knows no such version, or can no longer be undone to it: where what a release changed is not in
    what came of it. Raises :class:`indicators.findings.finding.DataProblem` where log or snapshot cannot be read.
    """
    log = read_log(folder)
    numbers = log.loc[log["version"] == version, "release"]
    snapshot = read_snapshot(folder) if len(numbers) else None
    if snapshot is None:
        return None
    values: dict[FigureKey, float] | None = _by_key(snapshot)
    later = log[log["release"] > int(numbers.max())]
    for _, rows in later.groupby("release", sort=False):
        values = _before(values, rows) if values is not None else None
    if values is None:
        return None
    table = pd.DataFrame([*values], columns=list(KEY), dtype="str")
    return table.assign(value=pd.Series(values.values(), index=table.index, dtype="float64"))


def readable_versions(folder: Path) -> frozenset[str]:
    """Return the data versions of the releases whose values can still be read (:func:`values_at`)."""
    log, snapshot = read_log(folder), read_snapshot(folder)
    if snapshot is None:
        return frozenset()
    values: dict[FigureKey, float] | None = _by_key(snapshot)
    found: set[str] = set()
    for _, rows in log.groupby("release", sort=False):
        if values is None:
            break
        found.add(str(rows["version"].iloc[0]))
        values = _before(values, rows)
    return frozenset(found)


def _by_key(snapshot: pd.DataFrame) -> dict[FigureKey, float]:
    return {tuple(key): value for *key, value in snapshot[[*KEY, "value"]].itertuples(index=False, name=None)}


def _before(values: dict[FigureKey, float], release: pd.DataFrame) -> dict[FigureKey, float] | None:
    """Return the values before one release; None where they are not those that it made."""
    out = dict(values)
    for change, old, *parts in release[["change", "old", *KEY]].itertuples(index=False, name=None):
        key = tuple(parts)
        if (
            change == SUMMARY
            or (change in ("new", "changed") and key not in out)
            or (change == "removed" and key in out)
        ):
            return None
        if change == "new":
            del out[key]
        elif change in ("changed", "removed"):
            out[key] = float(old) if old else float("nan")
    return out
