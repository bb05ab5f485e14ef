"""Languages: texts with their parameters, in a language that has a catalogue and in one that has none."""

import pytest

from indicators.language import translator
from indicators.language.locales import LANGUAGES, SCREEN_LANGUAGES, screen_language
from indicators.language.translator import Translator, filled, text, translations


def test_the_screen_speaks_every_language_of_the_data() -> None:
    assert LANGUAGES == SCREEN_LANGUAGES == ("en", "fr", "ar")


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


def test_arabic_counts_in_six_forms() -> None:
    t = Translator("ar")
    none, *counted = [t.plural("{n} city", "{n} cities", n) for n in (0, 1, 2, 3, 10, 11, 99, 100, 102, 103)]
    assert counted == [
        "مدينة واحدة", "مدينتان", "3 مدن", "10 مدن", "11 مدينة", "99 مدينة", "100 مدينة", "102 مدينة", "103 مدن",
    ]  # fmt: skip
    assert none not in counted


@pytest.mark.parametrize("broken", ["{nn} مدينة", "{n مدينة", "{} مدينة", "{n.x} مدينة", "{0} مدينة"])
def test_a_broken_text_is_shown_in_english_and_stated(broken: str, caplog: pytest.LogCaptureFixture) -> None:
    assert filled("ar", broken, "{n} city", {"n": 3}) == "[en] 3 city"
    assert "broken" in caplog.text


def test_a_parameter_that_the_code_forgets_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("en", "{n} city", m=3)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_catalogue_that_cannot_be_read_leaves_english(tmp_path, monkeypatch, caplog, content) -> None:
    if content is not None:
        (tmp_path / "ar.po").write_bytes(content)
    monkeypatch.setattr(translator, "LOCALE_FOLDER", tmp_path)
    translations.cache_clear()
    try:
        assert Translator("ar")("Sources") == "Sources"
        assert Translator("ar").plural("{n} city", "{n} cities", 1) == "1 city"
        assert "cannot be read" in caplog.text
    finally:
        translations.cache_clear()


def test_a_text_without_all_its_forms_stays_english(tmp_path, monkeypatch) -> None:
    head = 'msgid ""\nmsgstr "Language: ar\\nPlural-Forms: nplurals=6; plural=(n==1 ? 1 : 2);\\n"\n\n'
    forms = 'msgid "{n} city"\nmsgid_plural "{n} cities"\nmsgstr[0] "لا"\n'
    (tmp_path / "ar.po").write_text(head + forms, encoding="utf-8")
    monkeypatch.setattr(translator, "LOCALE_FOLDER", tmp_path)
    translations.cache_clear()
    try:
        assert [Translator("ar").plural("{n} city", "{n} cities", n) for n in (0, 1)] == ["0 cities", "1 city"]
    finally:
        translations.cache_clear()


@pytest.mark.parametrize("asked", ["xx", "AR", "ar ", "<script>", ""])
def test_an_unknown_language_falls_back(asked: str) -> None:
    assert screen_language(asked, "") == "en"
    assert screen_language(asked, "ar-MA") == "ar"
