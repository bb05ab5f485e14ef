"""The evidence budget: which figures of the home city would open most comparisons, and which office would hold them."""

from dataclasses import dataclass, replace

import pandas as pd

from indicators.analysis import availability
from indicators.charts.chart import Look, years_text
from indicators.charts.request import ChartRequest, Link, unlinked
from indicators.store.dataset import Dataset
from indicators.text import formatting

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
        ends = [int(row[end]) for end in ("first", "last") if not pd.isna(row[end])]
        requests.append(
            FigureAsked(
                name=entry.names.get(language),
                href=link(replace(state.plain, indicator=entry.id)),
                theme=entry.theme,
                opened=t.plural("{n} city", "{n} cities", int(row["opened"])),
                years=years_text(ends, language),
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
