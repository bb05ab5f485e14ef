"""The fields of the rows that other programs read: name, type, title and meaning, stated once for every door."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from indicators.analysis.verdicts import Verdict
from indicators.exports.package import FIELDS
from indicators.language.translator import N_, Translator
from indicators.model.vocabulary import Level, Method, Perimeter


@dataclass(frozen=True)
class Field:
    """One field of a row.

    `kind` is string, number, integer, year, boolean or strings; `title` is what a person reads over the column,
    `meaning` one sentence; `words` are the only values it takes, `required` says that it is never blank.
    """

    name: str
    kind: str
    title: str
    meaning: str
    words: tuple[str, ...] = ()
    required: bool = False


EXPORTED = {name: meaning for name, _, meaning in FIELDS}
"""The meanings of the columns that a downloaded chart has as well."""

INDICATOR = Field("indicator", "string", N_("Indicator"), EXPORTED["indicator"], required=True)
INDICATOR_NAME = Field("indicator_name", "string", N_("Indicator name"), EXPORTED["indicator_name"], required=True)
PLACE = Field("place", "string", N_("Place id"), EXPORTED["place"], required=True)
PLACE_NAME = Field("place_name", "string", N_("Place"), EXPORTED["place_name"], required=True)
LEVEL = Field(
    "level",
    "string",
    N_("Level"),
    N_("What kind of territory the place is."),
    tuple(str(level) for level in Level),
    required=True,
)
COUNTRY = Field(
    "country", "string", N_("Country"), N_("Country of the place, as an ISO 3166-1 alpha-3 code."), required=True
)
YEAR = Field("year", "year", N_("Year"), EXPORTED["year"])
VALUE = Field(
    "value",
    "number",
    N_("Value"),
    EXPORTED["value"],
)
LOWER = Field(
    "lower",
    "number",
    N_("Lower"),
    EXPORTED["lower"],
)
UPPER = Field(
    "upper",
    "number",
    N_("Upper"),
    EXPORTED["upper"],
)
UNIT = Field("unit", "string", N_("Unit"), EXPORTED["unit"], required=True)
UNIT_NAME = Field("unit_name", "string", N_("Unit name"), N_("Unit of the value, as a reader knows it."), required=True)
PERIMETER = Field(
    "perimeter",
    "string",
    N_("Perimeter"),
    EXPORTED["perimeter"],
    tuple(str(word) for word in Perimeter),
    required=True,
)
METHOD = Field(
    "method",
    "string",
    N_("Method"),
    EXPORTED["method"],
    tuple(str(word) for word in Method),
    required=True,
)
SOURCE = Field(
    "source", "string", N_("Source id"), N_("Id of the source: one release of one publication."), required=True
)
SOURCE_TITLE = Field("source_title", "string", N_("Source"), N_("The source, as it is cited."), required=True)
SOURCE_LINK = Field("source_link", "string", N_("Source link"), N_("Where the source is published."), required=True)
LICENCE = Field("licence", "string", N_("Licence"), N_("The terms of the source."), required=True)
ATTRIBUTION = Field("attribution", "string", N_("Credit"), N_("The credit that the licence asks for; blank for none."))
VINTAGE = Field(
    "vintage",
    "string",
    N_("Vintage"),
    N_("When this edition of the source was published (ISO date, month or year); blank where it does not say."),
)
ACCESSED = Field(
    "accessed",
    "string",
    N_("Accessed"),
    N_("When the source was read for this project (ISO date, month or year); blank where that was not recorded."),
)
SUPERSEDED_BY = Field(
    "superseded_by",
    "string",
    N_("Superseded by"),
    N_("Id of the newer edition of the same source, where it is held as well."),
)
VERDICT = Field(
    "verdict",
    "string",
    N_("Verdict"),
    EXPORTED["verdict"],
    tuple(str(word) for word in Verdict),
)
REASON = Field("reason", "string", N_("Reason"), EXPORTED["reason"], required=True)
RULES = Field("rules", "string", N_("Rules"), EXPORTED["rules"])
COMPARED_WITH = Field("compared_with", "string", N_("Compared with"), EXPORTED["compared_with"])
COMPARED_YEAR = Field("compared_year", "year", N_("Compared year"), EXPORTED["compared_year"])
OBSERVED = Field(
    "observed",
    "boolean",
    N_("Observed"),
    N_("Whether the figure is observed; a projected or planned one is not."),
    required=True,
)
LIMIT = Field(
    "limit",
    "boolean",
    N_("Limit"),
    N_("Whether it is a bound without a value, which is never ranked."),
    required=True,
)
STAND_IN = Field(
    "stand_in",
    "boolean",
    N_("Stand-in"),
    N_("Whether it is a national figure that stands in where a city has none; it is never ranked among cities."),
    required=True,
)
NOTE = Field("note", "string", N_("Note"), EXPORTED["note"])
DATA_VERSION = Field(
    "data_version", "string", N_("Data version"), N_("A fingerprint of the data the row was read from."), required=True
)

OBSERVATION_FIELDS = (
    INDICATOR, INDICATOR_NAME, PLACE, PLACE_NAME, LEVEL, COUNTRY, YEAR, VALUE, LOWER, UPPER, UNIT, UNIT_NAME, PERIMETER,
    METHOD, VERDICT, REASON, RULES, COMPARED_WITH, COMPARED_YEAR, OBSERVED, LIMIT, STAND_IN, NOTE, SOURCE, SOURCE_TITLE,
    SOURCE_LINK, LICENCE, ATTRIBUTION, VINTAGE, ACCESSED, SUPERSEDED_BY, DATA_VERSION,
)  # fmt: skip
"""An observation as a row: what it is, whether it compares, where it comes from."""


def names(fields: Iterable[Field]) -> tuple[str, ...]:
    """Return the names of fields, in their order."""
    return tuple(field.name for field in fields)


def titles(fields: Iterable[Field], language: str) -> dict[str, str]:
    """Return what a person reads over each column, by its name."""
    t = Translator(language)
    return {field.name: t(field.title) for field in fields}


JSON_TYPES: Mapping[str, str] = {
    "string": "string",
    "number": "number",
    "integer": "integer",
    "year": "integer",
    "boolean": "boolean",
}

LIST = "strings"
"""The kind of a field that holds several texts: a list in JSON, with spaces between them in CSV."""


def json_schema(fields: Iterable[Field]) -> dict[str, Any]:
    """Return the schema of a row as JSON (JSON Schema 2020-12): every field is there, a blank one is null."""
    t = Translator("en")
    fields = list(fields)
    return {
        "type": "object",
        "required": [field.name for field in fields],
        "additionalProperties": False,
        "properties": {field.name: _property(field, t) for field in fields},
    }


def _property(field: Field, t: Translator) -> dict[str, Any]:
    if field.kind == LIST:
        return {"type": "array", "items": {"type": "string"}, "description": t(field.meaning)}
    kind = JSON_TYPES[field.kind]
    schema: dict[str, Any] = {"type": kind if field.required else [kind, "null"], "description": t(field.meaning)}
    if field.words:
        schema["enum"] = [*field.words] if field.required else [*field.words, None]
    return schema
