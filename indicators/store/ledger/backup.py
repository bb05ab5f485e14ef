"""Backups of a store: one archive of the journal, every file it names, and the documents made in the app.

The archive is the same whichever database holds the journal, and can be put back into any. A backup is written whole or
not at all, and put back only once every file in it is what it was. What stood in the place of a backup that is put back
is set aside, never deleted.
"""

import datetime as dt
import json
import os
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from indicators.findings.finding import DataProblem, Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model import calendar
from indicators.model.rules import unreadable
from indicators.store.ledger import files
from indicators.store.ledger.damages import DATABASE_ADDRESS, DATABASE_UNUSABLE, FILES_ADDRESS, STORE_MIXED
from indicators.store.ledger.files import (
    KEYS,
    MEMBER,
    ROOM_LOG,
    UNFINISHED,
    FolderFiles,
    copy_document,
    documents,
    exchange,
)
from indicators.store.ledger.journal import FILES_FOLDER, JOURNAL_FILE, Journal
from indicators.store.ledger.ledger import Ledger
from indicators.store.ledger.sqlite_tables import SqliteTables
from indicators.store.ledger.tables import Rows

BACKUP_THERE = Rule(
    "backup_there", Severity.ERROR, N_("there is a file of this name already; nothing was written."),
    N_("Give another name, or move it away."),
)  # fmt: skip

BACKUP_NONE = Rule(
    "backup_none",
    Severity.ERROR,
    N_("the folder holds no backup."),
    N_("Name another folder, or the file of a backup."),
)

BACKUP_DAMAGED = Rule(
    "backup_damaged", Severity.ERROR, N_("this is no whole backup: {reason}; nothing was put back."),
    N_("Take another backup; what is accepted now was not touched."),
)  # fmt: skip

BACKUP_OLDER = Rule(
    "backup_older", Severity.ERROR, N_("steps taken since the backup would be lost ({count}); nothing was put back."),
    N_("Write a backup of the present state first, then repeat with --discard-newer."),
)  # fmt: skip

FORMAT, FORMATS = 2, (1, 2)
"""The format of a backup: since 2 it holds sessions, keys and the log of rooms."""

MANIFEST = "manifest.json"
MOST_BYTES = 20_000_000_000
_STORED = re.compile(rf"{re.escape(JOURNAL_FILE)}|{FILES_FOLDER}/[0-9a-f]{{64}}")
_DATED = "backup-*.zip"


@dataclass(frozen=True)
class PutBack:
    """A backup that was put back, and where what stood there is stored.

    A folder, an ending of names in a database, or how the names of rooms in a Redis begin.
    """

    ledger: Ledger
    aside: Path | None
    ending: str = ""
    rooms: str = ""


class RoomsElsewhere(Protocol):
    """Rooms that do not lie in the store folder. A backup holds them as the documents that a folder would have."""

    def save(self, folder: Path, /) -> list[Finding]:
        """Write the keys of speakers and the log of rooms into a folder, where there are any.

        Returns what of them could not be saved; raises :class:`DataProblem` where nothing can be.
        """

    def put_back(self, folder: Path, ending: str, /) -> str:
        """Put what a folder has of those documents in the place of the rooms; raises :class:`DataProblem`.

        Returns how the names begin under which the former ones are stored, empty where there were none.
        """


class LeftOut:
    """Rooms that a backup does not hold, and that putting one back does not change."""

    def save(self, _folder: Path, /) -> list[Finding]:
        """Save nothing."""
        return []

    def put_back(self, _folder: Path, _ending: str, /) -> str:
        """Change nothing."""
        return ""


def dated_backup(target: Path, now: dt.datetime) -> Path:
    """Return the file that a backup goes to: `target` itself, or one with the time (UTC) in its name in that folder."""
    return target / f"backup-{now:%Y%m%d-%H%M%S}.zip" if target.is_dir() else target


def newest_backup(source: Path) -> Path:
    """Return the backup that is meant: `source` itself, or the newest of that folder; raises DataProblem if none is."""
    if not source.is_dir():
        return source
    backups = sorted(source.glob(_DATED))
    if not backups:
        raise DataProblem([Finding(BACKUP_NONE, str(source))])
    return backups[-1]


def write_backup(journal: Journal, target: Path, rooms: RoomsElsewhere | None = None) -> tuple[Ledger, list[Finding]]:
    """Write a backup of a journal and of its folder's documents to the file `target`.

    Returns the ledger in it, and what of `rooms` that lie elsewhere could not be saved. Raises :class:`DataProblem`
    where the store is damaged, the rooms are not reached or the file is there already.
    """
    if target.exists():
        raise DataProblem([Finding(BACKUP_THERE, str(target))])
    ledger, rows = journal.rows()
    members = {
        f"{FILES_FOLDER}/{name}": journal.whole_file(name, record.name) for name, record in ledger.stored.items()
    }
    unfinished = target.with_name(f".{target.name}{UNFINISHED}")
    try:
        with tempfile.TemporaryDirectory() as folder:
            copied = Path(folder)
            for name, path in documents(journal.folder).items():
                if rooms is None or name not in (KEYS, ROOM_LOG):
                    copy_document(path, copied / name)
                    members[name] = copied / name
            lost = rooms.save(copied) if rooms is not None else []
            members |= {name: copied / name for name in (KEYS, ROOM_LOG) if (copied / name).exists()}
            if rows.events:
                members[JOURNAL_FILE] = copied / JOURNAL_FILE
                SqliteTables(members[JOURNAL_FILE], FILES_FOLDER).fill(rows)
            fingerprints = {name: files.fingerprint(path) for name, path in members.items()}
            # the keys of speakers are in it: nobody but its owner may read it, from its first byte
            with (
                os.fdopen(os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "w+b") as file,
                zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
            ):
                for name, path in members.items():
                    archive.write(path, name)
                manifest = {"format": FORMAT, "state": ledger.state, "files": fingerprints}
                archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        unfinished.replace(target)
    except (OSError, sqlite3.Error) as error:
        unfinished.unlink(missing_ok=True)
        raise DataProblem([unreadable(target, error)]) from None
    return ledger, lost


def put_back(
    backup: Path, journal: Journal, discard_newer: bool = False, rooms: RoomsElsewhere | None = None
) -> PutBack:
    """Put a backup in the place of a journal, of its folder's documents, and of `rooms` that lie elsewhere.

    Raises :class:`DataProblem` where the backup is not whole, or where the journal has steps that it lacks, unless they
    are to be discarded. A store that cannot be read is put aside like any other.
    """
    store = journal.folder
    ending = f"before_{calendar.now():%Y%m%d_%H%M%S_%f}"
    try:
        store.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=store.parent, prefix=".restoring-") as folder:
            unpacked = Path(folder) / "store"
            ledger, rows = _unpack(backup, unpacked)
            if not discard_newer:
                _refuse_loss(journal, ledger, backup)
            former = ""
            if rooms is not None:
                former = rooms.put_back(unpacked, ending)
                for name in (KEYS, ROOM_LOG):
                    (unpacked / name).unlink(missing_ok=True)
            aside = store.with_name(f"{store.name}.{ending.replace('_', '-')}")
            if not _lies_in_folder(journal):
                had_tables = _has_tables(journal)
                _exchange(journal, unpacked, ledger, rows, ending)
                exchange(unpacked, store, aside)
                return PutBack(ledger, aside if aside.exists() else None, ending if had_tables else "", former)
            if store.exists():
                store.rename(aside)
            unpacked.rename(store)
    except OSError as error:
        raise DataProblem([unreadable(store, error)]) from None
    return PutBack(ledger, aside if aside.exists() else None, rooms=former)


def _lies_in_folder(journal: Journal) -> bool:
    """Return whether tables and files lie in the store folder itself, so that one rename puts all of them in place."""
    usual = Journal(journal.folder)
    return isinstance(journal.tables, SqliteTables) and (journal.name, journal.files.name) == (
        usual.name,
        usual.files.name,
    )


def _has_tables(journal: Journal) -> bool:
    """Return whether there are tables, readable or not."""
    try:
        with journal.tables.reading() as opened:
            return opened is not None
    except DataProblem:
        return True


def _exchange(journal: Journal, unpacked: Path, ledger: Ledger, rows: Rows, ending: str) -> None:
    """Put tables and files of a backup in the place of a journal's; raises OSError.

    The files are there before the tables name them, in one step. Killed before that, all is as it was; after it, the
    same command finishes.
    """
    saved = FolderFiles(unpacked / FILES_FOLDER)
    for name in ledger.stored:
        journal.files.keep(saved.local(name))
    journal.files.put_aside(journal.files.names() - ledger.stored.keys(), ending)
    journal.mark(journal.tables.fill(rows, ending))


def _unpack(backup: Path, folder: Path) -> tuple[Ledger, Rows]:
    """Unpack a backup into a new folder, every file checked; return its ledger and the rows of that."""
    folder.mkdir()
    try:
        with zipfile.ZipFile(backup) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            if manifest["format"] not in FORMATS:
                raise ValueError(f"its format is {manifest['format']}")
            wanted = dict(manifest["files"])
            if sum(archive.getinfo(name).file_size for name in wanted) > MOST_BYTES:
                raise ValueError("it is too large")
            for name, fingerprint in wanted.items():
                if not (_STORED.fullmatch(name) or MEMBER.fullmatch(name)):
                    raise ValueError(name)
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as packed, path.open("wb") as copy:
                    path.chmod(0o600)
                    while block := packed.read(files.BLOCK):
                        copy.write(block)
                if files.fingerprint(path) != fingerprint:
                    raise ValueError(f"{name} is damaged")
    except (OSError, ValueError, KeyError, TypeError, EOFError, NotImplementedError, zipfile.BadZipFile) as error:
        raise DataProblem([_damaged(backup, str(error))]) from None
    journal = Journal(folder)
    try:
        ledger, rows = journal.rows()
        for name, record in ledger.stored.items():
            journal.whole_file(name, record.name)
    except DataProblem as problem:
        raise DataProblem([_damaged(backup, problem.findings[0].rule.id)]) from None
    return ledger, rows


def _damaged(backup: Path, reason: str) -> Finding:
    return Finding(BACKUP_DAMAGED, str(backup), params={"reason": " ".join(reason.split())[:200] or "-"})


def _refuse_loss(journal: Journal, ledger: Ledger, backup: Path) -> None:
    """Raise where the journal can be read and has steps that the backup lacks, or where it is not ours to replace."""
    try:
        present = journal.read()
    except DataProblem as problem:
        if problem.findings[0].rule in (STORE_MIXED, DATABASE_UNUSABLE, DATABASE_ADDRESS, FILES_ADDRESS):
            raise
        return
    lost = len([event for event in present.events if event not in ledger.events])
    if lost:
        raise DataProblem([Finding(BACKUP_OLDER, str(backup), params={"count": lost})])


NOTE = "last-backup.json"
"""Where it is noted when a backup was made last, for the server to say how old it is."""


@dataclass(frozen=True)
class BackupNote:
    """A backup that was made: when (ISO, UTC), after which event of the ledger, of how many accepted files."""

    at: str
    state: int
    files: int

    def age(self, now: dt.datetime) -> float:
        """Return its age in seconds; 0 where the clocks of two machines make it younger than now."""
        return max(0.0, (now - dt.datetime.fromisoformat(self.at)).total_seconds())


def note_backup(store: Path, state: int, files: int, now: Callable[[], dt.datetime] = calendar.now) -> None:
    """Note that a backup was made just now; raises OSError where the folder cannot be written to."""
    store.mkdir(parents=True, exist_ok=True)
    note = BackupNote(now().isoformat(timespec="seconds"), state, files)
    unfinished = store / f".{NOTE}{UNFINISHED}"
    unfinished.write_text(json.dumps(asdict(note)), encoding="utf-8")
    unfinished.replace(store / NOTE)


def last_backup(store: Path) -> BackupNote | None:
    """Return the backup that was made last of this store; None where none is known or the note cannot be read."""
    try:
        note = BackupNote(**json.loads((store / NOTE).read_text(encoding="utf-8")))
        is_dated = dt.datetime.fromisoformat(note.at).tzinfo is not None
    except (OSError, ValueError, TypeError):
        return None
    return note if is_dated and isinstance(note.state, int) and isinstance(note.files, int) else None
