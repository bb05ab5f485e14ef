"""The watching of the inbox: only where it may publish, only what stands still, and never ended by a fault."""

import asyncio

import pytest

from indicators.web import app_state
from pages.server import inbox_watch

FIGURES = "place,indicator,year,value\nCasablanca,public_sewer,2024,98.4\n"
RECORD = """\
producer = "Régie"
title = "Bilan 2024"
link = "https://example.org/bilan"
published = "2025"
licence = "CC BY 4.0"
redistributable = true
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("INDICATORS_DATA", str(tmp_path))
    monkeypatch.setattr(inbox_watch, "PAUSE_SECONDS", 0.01)
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


def follow_until(holds):
    """Follow the inbox until something holds; give up after a minute."""

    async def run():
        task = asyncio.create_task(inbox_watch.follow())
        for _ in range(6000):
            if holds() or task.done():
                break
            await asyncio.sleep(0.01)
        task.cancel()
        return task

    return asyncio.run(run())


def test_nothing_is_followed_where_the_inbox_may_not_publish(folder, monkeypatch):
    monkeypatch.delenv("INDICATORS_INBOX", raising=False)
    assert follow_until(lambda: False).done()


def test_a_file_with_its_record_is_published_and_one_without_is_not(folder, monkeypatch):
    monkeypatch.setenv("INDICATORS_INBOX", "publish")
    (folder / "alone.csv").write_text(FIGURES.replace("98.4", "98.5"), encoding="utf-8")
    (folder / "ready.csv").write_text(FIGURES, encoding="utf-8")
    (folder / "ready.csv.origin.toml").write_text(RECORD, encoding="utf-8")
    follow_until(lambda: bool(app_state.journal().read().in_force))
    assert [one.name for _, one in app_state.journal().read().in_force] == ["ready.csv"]


def test_a_file_is_left_alone_while_it_grows(folder, monkeypatch):
    monkeypatch.setenv("INDICATORS_INBOX", "publish")
    published, sizes = [], iter(range(1, 20))
    monkeypatch.setattr(inbox_watch, "listing", lambda: (("a.csv", 0, min(next(sizes, 5), 5)),))
    monkeypatch.setattr(inbox_watch, "publish", lambda: published.append(True))
    follow_until(lambda: bool(published))
    assert published == [True]
    assert next(sizes) > 6


def test_a_fault_is_logged_and_the_watching_goes_on(folder, monkeypatch, caplog):
    monkeypatch.setenv("INDICATORS_INBOX", "publish")
    looked = []

    def listing():
        looked.append(True)
        if len(looked) == 1:
            raise RuntimeError("the disk is gone")
        return ()

    monkeypatch.setattr(inbox_watch, "listing", listing)
    follow_until(lambda: len(looked) > 2)
    assert "The inbox could not be looked at" in caplog.text
