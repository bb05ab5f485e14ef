"""How long things took in the last hour: by name, with median, 95th percentile and longest."""

import math
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

HOUR = 3600.0

MOST_TIMES = 20_000
"""How many times are remembered; of more than that in an hour the oldest are forgotten."""


@dataclass(frozen=True)
class TimesOfName:
    """How long something took: how often it ran, and median, 95th percentile and longest in seconds."""

    name: str
    count: int
    median: float
    p95: float
    longest: float


class RecentTimes:
    """Seconds by name over the last hour.

    Parameters
    ----------
    span
        How many seconds back it remembers.
    most
        How many times it remembers at most.
    clock
        Returns the seconds of a clock that only goes forward.
    """

    def __init__(self, span: float = HOUR, most: int = MOST_TIMES, clock: Callable[[], float] = time.monotonic) -> None:
        self.span = span
        self._clock = clock
        self._times: deque[tuple[float, str, float]] = deque(maxlen=most)
        self._lock = Lock()

    def add(self, name: str, seconds: float) -> None:
        """Remember that something took so many seconds and ends now."""
        with self._lock:
            self._times.append((self._clock(), name, seconds))

    def by_name(self) -> tuple[TimesOfName, ...]:
        """Return the times of each name, the name with the longest one first."""
        since = self._clock() - self.span
        with self._lock:
            while self._times and self._times[0][0] < since:
                self._times.popleft()
            known = tuple(self._times)
        times: dict[str, list[float]] = {}
        for _, name, seconds in known:
            times.setdefault(name, []).append(seconds)
        rows = (summed_up(name, seconds) for name, seconds in times.items())
        return tuple(sorted(rows, key=lambda row: (-row.longest, row.name)))


def summed_up(name: str, seconds: Sequence[float]) -> TimesOfName:
    """Return count, median, 95th percentile and longest of some seconds, of which there is at least one."""
    ordered = sorted(seconds)
    return TimesOfName(name, len(ordered), _share(ordered, 0.5), _share(ordered, 0.95), ordered[-1])


def _share(ordered: Sequence[float], share: float) -> float:
    """Return the value that `share` of the values do not exceed (nearest rank)."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
