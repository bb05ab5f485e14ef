"""The card of a chart: a picture with all that its sentence must not lose, and a code that a phone reads."""

import io
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.analysis.verdicts import Verdict
from indicators.charts.chart import Look
from indicators.charts.dispatch import chart_of
from indicators.charts.request import ChartRequest
from indicators.handout.cards import HEIGHT, PAPER, WIDTH, card_drawing, quote_card
from indicators.handout.picture import png
from indicators.plain.chart_document import chart_document, documented
from indicators.web import app_state
from pages.server import routes
from tests.helpers.published import dataset

LINK = "https://indicators.example.org/still/public_sewer/casablanca/2024?chart=rank&lang=en&v=0123456789ab"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The routes with every layer."""
    with TestClient(Starlette(routes=routes.routes(), middleware=routes.middleware())) as opened:
        yield opened


def card(kind: str = "rank", language: str = "en", indicator: str = "public_sewer"):
    document = chart_document(dataset(), ChartRequest(language, indicator, kind), Look(language))
    return quote_card(dataset(), document, LINK, "Casablanca")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_card_as_a_picture(client: TestClient, language: str) -> None:
    answer = client.get(f"/c/public_sewer-rank/card.png?lang={language}")
    assert answer.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
    drawn = client.get(f"/c/public_sewer-rank/card.svg?lang={language}")
    assert ET.fromstring(drawn.content).attrib["viewBox"] == "0 0 1200 630"


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("indicator", ["public_sewer", "network_efficiency"])
def test_a_phone_reads_the_code(language: str, indicator: str) -> None:
    picture = Image.open(io.BytesIO(png(card_drawing(card("rank", language, indicator)), PAPER, scale=1)))
    (code,) = zxingcpp.read_barcodes(np.asarray(picture.convert("RGB")), formats=zxingcpp.BarcodeFormat.QRCode)
    assert code.text == LINK


def test_a_code_survives_being_sent_on_small_and_grey(client: TestClient) -> None:
    answer = client.get("/c/public_sewer-rank/card.png?lang=fr")
    small = Image.open(io.BytesIO(answer.content)).convert("L").resize((720, 378))
    (code,) = zxingcpp.read_barcodes(np.asarray(small), formats=zxingcpp.BarcodeFormat.QRCode)
    opened = client.get(urlsplit(code.text)._replace(scheme="", netloc="").geturl())
    assert opened.status_code == 200
    assert dataset().version in code.text


def test_what_stands_on_it() -> None:
    made = card()
    assert made.sentence.startswith("Connected to the public sewer: 98.2% of households in Casablanca in 2024")
    assert made.value == "98.2% of households"
    assert made.what == "Casablanca · 2024 · municipality"
    assert made.verdict.startswith("= Comparable: ")
    assert made.source == "Source: HCP 2024"
    assert dataset().version in made.version


CHARTS = (
    ("public_sewer", "rank"),
    ("public_sewer", "map"),
    ("network_efficiency", "time"),
    ("population_agglomeration", "rank"),
    ("annual_water_use_literature", "rank"),
    (None, None),
)
"""A sentence of each length, an absence, a map, the opening page's."""


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize(("indicator", "kind"), CHARTS)
def test_no_word_of_a_card_leaves_the_paper_or_is_missing(
    indicator: str | None, kind: str | None, language: str
) -> None:
    document = chart_document(dataset(), ChartRequest(language, indicator, kind), Look(language))
    assert document is not None
    drawing = card_drawing(quote_card(dataset(), document, LINK, "Casablanca"))
    for mark in drawing.words:
        assert "□" not in mark.text
        assert mark.x >= -1, mark.text
        assert mark.x + mark.width <= WIDTH + 1, mark.text
        assert mark.y <= HEIGHT, mark.text


def test_a_card_of_a_refused_rank_says_why() -> None:
    charts = (chart_of(dataset(), ChartRequest("en", entry, "rank"), Look("en")) for entry in dataset().catalogue)
    refused = next(
        chart
        for chart in charts
        if chart is not None
        and chart.claim is not None
        and chart.claim.kind == "value"
        and chart.claim.rank
        and chart.comparison.verdict is Verdict.NOT_COMPARABLE
    )
    made = documented(dataset(), refused, ChartRequest("en", refused.indicator, refused.kind), Look("en"))
    shown = quote_card(dataset(), made, LINK, "Casablanca")
    assert shown.no_rank == refused.claim.rank
    assert shown.verdict.startswith("≠")
    written = " ".join(mark.text for mark in card_drawing(shown).words)
    assert shown.no_rank.split()[0] in written


def test_the_code_leads_to_whether_it_is_still_true(client: TestClient) -> None:
    page = client.get("/c/public_sewer-rank?lang=en").text
    version = app_state.published_dataset().version
    still = f"/still/public_sewer/casablanca/2024?chart=rank&amp;lang=en&amp;v={version}"
    assert still in page
    assert client.get(still.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize(
    ("path", "stated"),
    [
        ("/c/public_sewr-rank/card.png?lang=en", "did you mean public_sewer?"),
        ("/c/public_sewer-rank/card.gif?lang=en", "svg or png"),
        ("/c/public_sewer-world/card.svg?lang=en", "No figure for it is held here."),
    ],
)
def test_bad_addresses_are_answered_in_words(client: TestClient, path: str, stated: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert stated in answer.text
