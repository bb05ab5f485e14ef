"""The city's parts on a map: a year or the change between two with the list that ranks them, or all of it in small."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import pandas as pd

from indicators.analysis import derive
from indicators.analysis.standing import select
from indicators.analysis.verdicts import Verdict, comparison_text
from indicators.charts import map_parts as parts
from indicators.charts.chart import Chart, Look, Subject, measure_line
from indicators.charts.district_figures import (
    MapFigures,
    Ranked,
    district_twin,
    doubt_notes,
    doubtful,
    figures_of,
    ranked_list,
    unit_of,
)
from indicators.charts.request import LINK_DISTRICT, LINK_SHOWN, ChartRequest, Link, MapView, unlinked
from indicators.claims import district_claims
from indicators.claims.sentences import Claim
from indicators.figures import map as figures
from indicators.figures.map import Class, ListRow, Panel
from indicators.figures.template import FrozenFigure
from indicators.findings.finding import Finding
from indicators.language.bidi import unmarked
from indicators.language.translator import N_
from indicators.maps import city_outlines, districts
from indicators.maps.city_outlines import city_of
from indicators.maps.classes import CHANGE_CLASSES, CLASSES, Classes, Scheme, classes_of_change, classes_of_values
from indicators.maps.districts import CHANGE, Dates
from indicators.maps.outlines import OutlineShape
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Level, Measure, Role
from indicators.store.dataset import Dataset, once_per_dataset
from indicators.text import formatting

KINDS = ("map", "maps")
"""The kinds of chart of the page of the districts."""

MOST_IN_ROOM = 16
"""Lines of the list beside a map that a room can read: the first ones, and the one selected."""

SMALL_HEIGHT = 362
"""Pixels of a small map with its classes above it: of a change up to seven, clear of the map on a phone."""


@dataclass(frozen=True)
class DistrictMap:
    """A map as a chart, its ranked list, what is shown, and what else could be."""

    chart: Chart
    ranked: tuple[Ranked, ...]
    order: str
    shown: str
    dates: Dates
    selected: str | None


@dataclass(frozen=True)
class SmallMaps:
    """The chart, and each of its maps as a figure of its own, so that a phone can stack them."""

    chart: Chart
    figures: tuple[FrozenFigure, ...]
    alts: tuple[str, ...]


@dataclass(frozen=True)
class _Parts:
    """What is observed of the parts of one city, and what its maps show of it: each worked out once for all of them."""

    dataset: Dataset
    entry: Indicator
    level: Level
    city: str

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Every figure of the parts."""
        return districts.figures(self.dataset, self.entry, self.level, self.city)

    @cached_property
    def dates(self) -> Dates:
        """What can be shown of them."""
        return districts.dates(self.rows, self.entry)

    @cached_property
    def figures(self) -> Callable[[str, Look], MapFigures]:
        """Return the figures of a year or of the change, as a function of it and the look."""
        return lru_cache(maxsize=8)(
            lambda shown, look: figures_of(self.dataset, self.entry, self.rows, self.dates, shown, look)
        )

    @cached_property
    def classes(self) -> Callable[[str, str], Classes]:
        """Return the classes of a year or of the change, as a function of it and how classes are found."""
        return lru_cache(maxsize=8)(lambda shown, scheme: classes_for(self.rows, self.entry, self.dates, shown, scheme))


@once_per_dataset
def _parts_of(dataset: Dataset) -> Callable[[Indicator, Level, str], _Parts]:
    return lru_cache(maxsize=16)(lambda entry, level, city: _Parts(dataset, entry, level, city))


@dataclass(frozen=True)
class _Sheet:
    """What the maps of one indicator and one city are drawn on: its figures, their dates, the outlines."""

    dataset: Dataset
    entry: Indicator
    view: MapView
    look: Look
    small: bool = False

    @property
    def city(self) -> str:
        """The city whose parts are shown."""
        return self.view.city or self.dataset.home.city

    @cached_property
    def parts(self) -> _Parts:
        """The parts with their figures."""
        return _parts_of(self.dataset)(self.entry, self.view.level, self.city)

    @cached_property
    def drawn(self) -> tuple[dict[str, OutlineShape], tuple[OutlineShape, ...]]:
        """The outlines by place, and what they enclose."""
        return parts.shapes_of(self.dataset, self.view.level, self.city, self.small)

    def figures(self, shown: str) -> MapFigures:
        """Return the figures of a year or of the change."""
        return self.parts.figures(shown, self.look)

    def classes(self, shown: str) -> Classes:
        """Return the classes of a year or of the change."""
        return self.parts.classes(shown, self.view.classes)

    def panel(
        self,
        mapped: MapFigures,
        shown: str,
        title: str,
        labels: Mapping[str, str],
        hovers: Mapping[str, str],
        counted: Callable[[int], str],
        href: Callable[[str], str] = lambda _: "",
        selected: str | None = None,
    ) -> Panel:
        """Return one map with its key; `counted` says how many parts a class holds."""
        shapes, enclaves = self.drawn
        classes, doubted = self.classes(shown), doubtful(mapped.rows) & set(mapped.values)
        tones = parts.fills(classes, self.look.colours, self.entry.direction)
        areas = parts.areas_of(shapes, fill_of(mapped, classes, tones), labels, hovers, href, selected)
        areas = tuple(replace(area, doubtful=place in doubted) for place, area in zip(shapes, areas, strict=True))
        areas += parts.enclaves_of(self.dataset, enclaves, self.city, self.look)
        trusted = [value for place, value in mapped.values.items() if place not in doubted]
        key = parts.key_of(classes, trusted, mapped.digits, tones, self.look, counted)
        if doubted:
            words = self.look.t("{range}: {count}", range=self.look.t("doubtful"), count=counted(len(doubted)))
            key = (*key, Class(None, words, doubtful=True))
        if any(area.fill is None and not area.doubtful for area in areas):
            key = (*key, Class(None, self.look.t("no figure")))
        return Panel(title=title, heading=unit_of(self.entry, mapped, self.look), areas=areas, key=key)

    def figure(self, panels: list[Panel], verdict: Verdict, rows: tuple[ListRow, ...] = ()) -> FrozenFigure:
        """Return the maps side by side."""
        bar = parts.scale_of(self.dataset, self.view.level, self.city, self.look)
        height, away = SMALL_HEIGHT if self.small else figures.HEIGHT, self.city != self.dataset.home.city
        return figures.district_map(panels, figures.MapSheet(bar, rows, height, away), *self.look.drawn(verdict))

    @property
    def credit(self) -> tuple[str, tuple[str, ...]]:
        """The credit of the outlines and their sources."""
        level = self.view.level
        credit = parts.credit(self.dataset, level, self.city, self.look)
        return credit, city_outlines.sources_of(self.dataset, level, self.city)

    def counted(self, n: int) -> str:
        """Return a number of parts in words."""
        return parts.counted(self.dataset, self.view.level, n, self.look, self.city)

    def subtitle(self, mapped: MapFigures, when: str) -> str:
        """Return what is measured, in which unit, of which outlines, when."""
        count = parts.counted_of_city(self.dataset, self.view.level, len(mapped.values), self.look, self.city)
        return measure_line(self.entry, [count, when], self.look.language)


def district_map(
    dataset: Dataset, entry: Indicator, state: ChartRequest, look: Look, link: Link = unlinked
) -> DistrictMap | None:
    """Return the map a link means, or None where the parts have no figures.

    A date or a part that this map does not have is left aside: the newest year
    is shown, nothing is selected; the page says so.
    """
    sheet = _Sheet(dataset, entry, state.map, look)
    dates = sheet.parts.dates
    if not dates.years:
        return None
    shown = state.map.shown if state.map.shown in dates.all else str(dates.years[-1])
    mapped, shapes = sheet.figures(str(shown)), sheet.drawn[0]
    selected = state.map.district if state.map.district in {*shapes, *mapped.values} else None
    classes = sheet.classes(str(shown))
    fill = fill_of(mapped, classes, parts.fills(classes, look.colours, entry.direction))
    in_room = look.view == "room"

    def href(place: str) -> str:
        return "" if in_room else link(replace(state, map=replace(state.map, district=place)))

    ranked = ranked_list(dataset, mapped, fill, href, selected, shapes, look)
    lines = {line.place: line for line in ranked if line.place in shapes}
    panel = sheet.panel(
        mapped,
        str(shown),
        "",
        {place: _label(line, mapped) for place, line in lines.items()},
        {place: mapped.hovers.get(place, f"<b>{line.name}</b><br>{line.value}") for place, line in lines.items()},
        # A room has the list: the number alone says how many parts a class holds.
        parts.plain_count(look) if in_room else sheet.counted,
        href,
        selected,
    )
    fitting = [line for index, line in enumerate(ranked) if in_room and (index < MOST_IN_ROOM or line.selected)]
    rows = tuple(ListRow(line.rank, line.name, line.value, line.fill, line.selected) for line in fitting)
    when = str(mapped.years[0])
    if mapped.change:
        first, last = (str(year) for year in mapped.years)
        unit = unit_of(entry, mapped, look)
        when = look.t("change from {first} to {last} in {unit}", first=first, last=last, unit=unit)
    chart = Chart.of(
        Subject(dataset, entry.id, "map", look),
        mapped.claim,
        mapped.rows,
        mapped.comparison,
        district_twin(dataset, entry, mapped, ranked, look),
        subtitle=". ".join(filter(None, (sheet.subtitle(mapped, when), mapped.claim.standing))),
        figure=sheet.figure([panel], mapped.comparison.verdict, rows) if shapes else None,
        drawn=True,
        alt=mapped.claim.alt or mapped.claim.text,
        notes=_notes(sheet, mapped, classes),
        outlines=sheet.credit,
    )
    return DistrictMap(chart, ranked, mapped.order, str(shown), dates, selected)


def _label(line: Ranked, mapped: MapFigures) -> str:
    """Return what stands on an area: its rank, with an arrow where it is of a change."""
    sign = parts.arrow(mapped.values[line.place]) if mapped.change and line.rank else ""
    return sign + str(unmarked(line.rank).split("–")[0])


def not_shown(dataset: Dataset, entry: Indicator, view: MapView) -> list[Finding]:
    """Return what of a link the map of an indicator cannot show, and what is wrong with its outlines."""
    dates = _parts_of(dataset)(entry, view.level, view.city or dataset.home.city).dates
    findings = []
    if view.shown is not None and view.shown not in dates.all:
        findings.append(Finding(LINK_SHOWN, value=view.shown))
    if view.district is not None and view.district not in districts.parts_of(dataset, view.level, view.city):
        findings.append(Finding(LINK_DISTRICT, value=view.district))
    return [*findings, *city_outlines.drawn_parts(dataset, view.level, view.city).findings]


FEW_PARTS, FEW_CLASSES, FEW_OF_CHANGE = 16, 4, 2
"""Up to so many parts share so many classes, of change so many on each side of none."""


def classes_for(rows: pd.DataFrame, entry: Indicator, dates: Dates, shown: str, scheme: str) -> Classes:
    """Return the classes of a date: the same for all years of an unbroken line, so that a colour keeps its meaning.

    Doubtful figures shape no class.
    """
    few = rows["place"].nunique() <= FEW_PARTS
    rows = rows[~rows["place"].isin(doubtful(rows))] if shown == CHANGE else rows[~derive.is_doubtful(rows)]
    if shown == CHANGE:
        changes = districts.changed(rows, entry, dates.years[0], dates.years[-1])["value"].to_list()
        most = FEW_OF_CHANGE if few else CHANGE_CLASSES
        return classes_of_change(changes, Scheme(scheme), districts.change_digits(entry), most)
    years = dates.years if dates.change else (int(shown),)
    values = pd.concat([districts.of_year(rows, year)["value"] for year in years])
    most = FEW_CLASSES if few else CLASSES
    return classes_of_values(values.astype("float64").to_list(), Scheme(scheme), entry.digits, most)


def fill_of(mapped: MapFigures, classes: Classes, tones: list[str]) -> dict[str, str]:
    """Return the colour of each part that has a figure without doubt."""
    doubted = doubtful(mapped.rows)
    held = {place: classes.of(value, mapped.digits) for place, value in mapped.values.items() if place not in doubted}
    return {place: tones[slot] for place, slot in held.items() if slot is not None}


def _notes(sheet: _Sheet, mapped: MapFigures, classes: Classes) -> list[str]:
    """Return how to read the map, and what to know before quoting it."""
    dataset, entry, dates, look = sheet.dataset, sheet.entry, sheet.parts.dates, sheet.look
    t = look.t
    ranks = t("The numbers on the map are ranks, {order}.", order=mapped.order)
    if entry.sample is not None and not mapped.change:
        sample = formatting.percent(entry.sample * 100, 0, look.language)
        ranks += " " + t("Parts that a sample of {share} cannot tell apart share a band.", share=sample)
    notes = [f"{ranks} {parts.scheme_note(sheet.view.classes, classes, look)}"]
    if len(dates.years) > 1 and not dates.change:
        notes.append(t(parts.QUESTION_CHANGED))
    elif dates.change and not mapped.change:
        first, last = str(dates.years[0]), str(dates.years[-1])
        notes.append(t("The classes are the same for {first} and {last}.", first=first, last=last))
    if entry.measure is Measure.TOTAL and not mapped.change:
        more = t("A count: a larger part may hold more. The density divides by the area.")
        of_home = city_of(dataset.places, next(iter(mapped.values))) in {dataset.home.city, None}
        notes.append(more if of_home else t("A count: a larger part may hold more."))
    if Role.PART_DENSITY in entry.roles:
        notes.append(t("Municipal population over the area of the outline; the table gives both."))
    missing = [parts.short(dataset, place, look) for place in mapped.values if place not in sheet.drawn[0]]
    if missing:
        named = formatting.join(missing, look.language)
        notes.append(t("Outline not here, so not on the map: {places}.", places=named))
    return [*notes, *doubt_notes(dataset, mapped.rows, look)]


def small_maps(dataset: Dataset, entry: Indicator, state: ChartRequest, look: Look) -> SmallMaps | None:
    """Return the maps of every date and of the change, or None where there is but one date."""
    sheet = _Sheet(dataset, entry, state.map, look, small=True)
    dates, shapes = sheet.parts.dates, sheet.drawn[0]
    if len(dates.years) < 2 or not shapes:
        return None
    all_mapped = [sheet.figures(shown) for shown in dates.all]
    panels = []
    for shown, mapped in zip(dates.all, all_mapped, strict=True):
        begin, end = str(mapped.years[0]), str(mapped.years[-1])
        title = look.t("Change {first}–{last}", first=begin, last=end) if mapped.change else begin
        # Of a change the arrows say what grey does not.
        arrows = {place: parts.arrow(value) for place, value in mapped.values.items()} if mapped.change else {}
        hovers = {place: mapped.hovers.get(place, parts.short(dataset, place, look)) for place in shapes}
        panels.append(sheet.panel(mapped, shown, title, arrows, hovers, parts.plain_count(look)))
    used = sheet.parts.rows[sheet.parts.rows["year"].isin(list(dates.years))]
    comparison = select(dataset, entry, used, change=True).comparison
    claim = _claim_of_dates(entry, all_mapped, dates, look)
    last = all_mapped[-1]
    ranked = ranked_list(dataset, last, {}, lambda _: "", None, (), look)
    chart = Chart.of(
        Subject(dataset, entry.id, "maps", look),
        claim,
        used,
        comparison,
        district_twin(dataset, entry, last, ranked, look),
        subtitle=sheet.subtitle(last, formatting.join([str(year) for year in dates.years], look.language)),
        figure=sheet.figure(panels, comparison.verdict),
        alt=f"{claim.alt} {comparison_text(comparison, look.language)}.",
        notes=[
            look.t("One scale for both years; the change has its own.")
            if dates.change
            else look.t(parts.QUESTION_CHANGED),
            parts.scheme_note(state.map.classes, sheet.classes(dates.all[0]), look),
            *doubt_notes(dataset, used, look),
        ],
        outlines=sheet.credit,
    )
    alone = tuple(sheet.figure([panel], comparison.verdict) for panel in panels)
    return SmallMaps(chart, alone, tuple(mapped.claim.alt or mapped.claim.text for mapped in all_mapped))


def _claim_of_dates(entry: Indicator, all_mapped: list[MapFigures], dates: Dates, look: Look) -> Claim:
    """Say how far the parts lay apart at the first date and at the last; where the question changed, only that."""
    years = (dates.years[0], dates.years[-1])
    of_year = {mapped.years[0]: mapped for mapped in all_mapped if not mapped.change}
    first, last = (district_claims.disparity(district_claims.trusted_rows(of_year[year].rows), entry.digits)
                   for year in years)  # fmt: skip
    template = N_("{name}: the parts of the city lay {first} apart in {first_year} and {last} in {last_year}.")
    if CHANGE not in dates.all or first is None or last is None:
        template = N_("{name} in {first_year} and in {last_year}: two questions, so no change.")
    elif any(doubtful(of_year[year].rows) for year in years):
        template = N_(
            "{name}: the parts of the city lay {first} apart in {first_year} and {last} in {last_year}, "
            "a doubtful figure left aside."
        )
    words = look.t(
        template,
        name=entry.names.get(look.language),
        first="" if first is None else formatting.difference(first.spread, entry, look.language),
        last="" if last is None else formatting.difference(last.spread, entry, look.language),
        first_year=str(years[0]),
        last_year=str(years[1]),
    )
    words, drawn = formatting.tidy(words, look.language), look.t("Small maps side by side.")
    return Claim("gap_over_time", words, entry.id, (), years, alt=f"{drawn} {words}")
