"""What the log of a room holds: one entry for each thing that was done, with the moment and who did it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

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
"""The kinds that change what a follower is told: each makes the number of the position one greater."""

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
