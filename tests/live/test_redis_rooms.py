"""Rooms that servers share over Redis: one order for all, nothing lost, nothing counted twice, no clock asked."""

import asyncio
import json
import os
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import pytest
import redis

from indicators.live import ballot, log, moderation, position
from indicators.live.log import Crowd
from indicators.live.minutes import minutes
from indicators.live.over_redis import writer
from indicators.live.over_redis.place import log_key
from indicators.live.position import KeyHolder
from indicators.live.refusals import RefusalKind, Refused
from indicators.live.room import Room
from tests.helpers.room_places import RoomPlace
from tests.helpers.room_servers import Server, run, servers, until
from tests.helpers.rooms import ALI, NADIA, OTHER, SARA, VOTER, water_session
from tests.helpers.serving import PATIENCE

PRESSES = 150
"""How many steps of the holder are waited for where all press at once."""

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("impatient")]


def test_what_is_done_at_one_server_is_seen_by_the_followers_of_another(shared: RoomPlace) -> None:
    async def steps() -> None:
        async with servers(shared) as (first, second):
            opened = await second.opened()
            with opened.followers.joined() as mailbox:
                reported = await first.move(step=1)
                assert b'"slide":2' in (await mailbox.take(PATIENCE) or b"")
                assert opened.sent == reported
                await second.move(step=1)
                assert (await first.move(step=1))["seq"] == 3, "decided on what the other did"
                await until(lambda: mailbox._message is not None and mailbox._message[0] == 3)
            await first.vote()
            await until(lambda: opened.room.votes == {1: {VOTER: 70.0}})
            assert not await second.vote(value=10), "counted before, at the other"

    run(steps)


def test_a_room_that_is_opened_later_hears_of_everything_too(shared: RoomPlace) -> None:
    async def steps() -> None:
        async with servers(shared, 1) as (first,):
            await first.move(slide=4)
            second = Server(shared)
            assert (await second.opened()).sent["slide"] == 4
            await first.move(slide=5)
            opened = await second.opened()
            await until(lambda: opened.sent["slide"] == 5)
            await second.rooms.stop()

    run(steps)


def test_six_keys_at_three_servers_move_the_room_by_the_holders_steps_alone(shared: RoomPlace) -> None:
    """Each presses as fast as it is answered, each time at another server; every server's follower sees one order."""

    async def steps() -> None:
        async with servers(shared, 3) as several:
            names = ("Ali", "Sara", "Omar", "Lina", "Hind", "Nadia")
            for server in several:
                server.session = water_session().model_copy(update={"speakers": names[:5]})
                (await server.opened()).room.session = server.session
            counted, refusals = [], Counter()
            seen: list[list[int]] = [[], [], []]

            async def press(name: str) -> None:
                at = 0
                while len(counted) < PRESSES:
                    at += 1
                    step = 1 if at // 5 % 2 == 0 else -1
                    try:
                        reported, made = await several[at % 3].do(
                            position.move, KeyHolder(name, name == "Nadia"), {"step": step}
                        )
                    except Refused as refused:
                        refusals[refused.words("en")] += 1
                        await asyncio.sleep(0.01)
                        continue
                    if made:
                        counted.append((reported["seq"], reported["slide"]))

            async def follow(number: int) -> None:
                opened = await several[number].opened()
                with opened.followers.joined() as mailbox:
                    while await mailbox.take() is not None:
                        seen[number].append(mailbox.seq_taken)

            following = [asyncio.create_task(follow(index)) for index in range(3)]
            await asyncio.gather(*(press(name) for name in names))
            last = counted[-1][0]
            for server in several:
                opened = await server.opened()
                await until(lambda opened=opened: opened.sent["seq"] == last)
                server.rooms.close_streams()
            await asyncio.gather(*following)
            assert set(refusals) == {"Ali has the floor."}
            assert [seq for seq, _ in counted] == list(range(1, len(counted) + 1)), "none lost, none twice, in order"
            for numbers in seen:
                assert numbers == sorted(set(numbers))
                assert numbers[-1] == last
            written = several[0].rooms.log.read("water")
            assert [(one.seq, one.slide) for one in written] == counted
            assert {one.who for one in written} == {"Ali"}

    run(steps)


def test_presses_at_once_at_two_servers_are_one_after_the_other(shared: RoomPlace) -> None:
    async def steps() -> None:
        async with servers(shared) as both:
            reported = await asyncio.gather(*(server.move(step=1) for server in both for _ in range(2)))
            assert sorted((one["seq"], one["slide"]) for one in reported) == [(1, 2), (2, 3), (3, 4), (4, 5)]
            sent = {"step": -1, "press": "once"}
            await asyncio.gather(*(server.move(**sent) for server in both for _ in range(3)))
            assert (await both[0].move(spotlight="rabat"))["slide"] == 4, "a press that is sent again counts once"

    run(steps)


def test_the_same_votes_and_questions_at_two_servers_count_once(shared: RoomPlace) -> None:
    async def steps() -> None:
        async with servers(shared) as both:
            voters = [f"voter-{index:04}" for index in range(200)]
            counted = await asyncio.gather(*(server.vote(voter) for voter in voters for server in both))
            asked = await asyncio.gather(*(server.ask("Why?") for server in both for _ in range(2)))
            assert (sum(counted), sum(asked)) == (200, 1)
            for server in both:
                opened = await server.opened()
                await until(lambda opened=opened: len(opened.room.questions) == 1)
                assert len(opened.room.votes[1]) == 200
            await both[0].do(moderation.moderate, NADIA, 1, "approve", {})
            there = await both[1].opened()
            await until(lambda: there.room.questions[1].state == "approved")
            upvotes = await asyncio.gather(*(both[index % 2].do(_upvote, OTHER) for index in range(4)))
            assert sum(bool(made) for _, made in upvotes) == 1
            assert Room.replayed(water_session(), both[0].rooms.log.read("water")).questions[1].voters == {VOTER, OTHER}

    run(steps)


async def deafened(server: Server) -> None:
    """Have a server hear no more of what others write."""
    following = server.rooms._writer._following
    following.cancel()
    await asyncio.wait([following])


def _upvote(room: Room, voter: str, version: str) -> list:
    return ballot.upvote(room, 1, {"voter": voter}, version)


def test_a_vote_that_meets_the_reveal_of_another_server_is_refused_in_words(shared: RoomPlace) -> None:
    """Decided where the reveal was not heard yet, written after it: the figure was on the screen by then."""

    async def steps() -> None:
        async with servers(shared) as (first, second):
            deaf = await second.opened()
            await deafened(second)
            await first.move(reveal=True)
            assert deaf.room.revealed == set()
            with pytest.raises(Refused, match="shown already"):
                await second.vote()
            assert first.rooms.log.read("water")[-1].kind == "vote", "it is in the log, and does not count"
            assert (await first.opened()).room.votes.get(1, {}) == {}

    run(steps)


def test_two_moderators_who_join_two_questions_lose_none(shared: RoomPlace) -> None:
    async def steps() -> None:
        async with servers(shared) as both:
            await both[0].ask("One?")
            await both[0].ask("Two?", OTHER)
            for server in both:
                opened = await server.opened()
                await until(lambda opened=opened: len(opened.room.questions) == 2)
            answers = await asyncio.gather(
                both[0].do(moderation.moderate, NADIA, 1, "merge", {"into": 2}),
                both[1].do(moderation.moderate, ALI, 2, "merge", {"into": 1}),
                return_exceptions=True,
            )
            assert [type(answer) for answer in answers].count(Refused) == 1
            room = Room.replayed(water_session(), both[0].rooms.log.read("water"))
            assert sorted(str(question.state) for question in room.questions.values()) == ["merged", "waiting"]
            assert {VOTER, OTHER} in [question.voters for question in room.questions.values()]

    run(steps)


def test_a_round_that_begins_elsewhere_takes_no_vote_of_the_one_before(shared: RoomPlace) -> None:
    async def steps() -> None:
        async with servers(shared) as (first, second):
            await first.ask("Before?")
            opened = await second.opened()
            await until(lambda: len(opened.room.questions) == 1)
            await second.do(moderation.moderate, NADIA, 1, "approve", {})
            await deafened(second)
            await first.do(position.begin, NADIA)
            await first.ask("After?")
            with pytest.raises(Refused, match="There is no question"):
                await second.do(_upvote, OTHER)
            assert await second.vote(), "a guess is of the round it arrives in"
            assert (await second.opened()).room.round == 1

    run(steps)


def test_what_a_later_version_writes_changes_nothing_and_keeps_its_number(shared: RoomPlace) -> None:
    async def steps() -> None:
        async with servers(shared) as (first, second):
            await first.move(step=1)
            with redis.Redis.from_url(shared.redis_url) as client:
                dance = {"entry": json.dumps({"kind": "dance", "steps": 3}), "numbers": "1 2 0 1764000000000"}
                client.xadd(log_key("water"), dance, id="2-0")
                client.xadd(log_key("water"), {"entry": "no JSON", "numbers": "2 2 0 1764000000000"}, id="3-0")
            opened = await second.opened()
            await until(lambda: opened.sent["seq"] == 2)
            assert opened.sent["slide"] == 2, "it is passed over"
            reported = await second.move(step=1)
            assert (reported["seq"], reported["slide"]) == (3, 3)
            assert await first.vote()
            assert (await first.move(step=1))["seq"] == 4
            made = minutes(water_session(), shared.log().read("water"))
            assert [one.slide for one in made.shown] == [2, 3, 4]

    run(steps)


def test_two_versions_of_a_session_are_one_room(shared: RoomPlace) -> None:
    """One server has six slides and a guess, the other four and another title: each shows what it has of the slide."""

    async def steps() -> None:
        long, short = Server(shared), Server(shared, water_session(4))
        assert (await short.opened()).sent["slides"] == 4
        assert (await long.move(slide=6))["slides"] == 6
        opened = await short.opened()
        await until(lambda: opened.sent["seq"] == 1)
        assert (opened.sent["slide"], opened.sent["slides"]) == (4, 4), "its last one"
        with pytest.raises(Refused, match="There is no slide"):
            await short.move(slide=6)
        moved = await short.move(slide=2)
        assert moved["seq"] == 2
        await until(lambda: long.rooms._open["water"].sent["slide"] == 2)
        await asyncio.sleep(0.5)
        assert opened.sent["seq"] == 2, "they do not correct each other without end"
        for server in (long, short):
            await server.rooms.stop()

    run(steps)


def _in_another_process(place: RoomPlace, minutes_ahead: int, steps: Callable[[Server], Awaitable[object]]) -> object:
    """Run a server whose clock is so many minutes ahead in a process of its own; return what the steps return."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        # The child never returns into the test's own process.
        try:
            right = log.now
            for module in (log, writer):
                module.now = lambda: right() + timedelta(minutes=minutes_ahead)

            async def serve() -> object:
                server = Server(place)
                made = await steps(server)
                await server.rooms.stop()
                return made

            os.write(writing, json.dumps(asyncio.run(serve())).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        stated = pipe.read()
    os.waitpid(child, 0)
    return json.loads(stated)


def test_clocks_that_are_apart_by_minutes_change_no_order(shared: RoomPlace) -> None:
    async def do(server: Server, slide: int) -> list:
        opened = await server.opened()
        reported = await server.move(slide=slide)
        pulse = {"voter": VOTER, "pulse": "slower"}
        again = [await server.do(_pulse, pulse) for _ in range(2)]
        share = opened.room.pulse.share(server.rooms.now(), 1)["slower"]["n"]
        return [reported["seq"], opened.seconds_since_move, [bool(made) for _, made in again], share]

    stated = [
        _in_another_process(shared, ahead, partial(_call, do, slide)) for slide, ahead in ((2, 7), (3, -9), (4, 0))
    ]
    assert [one[0] for one in stated] == [1, 2, 3]
    assert all(0 <= one[1] < 30 for one in stated), "how long a slide is shown is of one clock"
    assert stated[0][2] == [True, False], "a wish of a moment ago is one of a moment ago"
    assert {one[3] for one in stated} == {1}
    written = shared.log().read("water")
    assert [one.slide for one in written if one.kind == "position"] == [2, 3, 4]
    assert [one.at for one in written] == sorted(one.at for one in written)
    assert all((one.seconds or 0) >= 0 for one in minutes(water_session(), written).shown)


def _call(do: Callable, slide: int, server: Server) -> Awaitable[object]:
    return do(server, slide)


def _pulse(room: Room, asked: dict, version: str) -> list:
    return ballot.pulse(room, asked, version)


def test_followers_are_counted_over_all_servers(shared: RoomPlace) -> None:
    async def steps() -> None:
        async with servers(shared) as (first, second):
            here, there = await first.opened(), await second.opened()
            with here.followers.joined(), there.followers.joined(), there.followers.joined():
                await until(lambda: here.everywhere.followers == there.everywhere.followers == 3)
            await until(lambda: here.everywhere == there.everywhere == Crowd(0, 0))

    run(steps)


def test_other_data_at_one_server_and_then_at_the_other_end_in_one_position(shared: RoomPlace) -> None:
    async def steps() -> None:
        async with servers(shared) as both:
            await both[0].move(step=1)
            opened = [await server.opened() for server in both]
            for server in both:
                server.version = "v2"
            await until(lambda: all(one.sent["data_version"] == "v2" and one.sent["seq"] > 1 for one in opened))
            await asyncio.sleep(0.5)
            assert opened[0].sent == opened[1].sent
            assert opened[0].sent["seq"] <= 3, "each says once that its data are new"

    run(steps)


@pytest.mark.parametrize("kind", ["text", "list", "stream"])
def test_a_key_that_is_somebody_elses_is_left_alone(shared: RoomPlace, kind: str) -> None:
    key = log_key("water")
    with redis.Redis.from_url(shared.redis_url) as client:
        {"text": client.set, "list": client.lpush}.get(kind, lambda name, value: client.xadd(name, {"of": value}))(
            key, "x"
        )
        client.set("live_keys", "of another program")
        before = client.dump(key)

        async def steps() -> None:
            server = Server(shared)
            with pytest.raises(Refused) as caught:
                await server.move(step=1)
            words = caught.value.words("en")
            assert caught.value.kind is RefusalKind.UNAVAILABLE
            assert "cannot be read" in words or "something else than the log of a room" in words, words
            await server.rooms.stop()

        run(steps)
        assert client.dump(key) == before
        assert {name for name in client.scan_iter() if not name.startswith(b"indicators:")} == {b"live_keys"}


def test_who_has_the_floor_is_one_for_all(shared: RoomPlace) -> None:
    async def steps() -> None:
        async with servers(shared) as (first, second):
            answers = await asyncio.gather(
                first.do(position.give_floor, ALI, "Sara"), second.move(step=1), return_exceptions=True
            )
            assert not isinstance(answers[0], BaseException)
            opened = await second.opened()
            await until(lambda: opened.sent["floor"] == "Sara")
            with pytest.raises(Refused, match="has the floor"):
                await second.move(step=1)
            assert (await first.move(SARA, step=1))["floor"] == "Sara"

    run(steps)
