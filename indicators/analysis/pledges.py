"""What stands beside what among pledges: sources that contradict each other, and the figures that could judge one.

Pledges are compared in words only. Nothing is computed of them: no gap, no pace, no share achieved.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from indicators.model.pledges import Pledge, PledgeKind
from indicators.model.vocabulary import Measure, Method, Theme
from indicators.store.dataset import Dataset, once_per_dataset

_SERIES = ["indicator", "source", "perimeter"]
"""What the figures of one series of a place share."""

SAME = 0.0005
"""How near a figure is to a pledge's base, as a share of it, to be the same figure with other decimals."""


@dataclass(frozen=True)
class Contradiction:
    """Two sources on one place: the one says that there is no target, the other gives one."""

    place: str
    without: Pledge
    stated: Pledge


@dataclass(frozen=True)
class Evidence:
    """The figures held here that begin where a pledge begins: the base itself, and the newest of its series."""

    base: pd.Series
    newest: pd.Series


def of_places(dataset: Dataset, places: Iterable[str]) -> dict[str, list[Pledge]]:
    """Return the pledges of some places, in their order, those that state anything first; no place without any."""
    wanted = list(dict.fromkeys(places))
    of_place: dict[str, list[Pledge]] = {place: [] for place in wanted}
    for pledge in dataset.pledges:
        if pledge.place in of_place:
            of_place[pledge.place].append(pledge)
    return {place: pledges for place, pledges in of_place.items() if pledges}


def is_stated(pledge: Pledge) -> bool:
    """Return whether a pledge says more than its kind."""
    return pledge.kind is PledgeKind.NONE or pledge.target_year is not None or pledge.target_emissions is not None


def contradictions(dataset: Dataset, places: Iterable[str]) -> list[Contradiction]:
    """Return, for each place in its order, the first pair of sources of which one gives a target and one none."""
    pairs_of_places = []
    for place, pledges in of_places(dataset, places).items():
        pairs = [
            Contradiction(place, without, pledge)
            for without in pledges
            for pledge in pledges
            if without.kind is PledgeKind.NONE and pledge.kind is not PledgeKind.NONE
            if is_stated(pledge) and pledge.source != without.source
        ]
        pairs_of_places += pairs[:1]
    return pairs_of_places


def evidence(dataset: Dataset, pledge: Pledge) -> Evidence | None:
    """Return the inventory whose total is the pledge's base, and the newest of its series; None where there is none.

    Only a reported total of the same place and year and of the same amount is taken for the base: any other inventory
    may be of another boundary or protocol. Sectors have no evidence, nor has a pledge that states no base.
    """
    if pledge.base_emissions is None or pledge.base_year is None or pledge.sector:
        return None
    rows = _totals(dataset)
    rows = rows[rows["place"] == pledge.place]
    close = (rows["value"] - pledge.base_emissions).abs() <= SAME * pledge.base_emissions
    base = rows[(rows["year"] == pledge.base_year) & close]
    for _, first in base.iterrows():
        series = rows[(rows[_SERIES] == first[_SERIES]).all(axis=1)]
        newest = series.loc[series["year"].idxmax()]
        if newest["year"] > first["year"]:
            return Evidence(first, newest)
    return None


def has_inventory(dataset: Dataset, place: str) -> bool:
    """Return whether any reported total of a place is held here."""
    return bool((_totals(dataset)["place"] == place).any())


@once_per_dataset
def _totals(dataset: Dataset) -> pd.DataFrame:
    """Return the reported totals of carbon, in tonnes and of a stated year."""
    entries = [
        entry.id
        for entry in dataset.catalogue.of_theme(Theme.CARBON)
        if entry.measure is Measure.TOTAL and entry.unit == "t"
    ]
    rows = pd.concat([dataset.of(name) for name in entries], ignore_index=True) if entries else dataset.observations[:0]
    rows = rows[(rows["method"] == str(Method.REPORTED)) & rows["year"].notna() & rows["value"].notna()]
    words = {name: rows[name].astype("str") for name in ("place", "indicator", "perimeter", "source")}
    return rows.assign(**words).reset_index(drop=True)
