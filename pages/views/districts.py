"""The page of the districts: a map with its ranked list, both dates and the change, and the city's outlines."""

from dataclasses import dataclass, replace
from functools import lru_cache

import streamlit as st

from indicators.charts import map_parts
from indicators.charts.chart import Look
from indicators.charts.comparison import NO_FIGURES
from indicators.charts.district_map import DistrictMap, district_map, not_shown
from indicators.charts.districts import DistrictCard, district_cards, district_chart
from indicators.charts.perimeter_cards import boundary_card
from indicators.charts.request import AREAS, ChartRequest, MapView
from indicators.charts.small_maps import small_maps
from indicators.findings.finding import Finding
from indicators.maps import districts
from indicators.maps.city_parts import has_arrondissements
from indicators.maps.districts import CHANGE
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Level, Theme
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.labels import word
from indicators.web import app_state
from indicators.web.links import DISTRICTS_PAGE, address, download, page_link
from pages.shared import shell
from pages.shared.blocks import Block, Markup, Picture, chart_blocks, draw
from pages.shared.map_page import MapPageView
from pages.shared.templating import html

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
    page = shell.current(DISTRICTS_PAGE)
    dataset = page.dataset
    asked = replace(page.state, chart=None, reach=None)
    state = _shown(dataset.version, asked)
    indicator = str(state.indicator)
    if asked.indicator not in {None, indicator}:
        page = replace(page, findings=(*page.findings, Finding(NO_FIGURES, value=_name(dataset, asked))))
    shell.masthead(replace(page, findings=(*page.findings, *_wrong(dataset.version, indicator, state.map))))
    view = _view(dataset.version, state, page.theme)
    # What follows the map is the same whatever is selected on it.
    small = _small(dataset.version, replace(state, map=replace(state.map, shown=None, district=None)), page.theme)
    rest = _rest(dataset.version, state.apart, page.theme, state.map.city)
    draw(view.head)
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
        draw(small.head)
        if small.maps:
            for column, block in zip(st.columns(len(small.maps), gap="medium"), small.maps, strict=True):
                with column:
                    draw([block])
        draw((*small.foot, *rest))


@lru_cache(maxsize=16)
def _dates(version: str, city: str | None) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return what each map of a city can show, by indicator and areas; `version` keys the data it is made of."""
    dataset = app_state.dataset()
    return {
        entry.id: {
            areas: districts.dates(districts.figures(dataset, entry, level, city), entry).all
            for areas, level in AREAS.items()
        }
        for entry in districts.mapped(dataset, city)
    }


@lru_cache(maxsize=4)
def _cities(version: str) -> tuple[str, ...]:
    """Return the cities that have a map; `version` keys the data they are of."""
    return districts.cities(app_state.dataset())


def _name(dataset: Dataset, state: ChartRequest) -> str:
    return dataset.catalogue[str(state.indicator)].names.get(state.language)


def _shown(version: str, asked: ChartRequest) -> ChartRequest:
    """Return what a link can show: an indicator that the city has a map of, and parts that have figures of it."""
    dates = _dates(version, asked.map.city)
    indicator = asked.indicator if asked.indicator in dates else next(iter(dates))
    areas = asked.map.areas
    if asked.map.city is not None and not dates[indicator][areas]:
        areas = next((other for other, found in dates[indicator].items() if found), areas)
    return replace(asked, indicator=indicator, map=replace(asked.map, areas=areas))


@lru_cache(maxsize=1000)
def _wrong(version: str, indicator: str, view: MapView) -> tuple[Finding, ...]:
    """Return what of a link a map cannot show; `version` keys the data it is made of."""
    dataset = app_state.dataset()
    return tuple(not_shown(dataset, dataset.catalogue[indicator], view))


@st.cache_resource(show_spinner=False, max_entries=2000)
def _view(version: str, state: ChartRequest, colours: str) -> MapPageView:
    dataset = app_state.dataset()
    look = Look(state.language, colours)
    entry = dataset.catalogue[str(state.indicator)]
    made = district_map(dataset, entry, state, look, page_link(DISTRICTS_PAGE))
    head = (
        Markup(html("theme_head", look.language, hue=entry.theme, kicker=look.t("Districts"))),
        Markup(html("choices", look.language, groups=_choices(dataset, state, made, look))),
    )
    index = (Markup(_index(dataset, state, look)),)
    if made is None:
        said = look.t(
            "No figures of the {parts} are published for this indicator.",
            parts=_parts(dataset, state.map.level, look, state.map.city),
        )
        empty = Markup(html("empty", look.language, words=said, more=""))
        return MapPageView(head, index, (empty,), (), (), ())
    files = [(look.t("Map (GeoJSON)"), "geojson"), (look.t("Map (GeoPackage)"), "gpkg")]
    blocks = chart_blocks(
        dataset,
        made.chart,
        state,
        look,
        heading="h1",
        page=DISTRICTS_PAGE,
        files=[(name, download(DISTRICTS_PAGE, replace(state, chart="map"), form)) for name, form in files],
    )
    return MapPageView(
        head=head,
        index=index,
        title=tuple(blocks[:1]),
        map=tuple(blocks[1:-1]),
        ranked=(Markup(_ranked(made, state, look)),),
        about=(*blocks[-1:], Markup(_district(dataset, entry, state, made, look))),
    )


@st.cache_resource(show_spinner=False, max_entries=400)
def _small(version: str, state: ChartRequest, colours: str) -> Small:
    """Return the small maps; none of an indicator with one date."""
    dataset = app_state.dataset()
    look = Look(state.language, colours)
    made = small_maps(dataset, dataset.catalogue[str(state.indicator)], state, look)
    if made is None:
        return Small()
    blocks = chart_blocks(dataset, made.chart, state, look, page=DISTRICTS_PAGE)
    pictures = zip(made.figures, made.alts, strict=True)
    maps = [Picture(f"{made.chart.id}-{at}", figure, alt) for at, (figure, alt) in enumerate(pictures)]
    return Small(tuple(blocks[:1]), tuple(maps), tuple(blocks[2:]))


@st.cache_resource(show_spinner=False, max_entries=400)
def _rest(version: str, state: ChartRequest, colours: str, city: str | None) -> tuple[Block, ...]:
    """Return the slope of each district, and the outlines that the home city has; nothing of another."""
    dataset = app_state.dataset()
    look = Look(state.language, colours)
    if city is not None:
        return ()
    chart = district_chart(dataset, dataset.catalogue[str(state.indicator)], look)
    dots = chart_blocks(dataset, chart, state, look) if chart else []
    return (*dots, *_boundary(dataset, state, look))


def _parts(dataset: Dataset, level: Level, look: Look, city: str | None) -> str:
    if level is Level.PREFECTURE:
        return look.t("prefectures")
    return look.t("arrondissements") if has_arrondissements(dataset, city) else look.t("districts")


def _choices(dataset: Dataset, state: ChartRequest, made: DistrictMap | None, look: Look) -> list[dict[str, object]]:
    """Return the choices of the page as links: date, parts, classes."""
    t = look.t
    view = state.map
    dates = _dates(dataset.version, view.city)[str(state.indicator)]
    shown = made.shown if made else ""
    names = {CHANGE: t("Change")}

    def item(name: str, current: bool, **changes: object) -> dict[str, object]:
        return {
            "name": name,
            "href": address(DISTRICTS_PAGE, replace(state, map=replace(view, **changes))),
            "current": current,
        }

    def to_areas(areas: str) -> dict[str, object]:
        kept = view.shown if view.shown in dates[areas] else None
        return {"areas": areas, "shown": kept, "district": _carried(dataset, view.district, AREAS[areas])}

    cities = _cities(dataset.version)
    of_city = {
        "name": t("City"),
        "items": [
            {
                "name": dataset.places[city].names.get(look.language),
                "href": address(
                    DISTRICTS_PAGE,
                    replace(state, map=MapView(city=None if city == dataset.home.city else city, classes=view.classes)),
                ),
                "current": city == (view.city or dataset.home.city),
            }
            for city in cities
        ],
    }
    return [
        *([of_city] if len(cities) > 1 else []),
        {
            "name": t("Date"),
            "items": [item(names.get(date, date), date == shown, shown=date) for date in dates[view.areas]],
        },
        {
            "name": t("Parts"),
            "items": [
                item(
                    map_parts.counted(
                        dataset, level, len(districts.parts_of(dataset, level, view.city)), look, view.city
                    ),
                    areas == view.areas,
                    **to_areas(areas),
                )
                for areas, level in AREAS.items()
                if dates[areas]
            ],
        },
        {
            "name": t("Classes"),
            "items": [
                item(t(name), scheme == view.classes, classes=str(scheme)) for scheme, name in map_parts.SCHEMES.items()
            ],
        },
    ]


def _carried(dataset: Dataset, district: str | None, level: Level) -> str | None:
    """Return the part to select at another level: an arrondissement's prefecture, else none."""
    if district is None or dataset.places[district].level is level:
        return district
    return dataset.places[district].parent if level is Level.PREFECTURE else None


def _index(dataset: Dataset, state: ChartRequest, look: Look) -> str:
    """Return the indicators that have a map, by theme, with the city's newest figure."""
    dates = _dates(dataset.version, state.map.city)
    groups = []
    for theme in Theme:
        members = [entry for entry in dataset.catalogue.of_theme(theme) if entry.id in dates]
        if members:
            groups.append(
                {
                    "title": word(theme, look.language),
                    "count": len(members),
                    "open": True,
                    "entries": [_line(dataset, entry, state, look) for entry in members],
                }
            )
    title = look.t.plural("{n} indicator on a map", "{n} indicators on a map", len(dates))
    hue = dataset.catalogue[str(state.indicator)].theme
    return html("list", look.language, hue=hue, groups=groups, title=title)


def _line(dataset: Dataset, entry: Indicator, state: ChartRequest, look: Look) -> dict[str, object]:
    areas = _dates(dataset.version, state.map.city)[entry.id]
    view = state.map if areas[state.map.areas] else replace(state.map, areas="arrondissements", district=None)
    view = view if view.shown in areas[view.areas] else replace(view, shown=None)
    value = app_state.newest().get(entry.id) if state.map.city is None else None
    text = formatting.short(value, entry, look.language)
    return {
        "name": entry.names.get(look.language),
        "value": text,
        "href": address(DISTRICTS_PAGE, replace(state, indicator=entry.id, map=view)),
        "current": entry.id == state.indicator,
    }


def _ranked(made: DistrictMap, state: ChartRequest, look: Look) -> str:
    clear = address(DISTRICTS_PAGE, replace(state, map=replace(state.map, district=None))) if made.selected else ""
    title = look.t("Ranked, {order}", order=made.order)
    lines = made.ranked
    if len(lines) > MOST_LISTED:
        chosen = [line for line in lines[MOST_LISTED:] if line.selected]
        title = look.t("{title}: the first {most} of {n}", title=title, most=MOST_LISTED, n=len(lines))
        lines = (*lines[:MOST_LISTED], *chosen)
    return html("ranked", look.language, title=title, lines=lines, clear=clear)


def _district(dataset: Dataset, entry: Indicator, state: ChartRequest, made: DistrictMap, look: Look) -> str:
    """Return every figure of the part selected; without one, how to select it."""
    if made.selected is None:
        lead = look.t("Select a part of the city in the list or on the map: all its census figures appear here.")
        return html("district", look.language, name=look.t("Districts"), lead=lead, columns=(), rows=(), source="")
    card = _cards(dataset.version, state.map.level, look, state.map.city)[made.selected]
    dates = _dates(dataset.version, state.map.city)
    rows = []
    for line in card.lines:
        shown = state.map.shown if state.map.shown in dates[line.indicator][state.map.areas] else None
        link = replace(state, indicator=line.indicator, map=replace(state.map, shown=shown))
        rows.append({"href": address(DISTRICTS_PAGE, link), "cells": line.cells, "current": line.indicator == entry.id})
    return html(
        "district", look.language, name=card.name, lead=card.lead, columns=card.columns, rows=rows, source=card.source
    )


@st.cache_resource(show_spinner=False, max_entries=16)
def _cards(version: str, level: Level, look: Look, city: str | None) -> dict[str, DistrictCard]:
    """Return the cards of all parts, made once for all readers; `version` keys the data they are made of."""
    return district_cards(app_state.dataset(), level, look, city)


def _boundary(dataset: Dataset, state: ChartRequest, look: Look) -> list[Block]:
    card = boundary_card(dataset, look)
    subtitle = look.t("Each outline with its area, its population and the indicators that use it, as published")
    head = html("chart_head", look.language, id="perimeters", level="h2", title=card.title, subtitle=subtitle)
    linked = [
        replace(
            item,
            indicators=tuple(
                (address(dataset.catalogue[key].theme, replace(state.apart, indicator=key)), name)
                for key, name in item.indicators
            ),
        )
        for item in card.cards
    ]
    link = app_state.public_address() + address(DISTRICTS_PAGE, state, version=dataset.version)
    blocks: list[Block] = [Markup(head)]
    if card.figure is not None:
        blocks.append(Picture("perimeters", card.figure, card.alt))
    return [*blocks, Markup(html("perimeters", look.language, card=replace(card, cards=tuple(linked)), link=link))]
