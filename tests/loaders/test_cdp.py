"""CDP city-wide emissions: editions 2016 to 2021 in one set of fields, impossible figures named."""

from pathlib import Path

import pytest

from indicators.loaders.cdp import TOTALS, canonical
from tests.helpers.checking import FORMATS_FOLDER, cell, check, observation, publisher_file, read, rules

pytestmark = pytest.mark.slow

SCOPE_1 = "TOTAL Scope 1 Emissions (metric tonnes CO2e)"
DIRECT = "Direct emissions (metric tonnes CO2e) for Total emissions (excluding generation of grid-supplied energy)"
AREA = "Land area (in square km)"


def test_edition_of_2020() -> None:
    table = read(FORMATS_FOLDER / "cdp_2020.csv", "cdp")
    assert (table.rows_read, table.source) == (4, "cdp_2020")
    value = cell(table, place_code="CDP 31171", field=SCOPE_1)
    assert (value["value"], value["year"], value["row"]) == ("6778709", "2017", 3)
    assert value["note"] == "City / Municipality; Same – covers entire city and nothing else"
    assert cell(table, place_code="CDP 31171", field="Population")["year"] == "2019"
    assert rules(table.findings) == [("impossible_area", 4, AREA, "82200000")]


@pytest.mark.slow
def test_edition_of_2021_in_its_own_columns() -> None:
    intake = check(FORMATS_FOLDER / "cdp_2021.csv")
    assert (intake.format, intake.refused) == ("cdp", 0)
    found = observation(intake, "madrid", "inventory_scope1_crf", 2018)
    assert (found["value"], found["source"], found["method"]) == (7_123_790.44, "cdp_2021", "reported")


@pytest.mark.slow
def test_another_body_of_the_same_name_is_not_the_city() -> None:
    intake = check(FORMATS_FOLDER / "cdp_2020.csv")
    assert "Madrid (Colombia)" in [finding.value for finding in intake.findings if finding.rule.id == "place_outside"]


@pytest.mark.slow
def test_casablanca_reports_a_population_and_an_area_but_no_inventory() -> None:
    intake = check(FORMATS_FOLDER / "cdp_2020.csv")
    rows = intake.observations
    assert set(rows[rows["place"] == "casablanca"]["indicator"]) == {"reported_city_population", "reported_city_area"}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Total City-wide Emissions (metric tonnes CO2e)", TOTALS),
        ("Total emissions (metric tonnes CO2e)", TOTALS),
        ("Total Scope 1 Emissions (metric tonnes CO2e)", SCOPE_1),
        ("Total BASIC+ Emissions (GPC)", "TOTAL BASIC+ Emissions (GPC)"),
        (
            DIRECT.replace("Direct emissions (", "Direct emissions/ Scope 1 ("),
            DIRECT,
        ),
        ("\ufeffCurrent Population", "Population"),
        ("Change in emissions", None),
        ("Population Year", None),
    ],
)
def test_headers_of_other_editions(header: str, field: str | None) -> None:
    assert canonical(header) == field


def test_dates_of_the_2016_edition(tmp_path: Path) -> None:
    path = tmp_path / "2016.csv"
    path.write_text(
        "Account Number,City Name,Country,City Short Name,C40,Reporting Year,Measurement Year,Boundary,"
        "Total City-wide Emissions (metric tonnes CO2e),Total Scope 1 Emissions (metric tonnes CO2e),"
        "Current Population Year,Current Population\n"
        "35858,City of Cape Town,South Africa,Cape Town,C40,2016,12/31/2012 12:00:00 AM,"
        "Administrative boundary of a local government,22643846,9783734,2015,3918830\n",
        encoding="utf-8",
    )
    intake = check(path)
    assert (intake.format, intake.accepted) == ("cdp", 3)
    found = observation(intake, "cape_town", "inventory_total_citywide", 2012)
    assert (found["value"], found["source"]) == (22_643_846, "cdp_2016")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "records"), [("CDP_2020_-_City-Wide_Emissions.csv", 776), ("CDP_2021_City-wide_Emissions.csv", 989)]
)
def test_published_files_bring_back_only_what_is_held_back(name: str, records: int) -> None:
    intake = check(publisher_file(name))
    assert (intake.format, intake.rows_read) == ("cdp", records)
    assert intake.changes is not None
    assert intake.changes.changed == 0
    assert intake.changes.new == sum(finding.rule.id == "held_back" for finding in intake.findings)
