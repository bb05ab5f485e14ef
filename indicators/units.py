"""Units as people write them, turned into an indicator's unit with pint or refused."""

import re
import tokenize
from functools import cache

import pint

_DEFINITIONS = (
    "person = [person] = person = persons = people = capita = inhabitant = inhabitants = habitant = habitants = hab",
    "USD = [currency] = USD = dollar = dollars",
)
_WRITTEN = (
    (r"[%٪]", " percent "),
    (r"\bper ?cent\b|\bpct\b|\bpourcent\b", " percent "),
    (r"[²]", "**2"),
    (r"[³]", "**3"),
    (r"\b(km|hm|dm|cm|mm|m|ft|mi)\^?([23])\b", r"\1**\2"),
    (r"\b(Gt|Mt|kt|t|kg|g)?[ -]?CO[2₂](?:-?eq?)?\b", r"\1 "),
    (r"\bkt\b", "kilometric_ton"),  # pint's own kt is the knot
    (r"\bton(?:ne)?s?\b", "t"),
    (r"\bthousands? (?:of )?(persons|people|inhabitants)\b", "kiloperson"),
    (r"\bmillions? (?:of )?(persons|people|inhabitants)\b", "megaperson"),
    (r"\bmillions? (?:of |de )?m\*\*3", "hectometer**3"),
    (r"\bUS gallons?\b", "US_liquid_gallon"),
    (r"\b(?:litres?|liters?)\b", "liter"),
    (r"\b(?:jours?)\b", "day"),
    (r"\b(?:ans?|années?|yr)\b", "year"),
    (r"\b(?:a|per|par) (?=(?:day|year|month|person|capita|inhabitant|habitant|km|m|hectare|household)\b)", "/ "),
    (r"µg|μg|\bug\b", "microgram"),
)
_SAFE = re.compile(r"(?:[A-Za-z_]+(?:(?:\*\*|\^)-?[1-9](?!\d))?|[ ()/*.])+")
"""Names, single-digit powers, products and quotients: all that a unit needs."""

_NOT_UNITS = (
    pint.PintError, ValueError, TypeError, AttributeError, AssertionError, LookupError, SyntaxError,
    tokenize.TokenError,
)  # fmt: skip
"""What pint and the tokenizer below it raise for a text that is no unit."""


@cache
def _registry() -> pint.UnitRegistry[float]:
    registry: pint.UnitRegistry[float] = pint.UnitRegistry(cache_folder=None)
    for definition in _DEFINITIONS:
        registry.define(definition)
    return registry


@cache
def factor(written: str, unit: str) -> float | None:
    """Return what a value in `written` is multiplied by to be in `unit`, None where it cannot be.

    A count is never turned into a share, nor the other way round.
    """
    text = " ".join(written.split())
    for pattern, plain in _WRITTEN:
        text = re.sub(pattern, plain, text)
    text = " ".join(text.split())
    if len(text) > 80 or not _SAFE.fullmatch(text):
        return None
    registry = _registry()
    try:
        source, target = registry.parse_units(text), registry.parse_units(unit)
        if ("count" in str(source)) != ("count" in str(target)):
            return None
        ratio = registry.Quantity(1.0, source).to(target).magnitude
    except _NOT_UNITS:
        return None
    return float(f"{float(ratio):.15g}")
