"""The rooms of this server: each made from its log when first asked for, changed by what is written in the log alone.

Everything here happens on one loop. A decision looks at a room and leads to entries; they are written, and change the
room once they are, in the order of the log. Where something else was written first, the decision is made again. What
somebody heard of outlasts this process, and every server that follows the log comes to the same room.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from indicators.findings.finding import DataProblem
from indicators.language.translator import N_
from indicators.live import position
from indicators.live.followers import Followers, event
from indicators.live.log import (
    NOBODY,
    OF_PHONES,
    OF_THE_POSITION,
    Crowd,
    EntryKind,
    KnownOfLog,
    LogEntry,
    LogTaken,
    LogUnreachable,
    LogUnusable,
    RoomLog,
    Step,
    ended,
)
from indicators.live.refusals import NOT_STORED, RETRY_SECONDS, RefusalKind, Refused, not_stored, say_problem
from indicators.live.room import Room
from indicators.sessions.session import Session

NO_SESSION = N_("There is no session “{value}”.")

UNREADABLE = N_("The file of the session “{value}” has a fault and cannot be read.")

TAKEN = N_("Another server on the same data has this room: ask that one.")

NOT_READ = N_("This room cannot be read at the moment: the store of the rooms is not reached. Try again in a moment.")

UNREADABLE_LOG = N_("This room cannot be read at the moment ({reason}).")

TURN_SECONDS = 0.25
"""How often the log of another server is looked at."""

LOOK_SECONDS = 1.0
"""How often sessions, data and the followers elsewhere are looked at."""


Decision = Callable[[Room, str], list[LogEntry]]
"""What is asked of a room: the entries it leads to, given the data version; raises :class:`Refused`."""


MOST_DECISIONS = 200
"""How often a decision is made again because something else was written first."""

MOST_OUTCOMES = 5_000
"""Of how many entries it is remembered what became of them, for who waits for their answer."""


@dataclass
class OpenRoom:
    """A room with its followers.

    `sent` is the position as it was sent to everybody last; `sent_event` the same as an event; `elsewhere` who
    follows at other servers; `highest` is the greatest number of an entry ever heard.
    """

    room: Room
    sent: dict[str, Any]
    sent_event: bytes
    followers: Followers = field(default_factory=Followers)
    elsewhere: Crowd = NOBODY
    highest: int = 0
    outcomes: dict[int, dict[str, Any] | None] = field(default_factory=dict)
    """By the number of an entry the position it led to, None where it did not count."""
    sending: dict[tuple[EntryKind, str], asyncio.Event] = field(default_factory=dict)
    """What of a phone is on its way to the log, by its kind and the phone."""

    @property
    def seconds_since_move(self) -> float:
        """The seconds since the slide came on screen, 0 before the first move."""
        moved = self.room.moved_at
        return max(0.0, (self.room.clock() - moved).total_seconds()) if moved else 0.0

    @property
    def here(self) -> Crowd:
        """Who follows at this server."""
        return Crowd(len(self.followers), self.followers.behind(self.sent["seq"], self.seconds_since_move))

    @property
    def everywhere(self) -> Crowd:
        """Who follows at every server of this log."""
        return self.here.joined(self.elsewhere)

    @contextmanager
    def on_its_way(self, sent: tuple[EntryKind, str]) -> Iterator[None]:
        """Note that a phone's entry is on its way to the log."""
        arrived = asyncio.Event()
        if sent[0] in OF_PHONES:
            self.sending[sent] = arrived
        try:
            yield
        finally:
            arrived.set()
            self.sending.pop(sent, None)

    def apply(self, entry: LogEntry, data_version: str) -> None:
        """Change the room by an entry that is written, and remember what became of it."""
        counts = self.room.apply(entry)
        self.highest = max(self.highest, entry.number)
        if counts and entry.kind not in OF_THE_POSITION:
            return
        self.outcomes[entry.number] = self.room.position(data_version) if counts else None
        while len(self.outcomes) > MOST_OUTCOMES:
            self.outcomes.pop(next(iter(self.outcomes)))


class Rooms:
    """The rooms of one log, for one loop.

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
        self._making: dict[str, asyncio.Task[OpenRoom]] = {}
        self._writer = log.writer(self)
        self._watch: asyncio.Task[None] | None = None
        self._restoring: set[asyncio.Task[None]] = set()
        self.closing = False

    @property
    def count(self) -> int:
        """How many rooms are open."""
        return len(self._open)

    def now(self) -> datetime:
        """Return this moment by the clock of the log."""
        return self._writer.now()

    async def open(self, session_id: str) -> OpenRoom:
        """Return the room of a session, up to date with its log; raises :class:`Refused` where there is none."""
        opened = self._open.get(session_id) or await self._made(session_id)
        await self._writer.catch_up()
        return opened

    async def _made(self, session_id: str) -> OpenRoom:
        """Return a room that is not open yet, made once for all who ask meanwhile, and refused to all of them at once.

        A log that does not answer takes seconds to be given up: a hall must not wait for it one phone after another.
        """
        if session_id not in self._making:
            making = asyncio.create_task(self._make(session_id), name="room")
            self._making[session_id] = making
            making.add_done_callback(lambda done: self._end_making(session_id, done))
        return await asyncio.shield(self._making[session_id])

    def _end_making(self, session_id: str, done: asyncio.Task[OpenRoom]) -> None:
        del self._making[session_id]
        if not done.cancelled():
            done.exception()  # looked at: whoever asked may be gone

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
        async with self._opening:
            entries = await self.entries(session_id)
            room = Room.replayed(session, entries, self._writer.now)
            opening = room.position(self.data_version)
            opened = OpenRoom(room, opening, event(opening), highest=room.last_number)
            self._open[session_id] = opened
        self._writer.follow()
        if self._watch is None:
            self._watch = asyncio.create_task(self._watching(), name="rooms")
        return opened

    async def entries(self, session_id: str) -> list[LogEntry]:
        """Return all that the log has of a session; raises :class:`Refused`."""
        try:
            return await asyncio.to_thread(self.log.read, session_id)
        except LogUnusable as problem:
            say_problem("The log of rooms cannot be read: %s", problem)
            if isinstance(problem, LogUnreachable):
                raise Refused(RefusalKind.UNAVAILABLE, NOT_READ, RETRY_SECONDS) from None
            raise Refused(RefusalKind.UNAVAILABLE, UNREADABLE_LOG, RETRY_SECONDS, reason=str(problem)) from None

    async def change(self, session_id: str, decide: Decision) -> tuple[dict[str, Any], list[LogEntry]]:
        """Have a room changed; return its position then and the entries, once they are written.

        No entries mean that all was so already. Raises :class:`Refused`: by the decision, where another server has the
        rooms, where nothing can be stored.
        """
        for _ in range(MOST_DECISIONS):
            opened = await self.open(session_id)
            # from here to the writer nothing waits: what is decided is decided on the state it is held against
            room = opened.room
            lost = position.restored(room, opened.sent, self.data_version)
            entries = lost or decide(room, self.data_version)
            if not entries:
                return room.position(self.data_version), []
            step, sent = Step(session_id, tuple(entries), room.marks), (entries[0].kind, entries[0].who)
            if sent in opened.sending:
                # the same phone sends the same twice: what becomes of the first is waited for
                await opened.sending[sent].wait()
                continue
            with opened.on_its_way(sent):
                numbers = await self._write(step)
            outcomes = [opened.outcomes.pop(number, opened.sent) for number in numbers]
            reached = [outcome for outcome in outcomes if outcome is not None]
            if reached and not lost:
                return reached[-1], entries
        raise Refused(RefusalKind.UNAVAILABLE, NOT_STORED, RETRY_SECONDS, reason="…")

    async def _write(self, step: Step) -> list[int]:
        try:
            return await self._writer.write(step)
        except LogTaken:
            raise Refused(RefusalKind.UNAVAILABLE, TAKEN, RETRY_SECONDS) from None
        except LogUnusable as problem:
            raise not_stored(problem) from None

    def _tell(self, opened: OpenRoom, news: dict[str, Any]) -> None:
        """Tell the followers a position that is written, unless they know a later one."""
        if news["seq"] <= opened.sent["seq"]:
            return
        opened.sent, opened.sent_event = news, event(news)
        opened.followers.tell(news["seq"], opened.sent_event)

    def known(self) -> Mapping[str, KnownOfLog]:
        """Return what each open room knows of its log."""
        return {
            name: KnownOfLog(opened.room.last_number, opened.highest, max(opened.room.seq, opened.sent["seq"]))
            for name, opened in self._open.items()
        }

    def hear(self, session: str, entries: Sequence[LogEntry]) -> None:
        """Change a room by what is written; its followers learn where it is then."""
        opened = self._open.get(session)
        if opened is None:
            return
        for entry in entries:
            if entry.number > opened.room.last_number:
                opened.apply(entry, self.data_version)
        self._tell(opened, opened.room.position(self.data_version))

    async def knows(self, session_id: str, seq: int) -> bool:
        """Return whether the room is surely where it is reported here, to who heard a position `seq` elsewhere.

        It is not where that one is later and the log cannot be asked; else what the log has is heard first.
        """
        opened = self._open.get(session_id)
        if opened is not None and seq > opened.sent["seq"]:
            try:
                await self.read_on()
            except LogUnusable:
                return False
        return True

    async def read_on(self) -> None:
        """Read what the log has besides what the rooms know."""
        async with self._opening:
            for session_id, opened in list(self._open.items()):
                self.hear(session_id, await asyncio.to_thread(self.log.read, session_id, opened.room.last_number))

    async def read_again(self, session: str) -> None:
        """Make a room again from its log, of which entries are gone; screens keep their slide, and the room with them.

        Raises :class:`LogUnusable`.
        """
        async with self._opening:
            opened = self._open.get(session)
            if opened is None:
                return
            entries = await asyncio.to_thread(self.log.read, session)
            opened.room = Room.replayed(opened.room.session, entries, self._writer.now)
            opened.highest = max(opened.highest, opened.room.last_number)
            self._tell(opened, opened.room.position(self.data_version))
        if opened.room.seq < opened.sent["seq"]:
            # beside this: whoever reads again may be the one who writes
            restoring = asyncio.create_task(self._restore(session))
            self._restoring.add(restoring)
            restoring.add_done_callback(self._restoring.discard)

    async def _restore(self, session: str) -> None:
        """Change nothing; what is changed before is that the room is where it was reported to be."""
        with suppress(Refused):
            await self.change(session, lambda *_: [])

    async def _watching(self) -> None:
        """Look at what others change, for as long as the server runs: the log, the sessions, the data."""
        looked = time.monotonic()
        while True:
            await asyncio.sleep(TURN_SECONDS)
            try:
                await self._writer.catch_up()
                if time.monotonic() - looked >= LOOK_SECONDS:
                    looked = time.monotonic()
                    await self._look()
                    await self._attend()
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
            if shown == opened.sent or shown["seq"] != opened.sent["seq"]:
                continue
            if shown["seq"] and self._writer.writes:
                with suppress(Refused):
                    await self.change(session_id, lambda room, version: [position.again(room, version)])
            else:
                opened.sent, opened.sent_event = shown, event(shown)

    async def _attend(self) -> None:
        """Exchange with the other servers of the log how many follow each room."""
        elsewhere = await self._writer.attend({name: opened.here for name, opened in self._open.items()})
        for name, opened in self._open.items():
            opened.elsewhere = elsewhere.get(name, NOBODY)

    def close_streams(self) -> None:
        """End every stream at once, and open no more."""
        self.closing = True
        for opened in self._open.values():
            opened.followers.close()

    async def hand_over(self) -> None:
        """End the streams and leave the rooms to another server: this one is being stopped, and gets nothing new."""
        self.close_streams()
        await self._writer.hand_over()

    async def stop(self) -> None:
        """End the streams, write what waits, give the right to write back."""
        self.close_streams()
        if self._watch is not None:
            await ended(self._watch)
        await self._writer.stop()
