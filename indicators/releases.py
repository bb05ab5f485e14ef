"""Releases of the data: what each one added, changed and removed.

A release compares the observations with those of the release before, kept as a
snapshot of keys and values. The log and the snapshot are tables of the data
folder, written by :func:`record` and read by the page that shows them.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from indicators.observations import KEY

LOG_COLUMNS = ("release", "date", "version", "note", "change", *KEY, "old", "new")
SUMMARY = "all new"
"""The change word of a first release: one row an indicator, `new` its number of values."""


@dataclass(frozen=True)
class Delta:
    """Rows by key with old and new values; empty frames where nothing happened."""

    added: pd.DataFrame
    changed: pd.DataFrame
    removed: pd.DataFrame

    @property
    def empty(self) -> bool:
        """Whether nothing happened."""
        return not (len(self.added) or len(self.changed) or len(self.removed))


def compare(before: pd.DataFrame, after: pd.DataFrame) -> Delta:
    """Return what turned `before` into `after`; both have the key columns and `value`."""
    old, new = (_keyed(frame) for frame in (before, after))
    both = old.index.intersection(new.index)
    differs = both[(old.loc[both] - new.loc[both]).abs() > 0]
    added = new.loc[new.index.difference(old.index)]
    removed = old.loc[old.index.difference(new.index)]
    return Delta(
        added=added.rename("new").reset_index(),
        changed=pd.DataFrame({"old": old.loc[differs], "new": new.loc[differs]}).reset_index(),
        removed=removed.rename("old").reset_index(),
    )


def _keyed(frame: pd.DataFrame) -> "pd.Series[float]":
    plain = frame.loc[:, [*KEY, "value"]].copy()
    for name in KEY:
        plain[name] = plain[name].astype("str").replace({"<NA>": "", "nan": ""})
    return plain.set_index(list(KEY))["value"].astype("float64")


def read_snapshot(folder: Path) -> pd.DataFrame | None:
    """Return the observations of the last release, None before the first."""
    path = folder / "snapshot.csv.gz"
    if not path.exists():
        return None
    return pd.read_csv(path, dtype=dict.fromkeys(KEY, "str"), keep_default_na=False)


def read_log(folder: Path) -> pd.DataFrame:
    """Return the log of all releases, newest first; no rows before the first."""
    path = folder / "log.csv"
    if not path.exists():
        return pd.DataFrame({name: pd.Series(dtype="str") for name in LOG_COLUMNS})
    log = pd.read_csv(path, dtype="str", keep_default_na=False)
    return log.assign(release=log["release"].astype(int)).sort_values("release", ascending=False, kind="stable")


def record(folder: Path, observations: pd.DataFrame, version: str, date: str, note: str) -> Delta:
    """Add a release to the log if anything differs from the last one; return what differs.

    `date` is the day of the release (ISO), `note` one sentence for readers.
    """
    before = read_snapshot(folder)
    log = read_log(folder)
    head = {"release": len(set(log["release"])) + 1, "date": date, "version": version, "note": note}
    if before is None:
        counts = observations.groupby("indicator", observed=True).size()
        rows = pd.DataFrame({"indicator": counts.index.astype("str"), "new": counts.to_numpy(), "change": SUMMARY})
        delta = Delta(observations, pd.DataFrame(), pd.DataFrame())
    else:
        delta = compare(before, observations)
        if delta.empty:
            return delta
        rows = pd.concat(
            [
                delta.added.assign(change="new"),
                delta.changed.assign(change="changed"),
                delta.removed.assign(change="removed"),
            ],
            ignore_index=True,
        )
    entries = rows.assign(**head).reindex(columns=list(LOG_COLUMNS)).astype("str").replace({"nan": "", "<NA>": ""})
    folder.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    pd.concat([entries, log.astype("str")], ignore_index=True).to_csv(text, index=False, lineterminator="\n")
    (folder / "log.csv").write_text(text.getvalue(), encoding="utf-8", newline="\n")
    _write_snapshot(folder, observations)
    return delta


def _write_snapshot(folder: Path, observations: pd.DataFrame) -> None:
    plain = observations.loc[:, [*KEY, "value"]]
    # No time in the archive: the same observations are the same bytes.
    plain.to_csv(
        folder / "snapshot.csv.gz", index=False, lineterminator="\n", compression={"method": "gzip", "mtime": 0}
    )
