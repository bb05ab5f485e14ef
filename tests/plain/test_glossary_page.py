"""The page of the words of the screen: each word once, in every language, where links find it."""

import re

import pytest

from indicators.charts.comparison import VIEWS
from indicators.charts.dispatch import HOW_TO_READ, KINDS, how_to_read
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import text
from indicators.plain.glossary_page import glossary_page
from indicators.text.glossary import TERMS, linked_words
from indicators.web import app_state


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
