"""The WHO air-quality workbook: readable when a user brings it, bundled never."""

from pathlib import Path

import pytest

from tests.helpers.checking import cell, check, dataset, publisher_file, read
from tests.helpers.workbooks import write_xlsx

pytestmark = pytest.mark.slow

OF_2022 = [
    ["WHO Region", "ISO3", "WHO Country Name", "City or Locality", "Measurement Year", "PM2.5 (μg/m3)", "PM10 (μg/m3)",
     "NO2 (μg/m3)", "PM25 temporal coverage (%)", "Reference"],
    ["European Region", "ALB", "Albania", "Durres", 2016, 14.32, 24.56, 24.78, None, "European Environment Agency"],
    ["Eastern Mediterranean", "AFG", "Afghanistan", "Kabul", 2019, 119.77, None, "NA", 18, "U.S. Department of State"],
]  # fmt: skip
LATER = [
    [
        "who_region",
        "iso3",
        "country_name",
        "city",
        "year",
        "pm10_concentration",
        "pm25_concentration",
        "no2_concentration",
    ],
    ["3_Sear", "ALB", "Albania", "Durres/ALB", 2016, 24.56, 14.32, "NA"],
]


@pytest.mark.parametrize("rows", [OF_2022, LATER])
def test_editions(tmp_path: Path, rows: list[list[str | float | None]]) -> None:
    path = write_xlsx(tmp_path / "aap.xlsx", {"README": [["WHO"]], "AAP": rows})
    table = read(path, "who")
    assert table.rows_read == len(rows) - 1
    value = cell(table, place_name="Durres", field="PM2.5 (μg/m3)")
    assert (value["value"], value["year"], value["row"]) == ("14.32", "2016", 2)


def test_missing_is_missing(tmp_path: Path) -> None:
    table = read(write_xlsx(tmp_path / "aap.xlsx", {"AAP": OF_2022}), "who")
    assert table.empty == 2


@pytest.mark.slow
def test_published_file() -> None:
    intake = check(publisher_file("who_aap_2021_v9_11august2022.xlsx"))
    assert (intake.format, intake.rows_read, intake.empty) == ("who", 32_191, 38_216)
    assert intake.refused == 0
    linked = [e.id for e in dataset().catalogue.values() if any(link.format == "who" for link in e.fields)]
    assert intake.accepted == 0 or linked
