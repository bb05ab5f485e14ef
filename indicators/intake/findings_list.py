"""The findings of a file as a reader goes through them: grouped by rule, and as a table to take away."""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.findings.finding import Finding, Rule, Severity, describe
from indicators.language.translator import N_, Translator, text
from indicators.text.csv_safety import FORMULA_STARTS, spreadsheet_csv

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
