"""The SDG page: goals and targets on the left, one indicator's way to 2030 on the right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from indicators import sdg
from indicators.analysis import assessment, trajectory
from indicators.analysis.standing import compared, home_of
from indicators.charts.chart import Chart, Look
from indicators.charts.progress import Progress, answer, progress, yearly
from indicators.charts.request import ChartRequest
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Scale
from indicators.sdg.reasons import REASON_TEXTS
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.labels import word
from indicators.web.links import address
from indicators.web.templating import Markup
from pages.shared import peer_choice, shell
from pages.shared.blocks import Block, Opening, Picture, chart_blocks, draw
from pages.shared.elements import ChartHead, GoalBadge, Head, Template, goal_badge
from pages.shared.page_cache import shared
from pages.views.sdg_goals import (
    ADDRESS,
    SHAPES,
    StatusMark,
    TrendMark,
    goal_index,
    in_goal_order,
    judged,
    status_mark,
    trend_mark,
)


@dataclass(frozen=True)
class SdgView:
    """The SDG page of one indicator, finished, but for the answer to "what if"."""

    head: tuple[Block, ...]
    index: tuple[Block, ...]
    way: tuple[Block, ...]
    below: tuple[Block, ...]


def render() -> None:
    """Draw the SDG page."""
    page = shell.current(ADDRESS)
    shell.masthead(page)
    dataset = page.dataset
    state = replace(page.state, indicator=page.state.indicator or _first(dataset), chart=None)
    view = build_view(dataset, state, page.look)
    draw(view.head)
    peer_choice.choose(dataset, state)
    left, right = st.columns([1, 2.2], gap="large")
    with left:
        draw(view.index)
    with right:
        draw(view.way)
        _ask(dataset, state)
        draw(view.below)


def opening(page: shell.Page) -> Opening:
    """Return what the page begins with."""
    state = replace(page.state, indicator=page.state.indicator or _first(page.dataset), chart=None)
    view = build_view(page.dataset, state, page.look)
    return Opening(view.head, view.index, (*view.way, *view.below))


@shared
def _first(dataset: Dataset) -> str:
    """Return the indicator to open with."""
    return in_goal_order(dataset)[0].id


@shared
def build_view(dataset: Dataset, state: ChartRequest, look: Look) -> SdgView:
    """Return the page of one indicator, once for each choice."""
    entry = dataset.catalogue[str(state.indicator)]
    shown = progress(dataset, entry, look, state.reach)
    if shown.chart is not None:
        way = _chart(dataset, shown.chart, state, look)
    else:
        names = entry.names.get(look.language), entry.unit_names.get(look.language)
        way = [ChartHead(entry.id, "h1", *names).markup(look.language)]
    return SdgView(
        head=(
            Head(_claim(dataset, look), _lead(dataset, look)).markup(look.language),
            peer_choice.chips(dataset, state, ADDRESS, look),
        ),
        index=(goal_index(dataset, state, look),),
        way=(*way, Working(shown.working).markup(look.language)),
        below=(_base_years(entry, shown, look), _peers(dataset, entry, state, look)),
    )


@dataclass(frozen=True)
class Working(Template, file="working"):
    """How the way to 2030 was worked out, in sentences."""

    lines: Sequence[str]


def _chart(dataset: Dataset, chart: Chart, state: ChartRequest, look: Look) -> list[Block]:
    blocks = chart_blocks(dataset, chart, state, look, heading="h2", page=ADDRESS)
    return [replace(b, key=f"sdg-{b.key}") if isinstance(b, Picture) else b for b in blocks]


def _claim(dataset: Dataset, look: Look) -> str:
    """Say how many judged national indicators are at, near and far from their targets."""
    t = look.of_home(dataset)
    statuses = [status for _, status in judged(dataset)]
    return t(
        "{country} reaches the published threshold for {green} of {n} national indicators; "
        "no thresholds for cities are held here, so {home}’s own figures carry no colour.",
        n=str(len(statuses)),
        green=str(statuses.count("green")),
    )


def _lead(dataset: Dataset, look: Look) -> str:
    t = look.t
    statuses = [status for _, status in judged(dataset)]
    editions = sdg.one_edition(
        entry.thresholds for entry in dataset.catalogue.values() if entry.thresholds and sdg.applicable(entry)[0]
    )
    counts = formatting.semicolons(
        (
            t(
                "{shape} {status}: {n}",
                shape=SHAPES[status],
                status=t(sdg.STATUS_TEXTS[status]),
                n=statuses.count(status),
            )
            for status in sdg.STATUSES
            if statuses.count(status)
        ),
        look.language,
    )
    return t("{counts}. Thresholds and bounds: {edition}, for countries.", counts=counts, edition=editions or "–")


@dataclass(frozen=True)
class BaseYears(Template, file="base_years"):
    """How the answer changes when the base year moves: a row of cells for each base year."""

    rows: Sequence[tuple[str, ...]]
    sentence: str


def _base_years(entry: Indicator, shown: Progress, look: Look) -> Markup:
    """Return how the answer changes when the base year moves."""
    table = trajectory.base_years(shown.path, entry)
    rows = [
        (
            str(int(row.base_year)),
            formatting.short(float(row.base_value), entry, look.language),
            "–" if formatting.missing(row.pace) else yearly(float(row.pace), entry, look),
            formatting.short(float(row.projected), entry, look.language) or "–",
            look.t(sdg.TREND_TEXTS[row.trend]) if row.trend else "–",
        )
        for row in table.itertuples()
    ]
    trends = {row[4] for row in rows}
    if len(rows) < 2:
        words = look.t("With one earlier point the base year cannot move.") if rows else ""
    elif trends == {"–"}:
        words = look.t("No published threshold applies, so no trend word changes with the base year.")
    elif len(trends) == 1:
        words = look.t("The trend is the same from every base year.")
    else:
        words = look.t("The trend depends on the base year: say which one when you quote it.")
    return BaseYears(rows if len(rows) > 1 else [], words).markup(look.language)


@dataclass(frozen=True)
class PeerRow:
    """A place compared: its value, score, status and trend; `is_home` where it is the home city's or its country's."""

    is_home: bool
    place: str
    value: str
    year: str
    score: str
    status: StatusMark
    trend: TrendMark


@dataclass(frozen=True)
class PeerTable(Template, file="sdg_peers"):
    """The places compared; `judged` where published thresholds give a score, a status and a trend."""

    rows: Sequence[PeerRow]
    judged: bool
    unit: str
    notes: Sequence[str]
    hue: str
    goal: GoalBadge
    kind: str
    theme: str


def _peers(dataset: Dataset, entry: Indicator, state: ChartRequest, look: Look) -> Markup:
    """Return the table of the places compared: value, score, status, trend, years used."""
    peers = peer_choice.compared(dataset, state, look)
    home = home_of(dataset, entry)
    rows = [
        PeerRow(
            is_home=assessed.place == home,
            place=dataset.places[assessed.place].names.get(look.language),
            value=_value(assessed.value, entry, look),
            year=formatting.year(assessed.year, look.language) if assessed.value is not None else "",
            score=formatting.number(assessed.judgement.score, 1, look.language),
            status=status_mark(assessed, look),
            trend=trend_mark(assessed, look),
        )
        for assessed in assessment.assess(dataset, entry, compared(dataset, entry, peers.cities))
    ]
    rows.sort(key=lambda row: not row.is_home)
    absent = [row.place for row in rows if not row.value and not row.is_home]
    rows = [row for row in rows if row.value or row.is_home]
    limits, why = sdg.applicable(entry)
    notes = [look.t("National figures: none of them is a city’s.")] if entry.scale is Scale.COUNTRY else []
    if limits is not None:
        notes.append(
            look.t(
                "Thresholds of {edition}, for countries: green {green}, red {red}; "
                "score 0 at {lower}, 100 at {optimum}.",
                edition=limits.edition,
                green=formatting.short(limits.green, entry, look.language),
                red=formatting.short(limits.red, entry, look.language),
                lower=formatting.short(limits.lower, entry, look.language),
                optimum=formatting.short(limits.optimum, entry, look.language),
            )
        )
    elif why is not None:
        notes.append(look.t(REASON_TEXTS[why]))
    if absent:
        notes.append(look.t("No figure here: {places}.", places=formatting.join(absent, look.language)))
    return PeerTable(
        rows=rows,
        judged=limits is not None,
        unit=entry.unit_names.get(look.language),
        notes=notes,
        hue=entry.theme,
        goal=goal_badge(dataset.targets[entry.sdg.target], look.language),
        kind=look.t("This indicator is {kind}.", kind=word(entry.sdg.kind, look.language)),
        theme=address(entry.theme, replace(state, reach=None)),
    ).markup(look.language, look.of_home(dataset))


def _value(value: float | None, entry: Indicator, look: Look) -> str:
    """Return a value, with digits enough to tell on which side of a threshold it lies."""
    if value is None:
        return ""
    limits, _ = sdg.applicable(entry)
    ends = (limits.green, limits.red) if limits is not None else ()
    return formatting.short_beside(value, ends, entry, look.language)


@dataclass(frozen=True)
class WhatIfAnswer(Template, file="answer"):
    """The answer to "what if", in sentences."""

    lines: Sequence[str]


@shared
def _asked(dataset: Dataset, state: ChartRequest) -> tuple[float | None, Markup | None] | None:
    """Return the value asked about and the answer, None where the way to 2030 is over or unknown."""
    entry = dataset.catalogue[str(state.indicator)]
    path = trajectory.trajectory(dataset.of(entry.id), entry, home_of(dataset, entry), target=state.reach)
    if not path.points or path.last.year >= path.by:
        return None
    target = state.reach if state.reach is not None else path.target
    if target is None:
        return None, None
    return target, WhatIfAnswer(answer(dataset, entry, path, target, Look(state.language))).markup(state.language)


def _ask(dataset: Dataset, state: ChartRequest) -> None:
    """Ask which value shall be reached by 2030, and answer."""
    question = _asked(dataset, state)
    if question is None:
        return
    target, words = question
    look = Look(state.language)
    entry = dataset.catalogue[str(state.indicator)]

    def write_link() -> None:
        wanted = st.session_state["reach"]
        if wanted is None:
            st.query_params.pop("reach", None)
        else:
            st.query_params["reach"] = f"{wanted:g}"

    st.session_state["reach"] = target
    st.number_input(
        look.t("What if: reach by 2030 ({unit})", unit=entry.unit_names.get(look.language)),
        min_value=entry.range.min,
        max_value=entry.range.max,
        step=10.0**-entry.digits,
        format=f"%.{entry.digits}f",
        key="reach",
        on_change=write_link,
        placeholder=look.t("a value"),
    )
    draw([words] if words is not None else [])
