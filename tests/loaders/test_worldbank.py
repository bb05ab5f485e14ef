"""World Bank files: the bulk CSV with its preamble, re-saved without, and the DataBank's shapes."""

from pathlib import Path

import pytest

from tests.helpers.checking import FORMATS_FOLDER, cell, check, observation, publisher_file, read

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("name", "records", "empty", "row", "column", "release"),
    [
        ("worldbank_bulk.csv", 5, 2, 7, "2019", "2021-09-15"),
        ("worldbank_resaved.csv", 5, 2, 3, "2019", ""),
        ("worldbank_databank.csv", 3, 1, 2, "2019 [YR2019]", "2021-09-15"),
        ("worldbank_long.csv", 14, 1, 7, "Value", "2021-09-15"),
        ("worldbank_across.csv", 7, 1, 7, "Urban population (% of total population) [SP.URB.TOTL.IN.ZS]", ""),
    ],
)
def test_every_shape_of_one_download(name: str, records: int, empty: int, row: int, column: str, release: str) -> None:
    table = read(FORMATS_FOLDER / name, "worldbank")
    assert (table.rows_read, table.empty, table.release) == (records, empty, release)
    assert table.source == ("wb_wdi_2021_09" if release else "")
    value = cell(table, country="MAR", field="SP.URB.TOTL.IN.ZS", year="2019")
    assert (value["value"], value["row"], value["column"]) == ("62.994", row, column)


def test_values_of_the_store_are_unchanged() -> None:
    intake = check(FORMATS_FOLDER / "worldbank_bulk.csv")
    assert intake.format == "worldbank"
    assert (intake.accepted, intake.refused, intake.empty) == (20, 0, 2)
    assert intake.out_of_scope == 13  # Aruba's seven and the six of a series outside the catalogue
    assert intake.changes is not None
    assert (intake.changes.unchanged, intake.changes.new) == (20, 0)
    found = observation(intake, "morocco", "urban_population_share_national", 2019)
    assert (found["value"], found["source"], found["perimeter"]) == (62.994, "wb_wdi_2021_09", "country")
    assert found["method"] == "projected"
    assert observation(intake, "morocco", "urban_population_share_national", 2018)["method"] == "estimated"
    outside = {(f.rule.id, f.value, f.params["count"]) for f in intake.findings if f.rule.id.endswith("_outside")}
    assert outside == {("place_outside", "Aruba", 7), ("indicator_outside", "SH.STA.TRAF.P5", 6)}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "records", "accepted"),
    [
        ("wb__API_AG.LND.FRST.ZS_DS2_en_csv_v2_38121.csv", 266, 600),
        ("wb__API_EG.FEC.RNEW.ZS_DS2_en_csv_v2_23178.csv", 266, 600),
        ("wb__API_SH.H2O.SMDW.ZS_DS2_en_csv_v2_1006819.csv", 264, 200),
        ("wb__urban-development-raw-2021.csv", 5054, 10_000),
    ],
)
def test_published_files(name: str, records: int, accepted: int) -> None:
    intake = check(publisher_file(name))
    assert intake.format == "worldbank"
    assert intake.rows_read == records
    assert intake.accepted >= accepted
    assert intake.refused == 0


@pytest.mark.parametrize(("printed", "release"), [("28/06/2024", "2024-06-28"), ("06/28/2024", "2024-06-28")])
def test_a_date_that_a_french_spreadsheet_wrote_again_has_its_day_first(
    tmp_path: Path, printed: str, release: str
) -> None:
    path = tmp_path / "saved.csv"
    path.write_text(
        f"Data Source;World Development Indicators;\n\nLast Updated Date;{printed};\n\n"
        "Country Name;Country Code;Indicator Name;Indicator Code;2019;2020\n"
        "Morocco;MAR;Urban population;SP.URB.TOTL.IN.ZS;62,99;63,5\n",
        encoding="cp1252",
    )
    assert read(path, "worldbank").release == release
    assert check(path).accepted == 2
