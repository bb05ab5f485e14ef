"""Slides become charts: what they ask for, what cannot be honoured, the title over them."""

import pytest

from indicators.charts.chart import Look
from indicators.charts.request import BY_HAND, ChartRequest
from indicators.findings.finding import describe
from indicators.sessions.session import Slide, SlideKind, Words
from indicators.sessions.slide_charts import (
    chart_slide,
    slide_chart,
    slide_request,
    slide_title,
    slide_titles,
)
from indicators.sessions.slide_findings import in_words, of_slide
from tests.helpers.checking import dataset
from tests.helpers.sessions import SEWER, session

pytestmark = pytest.mark.slow

STATES = [
    ChartRequest(indicator="public_sewer", chart="rank"),
    ChartRequest(indicator="public_sewer", chart="rank", peers=BY_HAND, cities=("rabat", "tunis")),
    ChartRequest(indicator="public_sewer", view="slope", also=("running_water_at_home",), year=2014),
    ChartRequest(),
]


@pytest.mark.parametrize("state", STATES, ids=range(len(STATES)))
def test_a_chart_becomes_a_slide_and_comes_back(state: ChartRequest) -> None:
    assert slide_request(dataset(), chart_slide(state), "en") == (state, [])


def test_a_slide_speaks_the_language_of_its_reader() -> None:
    assert chart_slide(STATES[0]).chart == SEWER
    state, _ = slide_request(dataset(), Slide(chart=f"{SEWER}?lang=en"), "fr")
    assert state == ChartRequest("fr", "public_sewer", "rank")
    arabic, findings = slide_request(dataset(), Slide(chart=SEWER), "ar")
    assert (arabic, findings) == (ChartRequest("ar", "public_sewer", "rank"), [])


def test_a_link_copied_from_the_screen_is_a_slide() -> None:
    slide = Slide(chart="https://indicators.example/water?indicator=public_sewer&chart=rank&lang=fr&v=56f044ab95cb")
    assert slide_request(dataset(), slide, "en") == (STATES[0], [])


def test_a_slide_that_is_no_chart_asks_for_nothing() -> None:
    section = Slide(kind=SlideKind.SECTION, title=Words(en="Water"))
    assert slide_request(dataset(), section, "en") == (None, [])
    assert slide_chart(dataset(), section, Look()) == (None, [])


def test_what_is_gone_is_stated_with_its_slide() -> None:
    made = session(
        "gone", Slide(chart="public_sewr-rank"), Slide(chart=f"{SEWER}?cities=rabatt"), Slide(chart="public_sewer-pie")
    )
    findings = [
        finding
        for number, slide in enumerate(made.slides, 1)
        for finding in of_slide(slide_request(dataset(), slide, "en")[1], number)
    ]
    assert [in_words(finding) for finding in findings] == [
        (
            "slide 1: The address names the indicator “public_sewr”, which is not known (did you mean public_sewer?). "
            "Name an indicator of the catalogue, a hyphen, and a kind of chart: network_efficiency-rank."
        ),
        "slide 2: The link names the city “rabatt”, which is not known (did you mean rabat?). It is left out.",
        (
            "slide 3: The address names the kind of chart “pie”, which is not known. A kind of chart is one of these: "
            "parts, rank, time, sources, districts, around, communes, world, map, maps, points, trajectory, compare."
        ),
    ]


def test_a_chart_that_the_data_do_not_hold_is_stated() -> None:
    chart, findings = slide_chart(dataset(), Slide(chart="network_efficiency-districts"), Look())
    assert chart is None
    assert findings[0].rule.id == "slide_chart_absent"
    assert describe(findings[0])[0] == "The data hold no figure for the chart “network_efficiency-districts”."


def test_the_title_is_its_own_or_the_claim() -> None:
    titled = Slide(chart=SEWER, title=Words(en="Nearly all"))
    chart, _ = slide_chart(dataset(), titled, Look("fr"))
    assert chart is not None
    assert slide_title(titled, chart, "en") == "Nearly all"
    assert slide_title(titled, chart, "fr") == chart.title
    assert slide_title(titled, None, "fr") == "Nearly all"
    picture = Slide(kind=SlideKind.PICTURE, picture="dam.png", alt=Words(en="The dam"))
    assert slide_title(picture, None, "fr") == "The dam"
    assert slide_titles(dataset(), session(), Look())[:2] == ["Water", "Nearly all are connected"]
