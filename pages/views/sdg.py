"""The SDG page: goals and targets on the left, one indicator's way to 2030 on the right."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from indicators import sdg
from indicators.analysis import assessment, trajectory
from indicators.analysis.standing import compared, home_of
from indicators.charts.chart import Chart, Look
from indicators.charts.progress import Progress, answer, progress, yearly
from indicators.charts.request import BY_HAND, ChartRequest
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Scale, SdgKind
from indicators.sdg.reasons import REASON_TEXTS
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.labels import KINDS, word
from indicators.web import app_state
from indicators.web.links import address
from pages.shared import peer_choice, shell
from pages.shared.blocks import Block, Markup, Picture, chart_blocks, draw
from pages.shared.sdg_marks import SHAPES, status_mark, trend_mark
from pages.shared.templating import html

ADDRESS = "sdg"


@dataclass(frozen=True)
class SdgView:
    """The SDG page of one indicator, finished, but for the answer to "what if"."""

    head: tuple[Block, ...]
    index: tuple[Block, ...]
    way: tuple[Block, ...]
    rest: tuple[Block, ...]


def render() -> None:
    """Draw the SDG page."""
    page = shell.current(ADDRESS)
    shell.masthead(page)
    dataset = page.dataset
    state = replace(page.state, indicator=page.state.indicator or _first(dataset.version), chart=None)
    view = _view(dataset.version, state, page.theme)
    draw(view.head)
    if state.peers == BY_HAND:
        peer_choice.choose(dataset, state)
    left, right = st.columns([1, 2.2], gap="large")
    with left:
        draw(view.index)
    with right:
        draw(view.way)
        _ask(dataset, state)
        draw(view.rest)


def in_goal_order(dataset: Dataset) -> list[Indicator]:
    """Return the indicators with a figure for Casablanca or Morocco, by goal and target."""
    order = list(dataset.targets)
    kept = [
        entry
        for entry in dataset.catalogue.values()
        if entry.scale is not Scale.FACILITY and dataset.has(entry.id, home_of(dataset, entry))
    ]
    return sorted(kept, key=lambda entry: (order.index(entry.sdg.target), entry.scale is Scale.COUNTRY, entry.order))


@st.cache_resource(show_spinner=False, max_entries=4)
def _first(version: str) -> str:
    """Return the indicator to open with."""
    return in_goal_order(app_state.dataset())[0].id


@st.cache_resource(show_spinner=False, max_entries=200)
def _view(version: str, state: ChartRequest, colours: str) -> SdgView:
    dataset = app_state.dataset()
    look = Look(state.language, colours)
    entry = dataset.catalogue[str(state.indicator)]
    found = progress(dataset, entry, look, state.reach)
    way: list[Block] = []
    if found.chart is not None:
        way += _chart(dataset, found.chart, state, look)
    else:
        way.append(
            Markup(
                html(
                    "chart_head",
                    look.language,
                    id=entry.id,
                    level="h1",
                    title=entry.names.get(look.language),
                    subtitle=entry.unit_names.get(look.language),
                )
            )
        )
    way.append(Markup(html("working", look.language, lines=found.working)))
    rest = [Markup(_base_years(entry, found, look)), Markup(_peers(dataset, entry, state, look))]
    return SdgView(
        head=(
            Markup(html("head", look.language, title=_claim(dataset, look), lead=_lead(dataset, look))),
            Markup(peer_choice.chips(dataset, state, ADDRESS, look)),
        ),
        index=(Markup(_index(dataset, state, look)),),
        way=tuple(way),
        rest=tuple(rest),
    )


def _chart(dataset: Dataset, chart: Chart, state: ChartRequest, look: Look) -> list[Block]:
    blocks = chart_blocks(dataset, chart, state, look, heading="h2", page=ADDRESS)
    return [replace(b, key=f"sdg-{b.key}") if isinstance(b, Picture) else b for b in blocks]


def _claim(dataset: Dataset, look: Look) -> str:
    """Say how many judged national indicators are at, near and far from their targets."""
    t = look.t
    statuses = [status for _, status in _judged(dataset)]
    return t(
        "Of {n} national indicators with a published threshold, Morocco has reached {green}; "
        "cities have no published thresholds, so Casablanca’s own figures carry no colour",
        n=str(len(statuses)),
        green=str(statuses.count("green")),
    )


def _lead(dataset: Dataset, look: Look) -> str:
    t = look.t
    statuses = [status for _, status in _judged(dataset)]
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


@st.cache_resource(show_spinner=False, max_entries=4)
def _statuses(version: str) -> tuple[tuple[str, str], ...]:
    dataset = app_state.dataset()
    statuses = (
        (entry.id, assessment.status_of(dataset, entry, home_of(dataset, entry)))
        for entry in dataset.catalogue.values()
    )
    return tuple((indicator, status) for indicator, status in statuses if status is not None)


def _judged(dataset: Dataset) -> tuple[tuple[str, str], ...]:
    """Return the indicators whose published thresholds judge them, with Morocco's status."""
    return _statuses(dataset.version)


def _index(dataset: Dataset, state: ChartRequest, look: Look) -> str:
    """Return goals, targets and indicators with value and status, the chosen one marked."""
    statuses = dict(_judged(dataset))
    goals: dict[str, dict[str, Any]] = {}
    for entry in in_goal_order(dataset):
        goal = dataset.targets.goal_of(entry.sdg.target)
        target = dataset.targets[entry.sdg.target]
        group = goals.setdefault(
            goal.id,
            {
                "code": goal.id,
                "colour": goal.colour,
                "text_colour": goal.text_colour,
                "title": (goal.short or goal.titles).get(look.language),
                "targets": {},
                "open": False,
            },
        )
        members = group["targets"].setdefault(
            target.id, {"title": target.titles.get(look.language), "entries": [], "context": [], "open": False}
        )
        status = statuses.get(entry.id)
        current = entry.id == state.indicator
        group["open"] = group["open"] or current
        newest = assessment.newest_figure(dataset, entry.id, home_of(dataset, entry))
        context = entry.sdg.kind is SdgKind.CONTEXT
        members["open"] = members["open"] or (current and context)
        members["context" if context else "entries"].append(
            {
                "name": entry.names.get(look.language),
                "value": formatting.short(newest.value, entry, look.language) if newest is not None else "",
                "href": address(ADDRESS, replace(state, indicator=entry.id, reach=None)),
                "current": current,
                "status": status or "",
                "shape": SHAPES.get(status or "", ""),
                "words": look.t(sdg.STATUS_TEXTS[status]) if status else "",
                "kind": look.t(KINDS[entry.sdg.kind]),
                "hue": entry.theme,
            }
        )
    return html("goals", look.language, goals=list(goals.values()), title=look.t("Goals and targets"))


def _base_years(entry: Indicator, found: Progress, look: Look) -> str:
    """Return how the answer changes when the base year moves."""
    table = trajectory.base_years(found.path, entry)
    rows = [
        (
            str(int(row.base_year)),
            formatting.short(float(row.base_value), entry, look.language),
            yearly(float(row.pace), entry, look),
            formatting.short(float(row.projected), entry, look.language),
            look.t(sdg.TREND_TEXTS[row.trend]) if row.trend else "–",
        )
        for row in table.itertuples()
    ]
    trends = {row[4] for row in rows}
    if len(rows) < 2:
        said = look.t("With one earlier point the base year cannot move.") if rows else ""
    elif trends == {"–"}:
        said = look.t("No published threshold applies, so no trend word changes with the base year.")
    elif len(trends) == 1:
        said = look.t("The trend is the same from every base year.")
    else:
        said = look.t("The trend depends on the base year: say which one when you quote it.")
    return html("base_years", look.language, rows=rows if len(rows) > 1 else [], said=said)


def _peers(dataset: Dataset, entry: Indicator, state: ChartRequest, look: Look) -> str:
    """Return the table of the places compared: value, score, status, trend, years used."""
    who = peer_choice.compared(dataset, state, look)
    own = home_of(dataset, entry)
    rows = []
    for found in assessment.assess(dataset, entry, compared(dataset, entry, who.cities)):
        rows.append(
            {
                "own": found.place == own,
                "place": dataset.places[found.place].names.get(look.language),
                "value": formatting.short(found.value, entry, look.language) if found.value is not None else "",
                "year": formatting.year(found.year, look.language) if found.value is not None else "",
                "score": formatting.number(found.judgement.score, 1, look.language),
                "status": status_mark(found, look),
                "trend": trend_mark(found, look),
            }
        )
    rows.sort(key=lambda row: not row["own"])
    absent = [str(row["place"]) for row in rows if not row["value"] and not row["own"]]
    rows = [row for row in rows if row["value"] or row["own"]]
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
        notes.append(look.t("No published figure: {places}.", places=formatting.join(absent, look.language)))
    target = dataset.targets[entry.sdg.target]
    return html(
        "sdg_peers",
        look.language,
        rows=rows,
        judged=limits is not None,
        unit=entry.unit_names.get(look.language),
        notes=notes,
        hue=entry.theme,
        goal={"code": target.id, "title": target.titles.get(look.language), "colour": target.colour,
              "text_colour": target.text_colour},
        kind=look.t("This indicator is {kind}.", kind=word(entry.sdg.kind, look.language)),
        theme=address(entry.theme, replace(state, reach=None)),
    )  # fmt: skip


@st.cache_resource(show_spinner=False, max_entries=400)
def _asked(version: str, state: ChartRequest) -> tuple[float | None, str] | None:
    """Return the value asked about and the answer, None where the way to 2030 is over or unknown."""
    dataset = app_state.dataset()
    entry = dataset.catalogue[str(state.indicator)]
    path = trajectory.trajectory(dataset.of(entry.id), entry, home_of(dataset, entry), target=state.reach)
    if not path.points or path.last.year >= path.by:
        return None
    target = state.reach if state.reach is not None else path.target
    look = Look(state.language)
    said = "" if target is None else html("answer", look.language, lines=answer(dataset, entry, path, target, look))
    return target, said


def _ask(dataset: Dataset, state: ChartRequest) -> None:
    """Ask which value shall be reached by 2030, and answer."""
    asked = _asked(dataset.version, state)
    if asked is None:
        return
    target, said = asked
    look = Look(state.language)
    entry = dataset.catalogue[str(state.indicator)]

    def keep() -> None:
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
        on_change=keep,
        placeholder=look.t("a value"),
    )
    draw([Markup(said)] if said else [])
