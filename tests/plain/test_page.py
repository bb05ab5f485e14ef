import json
import re

import pytest

from indicators.charts.chart import Look
from indicators.charts.request import ChartRequest
from indicators.plain.chart_document import chart_document
from indicators.plain.page import PageAddress, chart_page, described, script_json, words_page
from tests.helpers.published import dataset

pytestmark = pytest.mark.slow

PUBLIC = "https://indicators.example.org"
ADDRESSES = {language: f"/c/public_sewer-rank?lang={language}" for language in ("en", "fr", "ar")}


def document(language="en", kind="rank"):
    return chart_document(dataset(), ChartRequest(language, "public_sewer", kind), Look(language), PUBLIC)


def page(language="en", public=PUBLIC, kind="rank"):
    return chart_page(dataset(), document(language, kind), PageAddress(public, ADDRESSES, language))


def test_a_page_is_complete_before_any_script_runs():
    made, chart = page(), document().chart
    text = re.sub(r"<script.*?</script>", "", made, flags=re.DOTALL)
    assert f"<h1>{chart.title}</h1>" in text
    assert chart.subtitle in text
    assert "<strong>Comparable</strong>" in text
    assert chart.source in text
    for row in chart.rows:
        assert all(f">{cell}</td>" in text for cell in row.cells if cell.isascii())


def test_the_figure_comes_with_the_page():
    figure = json.loads(re.search(r'id="figure">(.*?)</script>', page(), re.DOTALL)[1])
    assert figure == json.loads(document().json())["figure"]


def test_a_link_that_is_sent_shows_the_claim():
    made = page("fr")
    claim = document("fr").chart.title
    assert f'<meta property="og:title" content="{claim}">' in made
    assert '<meta property="og:locale" content="fr_MA">' in made
    assert f'<meta property="og:url" content="{PUBLIC}{ADDRESSES["fr"]}">' in made
    assert f'<link rel="canonical" href="{PUBLIC}{ADDRESSES["fr"]}">' in made


def test_without_a_public_address_none_is_printed():
    made = page(public="")
    assert "og:url" not in made
    assert "canonical" not in made


def test_the_other_language_is_one_link_away():
    assert '<a href="/c/public_sewer-rank?lang=fr" lang="fr">Français</a>' in page()
    assert '<a href="/c/public_sewer-rank?lang=ar" lang="ar">العربية</a>' in page()


def test_the_description_names_measure_verdict_and_source():
    words = described(document())
    assert "Connected to the public sewer" in words
    assert "Comparable" in words
    assert "HCP" in words


def test_a_chart_without_a_picture_needs_no_plotly():
    state = ChartRequest("en", "dam_fill", "rank")
    alone = chart_document(dataset(), state, Look("en"))
    assert (
        alone is None
        or alone.chart.figure is not None
        or "plotly" not in chart_page(dataset(), alone, PageAddress("", ADDRESSES, "en"))
    )


def test_json_in_a_script_cannot_end_it():
    assert "</script>" not in script_json({"note": "</script><script>alert(1)</script>"})
    assert json.loads(script_json("<b>\u2028")) == "<b>\u2028"


def test_words_are_escaped():
    made = words_page(dataset(), PageAddress("", ADDRESSES, "en"), "No <chart>", ["“<script>” is not known."])
    assert "<script>” is" not in made
    assert "No &lt;chart&gt;" in made
