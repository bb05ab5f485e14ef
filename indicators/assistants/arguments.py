"""What a tool may be asked: closed records with limits, and why an argument cannot be used, in words."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from indicators.assistants.answer import ToolRefused
from indicators.language.locales import LANGUAGES
from indicators.language.translator import N_, Translator
from indicators.model.vocabulary import Theme
from indicators.text.formatting import commas

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
"""An id or a name as someone writes it."""

MOST_PLACES = 50
"""Places that one question may name."""

Year = Annotated[int, Field(ge=1800, le=2200)]

Language = Annotated[
    str, Field(pattern=f"^({'|'.join(LANGUAGES)})$", description="Language of the answer: en, fr or ar.")
]


class Arguments(BaseModel):
    """The arguments of a tool: an unknown one is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Language = "en"


class SearchArguments(Arguments):
    """Which indicators there are."""

    query: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
        Field(description="Words in English, French or Arabic: water losses"),
    ]
    theme: Annotated[Theme | None, Field(description="Only this theme.")] = None
    limit: Annotated[int, Field(ge=1, le=50)] = 10


class ValuesArguments(Arguments):
    """The figures of one indicator."""

    indicator: Annotated[Name, Field(description="Id of an indicator, from search_indicators.")]
    places: Annotated[
        list[Name],
        Field(max_length=MOST_PLACES, description="Ids or names of places; every place with a figure where none are."),
    ] = []
    first_year: Annotated[Year | None, Field(description="From this year on; without years the newest figure.")] = None
    last_year: Annotated[Year | None, Field(description="Up to this year.")] = None
    limit: Annotated[int, Field(ge=1, le=200, description="Most figures in one answer.")] = 50


class CompareArguments(Arguments):
    """Whether figures may stand side by side, and what follows."""

    indicator: Annotated[Name, Field(description="Id of an indicator.")]
    places: Annotated[
        list[Name], Field(min_length=2, max_length=MOST_PLACES, description="Ids or names of two places or more.")
    ]
    year: Annotated[Year | None, Field(description="Figures of about this year; else the newest of each.")] = None


class CiteArguments(Arguments):
    """How figures are cited."""

    indicator: Annotated[Name, Field(description="Id of an indicator.")]
    places: Annotated[
        list[Name], Field(max_length=MOST_PLACES, description="Ids or names of places; the home city where none are.")
    ] = []


class DisagreementArguments(Arguments):
    """Where sources give two values."""

    indicator: Annotated[Name | None, Field(description="Only this indicator.")] = None
    place: Annotated[Name | None, Field(description="Id or name of a place; the home city unless given.")] = None
    limit: Annotated[int, Field(ge=1, le=50)] = 10


class UnknownArguments(Arguments):
    """What is not published of a place."""

    place: Annotated[Name | None, Field(description="Id or name of a place; the home city unless given.")] = None
    theme: Annotated[Theme | None, Field(description="Only this theme.")] = None
    indicator: Annotated[Name | None, Field(description="Only this indicator.")] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


A = TypeVar("A", bound=Arguments)

NOT_USABLE = N_("The argument “{name}” cannot be used: {reason}.")

NOT_TAKEN = N_("the tool does not take it; it takes {known}")

NOT_FORECAST = N_(
    "the tool does not take it, for nothing is forecast here; it takes {known}, and years to come give what publishers "
    "projected, as theirs"
)

NEEDED = N_("it is needed and was not given")

NOT_A_TEXT = N_("a text is expected, not {given}")

NOT_A_NUMBER = N_("a whole number from {low} to {high} is expected, not {given}")

NOT_A_LIST = N_("a list of ids or names is expected, not {given}")

NOT_ONE_OF = N_("one of {words} is expected, not {given}")

BLANK = N_("it is blank; leave it out, or write an id, a name or words")

LONG = N_("the text is too long; most characters that are taken: {most}")

MANY = N_("the list is too long: {count} where at most {most} are taken; ask several times")

FEW = N_("the list is too short: {count} where at least {least} are needed")

BACKWARDS = N_("it is {first} and “last_year” {last}; give the earlier year first")

NOT_UNDERSTOOD = N_("what it holds is not understood; list_tools says what each argument takes")

FORECASTS = ("forecast", "predict", "project", "extrapol", "estimat", "horizon", "scenario")
"""How the names of tools and arguments begin that ask for what is not made here, or what they hold."""

_WORDS = {"language": LANGUAGES, "theme": tuple(str(theme) for theme in Theme)}

_LONGEST_GIVEN = 60


def asks_for_forecast(name: str) -> bool:
    """Return whether the name of a tool or an argument asks for a forecast."""
    return any(word in name.casefold() for word in FORECASTS)


FAULTS = {
    "missing": NEEDED,
    "extra_forbidden": NOT_TAKEN,
    "string_type": NOT_A_TEXT,
    "string_too_short": BLANK,
    "string_too_long": LONG,
    "list_type": NOT_A_LIST,
    "too_long": MANY,
    "too_short": FEW,
    "enum": NOT_ONE_OF,
    "string_pattern_mismatch": NOT_ONE_OF,
    **dict.fromkeys(("greater_than_equal", "less_than_equal", "finite_number"), NOT_A_NUMBER),
    **dict.fromkeys(("int_type", "int_parsing", "int_parsing_size", "int_from_float"), NOT_A_NUMBER),
}
"""Why an argument cannot be used, by the kind of fault that the reading finds."""


def _reason(kind: type[Arguments], problem: Mapping[str, Any], t: Translator) -> str:
    """Return why an argument cannot be used: what is expected, what was given, what to do."""
    name, wording, limits = str(problem["loc"][0]), FAULTS.get(problem["type"], NOT_UNDERSTOOD), problem.get("ctx", {})
    if wording == NOT_TAKEN and asks_for_forecast(name):
        wording = NOT_FORECAST
    elif wording == NOT_A_TEXT and name in _WORDS:
        wording = NOT_ONE_OF
    low, high = _ends(kind, name) if wording == NOT_A_NUMBER else (0, 0)
    return t(
        wording,
        given=_written(problem["input"]),
        known=commas(list(kind.model_fields), t.language),
        words=commas(_WORDS.get(name, ()), t.language),
        low=low,
        high=high,
        count=limits.get("actual_length", 0),
        most=limits.get("max_length", 0),
        least=limits.get("min_length", 0),
    )


def _written(value: object) -> str:
    """Return what was given as JSON has it, cut where it is long."""
    written = json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "replace").decode()
    return written if len(written) <= _LONGEST_GIVEN else f"{written[:_LONGEST_GIVEN]}…"


def _ends(kind: type[Arguments], name: str) -> tuple[int, int]:
    """Return the lowest and the highest number that an argument takes."""
    described = kind.model_json_schema()["properties"][name]
    number = next(option for option in described.get("anyOf", [described]) if option.get("type") == "integer")
    return number["minimum"], number["maximum"]


def read_arguments(kind: type[A], values: dict[str, Any]) -> A:
    """Return the arguments of a tool; raises :class:`ToolRefused` that names each one that cannot be used."""
    language = values.get("language")
    t = Translator(language if language in LANGUAGES else "en")
    try:
        read = kind.model_validate(values)
    except ValidationError as problem:
        problems = [
            t(NOT_USABLE, name=".".join(str(part) for part in fault["loc"])[:80], reason=_reason(kind, fault, t))
            for fault in problem.errors(include_url=False)[:5]
        ]
        raise ToolRefused(" ".join(problems), "arguments") from None
    if isinstance(read, ValuesArguments) and (read.first_year or 0) > (read.last_year or read.first_year or 0):
        reason = t(BACKWARDS, first=read.first_year, last=read.last_year)
        raise ToolRefused(t(NOT_USABLE, name="first_year", reason=reason), "arguments")
    return read
