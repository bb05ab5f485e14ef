"""The languages: what each is to a program, its own name, its Babel locale, its direction, its tag in a document.

French and Arabic are those of Morocco (docs/adr/0021-three-languages-and-two-directions.md): no other module says
which locale or which direction a language has.

Standard Moroccan Tamazight, in Tifinagh, is no language of the screen: a whole language is not honest without a
translator. What the Unicode CLDR publishes of it stands beside the others on cover slides and in the lobby: the
country's name and dates. It has no name of a city of ours and none of the goals, and no official list of these is held
here: they are left out rather than made up.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.dates import format_date
from babel.languages import get_official_languages

LANGUAGES = ("en", "fr", "ar")
"""The languages of the data's names."""

SCREEN_LANGUAGES = ("en", "fr", "ar")
"""The languages of the screen."""

LANGUAGE_NAMES = {"en": "English", "fr": "Français", "ar": "العربية"}
"""Each language by its own name."""

LOCALES = {"en": "en_GB", "fr": "fr_MA", "ar": "ar_MA"}
"""The locale of each language. Bare `ar` would write أغسطس for غشت and group thousands by commas."""

RIGHT_TO_LEFT = frozenset({"ar"})


@cache
def locale(language: str) -> Locale:
    """Return the Babel locale of a language; English where unknown."""
    return Locale.parse(LOCALES.get(language, LOCALES["en"]))


def right_to_left(language: str) -> bool:
    """Return whether a language is written from right to left."""
    return language in RIGHT_TO_LEFT


def direction(language: str) -> str:
    """Return the direction of a language as HTML's `dir` names it: `rtl` or `ltr`."""
    return "rtl" if right_to_left(language) else "ltr"


def screen_language(wanted: str, locale: str, otherwise: str = "en") -> str:
    """Return the language of the screen: the one `wanted`, else that of a `locale` ("fr-MA"), else `otherwise`."""
    wishes = (wanted, locale.partition("-")[0].lower())
    return next((wish for wish in wishes if wish in SCREEN_LANGUAGES), otherwise)


TAMAZIGHT = "zgh"

OFFICIAL_AS = frozenset({"zgh", "tzm"})
"""What the CLDR calls it where it says which languages are official in a country."""

PATTERN = "EEEE d MMMM y"
"""How a day is written; scripts write it in the same order."""


@cache
def tamazight_name(country: str) -> str:
    """Return the name of a country by its three-letter code, empty unless the language is official there."""
    code = (get_global("territory_aliases").get(country) or [""])[0]
    if not code or not OFFICIAL_AS.intersection(get_official_languages(code, regional=True)):
        return ""
    return str(Locale.parse(TAMAZIGHT).territories.get(code, ""))


def lockup(country: str, day: date) -> str:
    """Return the country's name and a day, empty where the language is not official in the country."""
    name = tamazight_name(country)
    return f"{name} · {format_date(day, PATTERN, locale=TAMAZIGHT)}" if name else ""


def day_words(country: str) -> Mapping[str, str | Sequence[str]] | None:
    """Return what a script needs to write :func:`lockup` of today: `country`, `days` from Monday, `months`."""
    name = tamazight_name(country)
    if not name:
        return None
    words = Locale.parse(TAMAZIGHT)
    days, months = words.days["format"]["wide"], words.months["format"]["wide"]
    return {
        "country": name,
        "days": [str(days[number]) for number in range(7)],
        "months": [str(months[number]) for number in range(1, 13)],
    }
