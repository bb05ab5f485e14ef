"""The list of indicators beside a chart."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.analysis.standing import newest_of_homes
from indicators.model.catalogue import Indicator
from indicators.store.dataset import Dataset
from indicators.text import formatting
from pages.shared.page_cache import shared
from pages.shared.templating import Template


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

    `hint` stands above it and `rest` below; `folded` is the list behind its
    title on every screen; `adding` leaves room for a second link of an entry.
    """

    title: str
    groups: Sequence[IndexGroup]
    hint: str = ""
    rest: str = ""
    folded: bool = False
    adding: bool = False


@shared
def newest(dataset: Dataset) -> dict[str, float]:
    """Return the newest figure of the home city (or its country) by indicator."""
    return newest_of_homes(dataset)


def newest_text(dataset: Dataset, entry: Indicator, language: str) -> str:
    """Return the newest figure of the home city (or its country) as written in a list; empty where there is none."""
    return formatting.short(newest(dataset).get(entry.id), entry, language)


def unit_beside(text: str, entry: Indicator, language: str) -> str:
    """Return the unit that stands beside a figure; a number without one says nothing, a share has its sign."""
    return "" if "%" in text else entry.unit_names.get(language)
