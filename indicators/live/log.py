"""The log of the rooms, wherever it lies: its entries, what it is asked, how it is written, and who hears of that.

One entry stands for each thing that was done, with the moment and who did it.

What happens in a room is decided on a state of it and written as a :class:`Step`. It is written only while that state
still holds; else whoever decided hears what came meanwhile and decides again. So the state of a room is what its log
replays to, at every moment and for everybody who follows the log.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

import orjson


class EntryKind(StrEnum):
    """What was done.

    BEGIN starts a new round: a rehearsal and the hour itself are two. POSITION moves to a slide, shows the same one
    with other data, or puts the spotlight on a mark. APPROVAL is any word of a moderator on a question. OTHER is what
    a later version of this program writes: it changes nothing here.
    """

    BEGIN = "begin"
    POSITION = "position"
    FLOOR = "floor"
    REVEAL = "reveal"
    VOTE = "vote"
    QUESTION = "question"
    UPVOTE = "upvote"
    APPROVAL = "approval"
    PULSE = "pulse"
    OTHER = "other"


OF_THE_POSITION = frozenset({EntryKind.BEGIN, EntryKind.POSITION, EntryKind.FLOOR, EntryKind.REVEAL})
"""The kinds that change what a follower shows: each makes the number of the position one greater."""

OF_PHONES = frozenset({EntryKind.VOTE, EntryKind.QUESTION, EntryKind.UPVOTE, EntryKind.PULSE})
"""The kinds that phones send: any order of them is as good, and of two like ones the first counts."""

COLUMNS = ("at", "session", "kind", "data_version", "slide", "language", "who", "payload")
"""The columns of an entry besides its number."""


@dataclass(frozen=True)
class LogEntry:
    """One entry.

    `at` is a moment in UTC, to the millisecond; `slide` the one on screen, counted from 1; `language` that of the
    screen, of a question that of its text; `who` a speaker's name, or the random id of a voter. `number` is its place
    in the log, 0 until it is written; `seq` and `round` are those of the room after it, where the log counts them.
    """

    at: datetime
    session: str
    kind: EntryKind
    data_version: str
    slide: int
    language: str
    who: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0
    seq: int = 0
    round: int = 0

    def row(self) -> tuple[str, str, str, str, int, str, str, str]:
        """Return the values of :data:`COLUMNS`."""
        payload = orjson.dumps(dict(self.payload)).decode()
        return (
            moment_text(self.at), self.session, str(self.kind), self.data_version, self.slide, self.language, self.who,
            payload,
        )  # fmt: skip

    @classmethod
    def of_row(cls, number: int, *row: Any) -> "LogEntry":
        """Return the entry of a row; raises ValueError where it is none."""
        moment_written, session, kind, data_version, slide, language, who, payload = row
        content = orjson.loads(payload)
        if not isinstance(content, dict):
            raise ValueError("a payload that is no object")
        moment = datetime.fromisoformat(moment_written)
        return cls(moment, session, EntryKind(kind), data_version, int(slide), language, who, content, int(number))


def now() -> datetime:
    """Return this moment in UTC, to the millisecond."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def moment_text(moment: datetime) -> str:
    """Return a moment as the log writes it: `2026-11-27T16:32:05.120+00:00`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


class LogUnusable(Exception):
    """The log cannot be written or read: the disk, the rights, a file of a later version, a setting; says which."""


class LogTaken(LogUnusable):
    """Another server on the same folder writes the log."""


class LogUnreachable(LogUnusable):
    """The log lies elsewhere and is not reached; nothing was written."""


class LogUncertain(LogUnusable):
    """The log lies elsewhere and was lost while it was being written: nobody knows whether it was."""


class Marks(NamedTuple):
    """What a decision is held against: the round of a room, and the number of its position."""

    round: int
    seq: int


@dataclass(frozen=True)
class Step:
    """Entries of one session that are written together or not at all, and the state they were decided on."""

    session: str
    entries: tuple[LogEntry, ...]
    decided_on: Marks

    @property
    def moves(self) -> int:
        """How many of the entries change the position."""
        return sum(entry.kind in OF_THE_POSITION for entry in self.entries)

    def holds(self, marks: Marks) -> bool:
        """Return whether it may be written after these marks.

        What changes the position wants the very position it was decided on; what phones and moderators send wants the
        round alone, so that a hall that votes never waits for who presses a key.
        """
        return marks.round == self.decided_on.round and (not self.moves or marks.seq == self.decided_on.seq)

    def after(self, marks: Marks) -> Marks:
        """Return the marks once it is written."""
        begun = sum(entry.kind is EntryKind.BEGIN for entry in self.entries)
        return Marks(marks.round + begun, marks.seq + self.moves)


class KnownOfLog(NamedTuple):
    """What a room knows of its log: the last entry it has, the greatest numbers of an entry and a position ever."""

    number: int
    highest: int
    seq: int


class Listener(Protocol):
    """The open rooms, as a writer sees them. For one loop."""

    def known(self) -> Mapping[str, KnownOfLog]:
        """Return what each open room knows, by session."""

    def hear(self, session: str, entries: Sequence[LogEntry]) -> None:
        """Take entries of a session that are written, in their order; those it has already are passed over."""

    async def read_on(self) -> None:
        """Read what the log has besides what the rooms know."""

    async def read_again(self, session: str) -> None:
        """Make a room again from its log, which is not the one it was: entries of it are gone."""


class Crowd(NamedTuple):
    """How many follow a room, and how many of them are behind."""

    followers: int = 0
    behind: int = 0

    def joined(self, other: "Crowd") -> "Crowd":
        """Return both together."""
        return Crowd(self.followers + other.followers, self.behind + other.behind)


NOBODY = Crowd()


class LogWriter(Protocol):
    """Writes and follows a log for the rooms of one loop."""

    @property
    def writes(self) -> bool:
        """Whether what is decided here can be written, as far as is known."""

    def now(self) -> datetime:
        """Return this moment by the clock of the log."""

    async def write(self, step: Step) -> list[int]:
        """Write a step; return the numbers of its entries, none where the state it was decided on holds no longer.

        The listener has heard of everything up to these entries when this returns, and they outlast this process.
        Raises :class:`LogUnusable`.
        """

    async def catch_up(self) -> None:
        """Have the listener hear what others wrote, where that does not come by itself."""

    def follow(self) -> None:
        """Take note that a room was opened."""

    async def attend(self, crowds: Mapping[str, Crowd]) -> Mapping[str, Crowd]:
        """Say how many follow each room here; return how many follow it at other servers of the same log."""

    async def hand_over(self) -> None:
        """Write what waits, and leave the writing to another server from now on, where only one may write."""

    async def stop(self) -> None:
        """Write what waits, and end."""


class RoomLog(Protocol):
    """The log of the rooms of one city. It is read from any thread."""

    def read(self, session: str = "", after: int = 0) -> list[LogEntry]:
        """Return the entries of a session, or of all, that follow the entry number `after`, in their order.

        Raises :class:`LogUnusable` where the log cannot be reached.
        """

    def sessions(self) -> list[str]:
        """Return the sessions of which there are entries."""

    def put(self, entries: Sequence[LogEntry]) -> None:
        """Write entries of one session of another log, with their moments, where there are none of it.

        Raises :class:`LogUnusable`.
        """

    def writer(self, rooms: Listener) -> LogWriter:
        """Return who writes and follows this log for the rooms of the running loop."""


AGAIN_SECONDS = 1.0
"""After how long a task that went on is asked again."""


async def ended(*tasks: "asyncio.Future[Any]") -> None:
    """End tasks; one that goes on is asked again, for a library may take the end of one of its waits for its own."""
    unfinished = {*tasks}
    while unfinished:
        for task in unfinished:
            task.cancel()
        done, unfinished = await asyncio.wait(unfinished, timeout=AGAIN_SECONDS)
        for task in done:
            if not task.cancelled():
                task.exception()  # looked at: nobody waits for it any more
