"""Whether this replica can serve, in words: what was looked at, when, and what came of it.

Looking takes as long as it takes, beside the answers; what is answered is what was seen last. A look that does not end
is a fault as well, so that a disk or a database that hangs differs from one that answers.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from indicators.language.translator import N_, Translator
from indicators.operations.replicas import Neighbours

PAUSE_SECONDS = 1.0
"""Between two looks."""

LATE_SECONDS = 15.0
"""After how long without a finished look it counts as failed."""

HANGS = N_("This has not answered for {seconds} s.")

NOT_LOOKED = N_("This has not been looked at yet.")

STAYS = N_("This replica takes requests.")

DRAINING = N_("This replica is being stopped: it answers what it is asked and should be given nothing new.")

DATA_APART = N_("Replica {name} shows data version {other}, this one {own}.")

CODE_APART = N_("Replica {name} runs code version {other}, this one {own}.")

CLOCK_APART = N_(
    "The clock of replica {name} differs from this one’s by {minutes} min: so do the times that it writes."
)

SAME_NAME = N_("Two processes call themselves replica {name}: set another name in INDICATORS_REPLICA.")

Words = tuple[str, Mapping[str, object]]
"""A text of the catalogue with its parameters."""


@dataclass(frozen=True)
class Check:
    """One thing that is looked at: its name, what looks, and what is stated of it in either case.

    `look` returns nothing where all is well; what it raises goes to the log, never into the answer, which anybody may
    read.
    """

    name: str
    look: Callable[[], None]
    passed: str
    failed: str


@dataclass
class _Seen:
    """What a check found last; `at` is of the clock that only goes forward, None before the first look."""

    at: float | None = None
    fault: str = ""


@dataclass
class Health:
    """What is known of this replica: the results of its checks, whether it is being stopped, who else there is."""

    checks: Sequence[Check]
    neighbours: Neighbours = field(default_factory=Neighbours)
    clock: Callable[[], float] = time.monotonic
    draining: bool = False
    open_requests: int = 0
    _seen: dict[str, _Seen] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def look(self, check: Check) -> None:
        """Look at one thing, and note what came of it; a fault is logged when it begins and when it ends."""
        before = self._seen.get(check.name, _Seen()).fault
        fault = ""
        try:
            check.look()
        except Exception as error:
            fault = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            if fault != before:
                logging.getLogger(__name__).exception("check=%s failed", check.name)
        with self._lock:
            self._seen[check.name] = _Seen(self.clock(), fault)
        if before and not fault:
            logging.getLogger(__name__).warning("check=%s passes again", check.name)

    def drain(self) -> None:
        """Be ready no more: what is asked is still answered."""
        self.draining = True

    def wait_for_first(self, seconds: float) -> None:
        """Return once everything was looked at, or after so many seconds."""
        until = self.clock() + seconds
        while len(self._seen) < len(self.checks) and self.clock() < until:
            time.sleep(0.01)

    def results(self) -> list[tuple[str, bool, Words]]:
        """Return each check with whether it passed, and its words."""
        return [(check.name, *self._result(check)) for check in self.checks]

    def _result(self, check: Check) -> tuple[bool, Words]:
        with self._lock:
            seen = self._seen.get(check.name, _Seen())
        if seen.at is None:
            return False, (NOT_LOOKED, {})
        since = self.clock() - seen.at
        if since > LATE_SECONDS:
            return False, (HANGS, {"seconds": int(since)})
        return (False, (check.failed, {})) if seen.fault else (True, (check.passed, {}))

    @property
    def ready(self) -> bool:
        """Whether a balancer should send requests here."""
        return not self.draining and all(passed for _, passed, _ in self.results())

    def document(self, versions: "Versions", language: str) -> dict[str, Any]:
        """Return the answer of `/readyz`: ready or not, one line in words for each check, what is apart, who is there.

        `open_requests` counts what is being answered besides streams.
        """
        t = Translator(language)
        lines = [(name, passed, t(words, **params)) for name, passed, (words, params) in self.results()]
        lines.append(("serving", not self.draining, t(DRAINING if self.draining else STAYS)))
        return {
            "ready": all(passed for _, passed, _ in lines),
            "replica": versions.replica or None,
            "data_version": versions.data,
            "code_version": versions.code,
            "checks": [{"check": name, "passed": passed, "words": words} for name, passed, words in lines],
            "notes": [t(words, **params) for words, params in differences(self.neighbours, versions)],
            "replicas": [note.public() for note in self.neighbours.alive()],
            "open_requests": self.open_requests,
        }


@dataclass(frozen=True)
class Versions:
    """What this replica is: its name, the version of the data that it shows, that of its code."""

    replica: str
    data: str
    code: str


def differences(neighbours: Neighbours, versions: Versions) -> list[Words]:
    """Return in what other replicas differ from this one, and whose clock does."""
    words: list[Words] = []
    for other in neighbours.alive():
        if other.name == versions.replica:
            continue
        if other.data_version and other.data_version != versions.data:
            words.append((DATA_APART, {"name": other.name, "other": other.data_version, "own": versions.data}))
        if other.code_version and other.code_version != versions.code:
            words.append((CODE_APART, {"name": other.name, "other": other.code_version, "own": versions.code}))
        minutes = neighbours.minutes_apart(other.name)
        if minutes:
            words.append((CLOCK_APART, {"name": other.name, "minutes": minutes}))
    if neighbours.same_name:
        words.append((SAME_NAME, {"name": versions.replica}))
    return words
