"""Slides become charts: what they ask for, what cannot be honoured, the title over them."""

import pytest

from indicators.charts.chart import Chart, Look
from indicators.charts.request import BY_HAND, ChartRequest
from indicators.findings.finding import describe
from indicators.sessions.session import Guess, Slide, SlideKind, Words
from indicators.sessions.session_files import in_words, of_slide
from indicators.sessions.slide_charts import (
    PublishedAnswer,
    answer,
    chart_slide,
    slide_chart,
    slide_request,
    slide_title,
    slide_titles,
)
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


pytestmark = pytest.mark.slow

HOME = "casablanca"


def chart(address: str) -> Chart:
    made, findings = slide_chart(dataset(), Slide(chart=address), Look())
    assert findings == []
    assert made is not None
    return made


def test_the_rank_is_the_band_that_the_source_can_bear() -> None:
    found, _ = answer(Guess.RANK, chart("public_sewer-rank"), HOME)
    assert found == PublishedAnswer(Guess.RANK, "public_sewer", 2024, first=4, last=9, of=10)


@pytest.mark.parametrize(
    ("address", "value", "year"), [("non_revenue_water-time", 23.0, 2021), ("public_sewer-rank", 98.2, 2024)]
)
def test_the_value_is_the_one_published(address: str, value: float, year: int) -> None:
    found, _ = answer(Guess.VALUE, chart(address), HOME)
    assert found is not None
    assert (found.value, found.year) == (value, year)
    rows = dataset().of(found.indicator)
    held = rows[(rows["place"] == HOME) & (rows["year"] == year)]["value"]
    assert found.value in set(held)


@pytest.mark.parametrize(
    ("guess", "address", "rule", "words"),
    [
        (
            Guess.RANK, "non_revenue_water-rank", "guess_not_comparable",
            "The room cannot guess a rank here: the figures are not comparable.",
        ),
        (
            Guess.RANK, "non_revenue_water-time", "guess_no_rank",
            "The room cannot guess a rank here: the chart ranks no places, or not the city.",
        ),
        (
            Guess.RANK, "slums_national-rank", "guess_no_rank",
            "The room cannot guess a rank here: the chart ranks no places, or not the city.",
        ),
        (
            Guess.VALUE, "gpc_basic_per_person-rank", "guess_no_value",
            "The room cannot guess a value here: the chart says no single figure of the city.",
        ),
    ],
)  # fmt: skip
def test_a_question_without_an_answer_refuses_itself(guess: Guess, address: str, rule: str, words: str) -> None:
    found, findings = answer(guess, chart(address), HOME)
    assert found is None
    assert [finding.rule.id for finding in findings] == [rule]
    assert describe(findings[0])[0] == words
