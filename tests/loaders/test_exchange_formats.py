"""Files of other data portals and of statistical offices; the small files hold figures of ours in published layouts.

The figures are those the store holds of Morocco, Tunisia, France and Spain, written as each portal writes its files.
"""

import json
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from indicators.intake.file_check import check_file
from indicators.model.catalogue import Catalogue, FieldLink
from tests.helpers.checking import FORMATS_FOLDER, THIS_YEAR, cell, check, dataset, observation, read, rules

LINKS = {
    "electricity_access_national": (
        ("un_sdg", "EG_ACS_ELEC"), ("sdmx_csv", "EG_ACS_ELEC"), ("data_commons", "worldBank/EG_ELC_ACCS_ZS"),
    ),
    "renewable_share_final_energy_national": (("eurostat", "nrg_bal=REN, unit=PC"),),
    "co2_per_person_national": (("json_stat", "co2_per_capita"),),
}  # fmt: skip
"""The fields that the small files have, as a catalogue entry names them."""


@cache
def linked():
    """Return the project's data with a catalogue that names these fields."""
    entries = [
        entry.model_copy(
            update={
                "fields": tuple(
                    FieldLink(format=name, field=field, perimeter="country", method="estimated")
                    for name, field in LINKS.get(entry.id, ())
                )
            }
        )
        for entry in dataset().catalogue.values()
    ]
    return replace(dataset(), catalogue=Catalogue(entries))


def known(name: str) -> Path:
    return FORMATS_FOLDER / name


def intake_of(path: Path):
    return check_file(path, linked(), THIS_YEAR)


def written(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def held(indicator: str, place: str, year: int) -> set[float]:
    rows = dataset().of(indicator)
    rows = rows[(rows["place"] == place) & (rows["year"] == year)]
    return set(rows["value"])


FILES = [
    ("un_sdg.csv", "un_sdg", "electricity_access_national", "morocco", 2015),
    ("sdmx_csv.csv", "sdmx_csv", "electricity_access_national", "tunisia", 2016),
    ("data_commons.csv", "data_commons", "electricity_access_national", "morocco", 2015),
    ("eurostat.tsv", "eurostat", "renewable_share_final_energy_national", "france", 2010),
    ("json_stat.json", "json_stat", "co2_per_person_national", "morocco", 2018),
]


@pytest.mark.parametrize(("name", "form", "indicator", "place", "year"), FILES)
def test_a_file_is_recognised_and_its_figures_are_those_we_hold(
    name: str, form: str, indicator: str, place: str, year: int
) -> None:
    read(known(name), form)
    found = intake_of(known(name))
    assert (found.format, found.refused) == (form, 0)
    assert observation(found, place, indicator, year)["value"] in held(indicator, place, year)


@pytest.mark.parametrize("name", [one[0] for one in FILES])
def test_without_a_link_of_the_catalogue_the_file_says_that_nothing_is_known(name: str) -> None:
    entries = [entry.model_copy(update={"fields": ()}) for entry in dataset().catalogue.values()]
    bare = replace(dataset(), catalogue=Catalogue(entries))
    found = check_file(known(name), bare, THIS_YEAR)
    assert found.accepted == 0
    assert "nothing_known" in {rule for rule, *_ in rules(found.findings)}


@pytest.mark.parametrize("name", ["un_sdg.csv", "sdmx_csv.csv", "data_commons.csv"])
def test_the_catalogue_names_the_series_of_official_indicators(name: str) -> None:
    found = check(known(name))
    assert (found.refused, found.out_of_scope) == (0, 0)
    assert set(found.observations["indicator"].astype("str")) <= {
        "electricity_access_national", "urban_electricity_access_national",
    }  # fmt: skip
    assert found.accepted == found.rows_read - found.empty


def test_un_sdg_reads_whole_countries_alone() -> None:
    table = read(known("un_sdg.csv"), "un_sdg")
    assert (table.rows_read, table.empty) == (7, 0)
    assert set(table.frame["field"]) == {"EG_ACS_ELEC", "EG_ACS_ELEC [URBAN]"}
    assert set(table.frame["method"]) == {"estimated"}
    assert intake_of(known("un_sdg.csv")).accepted == 6


def test_un_sdg_limits_and_forecasts_are_no_observed_values(tmp_path: Path) -> None:
    text = known("un_sdg.csv").read_text(encoding="utf-8")
    lines = text.splitlines()
    beyond = lines[1].replace(",91.6,", ",>95,")
    forecast = lines[2].replace(",E,G,", ",F,G,")
    hole = lines[3].replace(",100.0,", ",NaN,")
    assert len({beyond, forecast, hole} & set(lines)) == 0
    table = read(written(tmp_path, "sdg.csv", "\n".join([lines[0], beyond, forecast, hole]) + "\n"), "un_sdg")
    assert table.empty == 1
    limit = cell(table, year="2014")
    assert (limit["value"], limit["lower"], limit["upper"]) == ("", "95", "")
    assert cell(table, year="2015")["method"] == "projected"


def test_eurostat_flags_are_notes_and_colons_are_holes() -> None:
    table = read(known("eurostat.tsv"), "eurostat")
    assert (table.rows_read, table.empty) == (4, 3)
    estimated = cell(table, country="FR", year="2012")
    assert (estimated["note"], estimated["method"]) == ("estimated by the publisher (flag e)", "estimated")
    assert float(estimated["value"]) > 0
    broken = cell(table, country="FR", year="2015")
    assert broken["note"] == "break in the series (flag b); provisional (flag p)"
    assert float(broken["value"]) > 0
    assert cell(table, country="FR", year="2010")["note"] == ""
    assert not table.frame["value"].astype("str").str.contains("[a-z:]").any()
    found = intake_of(known("eurostat.tsv"))
    note = observation(found, "france", "renewable_share_final_energy_national", 2015)["note"]
    assert note == "break in the series (flag b); provisional (flag p)"


def test_a_forecast_of_eurostat_is_a_projection_and_words_are_refused(tmp_path: Path) -> None:
    text = known("eurostat.tsv").read_text(encoding="utf-8").replace(" bp\n", " f\n", 1)
    table = read(written(tmp_path, "f.tsv", text), "eurostat")
    assert cell(table, country="FR", year="2015")["method"] == "projected"
    word = written(tmp_path, "w.tsv", text.replace("A,REN,PC,FR\t", "A,REN,PC,FR\tabout 3x", 1))
    found = intake_of(word)
    assert "not_a_number" in {rule for rule, *_ in rules(found.findings)}


def test_json_stat_with_holes_and_sparse_values_is_the_same(tmp_path: Path) -> None:
    table = read(known("json_stat.json"), "json_stat")
    assert (table.rows_read, table.empty) == (6, 1)
    assert table.release == "CO2 emissions per person; Our World in Data; 2020-12-09"
    assert cell(table, country="FRA", year="2014")["note"] == "break in the series (flag b)"
    assert cell(table, country="FRA", year="2010")["method"] == "estimated"
    cube = json.loads(known("json_stat.json").read_text(encoding="utf-8"))
    cube["value"] = {str(index): value for index, value in enumerate(cube["value"]) if value is not None}
    sparse = read(written(tmp_path, "sparse.json", json.dumps(cube)), "json_stat")
    assert (sparse.rows_read, sparse.empty) == (5, 0)
    assert sparse.frame["value"].tolist() == table.frame["value"].tolist()
    assert sparse.frame["row"].tolist() == table.frame["row"].tolist()


BROKEN = [
    ({"value": [1, 2]}, "2 values, and sizes that multiply to 6"),
    ({"value": {"17": 1}}, "a position beyond 5"),
    ({"size": [1, 2, 4]}, "has 3 categories, and the size 4"),
    ({"role": {}, "id": ["indicator", "country", "when"]}, "when"),
    ({"size": ["many", 2, 3]}, "many"),
]


@pytest.mark.parametrize(("change", "words"), BROKEN)
def test_a_cube_that_does_not_fit_together_is_stated_so(tmp_path: Path, change: dict, words: str) -> None:
    cube = json.loads(known("json_stat.json").read_text(encoding="utf-8")) | change
    found = intake_of(written(tmp_path, "broken.json", json.dumps(cube)))
    assert found.format is None
    assert [rule for rule, *_ in rules(found.findings)] == ["broken_cube"]
    assert words in str(found.findings[0].params["reason"])


def test_other_json_is_no_table(tmp_path: Path) -> None:
    found = check(written(tmp_path, "other.json", '{"a": 1}'))
    assert [rule for rule, *_ in rules(found.findings)] == ["binary_file"]


def test_sdmx_csv_without_its_structure_is_refused(tmp_path: Path) -> None:
    lines = known("sdmx_csv.csv").read_text(encoding="utf-8").splitlines()
    bare = written(tmp_path, "bare.csv", "\n".join(line.split(",", 3)[3] for line in lines) + "\n")
    found = check(bare)
    assert (found.format, found.accepted) == (None, 0)
    assert [rule for rule, *_ in rules(found.findings)] == ["sdmx_without_structure"]


def test_sdmx_csv_of_version_1_with_labels_powers_and_flags(tmp_path: Path) -> None:
    text = (
        "DATAFLOW: Flow,REF_AREA: Area,SERIES: Series,TIME_PERIOD: Time,OBS_VALUE: Value,UNIT_MULT: Power,OBS_STATUS\n"
        "IAEG-SDGs:DF_SDG_GLH(1.20),MAR: Morocco,EG_ACS_ELEC: Access,2015,9.95,1: Tens,A: Normal value\n"
        "IAEG-SDGs:DF_SDG_GLH(1.20),MAR: Morocco,EG_ACS_ELEC: Access,2016,100,,F: Forecast value\n"
    )
    table = read(written(tmp_path, "labels.csv", text), "sdmx_csv")
    assert set(table.frame["field"]) == {"EG_ACS_ELEC"}
    assert cell(table, year="2015")["value"] == "9.95e1"
    assert cell(table, year="2016")["method"] == "projected"
    found = intake_of(tmp_path / "labels.csv")
    assert observation(found, "morocco", "electricity_access_national", 2015)["value"] == 99.5


def test_what_divides_an_sdmx_file_stands_behind_the_series() -> None:
    table = read(known("sdmx_csv.csv"), "sdmx_csv")
    assert set(table.frame["field"]) == {"EG_ACS_ELEC", "EG_ACS_ELEC [URBANISATION=U]"}
    assert intake_of(known("sdmx_csv.csv")).accepted == 6


def test_data_commons_names_its_source_beside_each_value() -> None:
    table = read(known("data_commons.csv"), "data_commons")
    assert (table.rows_read, table.empty) == (5, 1)
    assert set(table.frame["note"]) == {"Data Commons, from https://data.worldbank.org/"}


METADATA = {
    "chart": {"title": "CO₂ emissions per capita"},
    "columns": {
        "Annual CO₂ emissions (per capita)": {
            "unit": "tonnes per person",
            "lastUpdated": "2020-12-09",
            "citationShort": "Global Carbon Project (2020)",
            "citationLong": "Global Carbon Project (2020) – with processing by Our World in Data",
        }
    },
}


def test_an_owid_table_alone_is_asked_for_source_and_licence(tmp_path: Path) -> None:
    alone = check(known("owid_entity.csv"))
    assert "owid_without_metadata" in {rule for rule, *_ in rules(alone.findings)}
    archive = tmp_path / "co-emissions-per-capita.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(known("owid_entity.csv"), "co-emissions-per-capita.csv")
        file.writestr("co-emissions-per-capita.metadata.json", json.dumps(METADATA))
        file.writestr("readme.md", "# CO2")
    table = read(archive, "owid")
    assert table.release == "Global Carbon Project (2020) – with processing by Our World in Data (2020-12-09)"
    whole = check(archive)
    assert "owid_without_metadata" not in {rule for rule, *_ in rules(whole.findings)}
    assert (whole.format, whole.accepted) == ("owid", alone.accepted)


def test_a_data_package_without_its_tables_is_stated_so(tmp_path: Path) -> None:
    record = {"name": "a", "resources": [{"name": "b", "path": "b.csv"}, {"name": "c", "path": "../../etc/passwd.csv"}]}
    found = check(written(tmp_path, "datapackage.json", json.dumps(record)))
    assert sorted(rule for rule, *_ in rules(found.findings)) == [
        "package_without_table", "resource_not_read", "resource_not_read",
    ]  # fmt: skip


def test_a_broken_archive_is_stated_so(tmp_path: Path) -> None:
    path = tmp_path / "broken.zip"
    path.write_bytes(b"PK\x03\x04" + b"\0" * 200)
    assert check(path).format is None
