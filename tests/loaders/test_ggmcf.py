"""The list of carbon footprints: HTML codes in numbers, one standard deviation as bounds, no year."""

import pytest

from tests.helpers.checking import FORMATS_FOLDER, cell, check, observation, publisher_file, read, rules

pytestmark = pytest.mark.slow


def test_value_and_bounds() -> None:
    table = read(FORMATS_FOLDER / "ggmcf.txt", "ggmcf")
    assert (table.rows_read, table.source) == (4, "ggmcf_2018")
    value = cell(table, place_name="Casablanca", field="Footprint/cap (t CO2)")
    assert (value["value"], value["lower"], value["upper"], value["year"]) == ("1.8", "1.2", "2.4", "")


def test_html_codes_are_named() -> None:
    table = read(FORMATS_FOLDER / "ggmcf.txt", "ggmcf")
    assert rules(table.findings) == [
        ("html_entity", None, "Footprint/cap (t CO2)", "7.7 &plusmn;2.5"),
        ("html_entity", None, "Footprint (Mt CO2)", "78.0 &plusmn;25.5"),
    ]


def test_alexandria_of_egypt() -> None:
    intake = check(FORMATS_FOLDER / "ggmcf.txt")
    found = observation(intake, "alexandria", "carbon_footprint_per_person", None)
    assert (found["value"], found["lower"], found["upper"]) == (2.1, 1.2, 3.0)
    assert intake.changes is not None
    assert intake.changes.unchanged == intake.accepted == 9


def test_published_file_says_what_the_store_holds() -> None:
    intake = check(publisher_file("GGMCF_top500cities.txt"))
    assert (intake.format, intake.rows_read, intake.refused) == ("ggmcf", 500, 0)
    assert intake.changes is not None
    assert (intake.changes.new, intake.changes.changed, intake.changes.unchanged) == (0, 0, 90)
