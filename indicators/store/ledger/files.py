"""The files of a store: accepted ones, and documents, which are made in the app.

Accepted files are stored under the fingerprint of their content before anything names them: here, in a folder. Another
place for them is a bucket (:mod:`indicators.store.ledger.bucket`).

Documents are sessions with their versions, rehearsals and pictures, the programme, saved mappings, the keys of
speakers, the log of rooms. Each is one file that is written whole (the log: by SQLite), so that servers which share the
folder read them.
"""

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Protocol

BLOCK = 1 << 20
UNFINISHED = ".part"
MARK = "ledger.id"
"""The file that says which database lists the files beside it; there is none where their list is a file of SQLite."""


class PlaceGone(OSError):
    """The place of the files does not answer: nothing can be stated of the files in it."""


class StoredFiles(Protocol):
    """A place of accepted files. Every method raises OSError where it cannot be read or written."""

    @property
    def name(self) -> str:
        """What findings call the place."""

    def keep(self, source: Path) -> str:
        """Copy a file into the place; return the fingerprint of what was copied, under which it lies from now on."""

    def local(self, name: str) -> Path:
        """Return where the stored file of this fingerprint can be read; raises PlaceGone where that cannot be known."""

    def names(self) -> set[str]:
        """Return the names of all that lies in the place, what is unfinished too, but for its mark."""

    def discard(self, names: Collection[str]) -> None:
        """Delete what nothing names: what an end in the middle of keeping left behind."""

    def put_aside(self, names: Collection[str], ending: str) -> None:
        """Copy files to a place beside this one, whose name ends in `ending`."""

    def owner(self) -> str:
        """Return the identity of the database that lists the files, empty where none has marked the place."""

    def mark(self, identity: str) -> None:
        """Write the identity of the database that lists the files; empty takes the mark away."""


class FolderFiles:
    """Accepted files in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def name(self) -> str:
        """The path of the folder."""
        return str(self.folder)

    def keep(self, source: Path) -> str:
        """Copy a file into the folder; it is on the disk when this returns."""
        return keep(source, self.folder)

    def local(self, name: str) -> Path:
        """Return the path of a stored file; it may be missing."""
        return self.folder / name

    def names(self) -> set[str]:
        """Return the names of the files in the folder; none where it is not there."""
        if not self.folder.is_dir():
            return set()
        return {path.name for path in self.folder.iterdir()} - {MARK}

    def discard(self, names: Collection[str]) -> None:
        """Delete files of the folder."""
        for name in names:
            (self.folder / name).unlink(missing_ok=True)

    def put_aside(self, names: Collection[str], ending: str) -> None:
        """Copy files into a folder beside this one."""
        beside = self.folder.with_name(f"{self.folder.name}.{ending}")
        for name in names:
            beside.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.folder / name, beside / name)

    def owner(self) -> str:
        """Return what the folder is marked with."""
        try:
            return (self.folder / MARK).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return ""

    def mark(self, identity: str) -> None:
        """Mark the folder, or take its mark away."""
        if not identity:
            (self.folder / MARK).unlink(missing_ok=True)
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = self.folder / f"{MARK}{UNFINISHED}"
        with unfinished.open("w", encoding="utf-8") as file:
            file.write(f"{identity}\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self.folder / MARK)
        settle(self.folder)


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep(source: Path, folder: Path) -> str:
    """Copy `source` into `folder` under the fingerprint of what was copied; return it.

    When this returns the copy is on the disk. A file that is there already is the same, and left alone. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{os.getpid()}{UNFINISHED}"
    with source.open("rb") as original, unfinished.open("wb") as copy:
        shutil.copyfileobj(original, copy, BLOCK)
        copy.flush()
        os.fsync(copy.fileno())
    # named by what was copied: the source may have been written to meanwhile
    name = fingerprint(unfinished)
    unfinished.replace(folder / name)
    settle(folder)
    return name


def settle(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


MAPPINGS, SESSIONS, KEYS, ROOM_LOG = "mappings", "sessions", "live_keys.json", "live.sqlite"

DOCUMENTS = (MAPPINGS, SESSIONS, KEYS, ROOM_LOG)
"""The folders and files of a store folder that hold documents."""

MEMBER = re.compile(
    rf"{MAPPINGS}/[\w-][\w.-]*\.toml|{SESSIONS}/(?:[\w-]+/){{0,2}}[\w-][\w.-]*|{re.escape(KEYS)}|{re.escape(ROOM_LOG)}"
)
"""How a document is named below the store folder: no hidden file, none that is unfinished."""


def documents(store: Path) -> dict[str, Path]:
    """Return every document of a store folder by its name below it."""
    paths = [path for name in (MAPPINGS, SESSIONS) for path in sorted((store / name).rglob("*"))]
    named = {path.relative_to(store).as_posix(): path for path in (*paths, store / KEYS, store / ROOM_LOG)}
    return {name: path for name, path in named.items() if MEMBER.fullmatch(name) and path.is_file()}


def copy_document(source: Path, target: Path) -> None:
    """Copy a document as it stands at one moment, while others may write; raises OSError or sqlite3.Error."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.name == ROOM_LOG:
        with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
            original.backup(copy)
        return
    shutil.copyfile(source, target)
    shutil.copymode(source, target)


def exchange(new: Path, store: Path, aside: Path) -> None:
    """Put the documents below `new` in the place of those of `store`, which are moved to `aside`; raises OSError.

    What `new` has nothing of, as a backup from before documents were in it, is left as it is.
    """
    for name in DOCUMENTS:
        if not (new / name).exists():
            continue
        store.mkdir(parents=True, exist_ok=True)
        for present in (store / name, *((store / f"{name}{end}") for end in ("-wal", "-shm", "-journal"))):
            if present.exists():
                aside.mkdir(parents=True, exist_ok=True)
                present.rename(aside / present.name)
        (new / name).rename(store / name)
