"""Who may move the room and where, and that its number only grows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.live import position
from indicators.live.refusals import RefusalKind, Refused
from indicators.live.room import Room
from tests.helpers.rooms import ALI, NADIA, SARA, applied, water_session


@pytest.fixture
def room() -> Room:
    return Room(water_session())


def refused(room: Room, holder: position.KeyHolder, asked: dict) -> Refused:
    with pytest.raises(Refused) as caught:
        position.move(room, holder, asked, "v1")
    return caught.value


def test_a_room_opens_on_its_first_slide(room: Room) -> None:
    assert room.position("v1") == {
        "session": "water", "seq": 0, "slide": 1, "slides": 6, "chart": "/c/leakage-rank?cities=rabat,tunis",
        "data_version": "v1", "spotlight": None, "revealed": False, "floor": "Ali", "round": 0,
    }  # fmt: skip


def test_steps_and_jumps_lead_to_a_slide(room: Room) -> None:
    for asked, slide in (({"step": 1}, 2), ({"slide": 6}, 6), ({"step": -2}, 4), ({"step": 9}, 6), ({"step": -99}, 1)):
        applied(room, position.move(room, ALI, asked, "v1"))
        assert room.slide == slide, asked
    assert room.seq == 5


def test_a_step_at_the_end_changes_nothing(room: Room) -> None:
    applied(room, position.move(room, ALI, {"slide": 6}, "v1"))
    assert position.move(room, ALI, {"step": 1}, "v1") == []
    assert position.move(room, ALI, {"slide": 6}, "v1") == []


def test_a_press_that_is_sent_twice_counts_once(room: Room) -> None:
    applied(room, position.move(room, ALI, {"step": 1, "press": "a"}, "v1"))
    assert position.move(room, ALI, {"step": 1, "press": "a"}, "v1") == []
    assert applied(room, position.move(room, ALI, {"step": 1, "press": "b"}, "v1"))
    assert room.slide == 3


@pytest.mark.parametrize("holder", [SARA, NADIA])
def test_only_who_has_the_floor_moves_the_room(room: Room, holder: position.KeyHolder) -> None:
    answer = refused(room, holder, {"step": 1})
    assert (answer.kind, answer.words("en"), answer.words("fr")) == (
        RefusalKind.NOT_NOW, "Ali has the floor.", "Ali a la parole.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "Ask for a slide (“slide”: 7), a step (“step”: 1 or -1), a “spotlight”, or to “reveal”."),
        ({"slide": 0}, "There is no slide 0: this session has slides 1 to 6."),
        ({"slide": 7}, "There is no slide 7: this session has slides 1 to 6."),
        ({"slide": "2"}, "There is no slide 2: this session has slides 1 to 6."),
        ({"slide": True}, "There is no slide True: this session has slides 1 to 6."),
        ({"slide": 1.5}, "There is no slide 1.5: this session has slides 1 to 6."),
        ({"step": 0}, "A step is a whole number other than 0, such as 1 or -1."),
        ({"step": "next"}, "A step is a whole number other than 0, such as 1 or -1."),
        ({"step": 10**30}, "A step is a whole number other than 0, such as 1 or -1."),
        ({"spotlight": "<b>"}, "A spotlight is the id of a place or a district, a year, or null for none."),
        ({"spotlight": 12}, "A spotlight is the id of a place or a district, a year, or null for none."),
        ({"reveal": 1}, "“reveal” is true, or false to hide the figure again."),
        ({"slide": 6, "reveal": True}, "Nothing is guessed on slide 6."),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(room: Room, asked: dict, words: str) -> None:
    answer = refused(room, ALI, asked)
    assert (answer.kind, answer.words("en")) == (RefusalKind.MALFORMED, words)


def test_an_empty_session_has_no_slide_and_moves_nowhere() -> None:
    room = Room(water_session(0))
    reported = room.position("v1")
    assert (reported["slide"], reported["slides"], reported["chart"]) == (0, 0, None)
    assert refused(room, ALI, {"step": 1}).words("en") == "This session has no slides."
    applied(room, position.begin(room, NADIA, "v1"))
    assert room.position("v1")["slide"] == 0


def test_a_spotlight_lasts_until_the_next_slide(room: Room) -> None:
    for spotlight in ("rabat", 2020):
        applied(room, position.move(room, ALI, {"spotlight": spotlight}, "v1"))
        assert room.position("v1")["spotlight"] == spotlight
    applied(room, position.move(room, ALI, {"step": 1}, "v1"))
    assert room.position("v1")["spotlight"] is None
    applied(room, position.move(room, ALI, {"step": 1, "spotlight": "tunis"}, "v1"))
    assert (room.slide, room.spotlight) == (3, "tunis")


def test_a_figure_is_revealed_and_hidden_again(room: Room) -> None:
    applied(room, position.move(room, ALI, {"reveal": True}, "v1"))
    assert room.position("v1")["revealed"]
    assert position.move(room, ALI, {"reveal": True}, "v1") == []
    applied(room, position.move(room, ALI, {"step": 1}, "v1"))
    assert not room.position("v1")["revealed"], "another slide"
    applied(room, position.move(room, ALI, {"slide": 1, "reveal": False}, "v1"))
    assert (room.slide, room.position("v1")["revealed"]) == (1, False)


def test_the_floor_is_given_by_its_holder_and_taken_back_by_the_chair(room: Room) -> None:
    with pytest.raises(Refused, match="has the floor"):
        position.give_floor(room, SARA, "Sara", "v1")
    applied(room, position.give_floor(room, ALI, "Sara", "v1"))
    assert (room.floor, room.seq) == ("Sara", 1)
    assert refused(room, ALI, {"step": 1}).words("en") == "Sara has the floor."
    assert position.give_floor(room, SARA, "Sara", "v1") == []
    applied(room, position.give_floor(room, NADIA, "Nadia", "v1"))
    assert applied(room, position.move(room, NADIA, {"step": 1}, "v1"))


@pytest.mark.parametrize("to", ["Nobody", None, 3, ["Ali"]])
def test_the_floor_goes_to_nobody_unknown(room: Room, to: object) -> None:
    with pytest.raises(Refused) as caught:
        position.give_floor(room, ALI, to, "v1")
    assert caught.value.kind is RefusalKind.MALFORMED
    assert caught.value.words("en").endswith("It has: Ali, Sara, Nadia.")


def test_the_floor_falls_back_where_its_holder_speaks_no_longer(room: Room) -> None:
    applied(room, position.give_floor(room, ALI, "Sara", "v1"))
    room.session = room.session.model_copy(update={"speakers": ("Ali",)})
    assert room.floor == "Ali"
    room.session = room.session.model_copy(update={"speakers": ()})
    assert room.floor == "Nadia"


def test_a_new_round_begins_at_the_first_slide_and_its_number_grows_on(room: Room) -> None:
    applied(room, position.move(room, ALI, {"slide": 5, "spotlight": "rabat"}, "v1"))
    with pytest.raises(Refused, match="has the floor"):
        position.begin(room, SARA, "v1")
    applied(room, position.begin(room, NADIA, "v1"))
    assert (room.seq, room.slide, room.spotlight, room.round) == (2, 1, None, 1)


def test_a_session_that_was_shortened_shows_its_last_slide(room: Room) -> None:
    applied(room, position.move(room, ALI, {"slide": 6}, "v1"))
    room.session = water_session(3)
    assert room.position("v1")["slide"] == 3


ASKED = st.one_of(
    st.fixed_dictionaries({"slide": st.integers(-1, 8)}),
    st.fixed_dictionaries({"step": st.integers(-3, 3)}),
    st.fixed_dictionaries({"spotlight": st.sampled_from([None, "rabat", 2020, "x y"])}),
    st.fixed_dictionaries({"reveal": st.booleans()}),
)


@given(st.lists(st.tuples(st.sampled_from([ALI, SARA, NADIA]), ASKED), max_size=30))
def test_the_number_only_grows_and_the_log_leads_to_the_same_room(steps: list) -> None:
    room, log = Room(water_session()), []
    for holder, asked in steps:
        before = room.position("v1")
        try:
            entries = applied(room, position.move(room, holder, asked, "v1"))
        except Refused:
            entries = []
        after = room.position("v1")
        assert after["seq"] == before["seq"] + len(entries)
        assert (after == before) is (entries == [])
        assert 1 <= after["slide"] <= after["slides"]
        log += entries
    assert Room.replayed(water_session(), log).position("v1") == room.position("v1")
