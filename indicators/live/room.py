"""A room: a session while it is shown, with what phones wish of it. Its state is what its log replays to.

Decisions (:mod:`indicators.live.position`, :mod:`indicators.live.ballot`, :mod:`indicators.live.moderation`) look at a
room and make an entry; only :meth:`Room.apply` changes it. So a room made again from its log is the same room.
"""

import logging
import math
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from indicators.live.log import OF_THE_POSITION, EntryKind, LogEntry, Marks, moment_text, now
from indicators.live.questions import QuestionState, RoomQuestion, merge
from indicators.sessions.session import Session, Slide
from indicators.web.addresses import CHART_PATH, split_chart

PRESSES_KNOWN = 64
"""How many presses of a clicker are remembered, so that one that is sent twice counts once."""


class Room:
    """The state of one session.

    `seq` is the number of the position, which only grows; `slide` counts from 1 and is 0 where there is none;
    `spotlight` the place, district or year that is highlighted; `revealed` are the slides whose figure was shown;
    `moved_at` is when the slide came on screen, None before the first move; `clock` is that of the log.
    """

    def __init__(self, session: Session, clock: Callable[[], datetime] = now) -> None:
        self.session = session
        self.clock = clock
        self.seq = 0
        self.round = 0
        self.spotlight: str | int | None = None
        self.revealed: set[int] = set()
        self.moved_at: datetime | None = None
        self.votes: dict[int, dict[str, float]] = {}
        self.questions: dict[int, RoomQuestion] = {}
        self.pulse = Pulse()
        self.presses: deque[str] = deque(maxlen=PRESSES_KNOWN)
        self.last_number = 0
        self._slide = 1
        self._floor = ""

    @classmethod
    def replayed(cls, session: Session, entries: Iterable[LogEntry], clock: Callable[[], datetime] = now) -> "Room":
        """Return the room that a log leads to."""
        room = cls(session, clock)
        for entry in entries:
            room.apply(entry)
        return room

    @property
    def marks(self) -> Marks:
        """What a decision on this room is held against when it is written."""
        return Marks(self.round, self.seq)

    @property
    def slides(self) -> int:
        """How many slides the session has."""
        return len(self.session.slides)

    @property
    def slide(self) -> int:
        """The slide on screen; the last one where the session was shortened meanwhile."""
        return min(self._slide, self.slides)

    @property
    def floor(self) -> str:
        """Who has the floor: who was given it, else the first speaker, else the chair."""
        known = (*self.session.speakers, self.session.chair)
        return self._floor if self._floor in known else known[0]

    def slide_at(self, number: int) -> Slide | None:
        """Return the slide with a number, None where there is none."""
        return self.session.slides[number - 1] if 1 <= number <= self.slides else None

    def chart(self, number: int) -> str | None:
        """Return the address of the plain page of a slide's chart, None of a slide without one."""
        slide = self.slide_at(number)
        return chart_page(slide.chart) if slide is not None and slide.chart else None

    def position(self, data_version: str) -> dict[str, Any]:
        """Return the position as followers hear it."""
        return {
            "session": self.session.id,
            "seq": self.seq,
            "slide": self.slide,
            "slides": self.slides,
            "chart": self.chart(self.slide),
            "data_version": data_version,
            "spotlight": self.spotlight,
            "revealed": self.slide in self.revealed,
            "floor": self.floor,
            "round": self.round,
        }

    def entry(
        self,
        kind: EntryKind,
        who: str,
        payload: Mapping[str, Any],
        data_version: str,
        language: str = "",
        slide: int | None = None,
    ) -> LogEntry:
        """Return an entry of this room, of this moment; of the slide on screen and the room's language unless given."""
        return LogEntry(
            at=self.clock(),
            session=self.session.id,
            kind=kind,
            data_version=data_version,
            slide=self.slide if slide is None else slide,
            language=language or self.session.languages[0],
            who=who,
            payload=payload,
        )

    def apply(self, entry: LogEntry) -> bool:
        """Change the room by one entry; return whether it counts.

        Of two guesses of one voter the first in the log counts, wherever they came in; of two like questions as well.
        What an entry does not say in full, as after somebody wrote in the file, changes nothing and is logged. One of
        an earlier state of the session changes what there still is.
        """
        if entry.number:
            self.last_number = max(self.last_number, entry.number)
        is_move = entry.kind in OF_THE_POSITION
        if entry.seq or is_move:
            self.seq = max(self.seq + is_move, entry.seq)
        if is_move:
            press = entry.payload.get("press")
            if isinstance(press, str):
                self.presses.append(press)
        changes = {
            EntryKind.BEGIN: self._begin,
            EntryKind.POSITION: self._move,
            EntryKind.FLOOR: self._give_floor,
            EntryKind.REVEAL: self._reveal,
            EntryKind.VOTE: self._vote,
            EntryKind.QUESTION: self._ask,
            EntryKind.UPVOTE: self._upvote,
            EntryKind.APPROVAL: self._moderate,
            EntryKind.PULSE: self._wish,
            EntryKind.OTHER: _pass,
        }
        try:
            counts = changes[entry.kind](entry)
        except (KeyError, TypeError, ValueError) as error:
            logging.getLogger(__name__).warning("Entry %d of the log of rooms is passed over: %r", entry.number, error)
            counts = False
        self.round = entry.round or self.round
        return counts

    def _begin(self, entry: LogEntry) -> bool:
        self.round += 1
        self._slide, self.spotlight, self.moved_at = 1, None, entry.at
        self.revealed, self.votes, self.questions, self.pulse = set(), {}, {}, Pulse()
        return True

    def _move(self, entry: LogEntry) -> bool:
        if entry.slide != self._slide or self.moved_at is None:
            self.moved_at = entry.at
        self._slide = max(1, entry.slide)
        self.spotlight = entry.payload.get("spotlight")
        return True

    def _give_floor(self, entry: LogEntry) -> bool:
        self._floor = str(entry.payload.get("to", ""))
        return True

    def _reveal(self, entry: LogEntry) -> bool:
        if entry.payload.get("revealed", True):
            self.revealed.add(entry.slide)
        else:
            self.revealed.discard(entry.slide)
        return True

    def _vote(self, entry: LogEntry) -> bool:
        value = float(entry.payload["value"])
        if not math.isfinite(value):
            raise ValueError("a guess that is no number")
        votes = self.votes.setdefault(entry.slide, {})
        if entry.who in votes or entry.slide in self.revealed:
            return False
        votes[entry.who] = value
        return True

    def asked_before(self, voter: str, words: str) -> bool:
        """Return whether a voter has asked the same in this round."""
        return any(question.voter == voter and question.words == words for question in self.questions.values())

    def _ask(self, entry: LogEntry) -> bool:
        payload = entry.payload
        words = str(payload["text"])
        if self.asked_before(entry.who, words):
            return False
        number = len(self.questions) + 1
        self.questions[number] = RoomQuestion(
            number=number,
            at=moment_text(entry.at),
            voter=entry.who,
            words=words,
            language=entry.language,
            slide=entry.slide,
            chart=payload.get("chart"),
            state=QuestionState.WITHHELD if payload.get("blocked") else QuestionState.WAITING,
            voters={entry.who},
            blocked=bool(payload.get("blocked")),
        )
        return True

    def _upvote(self, entry: LogEntry) -> bool:
        question = self.questions.get(int(entry.payload["question"]))
        if question is not None and question.into is not None:
            question = self.questions.get(question.into)
        if question is None or entry.who in question.voters:
            return False
        question.voters.add(entry.who)
        return True

    def _moderate(self, entry: LogEntry) -> bool:
        payload = entry.payload
        question, state = self.questions.get(int(payload["question"])), QuestionState(payload["state"])
        if question is None:
            return False
        if state is QuestionState.MERGED:
            other = self.questions.get(int(payload["into"]))
            # two moderators who join two questions the other way round would lose both
            if other is None or other is question or other.state is QuestionState.MERGED:
                return False
            merge(self.questions, question.number, other.number)
            return True
        question.state, question.into = state, None
        if state is QuestionState.ANSWERED:
            question.answer, question.answered_at = str(payload.get("answer", "")), moment_text(entry.at)
        question.reason = str(payload.get("reason", "")) if state is QuestionState.WITHHELD else ""
        return True

    def _wish(self, entry: LogEntry) -> bool:
        self.pulse.wish(entry.who, Wish(entry.payload["wish"]), entry.at)
        return True


def _pass(_: LogEntry) -> bool:
    """Change nothing: what the entry means is known to a later version."""
    return False


@lru_cache(maxsize=1024)
def chart_page(written: str) -> str:
    """Return the address of the plain page of a chart as a slide names it."""
    name, query = split_chart(written)
    return f"/{CHART_PATH}/{name}" + (f"?{urlencode(query, safe=',')}" if query else "")


WINDOW = timedelta(seconds=60)
"""How long a wish counts."""


class Wish(StrEnum):
    """What a phone can ask of the speaker."""

    SLOWER = "slower"
    AGAIN = "again"
    LOUDER = "louder"


class Pulse:
    """The last wish of each voter, with its moment."""

    def __init__(self) -> None:
        self._wishes: dict[str, tuple[datetime, Wish]] = {}

    def wish(self, voter: str, wish: Wish, now: datetime) -> None:
        """Note what a voter wishes; it stands in the place of what he wished before."""
        self._wishes.pop(voter, None)
        self._wishes[voter] = (now, wish)

    def last(self, voter: str, now: datetime) -> Wish | None:
        """Return what a voter wishes at a moment, None where nothing, or no longer."""
        noted = self._wishes.get(voter)
        return noted[1] if noted and noted[0] > now - WINDOW else None

    def share(self, now: datetime, followers: int) -> dict[str, Any]:
        """Return of each wish how many voters have it, and their share of the followers; older ones are forgotten."""
        for voter, (moment, _) in list(self._wishes.items()):
            if moment > now - WINDOW:
                break  # they lie in the order in which they came
            del self._wishes[voter]
        counts = {str(wish): 0 for wish in Wish}
        for _, wish in self._wishes.values():
            counts[str(wish)] += 1
        of = max(followers, len(self._wishes))
        return {name: {"n": count, "share": round(count / of, 3) if of else 0.0} for name, count in counts.items()}
