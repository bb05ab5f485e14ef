"""Languages and translated texts, from gettext catalogues read with Babel."""

import gettext
import io
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("en", "fr", "ar")
"""The languages of the data's names."""

SCREEN_LANGUAGES = ("en", "fr", "ar")
"""The languages of the screen."""

LOCALE_FOLDER = Path(__file__).parent / "locale"


def screen_language(asked: str, locale: str) -> str:
    """Return the language of the screen: `asked` where it speaks it, else that of a locale ("fr-MA"), else English."""
    wishes = (asked, locale.partition("-")[0].lower())
    return next((wish for wish in wishes if wish in SCREEN_LANGUAGES), "en")


def N_(message: str) -> str:
    """Mark `message` for translation without translating it."""
    return message


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the gettext catalogue of `language`; English is the messages themselves."""
    path = LOCALE_FOLDER / f"{language}.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    for message in list(catalogue):
        if message.pluralizable and not all(message.string or ()):
            # Babel would put English forms into the places of another language's.
            catalogue.delete(message.id)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def text(language: str, message: str, **params: object) -> str:
    """Return `message` in `language` with its `{name}` parameters put in."""
    # The empty message is gettext's own: its text is the header of the catalogue.
    translated = translations(language).gettext(message) if message else ""
    return translated.format(**params) if params else translated


class Translator:
    """A language's texts as a callable: `t("Sources")`."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, message: str, **params: object) -> str:
        """Return `message` translated, parameters put in."""
        return text(self.language, message, **params)

    def plural(self, one: str, many: str, n: int, **params: object) -> str:
        """Return the form of a message for `n`, parameters put in; `one` and `many` stand in the call as texts."""
        return translations(self.language).ngettext(one, many, n).format(n=n, **params)
