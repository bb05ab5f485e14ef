"""What else lies in a store folder: all that is made in the app and is no accepted file.

Sessions with their versions, rehearsals and pictures, the programme, saved mappings, the keys of speakers, the log of
rooms. Each is one file that is written whole (the log: by SQLite), so that servers which share the folder read them.
"""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

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
