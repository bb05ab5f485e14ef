"""What can be said of a place on an indicator: value, score, status, trend, and why a part is missing."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from indicators import sdg
from indicators.analysis import derive
from indicators.analysis.trajectory import Trajectory, trajectory
from indicators.model.catalogue import Indicator
from indicators.sdg import Judgement
from indicators.store.dataset import Dataset


@dataclass(frozen=True)
class Assessment:
    """One place on one indicator; the parts that cannot be had are None.

    `value` and `year` are the newest observed; `judgement` is of that value by
    the indicator's published thresholds; `path` is the line the trend follows.
    """

    place: str
    value: float | None
    year: int | None
    perimeter: str | None
    source: str | None
    judgement: Judgement
    path: Trajectory

    @property
    def years_used(self) -> tuple[int, int] | None:
        """First and last year of the trend, None where there is no pace."""
        if self.path.base is None:
            return None
        return self.path.base.year, self.path.last.year


def assess(dataset: Dataset, entry: Indicator, places: Iterable[str]) -> list[Assessment]:
    """Assess each of `places`, in their order; a place without a figure is there with its reason."""
    observations = dataset.of(entry.id)
    newest = derive.latest(observations).set_index("place")
    return [_assess(observations, entry, place, newest) for place in places]


def _assess(observations: pd.DataFrame, entry: Indicator, place: str, newest: pd.DataFrame) -> Assessment:
    path = trajectory(observations, entry, place)
    if place not in newest.index:
        return Assessment(place, None, None, None, None, sdg.judge(None, entry), path)
    row = newest.loc[place]
    return Assessment(
        place=place,
        value=float(row["value"]),
        year=None if pd.isna(row["year"]) else int(row["year"]),
        perimeter=str(row["perimeter"]),
        source=str(row["source"]),
        judgement=sdg.judge(float(row["value"]), entry),
        path=path,
    )
