"""The page of the districts: a map with its ranked list, both dates and the change, and the city's outlines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from indicators.charts import map_parts
from indicators.charts.chart import Look
from indicators.charts.comparison import NO_FIGURES
from indicators.charts.district_map import DistrictMap, district_map, not_shown, small_maps
from indicators.charts.districts import DistrictCard, district_cards, district_chart
from indicators.charts.perimeter_cards import BoundaryCard, boundary_card
from indicators.charts.rank import around_chart
from indicators.charts.request import AREAS, ChartRequest, MapView
from indicators.findings.finding import Finding
from indicators.maps import districts
from indicators.maps.city_outlines import has_arrondissements
from indicators.maps.districts import CHANGE
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Level
from indicators.store.dataset import Dataset
from indicators.web import app_state
from indicators.web.links import address, page_link
from indicators.web.templating import Markup
from pages.shared import shell
from pages.shared.blocks import Block, MapPageView, Opening, Picture, chart_blocks, draw, map_files
from pages.shared.elements import (
    ChartHead,
    Choices,
    Empty,
    Head,
    Link,
    LinkGroup,
    RankedList,
    Template,
    ThemeHead,
    quoting,
)
from pages.shared.indicator_index import IndexEntry, IndicatorIndex, by_theme, newest_text
from pages.shared.page_cache import shared

MOST_LISTED = 100
"""Lines of the list beside a map; the table below the map has every part."""


@dataclass(frozen=True)
class Small:
    """The small maps: what stands above them, the maps, what stands below."""

    head: tuple[Block, ...] = ()
    maps: tuple[Block, ...] = ()
    foot: tuple[Block, ...] = ()


def render() -> None:
    """Draw the page of the districts."""
    page = shell.current(app_state.published_dataset().home.address)
    dataset = page.dataset
    request = replace(page.state, chart=None, reach=None)
    if not _years(dataset, request.map.city):
        shell.masthead(page)
        draw(_empty(dataset, request))
        return
    state = _shown(dataset, request)
    indicator = str(state.indicator)
    if request.indicator not in {None, indicator}:
        page = replace(page, findings=(*page.findings, Finding(NO_FIGURES, value=_name(dataset, request))))
    shell.masthead(replace(page, findings=(*page.findings, *_wrong(dataset, indicator, state.map))))
    view = build_view(dataset, state, page.look, app_state.this_year())
    # What follows the map is the same whatever is selected on it.
    small = _small(dataset, replace(state, map=replace(state.map, shown=None, district=None)), page.look)
    further = _rest(dataset, state.plain, page.look, state.map.city)
    draw(view.head)
    left, right = st.columns([1, 2.6], gap="large")
    with left:
        draw(view.index)
    with right:
        view.draw_map()
        draw(small.head)
        if small.maps:
            # The look keeps what is in it in the order of the years, from the left in every language.
            with st.container(key="dates"):
                for column, block in zip(st.columns(len(small.maps), gap="medium"), small.maps, strict=True):
                    with column:
                        draw([block])
        draw((*small.foot, *further))


def opening(page: shell.Page) -> Opening:
    """Return what the page begins with."""
    request = replace(page.state, chart=None, reach=None)
    if not _years(page.dataset, request.map.city):
        return Opening(tuple(_empty(page.dataset, request)))
    state = _shown(page.dataset, request)
    view = build_view(page.dataset, state, page.look, app_state.this_year())
    return Opening(view.head, view.index, view.in_order, _wrong(page.dataset, str(state.indicator), state.map))


@shared
def _years(dataset: Dataset, city: str | None) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the years that each map of a city can show, by indicator and areas."""
    return {
        entry.id: {
            areas: tuple(map(str, districts.years_shown(dataset, entry, level, city))) for areas, level in AREAS.items()
        }
        for entry in districts.mapped(dataset, city)
    }


@shared
def _dates(dataset: Dataset, indicator: str, areas: str, city: str | None) -> tuple[str, ...]:
    """Return what the map of an indicator can show: its years, and the change where there is one."""
    return districts.dates_of(dataset, dataset.catalogue[indicator], AREAS[areas], city).all


def _date_shown(dataset: Dataset, indicator: str, view: MapView) -> str | None:
    """Return the date of a map where another indicator has it too; None, its newest, where it has not."""
    # Whether there is a change takes a look at every line of the indicator; the years are known of all.
    known = _years(dataset, view.city)[indicator][view.areas]
    if view.shown == CHANGE:
        known = _dates(dataset, indicator, view.areas, view.city)
    return view.shown if view.shown in known else None


@shared
def _cities(dataset: Dataset) -> tuple[str, ...]:
    """Return the cities that have a map."""
    return districts.cities(dataset)


def _name(dataset: Dataset, state: ChartRequest) -> str:
    return dataset.catalogue[str(state.indicator)].names.get(state.language)


def _shown(dataset: Dataset, request: ChartRequest) -> ChartRequest:
    """Return what a link can show: an indicator that the city has a map of, and parts that have figures of it."""
    years = _years(dataset, request.map.city)
    indicator = request.indicator if request.indicator in years else next(iter(years))
    areas = request.map.areas
    if request.map.city is not None and not years[indicator][areas]:
        areas = next((other for other, years_drawn in years[indicator].items() if years_drawn), areas)
    return replace(request, indicator=indicator, map=replace(request.map, areas=areas))


def _empty(dataset: Dataset, state: ChartRequest) -> list[Markup]:
    """Return the page where the districts of the home city have no figures: it says so, and nothing else."""
    look = Look(state.language)
    t = look.of_home(dataset)
    title = t("No figures of the districts of {home} are held here.")
    return [Head(title, "").markup(look.language)]


@shared
def _wrong(dataset: Dataset, indicator: str, view: MapView) -> tuple[Finding, ...]:
    """Return what of a link a map cannot show."""
    return tuple(not_shown(dataset, dataset.catalogue[indicator], view))


@shared
def build_view(dataset: Dataset, state: ChartRequest, look: Look, this_year: int) -> MapPageView:
    """Return the map of a city with its list, once for each choice."""
    entry = dataset.catalogue[str(state.indicator)]
    made = district_map(dataset, entry, state, look, page_link(dataset.home.address))
    head = (ThemeHead(look.t("Districts"), entry.theme).markup(look.language),)
    choices = _choices(dataset, state, made, look)
    index = (_index(dataset, state, look),)
    if made is None:
        words = look.t(
            "No figures of the {parts} are held here for this indicator.",
            parts=_parts(dataset, state.map.level, look, state.map.city),
        )
        return MapPageView((*head, choices), index, (Empty(words).markup(look.language),), (), (), ())
    blocks = chart_blocks(
        dataset,
        made.chart,
        state,
        look,
        heading="h1",
        page=dataset.home.address,
        files=map_files(dataset.home.address, replace(state, chart="map"), look),
    )
    return MapPageView(
        head=head,
        index=index,
        title=(blocks[0], quoting(dataset, entry, made.chart, this_year, look)),
        # what the map says and the map itself come before what changes it
        map=(*blocks[1:-1], choices),
        ranked=(_ranked(dataset.home.address, made, state, look),),
        about=(*blocks[-1:], _district(dataset, entry, state, made, look)),
    )


@shared
def _small(dataset: Dataset, state: ChartRequest, look: Look) -> Small:
    """Return the small maps; none of an indicator with one date."""
    made = small_maps(dataset, dataset.catalogue[str(state.indicator)], state, look)
    if made is None:
        return Small()
    blocks = chart_blocks(dataset, made.chart, state, look, page=dataset.home.address)
    pictures = zip(made.figures, made.alts, strict=True)
    maps = [Picture(f"{made.chart.id}-{index}", figure, alt) for index, (figure, alt) in enumerate(pictures)]
    return Small(tuple(blocks[:1]), tuple(maps), tuple(blocks[2:]))


@shared
def _rest(dataset: Dataset, state: ChartRequest, look: Look, city: str | None) -> tuple[Block, ...]:
    """Return the slope of each district, the communes around the city and its outlines; nothing of another city."""
    if city is not None:
        return ()
    entry = dataset.catalogue[str(state.indicator)]
    charts = (district_chart(dataset, entry, look), around_chart(dataset, entry, look))
    blocks = [block for chart in charts if chart for block in chart_blocks(dataset, chart, state, look)]
    return (*blocks, *_boundary(dataset, state, look))


def _parts(dataset: Dataset, level: Level, look: Look, city: str | None) -> str:
    if level is Level.PREFECTURE:
        return look.t("prefectures")
    return look.t("arrondissements") if has_arrondissements(dataset, city) else look.t("districts")


def _choices(dataset: Dataset, state: ChartRequest, made: DistrictMap | None, look: Look) -> Markup:
    """Return the choices of the page as links: city, date, parts, classes."""
    t, view = look.t, state.map
    indicator = str(state.indicator)
    shown = made.shown if made else ""

    def link(name: str, chosen: MapView, current: bool) -> Link:
        return Link(name, address(dataset.home.address, replace(state, map=chosen)), current)

    def of_areas(areas: str) -> MapView:
        other_view = replace(view, areas=areas)
        return replace(
            other_view,
            shown=_date_shown(dataset, indicator, other_view),
            district=_carried(dataset, view.district, AREAS[areas]),
        )

    cities = [
        link(
            dataset.places[city].names.get(look.language),
            MapView(city=None if city == dataset.home.city else city, classes=view.classes),
            city == (view.city or dataset.home.city),
        )
        for city in _cities(dataset)
    ]
    days = [
        link(t("Change") if date == CHANGE else date, replace(view, shown=date), date == shown)
        for date in _dates(dataset, indicator, view.areas, view.city)
    ]
    parts = [
        link(
            map_parts.counted(dataset, level, len(districts.parts_of(dataset, level, view.city)), look, view.city),
            of_areas(areas),
            areas == view.areas,
        )
        for areas, level in AREAS.items()
        if _years(dataset, view.city)[indicator][areas]
    ]
    schemes = [
        link(t(name), replace(view, classes=str(scheme)), scheme == view.classes)
        for scheme, name in map_parts.SCHEMES.items()
    ]
    groups = [
        *([LinkGroup(t("City"), cities)] if len(cities) > 1 else []),
        LinkGroup(t("Date"), days),
        LinkGroup(t("Parts"), parts),
        LinkGroup(t("Classes"), schemes),
    ]
    return Choices(groups, stay=True).markup(look.language)


def _carried(dataset: Dataset, district: str | None, level: Level) -> str | None:
    """Return the part to select at another level: an arrondissement's prefecture, else none."""
    if district is None or dataset.places[district].level is level:
        return district
    return dataset.places[district].parent if level is Level.PREFECTURE else None


def _index(dataset: Dataset, state: ChartRequest, look: Look) -> Markup:
    """Return the indicators that have a map, by theme, with the city's newest figure."""
    years = _years(dataset, state.map.city)
    groups = by_theme(dataset, years, lambda entry: _line(dataset, entry, state, look), look.language)
    title = look.t.plural("{n} indicator on a map", "{n} indicators on a map", len(years))
    return IndicatorIndex(title, groups).markup(look.language)


def _line(dataset: Dataset, entry: Indicator, state: ChartRequest, look: Look) -> IndexEntry:
    years = _years(dataset, state.map.city)[entry.id]
    view = state.map if years[state.map.areas] else replace(state.map, areas="arrondissements", district=None)
    view = replace(view, shown=_date_shown(dataset, entry.id, view))
    return IndexEntry(
        name=entry.names.get(look.language),
        value=newest_text(dataset, entry, look.language) if state.map.city is None else "",
        href=address(dataset.home.address, replace(state, indicator=entry.id, map=view)),
        current=entry.id == state.indicator,
        hue=dataset.catalogue[str(state.indicator)].theme,
    )


def _ranked(page: str, made: DistrictMap, state: ChartRequest, look: Look) -> Markup:
    clear = address(page, replace(state, map=replace(state.map, district=None))) if made.selected else ""
    title = look.t("Ranked, {order}", order=made.order)
    lines = made.ranked
    if len(lines) > MOST_LISTED:
        chosen = [line for line in lines[MOST_LISTED:] if line.selected]
        title = look.t("{title}: the first {most} of {n}", title=title, most=MOST_LISTED, n=len(lines))
        lines = (*lines[:MOST_LISTED], *chosen)
    return RankedList(title, lines, clear).markup(look.language)


@dataclass(frozen=True)
class DistrictRow:
    """A figure of a part of the city, as the cells of a row, with the address of its map."""

    href: str
    cells: Sequence[str]
    current: bool


@dataclass(frozen=True)
class DistrictTable(Template, file="district"):
    """Every figure of a part of the city; without one, `lead` alone."""

    name: str
    lead: str
    columns: Sequence[tuple[str, bool]] = ()
    rows: Sequence[DistrictRow] = ()
    source: str = ""


def _district(dataset: Dataset, entry: Indicator, state: ChartRequest, made: DistrictMap, look: Look) -> Markup:
    """Return every figure of the part selected; without one, how to select it."""
    if made.selected is None:
        lead = look.t("Select a part of the city in the list or on the map: all its census figures appear here.")
        return DistrictTable(look.t("Districts"), lead).markup(look.language)
    card = _cards(dataset, state.map.level, look, state.map.city)[made.selected]
    rows = []
    for line in card.lines:
        shown = _date_shown(dataset, line.indicator, state.map)
        link = replace(state, indicator=line.indicator, map=replace(state.map, shown=shown))
        rows.append(DistrictRow(address(dataset.home.address, link), line.cells, line.indicator == entry.id))
    return DistrictTable(card.name, card.lead, card.columns, rows, card.source).markup(look.language)


@shared
def _cards(dataset: Dataset, level: Level, look: Look, city: str | None) -> dict[str, DistrictCard]:
    """Return the cards of all parts, made once for all readers."""
    return district_cards(dataset, level, look, city)


@dataclass(frozen=True)
class Perimeters(Template, file="perimeters"):
    """The outlines that figures of the city are of, each with its indicators as pairs of an address and a name."""

    card: BoundaryCard
    link: str


def _boundary(dataset: Dataset, state: ChartRequest, look: Look) -> list[Block]:
    card = boundary_card(dataset, look)
    subtitle = look.t("Each outline with its area, its population and the indicators that use it, as published")
    head = ChartHead("perimeters", "h2", card.title, subtitle)
    linked = [
        replace(
            item,
            indicators=tuple(
                (address(dataset.catalogue[key].theme, replace(state.plain, indicator=key)), name)
                for key, name in item.indicators
            ),
        )
        for item in card.cards
    ]
    link = app_state.public_address() + address(dataset.home.address, state, version=dataset.version)
    blocks: list[Block] = [head.markup(look.language)]
    if card.figure is not None:
        blocks.append(Picture("perimeters", card.figure, card.alt))
    return [*blocks, Perimeters(replace(card, cards=tuple(linked)), link).markup(look.language)]
