"""Languages: texts with their parameters, in a language that has a catalogue and in one that has none."""

import pytest

from indicators.language.translator import LANGUAGES, SCREEN_LANGUAGES, Translator, text, translations


def test_the_screen_speaks_some_of_the_datas_languages() -> None:
    assert LANGUAGES == ("en", "fr", "ar")
    assert set(SCREEN_LANGUAGES) <= set(LANGUAGES)


def test_english_is_the_message_itself() -> None:
    assert text("en", "Sources") == "Sources"
    assert text("en", "{n} of {all}", n=1, all=2) == "1 of 2"
    assert Translator("en")("the value has no source.") == "the value has no source."


@pytest.mark.parametrize("language", ["en", "xx"])
def test_plurals_without_a_catalogue(language: str) -> None:
    t = Translator(language)
    assert [t.plural("{n} city", "{n} cities", n) for n in (0, 1, 2)] == ["0 cities", "1 city", "2 cities"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_no_text(language: str) -> None:
    """Gettext answers the empty message with the header of the catalogue."""
    assert text(language, "") == ""


def test_braces_without_parameters_stay() -> None:
    assert text("en", "{place}, {country}") == "{place}, {country}"


def test_a_catalogue_is_read_once() -> None:
    assert translations("fr") is translations("fr")
