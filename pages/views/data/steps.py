"""The headings of the steps of the data page, and the names it writes."""

from dataclasses import dataclass

from indicators.store.dataset import Dataset
from pages.shared.blocks import draw
from pages.shared.templating import Template


@dataclass(frozen=True)
class StepHeading(Template, file="data_step"):
    """The heading of a step; without a number, of what stands below the steps."""

    title: str
    number: int | None


@dataclass(frozen=True)
class PartHeading(Template, file="data_part"):
    """The heading of a part of a step."""

    title: str


@dataclass(frozen=True)
class See(Template, file="see"):
    """A link in a line of its own."""

    href: str
    words: str


def heading(title: str, language: str, number: int | None = None) -> None:
    """Draw the heading of a step; without a number, of what stands below the steps."""
    draw([StepHeading(title, number).markup(language)])


def small(title: str, language: str) -> None:
    """Draw the heading of a part of a step."""
    draw([PartHeading(title).markup(language)])


def place_name(dataset: Dataset, place: str, language: str) -> str:
    """Return the name of a place, its id where it is not known."""
    return dataset.places[place].names.get(language) if place in dataset.places else place


def indicator_name(dataset: Dataset, indicator: str, language: str) -> str:
    """Return the name of an indicator, its id where it is not known."""
    return dataset.catalogue[indicator].names.get(language) if indicator in dataset.catalogue else indicator
