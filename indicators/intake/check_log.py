"""What the checks of this process found: how many ended how, findings by rule, the last that failed.

No file is named.
"""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock

from indicators.findings.finding import Finding, Severity

MOST_FAILED = 10
"""How many failed checks are remembered."""


class CheckEnd(StrEnum):
    """How a check ended: nothing found, warnings alone, errors, or a file that cannot be used at all."""

    CLEAN = "clean"
    WARNINGS = "warnings"
    ERRORS = "errors"
    UNUSABLE = "unusable"


@dataclass(frozen=True)
class FailedCheck:
    """A check that found errors: when (seconds since 1970) and how many of each rule, most first.

    Nothing of the file is in it, not even its name.
    """

    at: float
    rules: tuple[tuple[str, int], ...]

    @property
    def errors(self) -> int:
        """How many errors it found."""
        return sum(count for _, count in self.rules)


class CheckLog:
    """The checks since the start, from any thread; `clock` returns the seconds since 1970."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = Lock()
        self._ends: Counter[CheckEnd] = Counter()
        self._findings: Counter[tuple[str, Severity]] = Counter()
        self._failed: deque[FailedCheck] = deque(maxlen=MOST_FAILED)

    def note(self, findings: Iterable[Finding], usable: bool) -> None:
        """Note the findings of a check that ended; of a rule a check reports its first thousand."""
        counts = Counter((finding.rule.id, finding.severity) for finding in findings)
        errors = [(rule, count) for (rule, severity), count in counts.items() if severity is Severity.ERROR]
        errors.sort(key=lambda pair: (-pair[1], pair[0]))
        end = CheckEnd.ERRORS if errors else CheckEnd.WARNINGS if counts else CheckEnd.CLEAN
        with self._lock:
            self._ends[end if usable else CheckEnd.UNUSABLE] += 1
            self._findings.update(counts)
            if errors:
                self._failed.append(FailedCheck(self._clock(), tuple(errors)))

    def ends(self) -> dict[CheckEnd, int]:
        """Return how many checks ended how."""
        with self._lock:
            return {end: self._ends[end] for end in CheckEnd}

    def findings(self) -> dict[tuple[str, Severity], int]:
        """Return how many findings there were by rule and severity, most first."""
        with self._lock:
            return dict(self._findings.most_common())

    def failed(self) -> tuple[FailedCheck, ...]:
        """Return the last checks that failed, the newest first."""
        with self._lock:
            return tuple(reversed(self._failed))


CHECKS = CheckLog()
"""Those of this process."""
