"""Findings: what they say, in one line, and that every rule is exercised by a test."""

import importlib
import pkgutil
import re
import sys
import tomllib
from pathlib import Path

import pytest

import indicators
from indicators.findings.finding import RULES, DataProblem, Finding, Rule, Severity, describe, errors, line, summary
from indicators.intake.value_checks import JUMP
from indicators.language.bidi import unmarked
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.model.rules import MISSING_FILE, NOT_A_NUMBER, RAGGED_ROW
from indicators.readings.rules import NEGATIVE_FLOWS
from indicators.store.checks import MISSING_SOURCE, UNKNOWN_PLACE

TESTS = Path(__file__).parents[1]


def test_a_finding_says_where_what_and_what_to_do() -> None:
    finding = Finding(NOT_A_NUMBER, "a.xlsx", sheet="2020", row=7, column="Value", value="12,5 %")
    assert describe(finding) == ("12,5 % is not a number.", "Write digits with one decimal mark.")
    assert line(finding) == (
        "a.xlsx, sheet 2020, row 7, column Value: 12,5 % is not a number. "
        "Write digits with one decimal mark. [not_a_number]"
    )
    assert line(Finding(MISSING_FILE, "b.csv")).startswith("b.csv: the file is missing.")


def test_a_near_name_is_suggested() -> None:
    near = Finding(UNKNOWN_PLACE, value="Casblanca", params={"near": "casablanca"})
    assert describe(near)[0] == "the place Casblanca is not known (did you mean casablanca?)."
    assert describe(Finding(UNKNOWN_PLACE, value="X", params={"near": None}))[0] == "the place X is not known."


def test_braces_in_a_value_stay_as_they_are() -> None:
    assert describe(Finding(NOT_A_NUMBER, value="{value} {0}"))[0] == "{value} {0} is not a number."


def test_a_finding_may_be_graver_or_lighter_than_its_rule() -> None:
    light = Finding(MISSING_SOURCE, level=Severity.WARNING)
    assert light.severity is Severity.WARNING
    assert errors([light, Finding(MISSING_SOURCE), Finding(JUMP)]) == [Finding(MISSING_SOURCE)]


def test_a_summary_tells_the_same_fault_once_and_stays_short() -> None:
    same = [Finding(UNKNOWN_PLACE, "a.csv", row=row, value="X") for row in range(2, 6)]
    others = [Finding(NOT_A_NUMBER, "a.csv", row=row, value=str(row)) for row in range(30)]
    assert summary(same) == [
        "a.csv, row 2: the place X is not known. Correct it, or add the place. [unknown_place] (and 3 more)"
    ]
    reported = summary([*same, *others], most=20)
    assert len(reported) == 21
    assert reported[-1] == "... and 11 other faults."
    assert str(DataProblem(same)) == summary(same)[0]


for module in pkgutil.walk_packages(indicators.__path__, "indicators."):
    if module.name != "indicators.__main__":
        importlib.import_module(module.name)


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_every_rule_can_be_described_in_every_language(rule: Rule, language: str) -> None:
    params = {**dict.fromkeys(rule.params, "p"), "near": "n"}
    message, fix = describe(Finding(rule, "f", row=1, column="c", value="v", params=params), language)
    assert unmarked(message).endswith((".", "?", "؟", "p"))
    assert not fix or fix.endswith(".")
    assert not set("{‹") & set(message + fix)
    assert ("n" in message) >= ("{suggestion}" in str(rule.message))


def test_a_missing_parameter_shows_as_its_name_and_hides_no_fault() -> None:
    assert describe(Finding(RAGGED_ROW, params={"found": 7}))[0] == "the row holds 7 cells, the header ‹expected›."


@pytest.mark.parametrize(
    ("language", "found", "message"),
    [
        ("en", 1, "1 reading is negative and left out."),
        ("en", "1,204", "1,204 readings are negative and left out."),
        ("en", "many", "many readings are negative and left out."),
        ("fr", 1, "1 relevé est négatif et écarté."),
        ("fr", "1,204", "1\u202f204 relevés sont négatifs et écartés."),
        ("ar", 3, "قراءات سالبة تُركت: 3."),
    ],
)
def test_a_message_that_counts_has_the_form_of_its_number(language: str, found: object, message: str) -> None:
    assert unmarked(describe(Finding(NEGATIVE_FLOWS, params={"n": found}), language)[0]) == message


def test_every_message_of_a_rule_that_begins_with_a_count_has_a_form_for_one() -> None:
    """ "1 readings are" is what a template with one form would say."""
    counting = re.compile(r"(of )?\{(n|count)\} (?!of )")
    one_form = {rule.id for rule in RULES.values() if isinstance(rule.message, str) and counting.match(rule.message)}
    # a name is there twice at least, and so are loggers that stand together
    assert one_form <= {"names_twice", "levels_together"}


def test_an_id_belongs_to_one_rule() -> None:
    with pytest.raises(ValueError, match="two rules jump"):
        Rule("jump", Severity.ERROR, "another", "")
    assert RULES["jump"] is JUMP


def names_of_rules() -> dict[str, str]:
    """Return the ids of the rules by the names of their constants."""
    modules = [sys.modules[one.name] for one in pkgutil.walk_packages(indicators.__path__, "indicators.")
               if one.name in sys.modules]  # fmt: skip
    return {name: held.id for module in modules for name, held in vars(module).items() if isinstance(held, Rule)}


def exercised() -> set[str]:
    """Return the rules that some test expects to strike: in a bad file, or by id or constant in a module of tests."""
    files = tomllib.loads((TESTS / "bad_files" / "expected.toml").read_text(encoding="utf-8"))
    rules = {rule for case in files.values() for rule, *_ in case["findings"]}
    constants = names_of_rules()
    for module in set(TESTS.rglob("test_*.py")) - {TESTS / "intake" / "test_bad_files.py", Path(__file__)}:
        text = module.read_text(encoding="utf-8")
        words = {name for names in re.findall(r'"([a-z_]+)"|\b([A-Z_]{4,})\b', text) for name in names}
        rules |= {constants.get(word, word.lower()) for word in words}
    return rules


def test_every_rule_is_exercised() -> None:
    assert set(RULES) - exercised() == set()
