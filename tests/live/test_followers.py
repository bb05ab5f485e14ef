"""Followers: one slot each, a comment in the silence, an end that is heard; who is behind."""

import asyncio
from contextlib import ExitStack

from indicators.live.followers import AT_ONCE, COMMENT, Followers, Mailbox, event, greeting


def run(steps) -> None:
    asyncio.run(steps())


def test_an_event_is_a_position_with_its_number() -> None:
    assert event({"seq": 7, "slide": 2}) == b'event: position\nid: 7\ndata: {"seq":7,"slide":2}\n\n'
    assert greeting().startswith(b"retry: ")


def test_a_reader_that_was_away_gets_the_newest_alone() -> None:
    async def steps() -> None:
        followers = Followers()
        with followers.joined() as mailbox:
            for seq in range(1000):
                followers.tell(seq, b"%d" % seq)
            assert await mailbox.take() == b"999"
            assert mailbox.seq_taken == 999
            assert await mailbox.take(0.01) == COMMENT, "nothing is waiting behind it"

    run(steps)


def test_a_crowd_is_reported_the_newest_in_the_end() -> None:
    async def steps() -> None:
        followers = Followers()
        with ExitStack() as stack:
            crowd = [stack.enter_context(followers.joined()) for _ in range(3 * AT_ONCE + 7)]
            for seq in (1, 2, 3):
                followers.tell(seq, b"%d" % seq)
            followers.tell(2, b"late")
            for _ in range(10):
                await asyncio.sleep(0)
            assert {await mailbox.take(1) for mailbox in crowd} == {b"3"}
            assert {mailbox.seq_taken for mailbox in crowd} == {3}
            crowd[0].put(3, b"again")
            assert await crowd[0].take(0.01) == COMMENT, "an older one is dropped"

    run(steps)


def test_a_reader_that_waits_is_woken() -> None:
    async def steps() -> None:
        mailbox = Mailbox()
        taking = asyncio.create_task(mailbox.take())
        await asyncio.sleep(0)
        mailbox.put(1, b"a")
        mailbox.put(2, b"b")
        assert await taking == b"b"

    run(steps)


def test_a_closed_stream_ends_at_once() -> None:
    async def steps() -> None:
        followers = Followers()
        with followers.joined() as waiting, followers.joined() as late:
            taking = asyncio.create_task(waiting.take())
            await asyncio.sleep(0)
            late.put(1, b"a")
            followers.close()
            assert await taking is None
            assert await late.take() is None

    run(steps)


def test_who_leaves_is_no_follower() -> None:
    followers = Followers()
    with followers.joined("phone-01"):
        assert len(followers) == 1
    assert len(followers) == 0
    followers.tell(1, b"a")


def test_who_is_behind() -> None:
    async def steps() -> None:
        followers = Followers()
        with followers.joined("phone-01") as one, followers.joined("phone-02") as two, followers.joined() as three:
            for mailbox in (one, two):
                mailbox.put(5, b"a")
                await mailbox.take()
            three.put(4, b"a")
            await three.take()
            assert followers.behind(5, seconds=1) == 1, "its stream has not taken it"
            followers.note_seen("phone-01", 5)
            followers.note_seen("phone-02", 4)
            assert followers.behind(5, seconds=1) == 1
            assert followers.behind(5, seconds=60) == 2, "a phone that has not shown it for a minute"
            followers.note_seen("phone-02", 5)
            followers.note_seen("phone-02", 3)
            assert followers.behind(5, seconds=60) == 1
            followers.note_seen("not-here", 1)
        assert followers.behind(5, seconds=60) == 0

    run(steps)


def test_two_streams_of_one_phone_are_one_phone() -> None:
    followers = Followers()
    with followers.joined("phone-01") as first:
        with followers.joined("phone-01"):
            followers.note_seen("phone-01", 3)
        first.seq_taken = 5
        assert followers.behind(5, seconds=60) == 1, "what it said is still known"
