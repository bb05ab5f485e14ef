"""What the room wishes of the speaker in the last minute."""

from datetime import UTC, datetime, timedelta

from indicators.live.pulse import Pulse, Wish

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
