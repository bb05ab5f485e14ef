"""The block of pledges: what the city and its peers announced, beside the figures and apart from them."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.analysis import pledges as analysis
from indicators.charts.chart import Look
from indicators.claims import pledge_claims
from indicators.language.translator import N_
from indicators.model.places import alphabetical
from indicators.model.pledges import Pledge, PledgeKind
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.citations import attributions, cited, source_line
from indicators.web.templating import Markup
from pages.shared.elements import Template

COLUMNS = (N_("City"), N_("Pledge"), N_("Covers"), N_("Source"), N_("What figures here say"))


@dataclass(frozen=True)
class Statement:
    """One pledge of the home city: what it says, and the facts below it."""

    promise: str
    origin: str
    facts: Sequence[str]


@dataclass(frozen=True)
class PledgesOfCity:
    """The pledges of another city: its name, and a row of cells for each."""

    name: str
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class PledgeBlock(Template, file="pledges"):
    """The pledges of the home city in words, those of the others in a table."""

    title: str
    statements: Sequence[Statement]
    also: str
    summary: str
    columns: Sequence[str]
    cities: Sequence[PledgesOfCity]
    source: str


def pledge_block(dataset: Dataset, cities: Sequence[str], look: Look) -> Markup | None:
    """Return the pledges of the home city and of `cities`, None where no source has any of them."""
    home = dataset.home.city
    others = [city for city in cities if city != home]
    known = analysis.of_places(dataset, [home, *others])
    if not known:
        return None
    t = look.of_home(dataset)
    clashes = analysis.contradictions(dataset, [home, *others])
    used = cited(dataset.sources, [pledge.source for pledges in known.values() for pledge in pledges])
    line = t(
        "Source: {sources}. Data version {version}.", sources=source_line(used, look.language), version=dataset.version
    )
    names = {place: dataset.places[place].names.get(look.language) for place in known if place != home}
    return PledgeBlock(
        title=_title(dataset, clashes, known.get(home, []), look),
        statements=[_statement(dataset, pledge, look) for pledge in known.get(home, [])],
        also=_also(dataset, [clash.place for clash in clashes if clash.place != home], look),
        summary=t.plural("Pledges of {n} other city", "Pledges of {n} other cities", len(set(known) - {home})),
        columns=[t(name) for name in COLUMNS],
        cities=[
            PledgesOfCity(names[place], [_row(dataset, pledge, look) for pledge in _in_order(known[place])])
            for place in sorted(names, key=lambda place: alphabetical(names[place]))
        ],
        source=" ".join([line, *(f"{credit}." for credit in attributions(used, look.language))]),
    ).markup(look.language, t)


def _title(
    dataset: Dataset, clashes: Sequence[analysis.Contradiction], pledges_of_home: Sequence[Pledge], look: Look
) -> str:
    home = dataset.home.city
    clash = next((clash for clash in clashes if clash.place == home), None)
    if clash is not None:
        return pledge_claims.contradiction(dataset, clash, look.language)
    t = look.of_home(dataset)
    if not pledges_of_home:
        return t("No pledge of {home} is held here")
    promises = formatting.semicolons(
        [pledge_claims.promise(pledge, look.language) for pledge in pledges_of_home], look.language
    )
    return t("What {home} announced: {promises}", promises=promises)


def _statement(dataset: Dataset, pledge: Pledge, look: Look) -> Statement:
    """Return a pledge of the home city with everything its source states of it."""
    t, language = look.of_home(dataset), look.language
    is_unmeasured = pledge.kind is not PledgeKind.NONE and not analysis.has_inventory(dataset, pledge.place)
    facts = [
        t("Covers: {coverage}.", coverage=pledge_claims.coverage(pledge, language)) if pledge.boundary else "",
        t("Status: {status}.", status=pledge_claims.phrase(pledge.status, language)) if pledge.status else "",
        t(pledge.note) if pledge.note else "",
        t("No inventory of {home} is held here.") if is_unmeasured else "",
        pledge_claims.judgement(dataset, pledge, language),
    ]
    promise = pledge_claims.promise(pledge, language)
    return Statement(
        promise[:1].upper() + promise[1:],
        pledge_claims.origin(dataset, pledge, language),
        [formatting.tidy(fact, language) for fact in facts if fact],
    )


def _in_order(pledges: Sequence[Pledge]) -> list[Pledge]:
    """Return a city's pledges by the year they are for; those that state nothing but their kind only if all do."""
    stated = [pledge for pledge in pledges if analysis.is_stated(pledge)] or pledges
    return sorted(stated, key=lambda pledge: pledge.target_year or 0)


def _row(dataset: Dataset, pledge: Pledge, look: Look) -> list[str]:
    remarks = [pledge_claims.judgement(dataset, pledge, look.language), look.t(pledge.note) if pledge.note else ""]
    return [
        pledge_claims.with_status(pledge, look.language),
        pledge_claims.coverage(pledge, look.language),
        pledge_claims.origin(dataset, pledge, look.language),
        " ".join(filter(None, remarks)),
    ]


def _also(dataset: Dataset, places: Sequence[str], look: Look) -> str:
    """Name the other places on which the sources contradict each other."""
    if not places:
        return ""
    named = formatting.join([dataset.places[place].names.get(look.language) for place in places], look.language)
    return look.t("The sources contradict each other on {places} too.", places=named)
