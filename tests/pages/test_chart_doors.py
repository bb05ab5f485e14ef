"""Below a chart of the application stand the ways by which programs read its figures."""

import re
from html import unescape

import pytest

from indicators.charts.chart import Look
from indicators.charts.dispatch import chart_of
from indicators.charts.request import BY_HAND, ChartRequest
from indicators.open.chart_requests import read_chart_file, redirected
from pages.shared.blocks import chart_blocks
from tests.helpers.checking import dataset


def foot(state: ChartRequest) -> str:
    chart = chart_of(dataset(), state, Look(state.language))
    assert chart is not None
    return str(chart_blocks(dataset(), chart, state, Look(state.language))[-1])


@pytest.mark.parametrize(
    "state",
    [
        ChartRequest("en", "public_sewer", "rank"),
        ChartRequest("fr", "public_sewer", "rank", peers=BY_HAND, cities=("rabat", "fes")),
        ChartRequest("en", "network_efficiency", "time"),
        ChartRequest("en", "public_sewer", view="rank", year=2024),
    ],
)
def test_the_stable_address_is_that_of_this_chart(state: ChartRequest) -> None:
    (address,) = re.findall(r'href="(/c/[^"]+\.csv[^"]*)"', foot(state))
    path, _, query = unescape(address).partition("?")
    pairs = [tuple(part.split("=", 1)) for part in query.split("&")]
    assert redirected(path, pairs) is None
    request, findings, _ = read_chart_file(path.removeprefix("/c/").removesuffix(".csv"), pairs, dataset())
    assert findings == []
    assert request is not None
    named = (request.state.indicator, request.state.cities, request.state.view, request.state.language)
    assert named == (state.indicator, state.cities, state.view, state.language)


def test_the_api_is_named_with_the_indicator() -> None:
    assert 'href="/api/v1/observations?indicator=public_sewer&amp;lang=en"' in foot(
        ChartRequest("en", "public_sewer", "rank")
    )
