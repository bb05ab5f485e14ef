"""All rooms of a Redis at once: saved to a folder as a store folder holds them, and put back from one.

A saved log is the same file whether the rooms were in a Redis or in files, so that either can be put back into the
other. What stood there is stored under other names, and the new takes its place in one step.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import redis

from indicators.findings.finding import DataProblem, Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.live.entries import EntryKind
from indicators.live.file_log import FileLog
from indicators.live.keys import FileKeys
from indicators.live.log import LogUnusable
from indicators.live.over_redis.keys import RedisKeys
from indicators.live.over_redis.log import RedisLog
from indicators.live.over_redis.place import PREFIX, RedisPlace, keys_key, log_key, problem_of
from indicators.live.over_redis.stream import written_items

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

AT_ONCE = 1_000
"""Items that are sent in one turn."""

UNFINISHED = f"{PREFIX}unfinished:"
"""How the keys begin that are being put back; those that a killed command left are taken away by the next."""


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
    for first in range(0, len(items), AT_ONCE):
        with client.pipeline(transaction=False) as turn:
            for name, fields in items[first : first + AT_ONCE]:
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
    return [cast(bytes, key).decode("utf-8", "replace") for key in client.scan_iter(pattern, count=1_000)]
