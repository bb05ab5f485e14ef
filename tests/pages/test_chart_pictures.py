"""A chart as a picture without a browser: with its sentence, verdict, source and licence in it, and words for none."""

import io
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.charts.chart import Look
from indicators.charts.request import ChartRequest
from indicators.handout.cards import CHART_EDGE, CHART_WIDTH, chart_picture
from indicators.handout.drawing import Lettering
from indicators.plain.chart_document import chart_document
from indicators.store import releases
from pages.server import routes
from tests.helpers.published import dataset

SEWER = "/c/public_sewer-rank"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The routes with every layer, without following an address to another."""
    app = Starlette(routes=routes.routes(), middleware=routes.middleware())
    with TestClient(app, follow_redirects=False) as opened:
        yield opened


def words(svg: bytes) -> str:
    lines = [element.text or "" for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    return " ".join(lines)


def test_it_says_in_itself_what_the_figure_must_not_lose(client: TestClient) -> None:
    answer = client.get(f"{SEWER}.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["access-control-allow-origin"] == "*"
    stated = words(answer.content)
    for part in (
        "98.2% of households in Casablanca in 2024",
        "= Comparable: same source, method, perimeter.",
        "Recensement général de la population et de l’habitat 2024",
        "Licence: CC BY 4.0",
        f"data version {dataset().version}",
    ):
        assert part in stated
    assert "script" not in answer.text


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_speaks_the_language_of_its_address(client: TestClient, language: str) -> None:
    stated = words(client.get(f"{SEWER}.svg?lang={language}").content)
    assert "Licence:" not in stated
    assert ("Licence\N{NO-BREAK SPACE}:" if language == "fr" else "الرخصة") in stated


def test_the_picture_of_pixels_is_twice_as_wide_as_the_drawing(client: TestClient) -> None:
    answer = client.get(f"{SEWER}.png?places=rabat~fes")
    assert answer.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).width == 2 * CHART_WIDTH


def test_it_is_stored_by_its_tag_and_asked_for_again(client: TestClient) -> None:
    first = client.get(f"{SEWER}.svg")
    again = client.get(f"{SEWER}.svg", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_parts_that_change_nothing_lead_to_the_address_without(client: TestClient) -> None:
    answer = client.get(f"{SEWER}.png?years=2000..2024&csvType=full&utm_source=x&lang=fr")
    assert answer.status_code == 308
    assert answer.headers["location"] == f"{SEWER}.png?lang=fr"


def test_of_an_earlier_release_there_are_values_and_no_picture(client: TestClient) -> None:
    first = releases.releases(dataset().folder / "releases")[-1].version
    answer = client.get(f"/c/population_agglomeration-time.png?version={first}")
    assert answer.status_code == 410
    assert "ending .csv" in answer.json()["detail"]
    now = client.get(f"{SEWER}.svg?version={dataset().version}")
    assert now.headers["cache-control"] == "public, max-age=86400"


@pytest.mark.parametrize("name", ["public_sewr-rank", "public_sewer-pie"])
def test_an_unknown_chart_is_a_problem_in_words(client: TestClient, name: str) -> None:
    answer = client.get(f"/c/{name}.png")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    ("indicator", "kind"),
    [("public_sewer", "map"), ("network_efficiency", "time"), ("population_agglomeration", "rank"),
     ("carbon_footprint_per_person", "rank")],
)  # fmt: skip
def test_no_word_leaves_the_paper_and_nothing_is_unknown(language: str, indicator: str, kind: str) -> None:
    document = chart_document(dataset(), ChartRequest(language, indicator, kind), Look(language))
    assert document is not None
    drawing = chart_picture(document)
    assert drawing is not None
    assert drawing.unknown == ()
    for mark in drawing.marks:
        if isinstance(mark, Lettering):
            assert mark.box.left >= CHART_EDGE - 1, mark.text
            assert mark.box.right <= CHART_WIDTH - CHART_EDGE + 1, mark.text
            assert 0 <= mark.box.top < mark.box.bottom <= drawing.height, mark.text
