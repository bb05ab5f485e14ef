"""The sources page: every indicator's definition, origin, licence, caveats, coverage."""

from dataclasses import replace

import streamlit as st

from indicators.charts.chart import Look, span
from indicators.charts.request import ChartRequest
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Scale, Theme
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.citations import cited
from indicators.text.labels import word
from indicators.web import app_state
from indicators.web.links import address
from pages.shared import shell
from pages.shared.blocks import Block, Markup, draw
from pages.shared.templating import html


def render() -> None:
    """Draw the sources page; a link may name the indicator to open."""
    page = shell.current("sources")
    shell.masthead(page)
    draw(_view(page.dataset.version, replace(page.state, chart=None, reach=None), page.theme))


@st.cache_resource(show_spinner=False, max_entries=400)
def _view(version: str, state: ChartRequest, colours: str) -> tuple[Block, ...]:
    dataset = app_state.dataset()
    look = Look(state.language, colours)
    t = look.t
    title = t.plural(
        "{n} indicator, and where each figure comes from",
        "{n} indicators, and where each figure comes from",
        len(dataset.catalogue),
    )
    figures = formatting.number(len(dataset.observations), 0, look.language)
    lead = t(
        "{figures} published figures from {sources} sources, data version {version}. Where a city publishes none, "
        "nothing stands in for it.",
        figures=figures,
        sources=len(set(dataset.observations["source"])),
        version=version,
    )
    themes = [
        {
            "id": theme,
            "title": word(theme, look.language),
            "entries": [_entry(dataset, entry, state, look) for entry in dataset.catalogue.of_theme(theme)],
        }
        for theme in Theme
    ]
    return (
        Markup(html("head", look.language, title=title, lead=lead)),
        Markup(html("sources", look.language, themes=themes)),
    )


def _entry(dataset: Dataset, entry: Indicator, state: ChartRequest, look: Look) -> dict[str, object]:
    rows = dataset.of(entry.id)
    target = dataset.targets[entry.sdg.target]
    return {
        "id": entry.id,
        "name": entry.names.get(look.language),
        "open": entry.id == state.indicator,
        "note": _note(dataset, entry, look),
        "definition": entry.definition.get(look.language),
        "derived": entry.derived.get(look.language) if entry.derived else "",
        "coverage": _coverage(dataset, entry, look),
        "goal": {
            "code": target.id,
            "title": target.titles.get(look.language),
            "colour": target.colour,
            "text_colour": target.text_colour,
        },
        "kind": word(entry.sdg.kind, look.language),
        "caveats": [caveat.get(look.language) for caveat in entry.caveats],
        "sources": [
            {
                "citation": look.t(source.citation),
                "link": source.link,
                "link_text": look.t("Publication"),
                "licence": look.t(source.licence),
            }
            for source in cited(dataset.sources, rows["source"])
        ],
        "href": address(entry.theme, replace(state, indicator=entry.id)),
    }


def _note(dataset: Dataset, entry: Indicator, look: Look) -> str:
    if entry.scale is Scale.COUNTRY:
        return look.t("national figure")
    has_own = (dataset.of(entry.id)["place"] == dataset.home.city).any()
    return "" if has_own or entry.scale is Scale.FACILITY else look.t("no published figure for Casablanca")


def _coverage(dataset: Dataset, entry: Indicator, look: Look) -> str:
    """Return how many places and which years the indicator has."""
    rows = dataset.of(entry.id)
    if rows.empty:
        return look.t("No published figure yet.")
    return look.t.plural(
        "{n} place, {years}, {values} values, unit: {unit}.",
        "{n} places, {years}, {values} values, unit: {unit}.",
        rows["place"].nunique(),
        years=span(rows["year"], look.language),
        values=formatting.number(len(rows), 0, look.language),
        unit=entry.unit_names.get(look.language),
    )
