"""Findings: what they say, in one line, and that every rule is exercised by a test."""

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from indicators.findings.finding import RULES, DataProblem, Finding, Severity, describe, errors, line, summary
from indicators.language.translator import SCREEN_LANGUAGES

TESTS = Path(__file__).parents[1]


def test_a_finding_says_where_what_and_what_to_do() -> None:
    finding = Finding("not_a_number", "a.xlsx", sheet="2020", row=7, column="Value", value="12,5 %")
    assert describe(finding) == ("12,5 % is not a number.", "Write digits with one decimal mark.")
    assert line(finding) == (
        "a.xlsx, sheet 2020, row 7, column Value: 12,5 % is not a number. "
        "Write digits with one decimal mark. [not_a_number]"
    )
    assert line(Finding("missing_file", "b.csv")).startswith("b.csv: the file is missing.")


def test_a_near_name_is_suggested() -> None:
    near = Finding("unknown_place", value="Casblanca", params={"near": "casablanca"})
    assert describe(near)[0] == "the place Casblanca is not known (did you mean casablanca?)."
    assert describe(Finding("unknown_place", value="X", params={"near": None}))[0] == "the place X is not known."


def test_braces_in_a_value_stay_as_they_are() -> None:
    assert describe(Finding("not_a_number", value="{value} {0}"))[0] == "{value} {0} is not a number."


def test_a_finding_may_be_graver_or_lighter_than_its_rule() -> None:
    light = Finding("missing_source", level=Severity.WARNING)
    assert light.severity is Severity.WARNING
    assert errors([light, Finding("missing_source"), Finding("jump")]) == [Finding("missing_source")]


def test_a_summary_tells_the_same_fault_once_and_stays_short() -> None:
    same = [Finding("unknown_place", "a.csv", row=row, value="X") for row in range(2, 6)]
    others = [Finding("not_a_number", "a.csv", row=row, value=str(row)) for row in range(30)]
    assert summary(same) == [
        "a.csv, row 2: the place X is not known. Correct it, or add the place. [unknown_place] (and 3 more)"
    ]
    told = summary([*same, *others], most=20)
    assert len(told) == 21
    assert told[-1] == "... and 11 other faults."
    assert str(DataProblem(same)) == summary(same)[0]


PARAMS = {
    "found": 1, "expected": 2, "reason": "r", "limit": 3, "what": "w", "near": "n", "low": 0, "high": 1, "first": 2,
    "allowed": "a", "most": 60, "count": 2, "read": "x", "ratio": 10, "neighbour": 1, "year": 2020, "population": 5,
    "place": "p", "other": "o", "total": 9, "whole": 8, "who": "u", "known": 1, "perimeter": "c", "method": "m",
}  # fmt: skip


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_can_be_told_in_every_language(rule: str, language: str) -> None:
    message, fix = describe(Finding(rule, "f", row=1, column="c", value="v", params=PARAMS), language)
    assert message.endswith((".", "?", "r"))
    assert not fix or fix.endswith(".")
    assert "{" not in message + fix
    named = {
        name for text in (RULES[rule].message, RULES[rule].fix) for _, name, _, _ in Formatter().parse(text) if name
    }
    assert named <= {*PARAMS, "value", "column", "file", "suggestion"}


def exercised() -> set[str]:
    """Return the rules that some test expects to strike: in a bad file, or by its id in a module of tests."""
    files = tomllib.loads((TESTS / "bad_files" / "expected.toml").read_text(encoding="utf-8"))
    found = {rule for case in files.values() for rule, *_ in case["findings"]}
    for module in set(TESTS.glob("test_*.py")) - {TESTS / "test_bad_files.py", Path(__file__)}:
        found |= set(re.findall(r'"([a-z_]+)"', module.read_text(encoding="utf-8")))
    return found


def test_every_rule_is_exercised() -> None:
    assert set(RULES) - exercised() == set()
