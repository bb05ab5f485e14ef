"""Sustainable Development Report workbooks, recognised by their codes and years."""

from pathlib import Path

import pytest

from tests.helpers.checking import cell, check, observation, publisher_file, read
from tests.helpers.workbooks import write_xlsx

pytestmark = pytest.mark.slow

CODEBOOK = [["Code", "Indicator", "units"], ["sdg7_ren", "Share of renewable energy", "%"]]


@pytest.mark.parametrize(("edition", "country"), [("2019", "country"), ("2022", "Country")])
def test_raw_data_of_any_edition(tmp_path: Path, edition: str, country: str) -> None:
    rows = [
        [country, "id", "year", "Regions used for the SDG Index & Dashboard", "sdg6_water", "sdg7_elecac"],
        ["Morocco", "MAR", 2014, "MENA", 82.4, 91.6],
        ["Morocco", "MAR", 2015, "MENA", 83.0, None],
        ["Aruba", "ABW", 2015, "LAC", 98.0, None],
    ]
    about = [[f"Online database for Sustainable Development Report {edition}"]]
    path = write_xlsx(tmp_path / "index.xlsx", {"About": about, "Codebook": CODEBOOK, "Raw Data (trends)": rows})
    table = read(path, "sdsn")
    assert (table.rows_read, table.empty, table.source) == (3, 2, f"sdr_{edition}")
    value = cell(table, country="MAR", field="sdg7_elecac")
    assert (value["value"], value["year"], value["row"], value["sheet"]) == ("91.6", "2014", 2, "Raw Data (trends)")


def test_an_edition_that_is_no_source_is_named(tmp_path: Path) -> None:
    rows = [["country", "id", "year", "sdg7_elecac", "sdg6_water"], ["Morocco", "MAR", 2019, 99.6, None]]
    path = write_xlsx(tmp_path / "x.xlsx", {"About": [["Sustainable Development Report 2022"]], "Raw": rows})
    intake = check(path)
    assert intake.accepted == 1
    assert [(finding.rule.id, finding.value) for finding in intake.findings if finding.rule.id == "source_outside"] == [
        ("source_outside", "2022")
    ]


@pytest.mark.slow
def test_published_file_says_what_the_store_holds() -> None:
    intake = check(publisher_file("sdsn__2019GlobalIndexResults.xlsx"))
    assert (intake.format, intake.rows_read, intake.refused) == ("sdsn", 3860, 0)
    assert intake.changes is not None
    assert (intake.changes.new, intake.changes.changed) == (0, 0)
    assert intake.changes.unchanged > 4_000
    assert observation(intake, "morocco", "electricity_access_national", 2014)["source"] == "sdr_2019"
