"""The figures of one map: values, texts and ranks of a year, or of the change between two."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from indicators.analysis import derive, ranking
from indicators.analysis.standing import Standing, among, select
from indicators.analysis.verdicts import Comparison
from indicators.charts import map_parts as parts
from indicators.charts.chart import Look, TableRow, Twin, band_text
from indicators.charts.table import table
from indicators.claims import district_claims, sentences
from indicators.claims.sentences import Claim
from indicators.maps import city_outlines, districts
from indicators.maps.city_outlines import city_of
from indicators.maps.districts import CHANGE, Dates
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Direction, Level, Role
from indicators.store.dataset import Dataset
from indicators.text import formatting


@dataclass(frozen=True)
class MapFigures:
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


def values_of(rows: pd.DataFrame) -> dict[str, float]:
    """Return the value of each part, of rows that hold one observation a part."""
    return dict(zip(rows["place"].astype("str"), rows["value"].astype("float64"), strict=True))


def doubtful(rows: pd.DataFrame) -> set[str]:
    """Return the parts with a figure that its note doubts."""
    return set(rows.loc[derive.is_doubtful(rows), "place"].astype("str"))


def doubt_notes(dataset: Dataset, rows: pd.DataFrame, look: Look) -> list[str]:
    """Return for each doubtful figure the part, the year and the doubt."""
    flagged = rows[derive.is_doubtful(rows)]
    return [
        look.t("{place}, {year}: {note}", place=parts.short(dataset, place, look), year=int(year), note=look.t(note))
        for place, year, note in zip(flagged["place"].astype("str"), flagged["year"], flagged["note"], strict=True)
    ]


def standing_of_parts(dataset: Dataset, entry: Indicator, rows: pd.DataFrame, level: Level) -> Standing:
    """Return how the parts of a city rank in one year: in bands where a sample was asked, the doubtful not at all."""
    trusted = district_claims.trusted_rows(rows)
    if entry.whole is not None:
        trusted = ranking.with_sampling_error(trusted, entry, dataset.of(entry.whole))
    return among(trusted, entry, dataset.places, "", level)


def figures_of(
    dataset: Dataset, entry: Indicator, rows: pd.DataFrame, dates: Dates, shown: str, look: Look
) -> MapFigures:
    """Return the figures of a year, or of the change between the first year and the last."""
    if shown == CHANGE:
        return _change(dataset, entry, rows, dates, look)
    year_rows = districts.of_year(rows, int(shown))
    level = dataset.places[str(year_rows["place"].iloc[0])].level
    selection, values = select(dataset, entry, year_rows), values_of(year_rows)
    hovers = {}
    for place, value in values.items():
        written = formatting.with_unit(value, entry, look.language)
        hovers[place] = f"<b>{parts.short(dataset, place, look)}</b><br>{written}<br>{shown}"
    return MapFigures(
        values=values,
        digits=entry.digits,
        texts={place: formatting.short(value, entry, look.language) for place, value in values.items()},
        hovers=hovers,
        ranks=standing_of_parts(dataset, entry, year_rows, level).bands,
        rows=year_rows,
        comparison=selection.comparison,
        claim=district_claims.of_year(selection, entry, look.language, _naming(dataset, look))
        or sentences.absence(entry, dataset.places, look.language, dataset.home.city),
        order=look.t("lowest first") if entry.direction is Direction.LOWER else look.t("highest first"),
        years=(int(shown),),
    )


def _naming(dataset: Dataset, look: Look) -> Callable[[str], str]:
    """Return how a sentence names a part."""
    return lambda place: parts.short(dataset, place, look)


def _change(dataset: Dataset, entry: Indicator, rows: pd.DataFrame, dates: Dates, look: Look) -> MapFigures:
    first, last = dates.years[0], dates.years[-1]
    changes = districts.changed(rows, entry, first, last)
    changes = changes.assign(place=changes["place"].astype("str"))
    digits = districts.change_digits(entry)
    written = formatting.signed if formatting.in_points(entry) else formatting.signed_percent
    printed, hovers = {}, {}
    for change in changes[~changes["value"].map(formatting.missing)].itertuples():
        value = float(formatting.rounded(float(change.value), digits))
        before, after = (formatting.short(float(end), entry, look.language)
                         for end in (change.first_value, change.last_value))  # fmt: skip
        name = parts.short(dataset, change.place, look)
        printed[change.place] = value
        hovers[change.place] = (
            f"<b>{name}</b><br>{district_claims.change_text(value, entry, look.language)}"
            f"<br>{first}: {before}, {last}: {after}"
        )
    used = rows[rows["year"].isin([first, last]) & rows["place"].isin(list(printed))]
    trusted = changes[~changes["place"].isin(doubtful(used))]
    ranked = pd.Series(printed)[[place for place in printed if place in set(trusted["place"])]]
    ends = [ranked.rank(ascending=False, method=method).astype(int) for method in ("min", "max")]
    return MapFigures(
        values=printed,
        digits=digits,
        texts={place: written(value, digits, look.language) for place, value in printed.items()},
        hovers=hovers,
        ranks={str(place): (int(ends[0][place]), int(ends[1][place])) for place in ranked.index},
        rows=used,
        comparison=select(dataset, entry, used, change=True).comparison,
        claim=district_claims.of_change(
            trusted if len(trusted) > 1 else changes, entry, (first, last), look.language, _naming(dataset, look)
        )
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


def ends_of(mapped: MapFigures, look: Look) -> dict[str, str]:
    """Return which parts are at an end, in a word; what is doubtful is at none."""
    doubted = doubtful(mapped.rows)
    trusted = {place: value for place, value in mapped.values.items() if place not in doubted}
    gap = district_claims.of_values(trusted, mapped.digits)
    if gap is None or gap.spread == 0:
        return {}
    return dict.fromkeys(gap.high_places, look.t("highest")) | dict.fromkeys(gap.low_places, look.t("lowest"))


def ranked_list(
    dataset: Dataset,
    mapped: MapFigures,
    fill: Mapping[str, str],
    href: Callable[[str], str],
    selected: str | None,
    drawn: Collection[str],
    look: Look,
) -> tuple[Ranked, ...]:
    """Return the ranked parts first, then those of `drawn` without a figure."""
    ends = ends_of(mapped, look)
    doubted = doubtful(mapped.rows)
    unranked = len(mapped.values) + 1
    upwards = mapped.order == look.t("lowest first")

    def order(place: str) -> tuple[tuple[int, int], float, str]:
        value = mapped.values[place]
        return mapped.ranks.get(place, (unranked, 0)), value if upwards else -value, place

    ordered = sorted(mapped.values, key=order)
    lines = []
    for place in ordered:
        band = mapped.ranks.get(place)
        name, rank = parts.short(dataset, place, look), band_text(*band, look.language) if band else ""
        line = Ranked(place, name, rank, mapped.texts[place], fill.get(place), href(place), place == selected)
        lines.append(replace(line, end=ends.get(place, ""), doubtful=place in doubted))
    for place in drawn:
        if place not in mapped.values:
            name = parts.short(dataset, place, look)
            lines.append(Ranked(place, name, "", look.t("no figure"), None, href(place), place == selected))
    return tuple(lines)


def unit_of(entry: Indicator, mapped: MapFigures, look: Look) -> str:
    """Return what the numbers of the classes are."""
    return parts.change_unit(entry, look) if mapped.change else entry.unit_names.get(look.language)


def district_twin(
    dataset: Dataset, entry: Indicator, mapped: MapFigures, ranked: tuple[Ranked, ...], look: Look
) -> Twin:
    """Return the table of a map: the observations of a year in the order of the list, or both ends of the change."""
    order = [line.place for line in ranked if line.place in mapped.values]
    areas: dict[str, float] = {}
    if order:
        city, level = city_of(dataset.places, order[0]) or dataset.home.city, dataset.places[order[0]].level
        areas = dict(city_outlines.drawn_parts(dataset, level, city).areas)
    if mapped.change:
        return _change_table(dataset, entry, mapped, order, areas, look)
    rows = mapped.rows.assign(place=mapped.rows["place"].astype("str")).set_index("place", drop=False).loc[order]
    extra = {look.t("Area, km²"): _numbers(areas, order, 2, look)}
    counts_of = dataset.catalogue.of_role(Role.PART_POPULATION)
    if Role.PART_DENSITY in entry.roles and counts_of:
        people = districts.figures(dataset, counts_of[0], level, city)
        counts = values_of(people[people["year"] == mapped.years[0]])
        extra = {look.t("Municipal population"): _numbers(counts, order, 0, look), **extra}
    return table(dataset, entry, rows, look, extra)


def _numbers(values: Mapping[str, float], order: list[str], digits: int, look: Look) -> list[str]:
    return [formatting.number(values.get(place), digits, look.language) for place in order]


def _change_table(
    dataset: Dataset, entry: Indicator, mapped: MapFigures, order: list[str], areas: dict[str, float], look: Look
) -> Twin:
    t = look.t
    ends = [values_of(mapped.rows[mapped.rows["year"] == year]) for year in mapped.years]
    columns = (
        (t("Place"), False),
        *(
            (formatting.commas((entry.unit_names.get(look.language), str(year)), look.language), True)
            for year in mapped.years
        ),
        (t("Change, {unit}", unit=unit_of(entry, mapped, look)), True),
        (t("Area, km²"), True),
    )
    cells = zip(
        (dataset.places[place].names.get(look.language) for place in order),
        *(_numbers(values, order, entry.digits, look) for values in ends),
        (mapped.texts[place] for place in order),
        _numbers(areas, order, 2, look),
        strict=True,
    )
    return columns, tuple(TableRow(row) for row in cells)
