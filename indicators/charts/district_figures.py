"""The figures of one map: values, texts and ranks of a year, or of the change between two."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from indicators.analysis.standing import among, select
from indicators.analysis.verdicts import Comparison
from indicators.charts import map_parts as parts
from indicators.charts.chart import Look
from indicators.claims import district_claims, sentences
from indicators.claims.sentences import Claim
from indicators.maps import districts
from indicators.maps.districts import CHANGE, Dates
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Direction
from indicators.store.dataset import Dataset
from indicators.text import formatting


@dataclass(frozen=True)
class Shown:
    """The figures of one map by place: values and their texts, first and last rank; the observations, their verdict."""

    values: Mapping[str, float]
    digits: int
    texts: Mapping[str, str]
    hovers: Mapping[str, str]
    ranks: Mapping[str, tuple[int, int]]
    rows: pd.DataFrame
    comparison: Comparison
    claim: Claim
    order: str
    years: tuple[int, ...]

    @property
    def change(self) -> bool:
        """Whether these are changes and not figures of a year."""
        return len(self.years) > 1


def figures_of(dataset: Dataset, entry: Indicator, rows: pd.DataFrame, dates: Dates, shown: str, look: Look) -> Shown:
    """Return the figures of a year, or of the change between the first year and the last."""
    if shown == CHANGE:
        return _change(dataset, entry, rows, dates, look)
    year_rows = districts.of_year(rows, int(shown))
    level = dataset.places[str(year_rows["place"].iloc[0])].level
    stand = among(year_rows, entry, dataset.places, "", level)
    selection = select(dataset, entry, year_rows)
    values = dict(zip(year_rows["place"].astype("str"), year_rows["value"].astype("float64"), strict=True))
    texts = {place: formatting.short(value, entry, look.language) for place, value in values.items()}
    hovers = {
        place: "<br>".join(
            (f"<b>{parts.short(dataset, place, look)}</b>", formatting.with_unit(value, entry, look.language), shown)
        )
        for place, value in values.items()
    }
    order = look.t("lowest first") if entry.direction is Direction.LOWER else look.t("highest first")
    return Shown(
        values=values,
        digits=entry.digits,
        texts=texts,
        hovers=hovers,
        ranks=stand.bands,
        rows=year_rows,
        comparison=selection.comparison,
        claim=district_claims.of_year(selection, entry, look.language, _naming(dataset, year_rows, look))
        or sentences.absence(entry, dataset.places, look.language, dataset.home.city),
        order=order,
        years=(int(shown),),
    )


def is_doubtful(rows: pd.DataFrame) -> pd.Series:
    """Return which observations carry a note that doubts them."""
    return rows["note"].astype("str").str.contains("doubt", case=False)


def _naming(dataset: Dataset, rows: pd.DataFrame, look: Look) -> Callable[[str], str]:
    """Return how a sentence names a part: one whose figure is doubtful as published is marked so."""
    doubtful = set(rows.loc[is_doubtful(rows), "place"].astype("str"))

    def name(place: str) -> str:
        short = parts.short(dataset, place, look)
        return look.t("{place} (doubtful)", place=short) if place in doubtful else short

    return name


def _change(dataset: Dataset, entry: Indicator, rows: pd.DataFrame, dates: Dates, look: Look) -> Shown:
    first, last = dates.years[0], dates.years[-1]
    found = districts.changed(rows, entry, first, last)
    digits = districts.change_digits(entry)
    printed = {
        str(row.place): float(formatting.rounded(float(row.value), digits))
        for row in found.itertuples()
        if not formatting.missing(row.value)
    }
    ends = {str(row.place): (float(row.first_value), float(row.last_value)) for row in found.itertuples()}
    position = pd.Series(printed).rank(ascending=False, method="min").astype(int)
    last_position = pd.Series(printed).rank(ascending=False, method="max").astype(int)
    hovers = {}
    for place, value in printed.items():
        before, after = (formatting.short(end, entry, look.language) for end in ends[place])
        change = district_claims.change_text(value, entry, look.language)
        name = parts.short(dataset, place, look)
        hovers[place] = f"<b>{name}</b><br>{change}<br>{first}: {before}, {last}: {after}"
    percent = not districts.in_points(entry)
    used = rows[rows["year"].isin([first, last]) & rows["place"].isin(list(printed))]
    return Shown(
        values=printed,
        digits=digits,
        texts={
            place: formatting.signed_percent(value, digits, look.language)
            if percent
            else formatting.signed(value, digits, look.language)
            for place, value in printed.items()
        },
        hovers=hovers,
        ranks={place: (int(position[place]), int(last_position[place])) for place in printed},
        rows=used,
        comparison=select(dataset, entry, used, change=True).comparison,
        claim=district_claims.of_change(found, entry, (first, last), look.language, _naming(dataset, used, look))
        or sentences.absence(entry, dataset.places, look.language, dataset.home.city),
        order=look.t("strongest rise first"),
        years=(first, last),
    )


@dataclass(frozen=True)
class Ranked:
    """One line of the list beside a map; `rank` is empty where there is no figure, `end` says which end it is."""

    place: str
    name: str
    rank: str
    value: str
    fill: str | None
    href: str
    selected: bool = False
    end: str = ""
    doubtful: bool = False


def ends_of(found: Shown, entry: Indicator, look: Look) -> dict[str, str]:
    """Return which parts are at an end, in a word: best and worst where one way is better, else highest and lowest."""
    gap = district_claims.of_values(found.values, found.digits)
    if gap is None or gap.spread == 0:
        return {}
    high, low = look.t("highest"), look.t("lowest")
    if not found.change and entry.direction is not Direction.NONE:
        high, low = look.t("best"), look.t("worst")
        if entry.direction is Direction.LOWER:
            high, low = low, high
    return dict.fromkeys(gap.high_places, high) | dict.fromkeys(gap.low_places, low)


def ranked_list(
    dataset: Dataset,
    entry: Indicator,
    found: Shown,
    fill: Mapping[str, str],
    href: Callable[[str], str],
    selected: str | None,
    drawn: Collection[str],
    look: Look,
) -> tuple[Ranked, ...]:
    """Return the ranked parts first, then those of `drawn` without a figure."""
    ends = ends_of(found, entry, look)
    doubtful = set(found.rows.loc[is_doubtful(found.rows), "place"].astype("str"))
    unranked = len(found.values) + 1
    ordered = sorted(found.values, key=lambda place: (found.ranks.get(place, (unranked, 0)), place))
    lines = []
    for place in ordered:
        first, last = found.ranks.get(place, (0, 0))
        lines.append(
            Ranked(
                place=place,
                name=parts.short(dataset, place, look),
                rank="" if not first else str(first) if first == last else f"{first}–{last}",
                value=found.texts[place],
                fill=fill.get(place),
                href=href(place),
                selected=place == selected,
                end=ends.get(place, ""),
                doubtful=place in doubtful,
            )
        )
    for place in drawn:
        if place not in found.values:
            name = parts.short(dataset, place, look)
            lines.append(Ranked(place, name, "", look.t("no figure"), None, href(place), place == selected))
    return tuple(lines)
