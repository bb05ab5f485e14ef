"""The log, wherever it lies: what was written is read, in its order; one kind becomes the other."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indicators.live import ballot, position
from indicators.live.log import EntryKind, KnownOfLog, LogEntry, Marks, Step, now
from indicators.live.room import Room
from tests.helpers.room_places import RoomPlace
from tests.helpers.rooms import ALI, NADIA, VOTER, applied, water_session

AT = datetime(2026, 11, 27, 16, 32, 5, 120_000, tzinfo=UTC)
BEGUN = Marks(0, 0)


def entry(slide: int = 1, session: str = "water", kind: EntryKind = EntryKind.POSITION, **payload: object) -> LogEntry:
    return LogEntry(AT, session, kind, "v1", slide, "fr", "Ali", payload)


def step(*entries: LogEntry, on: Marks = BEGUN) -> Step:
    return Step(entries[0].session, entries, on)


class Heard:
    """Rooms of which only what they heard is of interest."""

    def __init__(self) -> None:
        self.entries: list[LogEntry] = []
        self.numbers: dict[str, int] = {"water": 0, "energy": 0}

    def known(self) -> Mapping[str, KnownOfLog]:
        return {name: KnownOfLog(number, number, 0) for name, number in self.numbers.items()}

    def hear(self, session: str, entries: Sequence[LogEntry]) -> None:
        self.entries += entries
        self.numbers[session] = entries[-1].number if entries else self.numbers[session]

    async def read_on(self) -> None:
        pass

    async def read_again(self, session: str) -> None:
        raise AssertionError(f"the log of {session} lost nothing")


def written(place: RoomPlace, *steps: Step) -> list[list[int]]:
    """Write steps one after the other as one server does; return the numbers of each."""

    async def write() -> list[list[int]]:
        writer = place.log().writer(Heard())
        try:
            if not writer.writes:
                assert await writer.write(steps[0]) == [], "the first takes the right to write alone"
            return [await writer.write(one) for one in steps]
        finally:
            await writer.stop()

    return asyncio.run(write())


def test_there_is_nothing_before_the_first(place: RoomPlace) -> None:
    log = place.log()
    assert (log.read("water"), log.read(), log.sessions()) == ([], [], [])
    assert not place.folder.exists(), "reading makes no folder"


def test_what_was_written_is_read(place: RoomPlace) -> None:
    first = entry(2, spotlight="القاهرة", press=None)
    (one,), (two,), (three,) = written(
        place, step(first), step(entry(1, "energy")), step(entry(3, "water"), on=Marks(0, 1))
    )
    assert one < three
    log = place.log()
    read, last = log.read("water")
    assert (read.row()[1:], read.number) == (first.row()[1:], one)
    assert (last.slide, last.number) == (3, three)
    assert [found.number for found in log.read("water", after=one)] == [three]
    assert [(found.session, found.number) for found in log.read("energy")] == [("energy", two)]
    assert sorted(found.slide for found in log.read()) == [1, 2, 3]
    assert log.sessions() == ["energy", "water"]


def test_moments_are_of_milliseconds(place: RoomPlace) -> None:
    assert now().microsecond % 1000 == 0
    assert now().tzinfo is UTC
    written(place, step(entry()))
    (read,) = place.log().read("water")
    assert (read.at.microsecond % 1000, read.at.tzinfo) == (0, UTC)


def test_a_step_on_a_state_that_is_no_more_is_not_written(place: RoomPlace) -> None:
    vote = entry(1, kind=EntryKind.VOTE, value=1)
    numbers = written(
        place,
        step(entry(2)),
        step(entry(3)),  # decided before the first was written
        step(vote),  # what phones send holds at any position
        step(entry(1, kind=EntryKind.BEGIN), on=Marks(0, 1)),
        step(vote),  # but in its round alone
        step(vote, on=Marks(1, 0)),
        step(entry(2), entry(2, kind=EntryKind.REVEAL), on=Marks(1, 2)),
    )
    assert [len(number) for number in numbers] == [1, 0, 1, 1, 0, 1, 2]
    kinds = [str(read.kind) for read in place.log().read("water")]
    assert kinds == ["position", "vote", "begin", "vote", "position", "reveal"]


def test_a_crowd_of_steps_at_once_is_written_in_one_order(place: RoomPlace) -> None:
    heard = Heard()

    async def write() -> list[list[int]]:
        writer = place.log().writer(heard)
        try:
            await writer.write(step(entry(1, "energy")))
            votes = [
                step(LogEntry(AT, "water", EntryKind.VOTE, "v1", 1, "fr", f"voter-{index:04}")) for index in range(500)
            ]
            moves = [step(entry(index)) for index in range(1, 5)]
            return await asyncio.gather(*(writer.write(one) for one in (*votes[:250], *moves, *votes[250:])))
        finally:
            await writer.stop()

    numbers = [given for given in asyncio.run(write()) if given]
    assert len(numbers) == 501, "of the moves one"
    assert numbers == sorted(numbers)
    of_water = [one for one in heard.entries if one.session == "water"]
    assert [one.number for one in of_water] == [number[0] for number in numbers], "all were heard, in this order"
    assert [one.number for one in place.log().read("water")] == [number[0] for number in numbers]


@pytest.mark.parametrize(("of", "to"), [("files", "redis"), ("redis", "files")])
def test_a_log_of_one_kind_becomes_the_other(of: str, to: str, shared: RoomPlace, tmp_path: Path) -> None:
    source = shared if of == "redis" else RoomPlace(tmp_path / "one")
    target = shared if to == "redis" else RoomPlace(tmp_path / "two")
    room = Room(water_session())
    made = applied(room, position.begin(room, NADIA, "v1"))
    made += applied(room, ballot.vote(room, {"slide": 2, "voter": VOTER, "value": 4}, "v1"))
    made += applied(room, position.move(room, ALI, {"step": 2, "spotlight": "rabat"}, "v1", "fr"))
    dated = [LogEntry(AT + timedelta(seconds=index), *list(vars(one).values())[1:-3]) for index, one in enumerate(made)]
    source.log().put(dated)
    target.log().put(source.log().read("water"))
    read = target.log().read("water")
    assert [one.row() for one in read] == [one.row() for one in dated], "with their moments"
    again = Room.replayed(water_session(), read)
    assert (again.position("v1"), again.votes) == (room.position("v1"), room.votes)
    if to == "redis":
        (number,) = written(target, step(entry(5), on=again.marks))
        assert number == [len(made) + 1], "numbers go on"
