"""Releases of the data: what each one added, changed and removed.

A release compares the observations with those of the release before, stored as a snapshot of keys and values. The log
and the snapshot are tables of the data folder, written by :func:`record` and read by the page that shows them.
"""

import datetime as dt
import gzip
import io
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from indicators.findings.finding import DataProblem, Finding, errors
from indicators.model.csv_tables import read_table
from indicators.model.observations import KEY, number_text
from indicators.model.rules import BAD_ENTRY, MISSING_FILE, unreadable
from indicators.store.claim_changes import Meaning, check_files, read_meanings, record_claims

LOG_COLUMNS = ("release", "date", "version", "note", "change", *KEY, "old", "new")
SUMMARY = "all new"
"""The change word of a first release: one row an indicator, `new` its number of values."""

NO_VALUE = "no value"
"""The change word of a release that altered texts, bounds or outlines only: one row, of no indicator."""

LOG, SNAPSHOT = "log.csv", "snapshot.csv.gz"


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
    """Return what turned `before` into `after`; both have the key columns and `value`.

    In what is returned the keys are text; a missing year is blank.
    """
    old, new = (_keyed(frame) for frame in (before, after))
    both = old.index.intersection(new.index)
    before_value, after_value = old.loc[both].to_numpy(), new.loc[both].to_numpy()
    # A figure that is a bound has no value, before and after.
    differs = both[(before_value != after_value) & ~(np.isnan(before_value) & np.isnan(after_value))]
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
        plain[name] = plain[name].astype("str").fillna("").replace({"<NA>": ""})
    return plain.set_index(list(KEY))["value"].astype("float64")


def read_snapshot(folder: Path) -> pd.DataFrame | None:
    """Return the observations of the last release, None before the first.

    Raises :class:`DataProblem` where the snapshot cannot be read.
    """
    snapshot = _snapshot_of(folder, stamp(folder))
    return None if snapshot is None else snapshot.copy(deep=False)


def stamp(folder: Path) -> tuple[tuple[int, int] | None, ...]:
    """Return what tells one state of the log and the snapshot from another: when each was written, and its size."""
    stamps: list[tuple[int, int] | None] = []
    for name in (LOG, SNAPSHOT):
        try:
            stat = (folder / name).stat()
        except OSError:
            stamps.append(None)
        else:
            stamps.append((stat.st_mtime_ns, stat.st_size))
    return tuple(stamps)


@lru_cache(maxsize=4)
def _snapshot_of(folder: Path, _: object) -> pd.DataFrame | None:
    path = folder / SNAPSHOT
    if not path.exists():
        return None
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False)[[*KEY, "value"]]
        return table.assign(value=table["value"].replace("", "nan")).astype({"value": "float64"})
    except (OSError, EOFError, ValueError, KeyError) as error:
        raise DataProblem([unreadable(path, error)]) from None


def read_log(folder: Path) -> pd.DataFrame:
    """Return the log of all releases, newest first; no rows before the first.

    Raises :class:`DataProblem` where the log cannot be read.
    """
    log, findings = _log_of(folder, stamp(folder))
    if findings:
        raise DataProblem(findings)
    return log.copy(deep=False)


def last_version(folder: Path) -> str:
    """Return the data version of the last release, empty before the first."""
    log = read_log(folder)
    return str(log["version"].iloc[0]) if len(log) else ""


def day_of(folder: Path, version: str) -> str:
    """Return the day (ISO) of the newest release of `version`, empty where there is none."""
    log = read_log(folder)
    days = log.loc[log["version"] == version, "date"]
    return str(days.iloc[0]) if len(days) else ""


def held_since(folder: Path) -> dict[str, str]:
    """Return the day of the release since which each source's oldest standing figure is held, by source.

    The first release counts values without naming them: what stands and came with no later one came with it. Nothing
    is returned of sources without figures, or before the first release.
    """
    log, standing = read_log(folder), read_snapshot(folder)
    if standing is None or log.empty:
        return {}
    came = log[log["change"] == "new"].drop_duplicates(list(KEY), keep="first")[[*KEY, "date"]].astype("str")
    keys = standing[list(KEY)].astype("str").merge(came, on=list(KEY), how="left")
    days = keys["date"].fillna(str(log["date"].iloc[-1]))
    return {str(source): str(day) for source, day in days.groupby(keys["source"]).min().items()}


def check_log(folder: Path) -> list[Finding]:
    """Find what is wrong with the log of releases; nothing where there is none yet."""
    _, findings = _log_of(folder, stamp(folder))
    return findings + check_files(folder)


@lru_cache(maxsize=4)
def _log_of(folder: Path, _: object) -> tuple[pd.DataFrame, list[Finding]]:
    path = folder / LOG
    nothing = pd.DataFrame([], columns=list(LOG_COLUMNS), dtype="str")
    existing = [name for name in (LOG, SNAPSHOT) if (folder / name).exists()]
    if len(existing) < 2:
        return nothing, [
            Finding(MISSING_FILE, file=str(folder / name))
            for name in (LOG, SNAPSHOT)
            if existing and name not in existing
        ]
    table, problems = read_table(path, LOG_COLUMNS)
    findings = errors(problems)
    for line, (release, date, *_) in zip(table.lines, table.cells, strict=True):
        for column, value, read in (("release", release, int), ("date", date, dt.date.fromisoformat)):
            try:
                read(value)
            except ValueError as error:
                params = {"reason": str(error)}
                findings.append(Finding(BAD_ENTRY, str(path), row=line, column=column, value=value, params=params))
    if findings:
        return nothing, findings
    log = pd.DataFrame(table.cells, columns=list(LOG_COLUMNS), dtype="str")
    log = log.assign(release=log["release"].astype("int64"))
    return log.sort_values("release", ascending=False, kind="stable", ignore_index=True), []


def record(
    folder: Path, observations: pd.DataFrame, version: str, date: str, note: str, claims: pd.DataFrame | None = None
) -> Delta | None:
    """Add a release to the log and return what differs in values; None where this version is in it already.

    `date` is the day of the release (ISO), `note` one sentence for readers. `claims` are those of all charts
    (:data:`indicators.store.claim_changes.COLUMNS`): what they say otherwise than at the release before is logged, too.
    """
    before = read_snapshot(folder)
    log = read_log(folder)
    if version == last_version(folder):
        return None
    head = {"release": int(log["release"].max()) + 1 if len(log) else 1, "date": date, "version": version, "note": note}
    if before is None:
        delta = compare(observations.iloc[:0], observations)
        counts = delta.added["indicator"].value_counts().sort_index()
        rows = pd.DataFrame({"indicator": counts.index, "new": counts.to_numpy(), "change": SUMMARY})
    else:
        delta = compare(before, observations)
        parts = {"new": delta.added, "changed": delta.changed, "removed": delta.removed}
        rows = pd.concat([part.assign(change=word) for word, part in parts.items()], ignore_index=True)
        if delta.empty:
            rows = pd.DataFrame({"change": [NO_VALUE]})
    entries = rows.assign(**head).reindex(columns=list(LOG_COLUMNS))
    for name in ("old", "new"):
        entries[name] = [number_text(value) for value in entries[name]]
    text = io.StringIO()
    pd.concat([entries, log], ignore_index=True).to_csv(text, index=False, lineterminator="\n")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SNAPSHOT).write_bytes(_snapshot(observations))
    (folder / LOG).write_text(text.getvalue(), encoding="utf-8", newline="\n")
    if claims is not None:
        record_claims(folder, claims, str(head["release"]))
    return delta


def _snapshot(observations: pd.DataFrame) -> bytes:
    """Return keys and values as compressed CSV, without a time: the same observations are the same bytes."""
    plain = observations.loc[:, [*KEY, "value"]].to_csv(index=False, lineterminator="\n")
    return gzip.compress(plain.encode(), mtime=0)


@dataclass(frozen=True)
class Count:
    """How many values of one indicator a release added, changed and removed."""

    indicator: str
    added: int
    changed: int
    removed: int


@dataclass(frozen=True)
class Correction:
    """One value changed or removed: as text, `new` empty where it was removed."""

    indicator: str
    place: str
    year: str
    old: str
    new: str


@dataclass(frozen=True)
class Release:
    """One release as readers see it; `first` where everything in it is new."""

    date: str
    version: str
    note: str
    first: bool
    counts: tuple[Count, ...]
    corrections: tuple[Correction, ...]
    meanings: tuple[Meaning, ...] = ()

    @property
    def values(self) -> int:
        """The number of values added, changed or removed."""
        return sum(count.added + count.changed + count.removed for count in self.counts)


def releases(folder: Path) -> list[Release]:
    """Return the releases of the log, newest first; none before the first."""
    log, meanings = read_log(folder), read_meanings(folder)
    return [
        _release(rows, meanings[meanings["release"] == str(number)])
        for number, rows in log.groupby("release", sort=False)
    ]


def _release(rows: pd.DataFrame, otherwise: pd.DataFrame) -> Release:
    head = rows.iloc[0]
    values = rows[rows["change"] != NO_VALUE]
    first = bool((values["change"] == SUMMARY).all()) and len(values) > 0
    indicators = values["indicator"].astype("str").tolist()
    changes = Counter(zip(indicators, values["change"].tolist(), strict=True))
    # The first release says how many values each indicator has, in one row.
    stated = dict(zip(indicators, values["new"].tolist(), strict=True)) if first else {}
    counts = [
        Count(
            indicator,
            int(stated[indicator]) if first else changes[indicator, "new"],
            changes[indicator, "changed"],
            changes[indicator, "removed"],
        )
        for indicator in sorted(set(indicators))
    ]
    corrected = values.loc[values["change"].isin(["changed", "removed"]), ["indicator", "place", "year", "old", "new"]]
    meant = otherwise[["indicator", "kind", "aspect", "old", "new"]]
    return Release(
        str(head["date"]),
        str(head["version"]),
        str(head["note"]),
        first,
        tuple(counts),
        tuple(Correction(*row) for row in corrected.itertuples(index=False, name=None)),
        tuple(Meaning(*row) for row in meant.itertuples(index=False, name=None)),
    )
