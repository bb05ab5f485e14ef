"""What a moderator says to a question: show it, withhold it, ask it together with another, it was answered."""

from collections.abc import Mapping
from typing import Any

from indicators.language.translator import N_
from indicators.live.ballot import NO_QUESTION
from indicators.live.log import EntryKind, LogEntry
from indicators.live.position import KeyHolder, whole
from indicators.live.questions import PUBLIC, QuestionState, clean, in_order
from indicators.live.refusals import RefusalKind, Refused
from indicators.live.room import Room

ACTIONS = {
    "approve": QuestionState.APPROVED,
    "withhold": QuestionState.WITHHELD,
    "answer": QuestionState.ANSWERED,
    "merge": QuestionState.MERGED,
}
"""What a moderator can do with a question, and what it is then."""

NO_ACTION = N_("A question can be given one of these: {allowed}.")

NO_MERGE = N_("“into” is the number of another question, which is not itself asked together with one.")

TOP = 5
"""How many questions a slide of them shows."""


def moderate(
    room: Room, holder: KeyHolder, number: int, action: str, message: Mapping[str, Any], data_version: str
) -> list[LogEntry]:
    """Return the entry of what a moderator did; none where the question is so already.

    An answer, or why a question is withheld, may be noted in words (`text`). Raises :class:`Refused` for what there
    is not.
    """
    question = room.questions.get(number)
    if question is None:
        raise Refused(RefusalKind.NOT_FOUND, NO_QUESTION, value=number)
    state = ACTIONS.get(action)
    if state is None:
        raise Refused(RefusalKind.NOT_FOUND, NO_ACTION, allowed=", ".join(ACTIONS))
    payload: dict[str, Any] = {"question": number, "state": str(state)}
    if state is QuestionState.MERGED:
        payload["into"] = _into(room, number, message)
    elif state is QuestionState.ANSWERED:
        payload["answer"] = _noted(message)
    elif state is QuestionState.WITHHELD:
        payload["reason"] = _noted(message)
    known = {"answer": question.answer, "reason": question.reason}
    if state is question.state and all(payload.get(name, noted) == noted for name, noted in known.items()):
        return []
    return [room.entry(EntryKind.APPROVAL, holder.name, payload, data_version, question.language, question.slide)]


def _noted(message: Mapping[str, Any]) -> str:
    text = message.get("text", "")
    return clean(text) if isinstance(text, str) else ""


def _into(room: Room, number: int, message: Mapping[str, Any]) -> int:
    into = whole(message.get("into"))
    other = room.questions.get(into) if into is not None else None
    if other is None or other.number == number or other.state is QuestionState.MERGED:
        raise Refused(RefusalKind.MALFORMED, NO_MERGE)
    return other.number


def for_room(room: Room) -> list[dict[str, Any]]:
    """Return the questions that everybody sees, the most wanted first."""
    return [question.for_room() for question in in_order(room.questions.values()) if question.state in PUBLIC]


def for_moderator(room: Room) -> list[dict[str, Any]]:
    """Return every question: those that wait first."""
    waiting = sorted(room.questions.values(), key=lambda question: question.state is not QuestionState.WAITING)
    return [question.for_moderator() for question in waiting]


def for_author(room: Room, voter: str, language: str) -> list[dict[str, Any]]:
    """Return the questions of one voter, each with what became of it in words."""
    return [question.for_author(language) for question in room.questions.values() if question.voter == voter]


def waiting(room: Room) -> int:
    """Return how many questions no moderator has read."""
    return sum(question.state is QuestionState.WAITING for question in room.questions.values())
