"""The list of what sources disagree on about the home city, each with its chart.

Pledges come first, then what a publisher changed between two editions, then the figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indicators.analysis import disagreements, editions, pledges
from indicators.analysis.comparability import SINGLE
from indicators.analysis.disagreements import Disagreement
from indicators.analysis.standing import home_of, select
from indicators.charts.chart import Look
from indicators.charts.request import ChartRequest
from indicators.claims import edition_claims, pledge_claims
from indicators.claims.disagreement_claims import disagreement
from indicators.model.vocabulary import Theme
from indicators.store.dataset import Dataset, once_per_dataset
from indicators.web.links import address
from pages.shared.elements import Link
from pages.shared.templating import Markup, Template


@dataclass(frozen=True)
class Disagreements(Template, file="disagreements"):
    """The disagreements, each a sentence that leads to what the sources say."""

    title: str
    items: Sequence[Link]


def disagreement_list(dataset: Dataset, state: ChartRequest, look: Look) -> Markup | None:
    """Return the list, None where no sources disagree on the home city or its country."""
    clashes = pledges.contradictions(dataset, [dataset.home.city])
    items = [
        Link(f"{pledge_claims.contradiction(dataset, clash, look.language)}.", address(Theme.CARBON, state))
        for clash in clashes
    ]
    items += _edition_changes(dataset, state, look)
    for name, cases in _of_home(dataset).items():
        entry = dataset.catalogue[name]
        comparison = select(dataset, entry, cases[0].rows).comparison
        claim = disagreement(dataset, entry, cases, comparison, look.language)
        items.append(Link(claim.text, address(entry.theme, replace(state, indicator=name))))
    if not items:
        return None
    t = look.of_home(dataset)
    title = t.plural(
        "Sources disagree on {home} or {country} {n} time",
        "Sources disagree on {home} or {country} {n} times",
        len(items),
    )
    return Disagreements(title, items).markup(look.language, t)


def _edition_changes(dataset: Dataset, state: ChartRequest, look: Look) -> list[Link]:
    """Return what a publisher changed of the home city's figures, and for whom else it changed them."""
    items = []
    for name, entry in dataset.catalogue.items():
        changes = editions.of_indicator(dataset, name)
        home_changes = [change for change in changes if change.place == home_of(dataset, entry)]
        if home_changes:
            others_changed = [change for change in changes if change not in home_changes]
            claim = edition_claims.edition_claim(dataset, entry, home_changes, SINGLE, look.language).text
            also = edition_claims.others(dataset, others_changed, look.language)
            items.append(
                Link(" ".join(filter(None, (claim, also))), address(entry.theme, replace(state, indicator=name)))
            )
    return items


@once_per_dataset
def _of_home(dataset: Dataset) -> dict[str, list[Disagreement]]:
    """Return the newest disagreements on the home city, or its country, by indicator in the order of the catalogue."""
    cases_of = {}
    rows = dataset.observations[dataset.observations["year"].notna()]
    country = dataset.places.country_of(dataset.home.city)
    rows = rows[rows["place"].isin([dataset.home.city, country.id if country else ""])]
    # only what two sources give for one year can be a disagreement: most indicators have none
    by_year = rows.groupby(["indicator", "place", "year", "perimeter"], observed=True)["source"].nunique()
    several = set(by_year[by_year > 1].index.get_level_values("indicator"))
    for name, entry in dataset.catalogue.items():
        if name in several:
            cases = disagreements.newest(dataset.of(name), entry, [home_of(dataset, entry)])
            if cases:
                cases_of[name] = list(cases)
    return cases_of
