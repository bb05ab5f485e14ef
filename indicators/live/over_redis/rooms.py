"""The rooms in a Redis: their logs and their keys, and all of them at once for a backup.

A log is one stream for each session, followed and appended to by every server. A saved log is the same file whether
the rooms were in a Redis or in files, so that either can be put back into the other. What stood there is stored under
other names, and the new takes its place in one step.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

import redis

from indicators.findings.finding import DataProblem, Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.live.file_log import FileLog
from indicators.live.keys import FileKeys, SpeakerKey, holder_among, names_of
from indicators.live.log import EntryKind, Listener, LogEntry, LogUnreachable, LogUnusable
from indicators.live.over_redis.place import (
    LOST,
    PREFIX,
    RedisPlace,
    keys_key,
    log_key,
    problem_of,
    session_of_keys,
    session_of_log,
)
from indicators.live.over_redis.stream import Item, heard_of, written_items
from indicators.live.over_redis.writer import RedisWriter
from indicators.live.position import KeyHolder
from indicators.sessions.session import Session

ROOMS_AWAY = Rule(
    id="rooms_away",
    severity=Severity.ERROR,
    message=N_("the rooms in Redis at {place} cannot be reached ({reason}); nothing was changed."),
    fix=N_("Start Redis and repeat, or leave the rooms out with --without-rooms."),
)

ROOMS_LATER = Rule(
    id="rooms_later",
    severity=Severity.WARNING,
    message=N_("entries of rooms that a later version wrote are not in the backup ({count})."),
    fix=N_("Write the backup with the release that the servers run."),
)

READ_AT_ONCE, SENT_AT_ONCE = 5_000, 1_000
"""Items that are read in one turn, and that are sent in one."""

UNFINISHED = f"{PREFIX}unfinished:"
"""How the keys begin that are being put back; those that a killed command left are taken away by the next."""

Read = TypeVar("Read")


class _RedisPart:
    """What is asked of one place of a Redis over one client, which is made at the first question."""

    _again: type[Exception] | tuple[type[Exception], ...] = LOST
    """After which errors it is asked a second time, for a connection of earlier was dead."""

    def __init__(self, place: RedisPlace) -> None:
        self._place = place
        self._client: redis.Redis | None = None

    def _asked(self, ask: Callable[["redis.Redis"], Read]) -> Read:
        """Return what Redis answers; raises :class:`LogUnusable`."""
        try:
            if self._client is None:
                self._client = self._place.client()
            try:
                return ask(self._client)
            except self._again:
                return ask(self._client)
        except Exception as error:  # noqa: BLE001 - every one is answered in words
            raise problem_of(error) from None


class RedisLog(_RedisPart):
    """The log of the rooms in one place of a Redis."""

    def read(self, session: str = "", after: int = 0) -> list[LogEntry]:
        """Return the entries of a session, or of all, that follow the entry number `after`, in their order.

        Of all sessions, those of one follow those of another: each has numbers of its own. Raises :class:`LogUnusable`.
        """
        names = [session] if session else self.sessions()
        return [entry for name in names for entry in self._read(name, after)]

    def _read(self, session: str, after: int) -> list[LogEntry]:
        entries: list[LogEntry] = []
        while True:
            items = self._asked(partial(_items, session, entries[-1].number if entries else after))
            entries += [heard.entry for heard in heard_of(session, items)]
            if len(items) < READ_AT_ONCE:
                return entries

    def sessions(self) -> list[str]:
        """Return the sessions of which there are entries."""
        names = self._asked(lambda client: _names(client, log_key("*")))
        return sorted(filter(None, map(session_of_log, names)))

    def put(self, entries: Sequence[LogEntry]) -> None:
        """Write entries of one session of another log, with their moments, in one step."""
        items = written_items(entries)

        def add(client: "redis.Redis") -> None:
            with client.pipeline(transaction=True) as turn:
                for name, fields in items:
                    turn.xadd(log_key(entries[0].session), fields, id=name)
                turn.execute()

        self._asked(add)

    def writer(self, rooms: Listener) -> RedisWriter:
        """Return who writes and follows this log for the rooms of the running loop."""
        return RedisWriter(self._place, rooms)


def _items(session: str, after: int, client: "redis.Redis") -> list[Item]:
    """Return the items of a stream that follow a number, as many as are read in one turn."""
    return cast(list[Item], client.xrange(log_key(session), f"({after}-0", count=READ_AT_ONCE))


class RedisKeys(_RedisPart):
    """The keys in one place of a Redis: one hash a session, the key by the speaker's name.

    While Redis is gone the keys that were known last open the room's pages; what they want written is refused in words.
    """

    _again = redis.ConnectionError

    def __init__(self, place: RedisPlace) -> None:
        super().__init__(place)
        self.where = place.name
        self._known: dict[str, dict[str, str]] = {}

    def of(self, session: Session, *, fresh: bool = False) -> list[SpeakerKey]:
        """Return the keys of a session; those that are missing are made, all of them where `fresh` ones are wanted.

        The keys of whoever no longer speaks are forgotten. Two servers that make them at once make the same. Raises
        OSError where Redis cannot be written.
        """
        names = names_of(session)
        try:
            if fresh:
                keys = {name: secrets.token_urlsafe(24) for name in names}
                self._asked(lambda client: _replace(client, session.id, keys))
            else:
                self._asked(lambda client: _complete(client, session.id, names))
                keys = self._read(session.id)
        except LogUnusable as problem:
            raise OSError(str(problem)) from None
        return [SpeakerKey(name, keys[name]) for name in names]

    def holder(self, session: Session, key: str) -> KeyHolder | None:
        """Return whose key of a session it is, None where it is nobody's.

        Raises :class:`LogUnusable` where Redis is gone and was never asked for this session.
        """
        try:
            self._known[session.id] = self._read(session.id)
        except LogUnreachable:
            if session.id not in self._known:
                raise
        return holder_among(self._known[session.id], session, key)

    def everyones(self) -> dict[str, dict[str, str]]:
        """Return every key, by session and speaker; raises :class:`LogUnusable`."""
        names = self._asked(lambda client: _names(client, keys_key("*")))
        return {session: self._read(session) for session in sorted(filter(None, map(session_of_keys, names)))}

    def _read(self, session: str) -> dict[str, str]:
        written = self._asked(lambda client: cast(dict[bytes, bytes], client.hgetall(keys_key(session))))
        return {_text(name): _text(key) for name, key in written.items()}


def _replace(client: "redis.Redis", session: str, keys: dict[str, str]) -> None:
    written: dict[Any, Any] = dict(keys)
    with client.pipeline(transaction=True) as turn:
        turn.delete(keys_key(session))
        turn.hset(keys_key(session), mapping=written)
        turn.execute()


def _complete(client: "redis.Redis", session: str, names: tuple[str, ...]) -> None:
    known = set(map(_text, cast(list[bytes], client.hkeys(keys_key(session)))))
    with client.pipeline(transaction=True) as turn:
        for name in names:
            turn.hsetnx(keys_key(session), name, secrets.token_urlsafe(24))
        gone = known - set(names)
        if gone:
            turn.hdel(keys_key(session), *gone)
        turn.execute()


class RedisRooms:
    """The rooms in one place of a Redis."""

    def __init__(self, place: RedisPlace) -> None:
        self._place = place
        self._log, self._keys = RedisLog(place), RedisKeys(place)

    def save(self, folder: Path) -> list[Finding]:
        """Write every log and key into a folder; return what could not be saved.

        A log that is written to meanwhile is saved as far as it went. Raises :class:`DataProblem`.
        """
        log, later = FileLog(folder), 0
        with self._in_words():
            for session in self._log.sessions():
                entries = self._log.read(session)
                known = [entry for entry in entries if entry.kind is not EntryKind.OTHER]
                later += len(entries) - len(known)
                if known:
                    log.put(known)
            keys = self._keys.everyones()
            if keys:
                FileKeys(folder).put(keys)
        return [Finding(ROOMS_LATER, params={"count": later})] if later else []

    def put_back(self, folder: Path, ending: str) -> str:
        """Put the logs and keys of a folder in the place of all there are; raises :class:`DataProblem`.

        Of what the folder has no file of, nothing is changed. Returns how the names begin under which the former ones
        are stored, empty where there were none.
        """
        log, keys = FileLog(folder), FileKeys(folder)
        prefix, unfinished = f"{PREFIX}{ending}:", f"{UNFINISHED}{secrets.token_hex(4)}:"
        with self._in_words():
            client = self._place.client()
            try:
                with suppress(redis.ResponseError):  # one that may not look for all keys cannot have left any
                    _delete(client, UNFINISHED)
                try:
                    if log.path.exists():
                        for session in log.sessions():
                            _write_log(client, log, session, unfinished)
                    for session, named in keys.everyones().items():
                        held: dict[Any, Any] = dict(named)
                        client.hset(unfinished + keys_key(session), mapping=held)
                    gone = [*(["log"] if log.path.exists() else []), *(["keys"] if keys.path.exists() else [])]
                    return prefix if _exchange(client, unfinished, prefix, gone) else ""
                except BaseException:
                    with suppress(redis.RedisError, OSError):
                        _delete(client, unfinished)
                    raise
            finally:
                client.close()

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except (LogUnusable, redis.RedisError, OSError) as error:
            reason = str(error) if isinstance(error, LogUnusable) else str(problem_of(error))
            params = {"place": self._place.name, "reason": reason}
            raise DataProblem([Finding(ROOMS_AWAY, params=params)]) from None


def _write_log(client: "redis.Redis", log: FileLog, session: str, before: str) -> None:
    items = written_items(log.read(session))
    for first in range(0, len(items), SENT_AT_ONCE):
        with client.pipeline(transaction=False) as turn:
            for name, fields in items[first : first + SENT_AT_ONCE]:
                turn.xadd(before + log_key(session), fields, id=name)
            turn.execute()


def _exchange(client: "redis.Redis", unfinished: str, prefix: str, kinds: list[str]) -> bool:
    """Give everything new its own name and everything that has it another one, in one step; say if there was any."""
    present = [key for kind in kinds for key in _names(client, f"{PREFIX}room:*:{kind}")]
    made = _names(client, f"{unfinished}*")
    with client.pipeline(transaction=True) as turn:
        for key in present:
            turn.rename(key, prefix + key)
        for key in made:
            turn.rename(key, key.removeprefix(unfinished))
        turn.execute()
    return bool(present)


def _delete(client: "redis.Redis", begins: str) -> None:
    for name in _names(client, f"{begins}*"):
        client.unlink(name)


def _names(client: "redis.Redis", pattern: str) -> list[str]:
    return [_text(key) for key in client.scan_iter(pattern, count=1_000)]


def _text(written: bytes) -> str:
    return written.decode("utf-8", "replace")
