"""The whole data set as a data package: valid for frictionless, complete, and without what may not be handed on."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import jsonschema
import pyarrow.parquet as pq
import pytest
import yaml
from frictionless import Package, system

from indicators.packages.catalogue_graph import COUNTRIES, statements
from indicators.packages.citation import ZENODO, citation_file
from indicators.packages.data_package import DATA_PACKAGE, README, csvw, deposit, package_files, write_files
from indicators.packages.resources import RESOURCES
from tests.helpers.released import released_dataset

SCHEMAS = Path(__file__).parent / "schemas"


@cache
def dataset():
    return released_dataset()


@cache
def files():
    return package_files(dataset(), "https://figures.example")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("package")
    write_files(files(), path)
    return path


def rows_of(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files()[f"{name}.csv"].decode())))


def test_frictionless_finds_nothing_wrong(folder: Path) -> None:
    described = json.loads((folder / DATA_PACKAGE).read_text(encoding="utf-8"))
    described["resources"] = [one for one in described["resources"] if one["format"] == "csv"]
    with system.use_context(trusted=True):
        report = Package(described, basepath=str(folder)).validate()
    assert report.flatten(["rowNumber", "fieldName", "type", "note"]) == []
    assert report.stats["tasks"] == len(RESOURCES)


def test_a_wrong_value_would_be_found(folder: Path, tmp_path: Path) -> None:
    described = json.loads((folder / DATA_PACKAGE).read_text(encoding="utf-8"))
    described["resources"] = [one for one in described["resources"] if one["name"] == "places"]
    for one in described["resources"]:
        del one["hash"], one["bytes"]
    text = (folder / "places.csv").read_text(encoding="utf-8")
    (tmp_path / "places.csv").write_text(text.replace(",city,", ",town,", 1), encoding="utf-8")
    report = Package(described, basepath=str(tmp_path)).validate()
    assert [one[0] for one in report.flatten(["fieldName"])] == ["level"]


def test_every_figure_is_there_with_its_verdict_and_its_terms() -> None:
    rows = rows_of("observations")
    assert len(rows) == len(dataset().observations)
    assert all(row["source"] and row["licence"] and row["perimeter"] and row["reason"] for row in rows)
    electricity = next(row for row in rows if (row["indicator"], row["place"]) == ("electricity_at_home", "rabat"))
    assert (electricity["year"], electricity["value"], electricity["verdict"]) == ("2024", "99.8", "comparable")
    assert {row["indicator"] for row in rows} <= {row["id"] for row in rows_of("indicators")}


def test_parquet_holds_the_same_as_csv() -> None:
    for resource in RESOURCES:
        table = pq.read_table(io.BytesIO(files()[f"{resource.name}.parquet"]))
        rows = rows_of(resource.name)
        assert table.num_rows == len(rows)
        assert table.column_names == list(rows[0])
    table = pq.read_table(io.BytesIO(files()["observations.parquet"]))
    values = [None if row["value"] == "" else float(row["value"]) for row in rows_of("observations")]
    assert table["value"].to_pylist() == values
    assert table["year"].type == "int16"
    assert table.schema.metadata[b"data_version"].decode() == dataset().version


def test_the_description_names_the_terms_of_each_source() -> None:
    described = json.loads(files()[DATA_PACKAGE])
    assert described["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert described["version"] == dataset().version
    assert {one["id"] for one in described["sources"]} >= {"hcp_rgph_2024", "un_wup_2018"}
    assert {one.get("name") for one in described["licenses"]} >= {"CC-BY-4.0", "PDDL-1.0"}
    assert all(one["hash"].startswith("sha256:") and one["bytes"] for one in described["resources"])
    assert "leftOut" not in described


def test_what_may_not_be_handed_on_is_left_out_and_counted(tmp_path: Path) -> None:
    shut = dataset().sources["hcp_rgph_2024"].model_copy(update={"redistributable": False})
    closed = replace(dataset(), sources={**dataset().sources, shut.id: shut})
    count = int((dataset().observations["source"] == shut.id).sum())
    made = package_files(closed)
    assert shut.id not in {row["source"] for row in csv.DictReader(io.StringIO(made["observations.csv"].decode()))}
    assert json.loads(made[DATA_PACKAGE])["leftOut"] == [
        {"source": shut.id, "title": shut.title, "licence": shut.licence, "rows": count}
    ]
    assert f"* {shut.id}: {count} figures." in made[README].decode()
    assert "No figure: the licence of every source allows" in files()[README].decode()


def test_the_same_data_are_the_same_bytes() -> None:
    assert package_files(dataset(), "https://figures.example") == files()


def test_csvw_names_the_columns_that_the_csv_has() -> None:
    for resource in RESOURCES:
        described = csvw(resource, "1")
        head = files()[described["url"]].decode().partition("\n")[0].split(",")
        assert [column["titles"] for column in described["tableSchema"]["columns"]] == head
        assert set(described["tableSchema"]["primaryKey"]) <= set(head)
        assert json.loads(files()[f"{resource.name}.csv-metadata.json"])["url"] == f"{resource.name}.csv"


def test_the_citation_file_is_valid() -> None:
    record = yaml.safe_load(files()["CITATION.cff"])
    jsonschema.validate(record, json.loads((SCHEMAS / "cff-1.2.0.json").read_text(encoding="utf-8")))
    assert record["version"] == dataset().version
    assert len(record["references"]) > 50


def test_the_home_city_is_what_is_described() -> None:
    elsewhere = replace(dataset(), home=dataset().home.model_copy(update={"city": "tunis"}))
    record = yaml.safe_load(citation_file(elsewhere, "2026-01-31"))
    assert record["abstract"].startswith("Tunis's water")
    assert record["keywords"][0] == "Tunis"
    assert {str(statement[1].address) for thing in statements(elsewhere) for statement in thing.statements
            if statement[0] == "dct:spatial"} == {f"{COUNTRIES}TUN"}  # fmt: skip


def test_a_deposit_has_what_zenodo_reads(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(deposit(dataset()))) as archive:
        names = archive.namelist()
        record = json.loads(archive.read(ZENODO))
    assert {ZENODO, "CITATION.cff", DATA_PACKAGE, README, "observations.csv"} <= set(names)
    assert record["upload_type"] == "dataset"
    assert record["version"] == dataset().version
    assert record["publication_date"] in record["title"]
    assert all(one["identifier"].startswith("http") for one in record["related_identifiers"])


def test_data_of_no_release_are_not_deposited() -> None:
    with pytest.raises(ValueError, match="of no release"):
        deposit(replace(dataset(), version="0123456789ab"))
