"""The page of changes: each release of the data, what it added, changed and removed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indicators.analysis import derive
from indicators.charts.changes import aspect_text, meaning_text
from indicators.charts.chart import Look
from indicators.charts.request import ChartRequest
from indicators.language.translator import N_
from indicators.model.observations import is_one_of
from indicators.model.vocabulary import Theme
from indicators.store.dataset import Dataset
from indicators.store.ledger.ledger import EventKind, Ledger
from indicators.store.releases import Release, releases
from indicators.text import formatting
from indicators.text.labels import word
from indicators.web.links import address
from pages.shared import shell
from pages.shared.blocks import Block, Opening, draw
from pages.shared.elements import Empty, Head, Link, LinkGroup, Template
from pages.shared.page_cache import shared


def render() -> None:
    """Draw the page of changes."""
    page = shell.current("changes")
    shell.masthead(page)
    draw(opening(page).main)


def opening(page: shell.Page) -> Opening:
    """Return what the page holds."""
    state = replace(page.state, indicator=None, chart=None, reach=None)
    return Opening(main=build_view(page.dataset, page.published.ledger, state, page.look))


MOST_NEWEST = 3
"""Newest figures named for each theme."""


@shared
def build_view(dataset: Dataset, ledger: Ledger, state: ChartRequest, look: Look) -> tuple[Block, ...]:
    """Return the releases and the accepted files."""
    t = look.t
    recorded = releases(dataset.folder / "releases")
    shown = [_release(dataset, item, state, look) for item in recorded]
    lead = t("Data version {version}. Charts and links print the version they were made with.", version=dataset.version)
    columns = [(t("Indicator"), False), (t("New"), True), (t("Changed"), True), (t("Removed"), True)]
    changed = [t("Indicator"), t("Place"), t("Year"), t("Old"), t("New")]
    head = Head(_title(dataset, recorded, ledger, look), lead).markup(look.language)
    accepted = _accepted(ledger, look)
    blocks: list[Block] = [head]
    if accepted:
        blocks.append(AcceptedLog(accepted).markup(look.language))
    blocks.append(NewestFigures(_newest(dataset, state, look)).markup(look.language, look.of_home(dataset)))
    if shown:
        blocks.append(ReleaseLog(shown, columns, changed).markup(look.language))
    elif not accepted:
        blocks.append(Empty(t("No release of the data is recorded yet.")).markup(look.language))
    return tuple(blocks)


def _title(dataset: Dataset, recorded: Sequence[Release], ledger: Ledger, look: Look) -> str:
    """Say since when no figure has changed, or that some were accepted; nothing of data that no release records."""
    of_figures = [item for item in recorded if item.values]
    if ledger.events:
        day = formatting.day(ledger.events[-1].at[:10], look.language)
        return look.t("Figures were last changed by a file on {day}.", day=day)
    if not of_figures or recorded[0].version != dataset.version:
        return look.t("What changed in the data")
    return look.t("No figure has changed since {day}.", day=formatting.day(of_figures[0].date, look.language))


@dataclass(frozen=True)
class NewestFigures(Template, file="newest"):
    """The newest figures of the home city, a few for each theme."""

    themes: Sequence[LinkGroup]


def _newest(dataset: Dataset, state: ChartRequest, look: Look) -> list[LinkGroup]:
    """Return the newest figures of the home city by theme, those of the latest year first."""
    rows = dataset.observations
    home_rows = derive.latest(rows[is_one_of(rows["place"], [dataset.home.city])])
    home_rows = home_rows[home_rows["year"].notna()].sort_values("year", ascending=False, kind="stable")
    groups: dict[Theme, list[Link]] = {theme: [] for theme in Theme}
    for row in home_rows.to_dict("records"):
        entry = dataset.catalogue[str(row["indicator"])]
        if len(groups[entry.theme]) < MOST_NEWEST:
            value = formatting.figure(row, entry, look.language)
            name = look.t(
                "{name}: {value} ({year})", name=entry.names.get(look.language), value=value, year=str(int(row["year"]))
            )
            groups[entry.theme].append(Link(name, address(entry.theme, replace(state, indicator=entry.id))))
    return [LinkGroup(word(theme, look.language), links) for theme, links in groups.items() if links]


STEPS = {
    EventKind.ACCEPTED: N_("Accepted"),
    EventKind.WITHDRAWN: N_("Withdrawn"),
    EventKind.RESTORED: N_("Restored"),
}


def _accepted(ledger: Ledger, look: Look) -> list[tuple[str, ...]]:
    """Return every step of the journal, the newest first: the day, what was done, the file, its origin, its values."""
    records = dict(ledger.acceptances)
    rows: list[tuple[str, ...]] = []
    for event in reversed(ledger.events):
        acceptance = records[event.acceptance]
        step = look.t(STEPS[event.kind])
        if event.replaced is not None:
            step = look.t("{step}, in place of {file}", step=step, file=records[event.replaced].name)
        origin = formatting.commas(
            dict.fromkeys(source.producer for source in acceptance.sources), look.language
        ) or look.t("known sources")
        values = formatting.number(acceptance.accepted, 0, look.language)
        if acceptance.pledges:
            values = look.t.plural("{n} pledge", "{n} pledges", len(acceptance.pledges))
        rows.append((formatting.day(event.at[:10], look.language), step, acceptance.name, origin, values))
    return rows


@dataclass(frozen=True)
class AcceptedLog(Template, file="accepted_log"):
    """Every step of the journal as the cells of a row."""

    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class CountRow:
    """How many values of an indicator are new, changed and removed, as the cells of a row."""

    href: str
    cells: Sequence[str]


@dataclass(frozen=True)
class ChangedMeaning:
    """What sentences or verdicts say otherwise now, with the indicators of which they do."""

    aspect: str
    old: str
    new: str
    links: Sequence[Link]


@dataclass(frozen=True)
class ReleaseEntry:
    """A release of the data: its counts, the meanings and the values that changed."""

    title: str
    summary: str
    note: str
    first: bool
    rows: Sequence[CountRow]
    meanings: Sequence[ChangedMeaning]
    changed: Sequence[Sequence[str]]


@dataclass(frozen=True)
class ReleaseLog(Template, file="changes"):
    """The releases; `columns` are pairs of a heading and whether its cells are numbers."""

    releases: Sequence[ReleaseEntry]
    columns: Sequence[tuple[str, bool]]
    changed_columns: Sequence[str]


def _release(dataset: Dataset, release: Release, state: ChartRequest, look: Look) -> ReleaseEntry:
    t = look.t
    rows = []
    order = list(dataset.catalogue)
    for count in sorted(release.counts, key=lambda count_of_kind: _place_in(order, count_of_kind.indicator)):
        entry = dataset.catalogue.get(count.indicator)
        numbers = [formatting.number(n, 0, look.language) for n in (count.added, count.changed, count.removed)]
        href = address(entry.theme, replace(state, indicator=entry.id)) if entry else ""
        rows.append(CountRow(href, [_name(dataset, count.indicator, look), *numbers]))
    return ReleaseEntry(
        title=t("{day}, version {version}", day=formatting.day(release.date, look.language), version=release.version),
        summary=t.plural(
            "{counted} in {n} indicator",
            "{counted} in {n} indicators",
            len(release.counts),
            counted=formatting.counted_values(release.values, look.language),
        )
        if release.values
        else "",
        first=release.first,
        note=t(release.note) if release.note else "",
        rows=rows,
        meanings=_meanings(dataset, release, state, look),
        changed=[
            [
                _name(dataset, item.indicator, look),
                dataset.places[item.place].names.get(look.language) if item.place in dataset.places else item.place,
                item.year or formatting.year(None, look.language),
                item.old,
                item.new or "–",
            ]
            for item in release.corrections
        ],
    )


def _meanings(dataset: Dataset, release: Release, state: ChartRequest, look: Look) -> list[ChangedMeaning]:
    """Return what changed in sentences and verdicts, each change once with every indicator that it is true of."""
    groups: dict[tuple[str, str, str], dict[str, Link]] = {}
    for item in release.meanings:
        known = item.indicator in dataset.catalogue
        name = look.t("Overview") if item.indicator == "overview" else _name(dataset, item.indicator, look)
        request = replace(state, indicator=item.indicator)
        href = address(dataset.catalogue[item.indicator].theme, request) if known else address("", state)
        wording = (
            aspect_text(item.aspect, look.language),
            meaning_text(dataset, item.aspect, item.old, look.language),
            meaning_text(dataset, item.aspect, item.new, look.language),
        )
        groups.setdefault(wording, {}).setdefault(item.indicator, Link(name, href))
    return [ChangedMeaning(*words_of_change, list(links.values())) for words_of_change, links in groups.items()]


def _place_in(order: list[str], indicator: str) -> tuple[int, str]:
    """Return the place of an indicator in the order of the themes; one that is no longer known comes last."""
    return (order.index(indicator) if indicator in order else len(order)), indicator


def _name(dataset: Dataset, indicator: str, look: Look) -> str:
    """Return the indicator's name; its id where it is no longer in the catalogue."""
    entry = dataset.catalogue.get(indicator)
    return entry.names.get(look.language) if entry else indicator
