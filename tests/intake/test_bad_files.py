"""One file for each rule of intake, with everything that is found in it."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.helpers.checking import check

FOLDER = Path(__file__).parents[1] / "bad_files"
PACKAGE = Path(__file__).parents[2] / "indicators"
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))
ELSEWHERE = {
    "columns_unused", "missing_file", "unknown_sheet", "too_many_rows", "too_many_values", "unknown_reference",
    "said_twice", "changed_while_read", "not_drawn", "meant_known", "meant_another",
}  # fmt: skip
"""Rules of a call, a mapping, an answer or a moment, which no file shows: see their own tests."""


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_findings_and_counts(name: str) -> None:
    """What is found and counted is what is expected, and every value is counted once."""
    intake = check(FOLDER / name)
    found = [
        [finding.rule.id, finding.row or 0, finding.column or "", finding.value or ""] for finding in intake.findings
    ]
    assert (intake.format or "") == EXPECTED[name]["format"]
    assert [intake.rows_read, intake.accepted, intake.refused, intake.empty, intake.out_of_scope] == EXPECTED[name][
        "counts"
    ]
    assert found == EXPECTED[name]["findings"]
    assert intake.findings_total == len(found)
    if intake.changes is not None:
        changes = intake.changes
        assert changes.new + changes.changed + changes.unchanged == intake.accepted == len(intake.observations)


def test_every_file_has_its_findings() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*EXPECTED, "expected.toml"}


def test_every_rule_of_intake_has_a_file() -> None:
    modules = [
        PACKAGE / "store" / "checks.py",
        *(PACKAGE / "loaders").rglob("*.py"),
        *(PACKAGE / "intake").glob("*check*.py"),
        PACKAGE / "intake" / "changes.py",
    ]
    rules = {rule for path in modules for rule in re.findall(r'Rule\(\s*"([a-z_]+)"', path.read_text(encoding="utf-8"))}
    shown = {rule for case in EXPECTED.values() for rule, *_ in case["findings"]}
    assert rules - ELSEWHERE <= shown
