"""How often somebody may ask or send: buckets of tokens, and what a phone and all phones of a room may send.

A hall comes through one address, so an address alone says nothing. A phone is its random id and its address together;
whoever makes ids up meets the limit of all, which a full hall does not reach. Servers that share a Redis count
together (:mod:`indicators.live.over_redis.buckets`).
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

MOST_KNOWN = 50_000
"""How many buckets are remembered: the one not used for longest is forgotten first, and is full when it comes again."""


class Bucket(NamedTuple):
    """A bucket: whose it is, how many tokens it holds, after how many seconds one more comes back."""

    name: str
    most: float
    seconds: float


class Taken(NamedTuple):
    """What became of a wish for tokens.

    `wait` are the seconds until every bucket has one, 0 where they were taken; `left` is what the emptiest has then.
    """

    wait: float
    left: float


class Buckets(Protocol):
    """Buckets of tokens, for one loop."""

    async def take(self, buckets: Sequence[Bucket], tokens: float = 1, *, in_any_case: bool = False) -> Taken:
        """Take tokens of every bucket where each has one, else of none; `in_any_case` leaves less than none.

        Tokens below zero are given back. The last that are taken may leave less than none.
        """

    async def close(self) -> None:
        """End what connects to other servers."""


class TokenBuckets:
    """The buckets of one process.

    Parameters
    ----------
    clock
        Returns the seconds of a clock that only goes forward.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._full_at: OrderedDict[str, float] = OrderedDict()

    async def take(self, buckets: Sequence[Bucket], tokens: float = 1, *, in_any_case: bool = False) -> Taken:
        """Take tokens of every bucket where each has one, else of none; `in_any_case` leaves less than none."""
        # Plain loops: every answer that is kept waits for this.
        full_at, moment = self._full_at, self._clock()
        wait, left, after = -math.inf, math.inf, math.inf
        for name, most, seconds in buckets:
            owed = full_at.get(name, moment) - moment
            held = most - owed / seconds if owed > 0 else most
            wait = max(wait, (1 - held) * seconds)
            left, after = min(left, held), min(after, most, held - tokens)
        if wait > 0 and not in_any_case:
            return Taken(wait, left)
        for name, _, seconds in buckets:
            full_at[name] = max(moment, full_at.get(name, moment)) + tokens * seconds
            full_at.move_to_end(name)
        while len(full_at) > MOST_KNOWN:
            full_at.popitem(last=False)
        return Taken(0.0, after)

    async def close(self) -> None:
        """End nothing: all is of this process."""


@dataclass(frozen=True)
class Allowance:
    """How often a phone may send a thing, and all phones of a room together: at once, and a second.

    What is stored nowhere is counted by each server for itself.
    """

    at_once: int
    every_seconds: float
    room_at_once: int
    room_each_second: float
    is_stored: bool = True


ALLOWANCES = {
    "votes": Allowance(10, 2, 6_000, 1_000),
    "questions": Allowance(3, 20, 3_000, 100),
    "upvotes": Allowance(30, 1, 6_000, 1_000),
    "pulse": Allowance(6, 5, 6_000, 1_000),
    "seen": Allowance(20, 1, 12_000, 4_000, is_stored=False),
}
"""By what is sent. A person asks three questions on end, then one every twenty seconds."""


class Throttle:
    """What phones may send, of every kind of thing.

    Parameters
    ----------
    shared
        The buckets of all servers of the same rooms.
    own
        Those of this process.
    """

    def __init__(self, shared: Buckets, own_buckets: Buckets) -> None:
        self._shared, self._own = shared, own_buckets

    async def admit(self, action: str, session: str, voter: str, address: str) -> float:
        """Count what a phone sends; return 0, or the seconds until it may send again: then it is not counted."""
        return (await self._of(action).take(_buckets(action, session, voter, address))).wait

    async def give_back(self, action: str, session: str, voter: str, address: str) -> None:
        """Have what a phone sent not count: it could not be stored, and that was no fault of the phone's."""
        await self._of(action).take(_buckets(action, session, voter, address), -1, in_any_case=True)

    def _of(self, action: str) -> Buckets:
        return self._shared if ALLOWANCES[action].is_stored else self._own


def _buckets(action: str, session: str, voter: str, address: str) -> tuple[Bucket, Bucket]:
    """Return the bucket of a phone, and that of all phones of its room."""
    allowed = ALLOWANCES[action]
    return (
        Bucket(f"{action} of {voter} at {address}", allowed.at_once, allowed.every_seconds),
        Bucket(f"{action} in {session}", allowed.room_at_once, 1 / allowed.room_each_second),
    )
