"""What figures refer to, as lists: indicators, places, sources; and pledges, which are no figures."""

from collections import Counter
from collections.abc import Sequence

from indicators.charts.request import members_of
from indicators.exports.package import PLEDGE_MEANINGS
from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_, Translator
from indicators.model.catalogue import Indicator
from indicators.model.observations import texts
from indicators.model.places import Place
from indicators.model.pledges import COLUMNS as PLEDGE_COLUMNS
from indicators.open.chart_files import left_out_records, source_record
from indicators.open.fields import (
    ATTRIBUTION,
    COUNTRY,
    DATA_VERSION,
    LEVEL,
    LICENCE,
    LIST,
    PLACE_NAME,
    SOURCE_LINK,
    SOURCE_TITLE,
    Field,
)
from indicators.open.listings import Listing
from indicators.open.parameters import Parameter, Query
from indicators.open.problems import BAD_REQUEST, RequestProblem
from indicators.store.dataset import Dataset, once_per_dataset

IMPOSSIBLE = Rule(
    "open_impossible",
    Severity.ERROR,
    N_("Nothing known fits all of {value} at once."),
    N_("Leave one of them out."),
)

NAME_EN = Field("name_en", "string", "Name (English)", "Name in English.", required=True)
NAME_FR = Field("name_fr", "string", "Name (French)", "Name in French.", required=True)
NAME_AR = Field("name_ar", "string", "Name (Arabic)", "Name in Arabic.", required=True)
FIGURES = Field("figures", "integer", "Figures", "How many figures are held.", required=True)
NAME = Field("name", "string", "Name", "Name in the language asked for.", required=True)
ID = Field("id", "string", "Id", "Id, as addresses and other rows name it.", required=True)

INDICATOR_FIELDS = (
    ID, NAME, NAME_EN, NAME_FR, NAME_AR,
    Field("definition", "string", "Definition", "What is measured.", required=True),
    Field("theme", "string", "Theme", "One of the four themes.", required=True),
    Field("scale", "string", "Scale", "Whether it is of cities, of countries or of one facility.", required=True),
    Field("measure", "string", "Measure", "What a value counts.", required=True),
    Field("unit", "string", "Unit", "Unit of the value, in a form machines read.", required=True),
    Field("unit_name", "string", "Unit name", "Unit of the value, as a reader knows it.", required=True),
    Field("digits", "integer", "Digits", "Decimals that the source can bear.", required=True),
    Field("direction", "string", "Direction", "Which way is better: higher, lower or none.", required=True),
    Field("rankable", "boolean", "Rankable", "Whether figures of places may be ranked at all.", required=True),
    Field("sdg_target", "string", "SDG target", "The target of the 2030 Agenda it speaks to.", required=True),
    Field("sdg_kind", "string", "SDG link", "How strongly: official, proxy or context.", required=True),
    Field("sdg_indicator", "string", "SDG indicator", "The official indicator, where it is one."),
    Field("stand_in", "string", "Stand-in", "Id of the national indicator shown where a city has no figure."),
    FIGURES,
    Field("places", "integer", "Places", "How many places have a figure.", required=True),
    Field("first_year", "integer", "First year", "The earliest year of a figure."),
    Field("last_year", "integer", "Last year", "The latest year of a figure."),
    Field("sources", LIST, "Sources", "Ids of the sources of its figures."),
    Field("caveats", LIST, "Caveats", "What a reader has to know about its figures."),
    DATA_VERSION,
)  # fmt: skip

PLACE_FIELDS = (
    ID, NAME, NAME_EN, NAME_FR, NAME_AR, LEVEL,
    Field("parent", "string", "Parent", "Id of the place it is a part of."),
    COUNTRY,
    Field("longitude", "number", "Longitude", "Degrees east (WGS 84)."),
    Field("latitude", "number", "Latitude", "Degrees north (WGS 84)."),
    Field("code", "string", "Code", "The national statistical code, where there is one."),
    Field("other_names", LIST, "Other names", "Names that other sources use."),
    FIGURES,
    DATA_VERSION,
)  # fmt: skip

SOURCE_FIELDS = (
    ID,
    Field("producer", "string", "Producer", "Who publishes it.", required=True),
    Field("title", "string", "Title", "Its title.", required=True),
    Field("citation", "string", "Citation", "The source, as it is cited.", required=True),
    Field("link", "string", "Link", "Where the source is published.", required=True),
    Field("published", "string", "Published", "When (ISO date, month or year)."),
    Field("accessed", "string", "Accessed", "When it was read for this project; blank where that was not recorded."),
    LICENCE,
    ATTRIBUTION,
    Field("redistributable", "boolean", "Open", "Whether its licence allows handing figures on.", required=True),
    Field("supersedes", "string", "Supersedes", "Id of the edition that it replaces."),
    FIGURES,
    DATA_VERSION,
)  # fmt: skip

_PLEDGE_KINDS = {
    **dict.fromkeys(("reduction", "base_emissions", "target_emissions", "progress"), "number"),
    **dict.fromkeys(("base_year", "target_year", "set_in"), "year"),
}
_PLEDGE_KEY = ("id", "place", "source")
PLEDGE_FIELDS = (
    *(
        Field(name, _PLEDGE_KINDS.get(name, "string"), name, PLEDGE_MEANINGS[name], required=name in _PLEDGE_KEY)
        for name in PLEDGE_COLUMNS
    ),
    PLACE_NAME, SOURCE_TITLE, SOURCE_LINK, LICENCE, ATTRIBUTION, DATA_VERSION,
)  # fmt: skip

PLEDGE_NOTE = N_(
    "A pledge is no figure: it stands in its source’s words, and nothing may be computed or ranked of pledges."
)

INDICATOR = Parameter("indicator", "indicator", "Ids of indicators, with commas between them.", many=True)
PLACE = Parameter("place", "place", "Ids of places, with commas between them.", many=True)
SOURCE = Parameter("source", "source", "Ids of sources, with commas between them.", many=True)
THEME = Parameter("theme", "theme", "Themes, with commas between them.", many=True)
GOAL = Parameter("goal", "goal", "Goals of the 2030 Agenda by their number.", many=True)
TARGET = Parameter("target", "target", "Targets of the 2030 Agenda by their code.", many=True)
SCALE = Parameter("scale", "scale", "Whether indicators are of cities, countries or facilities.", many=True)
LEVELS = Parameter("level", "level", "Kinds of territory, with commas between them.", many=True)
COUNTRIES = Parameter("country", "country", "Countries as ISO 3166-1 alpha-3 codes.", many=True)
PEERS = Parameter("peers", "peer set", "A peer set: the cities that are compared with the home city.")
PLEDGE_KIND = Parameter("kind", "kind of pledge", "Kinds of pledge.", many=True)

OF_INDICATORS = (INDICATOR, THEME, GOAL, TARGET, SCALE)
OF_PLACES = (PLACE, LEVELS, COUNTRIES)


@once_per_dataset
def _counts(dataset: Dataset) -> dict[str, Counter[str]]:
    return {name: Counter(texts(dataset.observations[name])) for name in ("indicator", "place", "source")}


def chosen_indicators(dataset: Dataset, query: Query) -> list[Indicator]:
    """Return the indicators that fit every filter of a query; raises RequestProblem where none can."""
    ids, themes, scales = query.words("indicator"), query.words("theme"), query.words("scale")
    goals, targets = query.words("goal"), query.words("target")
    chosen = [
        entry
        for entry in dataset.catalogue.values()
        if (not ids or entry.id in ids)
        and (not themes or entry.theme in themes)
        and (not scales or entry.scale in scales)
        and (not goals or entry.sdg.target.partition(".")[0] in goals)
        and (not targets or entry.sdg.target in targets)
    ]
    _possible(chosen, query, OF_INDICATORS)
    return chosen


def chosen_places(dataset: Dataset, query: Query) -> list[Place]:
    """Return the places that fit every filter of a query; raises RequestProblem where none can."""
    ids, levels, countries = query.words("place"), query.words("level"), query.words("country")
    members = None
    if query.word("peers"):
        members = {dataset.home.city, *(peer.place for peer in members_of(dataset, query.word("peers"), "en"))}
    chosen = [
        place
        for place in dataset.places.values()
        if (not ids or place.id in ids)
        and (not levels or place.level in levels)
        and (not countries or place.country in countries)
        and (members is None or place.id in members)
    ]
    _possible(chosen, query, (*OF_PLACES, PEERS))
    return chosen


def _possible(chosen: Sequence[object], query: Query, parameters: Sequence[Parameter]) -> None:
    named = [parameter.name for parameter in parameters if parameter.name in query.values]
    # One filter alone may well have nothing; several that exclude each other are a mistake of who asks.
    if not chosen and len(named) > 1:
        raise RequestProblem(BAD_REQUEST, [Finding(IMPOSSIBLE, value=", ".join(named))])


def indicators(dataset: Dataset, query: Query) -> Listing:
    """Return the catalogue."""
    counts, language = _counts(dataset)["indicator"], query.language
    records = []
    for entry in chosen_indicators(dataset, query):
        rows = dataset.of(entry.id)
        years = rows["year"].dropna()
        records.append(
            {
                "id": entry.id,
                "name": entry.names.get(language),
                **{f"name_{code}": entry.names.get(code) for code in ("en", "fr", "ar")},
                "definition": entry.definition.get(language),
                "theme": str(entry.theme),
                "scale": str(entry.scale),
                "measure": str(entry.measure),
                "unit": entry.unit,
                "unit_name": entry.unit_names.get(language),
                "digits": entry.digits,
                "direction": str(entry.direction),
                "rankable": entry.rankable,
                "sdg_target": entry.sdg.target,
                "sdg_kind": str(entry.sdg.kind),
                "sdg_indicator": entry.sdg.indicator,
                "stand_in": entry.stand_in,
                "figures": counts[entry.id],
                "places": len(set(texts(rows["place"]))),
                "first_year": int(years.min()) if len(years) else None,
                "last_year": int(years.max()) if len(years) else None,
                "sources": sorted(set(texts(rows["source"]))),
                "caveats": [caveat.get(language) for caveat in entry.caveats],
                "data_version": dataset.version,
            }
        )
    return Listing.of(INDICATOR_FIELDS, records, dataset.version)


def places(dataset: Dataset, query: Query) -> Listing:
    """Return the places."""
    counts = _counts(dataset)["place"]
    records = [
        {
            "id": place.id,
            "name": place.names.get(query.language),
            **{f"name_{code}": place.names.get(code) for code in ("en", "fr", "ar")},
            "level": str(place.level),
            "parent": place.parent,
            "country": place.country,
            "longitude": place.longitude,
            "latitude": place.latitude,
            "code": place.code,
            "other_names": list(place.aliases),
            "figures": counts[place.id],
            "data_version": dataset.version,
        }
        for place in chosen_places(dataset, query)
    ]
    return Listing.of(PLACE_FIELDS, records, dataset.version)


def sources(dataset: Dataset, query: Query) -> Listing:
    """Return the sources, those included whose figures may not be handed on."""
    counts, wanted = _counts(dataset)["source"], query.words("source")
    records = [
        {
            **source_record(source, query.language),
            "figures": counts[source.id],
            "data_version": dataset.version,
        }
        for source in dataset.sources.values()
        if not wanted or source.id in wanted
    ]
    return Listing.of(SOURCE_FIELDS, records, dataset.version)


def pledges(dataset: Dataset, query: Query) -> Listing:
    """Return what places announced, in their sources' words."""
    t, language = Translator(query.language), query.language
    wanted, of, kinds = query.words("place"), query.words("source"), query.words("kind")
    chosen = [
        pledge
        for pledge in dataset.pledges
        if (not wanted or pledge.place in wanted)
        and (not of or pledge.source in of)
        and (not kinds or str(pledge.kind) in kinds)
    ]
    closed = Counter(pledge.source for pledge in chosen if not dataset.sources[pledge.source].redistributable)
    records = []
    for pledge in chosen:
        source = dataset.sources[pledge.source]
        if source.id in closed:
            continue
        stated = {name: getattr(pledge, name) for name in PLEDGE_COLUMNS}
        records.append(
            {
                **stated,
                "kind": str(pledge.kind),
                "stage": str(pledge.stage),
                "place_name": dataset.places[pledge.place].names.get(language),
                "source_title": t(source.citation),
                "source_link": source.link,
                "licence": t(source.licence),
                "attribution": t(source.attribution) if source.attribution else None,
                "data_version": dataset.version,
            }
        )
    return Listing.of(
        PLEDGE_FIELDS,
        records,
        dataset.version,
        note=t(PLEDGE_NOTE),
        left_out=left_out_records(dataset, closed, language),
    )
