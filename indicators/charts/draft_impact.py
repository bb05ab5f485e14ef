"""What a draft would change: which charts, which sentences, which verdicts."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from indicators.charts.chart import Chart, Look
from indicators.charts.claims_table import claimed, row_of
from indicators.store import claim_changes
from indicators.store.dataset import Dataset


@dataclass(frozen=True)
class Effects:
    """The charts that a draft alters.

    `charts` are those whose figures or sentence differ, as they would be, in
    catalogue order; `gone` the ids of those that would be no more. `meanings`
    has :data:`indicators.store.claim_changes.CHANGE_COLUMNS`: what sentences would say
    otherwise, verdicts among them.
    """

    charts: tuple[Chart, ...]
    gone: tuple[str, ...]
    meanings: pd.DataFrame

    @property
    def verdicts(self) -> pd.DataFrame:
        """The changed verdicts alone."""
        return self.meanings[self.meanings["aspect"] == claim_changes.Aspect.VERDICT]


def effects(before: Dataset, after: Dataset, indicators: Collection[str], look: Look) -> Effects:
    """Compare the charts of `indicators`, and of those they stand in for or are part of, in two data sets."""
    related = {
        entry.id
        for entry in after.catalogue.values()
        if entry.id in indicators or entry.stand_in in indicators or entry.whole in indicators
    }
    families = {after.catalogue[name].family for name in indicators if name in after.catalogue} - {None}
    related |= {entry.id for entry in after.catalogue.values() if entry.family in families}
    old = {chart.id: chart for chart in claimed(before, related, look)}
    new = {chart.id: chart for chart in claimed(after, related, look)}
    altered = tuple(chart for key, chart in new.items() if key not in old or _said(old[key]) != _said(chart))
    return Effects(
        charts=altered,
        gone=tuple(key for key in old if key not in new),
        meanings=claim_changes.changed(_table(before, old.values()), _table(after, new.values())),
    )


def _said(chart: Chart) -> tuple[object, ...]:
    return chart.title, tuple(tuple(row.cells) for row in chart.rows), chart.comparison


def _table(dataset: Dataset, charts: Collection[Chart]) -> pd.DataFrame:
    return pd.DataFrame([row_of(dataset, chart) for chart in charts], columns=list(claim_changes.COLUMNS), dtype="str")
