"""What the home city and its peers do not both publish: who has it, on what terms, and what to publish first."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from indicators.analysis import availability
from indicators.charts.chart import Look, listed, years_text
from indicators.charts.request import ChartRequest, Link, unlinked
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Method, Perimeter
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.citations import cited, source_line
from indicators.text.labels import word


@dataclass(frozen=True)
class Missing:
    """An indicator that peers publish and the home city does not: how many, on what terms, and who."""

    name: str
    href: str
    theme: str
    count: str
    facts: tuple[str, ...]
    source: str
    places: str


@dataclass(frozen=True)
class GapCause:
    """The missing indicators that one publication would fill; by the words that say why the home city has none."""

    title: str
    by_absence: Mapping[str, list[Missing]]


@dataclass(frozen=True)
class Alone:
    """An indicator that the home city alone publishes."""

    name: str
    href: str
    theme: str
    when: str
    expected: bool


def missing(
    dataset: Dataset, gaps: pd.DataFrame, state: ChartRequest, look: Look, link: Link = unlinked
) -> list[GapCause]:
    """Return the indicators that enough peers publish and the home city does not, by who counts them.

    `gaps` are :func:`indicators.analysis.availability.to_publish`.
    """
    t, home = look.of_home(dataset), dataset.home.city
    kinds = {
        "own": t("Cities report it themselves: {home} could do the same"),
        "counted": t("Others count it for cities they choose: {home} would have to be included"),
        "differ": t("Publishing would not be enough: definitions differ between publications"),
    }
    by_kind: dict[str, dict[str, list[Missing]]] = {key: {} for key in kinds}
    for row in gaps.to_dict("records"):
        entry = dataset.catalogue[row["indicator"]]
        own_word = {Method(method) for method in row["methods"]} <= availability.BY_THEMSELVES
        # What cities report themselves is theirs to report, though unlike outlines keep totals from being compared.
        differ = not row["comparable"] and not (own_word and entry.rankable)
        kind = "differ" if differ else "own" if own_word else "counted"
        absence = entry.absence.get(look.language) if entry.absence and entry.absence.place == home else ""
        by_kind[kind].setdefault(absence, []).append(_missing(dataset, entry, row, state, look, link))
    return [GapCause(title, by_kind[key]) for key, title in kinds.items() if by_kind[key]]


def _missing(
    dataset: Dataset, entry: Indicator, row: Mapping[Any, Any], state: ChartRequest, look: Look, link: Link
) -> Missing:
    t, language = look.t, look.language
    sources = cited(dataset.sources, row["sources"])
    facts = [
        _years(row, language),
        formatting.join([word(Method(method), language) for method in row["methods"]], language),
        formatting.join([word(Perimeter(perimeter), language) for perimeter in row["perimeters"]], language),
    ]
    if row["comparable"]:
        facts.append(
            t.plural("{n} can be compared with the others", "{n} can be compared with each other", row["comparable"])
        )
    return Missing(
        name=entry.names.get(language),
        href=link(replace(state.plain, indicator=entry.id)),
        theme=entry.theme,
        count=t.plural("{n} city", "{n} cities", row["peers"]),
        facts=tuple(facts),
        source=source_line(sources, language)
        if len(sources) == 1
        else formatting.semicolons(dict.fromkeys(t(source.producer) for source in sources), language),
        places=listed(dataset, row["places"], language),
    )


def _years(row: Mapping[Any, Any], language: str) -> str:
    return years_text([int(row[end]) for end in ("first", "last") if not pd.isna(row[end])], language)


def alone(dataset: Dataset, pairs: pd.DataFrame, state: ChartRequest, look: Look, link: Link = unlinked) -> list[Alone]:
    """Return what the home city publishes and no city compared does."""
    return [
        Alone(
            entry.names.get(look.language),
            link(replace(state.plain, indicator=entry.id)),
            entry.theme,
            formatting.year(row["year"], look.language),
            bool(row["expected"]),
        )
        for row in availability.alone(pairs, dataset.home.city).to_dict("records")
        for entry in [dataset.catalogue[row["indicator"]]]
    ]


MOST_ASKED = 10
"""Figures that the evidence budget lists."""


@dataclass(frozen=True)
class FigureAsked:
    """A figure that the home city could publish: the comparisons it would open, and the office that would hold it."""

    name: str
    href: str
    theme: str
    opened: str
    years: str
    office: str


def evidence_budget(
    dataset: Dataset, gaps: pd.DataFrame, state: ChartRequest, look: Look, link: Link = unlinked
) -> tuple[str, list[FigureAsked]]:
    """Return which one figure would open most comparisons, in a sentence, and the first of all such figures.

    `gaps` are :func:`indicators.analysis.availability.to_publish`. The sentence is empty where no
    missing figure would open any.
    """
    t, language = look.of_home(dataset), look.language
    publishable = availability.evidence_budget(gaps)
    requests = []
    for row in publishable.head(MOST_ASKED).to_dict("records"):
        entry = dataset.catalogue[row["indicator"]]
        office = entry.held_by
        requests.append(
            FigureAsked(
                name=entry.names.get(language),
                href=link(replace(state.plain, indicator=entry.id)),
                theme=entry.theme,
                opened=t.plural("{n} city", "{n} cities", int(row["opened"])),
                years=_years(row, language),
                office=office.get(language) if office and office.place == dataset.home.city else "",
            )
        )
    if not requests:
        return "", []
    most = int(publishable["opened"].iloc[0])
    others = int((publishable["opened"] == most).sum()) - 1
    sentence = t.plural(
        "One figure would open most comparisons: “{name}”, with {n} city.",
        "One figure would open most comparisons: “{name}”, with {n} cities.",
        most,
        name=requests[0].name,
    )
    if others:
        sentence += " " + t.plural("{n} other would open as many.", "{n} others would open as many.", others)
    return " ".join([sentence, *_one_publication(dataset, publishable, look)]), requests


def _one_publication(dataset: Dataset, publishable: pd.DataFrame, look: Look) -> list[str]:
    """Say which publication has most of the figures that are missing, and how many comparisons one like it would open.

    Nothing is stated where no publication has two of them.
    """
    by_source = publishable.explode("sources").groupby("sources", sort=True)["opened"].agg(["size", "sum"])
    by_source = by_source[by_source["size"] > 1].sort_values("sum", ascending=False, kind="stable")
    if by_source.empty:
        return []
    first = by_source.iloc[0]
    return [
        look.t(
            "{n} of these figures stand in one publication ({source}): to be in it would open {pairs} comparisons.",
            n=str(int(first["size"])),
            source=look.t(dataset.sources[str(by_source.index[0])].producer),
            pairs=formatting.number(int(first["sum"]), 0, look.language),
        )
    ]
