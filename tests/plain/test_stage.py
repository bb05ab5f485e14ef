"""The pages in front of a room as HTML: what they bring along, and where they lead."""

import json
import re

import pytest

from indicators.language.translator import Translator
from indicators.plain.stage import (
    StageView,
    clicker_page,
    kiosk_page,
    presenter_page,
    qr_code,
    screen_page,
    short_link,
)
from indicators.plain.stage_texts import screen_keys, screen_texts, speaker_texts
from indicators.sessions.session import Session
from tests.helpers.checking import dataset

SESSION = Session.model_validate(
    {
        "id": "water",
        "title": {"en": "Water <b>", "fr": "Eau"},
        "speakers": ["Ali", "Sara"],
        "slides": [{"chart": "network_efficiency-time", "seconds": 90, "notes": {"en": "Secret."}}],
    }
)
PAGES = (screen_page, presenter_page, clicker_page, kiosk_page)


def view(language="en", public="https://figures.example.org"):
    return StageView(language, "light", public, "http://localhost:8501")


def block(page, name):
    return json.loads(re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)[1])


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_is_whole_escaped_and_without_notes(page, language):
    made = page(dataset(), SESSION, view(language))
    assert made.count("<html") == 1
    assert "Water <b>" not in made
    assert "Secret" not in made
    assert not re.search(r"\son[a-z]+=", made), "a handler within the markup"
    assert block(made, "texts")["not_connected"] == Translator(language)("Not connected")


def test_the_screen_names_the_public_address_else_the_one_in_the_browser():
    assert "figures.example.org/live/water" in screen_page(dataset(), SESSION, view())
    assert "localhost:8501/live/water" in screen_page(dataset(), SESSION, view(public=""))
    assert short_link("https://a.example/live/x") == "a.example/live/x"


def test_the_code_is_a_picture_of_the_link_and_asks_nobody():
    code = qr_code("https://figures.example.org/live/water")
    assert code.startswith("<svg")
    assert "width=" not in code.split(">")[0]
    assert code != qr_code("https://figures.example.org/live/land")


def test_the_deck_is_fetched_in_both_themes():
    decks = block(screen_page(dataset(), SESSION, view("fr")), "decks")
    assert decks == {theme: f"/live/water/deck.json?lang=fr&theme={theme}" for theme in ("light", "dark")}


def test_a_speakers_share_is_an_equal_part_of_what_is_planned():
    assert 'data-share="45"' in presenter_page(dataset(), SESSION, view())


def test_an_address_that_phones_cannot_reach_is_reported_to_the_presenter():
    words = "Phones cannot reach this address"
    assert words in presenter_page(dataset(), SESSION, view(public=""))
    assert words not in presenter_page(dataset(), SESSION, view())


def test_every_text_of_the_scripts_is_there_in_both_languages():
    english, french = (speaker_texts(SESSION, language) for language in ("en", "fr"))
    assert english.keys() == french.keys() >= screen_texts(Translator("en")).keys()
    for name, words in english.items():
        assert sorted(re.findall(r"{\w+}", words)) == sorted(re.findall(r"{\w+}", french[name])), name
    assert len(screen_keys(Translator("fr"))) == len(screen_keys(Translator("en")))
