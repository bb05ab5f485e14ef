"""A Redis of the rooms that is gone, killed, cut off or emptied: screens stay, nothing that was answered is lost."""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from indicators.live import position
from indicators.live.over_redis import writer
from indicators.live.refusals import NOT_KNOWN, NOT_REACHED, RefusalKind, Refused
from indicators.live.room import Room
from tests.helpers.redis_server import RedisServer, redis_server
from tests.helpers.room_places import RoomPlace
from tests.helpers.room_servers import Server, run, servers, until
from tests.helpers.rooms import ALI, OTHER, water_session
from tests.helpers.serving import PATIENCE

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("impatient")]


@contextmanager
def refusals_counted(words: Counter) -> Iterator[None]:
    """Count what is refused for want of a Redis, by its message."""
    try:
        yield
    except Refused as refused:
        words[refused.message] += 1


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[RedisServer, RoomPlace]]:
    """A Redis that the test may kill."""
    with redis_server() as server:
        yield server, RoomPlace(tmp_path / "store", server.url)


def test_while_redis_is_gone_screens_stay_and_everything_catches_up(own) -> None:
    redis_, place = own

    async def steps() -> None:
        async with servers(place) as both:
            reported = await both[0].move(slide=3)
            await both[0].vote()
            opened = [await server.opened() for server in both]
            await until(lambda: all(one.sent["seq"] == 1 and one.room.votes for one in opened))
            with opened[0].followers.joined() as here, opened[1].followers.joined() as there:
                redis_.kill()
                await until(lambda: all(server.rooms._writer._is_lost for server in both))
                for server in both:
                    for attempt in (server.move(step=1), server.vote(OTHER), server.ask("Why?")):
                        with pytest.raises(Refused) as caught:
                            await attempt
                        assert (caught.value.kind, caught.value.message) == (RefusalKind.UNAVAILABLE, NOT_REACHED)
                    assert not await server.vote(), "what is counted is known without Redis"
                    assert (await server.opened()).sent == reported
                assert not here.closed
                assert not there.closed
                third = Server(place)
                with pytest.raises(Refused, match="cannot be read at the moment"):
                    await third.opened()
                redis_.start()
                await until(lambda: not any(server.rooms._writer._is_lost for server in both))
                moved = await both[1].move(step=1)
                assert (moved["seq"], moved["slide"]) == (2, 4), "numbers go on"
                assert await both[1].vote(OTHER)
                for mailbox in (here, there):
                    assert b'"slide":4' in (await mailbox.take(PATIENCE) or b"")
                await until(lambda: all(len(one.room.votes[1]) == 2 for one in opened))
                assert (await third.opened()).sent == moved
                await third.rooms.stop()

    run(steps)


def test_a_redis_killed_and_started_under_load_loses_nothing_that_was_answered(
    own, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "PATIENCE_SECONDS", 0.05)
    redis_, place = own

    async def steps() -> None:
        async with servers(place) as both:
            end = False
            moves, votes, words = [], [], Counter()

            async def press(server: Server) -> None:
                at = 0
                while not end:
                    at += 1
                    with refusals_counted(words):
                        reported, made = await server.do(
                            position.move, ALI, {"step": 1 if at // 4 % 2 == 0 else -1, "press": f"{id(server)} {at}"}
                        )
                        if made:
                            moves.append((reported["seq"], reported["slide"]))
                    await asyncio.sleep(0)

            async def vote(server: Server, hall: int) -> None:
                at = 0
                while not end:
                    at += 1
                    voter = f"voter-{id(server)}-{hall}-{at}"
                    with refusals_counted(words):
                        if await server.vote(voter):
                            votes.append(voter)
                    await asyncio.sleep(0.001)

            busy = [asyncio.create_task(press(server)) for server in both]
            busy += [asyncio.create_task(vote(server, hall)) for server in both for hall in range(5)]
            for _ in range(4):
                await further(25, moves, votes)
                redis_.kill()
                refused = words.total()
                await until(lambda refused=refused: words.total() > refused)
                await asyncio.to_thread(redis_.start)
            await further(25, moves, votes)
            end = True
            await asyncio.gather(*busy)
            written = both[0].rooms.log.read("water")
            room = Room.replayed(water_session(), written)
            assert set(votes) <= set(room.votes[1])
            assert len(votes) == len(set(votes))
            reported = {one.seq: one.slide for one in written if one.kind == "position"}
            assert all(reported[seq] == slide for seq, slide in moves)
            assert len({seq for seq, _ in moves}) == len(moves), "no number twice"
            assert [one.seq for one in written if one.kind == "position"] == list(range(1, len(reported) + 1))
            assert set(words) <= {NOT_REACHED, NOT_KNOWN}
            for server in both:
                opened = await server.opened()
                await until(lambda opened=opened: opened.room.last_number == written[-1].number)
                assert opened.room.votes == room.votes

    run(steps)


async def further(count: int, *grow: list) -> None:
    """Wait until each of these lists has so many more members."""
    wanted = [len(one) + count for one in grow]
    await until(lambda: all(len(one) >= many for one, many in zip(grow, wanted, strict=True)))


class Cutting:
    """A way to a Redis that loses the answers to scripts: `cuts` of them, each with its connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cuts = 0
        self.address = ""

    async def start(self) -> None:
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.address = f"redis://127.0.0.1:{self.server.sockets[0].getsockname()[1]}/0"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind, before = await asyncio.open_connection("127.0.0.1", self.port)
        back = asyncio.create_task(self._carry(behind, writer))
        while data := await reader.read(65_536):
            if self.cuts and b"EVAL" in data:
                self.cuts -= 1
                back.cancel()
                before.write(data)
                await behind.read(65_536)  # Redis has done it; nobody is told
                break
            before.write(data)
        back.cancel()
        for one in (before, writer):
            one.close()

    @staticmethod
    async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            writer.write(data)
        writer.close()


@pytest.mark.parametrize(("cuts", "is_known"), [(1, True), (3, True), (1_000, False)])
def test_an_answer_that_is_lost_is_asked_for_again_and_nothing_is_done_twice(
    own, cuts: int, is_known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # what is answered in the end is waited for on a busy machine too
    monkeypatch.setattr(writer, "PATIENCE_SECONDS", PATIENCE if is_known else 0.5)
    redis_, place = own

    async def steps() -> None:
        way = Cutting(redis_.port)
        await way.start()
        async with servers(RoomPlace(place.folder, way.address), 1) as (server,):
            await server.move(step=1)
            way.cuts = cuts
            if is_known:
                assert (await server.move(step=1))["slide"] == 3
            else:
                with pytest.raises(Refused, match="nobody knows whether it was"):
                    await server.move(step=1)
            assert [one.slide for one in place.log().read("water")] == [2, 3], "once"
            way.cuts = 0
            opened = await server.opened()
            await until(lambda: opened.sent["seq"] == 2)
            assert (await server.move(step=1))["seq"] == 3
            way.server.close()

    run(steps)


def test_a_redis_that_lost_everything_never_counts_backwards(own, caplog: pytest.LogCaptureFixture) -> None:
    """Somebody emptied it under the talk: the slide stays on screen, and the room goes on with greater numbers."""
    redis_, place = own

    async def steps() -> None:
        async with servers(place) as both:
            for slide in (2, 3, 4):
                await both[0].move(slide=slide)
            opened = [await server.opened() for server in both]
            await until(lambda: opened[1].sent["seq"] == 3)
            with redis.Redis.from_url(redis_.url) as client:
                client.flushall()
            moved = await both[1].move(step=1)
            assert (moved["slide"], moved["seq"] > 3) == (5, True)
            await until(lambda: opened[0].sent["seq"] == opened[1].sent["seq"] >= moved["seq"])
            assert opened[0].sent == opened[1].sent
            numbers = [one.seq for one in place.log().read("water")]
            assert min(numbers) > 3
            assert numbers == sorted(set(numbers))
            assert (await both[0].move(step=-1))["slide"] == 4

    with caplog.at_level(logging.ERROR):
        run(steps)
    assert "lost entries of the log of water that were answered: is its append-only file on?" in caplog.text


def test_a_redis_that_comes_back_empty_is_brought_to_where_the_screens_are(own) -> None:
    redis_, place = own
    redis_.options = ("--appendonly", "no")

    async def steps() -> None:
        redis_.kill()
        redis_.start()
        async with servers(place) as both:
            await both[0].move(slide=4, spotlight="rabat")
            opened = [await server.opened() for server in both]
            await until(lambda: opened[1].sent["seq"] == 1)
            redis_.kill()
            (redis_.folder / "dump.rdb").unlink(missing_ok=True)
            redis_.start()
            await until(lambda: all(one.sent["seq"] > 1 and one.room.seq == one.sent["seq"] for one in opened))
            for one in opened:
                assert (one.sent["slide"], one.sent["spotlight"]) == (4, "rabat")

    run(steps)
