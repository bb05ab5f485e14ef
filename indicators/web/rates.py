"""How often something may be asked for in a while, by whom."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

MOST_KNOWN = 10_000
"""How many of those who ask are remembered: who has not asked for longest is forgotten first."""


class Rate:
    """A count of what each asked for in the last seconds.

    Parameters
    ----------
    most
        How often each may ask within `seconds`.
    seconds
        The length of the while.
    clock
        Returns the seconds of a clock that only goes forward.
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def admit(self, address: str) -> float:
        """Count what `who` asks for; return 0, or the seconds until it may ask again."""
        now = self._clock()
        with self._lock:
            times = self._asked.setdefault(address, deque())
            self._asked.move_to_end(address)
            while times and times[0] <= now - self._seconds:
                times.popleft()
            if len(times) >= self._most:
                return times[0] + self._seconds - now
            times.append(now)
            while len(self._asked) > MOST_KNOWN:
                self._asked.popitem(last=False)
            return 0.0
