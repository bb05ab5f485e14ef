"""Limits of servers that share a Redis: counted together, by each alone while it is away, and nobody waits for it."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import redis

from indicators.live.over_redis.buckets import TAKE, RedisBuckets
from indicators.live.over_redis.place import RedisPlace
from indicators.live.throttle import Bucket, Throttle, TokenBuckets
from tests.helpers.redis_server import RedisServer, redis_server
from tests.helpers.room_places import RoomPlace

PHONE = "phone-00"
SLOW = Bucket("slow", 3, 600)


@asynccontextmanager
async def servers(url: str, count: int = 2) -> AsyncIterator[list[RedisBuckets]]:
    made = [RedisBuckets(RedisPlace(url), TokenBuckets()) for _ in range(count)]
    try:
        yield made
    finally:
        for one in made:
            await one.close()


def held(url: str) -> dict[str, int]:
    """Return every key of a Redis, with the milliseconds it has left."""
    with redis.Redis.from_url(url) as client:
        return {key.decode(): client.pttl(key) for key in client.scan_iter()}


def test_two_servers_let_through_what_one_would(shared: RoomPlace) -> None:
    async def asking() -> list[float]:
        async with servers(shared.redis_url) as made:
            throttles = [Throttle(one, TokenBuckets()) for one in made]
            sent = [throttles[index % 2].admit("questions", "water", PHONE, "10.0.0.1") for index in range(40)]
            return list(await asyncio.gather(*sent))

    waits = asyncio.run(asking())
    assert waits.count(0) == 3
    assert all(15 < wait <= 20 for wait in waits if wait)


def test_nothing_of_a_phone_is_to_be_read_in_redis_and_all_of_it_goes(shared: RoomPlace) -> None:
    async def asking() -> None:
        async with servers(shared.redis_url, 1) as (only,):
            await Throttle(only, TokenBuckets()).admit("votes", "water", PHONE, "10.0.0.1")

    asyncio.run(asking())
    keys = held(shared.redis_url)
    assert keys
    assert not [name for name in keys if PHONE in name or "10.0.0.1" in name]
    # -1 would be for ever; what fills up within milliseconds may be gone since its name was read
    assert all(key <= 2_000 and key != -1 for key in keys.values())


def test_a_clock_of_redis_that_went_back_keeps_nobody_for_ever(shared: RoomPlace) -> None:
    async def asking() -> float:
        async with servers(shared.redis_url, 1) as (only,):
            await only.take([SLOW])
            (name,) = held(shared.redis_url)
            with redis.Redis.from_url(shared.redis_url) as client:
                client.set(name, (time.time() + 1e9) * 1000)
            return (await only.take([SLOW])).wait

    assert asyncio.run(asking()) <= (redis_buckets_below() + 1) * SLOW.seconds


def redis_buckets_below() -> int:
    """Return how many tokens below none a bucket may have, as the script says."""
    (line,) = [line for line in TAKE.splitlines() if line.startswith("local MOST_BELOW")]
    return int(line.split("=")[1])


@pytest.fixture
def server() -> RedisServer:
    with redis_server() as started:
        yield started


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_while_redis_is_away_each_server_counts_alone_with_what_it_knows(
    server: RedisServer, how: signal.Signals, caplog: pytest.LogCaptureFixture
) -> None:
    async def asking() -> None:
        async with servers(server.url) as (first, second):
            assert [(await first.take([SLOW])).wait for _ in range(2)] == [0, 0]
            assert server.process is not None
            server.process.send_signal(how)
            assert [(await first.take([SLOW])).wait > 0 for _ in range(3)] == [False, True, True]
            assert [(await second.take([SLOW])).wait > 0 for _ in range(4)] == [False, False, False, True]
            if how is signal.SIGSTOP:
                server.process.send_signal(signal.SIGCONT)
            else:
                server.process.wait()
                server.start()
            first._away_until = second._away_until = 0.0
            # one that was only held up has heard of what it did not answer; one that was killed knows of two
            assert ((await first.take([SLOW])).wait > 0) is (how is signal.SIGSTOP)
            assert (await second.take([SLOW])).wait > 0, "and counts for both"

    asyncio.run(asking())
    assert caplog.text.count("Requests are counted by this server alone") == 2
    assert caplog.text.count("Redis is not reached") == 2


def test_what_is_given_back_while_redis_is_away_is_given_back_when_it_is_there(server: RedisServer) -> None:
    async def asking() -> None:
        async with servers(server.url, 1) as (only,):
            for _ in range(3):
                assert (await only.take([SLOW])).wait == 0
            server.kill()
            await only.take([SLOW], -1, in_any_case=True)
            assert (await only.take([SLOW])).wait == 0, "here at once"
            await only.take([SLOW], -1, in_any_case=True)
            server.start()
            only._away_until = 0.0
            assert [(await only.take([SLOW])).wait > 0 for _ in range(4)] == [False, False, True, True]

    asyncio.run(asking())


def test_an_address_that_is_none_is_as_a_redis_that_is_away() -> None:
    async def asking() -> list[bool]:
        async with servers("http://:geheim-4711@localhost", 1) as (only,):
            return [(await only.take([SLOW])).wait > 0 for _ in range(4)]

    assert asyncio.run(asking()) == [False, False, False, True]
