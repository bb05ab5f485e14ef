"""Exports: opened and read back, they are the chart's figures with their origin, and nothing that may not be there."""

import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from indicators.analysis import comparability
from indicators.analysis.verdicts import Verdict
from indicators.charts.chart import Chart, Look
from indicators.charts.dispatch import chart_of
from indicators.charts.request import ChartRequest
from indicators.exports.bundle import chart_csv, chart_zip
from indicators.exports.package import FIELDS
from indicators.exports.tables import ADDED, chart_table
from indicators.intake.file_check import check_file
from indicators.language.bidi import unmarked
from indicators.model.observations import COLUMNS, KEY
from indicators.store import releases
from indicators.store.dataset import Dataset, open_dataset
from indicators.text.csv_safety import FORMULA_STARTS, csv_bytes
from tests.helpers.checking import dataset
from tests.helpers.folders import OBSERVATIONS, add_rows, change

LINK = "https://example.org/water?indicator=network_losses&chart=rank&lang=en&v=0123456789ab"

STATES = [
    ChartRequest(),
    ChartRequest(indicator="carbon_footprint_per_person", chart="rank"),
    ChartRequest(indicator="population_agglomeration", chart="time"),
    ChartRequest(indicator="public_sewer", chart="districts"),
    ChartRequest(indicator="modal_split_car", chart="parts"),
    ChartRequest(indicator="built_up_area_per_person", chart="world"),
    ChartRequest(indicator="co2_per_person_national", chart="trajectory"),
    ChartRequest(indicator="co2_per_person_national", chart="rank"),
    ChartRequest(indicator="network_efficiency", chart="time", language="fr"),
]


def found(data: Dataset, state: ChartRequest) -> Chart:
    chart = chart_of(data, state, Look(state.language))
    assert chart is not None
    return chart


def opened(body: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def files_of(data: Dataset, state: ChartRequest) -> dict[str, str]:
    return opened(chart_zip(data, found(data, state), LINK, state.language))


def test_what_programs_read_of_an_arabic_chart_has_no_marks_of_direction() -> None:
    files = files_of(dataset(), ChartRequest(indicator="public_sewer", chart="rank", language="ar"))
    read = {name: text for name, text in files.items() if name.endswith((".csv", ".json"))}
    assert len(read) >= 2
    assert [name for name, text in read.items() if text != unmarked(text)] == []


def read(text: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False)


def numbers(column: pd.Series) -> list[float | None]:
    return [None if value == "" or pd.isna(value) else float(value) for value in column]


def years(rows: pd.DataFrame) -> pd.Series:
    return rows["year"].astype("object").map(lambda year: "" if pd.isna(year) or year == "" else str(int(year)))


@pytest.fixture(scope="module", params=STATES, ids=lambda state: f"{state.indicator}-{state.chart}")
def exported(request: pytest.FixtureRequest) -> tuple[Chart, dict[str, str]]:
    return found(dataset(), request.param), files_of(dataset(), request.param)


def test_what_comes_back_is_what_the_chart_draws_and_lists(exported: tuple[Chart, dict[str, str]]) -> None:
    chart, files = exported
    table = read(files["data.csv"])
    assert list(table.columns) == [*COLUMNS, *ADDED]
    observations = chart.observations
    assert len(table) == len(observations) > 0

    def by_key(rows: pd.DataFrame) -> dict[tuple[str, ...], tuple[float | None, ...]]:
        keys = rows[list(KEY)].assign(year=years(rows)).astype("str").itertuples(index=False, name=None)
        values = zip(*(numbers(rows[name]) for name in ("value", "lower", "upper")), strict=True)
        return dict(zip(keys, values, strict=True))

    assert by_key(table) == by_key(observations)
    assert (table["drawn"] == "true").sum() == observations["drawn"].sum()
    assert chart.figure is None or observations["drawn"].any()


def test_every_row_of_the_table_twin_is_in_it(exported: tuple[Chart, dict[str, str]]) -> None:
    chart, files = exported
    # The overview's table is one row an indicator.
    assert len(chart.rows) <= len(read(files["data.csv"]))


def test_the_description_holds_what_the_standard_requires(exported: tuple[Chart, dict[str, str]]) -> None:
    _, files = exported
    package = json.loads(files["datapackage.json"])
    assert re.fullmatch(r"[a-z0-9._/-]+", package["name"])
    resource, *announced = package["resources"]
    assert [one["path"] for one in announced] == [name for name in files if name == "pledges.csv"]
    assert re.fullmatch(r"[a-z0-9._-]+", resource["name"])
    assert resource["path"] == "data.csv"
    data = csv_bytes(files["data.csv"])
    assert resource["bytes"] == len(data)
    assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    for licence in package["licenses"]:
        assert set(licence) & {"name", "path"}
        assert re.fullmatch(r"[-a-zA-Z0-9._]+", licence.get("name", "x"))
        assert licence["path"] in files or licence["path"].startswith("https://")
    for source in package["sources"]:
        assert source["title"]
        assert re.match(r"https?://", source["path"])
    schema = resource["schema"]
    table = read(files["data.csv"])
    assert [field["name"] for field in schema["fields"]] == list(table.columns)
    for field in schema["fields"]:
        filled = table.loc[table[field["name"]] != "", field["name"]]
        assert field["description"]
        assert set(filled) <= set(field.get("constraints", {}).get("enum", filled))
        shapes = {"year": r"\d{4}", "number": r"-?\d+(\.\d+)?(e-?\d+)?", "boolean": "true|false", "string": r"[\s\S]+"}
        assert filled.str.fullmatch(shapes[field["type"]]).all()
    (key,) = [schema["primaryKey"]] if "primaryKey" in schema else schema["uniqueKeys"]
    assert not table.duplicated(key).any()
    assert "primaryKey" not in schema or (table[key] != "").all(axis=None)
    assert package["version"] == dataset().version
    assert package["homepage"] == LINK
    assert {source["id"] for source in package["sources"]} == set(table["source"])


def test_the_texts_say_claim_verdict_perimeter_sources_and_link(exported: tuple[Chart, dict[str, str]]) -> None:
    chart, files = exported
    readme, citation = files["README.txt"], files["CITATION.txt"]
    for stated in (chart.title, chart.subtitle, LINK, dataset().version, *chart.notes):
        assert stated in readme
    for stated in (chart.title, LINK, dataset().version):
        assert stated in citation
    for key in set(read(files["data.csv"])["source"]):
        source = dataset().sources[key]
        assert key in readme
        assert source.link in readme
        undated = [
            line for line in citation.splitlines() if line.startswith(("Access date not", "Date de consultation"))
        ]
        assert bool(source.accessed) or any(key in line for line in undated)
        (described,) = [load for load in json.loads(files["datapackage.json"])["sources"] if load["id"] == key]
        assert ("remark" in described) is not bool(source.accessed)


def test_verdicts_are_those_of_the_comparison(exported: tuple[Chart, dict[str, str]]) -> None:
    chart, files = exported
    table = read(files["data.csv"])
    assert set(table["verdict"]) <= {"", *(str(verdict) for verdict in Verdict)}
    judged = table[table["verdict"] != ""]
    given = chart.observations.astype({"place": "str"})
    for row in judged.head(40).to_dict("records"):
        entry = dataset().catalogue[row["indicator"]]
        own = given[(given["place"] == row["compared_with"]) & (given["indicator"] == row["indicator"])]
        own = own[years(own) == row["compared_year"]]
        asked = {**row, "year": int(row["year"]) if row["year"] else None}
        pairs = [comparability.pair(asked, beside, entry, dataset().places) for beside in own.to_dict("records")]
        assert (row["verdict"], row["rules"]) in [
            (str(pair.verdict), " ".join(reason.code for reason in pair.reasons)) for pair in pairs
        ]
        assert row["reason"]
    apart = table[(table["verdict"] == "") & (table["compared_with"] == "")]
    assert len(apart) + len(judged) == len(table)


def test_the_own_loader_takes_the_data_back_unchanged(exported: tuple[Chart, dict[str, str]], tmp_path: Path) -> None:
    _, files = exported
    path = tmp_path / "data.csv"
    path.write_text(files["data.csv"], encoding="utf-8")
    report = check_file(path, dataset(), 2026)
    assert report.refused == 0
    assert report.changes is not None
    assert report.changes.unchanged == len(read(files["data.csv"]))


def test_the_same_chart_is_the_same_bytes(toy_folder: Path) -> None:
    state = ChartRequest(indicator="network_losses", chart="rank")
    first, second = (
        chart_zip(data, found(data, state), LINK, "en") for data in (open_dataset(toy_folder), open_dataset(toy_folder))
    )
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == ["data.csv", "datapackage.json", "CITATION.txt", "README.txt"]


def test_figures_that_may_not_be_handed_on_are_left_out_and_named(toy_folder: Path) -> None:
    data = open_dataset(toy_folder)
    files = files_of(data, ChartRequest(indicator="network_losses", chart="rank"))
    table = read(files["data.csv"])
    assert table["source"].tolist() == ["open_2020"]
    assert table["place"].tolist() == ["rabat"]
    package = json.loads(files["datapackage.json"])
    assert [(item["source"], item["rows"]) for item in package["leftOut"]] == [("closed_2021", 1)]
    assert [source["id"] for source in package["sources"]] == ["open_2020"]
    assert "Agency (2021), Yearbook." in files["README.txt"]
    assert "all rights reserved" in files["README.txt"]
    assert "Left out" in files["README.txt"]


def test_nothing_may_be_handed_on(toy_folder: Path) -> None:
    change(toy_folder, "sources/sources.csv", "CC BY 4.0,true", "CC BY 4.0,false")
    files = files_of(open_dataset(toy_folder), ChartRequest(indicator="network_losses", chart="rank"))
    assert files["data.csv"].splitlines() == [",".join([*COLUMNS, *ADDED])]
    package = json.loads(files["datapackage.json"])
    assert "sources" not in package, "an empty list is not allowed by the standard"
    assert "licenses" not in package
    assert {item["source"] for item in package["leftOut"]} == {"open_2020", "closed_2021"}


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_text_begins_like_a_formula(toy_folder: Path, start: str) -> None:
    change(toy_folder, OBSERVATIONS, "rabat,network_losses,2020,19.25,,,municipality,reported,open_2020,",
           f'rabat,network_losses,2020,19.25,,,municipality,reported,open_2020,"{start}1+1"')  # fmt: skip
    change(toy_folder, "places/places.csv", "rabat,Rabat,Rabat,", "rabat,=Rabat,@Rabat,")
    change(toy_folder, "catalogue/water/network_losses.toml", 'en = "Losses of the network"', 'en = "-Losses"')
    data = open_dataset(toy_folder)
    state = ChartRequest(indicator="network_losses", chart="rank")
    for text in (chart_csv(data, found(data, state), "en"), files_of(data, state)["data.csv"]):
        table = read(text)
        texts = table.drop(columns=["value", "lower", "upper"])
        assert not texts.map(lambda cell: cell.startswith(FORMULA_STARTS)).any(axis=None)
        assert table["place_name"].tolist() == ["'=Rabat"]
        assert table["indicator_name"].tolist() == ["'-Losses"]
        assert table["value"].tolist() == ["19.25"]


def test_negative_numbers_stay_numbers() -> None:
    """Change of CO2 since 1990 is below zero in several countries (Our World in Data)."""
    state = ChartRequest(indicator="co2_change_since_1990_national", chart="rank")
    table = read(files_of(dataset(), state)["data.csv"])
    assert (pd.to_numeric(table["value"]) < 0).any()


def test_without_a_figure_of_its_own_the_export_says_so(toy_folder: Path) -> None:
    text = (toy_folder / OBSERVATIONS).read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if not line.startswith("casablanca")]
    (toy_folder / OBSERVATIONS).write_text("\n".join(rows) + "\n", encoding="utf-8")
    data = open_dataset(toy_folder)
    chart = found(data, ChartRequest(indicator="network_losses", chart="rank"))
    table = chart_table(data, chart, "en").rows
    assert table["verdict"].tolist() == [""]
    assert table["reason"].tolist() == ["no figure of Casablanca on this chart to compare with"]


def test_it_is_created_on_the_day_of_its_release(toy_folder: Path) -> None:
    data = open_dataset(toy_folder)
    state = ChartRequest(indicator="network_losses", chart="rank")
    assert "created" not in json.loads(files_of(data, state)["datapackage.json"])
    releases.record(toy_folder / "releases", data.observations, data.version, "2026-11-22", "Figures.")
    files = files_of(data, state)
    assert json.loads(files["datapackage.json"])["created"] == "2026-11-22T00:00:00Z"
    assert "(22 November 2026)" in files["README.txt"]


def test_each_figure_is_judged_by_the_own_one_nearest_in_year(toy_folder: Path) -> None:
    add_rows(
        toy_folder,
        "rabat,network_losses,2012,22,,,municipality,reported,open_2020,",
        "casablanca,network_losses,2010,26,,,utility perimeter,metered,open_2020,",
        "casablanca,network_losses,2013,25,,,utility perimeter,metered,open_2020,",
    )
    data = open_dataset(toy_folder)
    chart = found(data, ChartRequest(indicator="network_losses", chart="rank"))
    rows = data.of("network_losses").assign(drawn=True)
    table = chart_table(data, replace(chart, observations=rows), "en").rows
    rabat = table[table["place"].astype("str") == "rabat"]
    assert dict(zip(rabat["year"], rabat["compared_year"], strict=True)) == {2012: 2013, 2020: 2020}


def test_the_columns_described_are_those_of_the_table() -> None:
    assert [name for name, _, _ in FIELDS] == [*COLUMNS, *ADDED]
