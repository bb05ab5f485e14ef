"""UN World Urbanization Prospects: agglomerations with years across, projections marked."""

from pathlib import Path

import pytest

from indicators.model.vocabulary import Level
from tests.helpers.checking import cell, check, dataset, observation, publisher_file, read
from tests.helpers.workbooks import write_xlsx

pytestmark = pytest.mark.slow

HEADER = [
    "Index",
    "Country Code",
    "Country or area",
    "City Code",
    "Urban Agglomeration",
    "Note",
    "Latitude",
    "Longitude",
]


@pytest.fixture
def prospects(tmp_path: Path) -> Path:
    rows = [
        [], [], [], [],
        ["United Nations"],
        ["World Urbanization Prospects: The 2018 Revision"],
        ["File 12: Population of Urban Agglomerations with 300,000 Inhabitants or More in 2018, by country"],
        [],
        [*HEADER, 1950, 2015, 2020],
        [9, 12, "Algeria", 20006, "El Djazaïr  (Algiers)", 1, 36.7525, 3.04197, 516.45, 2592.33, 2767.661],
        [1, 504, "Morocco", 22373, "Dar-el-Beida (Casablanca)", None, 33.6, -7.6, 625.407, 3495.69, 3752.357],
    ]  # fmt: skip
    notes = [["Notes"], ["(1) Refers to the Governorate of Grand Algiers."]]
    return write_xlsx(tmp_path / "f12.xlsx", {"Data": rows, "NOTES": notes})


def test_population_in_thousands(prospects: Path) -> None:
    table = read(prospects, "wup")
    assert (table.rows_read, table.source, table.release) == (2, "un_wup_2018", "2018")
    value = cell(table, country="Algeria", year="2015")
    assert (value["value"], value["row"], value["column"]) == ("2592.33", 10, "2015")
    assert (value["method"], value["note"]) == ("estimated", "Refers to the Governorate of Grand Algiers.")
    assert cell(table, country="Algeria", year="2020")["method"] == "projected"


def test_thousands_become_persons(prospects: Path) -> None:
    intake = check(prospects)
    assert (intake.accepted, intake.refused) == (6, 0)
    found = observation(intake, "algiers", "population_agglomeration", 2015)
    assert (found["value"], found["perimeter"], found["source"]) == (2_592_330, "agglomeration", "un_wup_2018")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "new", "unchanged"),
    [("WUP2018-F12-Cities_Over_300K.xls", 126, 702), ("WUP2018-F22-Cities_Over_300K_Annual.xls", 602, 3354)],
)
def test_published_files_say_what_the_store_holds(name: str, new: int, unchanged: int) -> None:
    intake = check(publisher_file(name))
    assert (intake.format, intake.rows_read, intake.refused) == ("wup", 1860, 0)
    assert intake.changes is not None
    assert (intake.changes.new, intake.changes.changed, intake.changes.unchanged) == (new, 0, unchanged)
    # The agglomerations of Moroccan communes that are here for their census alone.
    brought = intake.observations[~intake.observations["place"].isin(dataset().of("population_agglomeration")["place"])]
    assert {dataset().places[str(place)].level for place in brought["place"].unique()} == {Level.COMMUNE}
