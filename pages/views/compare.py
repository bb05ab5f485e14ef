"""The compare page: who, what, how and when as links; one picture; what it says and may not be used for."""

from collections import Counter
from dataclasses import dataclass, replace

import streamlit as st

from indicators.analysis import derive, years
from indicators.analysis.standing import compared
from indicators.charts.chart import Look
from indicators.charts.comparison import MOST, TWO_DATES, VIEWS, ComparisonView
from indicators.charts.dispatch import comparison_of
from indicators.charts.quoting import asked_places
from indicators.charts.request import ChartRequest, cities_of
from indicators.findings.finding import Finding
from indicators.model.catalogue import Indicator
from indicators.model.observations import floats, texts
from indicators.model.vocabulary import Level, Scale, Theme
from indicators.store.dataset import Dataset
from indicators.text.labels import word
from indicators.web.links import MOST_FURTHER, address
from indicators.web.templating import Markup
from pages.shared import peer_choice, shell
from pages.shared.blocks import Block, Opening, bars_markup, chart_blocks, draw
from pages.shared.elements import Choices, Link, LinkGroup, Note, ThemeHead
from pages.shared.indicator_index import IndexEntry, IndexGroup, IndicatorIndex
from pages.shared.page_cache import shared

ADDRESS = "compare"
TOLERANCES = (0, 1, 2, 5)


@dataclass(frozen=True)
class CompareView:
    """The compare page, finished: who, the list of indicators, the picture with how and when, what the link lacked."""

    peers: tuple[Block, ...]
    index: tuple[Block, ...]
    picture: tuple[Block, ...]
    findings: tuple[Finding, ...]
    wide: bool = False


def render() -> None:
    """Draw the compare page."""
    page = shell.current(ADDRESS)
    dataset = page.dataset
    state, chosen = _state(page)
    view = build_view(dataset, state, page.look, chosen)
    shell.masthead(replace(page, findings=(*page.findings, *view.findings)))
    draw(view.peers)
    peer_choice.choose(dataset, state, most=MOST - 1)
    if view.wide:
        # A table of many columns takes the whole page.
        draw([*view.index, *view.picture])
        return
    left, right = st.columns([1, 2.6], gap="large")
    with left:
        draw(view.index)
    with right:
        draw(view.picture)


def _state(page: shell.Page) -> tuple[ChartRequest, bool]:
    """Return what the page shows, and whether its indicator was chosen."""
    state = replace(page.state, view=page.state.view or next(iter(VIEWS)), chart=None, reach=None)
    if state.indicator is not None:
        return state, True
    first, *also = opening_indicators(page.dataset, str(state.view))
    return replace(state, indicator=first, also=state.also or tuple(also)), False


def opening(page: shell.Page) -> Opening:
    """Return what the page begins with."""
    state, chosen = _state(page)
    view = build_view(page.dataset, state, page.look, chosen)
    if view.wide:
        return Opening(view.peers, (), (*view.index, *view.picture), tuple(view.findings))
    return Opening(view.peers, view.index, view.picture, tuple(view.findings))


@shared
def opening_indicators(dataset: Dataset, view: str) -> tuple[str, ...]:
    """Return the indicators that a view opens with, which it can draw: where nothing is known, the first of all."""
    usual = dataset.home.opening or next(iter(dataset.catalogue))
    counts = _with_lines(dataset) if view in TWO_DATES else _counts(dataset)
    offered = [
        key
        for key, entry in dataset.catalogue.items()
        if entry.scale is Scale.CITY and entry.rankable and dataset.has(key, dataset.home.city)
    ]
    if view in TWO_DATES:
        return (max(offered, key=lambda key: counts.get(key, 0), default=usual),)
    if view == "scatter":
        others = [key for key in offered if key != usual and dataset.catalogue[key].headline]
        return (usual, *sorted(others, key=lambda key: -counts[key])[:1])
    return (usual,)


@shared
def _with_lines(dataset: Dataset) -> dict[str, int]:
    """Return of how many places each indicator has two years or more of one source, perimeter and method."""
    rows = derive.observed(dataset.observations)
    names = ("indicator", "place", "perimeter", "method", "source")
    years_of_line: dict[tuple[str, ...], set[float]] = {}
    for *line, year in zip(*(texts(rows[name]).tolist() for name in names), floats(rows["year"]).tolist(), strict=True):
        years_of_line.setdefault(tuple(line), set()).add(year)
    return Counter(indicator for indicator, _ in {line[:2] for line, seen in years_of_line.items() if len(seen) > 1})


@shared
def build_view(dataset: Dataset, state: ChartRequest, look: Look, chosen: bool) -> CompareView:
    """Build the page once per choice; where no indicator was `chosen` another view opens with its own."""
    made = comparison_of(dataset, state, look)
    assert made is not None
    entries = [dataset.catalogue[key] for key in (str(state.indicator), *state.also)]
    body = bars_markup(made.bars, look) if made.bars is not None else None
    subset = _subset(dataset, state, made, look)
    head, *picture, foot = chart_blocks(dataset, made.chart, state, look, heading="h1", page=ADDRESS, body=body)
    # A table says the same of every place.
    answer = "" if state.view == "table" else asked_places(dataset, entries[0], cities_of(dataset, state), look)
    return CompareView(
        peers=(
            ThemeHead(look.t("Compare")).markup(look.language),
            peer_choice.chips(dataset, state, ADDRESS, look, note=subset),
        ),
        index=(_index(dataset, state, look, folded=made.bars is not None),),
        # What it says comes before what can be changed.
        picture=(
            head,
            *([Note(answer).markup(look.language)] if answer else []),
            *picture,
            Choices(_controls(dataset, entries, made, state, look, chosen), "controls").markup(look.language),
            foot,
        ),
        findings=made.findings,
        wide=made.bars is not None,
    )


def _subset(dataset: Dataset, state: ChartRequest, made: ComparisonView, look: Look) -> str:
    """Say which cities of a larger set are compared, and why these."""
    count = len(cities_of(dataset, state))
    if len(made.cities) >= count:
        return ""
    t = look.of_home(dataset)
    return t.plural(
        "Of the set, {n} city is compared, for twelve fit here: those with most figures that can stand beside "
        "{home}’s, among these the nearest in population; of national figures a country stands once.",
        "Of the set, {n} cities are compared, for twelve fit here: those with most figures that can stand beside "
        "{home}’s, among these the nearest in population; of national figures a country stands once.",
        len(made.cities),
    )


def _option(name: str, state: ChartRequest, current: bool, hint: str = "") -> Link:
    return Link(name, address(ADDRESS, state), current, hint)


def _controls(
    dataset: Dataset, entries: list[Indicator], made: ComparisonView, state: ChartRequest, look: Look, chosen: bool
) -> list[LinkGroup]:
    """Return the rows of links: the view, the further indicators, the years, the tolerance."""
    t = look.t
    views = []
    for view, name in VIEWS.items():
        # Years of a span mean something else than one year: they stay behind.
        same = (view in TWO_DATES) == (state.view in TWO_DATES)
        then = state if same else replace(state, year=None, to=None, within=None)
        then = then if chosen else replace(then, indicator=None, also=())
        views.append(_option(t(name), replace(then, view=view), view == state.view))
    groups = [LinkGroup(t("View"), views)]
    if state.also:
        names = [dataset.catalogue[key].names.get(look.language) for key in state.also]
        options = [
            _option(f"{name} ×", replace(state, also=tuple(k for k in state.also if k != key)), True,
                    t("Remove {indicator}", indicator=name))
            for key, name in zip(state.also, names, strict=True)
        ]  # fmt: skip
        groups.append(LinkGroup(t("With"), options))
    offered = _years(dataset, entries, made)
    if offered and state.view in TWO_DATES and not (state.view == "dumbbell" and state.also):
        groups += _spans(offered, state, look)
    elif offered:
        groups += _dates(offered, state, look)
    return groups


def _years(dataset: Dataset, entries: list[Indicator], made: ComparisonView) -> list[int]:
    """Return the years to choose from, of all indicators and cities compared."""
    dated: set[int] = set()
    for entry in entries:
        dated |= set(years.available_years(dataset.of(entry.id), compared(dataset, entry, made.cities)))
    return sorted(dated, reverse=True)


def _dates(offered: list[int], state: ChartRequest, look: Look) -> list[LinkGroup]:
    t = look.t
    options = [_option(t("Latest"), replace(state, year=None), state.year is None)]
    options += [
        _option(str(year), replace(state, year=year), year == state.year) for year in _with(offered, state.year)
    ]
    within = state.within if state.within is not None or state.year is None else years.USUAL
    tolerances = [] if state.year is not None else [_option(t("any age"), replace(state, within=None), within is None)]
    for off in TOLERANCES:
        label = t("none") if off == 0 else t.plural("{n} year", "{n} years", off)
        tolerances.append(_option(label, replace(state, within=off), off == within))
    return [LinkGroup(t("Year"), options), LinkGroup(t("Tolerance"), tolerances)]


def _spans(offered: list[int], state: ChartRequest, look: Look) -> list[LinkGroup]:
    t = look.t
    open_end = {"lines": t("first"), "multiples": t("first")}.get(str(state.view), t("farthest"))
    firsts = [_option(open_end, replace(state, year=None), state.year is None)]
    firsts += [
        _option(str(year), replace(state, year=year), year == state.year)
        for year in sorted(_with(offered, state.year))
        if year < (state.to or max(offered))
    ]
    lasts = [_option(t("latest"), replace(state, to=None), state.to is None)]
    lasts += [
        _option(str(year), replace(state, to=year), year == state.to)
        for year in _with(offered, state.to)
        if year > (state.year or min(offered))
    ]
    return [LinkGroup(t("From"), firsts), LinkGroup(t("To"), lasts)]


def _with(offered: list[int], chosen: int | None) -> list[int]:
    """Return the years offered, with the one chosen where a link names another."""
    return sorted({*offered, *([] if chosen is None else [chosen])}, reverse=True)


@shared
def _counts(dataset: Dataset) -> dict[str, int]:
    """Return how many cities, or countries, have an observed figure of each indicator."""
    seen = derive.observed(dataset.observations)
    levels = {Scale.CITY: Level.CITY, Scale.COUNTRY: Level.COUNTRY}
    counts = {}
    for entry in dataset.catalogue.values():
        places = {str(place) for place in seen.loc[(seen["indicator"] == entry.id).to_numpy(), "place"]}
        counts[entry.id] = sum(dataset.places[place].level == levels.get(entry.scale) for place in places)
    return counts


def _index(dataset: Dataset, state: ChartRequest, look: Look, folded: bool) -> Markup:
    """Return the indicators that two places or more have, by theme, city figures before national ones."""
    t = look.t
    counts = _counts(dataset)
    chosen = {state.indicator, *state.also}
    groups = []
    for theme in Theme:
        for scale, title in (
            (Scale.CITY, word(theme, look.language)),
            (Scale.COUNTRY, t("{theme}, national figures", theme=word(theme, look.language))),
        ):
            members = [e for e in dataset.catalogue.of_theme(theme) if e.scale is scale and counts[e.id] > 1]
            if members:
                lines = [_line(entry, counts[entry.id], state, look) for entry in members]
                groups.append(IndexGroup(title, lines, open=any(entry.id in chosen for entry in members)))
    alone = sum(counts[entry.id] < 2 and entry.scale is Scale.CITY for entry in dataset.catalogue.values())
    return IndicatorIndex(
        title=t("Indicators"),
        groups=groups,
        hint=t("A name shows that indicator, + adds it to the comparison; the number counts the places with a figure."),
        note=t.plural(
            "{n} more indicator has a figure of one city alone: nothing to compare.",
            "{n} more indicators have a figure of one city alone: nothing to compare.",
            alone,
        ),
        folded=folded,
        adding=True,
    ).markup(look.language)


def _line(entry: Indicator, places: int, state: ChartRequest, look: Look) -> IndexEntry:
    """Return an indicator with how many places have it, and the address that adds it or takes it out."""
    name = entry.names.get(look.language)
    chosen = entry.id in state.also
    also = tuple(key for key in state.also if key != entry.id)
    alone = replace(state, indicator=entry.id, also=also)
    if not chosen:
        # A scatter has room for one more: the newest takes its place in front.
        also = (entry.id, *also) if state.view in ("scatter", "dumbbell") else (*also, entry.id)
    label = (
        look.t("Remove {indicator}", indicator=name)
        if chosen
        else look.t("Add {indicator} to the comparison", indicator=name)
    )
    addable = entry.id != state.indicator and (chosen or len(state.also) < MOST_FURTHER)
    return IndexEntry(
        name=name,
        value=str(places),
        href=address(ADDRESS, alone),
        current=entry.id == state.indicator,
        hue=entry.theme,
        further=address(ADDRESS, replace(state, also=also)) if addable else "",
        label=label,
        chosen=chosen,
    )
