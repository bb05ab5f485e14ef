"""The addresses of downloads: what each answers, and what it says of an address that means nothing."""

import codecs
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.charts.request import ChartRequest
from indicators.intake import acceptance
from indicators.store.dataset import open_dataset
from indicators.web import app_state
from indicators.web.links import download
from pages.server import downloads, routes
from pages.shared import blocks, page_cache, peer_choice
from tests.helpers.offers import RABAT, offer
from tests.helpers.visits import Visit


@pytest.fixture
def client(toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    monkeypatch.setenv("INDICATORS_ADDRESS", "https://example.org")
    page_cache.clear()
    with TestClient(Starlette(routes=routes.routes(), middleware=routes.middleware())) as opened:
        yield opened
    page_cache.clear()


STATE = ChartRequest(indicator="network_losses", chart="rank")


def test_a_chart_as_csv(client: TestClient, toy_folder: Path) -> None:
    answer = client.get(download("water", STATE, "csv"))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    version = open_dataset(toy_folder).version
    assert answer.headers["content-disposition"] == f'attachment; filename="network_losses-rank-{version}.csv"'
    # A spreadsheet reads accents only below a byte order mark.
    assert answer.content.startswith(codecs.BOM_UTF8)
    assert pd.read_csv(io.BytesIO(answer.content))["place"].tolist() == ["rabat"]


def test_a_chart_as_zip_names_the_link_that_rebuilds_it(client: TestClient, toy_folder: Path) -> None:
    answer = client.get(download("water", STATE, "zip"))
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        package = json.loads(archive.read("datapackage.json"))
        assert archive.read("data.csv").startswith(codecs.BOM_UTF8)
    version = open_dataset(toy_folder).version
    address = f"https://example.org/water?indicator=network_losses&chart=rank&lang=en&v={version}"
    assert package["homepage"] == address


def test_without_a_kind_the_first_chart_is_meant(client: TestClient) -> None:
    answer = client.get("/download/water.zip?indicator=network_losses&lang=fr")
    assert 'filename="network_losses-rank-' in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "chart=rank&lang=fr" in archive.read("README.txt").decode()


@pytest.mark.parametrize(("language", "heading"), [("en", "Source"), ("fr", "Année")])
def test_a_chart_as_its_table_alone(client: TestClient, language: str, heading: str) -> None:
    answer = client.get(download("water", replace(STATE, language=language), "html"))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "content-disposition" not in answer.headers
    assert answer.text.startswith('<table class="cs-table"')
    assert f">{heading}</th>" in answer.text
    assert answer.text.count("<tr") == 3  # the heading, and the two places with a figure


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("carbon", {"indicator": "co2_per_person_national"}),
        ("land", {"indicator": "population_growth"}),
        ("compare", {"indicator": "population_agglomeration", "view": "lines"}),
        ("compare", {"indicator": "population_agglomeration", "view": "multiples"}),
    ],
)
def test_a_page_names_the_address_of_each_long_table(page: str, query: dict[str, str], language: str) -> None:
    visit = Visit(page, lang=language, **query)
    addresses = re.findall(r'data-rows="([^"]+)"', visit.html)
    assert addresses
    assert "data-lost=" in visit.html
    with TestClient(Starlette(routes=routes.routes())) as opened:
        for address in addresses:
            answer = opened.get(unescape(address))
            assert answer.status_code == 200
            assert answer.text.count("<tr") > blocks.MOST_ROWS
            assert "Casablanca" in answer.text or "Maroc" in answer.text or "Morocco" in answer.text


@pytest.mark.parametrize(
    ("path", "status", "stated"),
    [
        ("water.csv?indicator=losses", 404, "The link asks for the indicator “losses”, which is not known"),
        ("water.csv?indicator=network_losses&chart=pie", 404, "the chart “pie”"),
        ("water.csv?indicator=network_losses&peers=best", 404, "the peer set “best”"),
        ("water.csv?indicator=network_losses&cities=atlantis", 404, "the city “atlantis”"),
        ("water.csv?indicator=network_losses&lang=xx", 404, "the language “xx”"),
        ("water.csv?indicator=network_losses&reach=much", 400, "the value “much”"),
        ("water.csv?indicator=network_losses&cities=" + ",".join(f"c{n}" for n in range(200)), 400, "200 cities"),
        ("water.exe?indicator=network_losses", 404, "There is no download “water.exe”."),
        ("nowhere.zip?indicator=network_losses", 404, "There is no download “nowhere.zip”."),
        ("water.zip?indicator=network_losses&chart=world", 404, "There is no such chart"),
        ("overview.csv", 404, "There is no such chart"),
        ("water.csv?indicator=%3Cscript%3Ealert(1)%3C/script%3E", 404, "<script>"),
    ],
)
def test_an_address_that_means_nothing_is_answered_in_words(
    client: TestClient, path: str, status: int, stated: str
) -> None:
    answer = client.get(f"/download/{path}")
    assert answer.status_code == status
    assert stated in answer.text
    # plain text: what the address says is never markup
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_in_the_language_of_the_link(client: TestClient) -> None:
    answer = client.get("/download/water.csv?indicator=losses&lang=fr")
    assert answer.status_code == 404
    assert "losses" in answer.text
    assert "The link" not in answer.text


def test_addresses_of_pages_and_files_say_the_same() -> None:
    assert download("water", STATE, "zip") == "/download/water.zip?indicator=network_losses&chart=rank&lang=en"
    assert download("", ChartRequest(), "csv") == "/download/overview.csv?lang=en"


def accept_a_file(folder: Path) -> None:
    journal = app_state.journal()
    acceptance.accept(journal, offer(folder, journal, RABAT), "a")


@pytest.mark.parametrize("form", ["csv", "zip"])
def test_a_download_made_while_a_file_is_accepted_is_of_one_version(
    client: TestClient, toy_folder: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    before = app_state.published_dataset()
    made = downloads.chart_of

    def accept_first(*arguments: object) -> object:
        if app_state.published_dataset() == before:
            accept_a_file(toy_folder)
        return made(*arguments)

    # the address is read against what was published; then a file is accepted, and only then the chart is made
    monkeypatch.setattr(downloads, "chart_of", accept_first)
    answer = client.get(download("water", STATE, form))
    assert app_state.published_dataset().version != before.version
    assert f"-{before.version}.{form}" in answer.headers["content-disposition"]
    content = answer.content
    if form == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            package = json.loads(archive.read("datapackage.json"))
            content = archive.read("data.csv")
        assert package["version"] == before.version
        assert package["homepage"].endswith(f"v={before.version}")
    assert pd.read_csv(io.BytesIO(content))["value"].tolist() == [19.25]
    later = client.get(download("water", STATE, form))
    assert before.version not in later.headers["content-disposition"]


def test_a_page_opened_while_a_file_is_accepted_is_of_one_version(
    toy_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    before = app_state.published_dataset()
    chips = peer_choice.chips

    def accept_first(*arguments: object) -> str:
        if "water" in arguments and app_state.published_dataset() == before:
            accept_a_file(toy_folder)
        return chips(*arguments)

    monkeypatch.setattr(peer_choice, "chips", accept_first)
    visit = Visit("water")
    assert app_state.published_dataset().version != before.version
    assert set(re.findall(r"Data version ([0-9a-f]{12})", visit.words)) == {before.version}
    assert set(re.findall(r"[&;]v=([0-9a-f]{12})", visit.html)) == {before.version}
