"""Files stored under the fingerprint of their content, on the disk before anything names them."""

import hashlib
import os
import shutil
from collections.abc import Collection
from pathlib import Path

BLOCK = 1 << 20
UNFINISHED = ".part"


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
    with source.open("rb") as given, unfinished.open("wb") as copy:
        shutil.copyfileobj(given, copy, BLOCK)
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


def sweep(folder: Path, named: Collection[str]) -> None:
    """Delete the files of `folder` that nothing names: what an end in the middle of keeping left behind."""
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name not in named:
                path.unlink(missing_ok=True)
