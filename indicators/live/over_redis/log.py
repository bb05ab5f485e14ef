"""The log of the rooms in a Redis: one stream for each session, followed and appended to by every server."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar, cast

import redis

from indicators.live.entries import LogEntry
from indicators.live.log import Listener
from indicators.live.over_redis.place import LOST, PREFIX, RedisPlace, log_key, problem_of, session_of_log
from indicators.live.over_redis.stream import Item, heard_of, written_items
from indicators.live.over_redis.writer import RedisWriter

AT_ONCE = 5_000
"""Items that are read in one turn."""

Read = TypeVar("Read")


class RedisLog:
    """The log of the rooms in one place of a Redis."""

    def __init__(self, place: RedisPlace) -> None:
        self.place = place
        self._client: redis.Redis | None = None

    def read(self, session: str = "", after: int = 0) -> list[LogEntry]:
        """Return the entries of a session, or of all, that follow the entry number `after`, in their order.

        Of all sessions, those of one follow those of another: each has numbers of its own. Raises :class:`LogUnusable`.
        """
        names = [session] if session else self.sessions()
        return [entry for name in names for entry in self._read(name, after)]

    def _read(self, session: str, after: int) -> list[LogEntry]:
        entries: list[LogEntry] = []
        while True:
            read = partial(_items, session, entries[-1].number if entries else after)
            items = self._asked(read)
            entries += [heard.entry for heard in heard_of(session, items)]
            if len(items) < AT_ONCE:
                return entries

    def sessions(self) -> list[str]:
        """Return the sessions of which there are entries."""
        keys = self._asked(lambda client: [*client.scan_iter(f"{PREFIX}room:*", count=1_000)])
        return sorted(filter(None, (session_of_log(key.decode("utf-8", "replace")) for key in keys)))

    def _asked(self, ask: Callable[["redis.Redis"], Read]) -> Read:
        """Return what Redis answers; asked a second time where a connection of earlier was dead."""
        try:
            if self._client is None:
                self._client = self.place.client()
            try:
                return ask(self._client)
            except LOST:
                return ask(self._client)
        except Exception as error:  # noqa: BLE001 - every one is answered in words
            raise problem_of(error) from None

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
        return RedisWriter(self.place, rooms)


def _items(session: str, after: int, client: "redis.Redis") -> list[Item]:
    """Return the items of a stream that follow a number, as many as are read in one turn."""
    return cast(list[Item], client.xrange(log_key(session), f"({after}-0", count=AT_ONCE))
