"""The statement of accessibility: in every language, with whom to tell, and nothing it does not say in docs."""

import re
from pathlib import Path

import pytest

from indicators.language.locales import SCREEN_LANGUAGES
from indicators.plain.page import PageAddress
from indicators.plain.statement_page import PARTS, statement_page
from indicators.web.links import STATEMENT
from tests.helpers.published import dataset

DOCUMENT = (Path(__file__).parents[2] / "docs" / "accessibility.md").read_text(encoding="utf-8")


def page(language: str, contact: str = "") -> str:
    place = PageAddress("", {code: f"{STATEMENT}?lang={code}" for code in SCREEN_LANGUAGES}, language)
    return statement_page(dataset(), place, contact)


@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_it_says_all_its_sentences_in_the_language_of_the_reader(language: str) -> None:
    markup = page(language)
    assert re.search(rf'<html lang="{language}"', markup)
    assert len(re.findall("<li>", markup)) == sum(len(sentences) for _, sentences in PARTS)
    english = [sentence for _, sentences in PARTS for sentence in sentences if sentence in markup]
    assert len(english) == (sum(len(sentences) for _, sentences in PARTS) if language == "en" else 0)


def test_it_names_whom_to_tell_where_somebody_is_named() -> None:
    assert 'href="mailto:access@example.org"' in page("en", "access@example.org")
    assert "this server names nobody" in page("en")


def test_what_does_not_hold_is_in_the_document_too() -> None:
    for words in ("screen reader", "map", "Streamlit"):
        assert words in DOCUMENT.partition("What is known not to hold")[2] + DOCUMENT.partition("How it works")[0]
