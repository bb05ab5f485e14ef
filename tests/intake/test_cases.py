"""Files as people bring them: what must come out of each, what must be refused, what must be said.

The files are not part of the project; where they are not beside it there is nothing to test.
"""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.checking import check

FOLDER = Path(__file__).parents[3] / "shared" / "cases"
OF_CHECKS = {
    "N03", "N04", "N17", "N19", "N21", "M02", "D25", "D29", "W03", "X01", "G01", "G02", "G03", "G04", "G04b", "G05",
    "G07", "G08", "G08b", "G08c", "G09", "G10", "G11", "G12", "G13", "G14", "G15",
}  # fmt: skip


def cases() -> list[dict[str, str]]:
    if not FOLDER.is_dir():
        return []
    with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as file:
        return [case for case in csv.DictReader(file) if case["case"] in OF_CHECKS]


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the files are not beside the project")
@pytest.mark.parametrize("case", cases(), ids=lambda case: case["case"])
def test_a_file_gives_what_is_expected_of_it(case: dict[str, str]) -> None:
    expected: dict[str, Any] = json.loads(case["expected"])
    mapping = case["arguments"].split()[-1] if case["arguments"] else None
    intake = check(FOLDER / case["file"], mapping=FOLDER / mapping if mapping else None)
    found = {
        (str(row.place), str(row.indicator), int(row.year)): float(row.value)
        for row in intake.observations.itertuples()
    }
    if expected.get("unusable"):
        assert intake.format is None
        assert intake.findings
    for place, indicator, year, value in expected.get("values", []):
        assert found.get((place, indicator, year)) == pytest.approx(value)
    if "values" in expected and not any(name.startswith("or_") for name in expected):
        assert len(found) == len(expected["values"])
    for place, indicator, year, value in expected.get("refused_or", []):
        assert found.get((place.lower(), indicator, year), value) == pytest.approx(value)
    refused = {finding.row for finding in intake.findings if str(finding.severity) == "error"}
    assert set(expected.get("refused_rows", [])) <= refused
    if expected.get("must_tell"):
        assert [finding for finding in intake.findings if finding.rule.id != "assumed"]
