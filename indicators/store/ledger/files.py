"""Accepted files, stored under the fingerprint of their content before anything names them: here, in a folder.

Another place for them is a bucket (:mod:`indicators.store.ledger.bucket`).
"""

import hashlib
import os
import shutil
from collections.abc import Collection
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
