"""The availability page: city by indicator, how old and how comparable each figure is, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indicators.analysis import availability, derive
from indicators.analysis.verdicts import Verdict, verdict_text
from indicators.charts.availability import (
    AGED,
    FRESH,
    HUES,
    Column,
    IndicatorGroup,
    PublishedPairs,
    ThemeCount,
    columns,
    groups,
    published_pairs,
    theme_counts,
)
from indicators.charts.chart import SIGNS, Look
from indicators.charts.gaps import Alone, FigureAsked, GapCause, alone, evidence_budget, missing
from indicators.charts.request import AGES, AvailabilityFilter, ChartRequest, Gap
from indicators.model.observations import is_one_of
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.web import app_state
from indicators.web.links import AVAILABILITY_PAGE, address, page_link, theme_link
from indicators.web.templating import Markup
from pages.shared import peer_choice, shell
from pages.shared.blocks import Block, Opening, draw
from pages.shared.elements import Choices, Head, Link, LinkGroup, Template, ThemeHead
from pages.shared.page_cache import shared


def render() -> None:
    """Draw the availability page."""
    page = shell.current(AVAILABILITY_PAGE)
    shell.masthead(page)
    state = replace(page.state, indicator=None, chart=None, reach=None)
    kicker = ThemeHead(page.look.t("Availability")).markup(page.look.language)
    draw([kicker, peer_choice.chips(page.dataset, state, AVAILABILITY_PAGE, page.look)])
    peer_choice.choose(page.dataset, state)
    draw(build_view(page.dataset, state, page.look, app_state.this_year()))


def opening(page: shell.Page) -> Opening:
    """Return what the page begins with."""
    state = replace(page.state, indicator=None, chart=None, reach=None)
    kicker = ThemeHead(page.look.t("Availability")).markup(page.look.language)
    head = (kicker, peer_choice.chips(page.dataset, state, AVAILABILITY_PAGE, page.look))
    return Opening(head, main=build_view(page.dataset, state, page.look, app_state.this_year()))


@shared
def _published(dataset: Dataset, cities: tuple[str, ...]) -> PublishedPairs:
    """Find what is published, once for each set of cities."""
    return published_pairs(dataset, cities)


@shared
def build_view(dataset: Dataset, state: ChartRequest, look: Look, this_year: int) -> tuple[Block, ...]:
    """Return the page below the chips: how much there is, the filter, the table, what is missing."""
    cities = peer_choice.compared(dataset, state, look).cities
    pairs = _published(dataset, cities)
    return (
        *_counts(dataset, pairs, len(cities) + 1, state, look),
        *_aged(dataset, state, look, this_year),
        Choices(_choices(dataset, state, look), "sieve").markup(look.language),
        _matrix(dataset, pairs, cities, state, look, this_year),
        *_budget(dataset, pairs, state, look),
        _gaps(dataset, pairs, state, look),
        _alone(dataset, pairs, state, look),
    )


@dataclass(frozen=True)
class EvidenceBudget(Template, file="evidence_budget"):
    """Which missing figures would open most comparisons, if the home city published them."""

    title: str
    lead: str
    rows: Sequence[FigureAsked]


def _budget(dataset: Dataset, pairs: PublishedPairs, state: ChartRequest, look: Look) -> list[Markup]:
    """Return the evidence budget; nothing where no missing figure would open a comparison."""
    title, rows = evidence_budget(dataset, pairs.gaps, state, look, theme_link(dataset))
    if not rows:
        return []
    t = look.of_home(dataset)
    lead = t(
        "Indicators that cities publish for themselves and {home} does not: with how many of the cities chosen a "
        "figure of {home}, published in the same way, could be ranked. Worked out from the figures held here. What "
        "others count for cities they choose stands further below."
    )
    return [EvidenceBudget(title, lead, rows).markup(look.language)]


@dataclass(frozen=True)
class ToPublish(Template, file="to_publish"):
    """The indicators that peers publish and the home city does not, by why its figure is missing."""

    lead: str
    kinds: Sequence[GapCause]


def _gaps(dataset: Dataset, pairs: PublishedPairs, state: ChartRequest, look: Look) -> Markup:
    t = look.of_home(dataset)
    lead = t.plural(
        "Indicators of which at least {n} peer has an observed figure and {home} none.",
        "Indicators of which at least {n} peers have an observed figure and {home} none.",
        availability.ENOUGH,
    )
    return ToPublish(lead, missing(dataset, pairs.gaps, state, look, theme_link(dataset))).markup(look.language, t)


@dataclass(frozen=True)
class OnlyHere(Template, file="alone"):
    """The indicators that the home city publishes and no peer does."""

    title: str
    rows: Sequence[Alone]


def _alone(dataset: Dataset, pairs: PublishedPairs, state: ChartRequest, look: Look) -> Markup:
    rows = alone(dataset, pairs.cities, state, look, theme_link(dataset))
    t = look.of_home(dataset)
    title = t.plural(
        "{n} indicator with a figure of {home} and of no peer here",
        "{n} indicators with a figure of {home} and of no peer here",
        len(rows),
    )
    return OnlyHere(title, rows).markup(look.language)


@dataclass(frozen=True)
class ThemeCounts(Template, file="availability_themes"):
    """How much there is, by theme."""

    headings: Sequence[str]
    rows: Sequence[ThemeCount]


def _counts(dataset: Dataset, pairs: PublishedPairs, places: int, state: ChartRequest, look: Look) -> tuple[Block, ...]:
    """Return how much there is: in one sentence, then by theme."""
    t, counts = look.of_home(dataset), availability.summary(pairs.cities, dataset.catalogue, places, dataset.home.city)
    total = {key: int(number) for key, number in counts.sum().items()}
    title = t.plural(
        "{home} has a figure here for {here} of {n} city indicator; of {missing} only peers have one.",
        "{home} has a figure here for {here} of {n} city indicators; of {missing} only peers have one.",
        total["indicators"],
        here=total["here"],
        missing=total["missing"],
    )
    lead = t(
        "{pairs} of {possible} pairs of city and indicator hold a figure ({values} values). {comparable} figures of "
        "peers are comparable with {home}'s. A dash is a result, too: no figure is held here.",
        **{key: formatting.number(total[key], 0, look.language) for key in ("pairs", "possible", "comparable")},
        values=formatting.number(int(pairs.cities["values"].sum()), 0, look.language),
    )
    headings, rows = theme_counts(dataset, counts, state, look, page_link(AVAILABILITY_PAGE))
    return (
        Head(title, lead).markup(look.language),
        ThemeCounts(headings, rows).markup(look.language),
    )


@dataclass(frozen=True)
class AgedFigures(Template, file="aged"):
    """The figures of the home city that are older than a number of years, the oldest first."""

    title: str
    links: Sequence[Link]


def _aged(dataset: Dataset, state: ChartRequest, look: Look, this_year: int) -> list[Markup]:
    """Return the home city's figures older than ten years as links; nothing where there is none."""
    rows = dataset.observations
    home_rows = derive.latest(rows[is_one_of(rows["place"], [dataset.home.city])])
    old = home_rows[home_rows["year"].notna() & (home_rows["year"] < this_year - AGED)].sort_values(
        "year", kind="stable"
    )
    if old.empty:
        return []
    plain = replace(state.plain, indicator=None)
    links = []
    for row in old.to_dict("records"):
        entry = dataset.catalogue[str(row["indicator"])]
        value = formatting.figure(row, entry, look.language)
        name = look.t(
            "{year}: {name}, {value}", year=str(int(row["year"])), name=entry.names.get(look.language), value=value
        )
        links.append(Link(name, address(entry.theme, replace(plain, indicator=entry.id))))
    t = look.of_home(dataset)
    title = t.plural(
        "{home}: {n} figure older than {years} years",
        "{home}: {n} figures older than {years} years",
        len(links),
        years=AGED,
    )
    return [AgedFigures(title, links).markup(look.language)]


def _choices(dataset: Dataset, state: ChartRequest, look: Look) -> list[LinkGroup]:
    """Return the rows of links that choose what is shown."""
    t, chosen = look.of_home(dataset), state.availability

    def link(name: str, choice: AvailabilityFilter) -> Link:
        return Link(name, address(AVAILABILITY_PAGE, replace(state, availability=choice)), choice == chosen)

    ages = [
        link(t.plural("Older than {n} year", "Older than {n} years", age), replace(chosen, older=age)) for age in AGES
    ]
    return [
        LinkGroup(
            t("Figures"),
            [
                link(t("City figures only"), replace(chosen, national=False)),
                link(t("With national figures"), replace(chosen, national=True)),
            ],
        ),
        LinkGroup(
            t("Indicators"),
            [
                link(t("With figures of peers"), replace(chosen, gap=None)),
                link(t("No figure of {home} here"), replace(chosen, gap=Gap.NOT_HERE)),
                link(t("With figures of {home} alone"), replace(chosen, gap=Gap.ONLY_HERE)),
                link(t("All"), replace(chosen, gap=Gap.ALL)),
            ],
        ),
        LinkGroup(t("Newest figure"), [link(t("Of any age"), replace(chosen, older=None)), *ages]),
    ]


@dataclass(frozen=True)
class Matrix(Template, file="availability"):
    """The table of city by indicator; `signs` are the sign, hue and name of each verdict, `fresh` and `aged` years."""

    groups: Sequence[IndicatorGroup]
    columns: Sequence[Column]
    chosen: AvailabilityFilter
    signs: Sequence[tuple[str, str, str]]
    fresh: int
    aged: int


def _matrix(
    dataset: Dataset, pairs: PublishedPairs, cities: tuple[str, ...], state: ChartRequest, look: Look, this_year: int
) -> Markup:
    """Return the table of city by indicator with the line of words that says what its signs mean."""
    shown, order = columns(dataset, pairs, cities, look)
    return Matrix(
        groups=groups(dataset, pairs, order, state, look, this_year, theme_link(dataset)),
        columns=list(shown.values()),
        chosen=state.availability,
        signs=[(SIGNS[verdict], HUES[verdict], verdict_text(verdict, look.language)) for verdict in Verdict],
        fresh=FRESH,
        aged=AGED,
    ).markup(look.language, look.of_home(dataset))
