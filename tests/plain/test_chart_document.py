"""A chart as a document: the same as on the pages, in each language, with what a speaker can point at."""

import json

import pytest

from indicators.charts.chart import Look
from indicators.charts.dispatch import KINDS, chart_of
from indicators.charts.request import BY_HAND, ChartRequest
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.plain.chart_document import chart_document, marks_of_chart, page_of
from indicators.web.addresses import read_chart, split_chart
from tests.helpers.checking import dataset

pytestmark = pytest.mark.slow

SEWER = ChartRequest("en", "public_sewer", "rank")


def document_of(state):
    document = chart_document(dataset(), state, Look(state.language))
    return json.loads(document.json())


def test_a_document_is_the_chart_of_the_pages():
    chart = chart_of(dataset(), SEWER, Look("en"))
    record = document_of(SEWER)
    assert record["id"] == "public_sewer-rank"
    assert record["claim"] == chart.title
    assert record["subtitle"] == chart.subtitle
    assert record["source"] == chart.source
    assert record["verdict"]["word"] == "comparable"
    assert record["table"]["rows"] == [list(row.cells) for row in chart.rows]
    assert record["figure"] == json.loads(json.dumps(record["figure"]))
    assert [source["producer"] for source in record["sources"]] == ["Haut-Commissariat au Plan (HCP)"]


def test_the_home_citys_row_is_named():
    record = document_of(SEWER)
    (own,) = record["table"]["own"]
    assert record["table"]["rows"][own][0] == "Casablanca"
    # HCP, RGPH 2024: 98.2 % of the households of the municipality.
    assert "98.2" in " ".join(record["table"]["rows"][own])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "1st of 17 communes of Greater Casablanca, highest first"),
        ("fr", "1re sur 17 communes du Grand Casablanca, par ordre décroissant"),
        ("ar", "المرتبة 1 بين جماعات الدار البيضاء الكبرى (عددها 17)"),
    ],
)
def test_the_highest_of_communes_is_the_first_of_communes_not_of_cities(language, said):
    assert said in document_of(ChartRequest(language, "population_legal", "around"))["subtitle"]


def test_the_course_of_a_figure_ends_with_the_office_s_own():
    """HCP's 3,218,036 of 2024, not the 3,236,000 of a newspaper: at the pace since 2014, 3.13 million in 2030."""
    assert document_of(ChartRequest("en", "population_legal", "trajectory"))["claim"].endswith(
        "3.1\u00a0million in 2030."
    )


@pytest.mark.parametrize(
    ("state", "page"),
    [
        (SEWER, "/water?"),
        (ChartRequest("en", "public_sewer", "map"), "/casablanca?"),
        (ChartRequest("en", "public_sewer", "points"), "/world?"),
        (ChartRequest("en", "public_sewer", view="rank"), "/compare?"),
        (ChartRequest("en"), "/?"),
    ],
)
def test_a_document_leads_to_the_page_of_its_chart(state, page):
    assert document_of(state)["links"]["explore"].startswith(page)
    assert f"/{page_of(dataset(), state)}?" == page


def test_its_address_leads_back_to_the_same_chart():
    state = ChartRequest("fr", "public_sewer", "rank", peers=BY_HAND, cities=("rabat", "fes"))
    record = document_of(state)
    name, query = split_chart(record["links"]["page"])
    again, findings = read_chart(name, query, dataset())
    assert (again, findings) == (state, [])


def test_charts_of_every_indicator_and_kind_have_a_document():
    """A third of the charts, each indicator's and each kind's in turn, and the languages in turn.

    That every chart has a sentence, and a figure of no other traces, is held where all are made for their verdicts.
    """
    made = 0
    for index, indicator in enumerate(dataset().catalogue):
        language = SCREEN_LANGUAGES[index // 3 % 3]
        for kind in list(KINDS)[index % 3 :: 3]:
            document = chart_document(dataset(), ChartRequest(language, indicator, kind), Look(language))
            if document is None:
                continue
            record = json.loads(document.json())
            made += 1
            assert record["claim"], (indicator, kind)
            assert record["figure"] is not None or record["table"]["rows"] or record["notes"], (indicator, kind)
            if record["figure"] is not None:
                assert {trace["type"] for trace in record["figure"]["data"]} <= {"scatter", "bar"}, (indicator, kind)
    assert made > 130


def marks(name, language="en"):
    state, _ = read_chart(name, {}, dataset())
    return marks_of_chart(dataset(), chart_of(dataset(), state, Look(language)), language)


def test_the_home_city_stands_first_and_every_mark_is_named_in_the_language():
    found = marks("public_sewer-rank", "fr")
    assert found[0] == {"id": "casablanca", "name": "Casablanca"}
    assert {"id": "fes", "name": "Fès"} in found


def test_a_time_series_offers_its_years_too():
    assert [mark["id"] for mark in marks("network_efficiency-time")] == [
        "casablanca", 1998, 2009, 2014, 2018, 2020, 2021,
    ]  # fmt: skip


def test_districts_can_be_pointed_at():
    assert {"Anfa", "Sidi Moumen"} <= {mark["name"] for mark in marks("public_sewer-districts")}


def test_a_chart_without_a_figure_has_none():
    assert marks("network_efficiency-rank") == []
