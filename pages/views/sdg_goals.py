"""The list of the SDG page: goals and targets with the indicators of the home city and of its country."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indicators import sdg
from indicators.analysis import assessment
from indicators.analysis.standing import home_of
from indicators.charts.chart import Look
from indicators.charts.request import ChartRequest
from indicators.claims import goal_claims
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Scale, SdgKind
from indicators.store.dataset import Dataset
from indicators.text.labels import KINDS
from indicators.web.links import address
from indicators.web.templating import Markup
from pages.shared.elements import Template
from pages.shared.indicator_index import newest_text
from pages.shared.page_cache import shared
from pages.shared.sdg_marks import SHAPES

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
