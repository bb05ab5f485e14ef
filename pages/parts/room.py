"""The present view: one chart, its sentence as title, its source, nothing else."""

from dataclasses import dataclass, replace

import streamlit as st

from indicators import site
from indicators.charts.chart import Chart, Look
from indicators.charts.progress import progress
from indicators.links import State, address
from indicators.store import Dataset
from indicators.verdicts import comparison_text
from pages.parts import peerset, shell
from pages.parts.blocks import Block, Markup, Picture, draw
from pages.parts.templating import html
from pages.parts.theme import charts_of


@dataclass(frozen=True)
class Slide:
    """Which chart of which indicator a slide shows."""

    indicator: str
    chart: str


def render() -> None:
    """Draw the present view of the chart the link names."""
    page = shell.current("present")
    first = next(iter(page.dataset.catalogue))
    state = replace(page.state, indicator=page.state.indicator or first)
    st.html(f'<div class="cs-{page.theme}" data-language="{state.language}"></div>')
    draw(_view(page.dataset.version, state, page.theme))
    for notice in shell.notices(page):
        st.html(html("empty", state.language, words=notice, more=""))


def neighbours(dataset: Dataset, indicator: str) -> tuple[str | None, str | None]:
    """Return the indicators before and after one, in the order of the catalogue, those without figures left out."""
    order = [key for key in dataset.catalogue if len(dataset.of(key))]
    if indicator not in order:
        return None, order[0] if order else None
    at = order.index(indicator)
    return (order[at - 1] if at else None), (order[at + 1] if at + 1 < len(order) else None)


@st.cache_resource(show_spinner=False, max_entries=2000)
def _view(version: str, state: State, colours: str) -> tuple[Block, ...]:
    dataset = site.dataset()
    look = Look(state.language, colours, "room")
    entry = dataset.catalogue[str(state.indicator)]
    cities = peerset.compared(dataset, state, look).cities
    charts = charts_of(dataset, entry, cities, look)
    if state.chart == "trajectory":
        way = progress(dataset, entry, look, state.reach).chart
        charts = [way, *charts] if way is not None else charts
    chart = next((each for each in charts if each.kind == state.chart), charts[0] if charts else None)
    before, after = neighbours(dataset, entry.id)
    plain = replace(state, chart=None, reach=None)
    links = {
        "previous": address("present", replace(plain, indicator=before)) if before else "",
        "next": address("present", replace(plain, indicator=after)) if after else "",
        "back": address(entry.theme, plain),
    }
    if chart is None:
        words = look.t("No published figure for Casablanca or the cities compared.")
        said = html("room", look.language, title=entry.names.get(look.language), subtitle=words)
        return Markup(said), Markup(html("room_foot", look.language, source="", position="", **links))
    return (
        Markup(html("room", look.language, title=chart.title, subtitle=chart.subtitle)),
        *([Picture(f"room-{chart.id}", chart.figure, chart.alt)] if chart.figure is not None else []),
        Markup(html("room_foot", look.language, source=_source(chart, look), position="", **links)),
    )


def _source(chart: Chart, look: Look) -> str:
    """Return the source line with the verdict in front, as the room must see it."""
    return f"{comparison_text(chart.comparison, look.language)}. {chart.source}"
