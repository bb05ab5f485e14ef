"""What phones send: guesses, questions, wishes; each becomes an entry of the log, or a refusal in words."""

import math
import re
from collections.abc import Mapping
from typing import Any

from indicators.language.locales import LANGUAGES
from indicators.language.translator import N_
from indicators.live.log import EntryKind, LogEntry
from indicators.live.position import NO_GUESS, NO_SUCH_SLIDE, whole
from indicators.live.questions import LONGEST, PUBLIC, BlockedWords, QuestionState, clean
from indicators.live.refusals import RefusalKind, Refused
from indicators.live.room import Room, Wish
from indicators.sessions.session import Guess

VOTER = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
"""What an id of a voter looks like: a random one, made by the phone."""

NO_VOTER = N_("“voter” is a random id of 8 to 64 letters, digits, hyphens or underscores.")

NO_NUMBER = N_("A guess is a number.")

NO_RANK = N_("A guess of a rank is a whole number from 1.")

SHOWN_ALREADY = N_("The published figure of this slide is shown already: no more guesses are taken.")

NO_WORDS = N_("A question is a text of 1 to {most} characters.")

NO_QUESTION = N_("There is no question {value}.")

NO_WISH = N_("“pulse” is one of these: {allowed}.")

FULL = N_("The room has sent as much as can be read. Ask the speaker in person.")

MOST_VOTES = 20_000
"""Votes of one slide that are counted: many more than a hall has seats, and few enough to be held."""

MOST_QUESTIONS = 5_000
HIGHEST_RANK = 10_000
LARGEST = 1e15


def voter_of(message: Mapping[str, Any]) -> str:
    """Return the id of a voter; raises :class:`Refused` where it is none."""
    voter = message.get("voter")
    if not isinstance(voter, str) or not VOTER.fullmatch(voter):
        raise Refused(RefusalKind.MALFORMED, NO_VOTER)
    return voter


def vote(room: Room, message: Mapping[str, Any], data_version: str) -> list[LogEntry]:
    """Return the entry of a guess; none where this voter has guessed on this slide already."""
    voter, number = voter_of(message), whole(message.get("slide"))
    slide = room.slide_at(number) if number is not None else None
    if number is None or slide is None:
        named = str(message.get("slide"))[:20]
        raise Refused(RefusalKind.MALFORMED, NO_SUCH_SLIDE, value=named, slides=room.slides)
    if slide.guess is None:
        raise Refused(RefusalKind.MALFORMED, NO_GUESS, value=number)
    value = _guess(message.get("value"), slide.guess)
    votes = room.votes.get(number, {})
    if voter in votes:
        return []
    if number in room.revealed:
        raise Refused(RefusalKind.NOT_NOW, SHOWN_ALREADY)
    if len(votes) >= MOST_VOTES:
        raise Refused(RefusalKind.TOO_MUCH, FULL)
    return [room.entry(EntryKind.VOTE, voter, {"value": value}, data_version, slide=number)]


def _guess(value: object, kind: Guess) -> float:
    if kind is Guess.RANK:
        rank = whole(value)
        if rank is None or not 1 <= rank <= HIGHEST_RANK:
            raise Refused(RefusalKind.MALFORMED, NO_RANK)
        return float(rank)
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not math.isfinite(value):
        raise Refused(RefusalKind.MALFORMED, NO_NUMBER)
    if abs(value) > LARGEST:
        raise Refused(RefusalKind.MALFORMED, NO_NUMBER)
    return float(value)


def question(room: Room, message: Mapping[str, Any], blocked: BlockedWords, data_version: str) -> list[LogEntry]:
    """Return the entry of a question; none where this voter has asked the same before.

    It is tied to the chart on screen. One with a blocked word is withheld at once.
    """
    voter, text = voter_of(message), message.get("text")
    words = clean(text) if isinstance(text, str) and len(text) <= LONGEST else ""
    if not words:
        raise Refused(RefusalKind.MALFORMED, NO_WORDS, most=LONGEST)
    if room.asked_before(voter, words):
        return []
    if len(room.questions) >= MOST_QUESTIONS:
        raise Refused(RefusalKind.TOO_MUCH, FULL)
    payload = {"text": words, "chart": room.chart(room.slide), "blocked": blocked.blocks(words)}
    spoken = str(message["lang"]) if message.get("lang") in LANGUAGES else ""
    return [room.entry(EntryKind.QUESTION, voter, payload, data_version, spoken)]


def upvote(room: Room, number: int, message: Mapping[str, Any], data_version: str) -> list[LogEntry]:
    """Return the entry of a voter who wants a question answered, too; none where he wanted it before.

    Only what the room sees can be wanted; of one asked together with another, that other is.
    """
    voter = voter_of(message)
    wanted = room.questions.get(number)
    if wanted is not None and wanted.state is QuestionState.MERGED and wanted.into is not None:
        wanted = room.questions.get(wanted.into)
    if wanted is None or wanted.state not in PUBLIC:
        raise Refused(RefusalKind.NOT_FOUND, NO_QUESTION, value=number)
    if voter in wanted.voters:
        return []
    return [room.entry(EntryKind.UPVOTE, voter, {"question": wanted.number}, data_version, slide=wanted.slide)]


def pulse(room: Room, message: Mapping[str, Any], data_version: str) -> list[LogEntry]:
    """Return the entry of a wish; none where the voter has the same wish already."""
    voter, named = voter_of(message), message.get("pulse")
    if named not in tuple(Wish):
        raise Refused(RefusalKind.MALFORMED, NO_WISH, allowed=", ".join(Wish))
    if room.pulse.last(voter, room.clock()) == named:
        return []
    return [room.entry(EntryKind.PULSE, voter, {"wish": str(named)}, data_version)]
