"""The rooms of this server: each made from its log when first asked for, changed by entries that are written first.

Everything here happens on one loop, so decisions come one after another. A decision changes the room at once and hands
its entry to the writer; answers and followers wait until it is written. What nobody was told of may be lost, what
somebody was told of is not.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from indicators.findings.finding import DataProblem
from indicators.language.translator import N_
from indicators.live import position
from indicators.live.entries import LogEntry, now
from indicators.live.followers import Followers, event
from indicators.live.log import LogTaken, LogUnusable, RoomLog
from indicators.live.refusals import RefusalKind, Refused
from indicators.live.room import Room
from indicators.live.writer import LogWriter
from indicators.sessions.session import Session

NO_SESSION = N_("There is no session “{value}”.")

UNREADABLE = N_("The file of the session “{value}” has a fault and cannot be read.")

TAKEN = N_("Another server on the same data has this room: ask that one.")

NOT_STORED = N_("This cannot be stored at the moment ({reason}); nothing was changed.")

TURN_SECONDS = 0.25
"""How often the log of another server is looked at."""

LOOK_SECONDS = 1.0
"""How often sessions and data are looked at, and how long a refused right to write is not asked for again."""

SETTLING_SECONDS = 2.0
"""How long the log of another server is read again after its file changed: an entry shows there before it counts."""

RETRY_SECONDS = 5

Decision = Callable[[Room, str], list[LogEntry]]
"""What is asked of a room: the entries it leads to, given the data version; raises :class:`Refused`."""


@dataclass
class OpenRoom:
    """A room with its followers.

    `told` is the position as everybody was told it last; `told_event` the same as an event; `written` the last entry
    on its way to the disk.
    """

    room: Room
    told: dict[str, Any]
    told_event: bytes
    followers: Followers = field(default_factory=Followers)
    written: "asyncio.Future[list[int]] | None" = None

    @property
    def seconds_since_move(self) -> float:
        """The seconds since the slide came on screen, 0 before the first move."""
        moved = self.room.moved_at
        return max(0.0, (now() - moved).total_seconds()) if moved else 0.0


class Rooms:
    """The rooms of one store folder, for one loop.

    Parameters
    ----------
    log
        Where the entries are.
    session
        Finds a session by its id; None where there is none, DataProblem where its file cannot be read.
    data_version
        Returns the data version that is published; may read files.
    """

    def __init__(self, log: RoomLog, session: Callable[[str], Session | None], data_version: Callable[[], str]) -> None:
        self.log = log
        self.data_version = ""
        self._find = session
        self._published_version = data_version
        self._open: dict[str, OpenRoom] = {}
        self._opening = asyncio.Lock()
        self._claiming = asyncio.Lock()
        self._reading = asyncio.Lock()
        self._writes = False
        self._taken_at = float("-inf")
        self._stamp = (0, 0)
        self._settled = float("-inf")
        self._writer = LogWriter(log, asyncio.get_running_loop())
        self._attempt = 0
        self._watch: asyncio.Task[None] | None = None
        self.closing = False

    @property
    def count(self) -> int:
        """How many rooms are open."""
        return len(self._open)

    async def open(self, session_id: str) -> OpenRoom:
        """Return the room of a session, up to date with its log; raises :class:`Refused` where there is none."""
        opened = self._open.get(session_id)
        if opened is None:
            async with self._opening:
                opened = self._open.get(session_id) or await self._make(session_id)
        if not self._writes:
            await self._catch_up()
        elif self._attempt != self._writer.attempt:
            await self._replay()
        return opened

    async def _make(self, session_id: str) -> OpenRoom:
        try:
            session = await asyncio.to_thread(self._find, session_id)
        except DataProblem as problem:
            logging.getLogger(__name__).warning("%s", problem)
            raise Refused(RefusalKind.NO_SESSION, UNREADABLE, value=session_id[:60]) from None
        if session is None:
            raise Refused(RefusalKind.NO_SESSION, NO_SESSION, value=session_id[:60])
        if not self.data_version:
            self.data_version = await asyncio.to_thread(self._published_version)
        if not self._open:
            self._stamp = self.log.stamp()
        entries = await asyncio.to_thread(self.log.read, session_id)
        room = Room.replayed(session, entries)
        told = room.position(self.data_version)
        opened = self._open[session_id] = OpenRoom(room, told, event(told))
        if self._watch is None:
            self._watch = asyncio.create_task(self._watching(), name="rooms")
        return opened

    async def change(self, session_id: str, decide: Decision) -> tuple[dict[str, Any], list[LogEntry]]:
        """Have a room changed; return its position then and the entries, once they are written.

        No entries mean that all was so already. Raises :class:`Refused`: by the decision, where another server has the
        rooms, where nothing can be stored.
        """
        opened = await self.open(session_id)
        await self._claim()
        # from here to the writer nothing waits: what is decided is decided on the state it changes
        entries = decide(opened.room, self.data_version)
        if entries:
            for entry in entries:
                opened.room.apply(entry)
            opened.written = self._writer.write(entries, self._attempt)
        told, written = opened.room.position(self.data_version), opened.written
        if written is not None:
            try:
                numbers = await asyncio.shield(written)
            except LogUnusable as problem:
                raise _not_stored(problem) from None
            if entries:
                opened.room.last_number = max(opened.room.last_number, *numbers)
        self._tell(opened, told)
        return told, entries

    def _tell(self, opened: OpenRoom, told: dict[str, Any]) -> None:
        """Tell the followers a position that is written, unless they know a later one."""
        if told["seq"] <= opened.told["seq"]:
            return
        opened.told, opened.told_event = told, event(told)
        opened.followers.tell(told["seq"], opened.told_event)

    async def _claim(self) -> None:
        """Take the right to write; what another server wrote before is in the rooms then."""
        if self._writes:
            return
        async with self._claiming:
            if self._writes:
                return
            if time.monotonic() - self._taken_at < LOOK_SECONDS:
                raise Refused(RefusalKind.UNAVAILABLE, TAKEN, RETRY_SECONDS)
            try:
                await asyncio.to_thread(self.log.claim)
            except LogTaken:
                self._taken_at = time.monotonic()
                raise Refused(RefusalKind.UNAVAILABLE, TAKEN, RETRY_SECONDS) from None
            except LogUnusable as problem:
                raise _not_stored(problem) from None
            await self._read_on(last=True)

    async def _catch_up(self) -> None:
        """Read on where another server has written since the last look."""
        stamp, moment = self.log.stamp(), time.monotonic()
        if stamp != self._stamp:
            self._settled = moment + SETTLING_SECONDS
        if moment < self._settled:
            await self._read_on()
            self._stamp = stamp  # only now: whoever asks meanwhile waits for the reading, too

    async def _read_on(self, last: bool = False) -> None:
        """Bring the rooms up to date, for the `last` time where nobody else writes any more."""
        async with self._reading, self._opening:
            if self._writes:
                return
            for session_id, opened in list(self._open.items()):
                for entry in await asyncio.to_thread(self.log.read, session_id, opened.room.last_number):
                    opened.room.apply(entry)
                self._tell(opened, opened.room.position(self.data_version))
            self._writes = last

    async def _replay(self) -> None:
        """Make every room again from its log, after something could not be written."""
        async with self._opening:
            attempt = self._writer.attempt
            if self._attempt == attempt:
                return
            for session_id, opened in list(self._open.items()):
                entries = await asyncio.to_thread(self.log.read, session_id)
                opened.room = Room.replayed(opened.room.session, entries)
                opened.written = None
            self._attempt = attempt

    async def _watching(self) -> None:
        """Look at what others change, for as long as the server runs: the log, the sessions, the data."""
        looked = time.monotonic()
        while True:
            await asyncio.sleep(TURN_SECONDS)
            try:
                if not self._writes:
                    await self._catch_up()
                if time.monotonic() - looked >= LOOK_SECONDS:
                    looked = time.monotonic()
                    await self._look()
            except Exception:
                logging.getLogger(__name__).exception("The rooms could not be looked after")

    async def _look(self) -> None:
        """Show the slide on screen again where the session or the data changed under it."""
        try:
            self.data_version = await asyncio.to_thread(self._published_version)
        except DataProblem as problem:
            logging.getLogger(__name__).warning("%s", problem)
        for session_id, opened in list(self._open.items()):
            try:
                session = await asyncio.to_thread(self._find, session_id)
            except DataProblem as problem:
                # a talk goes on with the session as it was
                logging.getLogger(__name__).warning("%s", problem)
                continue
            if session is None:
                opened.followers.close()
                del self._open[session_id]
                continue
            opened.room.session = session
            shown = opened.room.position(self.data_version)
            if shown == opened.told or shown["seq"] != opened.told["seq"]:
                continue
            if shown["seq"] and self._writes:
                with suppress(Refused):
                    await self.change(session_id, lambda room, version: [position.again(room, version)])
            else:
                opened.told, opened.told_event = shown, event(shown)

    def close_streams(self) -> None:
        """End every stream at once, and open no more."""
        self.closing = True
        for opened in self._open.values():
            opened.followers.close()

    async def stop(self) -> None:
        """End the streams, write what waits, give the right to write back."""
        self.close_streams()
        if self._watch is not None:
            self._watch.cancel()
        await asyncio.to_thread(self._writer.stop)
        self._writes = False
        self.log.release()


def _not_stored(problem: LogUnusable) -> Refused:
    logging.getLogger(__name__).error("The log of rooms cannot be written: %s", problem)
    return Refused(RefusalKind.UNAVAILABLE, NOT_STORED, RETRY_SECONDS, reason=str(problem))
