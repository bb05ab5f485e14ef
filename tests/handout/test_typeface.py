"""The type of handouts: unchanged, and with every letter that our texts need."""

import hashlib
import re

import pytest

from indicators.handout.typeface import (
    ARABIC_FACES,
    FACES,
    FONTS,
    LINE,
    MISSING,
    fitting,
    letters,
    unwritten,
    width_of,
    wrapped,
    written,
)
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import translations
from tests.helpers.published import dataset


def test_the_files_are_those_of_the_readme():
    lines = dict(
        re.findall(r"^\| `([^`]+\.ttf)` .*`([0-9a-f]{64})` \|$", (FONTS / "README.md").read_text(), re.MULTILINE)
    )
    assert set(lines) == set(FACES.values())
    for name, digest in lines.items():
        assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == digest
    assert sum((FONTS / name).stat().st_size for name in lines) <= 450_000


@pytest.mark.slow
@pytest.mark.parametrize("face", ARABIC_FACES)
def test_every_letter_of_our_texts_is_there(face):
    texts = [str(text) for code in ("fr", "ar") for text in translations(code)._catalog.values() if text]
    texts += [key if isinstance(key, str) else key[0] for key in translations("fr")._catalog]
    data = dataset()
    for language in SCREEN_LANGUAGES:
        texts += [place.names.get(language) for place in data.places.values()]
        texts += [entry.names.get(language) for entry in data.catalogue.values()]
        texts += [entry.unit_names.get(language) for entry in data.catalogue.values()]
    texts += [text for source in data.sources.values() for text in (source.producer, source.title)]
    assert unwritten(map(str, texts), face) == set()


def test_a_letter_that_is_missing_is_seen_to_be():
    assert written("Casablanca 漢字") == "Casablanca " + MISSING * 2
    assert written("Casablanca الدار") == "Casablanca الدار"
    assert written("⋮ 3") == "… 3"
    assert ord("₂") in letters()


def test_a_text_breaks_at_spaces_and_within_a_word_that_is_too_wide():
    lines = wrapped("one two three", width_of("one two", 10) + 1, 10)
    assert lines == ["one two", "three"]
    assert all(width_of(line, 10) <= 30 for line in wrapped("Donaudampfschifffahrt", 30, 10))
    assert "".join(wrapped("Donaudampfschifffahrt", 30, 10)) == "Donaudampfschifffahrt"


def test_a_hard_space_never_breaks():
    assert wrapped("98,2\u00a0% des ménages", width_of("98,2\u00a0%", 10) + 1, 10)[0] == "98,2\u00a0%"


def test_the_largest_size_that_fits_is_taken():
    size, lines = fitting("one two three four", 60, 30, (20, 12, 8), "regular")
    assert size in {12, 8}
    assert len(lines) * size * LINE <= 30
