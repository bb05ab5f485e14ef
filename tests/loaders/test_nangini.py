"""The 343-city data set: years in headers and beside them, cells with line ends, a repeated block."""

import pytest

from tests.helpers.checking import FORMATS_FOLDER, cell, check, observation, publisher_file, read, rules

pytestmark = pytest.mark.slow


def test_each_column_takes_its_own_year() -> None:
    table = read(FORMATS_FOLDER / "nangini.csv", "nangini")
    assert (table.rows_read, table.source) == (4, "nangini_2019")
    assert cell(table, place_name="Barcelona", field="Scope-1 GHG emissions [tCO2-eq]")["year"] == "2012"
    assert cell(table, place_name="Amsterdam", field="Population (CDP)")["year"] == "2015"
    assert cell(table, place_name="Shanghai", field="High BUA (UEX) [km2]", year="2014")["value"] == "5733.8125"


def test_gases_are_distinguished_by_the_unit_beside_them() -> None:
    table = read(FORMATS_FOLDER / "nangini.csv", "nangini")
    assert cell(table, place_name="Shanghai", field="Scope-1 GHG emissions [tCO2]")["value"] == "47538733.2263"


def test_rows_are_lines_where_records_start() -> None:
    table = read(FORMATS_FOLDER / "nangini.csv", "nangini")
    rows = table.frame.drop_duplicates("row").set_index("place_name")["row"]
    assert rows.to_dict() == {"Amsterdam": 2, "Barcelona": 3, "Rotterdam": 5, "Shanghai": 6}


def test_a_repeated_block_is_a_finding() -> None:
    table = read(FORMATS_FOLDER / "nangini.csv", "nangini")
    assert rules(table.findings) == [("repeated_block", 5, "Low BUA - 1990 (UEX) [km2]", "767.75")]
    assert table.findings[0].params == {"place": "Rotterdam", "other": "Amsterdam"}


def test_observations() -> None:
    intake = check(FORMATS_FOLDER / "nangini.csv")
    assert observation(intake, "barcelona", "scope1_emissions_343_cities", 2012)["value"] == 3_595_726


@pytest.mark.slow
def test_published_file() -> None:
    intake = check(publisher_file("Nangini2019_D_FINAL.csv"))
    assert (intake.format, intake.rows_read) == ("nangini", 343)
    assert intake.changes is not None
    assert intake.changes.changed == 0
    assert intake.changes.unchanged > 350
