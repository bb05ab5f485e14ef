"""The list of indicators beside a chart."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from indicators.analysis.assessment import NewestFigure, newest_figure
from indicators.analysis.standing import home_of
from indicators.language.translator import Translator
from indicators.maps.city_outlines import perimeter_word
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Measure, Perimeter, Role, Scale, Theme
from indicators.store.dataset import Dataset, once_per_dataset
from indicators.text import formatting
from indicators.text.labels import word
from pages.shared.elements import Template
from pages.shared.page_cache import shared


@dataclass(frozen=True)
class IndexEntry:
    """One indicator of the list: its name, its figure, the address where it is shown.

    `further` is the address that puts it beside the others or, where it is
    `chosen`, takes it out; `label` says which.
    """

    name: str
    value: str
    href: str
    current: bool
    hue: str
    unit: str = ""
    further: str = ""
    label: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class IndexGroup:
    """Indicators below one heading; `open` ones show from the start."""

    title: str
    entries: Sequence[IndexEntry]
    open: bool


@dataclass(frozen=True)
class IndicatorIndex(Template, file="list"):
    """The list of indicators beside a chart, in groups without an empty one.

    `hint` stands above it and `note` below; `folded` is the list behind its
    title on every screen; `adding` leaves room for a second link of an entry.
    """

    title: str
    groups: Sequence[IndexGroup]
    hint: str = ""
    note: str = ""
    folded: bool = False
    adding: bool = False


def by_theme(
    dataset: Dataset, listed: Collection[str], line: Callable[[Indicator], IndexEntry], language: str, opened: str = ""
) -> list[IndexGroup]:
    """Return the indicators listed, a group for each theme; `opened` alone is open at first, all where it is none."""
    groups = {
        theme: [line(entry) for entry in dataset.catalogue.of_theme(theme) if entry.id in listed] for theme in Theme
    }
    return [
        IndexGroup(word(theme, language), lines, not opened or theme == opened)
        for theme, lines in groups.items()
        if lines
    ]


@shared
def newest(dataset: Dataset) -> dict[str, NewestFigure]:
    """Return the newest figure of the home city (or its country) by indicator."""
    figures = {
        entry.id: newest_figure(dataset, entry.id, home_of(dataset, entry)) for entry in dataset.catalogue.values()
    }
    return {indicator: figure for indicator, figure in figures.items() if figure is not None}


def newest_text(dataset: Dataset, entry: Indicator, language: str) -> str:
    """Return the newest figure of the home city (or its country) as written in a list; empty where there is none."""
    figure = newest(dataset).get(entry.id)
    return "" if figure is None else formatting.figure(figure._asdict(), entry, language, formatting.short)


def figure_caption(dataset: Dataset, entry: Indicator, language: str, marked: bool = True) -> str:
    """Return what stands below a figure in a list: unit (a share has its sign), year, outline, other definitions.

    Where others measure the same thing, a `marked` one says how many there are.

    Without them a figure of 2011 beside one of 2018 reads as a change, and one of a part of the city as the city's.
    """
    figure = newest(dataset).get(entry.id)
    if figure is None:
        return ""
    t, home = Translator(language), home_of(dataset, entry)
    others = len(definitions(dataset).get(entry.id, ()))
    whole = entry.scale is not Scale.CITY or figure.perimeter == Perimeter.MUNICIPALITY
    parts = (
        "" if "%" in newest_text(dataset, entry, language) else entry.unit_names.get(language),
        formatting.year(figure.year, language),
        "" if whole else perimeter_word(dataset, home, figure.perimeter, language),
        t.plural("{n} definition", "{n} definitions", others + 1) if others and marked else "",
    )
    return " · ".join(filter(None, parts))


@once_per_dataset
def definitions(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Return for each indicator of the city the others that measure the same thing in another definition.

    The same thing is an area or a population of the whole city, or a quantity a person or an area has, of one SDG
    target and unit.
    """
    groups: dict[tuple[str, ...], list[str]] = {}
    for entry in dataset.catalogue.values():
        if entry.scale is not Scale.CITY or entry.id not in newest(dataset):
            continue
        role = next((role for role in (Role.AREA, Role.POPULATION) if role in entry.roles), None)
        if role is not None:
            groups.setdefault((role,), []).append(entry.id)
        elif entry.measure in (Measure.PER_PERSON, Measure.DENSITY):
            groups.setdefault((entry.sdg.target, entry.unit, entry.measure), []).append(entry.id)
    return {key: tuple(other for other in group if other != key) for group in groups.values() for key in group}
