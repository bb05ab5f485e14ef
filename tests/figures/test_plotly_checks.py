"""That Plotly takes the figures as they are sent: they are made without its checks, which take longer than a page."""

import json
from functools import cache

import plotly.graph_objects as go
import pytest

from indicators.charts.chart import Look
from indicators.charts.comparison import VIEWS
from indicators.charts.dispatch import KINDS, chart_of
from indicators.charts.request import ChartRequest
from tests.helpers.figures import sent
from tests.helpers.published import dataset

pytestmark = pytest.mark.slow

LOOKS = (Look("en"), Look("fr", "dark", "room"), Look("ar"))
OF_EACH = 4
"""Figures of each kind that are checked."""

REQUESTS = {
    "overview": [ChartRequest()],
    **{kind: [ChartRequest(indicator=key, chart=kind) for key in dataset().catalogue] for kind in KINDS},
    **{
        f"view {view}": [
            ChartRequest(indicator=key, view=view, also=("green_area_per_person",)) for key in dataset().catalogue
        ]
        for view in VIEWS
        if view != "table"
    },
}


def drawn(request: ChartRequest, look: Look) -> dict | None:
    """Return the figure of a chart as it is sent, None where there is none."""
    chart = chart_of(dataset(), request, look)
    return None if chart is None or chart.figure is None else sent(chart.figure)


@cache
def first_drawn(kind: str) -> list[tuple[ChartRequest, dict]]:
    """Return the first requests of a kind that have a figure, in any language, with the English one: made once."""
    found: list[tuple[ChartRequest, dict]] = []
    for request in REQUESTS[kind]:
        figure = drawn(request, LOOKS[0])
        if figure is not None:
            found.append((request, figure))
        if len(found) == OF_EACH:
            break
    return found


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.language)
@pytest.mark.parametrize("kind", REQUESTS)
def test_plotly_finds_no_fault_and_changes_nothing(kind: str, look: Look) -> None:
    figures = [figure if look is LOOKS[0] else drawn(request, look) for request, figure in first_drawn(kind)]
    assert figures, kind
    for figure in figures:
        assert figure is not None, "what one language draws the others draw"
        assert json.loads(go.Figure(figure).to_json()) == figure
