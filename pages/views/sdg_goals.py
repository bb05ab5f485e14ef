"""The goals of the 2030 Agenda as pages show them: statuses and trends as marks, and the list of goals with indicators.

A status is a shape and a word besides the colour. The list holds goals and targets with the indicators of the home city
and of its country.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from indicators import sdg
from indicators.analysis import assessment, derive
from indicators.analysis.assessment import Assessment
from indicators.analysis.standing import home_of
from indicators.charts.chart import Look
from indicators.charts.request import ChartRequest
from indicators.claims import change_claims, goal_claims
from indicators.model.catalogue import Indicator
from indicators.model.observations import floats, is_one_of
from indicators.model.vocabulary import Scale, SdgKind
from indicators.sdg.reasons import REASON_TEXTS, ReasonCode
from indicators.store.dataset import Dataset, once_per_dataset
from indicators.text import formatting
from indicators.text.labels import KINDS
from indicators.web.links import address
from indicators.web.templating import Markup
from pages.shared.elements import Template
from pages.shared.indicator_index import newest_text
from pages.shared.page_cache import shared

SHAPES = {"green": "●", "yellow": "◆", "orange": "▲", "red": "■"}
"""A shape a status is known by in greyscale."""


@dataclass(frozen=True)
class StatusMark:
    """A status as it is shown; without one, `why` there is none."""

    colour: str = ""
    shape: str = ""
    words: str = ""
    why: str = ""


@dataclass(frozen=True)
class TrendMark:
    """A trend as it is shown, with the years it is of; without one, `why` there is none."""

    arrow: str = ""
    words: str = ""
    years: str = ""
    why: str = ""


NO_STATUS, NO_TREND = StatusMark(), TrendMark()


def status_mark(assessment: Assessment, look: Look) -> StatusMark:
    """Return colour, shape and words of a status; without one, why there is none."""
    judged = assessment.judgement
    if judged.status is None:
        if judged.reason is None or judged.reason is ReasonCode.CONTEXT_ONLY:
            return StatusMark()  # that it is context stands beside the target already
        return StatusMark(why=look.t(REASON_TEXTS[judged.reason]))
    return StatusMark(judged.status, SHAPES[judged.status], look.t(sdg.STATUS_TEXTS[judged.status]))


def trend_mark(assessment: Assessment, look: Look) -> TrendMark:
    """Return arrow, words and years of a trend; without one, why there is none."""
    path = assessment.path
    if path.trend is None:
        return TrendMark(why=look.t(REASON_TEXTS[path.trend_reason]) if path.trend_reason else "")
    years = assessment.years_used
    span = formatting.between(years[0], years[1], look.language) if years else ""
    return TrendMark(sdg.ARROWS[path.trend], look.t(sdg.TREND_TEXTS[path.trend]), span)


def change_since(dataset: Dataset, entry: Indicator, look: Look) -> str:
    """Return the change of the home city (of its country) over its latest line; empty where there is none."""
    ends = None if entry.noisy else _home_ends(dataset)(entry)
    if ends is None:
        return ""
    first, last, year = ends
    return look.t(
        "{change} since {year}",
        change=change_claims.change_text(first, last, entry, look.language),
        year=str(year),
    )


@once_per_dataset
def _home_ends(dataset: Dataset) -> Callable[[Indicator], tuple[float, float, int] | None]:
    """Return how to find the first and the last value of the latest line of home, and its first year: each once."""

    @cache
    def ends(entry: Indicator) -> tuple[float, float, int] | None:
        rows = dataset.of(entry.id)
        home_rows = rows[is_one_of(rows["place"], [home_of(dataset, entry)])]
        start, end = derive.change_ends(home_rows, entry)
        if not len(end):
            return None
        value = floats(home_rows["value"])
        return float(value[start[0]]), float(value[end[0]]), int(home_rows["year"].iloc[start[0]])

    return ends


ADDRESS = "sdg"


def in_goal_order(dataset: Dataset) -> list[Indicator]:
    """Return the indicators with a figure for the home city or its country, by goal and target."""
    order = list(dataset.targets)
    entries = [
        entry
        for entry in dataset.catalogue.values()
        if entry.scale is not Scale.FACILITY and dataset.has(entry.id, home_of(dataset, entry))
    ]
    return sorted(entries, key=lambda entry: (order.index(entry.sdg.target), entry.scale is Scale.COUNTRY, entry.order))


@shared
def judged(dataset: Dataset) -> tuple[tuple[str, str], ...]:
    """Return the indicators whose published thresholds judge them, with the status of the home city's country."""
    statuses = (
        (entry.id, assessment.status_of(dataset, entry, home_of(dataset, entry)))
        for entry in dataset.catalogue.values()
    )
    return tuple((indicator, status) for indicator, status in statuses if status is not None)


@dataclass(frozen=True)
class GoalLine:
    """One indicator below its target: its figure, its status in a word and a shape, what it is to the target."""

    name: str
    value: str
    href: str
    current: bool
    status: str
    shape: str
    words: str
    kind: str
    hue: str


@dataclass(frozen=True)
class TargetGroup:
    """An SDG target with its indicators; what is context alone stands behind a heading of its own."""

    code: str
    title: str
    entries: Sequence[GoalLine]
    context: Sequence[GoalLine]
    open: bool


@dataclass(frozen=True)
class GoalGroup:
    """An SDG goal with its targets; an `open` one shows from the start."""

    code: str
    title: str
    colour: str
    text_colour: str
    sentence: str
    targets: Sequence[TargetGroup]
    open: bool


@dataclass(frozen=True)
class GoalIndex(Template, file="goals"):
    """The list of goals, targets and indicators."""

    goals: Sequence[GoalGroup]
    title: str


def goal_index(dataset: Dataset, state: ChartRequest, look: Look) -> Markup:
    """Return goals, targets and indicators with value and status, the chosen one marked."""
    statuses = dict(judged(dataset))
    by_target: dict[str, list[Indicator]] = {}
    for entry in in_goal_order(dataset):
        by_target.setdefault(entry.sdg.target, []).append(entry)
    by_goal: dict[str, list[str]] = {}
    for code in by_target:
        by_goal.setdefault(dataset.targets.goal_of(code).id, []).append(code)

    def line(entry: Indicator) -> GoalLine:
        status = statuses.get(entry.id)
        return GoalLine(
            name=entry.names.get(look.language),
            value=newest_text(dataset, entry, look.language),
            href=address(ADDRESS, replace(state, indicator=entry.id, reach=None)),
            current=entry.id == state.indicator,
            status=status or "",
            shape=SHAPES.get(status or "", ""),
            words=look.t(sdg.STATUS_TEXTS[status]) if status else "",
            kind=look.t(KINDS[entry.sdg.kind]),
            hue=entry.theme,
        )

    def target(code: str) -> TargetGroup:
        context = [line(entry) for entry in by_target[code] if entry.sdg.kind is SdgKind.CONTEXT]
        others = [line(entry) for entry in by_target[code] if entry.sdg.kind is not SdgKind.CONTEXT]
        title = dataset.targets[code].titles.get(look.language)
        return TargetGroup(code, title, others, context, open=any(entry_link.current for entry_link in context))

    def goal(code: str) -> GoalGroup:
        record = dataset.targets[code]
        targets = [target(target_code) for target_code in by_goal[code]]
        return GoalGroup(
            code=code,
            title=(record.short or record.titles).get(look.language),
            colour=record.colour,
            text_colour=record.text_colour,
            targets=targets,
            open=any(entry_link.current for group in targets for entry_link in (*group.entries, *group.context)),
            sentence=goal_claims.goal_sentence(dataset, code, look.language),
        )

    return GoalIndex([goal(code) for code in by_goal], look.t("Goals and targets")).markup(look.language)
