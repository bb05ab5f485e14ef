"""The files of the whole data set over HTTP: made once, sent in parts, known by their tags."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.intake.file_check import check_file
from indicators.packages.all_files import AllFiles
from indicators.web import app_state
from pages.server import package_routes, routes
from tests.helpers.published import dataset

app = Starlette(middleware=routes.middleware())
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture(scope="module")
def client():
    yield TestClient(app)
    package_routes.PACKAGES.clear()


def test_the_description_leads_to_every_file(client: TestClient) -> None:
    answer = client.get("/data/datapackage.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.headers["access-control-allow-origin"] == "*"
    for one in answer.json()["resources"]:
        found = client.get(f"/data/{one['path']}", headers=PLAIN)
        assert (found.status_code, len(found.content)) == (200, one["bytes"])
    version = app_state.published_dataset().version
    whole = client.get(f"/data/casablanca-indicators-{version}.zip")
    assert "immutable" in whole.headers["cache-control"]
    with zipfile.ZipFile(io.BytesIO(whole.content)) as archive:
        assert json.loads(archive.read("datapackage.json"))["version"] == version


def test_a_csv_says_where_its_columns_are_explained(client: TestClient) -> None:
    answer = client.head("/data/places.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    link = answer.headers["link"]
    assert link == '<places.csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
    described = client.get("/data/places.csv-metadata.json")
    assert described.headers["content-type"] == "application/csvm+json"
    assert described.json()["url"] == "places.csv"


def test_what_is_known_is_not_sent_again(client: TestClient) -> None:
    tag = client.get("/data/places.csv").headers["etag"]
    again = client.get("/data/places.csv", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_parts_and_compressed_forms_are_of_the_same_bytes(client: TestClient) -> None:
    whole = client.get("/data/places.csv", headers=PLAIN).content
    part = client.get("/data/places.csv", headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.content) == (206, whole[:10])
    with client.stream("GET", "/data/places.csv", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(b"".join(answer.iter_raw())) == whole


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/catalog.jsonld", "application/ld+json"),
        ("/catalog.ttl", "text/turtle; charset=utf-8"),
        ("/croissant.json", "application/ld+json"),
        ("/sdmx/structure.xml", "application/vnd.sdmx.structure+xml; version=3.0.0; charset=utf-8"),
        ("/sdmx/sdg.csv", "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8"),
        ("/data/CITATION.cff", "application/yaml"),
    ],
)
def test_each_description_has_its_media_type(client: TestClient, path: str, kind: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert "link" not in answer.headers


def test_the_files_are_made_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    client.get("/data/places.csv")
    monkeypatch.setattr(package_routes.AllFiles, "__getitem__", None)
    assert client.get("/data/places.csv").status_code == 200


def test_who_asks_for_one_file_does_not_wait_for_the_others(tmp_path: Path) -> None:
    written = package_routes.WrittenFiles(tmp_path, dataset())
    files = AllFiles(dataset(), "", written)
    assert files["data/places.csv"].startswith(b"id,name_en")
    assert list(written) == ["data/places.csv"]
    del written["data/places.csv"]
    assert (list(written), list(tmp_path.rglob("*.csv"))) == ([], [])


def test_what_the_api_hands_out_is_read_back_unchanged(client: TestClient, tmp_path: Path) -> None:
    answer = client.get("/api/v1/observations.csv", params={"indicator": "electricity_at_home"})
    path = tmp_path / "observations.csv"
    path.write_bytes(answer.content)
    found = check_file(path, app_state.published_dataset(), app_state.this_year())
    assert (found.format, found.refused, found.changes.new, found.changes.changed) == ("tidy", 0, 0, 0)
    assert found.accepted == found.changes.unchanged == len(answer.text.splitlines()) - 1 > 100


@pytest.mark.parametrize("name", ["places.xlsx", "casablanca-indicators-000000000000.zip", "places.csv.gz"])
def test_a_file_that_is_not_there_is_stated_so(client: TestClient, name: str) -> None:
    answer = client.get(f"/data/{name}")
    assert answer.status_code == 404
    assert "/data/datapackage.json lists those there are" in answer.text


def test_nothing_else_of_the_disk_is_sent(client: TestClient) -> None:
    for path in ("/data/places.%2e%2e/%2e%2e/secret", "/data/places.csv/../../etc/passwd", "/data/places.%2f"):
        assert client.get(path).status_code == 404
