"""UN-Habitat workbooks: SDG 11.7.1, SDG 11.2.1 and green area."""

from pathlib import Path

import pytest

from tests.helpers.checking import cell, check, observation, publisher_file, read
from tests.helpers.workbooks import write_xlsx

pytestmark = pytest.mark.slow

SHARE = "Average share of the built-up area of cities that is open space for public use for all (%) [a]"
ACCESS = "Average share of urban population with convenient access to open public spaces (%) [b]"
OWN = "UN-Habitat Urban Indicators Database"
HEADER = [
    "SDG Goal",
    "SDG Indicator",
    "Country or Territory Code",
    "Country or Territory Name",
    "City Code",
    "City Name",
]


@pytest.fixture
def open_space(tmp_path: Path) -> Path:
    rows = [
        [*HEADER, SHARE, ACCESS, "Data Units", "Data Reference Year", "Data Source", "FootNote"],
        [
            11,
            "11.7.1",
            504,
            "Morocco",
            "MA_CASABLANCA",
            "Dar-el-Beida (Casablanca)",
            16.7,
            29.18,
            "PERCENT",
            2020,
            OWN,
            "",
        ],
        [11, "11.7.1", 170, "Colombia", "CO_BOGOTA", "Bogotá", 38.38, 97.5, "PERCENT", 2018, "DANE - Colombia", ""],
        [11, "11.7.1", 156, "China", "CN_SHANGHAI", "Shanghai", None, 42.1, "PERCENT", 2020, OWN, ""],
        [11, "11.7.1", 152, "Chile", "CL_CASABLANCA", "Casablanca", 9.9, 9.9, "PERCENT", 2020, OWN, ""],
    ]
    return write_xlsx(tmp_path / "any name.xlsx", {"SDG 11-7-1 2024": rows})


def test_open_space(open_space: Path) -> None:
    table = read(open_space, "unhabitat")
    assert (table.rows_read, table.empty, table.source) == (4, 1, "unhabitat_open_space_2024")
    value = cell(table, country="Morocco", field=SHARE)
    assert (value["value"], value["year"], value["row"], value["sheet"]) == ("16.7", "2020", 2, "SDG 11-7-1 2024")


def test_an_office_of_a_country_is_another_method_and_source(open_space: Path) -> None:
    intake = check(open_space)
    own = observation(intake, "casablanca", "open_public_space_share", 2020)
    handed_in = observation(intake, "bogota", "open_public_space_share", 2018)
    assert (own["method"], own["perimeter"], own["source"]) == (
        "estimated",
        "urban centre",
        "unhabitat_open_space_2024",
    )
    assert (handed_in["method"], handed_in["perimeter"]) == ("reported", "not stated")
    assert handed_in["source"] == "unhabitat_open_space_2024_dane"


MATNUHPV = "Ministry of National Territory, and Urban Planning, Housing, and City Policy (MATNUHPV) and HCP, Morocco"


def unnamed(folder: Path, *rows: tuple[str, str, float, float, int, str]) -> Path:
    """Write rows of country, city, share, access, year and data source into a workbook that names no edition."""
    header = [*HEADER, SHARE, ACCESS, "Data Units", "Data Reference Year", "Data Source", "FootNote"]
    records = [
        [11, "11.7.1", 1, country, "X", city, share, access, "PERCENT", year, office, ""]
        for country, city, share, access, year, office in rows
    ]
    return write_xlsx(folder / "export.xlsx", {"Sheet1": [header, *records]})


def test_the_edition_of_2025_is_known_by_its_data_sources(tmp_path: Path) -> None:
    own = ("France", "Paris", 16.104851497313852, 51.584051812114716, 2020, OWN)
    ministry = ("Morocco", "Casablanca", 11.780975276449572, 37.89854829155704, 2014, MATNUHPV)
    table = read(unnamed(tmp_path, own, ministry), "unhabitat")
    assert (table.source, table.release) == ("unhabitat_open_space_2025", "February 2025")
    intake = check(unnamed(tmp_path, own, ministry))
    assert observation(intake, "casablanca", "open_public_space_share", 2014)["source"].endswith("2025_matnuhpv")
    assert observation(intake, "paris", "open_public_space_share", 2020)["source"] == "unhabitat_open_space_2024"
    assert intake.changes is not None
    assert (intake.changes.new, intake.changes.unchanged) == (0, 4)


def test_another_edition_is_not_guessed(tmp_path: Path) -> None:
    own = ("France", "Paris", 16.1, 51.6, 2020, OWN)
    ministry = ("Morocco", "Casablanca", 11.8, 37.9, 2014, MATNUHPV)
    later = ("Kenya", "Nairobi", 15.0, 18.0, 2025, "Kenya National Bureau of Statistics")
    assert read(unnamed(tmp_path, own), "unhabitat").source == "", "no office tells which edition it is"
    assert read(unnamed(tmp_path, own, ministry, later), "unhabitat").source == "", "an office of a later edition"


def test_a_changed_figure_of_the_newer_edition_is_new_under_its_source(tmp_path: Path) -> None:
    intake = check(
        unnamed(tmp_path, ("France", "Paris", 17.0, 51.6, 2020, OWN), ("Morocco", "Rabat", 1, 2, 2014, MATNUHPV))
    )
    assert observation(intake, "paris", "open_public_space_share", 2020)["source"] == "unhabitat_open_space_2025"
    assert intake.changes is not None
    assert (intake.changes.new, intake.changes.changed) == (2, 2)


def test_a_town_of_the_same_name_elsewhere_is_not_the_city(open_space: Path) -> None:
    intake = check(open_space)
    assert (intake.accepted, intake.out_of_scope, intake.empty) == (5, 2, 1)
    assert [finding.value for finding in intake.findings if finding.rule.id == "place_outside"] == ["Casablanca"]


@pytest.mark.slow
def test_years_in_headers(tmp_path: Path) -> None:
    header = [
        "Country or Territory Name", "City Code", "City Name", "SDG Region",
        "Average share of green area in city/urban area 1990 (%)",
        "Average share of green area in city/ urban area 2020 (%)",
        "Green area per capita 2020 (m2/person)", "Data Source", "FootNote",
    ]  # fmt: skip
    row = ["Argentina", "AR_BUENOS_AIRES", "Buenos Aires", "Latin America", 31.9, 15.95, 24.96, f"{OWN}, 2271", ""]
    note = [["Last Update: ", "August 2024"], ["Global Urban Indicators, share of green areas in cities"]]
    path = write_xlsx(tmp_path / "green.xlsx", {"Metadata": note, "Data": [header, row]})
    table = read(path, "unhabitat")
    assert (table.source, table.release) == ("unhabitat_green_area_2024", "August 2024")
    assert cell(table, field="Average share of green area in city/urban area (%)", year="2020")["value"] == "15.95"
    intake = check(path)
    assert observation(intake, "buenos_aires", "green_area_share", 1990)["method"] == "satellite"
    assert observation(intake, "buenos_aires", "green_area_per_person", 2020)["value"] == 24.96


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "records", "unchanged"),
    [
        ("UNHabitat_SDG_11-2-1_public_transport.xlsx", 2218, 45),
        ("UNHabitat_SDG_11-7-1_open_space_2024.xlsx", 1394, 87),
        ("UNHabitat_SDG_11-7-1_open_space_newer.xlsx", 1711, 89),
        ("UNHabitat_green_area_share_percapita_1990_2020.xlsx", 667, 256),
    ],
)
def test_published_files_say_what_the_store_holds(name: str, records: int, unchanged: int) -> None:
    intake = check(publisher_file(name))
    assert (intake.format, intake.rows_read, intake.refused) == ("unhabitat", records, 0)
    assert intake.changes is not None
    assert (intake.changes.new, intake.changes.changed) == (0, 0)
    assert intake.accepted == intake.changes.unchanged == unchanged
