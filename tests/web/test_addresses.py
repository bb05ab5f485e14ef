"""Addresses of charts, quoted figures and feeds: a state becomes one and comes back; the rest is reported."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.charts.chart import Look
from indicators.charts.comparison import VIEWS
from indicators.charts.dispatch import KINDS, chart_of
from indicators.charts.request import BY_HAND, ChartRequest, MapView
from indicators.findings.finding import Severity, describe
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.web.addresses import (
    FEED_INDICATOR,
    FEED_THEME,
    STILL_OVERVIEW,
    STILL_PLACE,
    STILL_SOURCE,
    chart_address,
    chart_name,
    indicator_scope,
    read_chart,
    read_still,
    split_chart,
    theme_scope,
)
from tests.helpers.checking import dataset

INDICATORS = ("network_efficiency", "built_up_area", "water_losses_literature")
CITIES = ("rabat", "cape_town", "tunis", "lagos")


def again(state: ChartRequest) -> tuple[ChartRequest | None, list[str]]:
    """Read the address of a chart as the server does."""
    parts = urlsplit(chart_address(state))
    back, findings = read_chart(parts.path.removeprefix("/c/"), dict(parse_qsl(parts.query)), dataset())
    return back, [finding.rule.id for finding in findings]


@st.composite
def charts(draw: st.DrawFn) -> ChartRequest:
    by_hand = draw(st.booleans())
    state = ChartRequest(
        language=draw(st.sampled_from(SCREEN_LANGUAGES)),
        indicator=draw(st.sampled_from(INDICATORS)),
        chart=draw(st.sampled_from((None, *KINDS))),
        peers=BY_HAND if by_hand else draw(st.sampled_from(("", *dataset().peer_sets))),
        cities=tuple(draw(st.lists(st.sampled_from(CITIES), min_size=1, unique=True))) if by_hand else (),
        reach=draw(st.none() | st.integers(0, 100).map(float)),
        year=draw(st.none() | st.integers(1990, 2030)),
        map=MapView(place=draw(st.none() | st.sampled_from(CITIES))),
    )
    if draw(st.booleans()):
        others = [name for name in INDICATORS if name != state.indicator]
        also = tuple(draw(st.lists(st.sampled_from(others), unique=True)))
        state = replace(state, chart=None, view=draw(st.sampled_from(tuple(VIEWS))), also=also)
    return state


@given(state=charts())
def test_a_chart_comes_back_from_its_address(state: ChartRequest) -> None:
    assert again(state) == (state, [])


def test_the_address_is_the_one_that_clients_are_written_against() -> None:
    state = ChartRequest(indicator="network_efficiency", chart="rank", peers=BY_HAND, cities=("rabat", "tunis"))
    assert chart_address(state) == "/c/network_efficiency-rank?cities=rabat,tunis&lang=en"
    assert chart_address(state, version="56f044ab95cb").endswith("&lang=en&v=56f044ab95cb")
    slope = replace(state, chart=None, view="slope", year=2015, language="fr")
    assert chart_address(slope) == "/c/network_efficiency-compare?view=slope&cities=rabat,tunis&year=2015&lang=fr"
    assert chart_name(ChartRequest(indicator="network_efficiency")) == "network_efficiency"


def test_the_chart_of_the_opening_page_has_an_address() -> None:
    assert chart_address(ChartRequest(language="fr")) == "/c/overview?lang=fr"
    assert again(ChartRequest(language="fr")) == (ChartRequest(language="fr"), [])


def test_a_name_without_a_kind_means_the_chart_that_answers_first() -> None:
    state, findings = read_chart("network_efficiency", {}, dataset())
    assert (state, findings) == (ChartRequest(indicator="network_efficiency"), [])
    assert chart_of(dataset(), state, Look()) is not None


@pytest.mark.parametrize(
    ("name", "query", "view"),
    [
        ("network_efficiency-compare", {}, "rank"),
        ("network_efficiency-slope", {}, "slope"),
        ("network_efficiency-rank", {"view": "lines"}, "lines"),
    ],
)
def test_a_comparison_may_be_named_in_other_ways(name: str, query: dict[str, str], view: str) -> None:
    state, findings = read_chart(name, query, dataset())
    assert (state, findings) == (ChartRequest(indicator="network_efficiency", view=view), [])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "network_eficiency-rank",
            (
                "The address names the indicator “network_eficiency”, which is not known"
                " (did you mean network_efficiency?)."
            ),
        ),
        ("", "The address names the indicator “”, which is not known."),
        (
            "network_efficiency-ranks",
            "The address names the kind of chart “ranks”, which is not known (did you mean rank?).",
        ),
        ("network_efficiency-pie", "The address names the kind of chart “pie”, which is not known."),
    ],
)
def test_nothing_is_put_in_the_place_of_an_unknown_name(name: str, words: str) -> None:
    state, findings = read_chart(name, {"cities": "nowhere"}, dataset())
    assert state is None
    assert [describe(finding)[0] for finding in findings] == [words]
    assert findings[0].severity is Severity.ERROR
    assert findings[0].rule.id in {"chart_indicator", "chart_kind"}


def test_what_of_the_query_is_not_known_is_left_out_and_reported() -> None:
    state, findings = read_chart("network_efficiency-rank", {"cities": "rabat,rabatt", "lang": "de"}, dataset())
    assert state is not None
    assert state.cities == ("rabat",)
    assert [finding.rule.id for finding in findings] == ["link_language", "link_city"]
    assert {finding.severity for finding in findings} == {Severity.WARNING}


def test_an_unknown_view_is_reported_and_the_first_is_taken() -> None:
    state, findings = read_chart("network_efficiency-compare", {"view": "pie"}, dataset())
    assert state == ChartRequest(indicator="network_efficiency", view="rank")
    assert [finding.rule.id for finding in findings] == ["link_view"]


def test_the_name_says_which_chart_whatever_the_query_says() -> None:
    query = {"indicator": "built_up_area", "chart": "time", "peers": "regional"}
    assert read_chart("network_efficiency-rank", query, dataset())[0] == ChartRequest(
        indicator="network_efficiency", chart="rank", peers="regional"
    )


@pytest.mark.parametrize(
    ("written", "name", "query"),
    [
        ("network_efficiency-rank?cities=rabat,tunis", "network_efficiency-rank", {"cities": "rabat,tunis"}),
        (" /c/network_efficiency-rank?lang=fr&v=56f044ab95cb ", "network_efficiency-rank", {"lang": "fr"}),
        ("https://indicators.example/c/x-time?year=2015", "x-time", {"year": "2015"}),
        ("http://localhost:8501/water?indicator=x&chart=rank&peers=all", "x-rank", {"peers": "all"}),
        ("/compare?view=slope&indicator=x&also=y", "x-compare", {"view": "slope", "also": "y"}),
        ("/water?indicator=x", "x", {}),
        ("", "", {}),
        ("http://[", "", {}),
    ],
)
def test_a_chart_is_read_as_it_was_copied(written: str, name: str, query: dict[str, str]) -> None:
    assert split_chart(written) == (name, query)


def test_a_place_that_nobody_knows_is_named_with_the_one_that_may_be_meant() -> None:
    still_request, findings = read_still("public_sewer/casablanka/2024", {}, dataset())
    assert still_request is None
    assert [(finding.rule, finding.value, finding.params["near"]) for finding in findings] == [
        (STILL_PLACE, "casablanka", "casablanca")
    ]


def test_a_source_that_nobody_knows_leaves_every_source_in() -> None:
    still_request, findings = read_still("public_sewer/casablanca/2024", {"source": "nope"}, dataset())
    assert still_request is not None
    assert [finding.rule for finding in findings] == [STILL_SOURCE]


def test_the_overview_is_asked_about_without_a_place() -> None:
    still_request, findings = read_still("overview/casablanca/2024", {}, dataset())
    assert still_request is not None
    assert (still_request.place, still_request.year) == ("", None)
    assert [(finding.rule, finding.value) for finding in findings] == [(STILL_OVERVIEW, "casablanca")]


def test_a_feed_of_what_nobody_knows_names_what_may_be_meant() -> None:
    scope, [finding] = theme_scope("watr")
    assert (scope, finding.rule, finding.value, finding.params["near"]) == (None, FEED_THEME, "watr", "water")
    scope, [finding] = indicator_scope(dataset(), "public_sewr")
    assert (scope, finding.rule, finding.params["near"]) == (None, FEED_INDICATOR, "public_sewer")


def test_a_feed_of_what_is_known() -> None:
    assert theme_scope("water")[1] == indicator_scope(dataset(), "public_sewer")[1] == []
