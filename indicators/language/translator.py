"""Translated texts, from gettext catalogues read with Babel, and the texts of tables as messages for them.

A fault of a catalogue never stops a page: a text whose parameters cannot be put in is shown in English behind
:data:`IN_ENGLISH`, a catalogue that is missing or cannot be read leaves the whole language in English and is logged.
"""

import csv
import gettext
import io
import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from indicators.language.bidi import has_latin, isolated
from indicators.language.locales import SCREEN_LANGUAGES, right_to_left

LOCALE_FOLDER = Path(__file__).parent / "locale"

IN_ENGLISH = "[en] "
"""How a text begins that stands in English because that of its language is broken."""

LOG = logging.getLogger(__name__)


def N_(message: str) -> str:
    """Mark `message` for translation without translating it."""
    return message


@dataclass(frozen=True)
class Counted:
    """A message in the form for one and the form for many, not yet translated; `by` is the parameter that counts."""

    one: str
    many: str
    by: str = "n"

    def number(self, params: Mapping[str, object]) -> int:
        """Return how many there are, by parameters as checks write them ("1,234"); what is no number counts as many."""
        written = str(params.get(self.by)).replace(",", "")
        return int(written) if written.isascii() and written.isdecimal() else MANY

    def text(self, language: str, n: int, params: Mapping[str, object]) -> str:
        """Return the form for a number in a language, parameters put in."""
        return text_of(language, (self.one, self.many), n, params)


MANY = 100
"""A number whose form every language uses for what cannot be counted."""


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the gettext catalogue of `language`; English is the messages themselves."""
    if language == "en" or language not in SCREEN_LANGUAGES:
        return gettext.NullTranslations()
    path = LOCALE_FOLDER / f"{language}.po"
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language, abort_invalid=True)
    except (OSError, ValueError, PoFileError) as error:
        LOG.error("The texts of “%s” cannot be read, so that it is shown in English. %s: %s", language, path, error)
        return gettext.NullTranslations()
    for message in list(catalogue):
        if message.pluralizable and not all(message.string or ()):
            # Babel would put English forms into the places of another language's.
            catalogue.delete(message.id)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def text(language: str, message: str, **params: object) -> str:
    """Return `message` in `language` with its `{name}` parameters put in, each isolated where the language needs it."""
    # The empty message is gettext's own: its text is the header of the catalogue.
    translated = translations(language).gettext(message) if message else ""
    return filled(language, translated, message, params) if params else translated


def filled(language: str, translated: str, message: str, params: Mapping[str, object]) -> str:
    """Return a text of a catalogue with its parameters put in; `message` is the English one it is made of.

    Raises :class:`KeyError` where the message itself names a parameter that is not given.
    """
    put_in = params
    if right_to_left(language) and translated != message:
        count_too = has_latin(translated)
        put_in = {name: isolated(str(value), count_too) for name, value in params.items()}
    try:
        return translated.format(**put_in)
    except (KeyError, IndexError, ValueError, AttributeError):
        if translated == message:
            raise
        LOG.error("A text of “%s” is broken, so that it is shown in English: %r", language, translated)
        return IN_ENGLISH + message.format(**params)


def text_of(language: str, forms: tuple[str, str], n: int, params: Mapping[str, object]) -> str:
    """Return the form of a message for a number in a language, parameters put in; `forms` are for one and for many."""
    form = translations(language).ngettext(*forms, n)
    return filled(language, form, forms[0] if n == 1 else forms[1], params)


class Translator:
    """A language's texts as a callable: `t("Sources")`."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, message: str, **params: object) -> str:
        """Return `message` translated, parameters put in."""
        return text(self.language, message, **params)

    def plural(self, one: str, many: str, n: int, **params: object) -> str:
        """Return the form of a message for `n`, parameters put in; `one` and `many` stand in the call as texts."""
        return text_of(self.language, (one, many), n, {"n": n, **params})


def table_texts(
    file: IO[bytes], _keywords: Collection[str], _comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Yield line, no function name, text and no comments for each different text of a CSV table.

    The screen shows the notes of figures and the titles of sources in the reader's language: Babel collects them by
    this, as it collects the texts of the code. `options` names in `columns`, spaces between them, the columns that hold
    texts. A table without them has no messages.
    """
    table = csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""))
    columns = [name for name in options["columns"].split() if name in (table.fieldnames or ())]
    seen = {""}
    for row in table:
        for name in columns:
            if row[name] not in seen:
                seen.add(row[name])
                yield table.line_num, None, row[name], []
