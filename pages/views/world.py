"""The page of the world: the places compared on a map with its ranked list, from year to year."""

from dataclasses import replace
from functools import lru_cache

import streamlit as st

from indicators.charts import map_parts
from indicators.charts.chart import Look
from indicators.charts.dispatch import cities_of
from indicators.charts.request import BY_HAND, OPENED, ChartRequest, PointMarks
from indicators.charts.world_figures import mapped
from indicators.charts.world_map import KIND, WorldMap, not_shown, world_map
from indicators.findings.finding import Finding
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Level, Role, Theme
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.labels import word
from indicators.web import app_state
from indicators.web.links import WORLD_PAGE, address, download, page_link
from pages.shared import peer_choice, shell
from pages.shared.blocks import Markup, chart_blocks, draw, freeze
from pages.shared.map_page import MapPageView
from pages.shared.templating import html


def render() -> None:
    """Draw the page of the world."""
    page = shell.current(WORLD_PAGE)
    state = _state(page.dataset, page.state)
    shell.masthead(replace(page, findings=(*page.findings, *_wrong(page.dataset.version, state))))
    view = _view(page.dataset.version, state, page.theme)
    draw(view.head)
    if state.peers == BY_HAND:
        peer_choice.choose(page.dataset, state)
    left, right = st.columns([1, 2.6], gap="large")
    with left:
        draw(view.index)
    with right:
        draw(view.title)
        beside = st.columns([1.7, 1], gap="medium")
        for column, blocks in zip(beside, (view.map, view.ranked), strict=True):
            with column:
                draw(blocks)
        draw(view.about)


def prepare(language: str, colours: str) -> None:
    """Make the page as it first opens, before anyone asks for it."""
    dataset = app_state.dataset()
    view = _view(dataset.version, _state(dataset, ChartRequest(language)), colours)
    freeze((*view.map, *view.about))


def _state(dataset: Dataset, state: ChartRequest) -> ChartRequest:
    """Return what the page shows: of a link without an indicator the population, or the first that has a map."""
    listed = _listed(dataset.version)
    of_size = [entry.id for entry in dataset.catalogue.of_role(Role.PEER_BASE) if entry.id in listed]
    opening = next(iter([*of_size, *listed]), None)
    view = replace(OPENED, classes=state.map.classes, marks=state.map.marks, place=state.map.place)
    plain = replace(state.apart, chart=None, reach=None)
    return replace(plain, indicator=state.indicator or opening, year=state.year, map=view)


@lru_cache(maxsize=4)
def _listed(version: str) -> tuple[str, ...]:
    """Return the indicators that have a map; `version` keys the data they are of."""
    return tuple(entry.id for entry in mapped(app_state.dataset()))


@lru_cache(maxsize=1000)
def _wrong(version: str, state: ChartRequest) -> tuple[Finding, ...]:
    """Return what of a link the map cannot show; `version` keys the data it is made of."""
    dataset = app_state.dataset()
    return tuple(not_shown(dataset, dataset.catalogue[str(state.indicator)], cities_of(dataset, state), state))


@st.cache_resource(show_spinner=False, max_entries=2000)
def _view(version: str, state: ChartRequest, colours: str) -> MapPageView:
    dataset = app_state.dataset()
    look = Look(state.language, colours)
    entry = dataset.catalogue[str(state.indicator)]
    who = peer_choice.compared(dataset, state, look)
    made = world_map(dataset, entry, who.cities, state, look, page_link(WORLD_PAGE))
    kicker = html("theme_head", look.language, hue=entry.theme, kicker=look.t("World"))
    chips = peer_choice.chips(dataset, state, WORLD_PAGE, look)
    index = (Markup(_index(dataset, state, look)),)
    if made is None:
        said = look.t("No published figure for Casablanca or the cities compared.")
        empty = Markup(html("empty", look.language, words=said, more=""))
        return MapPageView((Markup(kicker), Markup(chips)), index, (empty,), (), (), ())
    files = [(look.t("Map (GeoJSON)"), "geojson"), (look.t("Map (GeoPackage)"), "gpkg")]
    blocks = chart_blocks(
        dataset,
        made.chart,
        state,
        look,
        heading="h1",
        page=WORLD_PAGE,
        files=[(name, download(WORLD_PAGE, replace(state, chart=KIND), form)) for name, form in files],
    )
    controls = [Markup(body) for body in (_stepper(state, made, look), _choices(state, made, look)) if body]
    clear = address(WORLD_PAGE, replace(state, map=replace(state.map, place=None))) if made.selected else ""
    title = look.t("Ranked, {order}", order=made.order)
    ranked = html("ranked", look.language, title=title, lines=made.ranked, clear=clear, long=True)
    return MapPageView(
        head=(Markup(kicker), Markup(chips), *controls),
        index=index,
        title=tuple(blocks[:1]),
        map=tuple(blocks[1:-1]),
        ranked=(Markup(ranked),),
        about=(*blocks[-1:], Markup(_place(dataset, entry, state, made, look))),
    )


def _stepper(state: ChartRequest, made: WorldMap, look: Look) -> str:
    """Return the step to the year before and to the year after; nothing where no source states a year."""
    t = look.t
    if not made.years:
        return ""
    # The latest of each place stands behind the newest year, unless it is the same.
    steps: list[int | None] = [*made.years] if made.all_newest else [*made.years, None]
    at = steps.index(made.years[-1] if made.year is None and made.all_newest else made.year)

    def step(position: int) -> dict[str, str] | None:
        if not 0 <= position < len(steps):
            return None
        year = steps[position]
        if year == made.years[-1] and made.all_newest:
            year = None
        shown = steps[position]
        name = t("latest of each place") if shown is None else str(shown)
        return {"name": name, "href": address(WORLD_PAGE, replace(state, year=year))}

    count = t.plural("{n} year with figures", "{n} years with figures", len(made.years))
    current = steps[at]
    return html(
        "stepper",
        look.language,
        before=step(at - 1),
        after=step(at + 1),
        current=t("latest of each place") if current is None else str(current),
        said=t("{count}; the arrow keys step through them.", count=count) if len(steps) > 1 else count,
    )


def _choices(state: ChartRequest, made: WorldMap, look: Look) -> str:
    """Return what shows a figure, and how classes are found, as links."""
    t = look.t

    def item(name: str, current: bool, **changes: object) -> dict[str, object]:
        return {
            "name": name,
            "href": address(WORLD_PAGE, replace(state, map=replace(state.map, **changes))),
            "current": current,
        }

    marks = {PointMarks.COLOUR: t("colour"), PointMarks.SIZE: t("size")}
    groups = []
    if made.sizable:
        groups.append(
            {
                "name": t("Shown by"),
                "items": [item(name, mark is made.marks, marks=str(mark)) for mark, name in marks.items()],
            }
        )
    if made.marks is PointMarks.COLOUR:
        groups.append(
            {
                "name": t("Classes"),
                "items": [
                    item(t(name), scheme == state.map.classes, classes=str(scheme))
                    for scheme, name in map_parts.SCHEMES.items()
                ],
            }
        )
    return html("choices", look.language, groups=groups)


def _index(dataset: Dataset, state: ChartRequest, look: Look) -> str:
    """Return the indicators that have a map, by theme, with the newest figure of Casablanca or its country."""
    listed = set(_listed(dataset.version))
    groups = []
    for theme in Theme:
        members = [entry for entry in dataset.catalogue.of_theme(theme) if entry.id in listed]
        if members:
            groups.append(
                {
                    "title": word(theme, look.language),
                    "count": len(members),
                    "open": theme == dataset.catalogue[str(state.indicator)].theme,
                    "entries": [_line(entry, state, look) for entry in members],
                }
            )
    title = look.t.plural("{n} indicator on a map", "{n} indicators on a map", len(listed))
    return html("list", look.language, hue=dataset.catalogue[str(state.indicator)].theme, groups=groups, title=title)


def _line(entry: Indicator, state: ChartRequest, look: Look) -> dict[str, object]:
    value = app_state.newest().get(entry.id)
    text = formatting.short(value, entry, look.language)
    # What was chosen on one map need not be there on another; and the list stays as it is when a place is selected.
    own = replace(state, indicator=entry.id, year=None, map=replace(state.map, marks=None, place=None))
    return {
        "name": entry.names.get(look.language),
        "value": text,
        "unit": "" if "%" in text else entry.unit_names.get(look.language),
        "href": address(WORLD_PAGE, own),
        "current": entry.id == state.indicator,
    }


def _place(dataset: Dataset, entry: Indicator, state: ChartRequest, made: WorldMap, look: Look) -> str:
    """Return the figure of the place selected, with its origin and its verdict; without one, how to select it."""
    t = look.t
    if made.selected is None:
        lead = t("Select a place in the list or on the map: its figure appears here with its origin.")
        return html("place", look.language, name=t("The places"), lines=[lead], compare="")
    place = dataset.places[made.selected]
    name = place.names.get(look.language)
    row = next(row for row, line in zip(made.chart.rows, made.ranked, strict=True) if line.place == made.selected)
    told = [
        f"{heading}{t(': ')}{cell}"
        for (heading, _), cell in zip(made.chart.columns[2:], row.cells[2:], strict=True)
        if cell
    ]
    unit = entry.unit_names.get(look.language) if told else ""
    first = f"{entry.names.get(look.language)}{t(': ')}{row.cells[1]} {unit}".rstrip()
    compared = replace(
        ChartRequest(state.language), indicator=entry.id, peers=BY_HAND, cities=(place.id,), view="lines"
    )
    beside = place.level is Level.CITY and place.id != dataset.home.city
    return html(
        "place",
        look.language,
        name=name,
        lines=[first, *told],
        compare=address("compare", compared) if beside else "",
    )
