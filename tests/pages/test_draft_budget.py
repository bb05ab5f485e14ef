"""What the drafts of all sessions take at most: the file brought first is removed, with a word to its session."""

from types import SimpleNamespace

import pytest

from indicators.language.translator import Translator
from pages.shared import draft_session
from pages.shared.draft_session import DraftSession
from pages.views.data import file
from tests.helpers.bringing import FRENCH, bring, go
from tests.helpers.visits import Visit

WORDS = "eau.csv and its draft were removed to make room for others. Bring it again."
TEXT = FRENCH.format(source="hcp_rgph_2024")


@pytest.fixture(autouse=True)
def brought(tmp_path, monkeypatch):
    """A folder of accepted files of this test alone, and sessions of this test alone."""
    monkeypatch.setenv("INDICATORS_DATA", str(tmp_path))
    monkeypatch.setattr(draft_session, "_sessions", type(draft_session._sessions)())


def test_the_draft_brought_first_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = bring(TEXT), bring(TEXT)
    go(first, "data", lang="en")
    assert "eau.csv" in first.words
    assert WORDS not in first.words
    monkeypatch.setattr(draft_session, "MOST_BYTES", 1)
    third = bring(TEXT)
    for visit in (first, second):
        go(visit, "data", lang="en")
        assert WORDS in visit.words
        assert "Draft:" not in visit.words
    assert "Draft:" in third.words


def test_a_session_that_ended_counts_no_more() -> None:
    session = DraftSession()
    draft_session._sessions.add(session)
    assert len(draft_session._sessions) == 1
    del session
    assert len(draft_session._sessions) == 0


def test_an_address_that_asks_too_often_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "_checks", file.Rate(1, 600, lambda: 0.0))
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.ip_address", "203.0.113.9")
    assert "Draft:" in bring(TEXT).words
    refused: Visit = bring(TEXT)
    assert "So many files of your address were checked that the next one waits 10 min." in refused.words
    assert "Draft:" not in refused.words


def test_who_waits_is_reported_how_many_are_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file.reading_process, "queue_length", lambda: 3)

    page = SimpleNamespace(look=SimpleNamespace(t=Translator("en")))
    assert file._checking(page, "a.csv") == "Checking a.csv … 3 files are before it."
