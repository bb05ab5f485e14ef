"""That Plotly takes the figures as they are sent: they are made without its checks, which take longer than a page."""

import itertools
import json

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


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.language)
@pytest.mark.parametrize("kind", REQUESTS)
def test_plotly_finds_no_fault_and_changes_nothing(kind: str, look: Look) -> None:
    made = (chart_of(dataset(), request, look) for request in REQUESTS[kind])
    drawn = (sent(chart.figure) for chart in made if chart is not None and chart.figure is not None)
    figures = list(itertools.islice(drawn, OF_EACH))
    assert figures, kind
    for figure in figures:
        assert json.loads(go.Figure(figure).to_json()) == figure
