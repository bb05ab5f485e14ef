"""The opening page: one sentence, one figure, then the headline figures of the four themes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indicators.analysis import assessment, derive
from indicators.analysis.standing import Standing
from indicators.charts.chart import Look
from indicators.charts.overview import headline_standings, overview_chart
from indicators.charts.request import ChartRequest
from indicators.claims import district_claims, indicator_claims, sentences
from indicators.model.vocabulary import Scale, Theme
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.labels import KINDS, word
from indicators.web import app_state
from indicators.web.links import address
from pages.shared import peer_choice, shell
from pages.shared.blocks import Block, Opening, chart_blocks, draw
from pages.shared.elements import GoalBadge, Template, goal_badge
from pages.shared.indicator_index import newest
from pages.shared.page_cache import shared
from pages.views.sdg_goals import NO_STATUS, NO_TREND, StatusMark, TrendMark, change_since, status_mark, trend_mark

OLD = 6
"""A headline older than this many years carries a note of its age."""


def render() -> None:
    """Draw the opening page."""
    page = shell.current("")
    shell.masthead(page)
    draw(opening(page).main)


def opening(page: shell.Page) -> Opening:
    """Return what the page holds."""
    state = replace(page.state, indicator=None, chart=None, reach=None)
    return Opening(main=build_view(page.dataset, state, page.look, app_state.this_year()))


def load(dataset: Dataset) -> None:
    """Work out what the page says in every language and colour: where home stands, its changes and assessments."""
    for stand in headline_standings(dataset, ChartRequest()).values():
        stand.rank_all()
        assessment.assess_home(dataset, stand.indicator)
        change_since(dataset, stand.indicator, Look())


def prepare(dataset: Dataset, look: Look) -> None:
    """Make the page as it first opens, before anyone asks for it."""
    build_view(dataset, ChartRequest(look.language), look, app_state.this_year())


@shared
def build_view(dataset: Dataset, state: ChartRequest, look: Look, this_year: int) -> tuple[Block, ...]:
    """Return the opening page, once for each choice."""
    blocks: list[Block] = [peer_choice.chips(dataset, state, "", look, several=True)]
    standings = headline_standings(dataset, state)
    chart = overview_chart(dataset, standings, look)
    if chart is not None:
        blocks += chart_blocks(dataset, chart, state, look, heading="h1")
    themes = [
        ThemeSection(
            id=theme,
            title=word(theme, look.language),
            href=address(theme, state),
            sentence=_sentence(dataset, theme, look),
            cards=[
                _card(dataset, standings[entry.id], state, look, this_year)
                for entry in dataset.catalogue.of_theme(theme)
                if entry.headline
            ],
        )
        for theme in Theme
    ]
    blocks.append(ThemeSections(themes).markup(look.language))
    return tuple(blocks)


@dataclass(frozen=True)
class Card:
    """A headline figure: value, year, place among peers, status, trend, age; without a value `absence` says so.

    `href` is its chart, `way` its way to 2030.
    """

    name: str
    href: str
    national: bool
    goal: GoalBadge
    kind: str
    way: str
    absence: str
    value: str = ""
    unit: str = ""
    when: str = ""
    place: str = ""
    age: str = ""
    status: StatusMark = NO_STATUS
    trend: TrendMark = NO_TREND
    change: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class ThemeSection:
    """A theme with its headline figures."""

    id: str
    title: str
    href: str
    sentence: str
    cards: Sequence[Card]


@dataclass(frozen=True)
class ThemeSections(Template, file="overview"):
    """The themes side by side."""

    themes: Sequence[ThemeSection]


def _sentence(dataset: Dataset, theme: Theme, look: Look) -> str:
    entries = dataset.catalogue.of_theme(theme)
    have = sum(entry.scale is Scale.CITY and entry.id in newest(dataset) for entry in entries)
    t = look.of_home(dataset)
    return t.plural("{n} city figure for {home} held here.", "{n} city figures for {home} held here.", have)


def _card(dataset: Dataset, stand: Standing, state: ChartRequest, look: Look, this_year: int) -> Card:
    """Return a headline: value, year, place among peers, target, and its age when it is old."""
    t, entry = look.t, stand.indicator
    card = Card(
        name=entry.names.get(look.language),
        href=address(entry.theme, replace(state, indicator=entry.id)),
        national=entry.scale is Scale.COUNTRY,
        goal=goal_badge(dataset.targets[entry.sdg.target], look.language),
        kind=t(KINDS[entry.sdg.kind]),
        way=address("sdg", replace(state, indicator=entry.id)),
        absence=sentences.absence(entry, dataset.places, look.language, dataset.home.city).text,
    )
    row = stand.home_row
    if row is None:
        return card
    year = None if formatting.missing(row["year"]) else int(row["year"])
    assessed = assessment.assess_home(dataset, entry)
    age = derive.age(year, this_year)
    old = age if age is not None and age > OLD else 0
    return replace(
        card,
        value=formatting.figure(row, entry, look.language, formatting.short),
        unit=entry.unit_names.get(look.language).lstrip("%").strip(),
        when=formatting.year(year, look.language),
        place=indicator_claims.place_among(stand, look.language),
        age=t("{year}: the newest figure held here.", year=str(year)) if old else "",
        status=status_mark(assessed, look),
        trend=trend_mark(assessed, look),
        change=change_since(dataset, entry, look),
        doubt=district_claims.dependence(dataset, entry, look.language),
    )
