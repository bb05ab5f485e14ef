"""The page of the API for people: every address on it opens, in three languages."""

import re
from html import unescape

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.language.locales import SCREEN_LANGUAGES
from indicators.open.endpoints import ENDPOINTS
from indicators.open.problems import KINDS
from pages.server import routes

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def client():
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("INDICATORS_API_RATE", "0")
        with TestClient(Starlette(middleware=routes.middleware())) as opened:
            yield opened


def page(client: TestClient, language: str) -> str:
    answer = client.get(f"/api/v1/?lang={language}", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    return answer.text


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_it_speaks_each_language(client: TestClient, language: str) -> None:
    text = page(client, language)
    assert f'<html lang="{language}"' in text
    words = {"en": "Figures for programs", "fr": "Des chiffres pour les programmes", "ar": "أرقام للبرامج"}
    assert words[language] in text


def test_it_names_every_address_and_every_problem(client: TestClient) -> None:
    text = page(client, "en")
    assert all(f">{endpoint.path}</a>" in text for endpoint in ENDPOINTS)
    assert all(f'id="{kind.name}"' in text for kind in KINDS)


def test_its_addresses_open(client: TestClient) -> None:
    links = {unescape(link) for link in re.findall(r'href="(/(?:api|c)/[^"]+)"', page(client, "en"))}
    assert len(links) > 15
    for link in links:
        # a refusal is an answer, too
        assert client.get(link).status_code in (200, 422), link


def test_a_program_gets_the_list_as_json(client: TestClient) -> None:
    answer = client.get("/api/v1/", headers={"Accept": "application/json"})
    assert [one["path"] for one in answer.json()["endpoints"]] == [endpoint.path for endpoint in ENDPOINTS]
    assert "Accept" in answer.headers["vary"].split(", ")


def test_the_page_of_a_chart_leads_to_its_files_and_the_api(client: TestClient) -> None:
    text = client.get("/c/public_sewer-rank?lang=en", headers={"Accept": "text/html"}).text
    for address in ("/c/public_sewer-rank.csv?lang=en", "/api/v1/observations?indicator=public_sewer&amp;lang=en"):
        assert f'href="{address}"' in text
        assert client.get(unescape(address)).status_code == 200
