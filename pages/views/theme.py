"""One template for the four theme pages: the indicators, who is compared, the charts, what to know."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from indicators.analysis import assessment
from indicators.analysis.standing import home_of
from indicators.charts.chart import Look
from indicators.charts.dispatch import charts_of
from indicators.charts.request import ChartRequest
from indicators.claims.sentences import absence
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Scale, Theme
from indicators.store.dataset import Dataset
from indicators.text.labels import word
from indicators.web import app_state
from indicators.web.links import address
from indicators.web.templating import Markup
from pages.shared import peer_choice, shell
from pages.shared.blocks import Block, Opening, chart_blocks, draw
from pages.shared.elements import Empty, GoalBadge, Link, Template, ThemeHead, goal_badge, under_title
from pages.shared.indicator_index import (
    IndexEntry,
    IndexGroup,
    IndicatorIndex,
    definitions,
    figure_caption,
    newest,
    newest_text,
)
from pages.shared.page_cache import shared
from pages.views.pledges import pledge_block
from pages.views.sdg_goals import StatusMark, TrendMark, status_mark, trend_mark


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
    state = _state(page, theme)
    view = build_view(page.dataset, theme, state, page.look, app_state.this_year())
    draw(view.head)
    peer_choice.choose(page.dataset, state)
    left, right = st.columns([1, 2.6], gap="large")
    with left:
        draw(view.index)
    with right:
        draw(view.charts)


def _state(page: shell.Page, theme: Theme) -> ChartRequest:
    """Return what the page shows: of an address without an indicator the theme's first."""
    indicator = page.state.indicator or page.dataset.catalogue.of_theme(theme)[0].id
    return replace(page.state, indicator=indicator, chart=None, reach=None)


def opening(theme: Theme, page: shell.Page) -> Opening:
    """Return what the page of `theme` begins with."""
    view = build_view(page.dataset, theme, _state(page, theme), page.look, app_state.this_year())
    return Opening(view.head, view.index, view.charts)


def prepare(dataset: Dataset, theme: Theme, look: Look) -> None:
    """Make the page of `theme` as it first opens, before anyone asks for it."""
    opening = ChartRequest(look.language, indicator=dataset.catalogue.of_theme(theme)[0].id)
    build_view(dataset, theme, opening, look, app_state.this_year())


@shared
def build_view(dataset: Dataset, theme: Theme, state: ChartRequest, look: Look, this_year: int) -> ThemeView:
    """Build a theme page once per choice."""
    entry = dataset.catalogue[str(state.indicator)]
    peers = peer_choice.compared(dataset, state, look)
    charts = charts_of(dataset, entry, peers.cities, look)
    blocks: list[Block] = []
    home_rows = dataset.of(entry.id)["place"] == home_of(dataset, entry)
    if entry.id not in newest(dataset) and entry.scale is not Scale.FACILITY and not home_rows.any():
        reason, more = (
            absence(entry, dataset.places, look.language, dataset.home.city).text,
            _stand_in(dataset, entry, look),
        )
        if charts and charts[0].title == reason:
            # The chart says why; what there is instead is still to be stated.
            reason, more = more, ""
        if reason:
            blocks.append(Empty(reason, more).markup(look.language))
    for chart in charts:
        first = chart is charts[0]
        head, *further = chart_blocks(dataset, chart, state, look, heading="h1" if first else "h2")
        under = under_title(dataset, entry, chart, peers.cities, this_year, look, about=True) if first else []
        blocks += [head, *under, *further]
    pledges = pledge_block(dataset, peers.cities, look) if theme is Theme.CARBON else None
    blocks += [pledges] if pledges is not None else []
    blocks.append(_about(dataset, entry, state, look))
    kicker = ThemeHead(word(theme, look.language), theme).markup(look.language)
    return ThemeView(
        head=(kicker, peer_choice.chips(dataset, state, theme, look)),
        index=(_index(dataset, theme, state, look),),
        charts=tuple(blocks),
    )


def _stand_in(dataset: Dataset, entry: Indicator, look: Look) -> str:
    if entry.stand_in is None:
        return ""
    national = dataset.catalogue[entry.stand_in]
    return look.t("A national figure exists: {name}.", name=national.names.get(look.language))


def _index(dataset: Dataset, theme: Theme, state: ChartRequest, look: Look) -> Markup:
    """Return the theme's indicators with the home city's (or its country's) newest value, in groups that open."""
    t = look.of_home(dataset)
    countries = t("{country} and other countries")
    entries = dataset.catalogue.of_theme(theme)
    cities = [entry for entry in entries if entry.scale is Scale.CITY]
    known = newest(dataset)
    groups: list[IndexGroup] = []
    for title, members in (
        (t.names["home"], [entry for entry in cities if entry.id in known]),
        (t("Dams and plants"), [entry for entry in entries if entry.scale is Scale.FACILITY]),
        (countries[:1].upper() + countries[1:], [entry for entry in entries if entry.scale is Scale.COUNTRY]),
        (t("No figure of {home} here"), [entry for entry in cities if entry.id not in known]),
    ):
        if members:
            opened = not groups or any(entry.id == state.indicator for entry in members)
            groups.append(IndexGroup(title, [_line(dataset, entry, state, look) for entry in members], opened))
    title = t.plural(
        "{theme}: {n} indicator", "{theme}: {n} indicators", len(entries), theme=word(theme, look.language)
    )
    return IndicatorIndex(title, groups).markup(look.language)


def _line(dataset: Dataset, entry: Indicator, state: ChartRequest, look: Look) -> IndexEntry:
    value = newest_text(dataset, entry, look.language)
    return IndexEntry(
        name=entry.names.get(look.language),
        value=value,
        unit=figure_caption(dataset, entry, look.language),
        href=address(entry.theme, replace(state, indicator=entry.id)),
        current=entry.id == state.indicator,
        hue=entry.theme,
    )


@dataclass(frozen=True)
class About(Template, file="about"):
    """What to know before an indicator is quoted; `way` is the address of its way to 2030.

    `others` are the figures of the same thing in other definitions.
    """

    hue: str
    definition: str
    derived: str
    interval: str
    goal: GoalBadge
    status: StatusMark
    trend: TrendMark
    edition: str
    way: str
    kind: str
    caveats: Sequence[str]
    marks: Sequence[str]
    others: Sequence[Link]


def _definition(dataset: Dataset, entry: Indicator, state: ChartRequest, look: Look) -> Link:
    """Return the figure of another indicator with its year and outline, as a link."""
    name = look.t(
        "{name}: {value} ({origin})",
        name=entry.names.get(look.language),
        value=newest_text(dataset, entry, look.language),
        origin=figure_caption(dataset, entry, look.language, marked=False),
    )
    return Link(name, address(entry.theme, replace(state, indicator=entry.id)))


def _about(dataset: Dataset, entry: Indicator, state: ChartRequest, look: Look) -> Markup:
    """Return what to know before quoting the indicator."""
    t = look.t
    assessed = assessment.assess_home(dataset, entry)
    return About(
        hue=entry.theme,
        definition=entry.definition.get(look.language),
        derived=entry.derived.get(look.language) if entry.derived else "",
        interval=entry.interval.get(look.language) if entry.interval else "",
        goal=goal_badge(dataset.targets[entry.sdg.target], look.language),
        status=status_mark(assessed, look),
        trend=trend_mark(assessed, look),
        edition=assessed.judgement.edition or "",
        way=address("sdg", replace(state, chart=None, reach=None)),
        kind=t("This indicator is {kind}.", kind=word(entry.sdg.kind, look.language)),
        caveats=[caveat.get(look.language) for caveat in entry.caveats],
        others=[
            _definition(dataset, dataset.catalogue[key], state, look) for key in definitions(dataset).get(entry.id, ())
        ],
        marks=[
            t(
                "{label}: {source}.",
                label=mark.label.get(look.language),
                source=t(dataset.sources[mark.source].citation).rstrip("."),
            )
            for mark in entry.marks
        ],
    ).markup(look.language)
