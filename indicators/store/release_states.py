"""What the figures were at an earlier release: the snapshot of the last one, with the log undone back to it.

The log holds keys and values. Bounds and notes, names and outlines of an earlier release are not in it: where a figure
of today has the same key and the same value, its bounds and its note are taken from there, and a reader learns of it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from indicators.model.observations import KEY, sort, texts, typed
from indicators.store.releases import SUMMARY, read_log, read_snapshot, stamp

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
    words = {name: texts(observations[name]) for name in KEY if name != "year"}
    years = ["" if pd.isna(year) else str(int(year)) for year in observations["year"].tolist()]
    keys = _joined(pd.DataFrame({**words, "year": years}))
    today = observations[["value", "lower", "upper", "note"]].set_axis(keys)
    same = today[~keys.duplicated()].reindex(_joined(values))
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
    log, history = read_log(folder), _history(folder, stamp(folder))
    numbers = log.loc[log["version"] == version, "release"]
    if history is None or not len(numbers) or int(numbers.max()) not in history.readable:
        return None
    # Oldest first: the first change of a value after the version says what it was then, none where it was new.
    later = log[log["release"] > numbers.max()].iloc[::-1].sort_values("release", kind="stable")
    later = later[later["indicator"] != ""].drop_duplicates(list(KEY))
    was = later[later["change"].isin(["changed", "removed"])]
    old = was[list(KEY)].assign(value=pd.to_numeric(was["old"].replace("", "nan"), errors="coerce").astype("float64"))
    untouched = ~history.keys.isin(_joined(later))
    return pd.concat([history.snapshot[untouched], old], ignore_index=True)


def readable_versions(folder: Path) -> frozenset[str]:
    """Return the data versions of the releases whose values can still be read (:func:`values_at`)."""
    log, history = read_log(folder), _history(folder, stamp(folder))
    readable = history.readable if history is not None else frozenset()
    return frozenset(str(version) for version in log.loc[log["release"].isin(list(readable)), "version"].unique())


@dataclass(frozen=True)
class _History:
    """The snapshot with its keys, each as one text, and the numbers of the releases that the log can be undone to."""

    snapshot: pd.DataFrame
    keys: pd.Index
    readable: frozenset[int]


@lru_cache(maxsize=4)
def _history(folder: Path, _: object) -> _History | None:
    """Return what is known of the releases of a folder; the second argument tells one state of its files apart."""
    log, snapshot = read_log(folder), read_snapshot(folder)
    if snapshot is None:
        return None
    snapshot = snapshot[[*KEY, "value"]]
    keys = _joined(snapshot)
    held, readable = set(keys), set()
    for number, rows in log.groupby("release", sort=False):
        readable.add(int(str(number)))
        of = {change: set(_joined(part)) for change, part in rows.groupby("change")}
        nothing: set[str] = set()
        new, changed, removed = (of.get(change, nothing) for change in ("new", "changed", "removed"))
        if SUMMARY in of or not (new | changed) <= held or removed & held:
            break
        held = (held - new) | removed
    return _History(snapshot, keys, frozenset(readable))


def _joined(rows: pd.DataFrame) -> pd.Index:
    """Return each key as one text."""
    columns = (rows[name].tolist() for name in KEY)
    return pd.Index(["\x1f".join(key) for key in zip(*columns, strict=True)], dtype="object")
