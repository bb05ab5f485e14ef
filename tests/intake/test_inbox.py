"""The inbox: what is a file of data, what is checked, and what is published without a click."""

from pathlib import Path

import pytest

from indicators.intake import inbox
from indicators.store.dataset import Dataset
from indicators.store.folders import Folders
from indicators.store.ledger.journal import Journal
from indicators.web import app_state
from tests.helpers.offers import CASABLANCA, HEADER, RABAT, YEAR, values

pytestmark = pytest.mark.slow

RECORD = """\
producer = "Ville"
title = "Enquête"
link = "https://example.org"
published = "2025"
licence = "CC BY 4.0"
redistributable = true
"""


@pytest.fixture
def folders(toy_folder: Path) -> Folders:
    (toy_folder / "inbox").mkdir()
    return Folders(toy_folder, toy_folder)


def drop(folders: Folders, name: str, rows: str, record: str = "") -> Path:
    path = folders.inbox / name
    path.write_text(HEADER + rows, encoding="utf-8")
    if record:
        (folders.inbox / f"{name}.origin.toml").write_text(record, encoding="utf-8")
    return path


def publish(folders: Folders) -> list[inbox.Outcome]:
    def dataset() -> Dataset:
        return app_state.read_published(folders).dataset

    return inbox.publish_ready(folders, dataset, YEAR)


def test_only_files_of_data_are_seen(folders: Folders, tmp_path: Path) -> None:
    drop(folders, "b.csv", RABAT)
    drop(folders, "a.tsv", RABAT)
    drop(folders, ".hidden.csv", RABAT)
    drop(folders, "~$open.csv", RABAT)
    drop(folders, "notes.md", RABAT)
    (folders.inbox / "folder.csv").mkdir()
    outside = tmp_path / "outside.csv"
    outside.write_text(HEADER + RABAT)
    (folders.inbox / "link.csv").symlink_to(outside)
    assert [dropped.path.name for dropped in inbox.dropped(folders.inbox)] == ["a.tsv", "b.csv"]
    assert inbox.dropped(tmp_path / "none") == []


def test_a_file_is_checked_with_the_origin_beside_it(folders: Folders) -> None:
    drop(folders, "a.csv", RABAT.replace("open_2020", ""), RECORD)
    (one,) = inbox.dropped(folders.inbox)
    looked = inbox.look(one, app_state.read_published(folders).dataset, 0, YEAR)
    assert looked.source is not None
    assert list(looked.intake.observations["source"]) == [looked.source.id]
    assert looked.checked.sources == (looked.source,)
    assert looked.problems == ()


def test_it_is_off_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INDICATORS_INBOX", raising=False)
    assert not inbox.publishes_alone()
    monkeypatch.setenv("INDICATORS_INBOX", "publish")
    assert inbox.publishes_alone()


@pytest.mark.slow
def test_only_what_carries_its_origin_is_published(folders: Folders) -> None:
    drop(folders, "with.csv", RABAT.replace("open_2020", ""), RECORD)
    drop(folders, "without.csv", CASABLANCA)
    ((path, number),) = publish(folders)
    assert (path.name, number) == ("with.csv", 1)
    assert values(app_state.read_published(folders).dataset)["rabat", 2021] == 19.0
    assert publish(folders) == [], "once is enough"


def test_what_holds_a_refused_value_or_half_an_origin_is_not(folders: Folders) -> None:
    drop(folders, "refused.csv", RABAT.replace(",19,", ",many,"), RECORD)
    drop(folders, "half.csv", RABAT.replace("open_2020", ""), 'producer = "Ville"')
    found = {
        path.name: [one.rule.id for one in reported]
        for path, reported in publish(folders)
        if isinstance(reported, list)
    }
    assert found["refused.csv"] == ["values_refused", "nothing_accepted"]
    assert found["half.csv"] == [*["origin_missing"] * 5, "origin_needed"]
    assert Journal(folders.store).read().acceptances == ()


def test_a_file_that_another_server_published_first_is_no_fault(folders: Folders) -> None:
    drop(folders, "with.csv", RABAT, RECORD)
    base = app_state.read_published(folders).dataset

    def while_another_publishes() -> Dataset:
        assert publish(folders) == [(folders.inbox / "with.csv", 1)]
        return base

    assert inbox.publish_ready(folders, while_another_publishes, YEAR) == []
    assert len(folders.journal.read().events) == 1


@pytest.mark.slow
def test_what_was_withdrawn_does_not_come_back_by_itself(folders: Folders) -> None:
    drop(folders, "with.csv", RABAT, RECORD)
    publish(folders)
    Journal(folders.store).withdraw(1, "a", "2026-01-01")
    assert publish(folders) == []
