"""What this process counts and measures for its operator, in the words of Prometheus.

Events are counted where they happen; what can be looked at (sessions, memory, the ledger) is looked at when the metrics
are asked for. Each metric stands in docs/deploy/monitoring.md. Labels have few values: routes by their template, pages
by their name, never an address, an id or a reader. How long things took in the last hour is remembered by name, with
median, 95th percentile and longest.
"""

import math
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import choose_encoder
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

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


REQUEST_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
PAGE_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 20.0)
DELAY_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)


class Metrics:
    """The events of one process, in a registry of their own.

    `page_times` are the page runs of the last hour in seconds by page, `loop_delays` those of the event loop: for the
    operator's page, which says more of the last hour than a histogram since the start can. `failures` are the runs
    among them that an exception ended.
    """

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.requests = Counter(
            "indicators_requests", "Answered requests by kind, route and status.", ["kind", "route", "status"],
            registry=registry,
        )  # fmt: skip
        self.request_seconds = Histogram(
            "indicators_request_seconds", "Seconds until an answer was complete; of a stream, until it began.",
            ["kind"], buckets=REQUEST_SECONDS, registry=registry,
        )  # fmt: skip
        self.page_runs = Counter(
            "indicators_page_runs", "Runs of a page by page and end: done, failed, stopped.", ["page", "end"],
            registry=registry,
        )  # fmt: skip
        self.page_seconds = Histogram(
            "indicators_page_run_seconds", "Seconds of a run of a page.", ["page"], buckets=PAGE_SECONDS,
            registry=registry,
        )  # fmt: skip
        self.loop_delay = Histogram(
            "indicators_event_loop_delay_seconds", "How much later than asked for the event loop came back.",
            buckets=DELAY_SECONDS, registry=registry,
        )  # fmt: skip
        self.votes = Counter("indicators_votes", "Votes of phones that were counted.", registry=registry)
        self.questions = Counter("indicators_questions", "Questions of phones that were taken.", registry=registry)
        self.exceptions = Counter(
            "indicators_exceptions", "Exceptions that nobody foresaw, by where: page, request.", ["where"],
            registry=registry,
        )  # fmt: skip
        self.log_records = Counter("indicators_log_records", "Lines of the log by level.", ["level"], registry=registry)
        self._counted: dict[tuple[str, str, str], tuple[Counter, Histogram]] = {}
        self.page_times = RecentTimes()
        self.loop_delays = RecentTimes()
        self.failures = RecentTimes()

    def watch(self, collector: Collector) -> None:
        """Have the metrics of a collector among those of this process."""
        self.registry.register(collector)

    def written(self, accept: str) -> tuple[bytes, str]:
        """Return all metrics as text, with its media type: the form that an `Accept` header asks for."""
        encode, media_type = choose_encoder(accept)
        return encode(self.registry), media_type

    def count_request(self, kind: str, route: str, status: str, seconds: float) -> None:
        """Count an answer."""
        counted = self._counted.get((kind, route, status))
        if counted is None:
            counted = self.requests.labels(kind, route, status), self.request_seconds.labels(kind)
            self._counted[kind, route, status] = counted
        counted[0].inc()
        counted[1].observe(seconds)

    def count_page(self, page: str, end: str, seconds: float) -> None:
        """Count a run of a page; one that was `stopped`, because a later one overtook it, has no time of its own."""
        self.page_runs.labels(page, end).inc()
        if end == "stopped":
            return
        self.page_seconds.labels(page).observe(seconds)
        self.page_times.add(page, seconds)
        if end == "failed":
            self.failures.add(page, seconds)

    def note_delay(self, seconds: float) -> None:
        """Note how late the event loop was."""
        self.loop_delay.observe(seconds)
        self.loop_delays.add("", seconds)


METRICS = Metrics()
"""Those of this process."""
