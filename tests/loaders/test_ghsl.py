"""GHSL urban centres: codes with years, garbled names, centres the satellite missed."""

import pytest

from indicators.loaders.ghsl import ungarbled
from tests.helpers.checking import FORMATS_FOLDER, cell, check, observation, read, rules

pytestmark = pytest.mark.slow


def test_codes_carry_the_year() -> None:
    table = read(FORMATS_FOLDER / "ghsl_r2019a.csv", "ghsl")
    assert (table.rows_read, table.empty, table.source) == (4, 0, "ghsl_ucdb_r2019a")
    value = cell(table, place_name="Casablanca", field="B")
    assert (value["value"], value["year"], value["column"], value["row"]) == ("157.0854492", "2015", "B15", 3)
    assert cell(table, place_name="Casablanca", field="P")["value"] == "3985659.611"


def test_faults_are_findings() -> None:
    table = read(FORMATS_FOLDER / "ghsl_r2019a.csv", "ghsl")
    assert rules(table.findings) == [
        ("garbled_name", 2, "UC_NM_MN", "Medell¡n"),
        ("impossible_area", 5, "B15", "0.0"),
    ]
    assert table.findings[0].params == {"read": "Medellín"}


def test_an_extract_with_plain_headers_is_the_same_table() -> None:
    intake = check(FORMATS_FOLDER / "ghsl_extract.csv")
    assert (intake.format, intake.rows_read) == ("ghsl", 3)
    found = observation(intake, "casablanca", "built_up_area", 2015)
    assert (found["perimeter"], found["method"]) == ("urban centre", "satellite")
    assert found["value"] == pytest.approx(157.0854492)


@pytest.mark.parametrize(
    ("printed", "meant"), [("Medell¡n", "Medellín"), ("Mu?oz", "Mu?oz"), ("Zürich", "Zürich"), ("Lagos", "Lagos")]
)
def test_ungarbled(printed: str, meant: str) -> None:
    assert ungarbled(printed) == meant
