"""Which replica this process is, what code it runs, and which others there are.

A replica is one process of the application; where there is only one it has no name. The code version is a fingerprint
of what is installed, as the data version is one of what is shown: two replicas of one code version and one data version
answer alike. Each notes itself in a folder that all of them share, and reads what the others noted.

Who is alive is known by a count that grows, read against one's own clock: no replica has to believe the clock of
another. Where the clocks are apart by minutes, that is seen by the same note.
"""

import hashlib
import json
import os
import re
import socket
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

FOLDER = "replicas"
"""The folder of the notes, in the store."""

GONE_SECONDS = 15.0
"""After how long without a new note a replica counts as gone."""

APART_SECONDS = 60.0
"""From how far on two clocks count as apart: notes are seen some seconds late."""


@dataclass(frozen=True)
class ReplicaNote:
    """What a replica notes of itself: who it is, how often it noted, when (seconds of its clock), what it has."""

    name: str
    process: str
    beat: int
    at: float
    data_version: str
    code_version: str
    draining: bool = False

    def public(self) -> dict[str, Any]:
        """Return what anybody may read of it."""
        return {
            "name": self.name,
            "data_version": self.data_version,
            "code_version": self.code_version,
            "draining": self.draining,
        }


def read_notes(folder: Path) -> list[ReplicaNote]:
    """Return the notes in a folder, in the order of their names; one that cannot be read is passed over."""
    notes = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            notes.append(ReplicaNote(**json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError):
            continue
    return notes


def write_note(folder: Path, note: ReplicaNote) -> None:
    """Write a note in one step, over the one before; raises OSError where the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=f".{note.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(note), file)
        Path(name).chmod(0o644)
        Path(name).replace(folder / f"{note.name}.json")
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def forget_note(folder: Path, note: ReplicaNote) -> None:
    """Remove the note of a process that ends, unless another has taken its name."""
    if any(known.name == note.name and known.process == note.process for known in read_notes(folder)):
        (folder / f"{note.name}.json").unlink(missing_ok=True)


@dataclass
class _Heard:
    note: ReplicaNote
    at: float
    apart: float


@dataclass
class Neighbours:
    """The replicas that this one hears of, itself among them."""

    clock: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    same_name: bool = False
    _heard: dict[str, _Heard] = field(default_factory=dict)

    def hear(self, notes: list[ReplicaNote], own_note: ReplicaNote | None = None) -> None:
        """Take in what was read from the folder, before this replica writes `own_note` over its last one."""
        now, wall = self.clock(), self.wall()
        heard = {}
        for note in notes:
            before = self._heard.get(note.name)
            if before is not None and (before.note.process, before.note.beat) == (note.process, note.beat):
                heard[note.name] = before
            else:
                # A note that was there before us may be old: of its clock the next one tells.
                heard[note.name] = _Heard(note, now, note.at - wall if before is not None else 0.0)
        self._heard = heard
        if own_note is not None:
            held = heard.get(own_note.name)
            self.same_name = held is not None and held.note.process != own_note.process and own_note.beat > 2

    def alive(self) -> list[ReplicaNote]:
        """Return the replicas whose note has changed of late, by name."""
        now = self.clock()
        return [heard.note for heard in self._heard.values() if now - heard.at <= GONE_SECONDS]

    def minutes_apart(self, name: str) -> int:
        """Return by how many whole minutes the clock of a replica differs from this one's, 0 for less than one."""
        heard = self._heard.get(name)
        apart = abs(heard.apart) if heard is not None else 0.0
        return max(1, round(apart / 60)) if apart >= APART_SECONDS else 0


ROOT = Path(__file__).parents[2]

NAME_SETTING = "INDICATORS_REPLICA"
"""The setting that names this replica: letters, digits, `-` and `_`."""

_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")

CODE = ("indicators", "pages", "static", "app.py", "requirements.txt")
"""What the code is made of."""

KINDS = frozenset({".py", ".po", ".html", ".js", ".css", ".txt", ".toml", ".woff2"})


def replica_name(environment: Mapping[str, str] | None = None) -> str:
    """Return the name of this replica, empty where the process runs alone."""
    return _well_formed((os.environ if environment is None else environment).get(NAME_SETTING, ""))


@lru_cache(maxsize=32)
def _well_formed(written: str) -> str:
    named = written.strip()
    return named if _NAME.fullmatch(named) else ""


def process_name() -> str:
    """Return what other replicas call the process: where it runs, and its number there."""
    return f"{socket.gethostname()} {os.getpid()}"


@cache
def code_version(root: Path = ROOT) -> str:
    """Return a fingerprint of the code below a folder, as it was when it was first asked for: twelve letters."""
    digest = hashlib.sha256()
    for place in CODE:
        path = root / place
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in KINDS and file.is_file():
                content = hashlib.sha256(file.read_bytes()).hexdigest()
                digest.update(f"{file.relative_to(root).as_posix()} {content}\n".encode())
    return digest.hexdigest()[:12]
