"""What Casablanca would have to publish to be compared, and what it publishes alone, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from indicators.analysis import availability
from indicators.charts.chart import Look, names, span
from indicators.charts.request import ChartRequest, Link, unlinked
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Method, Perimeter
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.citations import cited, source_line
from indicators.text.labels import word

OWN_WORD = {Method.REPORTED, Method.METERED, Method.CENSUS, Method.SURVEY}
"""The methods by which a city or its operators publish for themselves."""


@dataclass(frozen=True)
class Missing:
    """An indicator that peers publish and Casablanca does not: how many, on what terms, and who."""

    name: str
    href: str
    theme: str
    count: str
    facts: tuple[str, ...]
    source: str
    places: str


@dataclass(frozen=True)
class GapCause:
    """The missing indicators that one publication would fill; by the words that say why Casablanca has none."""

    title: str
    by_absence: Mapping[str, list[Missing]]


@dataclass(frozen=True)
class Alone:
    """An indicator that Casablanca alone publishes."""

    name: str
    href: str
    theme: str
    when: str
    expected: bool


def missing(
    dataset: Dataset, pairs: pd.DataFrame, state: ChartRequest, look: Look, link: Link = unlinked
) -> list[GapCause]:
    """Return the indicators that enough peers publish and Casablanca does not, by who counts them.

    `pairs` are those of cities (:func:`indicators.analysis.availability.pairs`).
    """
    t, home = look.t, dataset.home.city
    kinds = {
        "own": GapCause(t("Cities report it themselves: Casablanca could do the same"), {}),
        "counted": GapCause(t("Others count it for cities they choose: Casablanca would have to be included"), {}),
        "differ": GapCause(t("Publishing would not be enough: definitions differ between publications"), {}),
    }
    by_kind: dict[str, dict[str, list[Missing]]] = {key: {} for key in kinds}
    for row in availability.to_publish(pairs, dataset.catalogue, dataset.places, home).to_dict("records"):
        entry = dataset.catalogue[row["indicator"]]
        own_word = {Method(method) for method in row["methods"]} <= OWN_WORD
        kind = "differ" if not row["comparable"] else "own" if own_word else "counted"
        absence = entry.absence.get(look.language) if entry.absence and entry.absence.place == home else ""
        by_kind[kind].setdefault(absence, []).append(_missing(dataset, entry, row, state, look, link))
    return [replace(kind, by_absence=by_kind[key]) for key, kind in kinds.items() if by_kind[key]]


def _missing(
    dataset: Dataset, entry: Indicator, row: Mapping[Any, Any], state: ChartRequest, look: Look, link: Link = unlinked
) -> Missing:
    t, language = look.t, look.language
    sources = cited(dataset.sources, row["sources"])
    facts = [
        span(pd.Series([row["first"], row["last"]], dtype="Int64"), language),
        formatting.join([word(Method(method), language) for method in row["methods"]], language),
        formatting.join([word(Perimeter(one), language) for one in row["perimeters"]], language),
    ]
    if row["comparable"]:
        facts.append(
            t.plural("{n} can be compared with the others", "{n} can be compared with each other", row["comparable"])
        )
    return Missing(
        name=entry.names.get(language),
        href=link(replace(state.apart, indicator=entry.id)),
        theme=entry.theme,
        count=t.plural("{n} city", "{n} cities", row["peers"]),
        facts=tuple(facts),
        source=source_line(sources, language)
        if len(sources) == 1
        else formatting.semicolons(dict.fromkeys(t(source.producer) for source in sources), language),
        places=formatting.join(names(dataset, row["places"], language), language),
    )


def alone(dataset: Dataset, pairs: pd.DataFrame, state: ChartRequest, look: Look, link: Link = unlinked) -> list[Alone]:
    """Return what Casablanca publishes and no city compared does."""
    return [
        Alone(
            entry.names.get(look.language),
            link(replace(state.apart, indicator=entry.id)),
            entry.theme,
            formatting.year(None if pd.isna(row["year"]) else int(row["year"]), look.language),
            bool(row["expected"]),
        )
        for row in availability.alone(pairs, dataset.home.city).to_dict("records")
        for entry in [dataset.catalogue[row["indicator"]]]
    ]
