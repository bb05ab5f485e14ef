"""Backups of what was accepted: one archive of the journal, every file it names, and the saved mappings.

A backup is written whole or not at all, and put back only once every file in it is what it was. What stood in the
place of a backup that is put back is moved aside, never deleted.
"""

import datetime as dt
import json
import re
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

from indicators.findings.finding import DataProblem, Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model.rules import unreadable
from indicators.store.ledger import files
from indicators.store.ledger.journal import Journal, Ledger
from indicators.store.ledger.origin import Acceptance

BACKUP_THERE = Rule(
    "backup_there", Severity.ERROR, N_("there is a file of this name already; nothing was written."),
    N_("Give another name, or move it away."),
)  # fmt: skip

BACKUP_DAMAGED = Rule(
    "backup_damaged", Severity.ERROR, N_("this is no whole backup: {reason}; nothing was put back."),
    N_("Take another backup; what is accepted now was not touched."),
)  # fmt: skip

BACKUP_OLDER = Rule(
    "backup_older", Severity.ERROR, N_("steps taken since the backup would be lost ({count}); nothing was put back."),
    N_("Write a backup of the present state first, then repeat with --discard-newer."),
)  # fmt: skip

FORMAT = 1
MANIFEST, JOURNAL = "manifest.json", "journal.sqlite"
MOST_BYTES = 20_000_000_000
_MEMBER = re.compile(r"journal\.sqlite|files/[0-9a-f]{64}|mappings/[\w.-]+\.toml")


def write_backup(store: Path, target: Path) -> Ledger:
    """Write a backup of the folder `store` to the file `target`; return the ledger that is in it.

    Raises :class:`DataProblem` where the store is damaged or the file is there already.
    """
    if target.exists():
        raise DataProblem([Finding(BACKUP_THERE, str(target))])
    journal = Journal(store)
    ledger = journal.read()
    members = {f"files/{name}": journal.whole_file(name, record.name) for name, record in _named(ledger).items()}
    members |= {f"mappings/{path.name}": path for path in sorted((store / "mappings").glob("*.toml"))}
    unfinished = target.with_name(f".{target.name}{files.UNFINISHED}")
    try:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / JOURNAL
            if journal.path.exists():
                with closing(sqlite3.connect(journal.path)) as source, closing(sqlite3.connect(copy)) as goal:
                    source.backup(goal)
                members[JOURNAL] = copy
            fingerprints = {name: files.fingerprint(path) for name, path in members.items()}
            with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, path in members.items():
                    archive.write(path, name)
                manifest = {"format": FORMAT, "state": ledger.state, "files": fingerprints}
                archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        unfinished.replace(target)
    except (OSError, sqlite3.Error) as error:
        unfinished.unlink(missing_ok=True)
        raise DataProblem([unreadable(target, error)]) from None
    return ledger


def put_back(backup: Path, store: Path, discard_newer: bool = False) -> tuple[Ledger, Path | None]:
    """Put a backup in the place of the folder `store`; return its ledger, and where what stood there is now.

    Raises :class:`DataProblem` where the backup is not whole, or where the store has steps that it lacks, unless they
    are to be discarded. A store that cannot be read is moved aside like any other.
    """
    try:
        with tempfile.TemporaryDirectory(dir=_existing(store.parent), prefix=".restoring-") as folder:
            unpacked = Path(folder) / "store"
            ledger = _unpack(backup, unpacked)
            if not discard_newer:
                _refuse_loss(store, ledger, backup)
            aside = None
            if store.exists():
                stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S-%f")
                aside = store.rename(store.with_name(f"{store.name}.before-{stamp}"))
            unpacked.rename(store)
    except OSError as error:
        raise DataProblem([unreadable(store, error)]) from None
    return ledger, aside


def _existing(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _named(ledger: Ledger) -> dict[str, Acceptance]:
    """Return every stored file that the ledger names, with the acceptance it belongs to."""
    return {
        name: record
        for _, record in ledger.acceptances
        for name in (record.content, record.observations, record.outlines)
        if name
    }


def _unpack(backup: Path, folder: Path) -> Ledger:
    """Unpack a backup into a new folder, every file checked; return its ledger."""
    folder.mkdir()
    try:
        with zipfile.ZipFile(backup) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            if manifest["format"] != FORMAT:
                raise ValueError(f"its format is {manifest['format']}")
            wanted = dict(manifest["files"])
            if sum(archive.getinfo(name).file_size for name in wanted) > MOST_BYTES:
                raise ValueError("it is too large")
            for name, fingerprint in wanted.items():
                if not _MEMBER.fullmatch(name):
                    raise ValueError(name)
                path = folder / name
                path.parent.mkdir(exist_ok=True)
                with archive.open(name) as packed, path.open("wb") as copy:
                    while block := packed.read(files.BLOCK):
                        copy.write(block)
                if files.fingerprint(path) != fingerprint:
                    raise ValueError(f"{name} is damaged")
    except (OSError, ValueError, KeyError, TypeError, EOFError, NotImplementedError, zipfile.BadZipFile) as error:
        raise DataProblem([_damaged(backup, str(error))]) from None
    journal = Journal(folder)
    try:
        ledger = journal.read()
        for name, record in _named(ledger).items():
            journal.whole_file(name, record.name)
    except DataProblem as problem:
        raise DataProblem([_damaged(backup, problem.findings[0].rule.id)]) from None
    return ledger


def _damaged(backup: Path, reason: str) -> Finding:
    return Finding(BACKUP_DAMAGED, str(backup), params={"reason": " ".join(reason.split())[:200] or "-"})


def _refuse_loss(store: Path, ledger: Ledger, backup: Path) -> None:
    """Raise where the store can be read and has steps that the backup lacks."""
    try:
        present = Journal(store).read()
    except DataProblem:
        return
    lost = len([event for event in present.events if event not in ledger.events])
    if lost:
        raise DataProblem([Finding(BACKUP_OLDER, str(backup), params={"count": lost})])
