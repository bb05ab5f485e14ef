"""The one figure that the sentence of a chart is about, where there is one: a card prints it, its code leads to it."""

from dataclasses import dataclass

import pandas as pd

from indicators.analysis import derive
from indicators.analysis.standing import home_of
from indicators.charts.chart import Chart
from indicators.store.dataset import Dataset

OF_ONE = frozenset({"value", "position", "stand_in"})
"""The kinds of sentence (:attr:`indicators.claims.sentences.Claim.kind`) that give one figure of one place."""


@dataclass(frozen=True)
class QuotedFigure:
    """A figure by what names it; `row` is its observation. `year` is None where the source states none."""

    indicator: str
    place: str
    year: int | None
    perimeter: str
    source: str
    row: pd.Series


def quoted_figure(dataset: Dataset, chart: Chart) -> QuotedFigure | None:
    """Return the figure that the sentence of a chart gives, None where it gives none or several.

    It is the observation of the home city (its country, its facility) that the chart itself holds.
    """
    claim = chart.claim
    if claim is None or claim.kind not in OF_ONE or claim.indicator not in dataset.catalogue:
        return None
    entry = dataset.catalogue[claim.indicator]
    rows = chart.observations
    home_rows = rows[
        (rows["place"].astype("str") == home_of(dataset, entry)) & (rows["indicator"].astype("str") == entry.id)
    ]
    newest = derive.latest(home_rows)
    if newest.empty or not _is_stated(newest.iloc[0], claim.parts):
        return None
    row = newest.iloc[0]
    year = None if pd.isna(row["year"]) else int(row["year"])
    return QuotedFigure(entry.id, str(row["place"]), year, str(row["perimeter"]), str(row["source"]), row)


def _is_stated(row: pd.Series, parts: object) -> bool:
    """Return whether the sentence gives the number of this observation: its value, or the bounds in its place."""
    stated = parts if isinstance(parts, dict) else {}
    names = [name for name in ("value", "lower", "upper") if name in stated]
    return bool(names) and all(not pd.isna(row[name]) and float(row[name]) == float(stated[name]) for name in names)
