"""The sources page: every indicator's definition, origin, licence, caveats, coverage."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from indicators.analysis import disagreements, editions, pledges
from indicators.analysis.comparability import SINGLE
from indicators.analysis.disagreements import Disagreement
from indicators.analysis.standing import home_of, select
from indicators.charts.chart import Look, years_text
from indicators.charts.request import ChartRequest
from indicators.claims import edition_claims, pledge_claims
from indicators.claims.disagreement_claims import disagreement
from indicators.findings.finding import DataProblem
from indicators.model.catalogue import Indicator
from indicators.model.observations import floats, texts
from indicators.model.sources import Source
from indicators.model.vocabulary import Scale, Theme
from indicators.store.dataset import Dataset, once_per_dataset
from indicators.store.releases import held_since
from indicators.text import formatting
from indicators.text.citations import cited
from indicators.text.labels import word
from indicators.web.links import address
from indicators.web.templating import Markup
from pages.shared import shell
from pages.shared.blocks import Block, Opening, draw
from pages.shared.elements import GoalBadge, Head, Link, Template, goal_badge
from pages.shared.page_cache import shared


def render() -> None:
    """Draw the sources page; a link may name the indicator to open."""
    page = shell.current("sources")
    shell.masthead(page)
    draw(build_view(page.dataset, replace(page.state, chart=None, reach=None), page.look))


def opening(page: shell.Page) -> Opening:
    """Return what the page begins with."""
    return Opening(main=build_view(page.dataset, replace(page.state, chart=None, reach=None), page.look))


@shared
def build_view(dataset: Dataset, state: ChartRequest, look: Look) -> tuple[Block, ...]:
    """Return the list of every indicator with its sources."""
    t = look.t
    title = t.plural(
        "{n} indicator, and where each figure comes from",
        "{n} indicators, and where each figure comes from",
        len(dataset.catalogue),
    )
    figures = formatting.number(len(dataset.observations), 0, look.language)
    lead = t(
        "{figures} published figures from {sources} sources, data version {version}. "
        "Where none is held here for a city, nothing stands in for it.",
        figures=figures,
        sources=len(set(dataset.observations["source"])),
        version=dataset.version,
    )
    themes = [
        SourcesOfTheme(
            theme,
            word(theme, look.language),
            [_entry(dataset, entry, state, look) for entry in dataset.catalogue.of_theme(theme)],
        )
        for theme in Theme
    ]
    listed = disagreement_list(dataset, replace(state, indicator=None), look)
    blocks = (Head(title, lead).markup(look.language), listed, SourcesList(themes).markup(look.language))
    return tuple(block for block in blocks if block is not None)


@dataclass(frozen=True)
class ListedSource:
    """A source as the page lists it."""

    citation: str
    link: str
    link_text: str
    licence: str
    accessed: str


@dataclass(frozen=True)
class IndicatorSources:
    """An indicator: what it means, whom it covers, where its figures come from; an `open` one shows from the start."""

    id: str
    name: str
    open: bool
    note: str
    definition: str
    derived: str
    coverage: str
    goal: GoalBadge
    kind: str
    caveats: Sequence[str]
    sources: Sequence[ListedSource]
    href: str


@dataclass(frozen=True)
class SourcesOfTheme:
    """The indicators of a theme."""

    id: str
    title: str
    entries: Sequence[IndicatorSources]


@dataclass(frozen=True)
class SourcesList(Template, file="sources"):
    """Every indicator with its sources, by theme."""

    themes: Sequence[SourcesOfTheme]


@dataclass
class Coverage:
    """What the figures of an indicator are of: how many there are, places, years stated, sources in their order."""

    values: int = 0
    places: set[str] = field(default_factory=set)
    years: set[float] = field(default_factory=set)
    sources: dict[str, None] = field(default_factory=dict)


@once_per_dataset
def _coverages(dataset: Dataset) -> dict[str, Coverage]:
    """Return the coverage of each indicator, counted in one pass over all observations."""
    rows = dataset.observations
    coverages = {key: Coverage() for key in dataset.catalogue}
    words = (texts(rows[name]).tolist() for name in ("indicator", "place", "source"))
    for indicator, place, source, year in zip(*words, floats(rows["year"]).tolist(), strict=True):
        coverage = coverages[indicator]
        coverage.values += 1
        coverage.places.add(place)
        coverage.sources.setdefault(source)
        if not math.isnan(year):
            coverage.years.add(year)
    return coverages


def _entry(dataset: Dataset, entry: Indicator, state: ChartRequest, look: Look) -> IndicatorSources:
    t, held = look.t, _held_since(dataset)
    return IndicatorSources(
        id=entry.id,
        name=entry.names.get(look.language),
        open=entry.id == state.indicator,
        note=_note(dataset, entry, look),
        definition=entry.definition.get(look.language),
        derived=entry.derived.get(look.language) if entry.derived else "",
        coverage=_coverage(dataset, entry, look),
        goal=goal_badge(dataset.targets[entry.sdg.target], look.language),
        kind=word(entry.sdg.kind, look.language),
        caveats=[caveat.get(look.language) for caveat in entry.caveats],
        sources=[
            ListedSource(
                t(source.citation),
                source.link,
                t("Publication"),
                t(source.licence),
                _accessed(source, look, held.get(source.id)),
            )
            for source in cited(dataset.sources, _coverages(dataset)[entry.id].sources)
        ],
        href=address(entry.theme, replace(state, indicator=entry.id)),
    )


@once_per_dataset
def _held_since(dataset: Dataset) -> Mapping[str, str]:
    """Return the day of the release since which the figures of each source are held; none without a readable log."""
    try:
        return held_since(dataset.folder / "releases")
    except DataProblem:
        return {}


def _accessed(source: Source, look: Look, held: str | None) -> str:
    """Return when a publication was looked at, or that nobody wrote it down, and since when its figures are `held`."""
    if not source.accessed and held:
        day = formatting.moment(held, look.language)
        return look.t("access date not recorded; its figures are held here since {date}", date=day)
    if not source.accessed:
        return look.t("access date not recorded")
    return look.t("accessed {date}", date=formatting.moment(source.accessed, look.language))


def _note(dataset: Dataset, entry: Indicator, look: Look) -> str:
    if entry.scale is Scale.COUNTRY:
        return look.t("national figure")
    has_own = dataset.has(entry.id, dataset.home.city)
    t = look.of_home(dataset)
    return "" if has_own or entry.scale is Scale.FACILITY else t("no figure of {home} here")


def _coverage(dataset: Dataset, entry: Indicator, look: Look) -> str:
    """Return how many places and which years the indicator has."""
    covered = _coverages(dataset)[entry.id]
    if not covered.values:
        return look.t("No figure here yet.")
    return look.t.plural(
        "{n} place, {years}, {counted}, unit: {unit}.",
        "{n} places, {years}, {counted}, unit: {unit}.",
        len(covered.places),
        years=years_text(covered.years, look.language),
        counted=formatting.counted_values(covered.values, look.language),
        unit=entry.unit_names.get(look.language),
    )


@dataclass(frozen=True)
class Disagreements(Template, file="disagreements"):
    """The disagreements, each a sentence that leads to what the sources say."""

    title: str
    items: Sequence[Link]


def disagreement_list(dataset: Dataset, state: ChartRequest, look: Look) -> Markup | None:
    """Return the list of what sources disagree on, None where none do on the home city or its country.

    Pledges come first, then what a publisher changed between two editions, then the figures.
    """
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
