"""All bad cells of a row are reported at once, and its value is refused once."""

from pathlib import Path

import pytest

from indicators.findings.finding import Severity
from tests.helpers.checking import check, rules
from tests.intake.test_table_check import described, in_parts

pytestmark = pytest.mark.slow

HEADER = "place,indicator,year,value,lower,upper,perimeter,method,source,unit"
CASES = {
    "Casblanca,public_sewr,20x4,9a.2,,,municipality,censuss,hcp_rgph_2024,percent": {
        ("unknown_place", "place"),
        ("unknown_indicator", "indicator"),
        ("bad_year", "year"),
        ("not_a_number", "value"),
        ("unknown_method", "method"),
    },
    "Anfa,public_sewer,2024,abc,q,y,nowhere,census,hcp_rgph_2099,litre": {
        ("not_a_number", "value"),
        ("not_a_number", "lower"),
        ("not_a_number", "upper"),
        ("unknown_perimeter", "perimeter"),
        ("unknown_source", "source"),
        ("unit_mismatch", "unit"),
    },
    "Atlantis,public_sewer,2031,1.5,,,municipality,census,hcp_rgph_2024,": {
        ("unknown_place", "place"),
        ("future_year", "year"),
    },
    "Atlantis,public_sewer,,104.5,,,municipality,census,hcp_rgph_2024,%": {
        ("unknown_place", "place"),
        ("missing_year", "year"),
        ("out_of_range", "value"),
    },
    ",public_sewer,03/04/05,-2,,,municipality,guessed,hcp_rgph_2024,": {
        ("blank_name", "place"),
        ("ambiguous_date", "year"),
        ("out_of_range", "value"),
        ("unknown_method", "method"),
    },
    "#REF!,,2019,75 %,,,municipality,census,hcp_rgph_2024,": {
        ("error_cell", "place"),
        ("blank_name", "indicator"),
    },
    "anfa,public_sewer,1491,75,,,commune libre,census,hcp_rgph_2024,kg": {
        ("unit_mismatch", "unit"),
        ("bad_year", "year"),
        ("unknown_perimeter", "perimeter"),
    },
    "anfa,public_sewer,2024,oops,,,municipality,census,hcp_rgph_2024,gallon": {
        ("not_a_number", "value"),
        ("unknown_unit", "unit"),
    },
}


@pytest.mark.parametrize("row", CASES)
def test_every_bad_cell_of_a_row_is_reported(tmp_path: Path, row: str) -> None:
    path = tmp_path / "faults.csv"
    path.write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    found = check(path)
    reported = [(finding.rule.id, finding.column) for finding in found.findings if finding.severity is Severity.ERROR]
    assert sorted(reported) == sorted(CASES[row])
    assert (found.rows_read, found.accepted, found.refused, found.empty) == (1, 0, 1, 0)


@pytest.mark.slow
def test_a_row_reported_in_full_says_the_same_in_a_long_table(tmp_path: Path) -> None:
    path = tmp_path / "faults.csv"
    path.write_text("\n".join([HEADER, *CASES]) + "\n", encoding="utf-8")
    whole = check(path)
    assert described(in_parts(path, 300)) == described(whole)
    assert whole.refused == len(CASES)
    assert whole.findings_total == len(whole.findings)


def test_a_number_of_a_refused_row_is_read_by_the_marks_of_its_column(tmp_path: Path) -> None:
    path = tmp_path / "commas.csv"
    rows = ["anfa;public_sewer;2024;97,25", "Atlantis;public_sewer;2024;1,234", "Atlantis;public_sewer;2024;1,2,3"]
    path.write_text("\n".join(["place;indicator;year;value", *rows]), encoding="utf-8")
    found = check(path)
    assert (found.accepted, found.refused) == (1, 2)
    assert [rule for rule in rules(found.findings) if rule[2] == "value" and rule[0] != "numbers_read"] == [
        ("not_a_number", 4, "value", "1,2,3")
    ]
