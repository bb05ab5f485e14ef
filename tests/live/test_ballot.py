"""What phones send: each counted once, nothing taken that cannot be meant, questions stored as text."""

from pathlib import Path

import pytest

from indicators.live import ballot, position
from indicators.live.questions import BlockedWords, QuestionState, clean
from indicators.live.refusals import RefusalKind, Refused
from indicators.live.room import Room
from tests.helpers.rooms import ALI, OTHER, VOTER, applied, water_session


@pytest.fixture
def room() -> Room:
    return Room(water_session())


@pytest.fixture
def blocked(tmp_path: Path) -> BlockedWords:
    path = tmp_path / "blocked_words.txt"
    path.write_text("# one a line\nimbécile\nbad phrase\n", encoding="utf-8")
    return BlockedWords(path)


def vote(room: Room, value: object, voter: object = VOTER, slide: object = 1) -> list:
    return applied(room, ballot.vote(room, {"slide": slide, "voter": voter, "value": value}, "v1"))


def test_a_voter_guesses_once_a_slide(room: Room) -> None:
    assert vote(room, 70)
    assert vote(room, 99) == []
    assert vote(room, 65.5, OTHER)
    assert vote(room, 3, slide=2)
    assert room.votes == {1: {VOTER: 70.0, OTHER: 65.5}, 2: {VOTER: 3.0}}


@pytest.mark.parametrize(
    ("value", "slide", "words"),
    [
        ("70", 1, "A guess is a number."),
        (True, 1, "A guess is a number."),
        (None, 1, "A guess is a number."),
        (1e300, 1, "A guess is a number."),
        (2.5, 2, "A guess of a rank is a whole number from 1."),
        (0, 2, "A guess of a rank is a whole number from 1."),
        (5, 3, "Nothing is guessed on slide 3."),
        (5, 7, "There is no slide 7: this session has slides 1 to 6."),
        (5, None, "There is no slide None: this session has slides 1 to 6."),
    ],
)
def test_a_guess_that_cannot_be_meant_is_refused(room: Room, value: object, slide: object, words: str) -> None:
    with pytest.raises(Refused) as caught:
        vote(room, value, slide=slide)
    assert (caught.value.kind, caught.value.words("en")) == (RefusalKind.MALFORMED, words)
    assert room.votes == {}


@pytest.mark.parametrize("voter", [None, "", "short", "x" * 65, "with space", "<script>", 12345678, "été-été-été"])
def test_a_malformed_voter_is_refused(room: Room, voter: object) -> None:
    with pytest.raises(Refused) as caught:
        vote(room, 70, voter)
    assert caught.value.words("en").startswith("“voter” is a random id of 8 to 64 letters")


def test_no_guess_is_taken_once_the_figure_is_shown(room: Room) -> None:
    vote(room, 70)
    applied(room, position.move(room, ALI, {"reveal": True}, "v1"))
    assert vote(room, 70) == [], "counted before"
    with pytest.raises(Refused) as caught:
        vote(room, 71, OTHER)
    assert caught.value.kind is RefusalKind.NOT_NOW


def ask(room: Room, blocked: BlockedWords, text: object, voter: str = VOTER, lang: str = "fr") -> list:
    return applied(room, ballot.question(room, {"voter": voter, "text": text, "lang": lang}, blocked, "v1"))


def test_a_question_is_tied_to_the_slide_on_screen(room: Room, blocked: BlockedWords) -> None:
    applied(room, position.move(room, ALI, {"slide": 2}, "v1"))
    (entry,) = ask(room, blocked, "Pourquoi ?")
    question = room.questions[1]
    assert (question.slide, question.chart) == (2, "/c/leakage-rank?cities=rabat,tunis")
    assert (question.language, question.state, entry.language) == ("fr", QuestionState.WAITING, "fr")
    assert ask(room, blocked, "Pourquoi ?") == [], "the same again"
    assert ask(room, blocked, "Pourquoi ?", OTHER)


@pytest.mark.parametrize("text", ["", "  \n ", "\x00\x07", "x" * 501, None, 5, ["a"]])
def test_a_question_without_words_is_refused(room: Room, blocked: BlockedWords, text: object) -> None:
    with pytest.raises(Refused, match="question is a text"):
        ask(room, blocked, text)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("two\nlines\tand more", "two lines and more"),
        # Overrides go; isolates that are closed again turn nothing around them, and stay.
        ("\u202eturned\u202c \u2066round\u2069", "turned \u2066round\u2069"),
        ("كم تبلغ نسبة الضياع؟", "كم تبلغ نسبة الضياع؟"),
        ("\ud800broken", "broken"),
        ("x" * 600, "x" * 500),
    ],
)
def test_questions_are_text(written: str, stored: str) -> None:
    assert clean(written) == stored


@pytest.mark.parametrize("text", ["Quel IMBECILE !", "a bad  phrase, that", "imbécile"])
def test_a_blocked_word_withholds_and_its_author_is_reported(room: Room, blocked: BlockedWords, text: str) -> None:
    ask(room, blocked, text)
    question = room.questions[1]
    assert question.state is QuestionState.WITHHELD
    assert question.for_author("en")["words"].startswith("The question holds a word that is not shown here.")
    assert question.for_author("fr")["words"].startswith("La question contient un mot")


def test_blocked_words_are_whole_words_and_read_again(room: Room, blocked: BlockedWords) -> None:
    assert not blocked.blocks("phrase bad, imbéciles")
    blocked.path.write_text("imbéciles", encoding="utf-8")
    assert blocked.blocks("des imbéciles")
    blocked.path.unlink()
    assert not blocked.blocks("des imbéciles")


def test_only_what_the_room_sees_is_wanted(room: Room, blocked: BlockedWords) -> None:
    ask(room, blocked, "Pourquoi ?")
    with pytest.raises(Refused) as caught:
        ballot.upvote(room, 1, {"voter": OTHER}, "v1")
    assert caught.value.kind is RefusalKind.NOT_FOUND
    room.questions[1].state = QuestionState.APPROVED
    assert applied(room, ballot.upvote(room, 1, {"voter": OTHER}, "v1"))
    assert ballot.upvote(room, 1, {"voter": OTHER}, "v1") == []
    assert ballot.upvote(room, 1, {"voter": VOTER}, "v1") == [], "the author wants it already"
    assert room.questions[1].for_room()["votes"] == 2


def test_a_wish_counts_once_until_another(room: Room) -> None:
    assert applied(room, ballot.pulse(room, {"voter": VOTER, "pulse": "slower"}, "v1"))
    assert ballot.pulse(room, {"voter": VOTER, "pulse": "slower"}, "v1") == []
    assert applied(room, ballot.pulse(room, {"voter": VOTER, "pulse": "louder"}, "v1"))
    with pytest.raises(Refused, match="pulse"):
        ballot.pulse(room, {"voter": VOTER, "pulse": "faster"}, "v1")
