"""The keys of sessions in a Redis: one hash a session, the key by the speaker's name, as the file of one server has it.

While Redis is gone the keys that were known last open the room's pages; what they want written is refused in words.
"""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar, cast

import redis

from indicators.live.keys import SpeakerKey, holder_among, names_of
from indicators.live.log import LogUnreachable, LogUnusable
from indicators.live.over_redis.place import RedisPlace, keys_key, problem_of, session_of_keys
from indicators.live.position import KeyHolder
from indicators.sessions.session import Session

Read = TypeVar("Read")


class RedisKeys:
    """The keys in one place of a Redis."""

    def __init__(self, place: RedisPlace) -> None:
        self.where = place.name
        self._place = place
        self._client: redis.Redis | None = None
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
        names = self._asked(lambda client: [*client.scan_iter(keys_key("*"), count=1_000)])
        sessions = sorted(filter(None, (session_of_keys(key.decode("utf-8", "replace")) for key in names)))
        return {session: self._read(session) for session in sessions}

    def _read(self, session: str) -> dict[str, str]:
        written = self._asked(lambda client: cast(dict[bytes, bytes], client.hgetall(keys_key(session))))
        return {name.decode("utf-8", "replace"): key.decode("utf-8", "replace") for name, key in written.items()}

    def _asked(self, ask: Callable[["redis.Redis"], Read]) -> Read:
        try:
            if self._client is None:
                self._client = self._place.client()
            try:
                return ask(self._client)
            except redis.ConnectionError:
                return ask(self._client)  # a connection of earlier was dead
        except Exception as error:  # noqa: BLE001 - every one is answered in words
            raise problem_of(error) from None


def _replace(client: "redis.Redis", session: str, keys: dict[str, str]) -> None:
    written: dict[Any, Any] = dict(keys)
    with client.pipeline(transaction=True) as turn:
        turn.delete(keys_key(session))
        turn.hset(keys_key(session), mapping=written)
        turn.execute()


def _complete(client: "redis.Redis", session: str, names: tuple[str, ...]) -> None:
    known = {name.decode("utf-8", "replace") for name in cast(list[bytes], client.hkeys(keys_key(session)))}
    with client.pipeline(transaction=True) as turn:
        for name in names:
            turn.hsetnx(keys_key(session), name, secrets.token_urlsafe(24))
        gone = known - set(names)
        if gone:
            turn.hdel(keys_key(session), *gone)
        turn.execute()
