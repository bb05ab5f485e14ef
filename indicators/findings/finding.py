"""What a check found: the rule that is broken, where, and what to do about it.

A finding carries no prose. Its message and its remedy are made by
:func:`describe`, in the reader's language, from the templates of its rule.
Rules are defined beside the code that checks them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from string import Formatter
from typing import Any

from indicators.language.translator import N_, Translator, text


class Severity(StrEnum):
    """An error refuses a value; a warning lets it through, named."""

    ERROR = "error"
    WARNING = "warning"


RULES: dict[str, "Rule"] = {}
"""Every rule of the modules imported so far, by its id."""

FROM_FINDING = frozenset({"value", "column", "file", "suggestion"})
"""The placeholders that a finding fills by itself; `suggestion` is made of the parameter `near`."""


@dataclass(frozen=True)
class Rule:
    """A rule: its id, its severity, and the templates of its message and its remedy.

    A placeholder `{name}` of a template stands for a parameter of the finding.
    A rule with `merged_by` makes a statement about a whole file: two findings
    that agree in these fields or parameters are one. `reading` marks a rule
    that says how a file was read, rather than that something is wrong.
    """

    id: str
    severity: Severity
    message: str
    fix: str
    merged_by: tuple[str, ...] | None = None
    reading: bool = False

    def __post_init__(self) -> None:
        if RULES.setdefault(self.id, self) != self:
            raise ValueError(f"there are two rules {self.id}")

    def __hash__(self) -> int:
        return hash(self.id)

    def __reduce__(self) -> tuple[Callable[..., "Rule"], tuple[object, ...]]:
        """From process to process a rule stays the one it is."""
        return _rule, (self.id, self.severity, self.message, self.fix, self.merged_by, self.reading)

    @property
    def params(self) -> frozenset[str]:
        """The names of the parameters that a finding of this rule has to bring."""
        names = {name for template in (self.message, self.fix) for _, name, _, _ in Formatter().parse(template) if name}
        return frozenset(names - FROM_FINDING)


def _rule(name: str, *rest: Any) -> Rule:
    return RULES.get(name) or Rule(name, *rest)


@dataclass(frozen=True)
class Finding:
    """One thing wrong: `row` counts from 1 with the header, as a spreadsheet does.

    `level` replaces the severity of the rule where the same thing is graver in
    one place than in another: a figure without a source is an error in the
    data folder and a warning in a file that is only checked.
    """

    rule: Rule
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    level: Severity | None = None

    @property
    def severity(self) -> Severity:
        """The severity of the finding: its rule's, unless it says its own."""
        return self.level or self.rule.severity


def describe(finding: Finding, language: str = "en") -> tuple[str, str]:
    """Return the message and the remedy of `finding` in `language`.

    The parameter `near`, a known name like the unknown one, becomes the
    message's `{suggestion}`. A parameter that the finding lacks shows as its
    name: a fault is reported even where its description is incomplete.
    """
    rule = finding.rule
    suggestion = did_you_mean(finding.params.get("near"), language)
    known = {"value": finding.value, "column": finding.column, "file": finding.file, "suggestion": suggestion}
    missing = {name: f"‹{name}›" for name in rule.params}
    params = {**missing, **known, **finding.params}
    return text(language, rule.message, **params), text(language, rule.fix, **params)


def did_you_mean(near: str | None, language: str = "en") -> str:
    """Return the suggestion of a near name as it stands behind an unknown one, nothing where there is none."""
    return text(language, N_(" (did you mean {near}?)"), near=near) if near else ""


def line(finding: Finding, language: str = "en") -> str:
    """Return one printable line: where, what, and what to do."""
    message, fix = describe(finding, language)
    where = [finding.file or ""]
    if finding.sheet:
        where.append(text(language, N_("sheet {sheet}"), sheet=finding.sheet))
    if finding.row is not None:
        where.append(text(language, N_("row {row}"), row=finding.row))
    if finding.column:
        where.append(text(language, N_("column {column}"), column=finding.column))
    return f"{', '.join(part for part in where if part)}: {message} {fix} [{finding.rule.id}]"


def summary(findings: Iterable[Finding], most: int = 20, language: str = "en") -> list[str]:
    """Return printable lines, one for each rule, file and value, with how often it failed; at most `most`."""
    t = Translator(language)
    grouped: dict[tuple[Rule, str | None, str | None], list[Finding]] = {}
    for finding in findings:
        grouped.setdefault((finding.rule, finding.file, finding.value), []).append(finding)
    lines = [
        line(same[0], language)
        + (t.plural(" (and {n} more)", " (and {n} more)", len(same) - 1) if len(same) > 1 else "")
        for same in grouped.values()
    ]
    if len(lines) > most:
        rest = len(lines) - most
        lines = [*lines[:most], t.plural("... and {n} other fault.", "... and {n} other faults.", rest)]
    return lines


class DataProblem(Exception):
    """The data folder cannot be used; carries every finding."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__("\n".join(summary(self.findings)))


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that refuse a value."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]
