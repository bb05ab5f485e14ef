"""What a chart's page tells search engines of its data."""

import json
import re

import pytest

from indicators.charts.chart import Look
from indicators.charts.request import ChartRequest
from indicators.plain.chart_document import chart_document
from indicators.plain.elsewhere import dataset_markup, elsewhere
from indicators.plain.page import PageAddress, chart_page
from tests.helpers.published import dataset

PUBLIC = "https://indicators.example.org"


def record(language: str = "en", kind: str = "rank"):
    document = chart_document(dataset(), ChartRequest(language, "public_sewer", kind), Look(language), PUBLIC)
    return dataset_markup(dataset(), document, PUBLIC, "Casablanca")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_what_search_engines_ask_for(language: str) -> None:
    made = record(language)
    assert made["@type"] == "Dataset"
    assert 50 <= len(made["description"]) <= 5000
    assert made["version"] == dataset().version
    assert made["temporalCoverage"] == "2024"
    assert made["license"]
    assert made["variableMeasured"]["propertyID"] == "public_sewer"
    assert made["spatialCoverage"][0]["name"] == dataset().places["casablanca"].names.get(language)
    for part in made["distribution"]:
        assert part["contentUrl"].startswith(f"{PUBLIC}/")


def test_the_overview_is_of_no_one_indicator() -> None:
    document = chart_document(dataset(), ChartRequest("en"), Look("en"))
    made = dataset_markup(dataset(), document, PUBLIC, "Casablanca")
    assert made is None or made["variableMeasured"]


def test_it_stands_in_the_page_and_ends_no_script() -> None:
    document = chart_document(dataset(), ChartRequest("en", "public_sewer", "rank"), Look("en"), PUBLIC)
    used = elsewhere(dataset(), document, PUBLIC, "2026-11-27")
    page = chart_page(
        dataset(), document, PageAddress(PUBLIC, dict.fromkeys(("en", "fr", "ar"), "/c/x"), "en"), (), used
    )
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    assert json.loads(found[1])["@context"] == "https://schema.org"
    assert "<" not in found[1]
