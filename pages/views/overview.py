"""The opening page: one sentence, one figure, then the headline figures of the four themes."""

from dataclasses import replace

import streamlit as st

from indicators.analysis import assessment, derive
from indicators.analysis.standing import home_of, standing
from indicators.charts.chart import Look
from indicators.charts.overview import overview_chart
from indicators.charts.request import ChartRequest
from indicators.claims import indicator_claims, sentences
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Scale, Theme
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.labels import KINDS, word
from indicators.web import app_state
from indicators.web.links import address
from pages.shared import peer_choice, shell
from pages.shared.blocks import Block, Markup, chart_blocks, draw, freeze
from pages.shared.sdg_marks import change_since, status_mark, trend_mark
from pages.shared.templating import html

OLD = 6
"""A headline older than this many years carries a note of its age."""


def render() -> None:
    """Draw the opening page."""
    page = shell.current("")
    shell.masthead(page)
    draw(
        _view(
            page.dataset.version,
            replace(page.state, indicator=None, chart=None, reach=None),
            page.theme,
            app_state.this_year(),
        )
    )


def prepare(language: str, colours: str) -> None:
    """Make the page as it first opens, before anyone asks for it."""
    freeze(_view(app_state.dataset().version, ChartRequest(language), colours, app_state.this_year()))


@st.cache_resource(show_spinner=False, max_entries=400)
def _view(version: str, state: ChartRequest, colours: str, this_year: int) -> tuple[Block, ...]:
    dataset = app_state.dataset()
    look = Look(state.language, colours)
    who = peer_choice.compared(dataset, state, look)
    blocks: list[Block] = [Markup(peer_choice.chips(dataset, state, "", look))]
    chart = overview_chart(dataset, who.cities, look)
    if chart is not None:
        blocks += chart_blocks(dataset, chart, state, look, heading="h1")
    themes = [
        {
            "id": theme,
            "title": word(theme, look.language),
            "href": address(theme, state),
            "sentence": _sentence(dataset, theme, look),
            "cards": [
                _card(dataset, entry, who.cities, state, look, this_year)
                for entry in dataset.catalogue.of_theme(theme)
                if entry.headline
            ],
        }
        for theme in Theme
    ]
    blocks.append(Markup(html("overview", look.language, themes=themes)))
    return tuple(blocks)


def _sentence(dataset: Dataset, theme: Theme, look: Look) -> str:
    entries = dataset.catalogue.of_theme(theme)
    have = sum(entry.scale is Scale.CITY and entry.id in app_state.newest() for entry in entries)
    return look.t.plural(
        "{n} published city figure for Casablanca.", "{n} published city figures for Casablanca.", have
    )


def _card(
    dataset: Dataset, entry: Indicator, cities: tuple[str, ...], state: ChartRequest, look: Look, this_year: int
) -> dict[str, object]:
    """Return a headline: value, year, place among peers, target, and its age when it is old."""
    t = look.t
    stand = standing(dataset, entry, cities)
    target = dataset.targets[entry.sdg.target]
    card: dict[str, object] = {
        "name": entry.names.get(look.language),
        "href": address(entry.theme, replace(state, indicator=entry.id)),
        "national": entry.scale is Scale.COUNTRY,
        "goal": {"code": target.id, "colour": target.colour, "text_colour": target.text_colour},
        "kind": t(KINDS[entry.sdg.kind]),
        "value": "",
        "unit": "",
        "when": "",
        "place": "",
        "age": "",
        "status": None,
        "trend": None,
        "change": "",
        "way": address("sdg", replace(state, indicator=entry.id)),
        "absence": sentences.absence(entry, dataset.places, look.language, dataset.home.city).text,
    }
    row = stand.own
    if row is None:
        return card
    year = None if formatting.missing(row["year"]) else int(row["year"])
    unit = entry.unit_names.get(look.language)
    card["value"] = formatting.short(float(row["value"]), entry, look.language)
    card["unit"] = unit.lstrip("%").strip()
    card["when"] = formatting.year(year, look.language)
    found = assessment.assess(dataset, entry, [home_of(dataset, entry)])[0]
    card["status"], card["trend"] = status_mark(found, look), trend_mark(found, look)
    card["change"] = change_since(dataset, entry, look)
    card["place"] = indicator_claims.place_among(stand, look.language)
    old = derive.age(year, this_year)
    if old is not None and old > OLD:
        card["age"] = t.plural("{n} year old, the newest there is.", "{n} years old, the newest there is.", old)
    return card
