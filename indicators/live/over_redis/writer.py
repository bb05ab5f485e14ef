"""Writes and follows the logs of rooms in a Redis, for the rooms of one loop.

What waits is appended by one script for each room, in one turn; its answer brings what others wrote meanwhile. One more
connection hears what others write as it comes. A step whose answer is lost is sent again with the same token, so that
it is written once. While Redis is gone nothing is written and the rooms stay where they are; then all catches up.
"""

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

import orjson
import redis.asyncio
from redis.exceptions import BusyLoadingError

from indicators.live.log import NOBODY, Crowd, KnownOfLog, Listener, LogUncertain, LogUnusable, Step, ended, now
from indicators.live.over_redis.place import LOST, PREFIX, RedisPlace, log_key, problem_of, session_of_log
from indicators.live.over_redis.stream import APPEND, Item, arguments, heard_of, items_of

MOST_AT_ONCE = 2_000
"""Steps that are written in one turn, at most."""

PATIENCE_SECONDS = 2.0
"""How long a step whose answer was lost is sent again."""

AGAIN_SECONDS = 0.05
"""After how long it is."""

BLOCK_SECONDS = 5.0
"""How long one request waits for news; then the next is made, so that a dead connection is noticed."""

GATHER_SECONDS = 0.02
"""How long news gather after some came: of a hall that votes many are heard in one turn, a press at once."""

RECONNECT_SECONDS = 0.2
"""After how long a lost Redis is asked for again."""

ATTENDANCE_SECONDS = 5
"""How long the number of followers that a server reported counts."""

FORGOTTEN_SECONDS = 60
"""After how long a server that reported nothing more is forgotten."""

UNKNOWN = KnownOfLog(0, 0, 0)

SERVERS = f"{PREFIX}servers"
"""The key of how many follow at each server."""


class RedisWriter:
    """Writes the steps of one loop into the streams of a Redis, and hears what others write there."""

    writes = True

    def __init__(self, place: RedisPlace, rooms: Listener) -> None:
        self._place = place
        self._rooms = rooms
        self._ahead = timedelta(0)
        """How far the clock of Redis is before ours."""
        self._waiting: deque[_SentStep] = deque()
        self._writing: asyncio.Task[None] | None = None
        self._client: redis.asyncio.Redis | None = None
        self._is_stale = False
        self._following: asyncio.Task[None] | None = None
        self._opened = asyncio.Event()
        self._is_lost = False
        self._server = secrets.token_hex(4)
        self._others: redis.asyncio.Redis | None = None
        self._has_attended = False

    def now(self) -> datetime:
        """Return this moment by the clock of Redis, as far as is known."""
        return now() + self._ahead

    async def write(self, step: Step) -> list[int]:
        """Write a step; return the numbers of its entries, none where it was decided on a state that is no more."""
        waiting = _SentStep(step, secrets.token_hex(8), asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all(), name="log of rooms")
        return await asyncio.shield(waiting.written)

    async def catch_up(self) -> None:
        """Do nothing: what others write comes by itself."""

    def follow(self) -> None:
        """Hear from now on what is written in a room that was opened."""
        self._opened.set()
        if self._following is None:
            self._following = asyncio.create_task(self._follow(), name="rooms in Redis")

    async def _write_all(self) -> None:
        """Write what waits, turn after turn."""
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(MOST_AT_ONCE, len(self._waiting)))]
            try:
                await self._write(batch)
            except Exception as error:
                problem = error if isinstance(error, LogUnusable) else LogUnusable(type(error).__name__)
                if problem is not error:
                    logging.getLogger(__name__).exception("The log of rooms could not be written")
                _fail(batch, problem)

    async def _write(self, batch: "list[_SentStep]") -> None:
        """Write steps in one turn and answer whoever waits; raises LogUnusable where nothing came of it."""
        known = self._rooms.known()
        groups: dict[str, list[_SentStep]] = {}
        for sent in batch:
            groups.setdefault(sent.step.session, []).append(sent)
        calls = [
            (log_key(name), arguments(known.get(name, UNKNOWN), [(sent.token, sent.step) for sent in group]))
            for name, group in groups.items()
        ]
        for (name, group), reply in zip(groups.items(), await self._evaluated(calls), strict=True):
            if isinstance(reply, Exception):
                _fail(group, problem_of(reply))
                continue
            moment, last, results, items = reply
            self._set_clock(int(moment))
            try:
                if last < known.get(name, UNKNOWN).number:
                    await self._read_again(name)
                else:
                    await self._hear(name, items_of(items))
            except LogUnusable as problem:
                _fail(group, LogUncertain(str(problem)))
                continue
            for sent, numbers in zip(group, results, strict=True):
                _answer(sent, [int(number) for number in numbers])

    async def _evaluated(self, calls: Sequence[tuple[str, list[Any]]]) -> list[Any]:
        """Return what the script answers to each call, or the error; raises LogUnusable where there is no answer."""
        loop = asyncio.get_running_loop()
        end, is_sent = loop.time() + PATIENCE_SECONDS, False
        while True:
            try:
                client = await self._connected()
                sending, is_sent = is_sent, True
                turn = client.pipeline(transaction=False)
                for key, values in calls:
                    turn.eval(APPEND, 1, key, *values)
                try:
                    return await turn.execute(raise_on_error=False)
                except BusyLoadingError:
                    is_sent = sending  # it is reading its file: it has taken nothing
                    raise
            except Exception as error:  # noqa: BLE001 - every one is answered in words
                await self._disconnect()
                problem = problem_of(error)
                if not isinstance(error, LOST) or not is_sent:
                    raise problem from None
                if loop.time() > end:
                    raise LogUncertain(str(problem)) from None
            await asyncio.sleep(AGAIN_SECONDS)

    async def _connected(self) -> "redis.asyncio.Redis":
        """Return the client that writes, connected: what is sent from then on may have arrived."""
        if self._is_stale:
            await self._disconnect()
        if self._client is None:
            client = self._place.loop_client(single=True)
            try:
                await client.initialize()
            except BaseException:
                await _close(client)
                raise
            self._client = client
        return self._client

    async def _disconnect(self) -> None:
        client, self._client, self._is_stale = self._client, None, False
        if client is not None:
            await _close(client)

    async def _follow(self) -> None:
        """Hear what is written in the open rooms for as long as the server runs; come back where Redis was lost."""
        logger = logging.getLogger(__name__)
        while True:
            try:
                await self._hear_news()
                continue
            except LOST:
                if not self._is_lost:
                    logger.error("Redis at %s is lost: rooms stay where they are", self._place.name)
            except LogUnusable as problem:
                if not self._is_lost:
                    logger.error("The rooms cannot be followed: %s", problem)
            except Exception:
                logger.exception("The rooms could not be followed")
            self._is_lost = self._is_stale = True
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _hear_news(self) -> None:
        """Hear on one connection, until a room is opened besides; raises where the connection is lost."""
        client = self._place.loop_client(BLOCK_SECONDS * 2, single=True)
        try:
            await client.initialize()
            seconds, microseconds = await client.time()
            self._set_clock(int(seconds) * 1000 + int(microseconds) // 1000)
            self._opened.clear()
            for session, known in self._rooms.known().items():
                await self._look_at_end(client, session, known)
            if self._is_lost:
                logging.getLogger(__name__).warning("Redis at %s is back", self._place.name)
                self._is_lost = False
            while not self._opened.is_set():
                streams: dict[Any, Any] = {
                    log_key(name): f"{room.number}-0" for name, room in self._rooms.known().items()
                }
                if not streams:
                    await self._opened.wait()
                    return
                reading = asyncio.ensure_future(client.xread(streams, block=int(BLOCK_SECONDS * 1000)))
                for key, items in await self._first(client, reading) or []:
                    await self._hear(session_of_log(key.decode()), items)
                await asyncio.sleep(GATHER_SECONDS)
        finally:
            await _close(client)

    async def _first(self, client: "redis.asyncio.Redis", reading: "asyncio.Future[Any]") -> Any:
        """Return what was read, None where a room was opened before."""
        opened = asyncio.ensure_future(self._opened.wait())
        try:
            await asyncio.wait({reading, opened}, return_when=asyncio.FIRST_COMPLETED)
            return reading.result() if reading.done() else None
        finally:
            opened.cancel()
            # the end of the connection ends the wait in the library at once, where being cancelled may not
            if not reading.done() and client.connection is not None:
                await client.connection.disconnect(nowait=True)
            await ended(reading)

    async def _look_at_end(self, client: "redis.asyncio.Redis", session: str, known: KnownOfLog) -> None:
        """Make a room again from its log, which may be another one after a break; say so where it ends earlier."""
        newest = await cast(Awaitable[list[Item]], client.xrevrange(log_key(session), count=1))
        if (int(newest[0][0].partition(b"-")[0]) if newest else 0) < known.number:
            await self._read_again(session)
        elif self._is_lost:
            await self._rooms.read_again(session)

    async def _hear(self, session: str, items: Sequence[Item]) -> None:
        """Hand on entries that were read; where some before them are gone, the room is made again."""
        known = self._rooms.known().get(session)
        if known is None:
            return
        entries, number = [], known.number
        news = [item for item in items if int(item[0].partition(b"-")[0]) > number]
        for entry, after in heard_of(session, news):
            if after not in (number, None):
                await self._read_again(session)
                return
            entries.append(entry)
            number = entry.number
        self._rooms.hear(session, entries)

    async def _read_again(self, session: str) -> None:
        logging.getLogger(__name__).error(
            "Redis at %s lost entries of the log of %s that were answered: is its append-only file on?",
            self._place.name, session,
        )  # fmt: skip
        await self._rooms.read_again(session)

    def _set_clock(self, milliseconds: int) -> None:
        self._ahead = timedelta(milliseconds=milliseconds) - timedelta(seconds=now().timestamp())

    async def attend(self, crowds_here: Mapping[str, Crowd]) -> Mapping[str, Crowd]:
        """Say how many follow each room here; return how many do at other servers, nobody where Redis is gone."""
        everyone: dict[str, Crowd] = {}
        try:
            if self._others is None:
                self._others = self._place.loop_client()
            attendance = await self._attendance(self._others, crowds_here)
        except (LogUnusable, redis.RedisError, OSError):
            return {}
        for crowds in attendance:
            for name, (followers, behind) in crowds.items():
                everyone[name] = everyone.get(name, NOBODY).joined(Crowd(followers, behind))
        return everyone

    async def _attendance(
        self, client: "redis.asyncio.Redis", crowds_here: Mapping[str, Crowd]
    ) -> list[Mapping[str, tuple[int, int]]]:
        """Return by room the followers that other servers reported within the last seconds."""
        seconds, microseconds = await client.time()
        moment = int(seconds) * 1000 + int(microseconds) // 1000
        followed = {name: [*crowd] for name, crowd in crowds_here.items() if crowd.followers}
        turn = client.pipeline(transaction=False)
        if followed:
            turn.hset(SERVERS, self._server, orjson.dumps([moment, followed]))
        elif self._has_attended:
            turn.hdel(SERVERS, self._server)
        self._has_attended = bool(followed)
        turn.hgetall(SERVERS)
        others: list[Mapping[str, tuple[int, int]]] = []
        for server, written in (await turn.execute())[-1].items():
            noted, crowds = orjson.loads(written)
            if moment - noted > FORGOTTEN_SECONDS * 1000:
                await client.hdel(SERVERS, server)
            elif server.decode() != self._server and moment - noted <= ATTENDANCE_SECONDS * 1000:
                others.append(crowds)
        return others

    async def hand_over(self) -> None:
        """Do nothing: every server may write."""

    async def stop(self) -> None:
        """Write what waits, then end."""
        if self._writing is not None and not self._writing.done():
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(self._writing), 10)
        await ended(*(task for task in (self._following, self._writing) if task is not None))
        _fail(self._waiting, LogUnusable("this server is being stopped"))
        await self._disconnect()
        if self._others is not None:
            with suppress(redis.RedisError, OSError):
                await self._others.hdel(SERVERS, self._server)
            await _close(self._others)


class _SentStep(NamedTuple):
    """A step, the random text by which it is known again, and who waits for it."""

    step: Step
    token: str
    written: "asyncio.Future[list[int]]"


def _answer(waiting: _SentStep, numbers: list[int]) -> None:
    if not waiting.written.done():
        waiting.written.set_result(numbers)


def _fail(waiting: "Iterable[_SentStep]", problem: LogUnusable) -> None:
    for sent in waiting:
        if not sent.written.done():
            sent.written.set_exception(problem)


async def _close(client: "redis.asyncio.Redis") -> None:
    with suppress(redis.RedisError, OSError, RuntimeError):
        await client.aclose()
