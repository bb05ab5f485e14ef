"""The keys of a session: one a speaker and one for the chair, each a secret in the address of a presenter's page.

They lie in the store folder in a file that only its owner can read, or in the Redis that servers share, never in a
session's own file, which is handed round. A key works until fresh ones are made.
"""

import hashlib
import json
import os
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from indicators.live.position import KeyHolder
from indicators.sessions.session import Session

FILE = "live_keys.json"
LOCK, LOCK_SECONDS = "live_keys.lock.sqlite", 20.0
"""The file that one process holds while it makes keys, and how long another waits for it."""


@dataclass(frozen=True)
class SpeakerKey:
    """A key, and whose it is."""

    speaker: str
    key: str

    def address(self, public_address: str, session: str) -> str:
        """Return the address of the presenter's page with the key behind `#`, where no server's log can hold it."""
        return f"{public_address}/live/{session}/presenter#key={self.key}"


def names_of(session: Session) -> tuple[str, ...]:
    """Return who has a key: the speakers, then the chair."""
    return tuple(dict.fromkeys([*session.speakers, session.chair]))


class RoomKeys(Protocol):
    """The keys of sessions, wherever they lie. From any thread."""

    @property
    def where(self) -> str:
        """Where they lie, in words for who runs the server."""

    def of(self, session: Session, *, fresh: bool = False) -> list[SpeakerKey]:
        """Return the keys of a session; those that are missing are made, all of them where `fresh` ones are wanted.

        Raises OSError where they cannot be written.
        """

    def holder(self, session: Session, key: str) -> KeyHolder | None:
        """Return whose key of a session it is, None where it is nobody's."""

    def everyones(self) -> dict[str, dict[str, str]]:
        """Return every key, by session and speaker."""


def holder_among(keys: Mapping[str, str], session: Session, key: str) -> KeyHolder | None:
    """Return whose key it is of the `keys` by name, None where it is nobody's who speaks in the session.

    Keys are compared by their fingerprint, so that the time it takes says nothing of them.
    """
    fingerprint = _fingerprint(key)
    for name, known in keys.items():
        if known and _fingerprint(known) == fingerprint and name in names_of(session):
            return KeyHolder(name, is_chair=name == session.chair)
    return None


class FileKeys:
    """The keys in one store folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.where = str(self.path)
        self._stamp: tuple[int, int, int] | None = None
        self._known: dict[str, dict[str, str]] = {}

    def of(self, session: Session, *, fresh: bool = False) -> list[SpeakerKey]:
        """Return the keys of a session; those that are missing are made, all of them where `fresh` ones are wanted.

        The keys of whoever no longer speaks are forgotten. Raises OSError where the folder cannot be written.
        """
        names, keys = names_of(session), self.everyones().get(session.id, {})
        if fresh or keys.keys() != set(names):
            with self._locked():
                known = self.everyones()
                before = {} if fresh else known.get(session.id, {})
                keys = {name: before.get(name) or secrets.token_urlsafe(24) for name in names}
                self.put({**known, session.id: keys})
        return [SpeakerKey(name, keys[name]) for name in names]

    def holder(self, session: Session, key: str) -> KeyHolder | None:
        """Return whose key of a session it is, None where it is nobody's; the file is read again where it changed."""
        try:
            seen = self.path.stat()
        except OSError:
            self._known, self._stamp = {}, None
        else:
            stamp = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
            if stamp != self._stamp:
                self._known, self._stamp = self.everyones(), stamp
        return holder_among(self._known.get(session.id, {}), session, key)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep every other process that shares the folder from making keys meanwhile; raises OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with closing(
                sqlite3.connect(self.path.with_name(LOCK), timeout=LOCK_SECONDS, isolation_level=None)
            ) as lock:
                lock.execute("BEGIN EXCLUSIVE")
                yield
        except sqlite3.Error as error:
            raise OSError(str(error)) from None

    def everyones(self) -> dict[str, dict[str, str]]:
        """Return the keys by session and speaker; none of a file that is missing or damaged."""
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(content, dict):
            return {}
        return {
            str(session): {str(name): key for name, key in keys.items() if isinstance(key, str) and key}
            for session, keys in content.items()
            if isinstance(keys, dict)
        }

    def put(self, keys: Mapping[str, Mapping[str, str]]) -> None:
        """Replace all keys, by session and speaker, in one step; the file is never readable for others."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # a file of `mkstemp` has the mode 600 from its first byte
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".live_keys")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(keys, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _fingerprint(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
