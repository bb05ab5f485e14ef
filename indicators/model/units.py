"""Units as people write them, turned into an indicator's unit with pint or refused."""

import re
import tokenize
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pint

_DEFINITIONS = (
    "person = [person] = person = persons = people = capita = inhabitant = inhabitants = habitant = habitants = hab",
    "USD = [currency] = USD = dollar = dollars",
)
_PEOPLE = r"(?:persons?|people|personnes?|capita|inhabitants?|habitants?|hab|residents?|résidents?)"
_EQUIVALENT = "(?:éq|eq|équivalent)"
_WRITTEN = (
    (r"[%٪]", " percent "),
    (r"‰|\bpour ?mille\b|\bper mille\b", " permille "),
    (r"\bper ?cent\b|\bpct\b|\bpour ?cent(?:age)?\b|في المائة|بالمائة", " percent "),
    (r"\b(?:kilom[èe]tres?|km) carrés?\b|كلم ?2|كم ?2", "km**2"),
    (r"\bm[èe]tres? carrés?\b|متر مربع", "m**2"),
    (r"\bm[èe]tres? cubes?\b|متر مكعب", "m**3"),
    (r"\b(?:de|of) (?=CO[2₂])", ""),
    (r"[²]", "**2"),
    (r"[³]", "**3"),
    (r"\bMm(?:\^|\*\*)?3\b", "hectometer**3"),  # a million cubic metres, as water boards write it
    (r"\b(km|hm|dam|dm|cm|mm|m|ft|mi)\^?([23])\b", r"\1**\2"),
    (
        rf"\b(Gt|Mt|kt|t|kg|g|tonnes?)?[ -]?(?:{_EQUIVALENT}\.?[ -]?)?CO[2₂](?:[ -]?(?:{_EQUIVALENT}|e))?\b\.?",
        r"\1 ",
    ),
    (r"\b(Gt|Mt|kt|t|kg)(?:éq|eq)\b", r"\1"),
    (r"\bkt\b", "kilometric_ton"),  # pint's own kt is the knot
    (r"\bktep\b", "kilotoe"),
    (r"\btep\b", "toe"),
    (r"\bton(?:ne)?s?\b", "t"),
    (rf"\b(?:thousands?|milliers?) (?:of |de |d['’])?{_PEOPLE}\b", "kiloperson"),
    (rf"\bmillions? (?:of |de |d['’])?{_PEOPLE}\b", "megaperson"),
    (rf"\b{_PEOPLE}\b\.?|\bhab\.|ساكن|نسمة|فرد", "person"),
    (r"\bmillions? (?:of |de )?m\*\*3", "hectometer**3"),
    (r"\b(?:thousands? of |thousand |milliers? de )m\*\*3", "decameter**3"),
    (r"\bUS(?: liquid)? gal(?:lon)?s?\b|\bgallons? US\b", "US_liquid_gallon"),
    (r"\b(?:imperial|UK) gal(?:lon)?s?\b", "imperial_gallon"),
    (r"\b(?:litres?|liters?)\b|لتر", "liter"),
    (r"\bm[èe]tres?\b", "meter"),
    (r"(?<=/)\s*[jd]\b|\bjours?\b|يوم", "day"),
    (r"\b(?:ans?|années?|yr)\b|(?<=/)\s*a\b|سنة", "year"),
    (r"\bmois\b", "month"),
    (r"\bheures?\b", "hour"),
    (r"\b(?:a|per|par) (?=(?:day|year|month|person|capita|km|m|hectare|ha|household|liter|kWh)\b)", "/ "),
    (r"\b(?:et|and) (?=/)", ""),
    (r"/\s*(?:a|per|par) ", "/ "),
    (r"µg|μg|\bug\b|\bmicrogrammes?\b", "microgram"),
)
_COUNTS = {
    1.0: r"(?:en )?nombre|number|effectifs?|count|العدد|عدد",
    1e3: r"(?:en |in )?(?:milliers?|thousands?)|[x×] ?1[ .,]?000|بالآلاف|آلاف",
    1e6: r"(?:en |in )?millions?|[x×] ?1[ .,]?000[ .,]?000|بالملايين|ملايين",
}
"""What is written for a count of whatever the indicator counts."""

_COUNTED = ("person", "count")
_THINGS = r"ménages?|households?|foyers?|logements?|dwellings?|unités|أسر|أسرة"
"""What is counted one by one, and is no person."""

_SHARE = re.compile(r"^(%|٪|percent|per cent|pour ?cent)\s+(?:d(?:es|u|e la|e l['’]|e|['’])|of|من)\s?(\S.*)$", re.I)

_GALLON = re.compile(r"\bgal(?:lon)?s?\b", re.I)
_SAFE = re.compile(r"(?:[A-Za-z_]+(?:(?:\*\*|\^)-?[1-9](?!\d))?|[ ()/*.])+")
"""Names, single-digit powers, products and quotients: all that a unit needs."""


@cache
def _not_units() -> tuple[type[Exception], ...]:
    """Return what pint and the tokenizer below it raise for a text that is no unit."""
    import pint

    return (
        pint.PintError, ValueError, TypeError, AttributeError, AssertionError, LookupError, SyntaxError,
        tokenize.TokenError,
    )  # fmt: skip


@cache
def _registry() -> "pint.UnitRegistry[float]":
    # pint takes as long to load as to serve a page, and only a file that names its units needs it.
    import pint

    registry: pint.UnitRegistry[float] = pint.UnitRegistry(cache_folder=None)
    for definition in _DEFINITIONS:
        registry.define(definition)
    return registry


@cache
def factor(written: str, unit: str) -> float | None:
    """Return what a value in `written` is multiplied by to be in `unit`, None where it cannot be.

    A count is never turned into a share, nor the other way round, and no currency into another. A figure per year is
    one of an indicator whose unit leaves the year to its definition (tonnes, tonnes per person).
    """
    text = _plain(written)
    if unit in _COUNTED:
        counted = next((ratio for ratio, words in _COUNTS.items() if re.fullmatch(words, text, re.I)), None)
        if counted is None and unit == "count" and re.fullmatch(_THINGS, text, re.I):
            counted = 1.0
        if counted is not None:
            return counted
    ratio = _ratio(text, unit)
    if ratio is None and "/ year" not in unit:
        yearly = re.sub(r"\s*/\s*year\b", "", _as_pint(text), count=1)
        ratio = _ratio(yearly, unit) if yearly != _as_pint(text) else None
    return ratio


@cache
def share_of(written: str) -> str:
    """Return what a unit says a share is of: `households` of `% of households`; blank of any other unit."""
    match = _SHARE.match(" ".join(written.split()))
    return match[2] if match else ""


@cache
def is_unit(written: str) -> bool:
    """Return whether a text can be read as a unit, of whatever it may be."""
    text = _plain(written)
    counts = (*_COUNTS.values(), _THINGS)
    return any(re.fullmatch(words, text, re.I) for words in counts) or _parsed(_as_pint(text)) is not None


def _plain(written: str) -> str:
    text = " ".join(written.split())
    text = re.sub(r"^(?:en|in|unités?\s*:|units?\s*:|الوحدة\s*:)\s+", "", text, flags=re.I)
    text = re.sub(r"^(?:nombre d(?:e |['’])|number of )", "", text, flags=re.I)
    # of what a share is, the indicator says
    return _SHARE.sub(r"\1", text)


def _as_pint(text: str) -> str:
    """Return a unit as people write it in the words of pint; a gallon of no country stays unknown."""
    for pattern, plain in _WRITTEN:
        text = re.sub(pattern, plain, text)
    return " ".join(("gallon of which country?" if _GALLON.search(text) else text).split())


def _parsed(text: str) -> "pint.Unit | None":
    if len(text) > 80 or not _SAFE.fullmatch(text):
        return None
    try:
        return _registry().parse_units(text)
    except _not_units():
        return None


def _ratio(text: str, unit: str) -> float | None:
    source = _parsed(_as_pint(text))
    if source is None:
        return None
    registry = _registry()
    try:
        target = registry.parse_units(unit)
        if ("count" in str(source)) != ("count" in str(target)):
            return None
        ratio = registry.Quantity(1.0, source).to(target).magnitude
    except _not_units():
        return None
    return float(f"{float(ratio):.15g}")
