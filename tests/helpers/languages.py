"""What the tests of languages share: the messages collected again, the catalogues, the rules of French type."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import LOCALE_FOLDER

ROOT = Path(__file__).parents[2]

TRANSLATED = tuple(language for language in SCREEN_LANGUAGES if language != "en")

SPACE_BEFORE_MARK = re.compile(r"[ \t][:;?!»]|\d[ \t]%|«[ \t]")
STRAIGHT_APOSTROPHE = re.compile(r"\w'\w")


@cache
def collected(folder: Path) -> Catalog:
    """Return the messages of code, templates and tables, collected as `make messages` does."""
    template = folder / "indicators.pot"
    arguments = ["extract", "--mapping-file", "pyproject.toml", "--output-file", str(template), "."]
    subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", "--quiet", *arguments],
        cwd=ROOT, check=True, timeout=120, capture_output=True,
    )  # fmt: skip
    with template.open("rb") as file:
        return read_po(file)


@cache
def catalogue(language: str) -> Catalog:
    """Return the catalogue of a language as it stands in the project."""
    with (LOCALE_FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(catalog: Catalog) -> list[Message]:
    """Return the messages of a catalogue without its header."""
    return [message for message in catalog if message.id]


def forms(texts: object) -> tuple[str, ...]:
    """Return the one text of a message, or the several of a plural."""
    return tuple(texts) if isinstance(texts, (list, tuple)) else (str(texts),)


def placeholders(text: str) -> set[str]:
    """Return the names that stand between braces."""
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def faults_of_type(text: str) -> list[str]:
    """Return where French type is broken: a plain space before a high mark, a straight apostrophe."""
    rules = (SPACE_BEFORE_MARK, STRAIGHT_APOSTROPHE)
    return [text[max(0, hit.start() - 20) : hit.end() + 10] for rule in rules for hit in rule.finditer(text)]


LONG_ENOUGH = 12
"""Characters of a piece of a text from which on it is not found by chance."""


@cache
def pieces(language: str) -> dict[str, str]:
    """Return the fixed pieces of English texts that their translation does not have, with the text they are of."""
    found = {}
    for message in messages(catalogue(language)):
        translated = " ".join(forms(message.string))
        for text in forms(message.id):
            for piece in (part.strip() for part, *_ in Formatter().parse(text)):
                if len(piece) >= LONG_ENOUGH and " " in piece and piece not in translated:
                    found[piece] = text
    return found


def english_in(shown: str, language: str) -> list[str]:
    """Return the English texts of which a piece is found in what a page in another language shows."""
    return sorted(text for piece, text in pieces(language).items() if piece in shown)
