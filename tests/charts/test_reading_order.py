"""A table is read, and heard by the arrow keys, in the order in which the rows of the picture stand."""

import re
from collections.abc import Iterator

import pytest

from indicators.charts.chart import Asked, Chart, Look
from indicators.charts.rank import rank_chart
from indicators.charts.request import ChartRequest
from indicators.charts.two_values import two_dates_chart
from indicators.model.catalogue import Indicator
from tests.helpers.figures import sent
from tests.helpers.published import dataset, peers

pytestmark = pytest.mark.slow

LOOK = Look(language="en")
NOTHING = ChartRequest()


def below_each_other(chart: Chart) -> list[str]:
    """Return the names of the rows of a picture, the first on top; none of a picture without rows."""
    axis = sent(chart.figure)["layout"].get("yaxis", {}) if chart.figure is not None else {}
    rows = sorted(zip(axis.get("tickvals", ()), axis.get("ticktext", ()), strict=False), reverse=True)
    return [re.sub(r"<[^>]*>", "", str(text).replace("<br>", " ")) for _, text in rows]


def read_one_by_one(chart: Chart) -> list[str]:
    """Return the names in the order of the table, each once."""
    return list(dict.fromkeys(row.cells[0] for row in chart.rows))


def drawn(kind: str) -> Iterator[Chart]:
    makers = {
        "rank": lambda entry: rank_chart(dataset(), entry, peers(), LOOK),
        "dumbbell": lambda entry: two_dates_chart(Asked(dataset(), (entry,), peers(), NOTHING, LOOK), "dumbbell"),
    }
    entries: list[Indicator] = list(dataset().catalogue.values())
    for chart in map(makers[kind], entries):
        if chart is not None and chart.figure is not None:
            yield chart


@pytest.mark.parametrize("kind", ["rank", "dumbbell"])
def test_the_table_stands_in_the_order_of_the_picture(kind: str) -> None:
    looked_at = 0
    for chart in drawn(kind):
        rows, read = below_each_other(chart), read_one_by_one(chart)
        both = [name for name in rows if name in read]
        assert len(both) == len(rows), chart.id
        assert [name for name in read if name in rows] == both, chart.id
        looked_at += 1
    assert looked_at >= 10
