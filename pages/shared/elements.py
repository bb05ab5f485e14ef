"""The pieces of markup that several pages share, each with what it is filled with."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.charts.district_figures import Ranked
from indicators.model.targets import Target
from pages.shared.templating import Template


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
