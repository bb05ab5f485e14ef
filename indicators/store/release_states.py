"""What the figures were at an earlier release: the snapshot of the last one, with the log undone back to it.

The log holds keys and values. Bounds and notes, names and outlines of an earlier release are not in it.
"""

from pathlib import Path

import pandas as pd

from indicators.model.observations import KEY
from indicators.store.releases import SUMMARY, read_log, read_snapshot

FigureKey = tuple[str, ...]


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
