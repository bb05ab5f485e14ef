"""What checks report: the findings of a file as a reader goes through them, and what all checks of this process found.

The findings of a file are grouped by rule, and a table to take away. Of all checks it is kept how many ended how, the
findings by rule and the last that failed; no file is named there.
"""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock

from indicators.findings.finding import Finding, Rule, Severity, describe
from indicators.language.translator import N_, Translator, text
from indicators.text.csv_safety import FORMULA_STARTS, spreadsheet_csv

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


SEVERITY_TEXTS = {Severity.ERROR: N_("refused"), Severity.WARNING: N_("to check")}
SIGNS = {Severity.ERROR: "✕", Severity.WARNING: "!"}

COLUMNS = (
    N_("Row"), N_("Sheet"), N_("Column"), N_("Value"), N_("Severity"), N_("What is wrong"), N_("What to do"), N_("Rule")
)  # fmt: skip


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one rule and severity, in the file's order."""

    rule: Rule
    severity: Severity
    findings: tuple[Finding, ...]


def grouped(findings: Iterable[Finding]) -> list[FindingGroup]:
    """Return the findings by rule, those that refuse values first, then the most frequent."""
    by_rule: dict[tuple[Rule, Severity], list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault((finding.rule, finding.severity), []).append(finding)
    groups = [FindingGroup(rule, severity, tuple(members)) for (rule, severity), members in by_rule.items()]
    return sorted(groups, key=lambda group: (group.severity is not Severity.ERROR, -len(group.findings)))


def cells(finding: Finding, language: str) -> tuple[str, ...]:
    """Return a finding as the cells of :data:`COLUMNS`."""
    message, fix = describe(finding, language)
    severity = text(language, SEVERITY_TEXTS[finding.severity])
    row = "" if finding.row is None else str(finding.row)
    where = (row, finding.sheet or "", finding.column or "", finding.value or "")
    return (*where, severity, message, fix, finding.rule.id)


def as_csv(findings: Iterable[Finding], language: str) -> bytes:
    """Return findings as CSV that the spreadsheets of the language's readers open as columns.

    An apostrophe stands before what a spreadsheet would run as a formula.
    """
    t = Translator(language)
    rows = [
        [f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in cells(finding, language)]
        for finding in findings
    ]
    return spreadsheet_csv([[t(name) for name in COLUMNS], *rows], language)
