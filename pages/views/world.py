"""The page of the world: the places compared on a map with its ranked list, from year to year."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from indicators.analysis.standing import home_of
from indicators.charts import map_parts
from indicators.charts.chart import Look
from indicators.charts.request import BY_HAND, OPENED, ChartRequest, MapView, PointMarks, cities_of
from indicators.charts.world_figures import mapped
from indicators.charts.world_map import KIND, WorldMap, not_shown, world_map
from indicators.findings.finding import Finding
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Level, Role
from indicators.store.dataset import Dataset
from indicators.web import app_state
from indicators.web.links import WORLD_PAGE, address, page_link
from indicators.web.templating import Markup
from pages.shared import peer_choice, shell
from pages.shared.blocks import MapPageView, Opening, chart_blocks, draw, map_files
from pages.shared.elements import Choices, Empty, Link, LinkGroup, RankedList, Template, ThemeHead, under_title
from pages.shared.indicator_index import IndexEntry, IndicatorIndex, by_theme, figure_caption, newest_text
from pages.shared.page_cache import shared


def render() -> None:
    """Draw the page of the world."""
    page = shell.current(WORLD_PAGE)
    state = _state(page.dataset, page.state)
    shell.masthead(replace(page, findings=(*page.findings, *_wrong(page.dataset, state))))
    view = build_view(page.dataset, state, page.look, app_state.this_year())
    draw(view.head)
    peer_choice.choose(page.dataset, state)
    left, right = st.columns([1, 2.6], gap="large")
    with left:
        draw(view.index)
    with right:
        view.draw_map()


def opening(page: shell.Page) -> Opening:
    """Return what the page begins with."""
    state = _state(page.dataset, page.state)
    view = build_view(page.dataset, state, page.look, app_state.this_year())
    return Opening(view.head, view.index, view.in_order, _wrong(page.dataset, state))


def prepare(dataset: Dataset, look: Look) -> None:
    """Make the page as it first opens, before anyone asks for it."""
    build_view(dataset, _state(dataset, ChartRequest(look.language)), look, app_state.this_year())


def _state(dataset: Dataset, state: ChartRequest) -> ChartRequest:
    """Return what the page shows: of a link without an indicator the population, or the first that has a map."""
    listed = _listed(dataset)
    of_size = [entry.id for entry in dataset.catalogue.of_role(Role.PEER_BASE) if entry.id in listed]
    opening = next(iter([*of_size, *listed]), None)
    view = replace(OPENED, classes=state.map.classes, marks=state.map.marks, place=state.map.place)
    plain = replace(state.plain, chart=None, reach=None)
    return replace(plain, indicator=state.indicator or opening, year=state.year, map=view)


@shared
def _listed(dataset: Dataset) -> tuple[str, ...]:
    """Return the indicators that have a map."""
    return tuple(entry.id for entry in mapped(dataset))


@shared
def _wrong(dataset: Dataset, state: ChartRequest) -> tuple[Finding, ...]:
    """Return what of a link the map cannot show."""
    return tuple(not_shown(dataset, dataset.catalogue[str(state.indicator)], cities_of(dataset, state), state))


@shared
def build_view(dataset: Dataset, state: ChartRequest, look: Look, this_year: int) -> MapPageView:
    """Return the map of the places compared with its list, once for each choice."""
    entry = dataset.catalogue[str(state.indicator)]
    peers = peer_choice.compared(dataset, state, look)
    made = world_map(dataset, entry, peers.cities, state, look, page_link(WORLD_PAGE))
    head = (
        ThemeHead(look.t("World"), entry.theme).markup(look.language),
        peer_choice.chips(dataset, state, WORLD_PAGE, look),
    )
    index = (_index(dataset, state, look),)
    if made is None:
        t = look.of_home(dataset)
        words = t("No figure of {home} or of the cities compared is held here.")
        return MapPageView(head, index, (Empty(words).markup(look.language),), (), (), ())
    blocks = chart_blocks(
        dataset,
        made.chart,
        state,
        look,
        heading="h1",
        page=WORLD_PAGE,
        files=map_files(WORLD_PAGE, replace(state, chart=KIND), look),
    )
    controls = (*_stepper(state, made, look), _choices(state, made, look))
    clear = address(WORLD_PAGE, replace(state, map=replace(state.map, place=None))) if made.selected else ""
    count = look.t.plural("{n} place", "{n} places", len(made.ranked))
    title = look.t("Ranked, {order}: {count}", order=made.order, count=count)
    return MapPageView(
        head=head,
        index=index,
        title=(blocks[0], *under_title(dataset, entry, made.chart, peers.cities, this_year, look)),
        # what the map says and the map itself come before what changes it
        map=(*blocks[1:-1], *controls),
        ranked=(RankedList(title, made.ranked, clear, home_of(dataset, entry), long=True).markup(look.language),),
        about=(*blocks[-1:], _place(dataset, entry, state, made, look)),
    )


@dataclass(frozen=True)
class Stepper(Template, file="stepper"):
    """The year shown, with the steps to the one before and the one after."""

    before: Link | None
    after: Link | None
    current: str
    sentence: str


def _stepper(state: ChartRequest, made: WorldMap, look: Look) -> list[Markup]:
    """Return the step to the year before and to the year after; nothing where no source states a year."""
    t = look.t
    if not made.years:
        return []
    # The latest of each place stands behind the newest year, unless it is the same.
    steps: list[int | None] = [*made.years] if made.all_newest else [*made.years, None]
    index = steps.index(made.years[-1] if made.year is None and made.all_newest else made.year)

    def step(position: int) -> Link | None:
        if not 0 <= position < len(steps):
            return None
        shown = steps[position]
        # The newest year of all places is the page as it opens.
        year = None if shown == made.years[-1] and made.all_newest else shown
        return Link(_year_name(shown, look), address(WORLD_PAGE, replace(state, year=year)))

    count = t.plural("{n} year with figures", "{n} years with figures", len(made.years))
    words = t("{count}; the arrow keys step through them.", count=count) if len(steps) > 1 else count
    return [Stepper(step(index - 1), step(index + 1), _year_name(steps[index], look), words).markup(look.language)]


def _year_name(year: int | None, look: Look) -> str:
    return look.t("latest of each place") if year is None else str(year)


def _choices(state: ChartRequest, made: WorldMap, look: Look) -> Markup:
    """Return what shows a figure, and how classes are found, as links."""
    t = look.t

    def link(name: str, current: bool, view: MapView) -> Link:
        return Link(name, address(WORLD_PAGE, replace(state, map=view)), current)

    names = {PointMarks.COLOUR: t("colour"), PointMarks.SIZE: t("size")}
    groups = []
    if made.sizable:
        marks = [link(name, mark is made.marks, replace(state.map, marks=str(mark))) for mark, name in names.items()]
        groups.append(LinkGroup(t("Shown by"), marks))
    if made.marks is PointMarks.COLOUR:
        schemes = [
            link(t(name), scheme == state.map.classes, replace(state.map, classes=str(scheme)))
            for scheme, name in map_parts.SCHEMES.items()
        ]
        groups.append(LinkGroup(t("Classes"), schemes))
    return Choices(groups, stay=True).markup(look.language)


def _index(dataset: Dataset, state: ChartRequest, look: Look) -> Markup:
    """Return the indicators that have a map, by theme, with the newest figure of the home city or its country."""
    listed = set(_listed(dataset))
    hue = dataset.catalogue[str(state.indicator)].theme
    groups = by_theme(dataset, listed, lambda entry: _line(dataset, entry, state, look, hue), look.language, hue)
    title = look.t.plural("{n} indicator on a map", "{n} indicators on a map", len(listed))
    return IndicatorIndex(title, groups).markup(look.language)


def _line(dataset: Dataset, entry: Indicator, state: ChartRequest, look: Look, hue: str) -> IndexEntry:
    value = newest_text(dataset, entry, look.language)
    # What was chosen on one map need not be there on another; and the list stays as it is when a place is selected.
    other = replace(state, indicator=entry.id, year=None, map=replace(state.map, marks=None, place=None))
    return IndexEntry(
        name=entry.names.get(look.language),
        value=value,
        unit=figure_caption(dataset, entry, look.language),
        href=address(WORLD_PAGE, other),
        current=entry.id == state.indicator,
        hue=hue,
    )


@dataclass(frozen=True)
class PlaceCard(Template, file="place"):
    """The figure of a place with its origin; `compare` is the address that compares it, empty for the home city."""

    name: str
    lines: Sequence[str]
    compare: str


def _place(dataset: Dataset, entry: Indicator, state: ChartRequest, made: WorldMap, look: Look) -> Markup:
    """Return the figure of the place selected, with its origin and its verdict; without one, how to select it."""
    t = look.t
    if made.selected is None:
        lead = t("Select a place in the list or on the map: its figure appears here with its origin.")
        return PlaceCard(t("The places"), [lead], compare="").markup(look.language, look.of_home(dataset))
    place = dataset.places[made.selected]
    name = place.names.get(look.language)
    row = next(row for row, line in zip(made.chart.rows, made.ranked, strict=True) if line.place == made.selected)
    details = [
        f"{heading}{t(': ')}{cell}"
        for (heading, _), cell in zip(made.chart.columns[2:], row.cells[2:], strict=True)
        if cell
    ]
    unit = entry.unit_names.get(look.language) if details else ""
    first = f"{entry.names.get(look.language)}{t(': ')}{row.cells[1]} {unit}".rstrip()
    compared = replace(
        ChartRequest(state.language), indicator=entry.id, peers=BY_HAND, cities=(place.id,), view="lines"
    )
    comparable = place.level is Level.CITY and place.id != dataset.home.city
    return PlaceCard(name, [first, *details], address("compare", compared) if comparable else "").markup(
        look.language, look.of_home(dataset)
    )
