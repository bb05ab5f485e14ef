"""C40's inventories: totals and sectors as printed, per person within a row, notation keys and fiscal years named."""

from pathlib import Path

import pandas as pd
import pytest

from indicators.analysis import comparability
from indicators.analysis.verdicts import Verdict, VerdictRule
from indicators.loaders import c40
from indicators.loaders.reading.files import open_file
from tests.helpers.checking import FORMATS_FOLDER, cell, check, dataset, observation, publisher_file, read, rules
from tests.helpers.workbooks import write_xlsx

PUBLISHED = "C40_GPC_Database_2023-05-30.xlsx"
BAD_FILE = Path(__file__).parents[1] / "bad_files" / "city_inventories.csv"


def test_totals_and_sectors_as_printed() -> None:
    table = read(FORMATS_FOLDER / "c40.csv", "c40")
    assert (table.rows_read, table.empty) == (10, 0)
    value = cell(table, place_name="Rotterdam", field="BASIC")
    assert (value["value"], value["year"], value["row"], value["perimeter"]) == ("17746331", "2019", 4, "municipality")
    assert value["note"] == "Inventory boundary in the city's words: City / Municipality."
    assert {str(field) for field in table.frame["field"]} == {
        "Population", "BASIC", "BASIC+", "BASIC Stationary", "BASIC Transport", "BASIC Waste", "BASIC per person",
        "BASIC+ per person", "BASIC Stationary per person", "BASIC Transport per person", "BASIC Waste per person",
    }  # fmt: skip


def test_per_person_is_the_total_over_the_population_of_its_row() -> None:
    intake = check(FORMATS_FOLDER / "c40.csv")
    found = observation(intake, "rotterdam", "gpc_basic_per_person", 2019)
    assert found["value"] == pytest.approx(17_746_331 / 644_618)
    assert round(found["value"], 1) == 27.5
    assert any(finding.rule.id == "per_person_derived" and finding.column == "BASIC" for finding in intake.findings)


def test_no_notation_key_becomes_a_number() -> None:
    table = read(BAD_FILE, "c40")
    keys = {finding.value: finding.params["count"] for finding in table.findings if finding.rule is c40.NOTATION_KEY}
    assert keys == {"NE": 1, "NO": 3, "IE": 2, "C": 1}
    named = [mark for mark in rules(table.findings) if mark[0] == "key_for_figure"]
    assert named == [("key_for_figure", 6, "BASIC", "NE"), ("key_for_figure", 6, "BASIC Waste", "C")]
    delhi = table.frame[table.frame["place_name"].astype("str") == "Delhi NCT"]
    assert "BASIC" not in set(delhi["field"].astype("str"))
    assert "BASIC per person" not in set(delhi["field"].astype("str"))
    assert (pd.to_numeric(table.frame["value"]) > 0).all()


def test_keys_of_the_parts_stand_in_the_note() -> None:
    table = read(FORMATS_FOLDER / "c40.csv", "c40")
    assert "Confidential within BASIC: II.5.1." in str(cell(table, place_name="Dakar", field="BASIC")["note"])
    # IV.1 and I.1.3 are no parts of BASIC, I.4.4 is what is supplied to the grid
    assert "Not estimated" not in str(cell(table, place_name="Rotterdam", field="BASIC")["note"])


@pytest.mark.parametrize(
    ("city", "row", "printed", "year"),
    [("Delhi NCT", 6, "April 2019 - April 2020", "2019"), ("Tokyo", 7, "2013 Apr - 2014 Mar", "2013")],
)
def test_a_fiscal_year_stands_where_it_begins(city: str, row: int, printed: str, year: str) -> None:
    table = read(FORMATS_FOLDER / "c40.csv", "c40")
    assert ("fiscal_year", row, "Year", printed) in rules(table.findings)
    value = table.frame[(table.frame["row"] == row) & (table.frame["field"].astype("str") == "BASIC")].iloc[0]
    assert (value["place_name"], value["year"]) == (city, year)
    assert f"Fiscal year as printed: {printed}." in value["note"]


def test_without_a_calendar_year_the_first_of_the_period_is_taken() -> None:
    found = observation(check(BAD_FILE), "delhi", "gpc_transport", 2019)
    assert found["value"] == 11_091_229


def test_of_two_rows_of_a_year_the_latest_is_taken_and_unused_rows_are_not() -> None:
    intake = check(BAD_FILE)
    assert observation(intake, "lisbon", "inventory_basic_gpc", 2020)["value"] == 1_554_160
    assert [mark for mark in rules(intake.findings) if mark[0] == "set_aside"] == [
        ("set_aside", 3, "City", "Lisbon, 2020"),
        ("set_aside", 5, "City", "Rome, 2012"),
    ]


def test_boundaries_are_kinds_of_perimeter_and_stay_in_words() -> None:
    table = read(FORMATS_FOLDER / "c40.csv", "c40")
    kinds = dict(zip(table.frame["place_name"].astype("str"), table.frame["perimeter"].astype("str"), strict=True))
    assert kinds["Dakar"] == "metropolitan area"
    assert kinds["Addis Ababa"] == "municipality"  # "City / Municipality" and two tabs
    assert kinds["Tokyo"] == "region"


def test_net_and_territorial_columns_are_not_read() -> None:
    paris = cell(read(FORMATS_FOLDER / "c40.csv", "c40"), place_name="Paris", field="BASIC Stationary")
    assert paris["value"] == "3933452.0523623996"  # net of credits it is 3,561,277.6


def test_basic_plus_of_a_basic_inventory_says_so() -> None:
    table = read(FORMATS_FOLDER / "c40.csv", "c40")
    assert "of level BASIC" in str(cell(table, place_name="Rotterdam", field="BASIC+")["note"])
    assert "of level BASIC" not in str(cell(table, place_name="Paris", field="BASIC+")["note"])


@pytest.mark.parametrize(("version", "source"), [("30.05.2023", "c40_gpc_2023_05"), ("1.11.2021", "c40_gpc_2021_11")])
def test_another_edition_is_known_by_its_content(tmp_path: Path, version: str, source: str) -> None:
    header = ["City", "Country", "Boundary", "Year", "Population", "I.1.1", "I.1.2", "III.4.3", "BASIC"]
    rows = [header, ["Lisbon", "Portugal", "City / Municipality", 2016, 500_000, "NO", 5, "NE", 2_000_000]]
    path = write_xlsx(tmp_path / "x.xlsx", {"Cover": [["Version", None, version]], "Inventories": rows})
    table = read(path, "c40")
    assert (table.source, cell(table, field="BASIC")["value"]) == (source, "2000000")


def test_rotterdam_beside_lisbon_is_a_comparison_with_care() -> None:
    data = dataset()
    rows = data.of("gpc_basic_per_person")
    rotterdam, lisbon = (
        rows[(rows["place"] == place) & (rows["year"] == 2019)].iloc[0] for place in ("rotterdam", "lisbon")
    )
    found = comparability.pair(rotterdam, lisbon, data.catalogue["gpc_basic_per_person"], data.places)
    assert found.verdict is Verdict.WITH_CARE
    assert {VerdictRule.SELF_REPORTED, VerdictRule.CAUTION} <= {reason.rule for reason in found.reasons}
    assert "port" in rotterdam["note"]


def test_totals_of_a_city_and_a_metropolitan_area_are_not_compared() -> None:
    data = dataset()
    rows = data.of("inventory_basic_gpc")
    rows = rows[(rows["source"] == "c40_gpc_2023_05") & (rows["year"] == 2016)]
    dakar, bogota = (rows[rows["place"] == place].iloc[0] for place in ("dakar", "bogota"))
    found = comparability.pair(dakar, bogota, data.catalogue["inventory_basic_gpc"], data.places)
    assert found.verdict is Verdict.NOT_COMPARABLE


@pytest.mark.slow
def test_published_workbook_says_what_the_store_holds() -> None:
    intake = check(publisher_file(PUBLISHED))
    assert (intake.format, intake.rows_read, intake.refused) == ("c40", 329, 0)
    assert intake.changes is not None
    assert (intake.changes.new, intake.changes.changed, intake.changes.unchanged) == (0, 0, intake.accepted)
    assert intake.observations["place"].nunique() == 22


@pytest.mark.slow
def test_published_workbook_hides_its_fiscal_years() -> None:
    table = c40.read(open_file(publisher_file(PUBLISHED)))
    assert sum(finding.rule is c40.FISCAL_YEAR for finding in table.findings) == 24
    assert "hidden_columns" not in {finding.rule.id for finding in table.findings}


@pytest.mark.parametrize(
    ("printed", "is_period"), [("2021/22", True), ("1999–00", True), ("2021-05", False), ("2021", False)]
)
def test_a_year_and_the_two_digits_of_the_next_are_a_fiscal_year(printed: str, is_period: bool) -> None:
    assert c40._is_period(pd.Series([printed])).to_list() == [is_period]
