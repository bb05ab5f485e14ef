"""The questions of the room: what was asked, who wants it answered, and what the moderator answered."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from indicators.language.bidi import neutral
from indicators.language.translator import N_, text

LONGEST = 500
"""Characters of a question, at most."""

MODERATED = N_("A moderator reads every question before the room sees it.")

BLOCKED_WORD = N_("The question holds a word that is not shown here. You may write it in other words.")


class QuestionState(StrEnum):
    """What became of a question; MERGED is counted with another one."""

    WAITING = "waiting"
    APPROVED = "approved"
    WITHHELD = "withheld"
    ANSWERED = "answered"
    MERGED = "merged"


PUBLIC = frozenset({QuestionState.APPROVED, QuestionState.ANSWERED})
"""The states of questions that everybody sees."""

WITHHELD_BECAUSE = N_("The moderator does not show it to the room: {reason}")

REASONS = (
    N_("It is not about this session."),
    N_("It was answered already."),
    N_("It is about a person."),
    N_("It is no question."),
)
"""Reasons to withhold a question that a moderator chooses by one tap; its author reads them in his own language."""

STATE_TEXTS = {
    QuestionState.WAITING: N_("The moderator has not read it yet."),
    QuestionState.APPROVED: N_("The room can see it."),
    QuestionState.WITHHELD: N_("The moderator does not show it to the room."),
    QuestionState.ANSWERED: N_("It was answered."),
    QuestionState.MERGED: N_("It is asked together with another question."),
}
"""What the author of a question reads of it."""


@dataclass
class RoomQuestion:
    """A question.

    `number` counts from 1 in a round. `slide` and `chart` were on screen when it was asked. `voters` want it answered,
    its author among them. `into` is the number of the question it is asked together with; `reason` is why it is
    withheld, where the moderator says so.
    """

    number: int
    at: str
    voter: str
    words: str
    language: str
    slide: int
    chart: str | None
    state: QuestionState = QuestionState.WAITING
    voters: set[str] = field(default_factory=set)
    blocked: bool = False
    answer: str = ""
    answered_at: str = ""
    into: int | None = None
    reason: str = ""

    def for_room(self) -> dict[str, Any]:
        """Return what everybody may know of it: nothing of who asked."""
        return {
            "id": self.number,
            "text": self.words,
            "lang": self.language,
            "slide": self.slide,
            "chart": self.chart,
            "votes": len(self.voters),
            "state": str(self.state),
            "answer": self.answer,
        }

    def for_author(self, language: str) -> dict[str, Any]:
        """Return what its author learns, with its state in words."""
        words = text(language, STATE_TEXTS[self.state])
        if self.state is QuestionState.WITHHELD and self.reason:
            words = text(language, WITHHELD_BECAUSE, reason=text(language, self.reason))
        elif self.state is QuestionState.WITHHELD and self.blocked:
            words = text(language, BLOCKED_WORD)
        return {**self.for_room(), "words": words}

    def for_moderator(self) -> dict[str, Any]:
        """Return what a moderator sees."""
        return {**self.for_room(), "at": self.at, "blocked": self.blocked, "into": self.into, "reason": self.reason}


def in_order(questions: Iterable[RoomQuestion]) -> list[RoomQuestion]:
    """Return questions as the room sees them: not yet answered first, then most wanted, then as they came."""
    return sorted(
        questions,
        key=lambda question: (question.state is QuestionState.ANSWERED, -len(question.voters), question.number),
    )


def merge(questions: Mapping[int, RoomQuestion], number: int, into: int) -> None:
    """Count a question and whoever wants it answered with another one."""
    merged, target = questions[number], questions[into]
    merged.state, merged.into = QuestionState.MERGED, into
    target.voters |= merged.voters
    for other in questions.values():
        if other.into == number:
            other.into = into


def clean(words: str) -> str:
    """Return a text of one line without control characters, cut to :data:`LONGEST`; it is text, never markup.

    What would turn or cover what stands around the question is dropped too (:func:`neutral`).
    """
    spaced = "".join(" " if char in "\t\n\r\v\f\x85\u2028\u2029" else char for char in words)
    readable = "".join(char for char in neutral(spaced) if unicodedata.category(char) not in ("Cc", "Cs", "Co", "Cn"))
    return " ".join(readable.split())[:LONGEST].strip()


class BlockedWords:
    """The words whose questions are withheld at once: one a line of a file, read again when it changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp: tuple[int, int] | None = None
        self._words: tuple[str, ...] = ()

    def blocks(self, words: str) -> bool:
        """Return whether a text holds a blocked word or phrase, as whole words, in any case and with any accents."""
        padded = f" {_folded(words)} "
        return any(f" {word} " in padded for word in self._read())

    def _read(self) -> tuple[str, ...]:
        try:
            seen = self.path.stat()
            stamp = (seen.st_mtime_ns, seen.st_size)
            if stamp != self._stamp:
                lines = self.path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
                folded = (_folded(line) for line in lines if not line.lstrip().startswith("#"))
                self._words, self._stamp = tuple(word for word in folded if word), stamp
        except OSError:
            self._words, self._stamp = (), None
        return self._words


def _folded(words: str) -> str:
    """Return a text in small letters without accents, its words with one space between."""
    plain = (char for char in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in plain).split())
