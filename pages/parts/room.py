"""The present view: one chart, its sentence as title, its source, nothing else."""

from dataclasses import replace

import streamlit as st

from indicators import site
from indicators.charts.chart import Chart, Look
from indicators.charts.lookup import chart_of
from indicators.links import State, address
from indicators.store import Dataset
from indicators.verdicts import comparison_text
from pages.parts import shell
from pages.parts.blocks import Block, Markup, Picture, draw
from pages.parts.templating import html


def render() -> None:
    """Draw the present view of the chart the link names; the overview's where it names none."""
    page = shell.current("present")
    st.html(f'<div class="cs-{page.theme}" data-language="{page.state.language}"></div>')
    draw(_view(page.dataset.version, page.state, page.theme))
    draw(shell.revised(page))
    for notice in shell.notices(page):
        st.html(html("empty", page.state.language, words=notice, more=""))


def order(dataset: Dataset) -> list[str | None]:
    """Return the slides: the overview (None), then the indicators that have figures, in the catalogue's order."""
    return [None, *(key for key in dataset.catalogue if len(dataset.of(key)))]


def _steps(dataset: Dataset, state: State) -> dict[str, str]:
    """Return the links to the slides before and after, and back to the page; empty where there is none."""
    slides = order(dataset)
    at = slides.index(state.indicator) if state.indicator in slides else 0
    plain = replace(state, chart=None, reach=None)

    def slide(position: int) -> str:
        inside = 0 <= position < len(slides)
        return address("present", replace(plain, indicator=slides[position])) if inside else ""

    page = dataset.catalogue[state.indicator].theme if state.indicator else ""
    return {"previous": slide(at - 1), "next": slide(at + 1), "back": address(page, plain)}


@st.cache_resource(show_spinner=False, max_entries=2000)
def _view(version: str, state: State, colours: str) -> tuple[Block, ...]:
    dataset = site.dataset()
    look = Look(state.language, colours, "room")
    chart = chart_of(dataset, state, look) or chart_of(dataset, replace(state, chart=None), look)
    links = _steps(dataset, state)
    if chart is None:
        words = look.t("No published figure for Casablanca or the cities compared.")
        title = dataset.catalogue[state.indicator].names.get(look.language) if state.indicator else look.t("Overview")
        said = html("room", look.language, title=title, subtitle=words)
        return Markup(said), Markup(html("room_foot", look.language, source="", position="", **links))
    return (
        Markup(html("room", look.language, title=chart.title, subtitle=chart.subtitle)),
        *([Picture(f"room-{chart.id}", chart.figure, chart.alt)] if chart.figure is not None else []),
        Markup(html("room_foot", look.language, source=_source(chart, look), position="", **links)),
    )


def _source(chart: Chart, look: Look) -> str:
    """Return the source line with the verdict in front, as the room must see it."""
    return f"{comparison_text(chart.comparison, look.language)}. {chart.source}"
