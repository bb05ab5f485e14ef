"""The page of what changed: the newest figures of the home city."""

from indicators.charts.chart import Look
from indicators.charts.request import ChartRequest
from pages.views.changes import _newest
from tests.helpers.published import dataset


def test_a_newest_figure_is_written_as_its_source_states_it():
    names = [link.name for group in _newest(dataset(), ChartRequest(), Look()) for link in group.links]
    assert "Green space that reused water can reach: about 200\u00a0ha (2024)" in names
