"""One template for the four theme pages: the indicators, who is compared, the charts, what to know."""

from dataclasses import dataclass, replace

import streamlit as st

from indicators.analysis import assessment
from indicators.analysis.standing import home_of
from indicators.charts.chart import Look
from indicators.charts.dispatch import charts_of
from indicators.charts.request import BY_HAND, ChartRequest
from indicators.claims.sentences import absence
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Scale, Theme
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.labels import word
from indicators.web import app_state
from indicators.web.links import address
from pages.shared import peer_choice, shell
from pages.shared.blocks import Block, Markup, chart_blocks, draw, freeze
from pages.shared.sdg_marks import status_mark, trend_mark
from pages.shared.templating import html


@dataclass(frozen=True)
class ThemeView:
    """A theme page, finished: the head, the list of indicators, the charts."""

    head: tuple[Block, ...]
    index: tuple[Block, ...]
    charts: tuple[Block, ...]


def render(theme: Theme) -> None:
    """Draw the page of `theme`."""
    page = shell.current(theme)
    shell.masthead(page)
    entries = page.dataset.catalogue.of_theme(theme)
    indicator = page.state.indicator or entries[0].id
    state = replace(page.state, indicator=indicator, chart=None, reach=None)
    view = _view(page.dataset.version, theme, state, page.theme)
    draw(view.head)
    if state.peers == BY_HAND:
        peer_choice.choose(page.dataset, state)
    left, right = st.columns([1, 2.6], gap="large")
    with left:
        draw(view.index)
    with right:
        draw(view.charts)


def prepare(theme: Theme, language: str, colours: str) -> None:
    """Make the page of `theme` as it first opens, before anyone asks for it."""
    dataset = app_state.dataset()
    state = ChartRequest(language, indicator=dataset.catalogue.of_theme(theme)[0].id)
    freeze(_view(dataset.version, theme, state, colours).charts)


@st.cache_resource(show_spinner=False, max_entries=300)
def _view(version: str, theme: Theme, state: ChartRequest, colours: str) -> ThemeView:
    """Build a theme page once per choice; `version` keys the data it is made of."""
    dataset = app_state.dataset()
    look = Look(state.language, colours)
    entry = dataset.catalogue[str(state.indicator)]
    who = peer_choice.compared(dataset, state, look)
    charts = charts_of(dataset, entry, who.cities, look)
    head = html("theme_head", look.language, hue=theme, kicker=word(theme, look.language))
    blocks: list[Block] = []
    home_rows = dataset.of(entry.id)["place"] == home_of(dataset, entry)
    if entry.id not in app_state.newest() and entry.scale is not Scale.FACILITY and not home_rows.any():
        said = absence(entry, dataset.places, look.language, dataset.home.city).text
        more = _stand_in(dataset, entry, look)
        told = bool(charts) and charts[0].title == said
        if more or not told:
            blocks.append(Markup(html("empty", look.language, words=more if told else said, more="" if told else more)))
    for chart in charts:
        blocks += chart_blocks(dataset, chart, state, look, heading="h1" if chart is charts[0] else "h2")
    blocks.append(Markup(_about(dataset, entry, state, look)))
    return ThemeView(
        head=(Markup(head), Markup(peer_choice.chips(dataset, state, theme, look))),
        index=(Markup(_index(dataset, theme, state, look)),),
        charts=tuple(blocks),
    )


def _stand_in(dataset: Dataset, entry: Indicator, look: Look) -> str:
    if entry.stand_in is None:
        return ""
    national = dataset.catalogue[entry.stand_in]
    return look.t("A national figure exists: {name}.", name=national.names.get(look.language))


def _index(dataset: Dataset, theme: Theme, state: ChartRequest, look: Look) -> str:
    """Return the theme's indicators with Casablanca's (or Morocco's) newest value, in groups that open."""
    t = look.t
    entries = dataset.catalogue.of_theme(theme)
    newest = {entry.id: _newest(entry, look) for entry in entries}
    groups = []
    for title, members in (
        (t("Casablanca"), [e for e in entries if e.scale is Scale.CITY and newest[e.id]]),
        (t("Dams and plants"), [e for e in entries if e.scale is Scale.FACILITY]),
        (t("Morocco and other countries"), [e for e in entries if e.scale is Scale.COUNTRY]),
        (t("No published figure for Casablanca"), [e for e in entries if e.scale is Scale.CITY and not newest[e.id]]),
    ):
        if members:
            groups.append(
                {
                    "title": title,
                    "count": len(members),
                    "open": not groups or state.indicator in {entry.id for entry in members},
                    "entries": [
                        {
                            "name": entry.names.get(look.language),
                            "value": newest[entry.id],
                            # A number without its unit says nothing; a share has its sign.
                            "unit": "" if "%" in newest[entry.id] else entry.unit_names.get(look.language),
                            "href": address(theme, replace(state, indicator=entry.id)),
                            "current": entry.id == state.indicator,
                        }
                        for entry in members
                    ],
                }
            )
    title = t.plural(
        "{theme}: {n} indicator", "{theme}: {n} indicators", len(entries), theme=word(theme, look.language)
    )
    return html("list", look.language, hue=theme, groups=groups, title=title)


def _newest(entry: Indicator, look: Look) -> str:
    value = app_state.newest().get(entry.id)
    if value is None:
        return ""
    return formatting.short(value, entry, look.language)


def _about(dataset: Dataset, entry: Indicator, state: ChartRequest, look: Look) -> str:
    """Return what to know before quoting the indicator."""
    t = look.t
    target = dataset.targets[entry.sdg.target]
    found = assessment.assess(dataset, entry, [home_of(dataset, entry)])[0]
    return html(
        "about",
        look.language,
        hue=entry.theme,
        definition=entry.definition.get(look.language),
        derived=entry.derived.get(look.language) if entry.derived else "",
        interval=entry.interval.get(look.language) if entry.interval else "",
        goal={
            "code": target.id,
            "title": target.titles.get(look.language),
            "colour": target.colour,
            "text_colour": target.text_colour,
        },
        status=status_mark(found, look),
        trend=trend_mark(found, look),
        edition=found.judgement.edition or "",
        way=address("sdg", replace(state, chart=None, reach=None)),
        kind=t("This indicator is {kind}.", kind=word(entry.sdg.kind, look.language)),
        caveats=[caveat.get(look.language) for caveat in entry.caveats],
        marks=[
            t(
                "{label}: {source}.",
                label=mark.label.get(look.language),
                source=t(dataset.sources[mark.source].citation).rstrip("."),
            )
            for mark in entry.marks
        ],
    )
