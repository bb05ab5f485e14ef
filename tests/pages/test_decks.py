"""The decks of sessions: each slide is made once, and those of the programme before they are asked for."""

from pathlib import Path

import pytest

from indicators.charts.chart import Look
from indicators.sessions.session_files import find_session
from indicators.web import app_state
from pages.server import decks
from pages.shared import page_cache
from tests.helpers.rooms import SESSION, write_session

PROGRAMME = """
title = {en = "Days"}
rooms = [{id = "hall", name = {en = "Hall"}}]
"""

ENTRY = """
[[entries]]
start = 2027-01-13T09:00:00
end = 2027-01-13T10:00:00
room = "hall"
title = {en = "Water"}
"""


@pytest.fixture
def folder(toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    page_cache.clear()
    write_session(toy_folder)
    return toy_folder


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The slides that were made, by the address of their chart or their title, and their language."""
    found: list[tuple[str, str]] = []

    def slide_json(dataset, slide, look, pictures, public):
        found.append((slide.chart or slide.title.en, look.language))
        return b'{"title":""}'

    monkeypatch.setattr(decks, "slide_json", slide_json)
    return found


def shown(name="water"):
    file, _ = find_session(app_state.folders(), name)
    return decks.DeckShown(file.session, decks.seen_pictures(file.path.parent), Look("en", "light", "room"), "")


def programme(folder, *sessions):
    named = [f'{ENTRY}session = "{name}"' if name else ENTRY for name in sessions]
    write_session(folder, "programme", "\n".join([PROGRAMME, *named]))


def test_of_a_session_that_is_changed_the_other_slides_are_stored(folder, made):
    dataset = app_state.published_dataset()
    decks.deck_answer(dataset, shown())
    assert len(made) == 3
    write_session(folder, content=SESSION.replace("So?", "And now?"))
    decks.deck_answer(dataset, shown())
    assert made[3:] == [("And now?", "en")]


def test_the_sessions_of_the_programme_are_made_ahead_in_the_language_of_their_room_first(folder, made):
    write_session(folder, "arabic", SESSION.replace("chair =", 'languages = ["ar"]\nchair =').replace("So?", "Then?"))
    write_session(folder, "unnamed", SESSION.replace("So?", "Never?"))
    programme(folder, "water", None, "arabic", "gone", "water")
    for make in decks.ahead(app_state.published_dataset()):
        make()
    statements = [(title, language) for title, language in made if title.endswith("?")]
    assert statements == [
        ("So?", "en"), ("Then?", "ar"), ("So?", "fr"), ("Then?", "en"), ("So?", "ar"), ("Then?", "fr"),
    ]  # fmt: skip
    assert page_cache.held(decks.deck_answer, app_state.published_dataset(), shown()) is not None


def test_of_a_long_programme_its_first_sessions_are_made_ahead(folder, made, monkeypatch):
    monkeypatch.setattr(decks, "MOST_AHEAD", 4)
    write_session(folder, "other")
    programme(folder, "other", "water")
    assert [session.id for session, _ in decks.of_the_programme()] == ["other"]


def test_without_a_programme_nothing_is_made_ahead(folder):
    (folder / "store" / "sessions" / "programme.toml").write_text("broken", encoding="utf-8")
    assert list(decks.ahead(app_state.published_dataset())) == []


def test_a_folder_that_is_not_there_holds_no_pictures(folder):
    assert decks.seen_pictures(folder / "nowhere") == ()
