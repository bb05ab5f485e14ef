"""What a language is to a program: its own name, its Babel locale, its direction, the tag it has in a document.

French and Arabic are those of Morocco (docs/adr/0021-three-languages-and-two-directions.md): no other module says
which locale or which direction a language has.
"""

from functools import cache

from babel import Locale

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
