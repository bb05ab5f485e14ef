"""Standard Moroccan Tamazight, in Tifinagh: the few words of it that are published, for cover slides and the lobby.

A whole language is not honest without a translator. What the Unicode CLDR publishes of it stands beside the others:
the country's name and dates. It has no name of a city of ours and none of the goals, and no official list of these is
held here: they are left out rather than made up.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.dates import format_date
from babel.languages import get_official_languages

TAMAZIGHT = "zgh"

OFFICIAL_AS = frozenset({"zgh", "tzm"})
"""What the CLDR calls it where it says which languages are official in a country."""

PATTERN = "EEEE d MMMM y"
"""How a day is written; scripts write it in the same order."""


@cache
def words() -> Locale:
    """Return what the CLDR publishes of the language."""
    return Locale.parse(TAMAZIGHT)


def territory(country: str) -> str:
    """Return the two-letter code of a country by its three-letter one, empty where there is none."""
    known = get_global("territory_aliases").get(country) or [""]
    return str(known[0])


@cache
def country_name(country: str) -> str:
    """Return the name of a country by its three-letter code, empty unless the language is official there."""
    code = territory(country)
    if not code or not OFFICIAL_AS.intersection(get_official_languages(code, regional=True)):
        return ""
    return str(words().territories.get(code, ""))


def lockup(country: str, day: date) -> str:
    """Return the country's name and a day, empty where the language is not official in the country."""
    name = country_name(country)
    return f"{name} · {format_date(day, PATTERN, locale=words())}" if name else ""


def day_words(country: str) -> Mapping[str, str | Sequence[str]] | None:
    """Return what a script needs to write :func:`lockup` of today: `country`, `days` from Monday, `months`."""
    name = country_name(country)
    if not name:
        return None
    days, months = words().days["format"]["wide"], words().months["format"]["wide"]
    return {
        "country": name,
        "days": [str(days[number]) for number in range(7)],
        "months": [str(months[number]) for number in range(1, 13)],
    }
