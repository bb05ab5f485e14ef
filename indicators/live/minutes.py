"""The minutes: what was shown, when and by whom, with the votes and the questions, as the log of a room has it.

They are made of the log alone: a session that was edited since, or data published since, change nothing in them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from statistics import median
from typing import Any

from indicators.live.log import OF_THE_POSITION, EntryKind, LogEntry, moment_text
from indicators.live.questions import PUBLIC, RoomQuestion, in_order
from indicators.live.room import Room
from indicators.sessions.session import Session


@dataclass(frozen=True)
class Shown:
    """One slide on screen, from one moment to another, as it stood: with one data version and one speaker.

    `end` is None for the last one. `who` had the floor; `language` was that of the screen; `chart` the address of the
    plain page, None of a slide without one. `votes` are the guesses of the slide, in this round, without who guessed;
    `revealed` says whether its figure was shown. `questions` are the numbers of the questions asked meanwhile.
    """

    round: int
    slide: int
    chart: str | None
    begin: datetime
    end: datetime | None
    who: str
    language: str
    data_version: str
    spotlights: tuple[str | int, ...] = ()
    votes: tuple[float, ...] = ()
    revealed: bool = False
    questions: tuple[int, ...] = ()

    @property
    def seconds(self) -> float | None:
        """The seconds it was on screen, None of the last one."""
        return (self.end - self.begin).total_seconds() if self.end is not None else None

    def record(self) -> dict[str, Any]:
        """Return it as JSON's types."""
        return {
            "round": self.round,
            "slide": self.slide,
            "chart": self.chart,
            "from": moment_text(self.begin),
            "to": moment_text(self.end) if self.end is not None else None,
            "seconds": self.seconds,
            "who": self.who,
            "language": self.language,
            "data_version": self.data_version,
            "spotlights": list(self.spotlights),
            "votes": {"n": len(self.votes), "median": median(self.votes) if self.votes else None},
            "revealed": self.revealed,
            "questions": list(self.questions),
        }


@dataclass(frozen=True)
class Minutes:
    """What was shown of one session, in order, and the questions that the room saw, by round."""

    session: str
    shown: tuple[Shown, ...]
    questions: tuple[tuple[int, RoomQuestion], ...]
    entries: int = 0

    @property
    def charts(self) -> tuple[tuple[str, str, str], ...]:
        """Each chart that was shown, once: its address, its data version, the language of the screen."""
        pairs = ((slide.chart, slide.data_version, slide.language) for slide in self.shown if slide.chart)
        return tuple(dict.fromkeys((chart, version, language) for chart, version, language in pairs if chart))

    def record(self) -> dict[str, Any]:
        """Return the minutes as JSON's types: no id of a voter is among them."""
        return {
            "session": self.session,
            "entries": self.entries,
            "shown": [slide.record() for slide in self.shown],
            "questions": [
                {**question.for_room(), "round": number, "at": question.at, "answered_at": question.answered_at or None}
                for number, question in self.questions
            ],
        }


COLUMNS = (
    "round", "slide", "chart", "from", "to", "seconds", "who", "language", "data_version", "votes", "median",
    "revealed", "questions",
)  # fmt: skip
"""The columns of :func:`rows`."""


def rows(minutes: Minutes) -> list[tuple[str | int | float | bool | None, ...]]:
    """Return what was shown as rows of :data:`COLUMNS`; `votes` is their number, `questions` how many were asked."""
    listed = []
    for slide in minutes.shown:
        record = slide.record()
        listed.append(
            (
                *(record[name] for name in COLUMNS[:9]),
                len(slide.votes), record["votes"]["median"], slide.revealed, len(slide.questions),
            )
        )  # fmt: skip
    return listed


@dataclass
class _Round:
    """A round while its entries are read."""

    room: Room
    number: int
    shown: list[Shown] = field(default_factory=list)
    asked_during: dict[int, list[int]] = field(default_factory=dict)

    def finish(self, moment: datetime | None) -> Iterator[Shown]:
        """Yield what was shown, with the votes and questions that came in the end."""
        last = len(self.shown) - 1
        for place, slide in enumerate(self.shown):
            yield replace(
                slide,
                end=slide.end if place < last else moment,
                votes=tuple(self.room.votes.get(slide.slide, {}).values()),
                revealed=slide.slide in self.room.revealed,
                questions=tuple(self.asked_during.get(place, ())),
            )

    def questions(self) -> Iterator[tuple[int, RoomQuestion]]:
        """Yield the questions that the room saw."""
        for question in in_order(self.room.questions.values()):
            if question.state in PUBLIC:
                yield self.number, question


def minutes(session: Session, entries: Iterable[LogEntry]) -> Minutes:
    """Return the minutes of a session from the entries of its log, in their order.

    Nothing is shown before the first entry: a room that nobody moved has no minutes.
    """
    shown: list[Shown] = []
    questions: list[tuple[int, RoomQuestion]] = []
    current = _Round(Room(session), 0)
    count = 0
    for entry in entries:
        count += 1
        if entry.kind is EntryKind.BEGIN:
            shown += current.finish(entry.at)
            questions += current.questions()
            current = _Round(current.room, current.number + 1)
        before = len(current.room.questions)
        current.room.apply(entry)
        if entry.kind in OF_THE_POSITION:
            _show(current, entry)
        elif entry.kind is EntryKind.QUESTION and current.shown and len(current.room.questions) > before:
            current.asked_during.setdefault(len(current.shown) - 1, []).append(len(current.room.questions))
    shown += current.finish(None)
    questions += current.questions()
    return Minutes(session.id, tuple(shown), tuple(questions), count)


def _show(current: _Round, entry: LogEntry) -> None:
    """Note what an entry brought on screen: another slide, speaker, language or state of the data begins a new one."""
    room, last = current.room, current.shown[-1] if current.shown else None
    chart = entry.payload.get("chart", last.chart if last is not None and last.slide == entry.slide else None)
    language = entry.language
    if entry.kind in (EntryKind.FLOOR, EntryKind.REVEAL) and last is not None:
        chart, language = last.chart, last.language
    # who had the floor as the log has it: a session that was edited since may not name him any more
    who = last.who if last is not None else room.floor
    if entry.kind is EntryKind.POSITION:
        who = entry.who
    elif entry.kind is EntryKind.FLOOR:
        who = str(entry.payload.get("to", who))
    slide = Shown(
        round=current.number,
        slide=entry.slide,
        chart=chart if chart is not None or "chart" in entry.payload else room.chart(entry.slide),
        begin=entry.at,
        end=None,
        who=who,
        language=language,
        data_version=entry.data_version,
    )
    spotlight = entry.payload.get("spotlight") if entry.kind is EntryKind.POSITION else None
    if last is not None:
        same = (last.slide, last.who, last.language, last.data_version, last.chart)
        if same == (slide.slide, slide.who, slide.language, slide.data_version, slide.chart):
            if spotlight is not None and spotlight not in last.spotlights:
                current.shown[-1] = replace(last, spotlights=(*last.spotlights, spotlight))
            return
        current.shown[-1] = replace(last, end=entry.at)
    current.shown.append(replace(slide, spotlights=(spotlight,) if spotlight is not None else ()))
