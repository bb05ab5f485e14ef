"""What the operator sets, from the environment."""

from pathlib import Path

import pytest

from indicators import site
from indicators.findings import DataProblem
from indicators.folders import Folders
from indicators.intake import adding
from indicators.intake.drafts import draft
from indicators.store import DATA_FOLDER
from tests.offers import RABAT, offer, values


def test_without_settings_it_is_this_computer_and_the_own_data(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("INDICATORS_DATA", "INDICATORS_CONTACT", "INDICATORS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    assert site.folders() == Folders(DATA_FOLDER, DATA_FOLDER)
    assert site.contact() == ""
    assert site.public_address() == "http://localhost:8501"


def test_settings_are_taken(monkeypatch: pytest.MonkeyPatch, toy_folder: Path) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    monkeypatch.setenv("INDICATORS_CONTACT", "data@example.org")
    monkeypatch.setenv("INDICATORS_ADDRESS", "https://indicators.example.org/")
    assert site.contact() == "data@example.org"
    assert site.public_address() == "https://indicators.example.org"
    assert list(site.dataset().catalogue) == ["network_losses"]


def test_the_data_is_read_once(monkeypatch: pytest.MonkeyPatch, toy_folder: Path) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    assert site.dataset() is site.dataset()


def test_a_blank_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_DATA", "")
    assert site.folders().figures == DATA_FOLDER


def test_a_broken_folder_is_told_every_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "catalogue").mkdir()
    monkeypatch.setenv("INDICATORS_DATA", str(tmp_path))
    for _ in range(2):
        with pytest.raises(DataProblem):
            site.dataset()


def test_a_folder_without_a_catalogue_holds_only_what_is_brought(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(tmp_path))
    assert site.folders() == Folders(DATA_FOLDER, tmp_path)
    assert site.dataset().version == site.own_figures(DATA_FOLDER).version


def test_what_is_accepted_is_shown_without_a_restart(monkeypatch: pytest.MonkeyPatch, toy_folder: Path) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    before, journal = site.dataset(), site.journal()
    number = adding.accept(journal, offer(toy_folder, journal, RABAT), "a")
    after = site.dataset()
    assert values(after)["rabat", 2021] == 19.0
    assert after is site.dataset()
    journal.withdraw(number, "a", "2026-01-01T00:00:00+00:00")
    assert site.dataset().version == before.version
    found = site.earlier_dataset(after.version)
    assert found is not None
    assert values(found[0]) == values(after)
    assert site.earlier_dataset("unknown") is None


def test_a_run_may_be_told_to_show_a_draft(monkeypatch: pytest.MonkeyPatch, toy_folder: Path) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    published = site.dataset()
    intake = offer(toy_folder, site.journal(), RABAT).intake
    try:
        site.show(draft(published, intake))
        assert values(site.dataset())["rabat", 2021] == 19.0
        assert site.published_dataset() is published
    finally:
        site.show(None)
    assert site.dataset() is published


def test_a_journal_that_breaks_leaves_what_was_read_before(
    monkeypatch: pytest.MonkeyPatch, toy_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    adding.accept(site.journal(), offer(toy_folder, site.journal(), RABAT), "a")
    before = site.dataset()
    site.journal().path.write_text("no journal at all " * 100)
    assert site.dataset() is before
    assert "store_unusable" in caplog.text
