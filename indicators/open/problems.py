"""What cannot be answered, in words a program can hand on: problem details (RFC 9457) with every finding in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from indicators.findings.finding import Finding, Rule, Severity, describe
from indicators.language.translator import N_, Translator

MEDIA_TYPE = "application/problem+json"

MOST_LISTED = 3
"""Findings that the one line of a problem tells; all of them stand in the list."""

LONGEST_VALUE = 60
"""Letters of a bad value that are repeated to whoever sent it."""


@dataclass(frozen=True)
class ProblemKind:
    """A kind of problem: the name in its address, its status, its title."""

    name: str
    status: int
    title: str


NOT_FOUND = ProblemKind("not-found", 404, N_("There is nothing at this address"))
BAD_REQUEST = ProblemKind("bad-request", 400, N_("The address asks for what cannot be understood"))
UNKNOWN = ProblemKind("unknown", 404, N_("The address names what is not known"))
REFUSED = ProblemKind("refused", 422, N_("This may not be said of these figures"))
GONE = ProblemKind("gone", 410, N_("These figures are no longer held"))
METHOD = ProblemKind("method", 405, N_("Here one can only read"))
TOO_LONG = ProblemKind("too-long", 414, N_("The address is too long"))
TOO_MANY = ProblemKind("too-many-requests", 429, N_("Too many requests"))
FAILED = ProblemKind("failed", 500, N_("The server failed"))
BUSY = ProblemKind("busy", 503, N_("The server makes as many answers as it can"))

KINDS = (
    NOT_FOUND, BAD_REQUEST, UNKNOWN, REFUSED, GONE, METHOD, TOO_LONG, TOO_MANY, FAILED, BUSY,
)  # fmt: skip

TYPES = "/api/v1/"
"""Where the kinds of problem are explained, each at an anchor of its name."""


@dataclass(frozen=True)
class Problem:
    """A request that is not answered: what kind of problem, every finding, and headers that go with it.

    `instance` is the path that was asked for; `more` are members that a kind of problem has of its own.
    """

    kind: ProblemKind
    findings: Sequence[Finding] = ()
    instance: str = ""
    language: str = "en"
    detail: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """Return the problem as JSON's types."""
        t = Translator(self.language)
        records = [finding_record(finding, self.language) for finding in self.findings]
        detail = self.detail or _together([record["message"] for record in records], t) or t(self.kind.title)
        return {
            "type": f"{TYPES}#{self.kind.name}",
            "title": t(self.kind.title),
            "status": self.kind.status,
            "detail": detail,
            "instance": self.instance,
            "findings": records,
            **self.more,
        }

    def json(self) -> bytes:
        """Return the problem as JSON."""
        return orjson.dumps(self.record())


def _together(messages: Sequence[str], t: Translator) -> str:
    """Return the first messages on one line, and how many more there are."""
    line, more = " ".join(messages[:MOST_LISTED]), len(messages) - MOST_LISTED
    return line if more <= 0 else f"{line} " + t.plural("And {n} more.", "And {n} more.", more)


def finding_record(finding: Finding, language: str) -> dict[str, Any]:
    """Return a finding as JSON's types: rule, parameter, value, what is wrong, what to do, and the name meant."""
    message, fix = describe(finding, language)
    near = finding.params.get("near")
    return {
        "rule": finding.rule.id,
        "parameter": finding.column,
        "value": finding.value,
        "message": message,
        "fix": fix or None,
        "suggestion": near if isinstance(near, str) else None,
    }


class RequestProblem(Exception):
    """A request that is not answered; carries the problem."""

    def __init__(self, kind: ProblemKind, findings: Sequence[Finding] = (), detail: str = "", **more: Any) -> None:
        self.kind = kind
        self.findings = list(findings)
        self.detail = detail
        self.more = more
        super().__init__(detail or kind.name)

    def problem(self, instance: str, language: str) -> Problem:
        """Return the problem of a request at a path, in a language."""
        return Problem(self.kind, self.findings, instance, language, self.detail, more=self.more)


UNKNOWN_PARAMETER = Rule(
    "open_parameter",
    Severity.ERROR,
    N_("The address has the parameter “{value}”, which is not known here{suggestion}."),
    N_("Leave it out. Known here: {allowed}."),
)

TWICE = Rule(
    "open_twice",
    Severity.ERROR,
    N_("The address has the parameter “{column}” twice."),
    N_("Name it once, several values with a tilde or a comma between them."),
)

MISSING = Rule(
    "open_missing", Severity.ERROR, N_("The address lacks the parameter “{column}”."), N_("Add {column}=....")
)

UNKNOWN_WORD = Rule(
    "open_word",
    Severity.ERROR,
    N_("“{value}” is not known as {column}{suggestion}."),
    N_("{column} can be {allowed}."),
)

UNKNOWN_ID = Rule(
    "open_id",
    Severity.ERROR,
    N_("“{value}” is not known as {column}{suggestion}."),
    N_("The ids are listed at {list}."),
)

TOO_MANY_VALUES = Rule(
    "open_many",
    Severity.ERROR,
    N_("{column} names {value} ids."),
    N_("At most {most} are read: ask several times, or leave it out and have all."),
)

NOT_YEARS = Rule(
    "open_years",
    Severity.ERROR,
    N_("“{value}” is no span of years."),
    N_("Write a year (2024) or two with two dots between them (2000..2024, 2000.., ..2024), from {low} to {high}."),
)

NOT_A_NUMBER = Rule(
    "open_number",
    Severity.ERROR,
    N_("“{value}” is not a whole number from {low} to {high}."),
    N_("Write such a number, or leave {column} out."),
)

NOT_A_FLAG = Rule("open_flag", Severity.ERROR, N_("“{value}” is neither true nor false."), N_("Write true or false."))

NOT_A_VERSION = Rule(
    "open_version",
    Severity.ERROR,
    N_("“{value}” is no data version: one has twelve digits from 0 to f."),
    N_("The versions are listed at /api/v1/releases."),
)
