"""A room is what its log replays to, whatever is in the log."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.live import ballot, moderation, position
from indicators.live.file_log import FileLog
from indicators.live.log import EntryKind, LogEntry
from indicators.live.questions import BlockedWords
from indicators.live.room import Pulse, Room, Wish, chart_page
from tests.helpers.rooms import ALI, NADIA, OTHER, VOTER, applied, water_session

AT = datetime(2026, 11, 27, 12, tzinfo=UTC)


def state(room: Room) -> tuple[object, ...]:
    questions = [
        (question.number, question.words, str(question.state), sorted(question.voters), question.answer)
        for question in room.questions.values()
    ]
    return room.position("v1"), room.round, room.votes, sorted(room.revealed), questions, room.moved_at


def test_a_room_is_the_same_after_its_log_was_written_and_read(tmp_path: Path) -> None:
    room, blocked = Room(water_session()), BlockedWords(tmp_path / "none")
    made = applied(room, position.begin(room, NADIA, "v1"))
    for asked in ({"step": 2, "spotlight": "rabat"}, {"slide": 1, "press": "a"}, {"reveal": True}):
        made += applied(room, position.move(room, ALI, asked, "v1", "fr"))
    for voter in (VOTER, OTHER):
        made += applied(room, ballot.question(room, {"voter": voter, "text": "كم؟"}, blocked, "v1"))
    made += applied(room, moderation.moderate(room, ALI, 1, "approve", {}, "v1"))
    made += applied(room, moderation.moderate(room, ALI, 2, "merge", {"into": 1}, "v1"))
    made += applied(room, ballot.vote(room, {"slide": 2, "voter": VOTER, "value": 4}, "v1"))
    made += applied(room, ballot.pulse(room, {"voter": VOTER, "pulse": "again"}, "v1"))
    made += applied(room, position.give_floor(room, ALI, "Sara", "v1"))
    log = FileLog(tmp_path)
    log.claim()
    log.append(made)
    log.release()
    again = Room.replayed(water_session(), FileLog(tmp_path).read("water"))
    assert state(again) == state(room)
    assert list(again.presses) == ["a"]
    assert again.last_number == len(made)


PAYLOAD = st.dictionaries(
    st.sampled_from(["value", "text", "question", "state", "into", "wish", "to", "spotlight", "revealed", "press"]),
    st.one_of(st.none(), st.integers(-3, 9), st.text(max_size=5), st.booleans(), st.lists(st.integers(), max_size=2)),
)


@given(st.lists(st.tuples(st.sampled_from(EntryKind), st.integers(-2, 9), PAYLOAD), max_size=20))
def test_nothing_in_a_log_breaks_a_room(written: list) -> None:
    entries = [
        LogEntry(AT, "water", kind, "v1", slide, "fr", "somebody", payload, number)
        for number, (kind, slide, payload) in enumerate(written, 1)
    ]
    room = Room.replayed(water_session(), entries)
    reported = room.position("v1")
    assert 1 <= reported["slide"] <= 6
    assert reported["floor"] in ("Ali", "Sara", "Nadia")


@pytest.mark.parametrize(
    ("written", "page"),
    [
        ("leakage-rank?cities=rabat,tunis", "/c/leakage-rank?cities=rabat,tunis"),
        ("https://host/c/leakage-rank?cities=rabat&lang=fr&v=abc", "/c/leakage-rank?cities=rabat&lang=fr"),
        ("/water?indicator=leakage&chart=rank", "/c/leakage-rank"),
        ("leakage", "/c/leakage"),
    ],
)
def test_a_chart_is_named_by_its_plain_page(written: str, page: str) -> None:
    assert chart_page(written) == page


NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def test_a_wish_lasts_a_minute_and_replaces_the_one_before() -> None:
    pulse = Pulse()
    pulse.wish("a", Wish.SLOWER, NOON)
    pulse.wish("b", Wish.SLOWER, NOON + timedelta(seconds=20))
    pulse.wish("a", Wish.LOUDER, NOON + timedelta(seconds=30))
    at_once = pulse.share(NOON + timedelta(seconds=40), followers=10)
    assert at_once["slower"] == at_once["louder"] == {"n": 1, "share": 0.1}
    assert at_once["again"] == {"n": 0, "share": 0.0}
    later = pulse.share(NOON + timedelta(seconds=81), followers=10)
    assert (later["slower"]["n"], later["louder"]["n"]) == (0, 1)
    assert pulse.last("a", NOON + timedelta(seconds=95)) is None


def test_a_share_is_never_more_than_all() -> None:
    pulse = Pulse()
    pulse.wish("a", Wish.AGAIN, NOON)
    assert pulse.share(NOON, followers=0)["again"] == {"n": 1, "share": 1.0}
    assert Pulse().share(NOON, followers=0)["again"] == {"n": 0, "share": 0.0}
