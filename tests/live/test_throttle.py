"""How often phones may send: a person is not held up, a flood is, and a hall of 960 on one address is not one."""

from indicators.live.throttle import ALLOWANCES, MOST_KNOWN, Throttle, TokenBuckets


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def test_a_bucket_fills_again() -> None:
    clock = Clock()
    buckets = TokenBuckets(2, 10, clock)
    for _ in range(2):
        assert buckets.wait("a") == 0
        buckets.take("a")
    assert buckets.wait("a") == 10
    assert buckets.wait("b") == 0
    clock.seconds += 4
    assert round(buckets.wait("a"), 6) == 6
    clock.seconds += 1000
    assert buckets.wait("a") == 0


def test_one_phone_that_floods_is_held_up() -> None:
    throttle = Throttle(Clock())
    waits = [throttle.admit("questions", "water", "phone-00", "10.0.0.1") for _ in range(10)]
    assert waits[:3] == [0, 0, 0]
    assert all(wait == 20 for wait in waits[3:])


def test_a_hall_on_one_address_is_not_held_up() -> None:
    throttle = Throttle(Clock())
    for what in ("votes", "questions", "upvotes", "pulse", "seen"):
        assert {throttle.admit(what, "water", f"phone-{at}", "10.0.0.1") for at in range(960)} == {0}


def test_made_up_ids_meet_the_limit_of_all() -> None:
    throttle = Throttle(Clock())
    most = ALLOWANCES["votes"].room_at_once
    waits = [throttle.admit("votes", "water", f"phone-{at}", "10.0.0.1") for at in range(most + 5)]
    assert waits[:most] == [0] * most
    assert min(waits[most:]) > 0
    assert throttle.admit("votes", "energy", "phone-0", "10.0.0.1") == 0, "another room is not held up"


def test_what_is_remembered_is_bounded() -> None:
    buckets = TokenBuckets(1, 1, Clock())
    for at in range(MOST_KNOWN + 10):
        buckets.take(str(at))
    assert buckets.wait("0") == 0
    assert buckets.wait(str(MOST_KNOWN + 9)) > 0
