"""A chart with the figures of an earlier data version and with those of now: what its sentence says with either.

Both sentences are made by the program of today, so that a difference between them is one of figures, not of wording.
"""

from dataclasses import dataclass

from indicators.charts.chart import Chart, Look, verdict_name
from indicators.charts.dispatch import chart_of
from indicators.charts.request import ChartRequest
from indicators.store.dataset import Dataset
from indicators.store.revisions import Revision, differences


@dataclass(frozen=True)
class ChartStatement:
    """What a chart says: its sentence and the words of its verdict, both empty where there is no such chart."""

    sentence: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class ThenAndNow:
    """What a chart says with the figures of then and with those of now, and the numbers that differ.

    `bounded` says whether a figure shown then or now is a limit or has a range of error.
    """

    then: ChartStatement
    now: ChartStatement
    revisions: tuple[Revision, ...]
    bounded: bool = False

    @property
    def same(self) -> bool:
        """Whether neither the sentence nor the verdict nor any number of the chart differs."""
        return self.then == self.now and not self.revisions


def then_and_now(before: Dataset, dataset: Dataset, state: ChartRequest, look: Look) -> ThenAndNow:
    """Return what the chart of a request says with the figures of two data sets, the earlier one first."""
    charts = chart_of(before, state, look), chart_of(dataset, state, look)
    then, now = (_statement(chart, look.language) for chart in charts)
    empty = dataset.observations.iloc[:0]
    shown = [empty if chart is None else chart.observations for chart in charts]
    bounded = any(bool(rows[["lower", "upper"]].notna().to_numpy().any()) for rows in shown)
    return ThenAndNow(then, now, tuple(differences(*shown)), bounded)


def _statement(chart: Chart | None, language: str) -> ChartStatement:
    if chart is None:
        return ChartStatement()
    return ChartStatement(chart.title, verdict_name(chart.comparison, language) if chart.rows else "")
