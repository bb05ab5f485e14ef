"""The resources of the whole data set: its tables, what their fields mean, and their rows.

Every description for programs (Table Schema, CSVW, Croissant) is made of these fields, so that none can say another
thing than the others.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from indicators.exports.package import LICENCES, PLEDGE_MEANINGS
from indicators.language.locales import LANGUAGES
from indicators.model.catalogue import Names
from indicators.model.pledges import COLUMNS as PLEDGE_COLUMNS
from indicators.model.pledges import PledgeKind, Stage
from indicators.model.sources import Source
from indicators.model.vocabulary import Direction, Level, Measure, Scale, SdgKind, Theme
from indicators.open.dataset_rows import all_rows_table
from indicators.open.fields import OBSERVATION_FIELDS, Field, names
from indicators.open.observation_rows import split_by_licence
from indicators.open.row_table import RowTable
from indicators.store.dataset import Dataset, once_per_dataset

LANGUAGE = "en"
"""The language of the words in the tables; names stand in all three."""


@dataclass(frozen=True)
class ForeignKey:
    """A field that holds the key of another resource."""

    field: str
    resource: str


@dataclass(frozen=True)
class Resource:
    """A table: its name, what it is, its fields, the fields that name a row, and what makes its rows."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    rows: Callable[[Dataset], RowTable]
    foreign: tuple[ForeignKey, ...] = ()


def _text(name: str, meaning: str, *, required: bool = False, words: tuple[str, ...] = ()) -> Field:
    return Field(name, "string", name.replace("_", " ").capitalize(), meaning, words, required)


def _words(vocabulary: Any) -> tuple[str, ...]:
    return tuple(str(word) for word in vocabulary if str(word))


def _named(name: str) -> tuple[Field, ...]:
    """Return the fields of a text that stands in all three languages."""
    languages = {"en": "English", "fr": "French", "ar": "Arabic"}
    title = name.capitalize()
    return tuple(_text(f"{name}_{code}", f"{title} ({of}).", required=True) for code, of in languages.items())


def _names(name: str, names: Names) -> dict[str, str]:
    return {f"{name}_{code}": names.get(code) for code in LANGUAGES}


INDICATOR_FIELDS = (
    _text("id", "Id of the indicator.", required=True),
    *_named("name"),
    *_named("definition"),
    _text("theme", "Theme.", required=True, words=_words(Theme)),
    _text("scale", "Whether it is of cities, of countries or of one facility.", required=True, words=_words(Scale)),
    _text("measure", "What a value counts.", required=True, words=_words(Measure)),
    _text("unit", "Unit of the values, in a form machines read.", required=True),
    _text("unit_name", "Unit, as a reader knows it.", required=True),
    _text("direction", "Which way is better.", required=True, words=_words(Direction)),
    _text("sdg_target", "The SDG target it speaks to.", required=True),
    _text("sdg_kind", "How strongly it speaks to it.", required=True, words=_words(SdgKind)),
    _text("sdg_indicator", "The official SDG indicator it is, or stands near; blank for none."),
    Field("rankable", "boolean", "Rankable", "Whether its figures may be ranked at all.", required=True),
    _text("caution", "Why its figures may not be compared freely; blank for no reason beyond the rules."),
)  # fmt: skip

PLACE_FIELDS = (
    _text("id", "Id of the place.", required=True),
    *_named("name"),
    _text("level", "What kind of territory it is.", required=True, words=_words(Level)),
    _text("parent", "Id of the place it is a part of; blank for none."),
    _text("country", "Country, as an ISO 3166-1 alpha-3 code.", required=True),
    Field("longitude", "number", "Longitude", "Degrees east of a point in it (WGS 84); blank where none is held."),
    Field("latitude", "number", "Latitude", "Degrees north of the same point; blank where none is held."),
    _text("code", "National statistical code; blank where there is none."),
)

SOURCE_FIELDS = (
    _text("id", "Id of the source: one release of one publication.", required=True),
    _text("producer", "Who made the figures.", required=True),
    _text("title", "Title of the publication.", required=True),
    _text("citation", "The source, as it is cited.", required=True),
    _text("link", "Where it is published.", required=True),
    _text("published", "When this edition was published (ISO date, month or year); blank where it does not say."),
    _text("accessed", "When it was last read for this project; blank where that is not recorded."),
    _text("licence", "Its terms.", required=True),
    _text("licence_link", "Where the text of the licence stands; blank where the terms are words alone."),
    Field("redistributable", "boolean", "Redistributable", "Whether its figures may be handed on.", required=True),
    _text("attribution", "The credit that the licence asks for; blank for none."),
    _text("supersedes", "Id of the edition it replaces; blank for none."),
)

_PLEDGE_KINDS = {
    **dict.fromkeys(("reduction", "base_emissions", "target_emissions", "progress"), "number"),
    **dict.fromkeys(("base_year", "target_year", "set_in"), "year"),
}

PLEDGE_FIELDS = tuple(
    replace(
        _text(name, PLEDGE_MEANINGS[name], required=name in ("id", "place", "source", "kind", "printed")),
        kind=_PLEDGE_KINDS.get(name, "string"),
        words={"kind": _words(PledgeKind), "stage": _words(Stage)}.get(name, ()),
    )
    for name in PLEDGE_COLUMNS
)


def _table(fields: tuple[Field, ...], records: list[dict[str, Any]]) -> RowTable:
    frame = pd.DataFrame(records, columns=list(names(fields)), dtype="object")
    for field in fields:
        column = frame[field.name]
        if field.kind in ("number", "year"):
            frame[field.name] = pd.to_numeric(column).astype("float64" if field.kind == "number" else "Int64")
        elif field.kind == "boolean":
            frame[field.name] = column.astype("bool")
    return RowTable.of(frame, names(fields))


def indicator_rows(dataset: Dataset) -> RowTable:
    """Return the catalogue, in its order."""
    return _table(
        INDICATOR_FIELDS,
        [
            {
                "id": entry.id,
                **_names("name", entry.names),
                **_names("definition", entry.definition),
                "theme": str(entry.theme),
                "scale": str(entry.scale),
                "measure": str(entry.measure),
                "unit": entry.unit,
                "unit_name": entry.unit_names.get(LANGUAGE),
                "direction": str(entry.direction),
                "sdg_target": entry.sdg.target,
                "sdg_kind": str(entry.sdg.kind),
                "sdg_indicator": entry.sdg.indicator or "",
                "rankable": entry.rankable,
                "caution": entry.comparability.reason.get(LANGUAGE) if entry.comparability else "",
            }
            for entry in dataset.catalogue.values()
        ],
    )


def place_rows(dataset: Dataset) -> RowTable:
    """Return the places, in the order of their ids."""
    return _table(
        PLACE_FIELDS,
        [
            {
                "id": place.id,
                **_names("name", place.names),
                "level": str(place.level),
                "parent": place.parent or "",
                "country": place.country,
                "longitude": place.longitude,
                "latitude": place.latitude,
                "code": place.code or "",
            }
            for _, place in sorted(dataset.places.items())
        ],
    )


def source_rows(dataset: Dataset) -> RowTable:
    """Return the sources, in the order of their ids."""
    return _table(
        SOURCE_FIELDS,
        [
            {**source.model_dump(exclude={"note"}), "licence_link": licence_link(source)}
            for _, source in sorted(dataset.sources.items())
        ],
    )


def licence_link(source: Source) -> str:
    """Return where the text of a source's licence stands, empty where its terms are words alone."""
    return next((link for begin, (_, link) in LICENCES.items() if source.licence.startswith(begin)), "")


def pledge_rows(dataset: Dataset) -> RowTable:
    """Return the pledges that may be handed on, in the order of their ids."""
    pledges = sorted(dataset.pledges, key=lambda pledge: pledge.id)
    allowed = [pledge for pledge in pledges if dataset.sources[pledge.source].redistributable]
    return _table(PLEDGE_FIELDS, [dict(zip(PLEDGE_COLUMNS, pledge.cells(), strict=True)) for pledge in allowed])


def observation_table(dataset: Dataset) -> RowTable:
    """Return every observation that may be handed on, with its verdict and its terms."""
    return all_rows_table(dataset, LANGUAGE)


OBSERVATIONS = Resource(
    "observations",
    "Observations",
    "Every published figure that may be handed on: one a row, with its verdict, perimeter, source and licence.",
    OBSERVATION_FIELDS,
    ("place", "indicator", "year", "perimeter", "method", "source"),
    observation_table,
    (ForeignKey("indicator", "indicators"), ForeignKey("place", "places"), ForeignKey("source", "sources")),
)

RESOURCES = (
    OBSERVATIONS,
    Resource(
        "indicators", "Indicators", "What is measured: the catalogue.", INDICATOR_FIELDS, ("id",), indicator_rows
    ),
    Resource("places", "Places", "The territories and facilities.", PLACE_FIELDS, ("id",), place_rows),
    Resource("sources", "Sources", "Where figures come from, and their terms.", SOURCE_FIELDS, ("id",), source_rows),
    Resource(
        "pledges",
        "Pledges",
        "What places announced they will emit, as their sources give it: no observations, and in none of the figures.",
        PLEDGE_FIELDS,
        ("id",),
        pledge_rows,
        (ForeignKey("place", "places"), ForeignKey("source", "sources")),
    ),
)  # fmt: skip
"""The tables of the whole data set, the observations first."""


def left_out(dataset: Dataset) -> dict[str, int]:
    """Return by source how many observations are left out, for their licence does not allow to hand them on."""
    return split_by_licence(dataset, dataset.observations)[1]


@once_per_dataset
def sources_used(dataset: Dataset) -> tuple[Source, ...]:
    """Return the sources of what is handed on, figures and pledges, in the order of their ids."""
    allowed, _ = split_by_licence(dataset, dataset.observations)
    used = {str(key) for key in allowed["source"].unique()}
    used |= {pledge.source for pledge in dataset.pledges if dataset.sources[pledge.source].redistributable}
    return tuple(dataset.sources[key] for key in sorted(used))
