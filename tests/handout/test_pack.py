"""The offline pack: small, in every language, with everything in it."""

import base64
import json
import re
from functools import cache

import pytest

from indicators.handout.pack import LARGEST, pack, script
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.sessions.session_files import find_session
from indicators.store.dataset import DATA_FOLDER
from indicators.store.folders import Folders
from tests.helpers.published import dataset

pytestmark = pytest.mark.slow


@cache
def water(language="en"):
    file, _ = find_session(Folders(DATA_FOLDER, DATA_FOLDER / "nowhere"), "water")
    return pack(dataset(), file.session, language, {})


def record():
    found = re.search(r'<script type="application/json" id="pack">(.*?)</script>', water(), re.DOTALL)
    return json.loads(found[1])


def test_ten_slides_in_three_languages_are_small():
    assert len(water().encode()) <= LARGEST


def test_every_language_has_its_deck_its_notes_and_its_words():
    held = record()
    assert held["languages"] == list(SCREEN_LANGUAGES)
    for language in SCREEN_LANGUAGES:
        deck = held["decks"][language]
        assert deck["language"] == language
        assert len(deck["slides"]) == len(deck["notes"]) == len(held["dark"][language]) == 10
        assert deck["notes"][1]["notes"]
    assert held["decks"]["fr"]["title"] == "L’eau de Casablanca"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_fetched(language):
    page = water(language)
    assert not re.search(r"<(?:script|img|iframe)[^>]+src=", page)
    assert not re.search(r"<link[^>]+href=\"(?!data:)", page)
    assert "/assets/" not in page


def test_the_faces_of_arabic_and_tifinagh_are_in_it_and_it_begins_in_its_direction():
    page = water("ar")
    assert '<html lang="ar" dir="rtl"' in page
    for family in ("Casablanca Arabic", "Casablanca Tifinagh"):
        face = re.search(rf'font-family: "{family}"; src: url\("data:font/woff2;base64,([^"]+)"\)', page)
        assert base64.b64decode(face[1]).startswith(b"wOF2")
    assert record()["decks"]["ar"]["tamazight"]["country"] == "ⵍⵎⵖⵔⵉⴱ"


def test_plotly_is_in_it_once():
    assert water().count("plotly.js (basic") == 1


def test_a_script_never_ends_its_element():
    for name in ("plain/pack.js", "plain/stage.js"):
        assert "</script" not in script(name)


def test_every_key_is_named_once():
    for words in record()["words"].values():
        keys = [key for key, _ in words["keys"]]
        assert len(keys) == len(set(keys))
        assert {"n", "t", "l", "d"} <= set(keys)
