"""How often phones may send: a person is not held up, a flood is, and a hall of 960 on one address is not one."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from indicators.live.stores import shared_buckets
from indicators.live.throttle import ALLOWANCES, MOST_KNOWN, Bucket, Buckets, Throttle, TokenBuckets
from tests.live.conftest import RoomPlace

A, B = Bucket("a", 2, 10), Bucket("b", 2, 10)


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def asked(place: RoomPlace) -> Callable[[Callable[[Buckets], Coroutine[Any, Any, Any]]], Any]:
    """Run with the buckets of a process, then with those in a Redis: what is let through is the same."""

    def run(ask: Callable[[Buckets], Coroutine[Any, Any, Any]]) -> Any:
        async def asking() -> Any:
            buckets = shared_buckets(place.redis_url, TokenBuckets(Clock()))
            try:
                return await ask(buckets)
            finally:
                await buckets.close()

        return asyncio.run(asking())

    return run


def test_a_bucket_fills_again() -> None:
    async def asking() -> None:
        clock = Clock()
        buckets = TokenBuckets(clock)
        assert [(await buckets.take([A])).left for _ in range(2)] == [1, 0]
        assert await buckets.take([A]) == (10, 0)
        assert await buckets.take([B]) == (0, 1)
        clock.seconds += 4
        assert round((await buckets.take([A])).wait, 6) == 6
        clock.seconds += 1000
        assert await buckets.take([A]) == (0, 1)

    asyncio.run(asking())


def test_tokens_are_taken_of_all_or_none(asked: Callable) -> None:
    async def asking(buckets: Buckets) -> None:
        both = [A, B]
        assert [(await buckets.take(both)).wait for _ in range(2)] == [0, 0]
        assert (await buckets.take([A, Bucket("c", 5, 10)])).wait > 0
        assert (await buckets.take([Bucket("c", 5, 10)])).left == pytest.approx(4, abs=0.5), "nothing of it was taken"

    asked(asking)


def test_what_is_given_back_may_be_taken_again_and_no_more(asked: Callable) -> None:
    async def asking(buckets: Buckets) -> None:
        for _ in range(5):
            assert (await buckets.take([A])).wait == 0
            await buckets.take([A], -1, in_any_case=True)
        await buckets.take([A], -1000, in_any_case=True)
        assert (await buckets.take([A])).left == pytest.approx(1, abs=0.5), "a bucket holds what it holds"

    asked(asking)


def test_what_is_taken_in_any_case_is_owed(asked: Callable) -> None:
    async def asking(buckets: Buckets) -> None:
        assert (await buckets.take([A], 5, in_any_case=True)).wait == 0
        assert (await buckets.take([A])).wait == pytest.approx(40, abs=1)

    asked(asking)


def test_one_phone_that_floods_is_held_up(asked: Callable) -> None:
    async def asking(buckets: Buckets) -> list[float]:
        throttle = Throttle(buckets, TokenBuckets(Clock()))
        return [await throttle.admit("questions", "water", "phone-00", "10.0.0.1") for _ in range(10)]

    waits = asked(asking)
    assert waits[:3] == [0, 0, 0]
    assert all(wait == pytest.approx(20, abs=2) for wait in waits[3:])


def test_a_hall_on_one_address_is_not_held_up(asked: Callable) -> None:
    async def asking(buckets: Buckets) -> set[float]:
        throttle = Throttle(buckets, TokenBuckets(Clock()))
        sent = [
            throttle.admit(what, "water", f"phone-{index}", "10.0.0.1")
            for what in ("votes", "questions", "upvotes", "pulse", "seen")
            for index in range(960)
        ]
        return {*await asyncio.gather(*sent)}

    assert asked(asking) == {0}


def test_made_up_ids_meet_the_limit_of_all() -> None:
    async def asking() -> None:
        throttle = Throttle(TokenBuckets(Clock()), TokenBuckets(Clock()))
        most = ALLOWANCES["votes"].room_at_once
        waits = [await throttle.admit("votes", "water", f"phone-{index}", "10.0.0.1") for index in range(most + 5)]
        assert waits[:most] == [0] * most
        assert min(waits[most:]) > 0
        assert await throttle.admit("votes", "energy", "phone-0", "10.0.0.1") == 0, "another room is not held up"

    asyncio.run(asking())


def test_what_is_remembered_is_bounded() -> None:
    async def asking() -> None:
        buckets = TokenBuckets(Clock())
        for index in range(MOST_KNOWN + 10):
            await buckets.take([Bucket(str(index), 1, 1)])
        assert (await buckets.take([Bucket("0", 1, 1)])).wait == 0
        assert (await buckets.take([Bucket(str(MOST_KNOWN + 9), 1, 1)])).wait > 0

    asyncio.run(asking())
