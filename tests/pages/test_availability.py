"""The availability page as a reader gets it."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from indicators.charts.availability import published_pairs
from indicators.charts.chart import Look
from indicators.charts.request import ChartRequest
from pages.views.availability import _aged
from tests.helpers.checking import dataset
from tests.helpers.serving import PATIENCE

APP = str(Path(__file__).parents[2] / "app.py")


def page(**query: str) -> str:
    """Run the page with a query; return its HTML."""
    app = AppTest.from_file(APP, default_timeout=PATIENCE).switch_page("pages/availability.py")
    for name, value in {"lang": "en", **query}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return "\n".join(element.proto.body for element in app.get("html"))


def cells(body: str) -> int:
    return len(re.findall(r'<td><a class="cs-cell', body))


def test_the_page_counts_what_the_data_set_holds():
    peers = tuple(place for place in dataset().observations["place"].unique() if place != "casablanca")
    cities = tuple(place for place in peers if dataset().places[place].level == "city")
    pairs = published_pairs(dataset(), cities).cities
    body = page(gap="all")
    assert cells(body) == len(pairs)
    assert f"{len(pairs):,} of " in body
    assert "What other cities have and no figure of Casablanca is held here for" in body
    assert "Emissions reported, GPC BASIC</a> <b>23 cities</b>" in body
    assert "<h2>One figure would open most comparisons: “" in body
    assert "Who would hold it" in body
    assert "The commune of Casablanca, which answers CDP" in body


def test_an_old_figure_that_is_a_bound_is_written_as_one():
    (listed,) = _aged(dataset(), ChartRequest(), Look(), this_year=2027)
    assert "2016: Municipal green space per person, less than 1" in listed.body


def test_cells_lead_to_the_chart_and_keep_the_peers():
    body = page(peers="africa", theme="carbon")
    assert 'href="/carbon?indicator=public_transport_access&amp;peers=africa&amp;lang=en" data-go' in body
    assert body.count('<th scope="col"') >= 13
    assert "Tokyo" not in body


def test_a_part_that_cannot_be_honoured_is_named_and_nothing_else_is_lost():
    body = page(theme="sky", gap="<script>", older="1e9", peers="best", cities="x")
    assert "The link asks for “theme=sky”, which is not known" in body
    assert "<script>" not in body
    assert "&lt;script&gt;" in body
    assert cells(body) == cells(page())


def test_a_question_without_an_answer_is_answered_in_words():
    body = page(cities="rabat", gap="not_here", older="15", theme="energy")
    assert "No figure fits what is asked for here." in body


@pytest.mark.parametrize("name", ["similar_population", "same_income", "closest_data"])
def test_each_peer_says_why_it_is_in(name):
    body = page(peers=name, theme="energy")
    grounds = re.search(r"<dl>(.*?)</dl>", body, re.DOTALL)
    assert grounds
    assert len(re.findall(r"<dt>[^<]+</dt><dd>[^<]+</dd>", grounds[1])) == grounds[1].count("<dt>") > 5
