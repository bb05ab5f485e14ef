"""Files as people bring them: each case stands for its kind; what is expected of it stands beside the file.

The cases are reference material beside the project; where they are absent there is nothing to try.
"""

import csv
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from indicators.findings.finding import Severity
from indicators.intake.file_check import FileCheck
from tests.helpers.checking import check, dataset

CASES = Path(__file__).parents[3] / "shared" / "cases"
ROWS_OF_THE_FILE = {"D15": [4]}
"""The rows to be refused where the list counts them without a blank row above."""

ALSO_READ = {"D07b": 4, "D18b": 1, "N22": 1, "D07c": 1}
"""How many values a case has besides those that the list names, read as they stand in the file.

Those of D07b and D07c follow the row with the stray quote, whose row is refused; N22 has an Arabic per cent sign before
its number.
"""

Key = tuple[str, str, int | None]


def cases() -> list[dict[str, str]]:
    path = CASES / "expected.csv"
    return list(csv.DictReader(path.open(encoding="utf-8", newline=""))) if path.exists() else []


def key(value: list[Any]) -> Key:
    return dataset().places.find(value[0]) or value[0], value[1], value[2]


def other_readings(expected: dict[str, Any]) -> set[str]:
    """Return the rows that may be refused, or read in another way than by the listed values."""
    return {*expected.get("or_value", {}), *expected.get("or_year", {}), *expected.get("values_allowed", {})}


def accepted(intake: FileCheck) -> dict[Key, float]:
    return {
        (str(row.place), str(row.indicator), None if pd.isna(row.year) else int(row.year)): float(row.value)
        for row in intake.observations.itertuples()
    }


@pytest.mark.parametrize("case", cases(), ids=lambda one: one["case"])
def test_what_is_expected_of_a_case(case: dict[str, str]) -> None:
    expected = json.loads(case["expected"])
    arguments = case["arguments"].split()
    intake = check(CASES / case["file"], mapping=CASES / arguments[1] if arguments else None)
    values = accepted(intake)
    for value in expected.get("values", []):
        assert values.get(key(value)) == pytest.approx(value[3]), value
    if "values" in expected and not other_readings(expected):
        assert len(values) == len(expected["values"]) + ALSO_READ.get(case["case"], 0)
    for value in expected.get("refused_or", []):
        assert values.get(key(value), value[3]) == pytest.approx(value[3]), "another value was accepted"
    if expected.get("unusable"):
        assert intake.format is None
        assert intake.findings
    if expected.get("must_tell"):
        assert [finding for finding in intake.findings if finding.rule.id != "assumed"]
    refused = {finding.row for finding in intake.findings if finding.severity is Severity.ERROR}
    rows = ROWS_OF_THE_FILE.get(case["case"], expected.get("refused_rows", []))
    assert {row for row in rows if str(row) not in other_readings(expected)} <= refused


def test_another_figure_of_a_known_year_is_taken_beside_it_and_asked_about() -> None:
    """Y06 brings, without a perimeter, another figure of 2018 from the source of the known one.

    It cannot replace a figure whose perimeter is known, and is not lost: it is taken as one of its own, of no stated
    perimeter, and the answer asks which of the two is meant.
    """
    path = CASES / "Y06_dates.csv"
    if not path.exists():
        pytest.skip("the cases are not beside the project")
    intake = check(path)
    rows = intake.observations
    taken = rows[rows["year"] == 2018].iloc[0]
    assert (taken["value"], taken["perimeter"]) == (76.1, "not stated")
    findings = [finding for finding in intake.findings if finding.rule.id == "which_figure"]
    assert [(one.row, one.params["known"], one.params["perimeter"]) for one in findings] == [
        (3, "77.33", "utility perimeter")
    ]
    known = dataset().of("network_efficiency")
    assert known.loc[known["year"] == 2018, "value"].tolist() == [77.33]


def test_a_stray_byte_garbles_no_other_note() -> None:
    path = CASES / "E08_one_stray_byte.csv"
    if not path.exists():
        pytest.skip("the cases are not beside the project")
    assert check(path).observations["note"].tolist() == ["données révisées", "révisé"]
