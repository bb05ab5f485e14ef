"""The templates of `pages/templates`, and the pieces of markup that several pages share, each with what fills it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from indicators.charts.chart import Chart, Look
from indicators.charts.district_figures import Ranked
from indicators.charts.quoting import asked_places, not_to_say, to_quote
from indicators.model.catalogue import Indicator
from indicators.model.targets import Target
from indicators.plain.page import PLAIN_FOLDER
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.web import templating
from indicators.web.templating import FilledTemplate, Markup

FOLDER = Path(__file__).parents[1] / "templates"

FOLDERS = (FOLDER, PLAIN_FOLDER)


@dataclass(frozen=True)
class Template(FilledTemplate, folders=FOLDERS):
    """What a template of a page is filled with: one subclass for each file of `pages/templates`."""


def load_all() -> None:
    """Load every template."""
    templating.load_all(FOLDERS)


@dataclass(frozen=True)
class Head(Template, file="head"):
    """The title of a page and a sentence below it."""

    title: str
    lead: str


@dataclass(frozen=True)
class ThemeHead(Template, file="theme_head"):
    """The small heading above the charts of a page, in the hue of a theme."""

    kicker: str
    hue: str = ""


@dataclass(frozen=True)
class Note(Template, file="note"):
    """A small sentence."""

    words: str


@dataclass(frozen=True)
class Empty(Template, file="empty"):
    """What stands where there is nothing to show: why, and what there is instead."""

    words: str
    more: str = ""


@dataclass(frozen=True)
class Link:
    """A choice as a link; `hint` is its name for a screen reader, where the visible one does not say it all."""

    name: str
    href: str
    current: bool = False
    hint: str = ""


@dataclass(frozen=True)
class LinkGroup:
    """The links of one choice, with its name."""

    name: str
    links: Sequence[Link]


@dataclass(frozen=True)
class Choices(Template, file="choices"):
    """Rows of links that choose what a page shows; with `stay` the page keeps its place on the screen."""

    groups: Sequence[LinkGroup]
    style: str = "choices"
    stay: bool = False


@dataclass(frozen=True)
class ChartHead(Template, file="chart_head"):
    """The claim of a chart and its subtitle; `level` is h1, h2 or h3."""

    id: str
    level: str
    title: str
    subtitle: str


@dataclass(frozen=True)
class RankedList(Template, file="ranked"):
    """The list beside a map; `clear` is the address without a selection, `home` the place that stays in sight."""

    title: str
    lines: Sequence[Ranked]
    clear: str
    home: str = ""
    long: bool = False


@dataclass(frozen=True)
class GoalBadge:
    """An SDG target with the colour of its goal."""

    code: str
    title: str
    colour: str
    text_colour: str


def goal_badge(target: Target, language: str) -> GoalBadge:
    """Return a target as it is shown beside an indicator."""
    return GoalBadge(target.id, target.titles.get(language), target.colour, target.text_colour)


@dataclass(frozen=True)
class Problems(Template, file="data_problems"):
    """What is missing or wrong, in sentences; `fields` are the labels of the fields they are about, empty for none."""

    words: Sequence[str]
    fields: Sequence[str] = ()


@dataclass(frozen=True)
class Quoting(Template, file="quoting"):
    """How a sentence is quoted with its source, and what it does not say; `caveats` is how many stand below."""

    quote: str
    avoid: str
    caveats: str


def quoting(
    dataset: Dataset, entry: Indicator, chart: Chart, this_year: int, look: Look, about: bool = False
) -> Markup:
    """Return how the sentence of a chart is quoted and what must not be made of it.

    `about` says that the caveats stand on the same page.
    """
    count = (
        look.t.plural("{n} caveat below", "{n} caveats below", len(entry.caveats)) if about and entry.caveats else ""
    )
    avoid = formatting.semicolons(not_to_say(dataset, entry, chart, this_year, look), look.language)
    return Quoting(to_quote(dataset, chart, look), avoid, count).markup(look.language)


def under_title(
    dataset: Dataset,
    entry: Indicator,
    chart: Chart,
    cities: Iterable[str],
    this_year: int,
    look: Look,
    about: bool = False,
) -> list[Markup]:
    """Return what stands under the title of a page's first chart: the answer on the places chosen, how to quote it."""
    answer = asked_places(dataset, entry, cities, look)
    return [
        *([Note(answer).markup(look.language)] if answer else []),
        quoting(dataset, entry, chart, this_year, look, about),
    ]
