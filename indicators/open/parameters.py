"""The parameters of addresses that programs ask for figures with: what each may hold, and how it is read.

Reading is strict, other than that of a page's link: a program hears of everything that is not understood, all of it
at once, and nothing is put in its place. What was read is written again in one way only, so that one question has one
answer in every cache.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from indicators.analysis.verdicts import Verdict
from indicators.charts.dispatch import KINDS
from indicators.findings.finding import Finding
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import N_
from indicators.maps import districts
from indicators.model.places import nearest, nearest_indicator
from indicators.model.pledges import PledgeKind
from indicators.model.vocabulary import Level, Method, Perimeter, Scale, Theme
from indicators.open.problems import (
    LONGEST_VALUE,
    MISSING,
    NOT_A_FLAG,
    NOT_A_NUMBER,
    NOT_A_VERSION,
    NOT_YEARS,
    TOO_MANY_VALUES,
    TWICE,
    UNKNOWN_ID,
    UNKNOWN_PARAMETER,
    UNKNOWN_WORD,
)
from indicators.store.dataset import Dataset, once_per_dataset
from indicators.web.links import YEARS

MOST_IDS = 300
"""Ids that one parameter names at most."""

MOST_ROWS = 1000
"""Rows of one page at most."""

MOST_LETTERS = 16_384
"""Letters of a query that are read."""

Years = tuple[int | None, int | None]
"""The first and the last year, None for open."""

_SPAN = re.compile(r"(?P<first>\d{4})?\.\.(?P<last>\d{4})?|(?P<one>\d{4})")
_VERSION = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name, what it holds, what it means; whether it holds several, or must be there.

    `kind` is one of :func:`vocabularies`, or years, number, flag, version or cursor; `low` and `high` are the
    ends of a number.
    """

    name: str
    kind: str
    meaning: str
    many: bool = False
    required: bool = False
    low: int = 1
    high: int = MOST_ROWS


@dataclass(frozen=True)
class Query:
    """What an address asks for: the values by the name of their parameter; what was not named is not in it."""

    values: Mapping[str, Any]

    def words(self, name: str) -> tuple[str, ...]:
        """Return the ids that a parameter names, none where it is not there."""
        words: tuple[str, ...] = self.values.get(name, ())
        return words

    def word(self, name: str, otherwise: str = "") -> str:
        """Return the one word of a parameter."""
        return str(self.values.get(name, otherwise))

    def number(self, name: str, otherwise: int | None = None) -> int | None:
        """Return the number of a parameter."""
        number: int | None = self.values.get(name, otherwise)
        return number

    def years(self, name: str = "years") -> Years:
        """Return the span of years of a parameter, open at both ends where it is not there."""
        years: Years = self.values.get(name, (None, None))
        return years

    def flag(self, name: str) -> bool:
        """Return whether a parameter is true."""
        return bool(self.values.get(name, False))

    @property
    def language(self) -> str:
        """The language of texts, English unless named."""
        return self.word("lang", "en")

    def canonical(self, without: Collection[str] = ()) -> str:
        """Return the query as it is written in one way only: names in order, values in theirs."""
        pairs = [(name, _written(value)) for name, value in sorted(self.values.items()) if name not in without]
        return urlencode(pairs, quote_via=quote, safe=",.~")


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        return ",".join(str(item) for item in value)
    if isinstance(value, tuple):
        first, last = ("" if year is None else str(year) for year in value)
        return first if first and first == last else f"{first}..{last}"
    return str(value)


@once_per_dataset
def vocabularies(dataset: Dataset) -> Mapping[str, Sequence[str]]:
    """Return the words that parameters take, by kind."""
    return {
        "indicator": tuple(dataset.catalogue),
        "place": tuple(dataset.places),
        "source": tuple(dataset.sources),
        "peer set": tuple(dataset.peer_sets),
        "goal": tuple(code for code in dataset.targets if "." not in code),
        "target": tuple(code for code in dataset.targets if code.count(".") == 1),
        "country": tuple(sorted({place.country for place in dataset.places.values()})),
        "mapped city": tuple(districts.cities(dataset)),
        "theme": tuple(map(str, Theme)),
        "scale": tuple(map(str, Scale)),
        "level": tuple(map(str, Level)),
        "parts": (str(Level.DISTRICT), str(Level.PREFECTURE)),
        "perimeter": tuple(map(str, Perimeter)),
        "method": tuple(map(str, Method)),
        "kind of chart": tuple(KINDS),
        "kind of pledge": tuple(map(str, PledgeKind)),
        "language": tuple(SCREEN_LANGUAGES),
        "csvType": ("full", "filtered"),
        "verdict": tuple(map(str, Verdict)),
    }


LISTS = {
    "indicator": "/api/v1/indicators",
    "place": "/api/v1/places",
    "source": "/api/v1/sources",
    "target": "/api/v1/indicators",
    "country": "/api/v1/places",
}
"""Where the words of a long vocabulary are listed."""


def read_query(
    pairs: Iterable[tuple[str, str]], parameters: Sequence[Parameter], dataset: Dataset
) -> tuple[Query, list[Finding]]:
    """Return what the parts of an address ask for, and a finding for each that is not understood."""
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    seen: set[str] = set()
    for name, written in pairs:
        parameter = known.get(name)
        if parameter is None:
            params = {"near": nearest(name, known), "allowed": ", ".join(known)}
            findings.append(Finding(UNKNOWN_PARAMETER, value=name[:LONGEST_VALUE], params=params))
        elif name in seen:
            findings.append(Finding(TWICE, column=name, value=written[:LONGEST_VALUE]))
        else:
            value, problems = read_value(parameter, written, dataset)
            findings += problems
            if value is not None:
                values[name] = value
        seen.add(name)
    findings += [
        Finding(MISSING, column=parameter.name)
        for parameter in parameters
        if parameter.required and parameter.name not in seen
    ]
    return Query(values), findings


def read_value(parameter: Parameter, written: str, dataset: Dataset) -> tuple[Any, list[Finding]]:
    """Return the value of one parameter, None and findings where it is not understood."""
    special = _SPECIAL.get(parameter.kind)
    if special is not None:
        value, finding = special(parameter, written.strip())
        return value, [finding] if finding else []
    allowed = vocabularies(dataset)[parameter.kind]
    if not parameter.many:
        word = written.strip()
        finding = None if word in allowed else _unknown(parameter, word, dataset)
        return (word, []) if finding is None else (None, [finding])
    named = [part.strip() for part in re.split(r"[,~]", written)]
    if len(named) > MOST_IDS:
        return None, [
            Finding(TOO_MANY_VALUES, column=parameter.name, value=str(len(named)), params={"most": str(MOST_IDS)})
        ]
    words = list(dict.fromkeys(named))
    known = frozenset(allowed)
    findings = [_unknown(parameter, word, dataset) for word in words if word not in known]
    return (tuple(sorted(words)), []) if not findings else (None, findings)


def _unknown(parameter: Parameter, word: str, dataset: Dataset) -> Finding:
    allowed = vocabularies(dataset)[parameter.kind]
    near: str | None
    if parameter.kind == "indicator":
        near = nearest_indicator(word[:LONGEST_VALUE], dataset.catalogue) if word else None
    elif parameter.kind == "place":
        near = nearest(word, allowed) or dataset.places.find(word[:LONGEST_VALUE])
    else:
        near = nearest(word[:LONGEST_VALUE], allowed)
    params: dict[str, Any] = {"near": near}
    if parameter.kind in LISTS:
        rule, params = UNKNOWN_ID, {**params, "list": LISTS[parameter.kind]}
    else:
        rule, params = UNKNOWN_WORD, {**params, "allowed": ", ".join(allowed)}
    return Finding(rule, column=parameter.name, value=word[:LONGEST_VALUE], params=params)


def _years(parameter: Parameter, written: str) -> tuple[Years | None, Finding | None]:
    match = _SPAN.fullmatch(written)
    ends = [match["one"], match["one"]] if match and match["one"] else [match["first"], match["last"]] if match else []
    numbers = [int(end) if end else None for end in ends]
    named = [number for number in numbers if number is not None]
    if not named or any(number not in YEARS for number in named) or named != sorted(named) or not written.isascii():
        params = {"low": str(YEARS.start), "high": str(YEARS.stop - 1)}
        return None, Finding(NOT_YEARS, column=parameter.name, value=written[:LONGEST_VALUE], params=params)
    return (numbers[0], numbers[1]), None


def _number(parameter: Parameter, written: str) -> tuple[int | None, Finding | None]:
    value = int(written) if written.isascii() and written.isdigit() and len(written) <= 9 else None
    if value is not None and parameter.low <= value <= parameter.high:
        return value, None
    params = {"low": str(parameter.low), "high": str(parameter.high)}
    return None, Finding(NOT_A_NUMBER, column=parameter.name, value=written[:LONGEST_VALUE], params=params)


def _flag(parameter: Parameter, written: str) -> tuple[bool | None, Finding | None]:
    if written in ("true", "false"):
        return written == "true", None
    return None, Finding(NOT_A_FLAG, column=parameter.name, value=written[:LONGEST_VALUE])


def _version(parameter: Parameter, written: str) -> tuple[str | None, Finding | None]:
    if _VERSION.fullmatch(written):
        return written, None
    return None, Finding(NOT_A_VERSION, column=parameter.name, value=written[:LONGEST_VALUE])


def _cursor(_: Parameter, written: str) -> tuple[str | None, Finding | None]:
    return written, None


_SPECIAL: Mapping[str, Callable[[Parameter, str], tuple[Any, Finding | None]]] = {
    "years": _years,
    "number": _number,
    "flag": _flag,
    "version": _version,
    "cursor": _cursor,
}

LANGUAGE = Parameter("lang", "language", N_("Language of names and sentences; English unless named."))
VERSION = Parameter("version", "version", N_("An earlier data version, as long as the log of releases holds it."))
SPAN_OF_ROWS = Parameter("years", "years", N_("A year, or a span of years with two dots: only rows of these years."))
