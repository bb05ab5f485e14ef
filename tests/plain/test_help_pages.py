"""The pages of help: every word is explained in each language, and the statement of accessibility is whole."""

import re
from pathlib import Path

import pytest

from indicators.charts.comparison import VIEWS
from indicators.charts.dispatch import HOW_TO_READ, KINDS, how_to_read
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import text
from indicators.plain.help_pages import STATEMENT_PARTS, glossary_page, statement_page
from indicators.plain.page import PageAddress
from indicators.text.glossary import TERMS, linked_words
from indicators.web import app_state
from indicators.web.links import STATEMENT
from tests.helpers.published import dataset


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_every_word_has_its_place(language: str) -> None:
    page = glossary_page(app_state.published_dataset(), language)
    assert re.findall(r'<div id="([^"]+)"><dt><dfn>', page) == [term.id for term in TERMS]
    assert page.count("<h1>") == 1


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_the_forms_that_are_linked_are_plain_words(language: str) -> None:
    """They become part of a pattern in the browser."""
    for _, written in linked_words(language):
        assert all(re.fullmatch(r"[\w ’-]+", form) for form in written.split("|")), written


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_words_that_say_what_they_always_say_are_not_linked(language: str) -> None:
    forms = [form for _, written in linked_words(language) for form in written.split("|")]
    alone = {text(language, message, value="").strip() for message in ("less than {value}", "more than {value}")}
    assert not alone & set(forms)


def test_every_kind_of_chart_says_how_it_is_read() -> None:
    assert set(HOW_TO_READ) == {*KINDS, *VIEWS, "strips"}
    for language in SCREEN_LANGUAGES:
        texts = [how_to_read(kind, language) for kind in HOW_TO_READ]
        assert len(set(texts)) == len(texts)
    assert how_to_read("no such kind", "en") == ""


DOCUMENT = (Path(__file__).parents[2] / "docs" / "accessibility.md").read_text(encoding="utf-8")


def page(language: str, contact: str = "") -> str:
    place = PageAddress("", {code: f"{STATEMENT}?lang={code}" for code in SCREEN_LANGUAGES}, language)
    return statement_page(dataset(), place, contact)


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_it_says_all_its_sentences_in_the_language_of_the_reader(language: str) -> None:
    markup = page(language)
    assert re.search(rf'<html lang="{language}"', markup)
    assert len(re.findall("<li>", markup)) == sum(len(sentences) for _, sentences in STATEMENT_PARTS)
    english = [sentence for _, sentences in STATEMENT_PARTS for sentence in sentences if sentence in markup]
    assert len(english) == (sum(len(sentences) for _, sentences in STATEMENT_PARTS) if language == "en" else 0)


def test_it_names_whom_to_tell_where_somebody_is_named() -> None:
    assert 'href="mailto:access@example.org"' in page("en", "access@example.org")
    assert "this server names nobody" in page("en")


def test_what_does_not_hold_is_in_the_document_too() -> None:
    for words in ("screen reader", "map", "Streamlit"):
        assert words in DOCUMENT.partition("What is known not to hold")[2] + DOCUMENT.partition("How it works")[0]
