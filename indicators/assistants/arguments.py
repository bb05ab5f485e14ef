"""What a tool may be asked: closed records with limits, and why an argument cannot be used, in words."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from indicators.assistants.answer import ToolRefused
from indicators.language.translator import LANGUAGES, N_, Translator
from indicators.model.vocabulary import Theme
from indicators.text.formatting import commas

Name = Annotated[str, Field(min_length=1, max_length=100)]
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
        str, Field(min_length=1, max_length=200, description="Words in English, French or Arabic: water losses")
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

NEEDED = N_("it is needed and was not given")


def _reason(kind: type[Arguments], problem: Mapping[str, Any], t: Translator) -> str:
    """Return why an argument cannot be used, with what can be where it is unknown."""
    if problem["type"] == "extra_forbidden":
        return t(NOT_TAKEN, known=commas(list(kind.model_fields), t.language))
    return t(NEEDED) if problem["type"] == "missing" else str(problem["msg"])


def read_arguments(kind: type[A], given: dict[str, Any]) -> A:
    """Return the arguments of a tool; raises :class:`ToolRefused` that names each one that cannot be used."""
    try:
        return kind.model_validate(given)
    except ValidationError as problem:
        language = given.get("language")
        t = Translator(language if language in LANGUAGES else "en")
        said = [
            t(NOT_USABLE, name=".".join(str(part) for part in one["loc"])[:80] or "-", reason=_reason(kind, one, t))
            for one in problem.errors(include_url=False, include_context=False, include_input=False)[:5]
        ]
        raise ToolRefused(" ".join(said), "arguments") from None
