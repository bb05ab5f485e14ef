from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from indicators.charts.chart import Look
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.model.vocabulary import Theme
from indicators.web import app_state
from pages.server import decks, open_doors, routes, warming
from pages.views import overview, theme, world
from tests.helpers.serving import PATIENCE

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

    monkeypatch.setattr(overview, "build_view", view)
    monkeypatch.setattr(theme, "build_view", view)
    return asked


def test_what_is_made_ahead_of_the_overview_is_what_a_first_reader_gets(asked_for):
    AppTest.from_file(APP, default_timeout=PATIENCE).run()
    with pytest.raises(Called):
        overview.prepare(app_state.published_dataset(), Look("en"))
    reader, ahead = asked_for
    assert reader == ahead


@pytest.mark.parametrize("page", Theme)
def test_what_is_made_ahead_of_a_theme_page_is_what_a_first_reader_gets(asked_for, page):
    AppTest.from_file(APP, default_timeout=PATIENCE).switch_page(f"pages/{page}.py").run()
    with pytest.raises(Called):
        theme.prepare(app_state.published_dataset(), page, Look("en"))
    reader, ahead = asked_for
    assert reader == ahead


def test_every_page_is_made_in_every_language_behind_the_sessions_of_the_programme(monkeypatch):
    made = []
    monkeypatch.setattr(decks, "ahead", lambda dataset: [lambda: made.append("sessions")])
    monkeypatch.setattr(overview, "prepare", lambda dataset, look: made.append(("", look.language)))
    monkeypatch.setattr(theme, "prepare", lambda dataset, page, look: made.append((page, look.language)))
    monkeypatch.setattr(world, "prepare", lambda dataset, look: made.append(("world", look.language)))
    monkeypatch.setattr(warming, "set_aside", lambda: None)
    warming.prepare()
    assert made == ["sessions"] + [(page, language) for language in SCREEN_LANGUAGES for page in ("", *Theme, "world")]


@pytest.mark.parametrize(
    ("written", "made"), [({}, True), ({"INDICATORS_AHEAD": ""}, True), ({"INDICATORS_AHEAD": "0"}, False)]
)
def test_a_server_makes_pages_ahead_unless_it_is_told_not_to(monkeypatch, written, made):
    begun = Event()
    monkeypatch.setattr(warming, "prepare", lambda runs: begun.set())
    warming.begin(written)
    assert begun.wait(PATIENCE if made else 0.1) == made


def test_what_is_made_ahead_waits_while_a_readers_page_is_run():
    runs = warming.Runs()
    waiting = Thread(target=runs.wait_for_quiet, args=(0.05,), daemon=True)
    with warming.gives_way(runs):
        waiting.start()
        waiting.join(timeout=0.2)
        assert waiting.is_alive()
    waiting.join(PATIENCE)
    assert not waiting.is_alive()


def test_a_page_that_fails_holds_nothing_up():
    runs = warming.Runs()
    with pytest.raises(Called), warming.gives_way(runs):
        raise Called
    assert runs.under_way == 0


def test_nothing_is_made_ahead_while_an_answer_for_a_program_is_made(monkeypatch):
    under_way = []
    make = open_doors.prepared

    def noted(*asked):
        ready = make(*asked)
        answer = ready.make

        def counted():
            under_way.append(warming._runs.under_way)
            return answer()

        return replace(ready, make=counted)

    monkeypatch.setattr(open_doors, "prepared", noted)
    with TestClient(Starlette(middleware=routes.middleware())) as client:
        # what no other test has had made
        assert client.get("/api/v1/observations?indicator=public_sewer&limit=7").status_code == 200
    assert under_way == [1]
    assert warming._runs.under_way == 0
