"""What stands under the title of a page's first chart: the answer on the places chosen, and how to quote it."""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.charts.chart import Chart, Look
from indicators.charts.quoting import asked_places, not_to_say, to_quote
from indicators.model.catalogue import Indicator
from indicators.store.dataset import Dataset
from indicators.text import formatting
from pages.shared.elements import Note
from pages.shared.templating import Markup, Template


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
