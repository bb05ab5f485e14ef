from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from indicators.language.translator import SCREEN_LANGUAGES
from indicators.model.vocabulary import Theme
from pages.server import warming
from pages.views import overview, theme

APP = str(Path(__file__).parents[2] / "app.py")


class Called(Exception):
    """Raised in place of making a page, which takes a while."""


@pytest.fixture
def asked_for(monkeypatch):
    """What views were asked for, none of them made."""
    asked = []

    def view(*key):
        asked.append(key)
        raise Called

    monkeypatch.setattr(overview, "_view", view)
    monkeypatch.setattr(theme, "_view", view)
    return asked


def test_what_is_made_ahead_of_the_overview_is_what_a_first_reader_gets(asked_for):
    AppTest.from_file(APP, default_timeout=30).run()
    with pytest.raises(Called):
        overview.prepare("en", "light")
    reader, ahead = asked_for
    assert reader == ahead


@pytest.mark.parametrize("page", Theme)
def test_what_is_made_ahead_of_a_theme_page_is_what_a_first_reader_gets(asked_for, page):
    AppTest.from_file(APP, default_timeout=30).switch_page(f"pages/{page}.py").run()
    with pytest.raises(Called):
        theme.prepare(page, "en", "light")
    reader, ahead = asked_for
    assert reader == ahead


def test_every_page_is_made_in_every_language(monkeypatch):
    made = []
    monkeypatch.setattr(overview, "prepare", lambda *values: made.append(("overview", *values)))
    monkeypatch.setattr(theme, "prepare", lambda *values: made.append(values))
    monkeypatch.setattr(warming, "_freeze_long_lived_objects", lambda: None)
    warming.prepare()
    pages = [("overview",), *((page,) for page in Theme)]
    assert made == [(*page, language, "light") for language in SCREEN_LANGUAGES for page in pages]
