"""How this process is at one moment, as its operator sees it; and the same as metrics.

Nothing here asks a reader, a file or an address: who looks (:mod:`pages.server.server_look`) hands the numbers in.
"""

import mmap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from indicators.findings.finding import Finding, Severity
from indicators.intake.check_reports import CheckEnd, FailedCheck
from indicators.operations.health import Words
from indicators.store.ledger.backup import BackupNote


@dataclass(frozen=True)
class CacheUse:
    """What a store in memory holds and may hold, in bytes."""

    name: str
    held: int
    limit: int


@dataclass(frozen=True)
class Jobs:
    """Work beside the pages: how many of a kind are under way and wait."""

    kind: str
    running: int
    waiting: int


@dataclass(frozen=True)
class LedgerState:
    """The ledger: the number of its last event, when that was (ISO, empty before the first), files accepted, in force.

    `findings` say what of it cannot be read.
    """

    event: int = 0
    at: str = ""
    accepted: int = 0
    in_force: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class HealthResult:
    """What was found when a thing was looked at last that this process needs to serve, with its words."""

    name: str
    passed: bool
    words: Words


@dataclass(frozen=True)
class Replica:
    """A process of several that share the data: its name, its versions, whether it is being stopped."""

    name: str
    data_version: str
    code_version: str
    draining: bool


@dataclass(frozen=True)
class ServerState:
    """How this process is.

    `memory` is what it holds in bytes, None where the system does not say; `open_sessions` are those of Streamlit, of
    at most `most_sessions`; `backup_age` is in seconds, None where no backup is known. `services` says of each
    whether the last look at it found nothing wrong, None where the settings name none; `room_findings` are what was
    wrong with where rooms are stored. `replica` is the name of this process among several, empty where it has none.
    """

    open_sessions: int = 0
    most_sessions: int = 0
    followers: int = 0
    rooms: int = 0
    memory: int | None = None
    caches: tuple[CacheUse, ...] = ()
    jobs: tuple[Jobs, ...] = ()
    check_ends: Mapping[CheckEnd, int] = field(default_factory=dict)
    findings: Mapping[tuple[str, Severity], int] = field(default_factory=dict)
    failed_checks: tuple[FailedCheck, ...] = ()
    ledger: LedgerState = LedgerState()
    backup: BackupNote | None = None
    backup_age: float | None = None
    health: tuple[HealthResult, ...] = ()
    replicas: tuple[Replica, ...] = ()
    services: Mapping[str, bool | None] = field(default_factory=dict)
    room_findings: tuple[Finding, ...] = ()
    data_version: str = ""
    code_version: str = ""
    replica: str = ""


def resident_bytes() -> int | None:
    """Return the memory of this process in bytes, None where the system has no such file (it is Linux's)."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * mmap.PAGESIZE


class StateCollector(Collector):
    """The state of this process as metrics, looked at whenever they are asked for.

    Parameters
    ----------
    look
        Returns the state.
    """

    def __init__(self, look: Callable[[], ServerState]) -> None:
        self._look = look

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics."""
        state = self._look()
        versions = {"data_version": state.data_version, "code_version": state.code_version}
        yield InfoMetricFamily("indicators", "The versions of the data and of the code.", versions)
        yield GaugeMetricFamily("indicators_sessions", "Open sessions of Streamlit.", state.open_sessions)
        yield GaugeMetricFamily("indicators_followers", "Phones and screens that follow a room.", state.followers)
        yield GaugeMetricFamily("indicators_rooms", "Rooms that are open.", state.rooms)
        yield _gauge(
            "indicators_cache_bytes", "Bytes that a store in memory holds.", ["cache"],
            {(cache.name,): cache.held for cache in state.caches},
        )  # fmt: skip
        yield _gauge(
            "indicators_cache_limit_bytes", "Bytes that it may hold.", ["cache"],
            {(cache.name,): cache.limit for cache in state.caches},
        )  # fmt: skip
        yield _gauge(
            "indicators_jobs", "Work beside the pages by kind and state: running, waiting.", ["kind", "state"],
            {(job.kind, at): getattr(job, at) for job in state.jobs for at in ("running", "waiting")},
        )  # fmt: skip
        ends = "Checked files by end: clean, warnings, errors, unusable."
        checks = CounterMetricFamily("indicators_checks", ends, labels=["end"])
        for end, count in state.check_ends.items():
            checks.add_metric([end], count)
        yield checks
        by_rule = "Findings of checked files by rule and severity; of one rule at most a thousand a file."
        findings = CounterMetricFamily("indicators_findings", by_rule, labels=["rule", "severity"])
        for labels, count in state.findings.items():
            findings.add_metric(labels, count)
        yield findings
        yield GaugeMetricFamily("indicators_ledger_event", "The number of the ledger's last event.", state.ledger.event)
        accepted = "Files that were ever accepted, withdrawn ones among them."
        yield GaugeMetricFamily("indicators_acceptances", accepted, state.ledger.accepted)
        in_force = "Accepted files that are in force."
        yield GaugeMetricFamily("indicators_acceptances_in_force", in_force, state.ledger.in_force)
        damaged = "1 where what was accepted cannot be read whole, else 0."
        yield GaugeMetricFamily("indicators_ledger_damaged", damaged, int(bool(state.ledger.findings)))
        if state.backup_age is not None:
            age = "Seconds since the last backup was made here; absent where none is known."
            yield GaugeMetricFamily("indicators_backup_age_seconds", age, state.backup_age)
        yield _gauge(
            "indicators_health_check", "1 where what this process needs was found well, else 0.", ["check"],
            {(result.name,): int(result.passed) for result in state.health},
        )  # fmt: skip
        yield _gauge(
            "indicators_service_well",
            "1 where the last look at a service that the settings name found nothing wrong, else 0.", ["service"],
            {(name,): int(is_well) for name, is_well in state.services.items() if is_well is not None},
        )  # fmt: skip
        yield GaugeMetricFamily("indicators_replicas", "Replicas that this one hears of.", len(state.replicas))


def _gauge(name: str, meaning: str, labels: Sequence[str], values: Mapping[tuple[str, ...], float]) -> Metric:
    """Return a metric with a value for each of some labels."""
    gauge = GaugeMetricFamily(name, meaning, labels=labels)
    for labelled, value in values.items():
        gauge.add_metric(labelled, value)
    return gauge
