"""A moderator's word: shown, withheld, merged, answered; the author learns of it, the room sees only what it may."""

from pathlib import Path

import pytest

from indicators.live import ballot, moderation
from indicators.live.questions import BlockedWords
from indicators.live.refusals import RefusalKind, Refused
from indicators.live.room import Room
from tests.helpers.rooms import NADIA, OTHER, VOTER, applied, water_session


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = Room(water_session())
    for voter, text in ((VOTER, "Who pays?"), (OTHER, "Who will pay?"), ("voter-0003", "And Rabat?")):
        asked = {"voter": voter, "text": text, "lang": "en"}
        applied(room, ballot.question(room, asked, BlockedWords(tmp_path / "none"), "v1"))
    return room


def moderate(room: Room, number: int, action: str, **asked: object) -> list:
    return applied(room, moderation.moderate(room, NADIA, number, action, asked, "v1"))


def shown(room: Room) -> list:
    return [(one["id"], one["votes"], one["state"]) for one in moderation.for_room(room)]


def test_the_room_sees_what_was_approved(room: Room) -> None:
    assert shown(room) == []
    assert moderation.waiting(room) == 3
    moderate(room, 2, "approve")
    assert moderate(room, 2, "approve") == []
    moderate(room, 3, "withhold")
    assert shown(room) == [(2, 1, "approved")]
    assert moderation.waiting(room) == 1
    assert [one["id"] for one in moderation.for_moderator(room)] == [1, 2, 3]
    assert not any("voter" in key for one in moderation.for_room(room) for key in one if key != "votes")


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("approve", "The room can see it."),
        ("withhold", "The moderator does not show it to the room."),
        ("answer", "It was answered."),
    ],
)
def test_an_author_is_reported(room: Room, action: str, words: str) -> None:
    assert moderation.for_author(room, VOTER, "en")[0]["words"] == "The moderator has not read it yet."
    moderate(room, 1, action)
    assert [one["words"] for one in moderation.for_author(room, VOTER, "en")] == [words]
    assert moderation.for_author(room, "somebody-else", "en") == []


@pytest.mark.parametrize(
    ("reason", "language", "words"),
    [
        ("It is about a person.", "en", "The moderator does not show it to the room: It is about a person."),
        ("It is about a person.", "fr", "Le modérateur ne la montre pas à la salle : Elle porte sur une personne."),
        ("Ask {me} again\x00", "en", "The moderator does not show it to the room: Ask {me} again"),
    ],
)
def test_an_author_is_reported_why_it_is_withheld(room: Room, reason: str, language: str, words: str) -> None:
    moderate(room, 1, "withhold", text=reason)
    assert moderate(room, 1, "withhold", text=reason) == []
    assert moderation.for_author(room, VOTER, language)[0]["words"].replace("\xa0", " ") == words
    assert moderation.for_moderator(room)[-1]["reason"] == room.questions[1].reason
    moderate(room, 1, "approve")
    assert room.questions[1].reason == ""


def test_questions_merged_count_every_voter_once(room: Room) -> None:
    moderate(room, 1, "approve")
    applied(room, ballot.upvote(room, 1, {"voter": OTHER}, "v1"))
    moderate(room, 2, "merge", into=1)
    moderate(room, 3, "merge", into=1)
    assert shown(room) == [(1, 3, "approved")]
    assert moderation.for_author(room, OTHER, "en")[0]["words"] == "It is asked together with another question."
    applied(room, ballot.upvote(room, 2, {"voter": "voter-0004"}, "v1"))
    assert shown(room) == [(1, 4, "approved")], "whoever wants the merged one wants the other"


@pytest.mark.parametrize("into", [None, 2, 9, "1", True])
def test_a_question_is_merged_into_another_one_only(room: Room, into: object) -> None:
    with pytest.raises(Refused, match="into"):
        moderate(room, 2, "merge", into=None if into is True else into)


def test_the_most_wanted_come_first_and_the_answered_last(room: Room) -> None:
    for number in (1, 2, 3):
        moderate(room, number, "approve")
    applied(room, ballot.upvote(room, 3, {"voter": VOTER}, "v1"))
    assert [one[0] for one in shown(room)] == [3, 1, 2]
    moderate(room, 3, "answer", text="The\x00 city does.")
    assert [one[0] for one in shown(room)] == [1, 2, 3]
    assert room.questions[3].answer == "The city does."


@pytest.mark.parametrize(("number", "action"), [(9, "approve"), (1, "delete")])
def test_what_there_is_not_is_refused(room: Room, number: int, action: str) -> None:
    with pytest.raises(Refused) as caught:
        moderate(room, number, action)
    assert caught.value.kind is RefusalKind.NOT_FOUND
