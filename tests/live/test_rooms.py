"""The rooms of a server: answered once written, six keys at once, two servers of a folder, what changes beneath."""

import asyncio
import random
from collections import Counter
from pathlib import Path
from threading import Event

import pytest

from indicators.live import file_writer, position, rooms
from indicators.live.log import LogUnreachable, LogUnusable
from indicators.live.position import KeyHolder
from indicators.live.refusals import RefusalKind, Refused
from indicators.live.room import Room
from tests.helpers.room_places import RoomPlace
from tests.helpers.room_servers import Server, run, until
from tests.helpers.rooms import ALI, SARA, VOTER, water_session
from tests.helpers.serving import PATIENCE

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "TURN_SECONDS", 0.02)
    monkeypatch.setattr(rooms, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(file_writer, "REFUSED_SECONDS", 0.05)


PRESSES = 150
"""How many steps of the holder are waited for where all press at once."""


def test_a_change_is_in_the_log_before_it_is_answered(place: RoomPlace) -> None:
    async def steps() -> None:
        server = Server(place)
        reported = await server.move(step=1)
        assert (reported["seq"], reported["slide"]) == (1, 2)
        assert await server.vote()
        assert not await server.vote()
        read = Room.replayed(water_session(), place.log().read("water"))
        assert read.position("v1") == reported
        assert read.votes == {1: {VOTER: 70.0}}
        await server.rooms.stop()
        again = Server(place)
        assert (await again.rooms.open("water")).sent == reported
        assert (await again.move(step=1))["seq"] == 2
        await again.rooms.stop()

    run(steps)


def test_there_is_no_room_without_a_session(place: RoomPlace) -> None:
    async def steps() -> None:
        server = Server(place)
        with pytest.raises(Refused, match="There is no session") as caught:
            await server.rooms.open("nothing")
        assert caught.value.kind is RefusalKind.NO_SESSION
        server.broken = True
        with pytest.raises(Refused, match="has a fault"):
            await server.rooms.open("water")
        await server.rooms.stop()

    run(steps)


def test_six_keys_at_once_move_the_room_by_the_holders_steps_alone(place: RoomPlace) -> None:
    """Each presses Next and Back as fast as it is answered; a follower sees every number in order."""

    async def steps() -> None:
        server = Server(place)
        names = ("Ali", "Sara", "Omar", "Lina", "Hind", "Nadia")
        server.session = water_session().model_copy(update={"speakers": names[:5]})
        opened = await server.rooms.open("water")
        counted, refusals, seen = [], Counter(), []

        async def press(name: str) -> None:
            step = 1
            while len(counted) < PRESSES:
                try:
                    reported = await server.move(KeyHolder(name, name == "Nadia"), step=step)
                except Refused as refused:
                    refusals[refused.words("en")] += 1
                    await asyncio.sleep(0)
                    continue
                counted.append((reported["seq"], reported["slide"]))
                if reported["slide"] in (1, 6):
                    step = -step

        async def follow() -> None:
            with opened.followers.joined() as mailbox:
                while await mailbox.take() is not None:
                    seen.append(mailbox.seq_taken)

        following = asyncio.create_task(follow())
        await asyncio.gather(*(press(name) for name in names))
        server.rooms.close_streams()
        await following
        assert set(refusals) == {"Ali has the floor."}
        assert [seq for seq, _ in counted] == list(range(1, len(counted) + 1)), "none lost, none twice, in order"
        assert seen == sorted(set(seen)), "a follower's number only grows"
        entries = server.log.read("water")
        assert {entry.who for entry in entries} == {"Ali"}
        assert [entry.slide for entry in entries] == [slide for _, slide in counted]
        await server.rooms.stop()

    run(steps)


def test_a_crowd_of_votes_is_counted_once_each(place: RoomPlace) -> None:
    async def steps() -> None:
        server = Server(place)
        voters = [f"voter-{index:04}" for index in range(960)] * 2
        random.Random(1).shuffle(voters)
        counted = await asyncio.gather(*(server.vote(voter) for voter in voters))
        assert (sum(counted), len(counted)) == (960, 1920)
        assert len(server.log.read("water")) == 960
        await server.rooms.stop()

    run(steps)


def test_a_second_server_reads_and_refuses_to_write(tmp_path: Path) -> None:
    async def steps() -> None:
        first, second = Server(RoomPlace(tmp_path)), Server(RoomPlace(tmp_path))
        assert (await second.rooms.open("water")).sent["seq"] == 0
        await first.move(step=1)
        assert (await second.rooms.open("water")).sent["slide"] == 2, "read from the file"
        for attempt in (second.move(step=1), second.vote()):
            with pytest.raises(Refused, match="Another server") as caught:
                await attempt
            assert caught.value.kind is RefusalKind.UNAVAILABLE
        opened = await second.rooms.open("water")
        with opened.followers.joined() as mailbox:
            await first.move(step=1)
            assert b'"slide":3' in (await mailbox.take(PATIENCE) or b""), "its followers hear of it"
        await first.vote()
        await first.rooms.stop()
        await asyncio.sleep(0.1)
        reported = await second.move(step=1)
        assert (reported["seq"], reported["slide"]) == (3, 4), "it takes over where the other ended"
        assert not await second.vote()
        await second.rooms.stop()

    run(steps)


def test_a_server_that_is_being_stopped_leaves_the_rooms_to_another_one(tmp_path: Path) -> None:
    async def steps() -> None:
        first, second = Server(RoomPlace(tmp_path)), Server(RoomPlace(tmp_path))
        await first.move(step=1)
        await first.rooms.hand_over()
        assert (await second.move(step=1))["slide"] == 3
        for _ in range(2):  # nor does it take them again once the other one has ended
            with pytest.raises(Refused, match="Another server"):
                await first.move(step=1)
            assert (await first.rooms.open("water")).sent["slide"] == 3, "who still asks it is told where the room is"
            await second.rooms.stop()
        await first.rooms.stop()

    run(steps)


def test_what_cannot_be_stored_is_not_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def steps() -> None:
        server = Server(RoomPlace(tmp_path))
        await server.move(step=1)
        append = server.log.append
        full = True

        def appended(entries):
            if full:
                raise LogUnusable("database or disk is full")
            return append(entries)

        monkeypatch.setattr(server.log, "append", appended)
        answers = await asyncio.gather(*(server.move(step=1) for _ in range(3)), server.vote(), return_exceptions=True)
        assert {type(answer) for answer in answers} == {Refused}
        assert "database or disk is full" in answers[0].words("en")
        assert (await server.rooms.open("water")).sent["slide"] == 2
        full = False
        reported = await server.move(step=1)
        assert (reported["seq"], reported["slide"]) == (2, 3), "as if it had never been asked"
        assert await server.vote()
        await server.rooms.stop()

    run(steps)


def test_other_data_are_a_new_position_of_the_same_slide(place: RoomPlace) -> None:
    async def steps() -> None:
        server = Server(place)
        await server.move(step=1)
        opened = await server.rooms.open("water")
        with opened.followers.joined() as mailbox:
            server.version = "v2"
            assert b'"data_version":"v2"' in (await mailbox.take(PATIENCE) or b"")
        assert (opened.sent["seq"], opened.sent["slide"]) == (2, 2)
        await server.rooms.stop()

    run(steps)


def test_a_session_that_changes_under_its_room(place: RoomPlace) -> None:
    async def steps() -> None:
        server = Server(place)
        await server.move(slide=6)
        opened = await server.rooms.open("water")
        server.session = water_session(4)
        await until(lambda: opened.sent["slides"] == 4)
        assert (opened.sent["slide"], opened.sent["seq"]) == (4, 2)
        server.broken = True
        await asyncio.sleep(0.2)
        assert (await server.move(step=-1))["slide"] == 3, "a talk goes on with the session as it was"
        server.broken, server.session = False, None
        with opened.followers.joined() as mailbox:
            assert await mailbox.take(PATIENCE) is None, "a session that is deleted has no room"
        with pytest.raises(Refused, match="no session"):
            await server.rooms.open("water")
        await server.rooms.stop()

    run(steps)


def test_another_holder_of_the_floor_is_reported_to_followers(place: RoomPlace) -> None:
    async def steps() -> None:
        server = Server(place)
        opened = await server.rooms.open("water")
        with opened.followers.joined() as mailbox:
            await server.rooms.change("water", lambda room, version: position.give_floor(room, ALI, "Sara", version))
            assert b'"floor":"Sara"' in (await mailbox.take(PATIENCE) or b"")
        assert (await server.move(SARA, step=1))["seq"] == 2
        await server.rooms.stop()

    run(steps)


def test_a_log_that_does_not_answer_is_waited_for_once_by_all(
    place: RoomPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def away(session: str = "", after: int = 0) -> list:
        asked.append(session)
        # as long as everybody needs to come
        assert everybody.wait(20)
        raise LogUnreachable("Redis is not reached")

    async def steps() -> None:
        server = Server(place)
        with monkeypatch.context() as patched:
            patched.setattr(server.log, "read", away)
            phones = [asyncio.create_task(server.vote(f"{VOTER}{index}")) for index in range(40)]
            await until(lambda: bool(asked))
            everybody.set()
            refused = await asyncio.gather(*phones, return_exceptions=True)
        assert {one.kind for one in refused if isinstance(one, Refused)} == {RefusalKind.UNAVAILABLE}
        assert len(refused) == 40
        assert asked == ["water"]
        assert await server.vote(), "and asked again by the next"
        await server.rooms.stop()

    everybody = Event()
    run(steps)
