"""How often phones may send: so often each, and so often all of a room together.

A hall comes through one address, so an address alone says nothing. A phone is its random id and its address together;
whoever makes ids up meets the limit of all, which a full hall does not reach.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST_KNOWN = 20_000
"""How many buckets are remembered: the one not used for longest is forgotten first, and is full when it comes again."""


class TokenBuckets:
    """A bucket of tokens for each who asks: it holds `most`, and one comes back every `seconds`.

    Parameters
    ----------
    most
        How many may be taken at once.
    seconds
        After how many seconds one more may be taken.
    clock
        Returns the seconds of a clock that only goes forward.
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = float(most)
        self._seconds = seconds
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, who: str) -> float:
        """Return the seconds until `who` has a token: 0 where one is there."""
        tokens = self._tokens(who)
        return 0.0 if tokens >= 1 else (1 - tokens) * self._seconds

    def left(self, who: str) -> float:
        """Return how many tokens `who` has, less than none where more were taken than were there."""
        return self._tokens(who)

    def take(self, who: str, tokens: float = 1) -> None:
        """Take a token, or several; the last may leave less than none."""
        self._buckets[who] = (self._tokens(who) - tokens, self._clock())
        self._buckets.move_to_end(who)
        while len(self._buckets) > MOST_KNOWN:
            self._buckets.popitem(last=False)

    def _tokens(self, who: str) -> float:
        tokens, at = self._buckets.get(who, (self._most, 0.0))
        return min(self._most, tokens + (self._clock() - at) / self._seconds)


@dataclass(frozen=True)
class Allowance:
    """How often a phone may send a thing, and all phones of a room together: at once, and a second."""

    at_once: int
    every_seconds: float
    room_at_once: int
    room_each_second: float


ALLOWANCES = {
    "votes": Allowance(10, 2, 6_000, 1_000),
    "questions": Allowance(3, 20, 3_000, 100),
    "upvotes": Allowance(30, 1, 6_000, 1_000),
    "pulse": Allowance(6, 5, 6_000, 1_000),
    "seen": Allowance(20, 1, 12_000, 4_000),
}
"""By what is sent. A person asks three questions on end, then one every twenty seconds."""


class Throttle:
    """The buckets of every kind of thing that phones send."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._phones = {name: TokenBuckets(one.at_once, one.every_seconds, clock) for name, one in ALLOWANCES.items()}
        self._rooms = {
            name: TokenBuckets(one.room_at_once, 1 / one.room_each_second, clock) for name, one in ALLOWANCES.items()
        }

    def admit(self, what: str, session: str, voter: str, address: str) -> float:
        """Count what a phone sends; return 0, or the seconds until it may send again: then it is not counted."""
        phone = f"{voter} {address}"
        phones, rooms = self._phones[what], self._rooms[what]
        wait = max(phones.wait(phone), rooms.wait(session))
        if wait > 0:
            return wait
        phones.take(phone)
        rooms.take(session)
        return 0.0
