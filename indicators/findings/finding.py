"""What a check found: the rule that is broken, where, and what to do about it.

A finding carries no prose. Its message and its remedy are made by
:func:`describe`, in the reader's language, from the templates of its rule.
Rules are defined beside the code that checks them.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from string import Formatter
from typing import Any

from indicators.language.bidi import neutral
from indicators.language.locales import right_to_left
from indicators.language.translator import N_, Counted, Translator, text


class Severity(StrEnum):
    """An error refuses a value; a warning lets it through, named."""

    ERROR = "error"
    WARNING = "warning"


RULES: dict[str, "Rule"] = {}
"""Every rule of the modules imported so far, by its id."""

FROM_FINDING = frozenset({"value", "column", "file", "suggestion"})
"""The placeholders that a finding fills by itself; `suggestion` is made of the parameter `near`."""


WORDED = frozenset({"reason", "what"})
"""Placeholders that always hold a word or a sentence of ours, or one of the system's that stays as it is."""

DECIMALS = {"fr": (",", "\u202f"), "ar": (",", ".")}
"""The decimal mark and the mark of thousands of the languages whose numbers are not written as English ones."""

OUR_WORDS = (
    N_("percent"), N_("person"), N_("persons"), N_("count"), N_("day"), N_("year"), N_("month"), N_("household"),
    N_("bytes"), N_("features"), N_("columns"), N_("files"), N_("points of outlines"), N_("over"), N_("not stated"),
    N_("perimeter"), N_("method"), N_("encoding"), N_("column"), N_("header"), N_("key"), N_("indicator"), N_("place"),
    N_("it is damaged"), N_("it changed while it was being read"), N_("unexpected end of data"),
    N_("it holds characters that no text has (NUL)"), N_("No such file or directory"), N_("Permission denied"),
    N_("the archive holds no layer"), N_("more memory or time than a table takes"),
)  # fmt: skip
"""What checks put into :data:`WORDED` placeholders and into those of `words`, for the catalogues of messages."""

_UNIT_WORD = re.compile(r"\b(?:percent|person|persons|count|day|year|month|household|bytes)\b")
_NUMBER = re.compile(
    r"(?P<before>(?:over )?)(?P<number>-?\d+\.\d+|-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?= ))(?: (?P<measure>[a-z ]+))?"
)


@dataclass(frozen=True)
class Rule:
    """A rule: its id, its severity, and the templates of its message and its remedy.

    A placeholder `{name}` of a template stands for a parameter of the finding; those of `words` hold words and units
    of ours, which are translated. A message about things that are counted has a form for one of them.
    A rule with `merged_by` makes a statement about a whole file: two findings
    that agree in these fields or parameters are one. `reading` marks a rule
    that says how a file was read, rather than that something is wrong.
    """

    id: str
    severity: Severity
    message: str | Counted
    fix: str
    merged_by: tuple[str, ...] | None = None
    reading: bool = False
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if RULES.setdefault(self.id, self) != self:
            raise ValueError(f"there are two rules {self.id}")

    def __hash__(self) -> int:
        return hash(self.id)

    def __reduce__(self) -> tuple[Callable[..., "Rule"], tuple[object, ...]]:
        """From process to process a rule stays the one it is."""
        return _rule, (self.id, self.severity, self.message, self.fix, self.merged_by, self.reading, self.words)

    @property
    def params(self) -> frozenset[str]:
        """The names of the parameters that a finding of this rule has to bring."""
        message = self.message
        templates = (message.one, message.many, self.fix) if isinstance(message, Counted) else (message, self.fix)
        names = {name for template in templates for _, name, _, _ in Formatter().parse(template) if name}
        return frozenset(names - FROM_FINDING)


def _rule(name: str, *fields: Any) -> Rule:
    return RULES.get(name) or Rule(name, *fields)


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
    params: dict[str, object] = {**missing, **known, **finding.params}
    template = rule.message
    n = template.number(params) if isinstance(template, Counted) else 0
    params = {name: neutral(value) if isinstance(value, str) else value for name, value in params.items()}
    if language in DECIMALS:
        params |= {name: _in_words(params[name], language) for name in {*rule.words, *WORDED} & params.keys()}
        params |= {name: _as_number(value, language) for name, value in params.items() if name not in FROM_FINDING}
    if isinstance(template, Counted):
        message = template.text(language, n, params)
    else:
        message = text(language, template, **params)
    return message, text(language, rule.fix, **params)


def as_text(finding: Finding, language: str = "en") -> str:
    """Return the message and the remedy of `finding` as one text."""
    return " ".join(part for part in describe(finding, language) if part)


def _in_words(value: object, language: str) -> object:
    """Return our words, separated by commas, or a unit made of them, in a language; what is not known stays."""
    if not isinstance(value, str):
        return value
    parts = [text(language, part) for part in value.split(", ")]
    words = (_UNIT_WORD.sub(lambda word: text(language, word[0]), part) for part in parts)
    return _comma(language).join(words)


def _comma(language: str) -> str:
    return "، " if right_to_left(language) else ", "


def _as_number(value: object, language: str) -> object:
    """Return a number that a check wrote, with a word of measure behind it perhaps, with a language's marks."""
    written = _NUMBER.fullmatch(value) if isinstance(value, str) else None
    if written is None:
        return value
    decimal, group = DECIMALS[language]
    number = written["number"].replace(",", group).replace(".", decimal)
    before = f"{text(language, 'over')} " if written["before"] else ""
    return f"{before}{number}" + (f" {text(language, written['measure'])}" if written["measure"] else "")


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
    return f"{_comma(language).join(part for part in where if part)}: {message} {fix} [{finding.rule.id}]"


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
        more = len(lines) - most
        lines = [*lines[:most], t.plural("... and {n} other fault.", "... and {n} other faults.", more)]
    return lines


class DataProblem(Exception):
    """The data folder cannot be used; carries every finding."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__("\n".join(summary(self.findings)))


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that refuse a value."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]
