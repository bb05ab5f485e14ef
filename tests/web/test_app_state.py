"""What the operator sets, from the environment."""

from pathlib import Path

import pytest

from indicators.findings.finding import DataProblem
from indicators.intake import acceptance
from indicators.store.dataset import DATA_FOLDER
from indicators.store.folders import Folders
from indicators.web import app_state
from tests.helpers.offers import RABAT, offer, values

pytestmark = pytest.mark.slow


def test_without_settings_it_is_this_computer_and_the_own_data(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("INDICATORS_DATA", "INDICATORS_CONTACT", "INDICATORS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    assert app_state.folders() == Folders(DATA_FOLDER, DATA_FOLDER)
    assert app_state.contact() == ""
    assert app_state.public_address() == ""


def test_settings_are_taken(monkeypatch: pytest.MonkeyPatch, toy_folder: Path) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    monkeypatch.setenv("INDICATORS_CONTACT", "data@example.org")
    monkeypatch.setenv("INDICATORS_ADDRESS", "https://indicators.example.org/")
    assert app_state.contact() == "data@example.org"
    assert app_state.public_address() == "https://indicators.example.org"
    assert list(app_state.published_dataset().catalogue) == ["network_losses"]


def test_the_data_is_read_once(monkeypatch: pytest.MonkeyPatch, toy_folder: Path) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    assert app_state.published_dataset() is app_state.published_dataset()


def test_a_blank_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_DATA", "")
    assert app_state.folders().figures == DATA_FOLDER


def test_a_broken_folder_is_reported_every_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "catalogue").mkdir()
    monkeypatch.setenv("INDICATORS_DATA", str(tmp_path))
    for _ in range(2):
        with pytest.raises(DataProblem):
            app_state.published_dataset()


@pytest.mark.slow
def test_a_folder_without_a_catalogue_holds_only_what_is_brought(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(tmp_path))
    assert app_state.folders() == Folders(DATA_FOLDER, tmp_path)
    assert app_state.published_dataset().version == app_state.own_figures(DATA_FOLDER).version


def test_what_is_accepted_is_shown_without_a_restart(monkeypatch: pytest.MonkeyPatch, toy_folder: Path) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    before, journal = app_state.published_dataset(), app_state.journal()
    number = acceptance.accept(journal, offer(toy_folder, journal, RABAT), "a")
    after = app_state.published_dataset()
    assert values(after)["rabat", 2021] == 19.0
    assert after is app_state.published_dataset()
    journal.withdraw(number, "a", "2026-01-01T00:00:00+00:00")
    assert app_state.published_dataset().version == before.version
    found = app_state.earlier_dataset(after.version)
    assert found is not None
    assert values(found[0]) == values(after)
    assert app_state.earlier_dataset("unknown") is None


def test_the_ledger_and_the_data_set_are_of_one_moment(monkeypatch: pytest.MonkeyPatch, toy_folder: Path) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    before = app_state.published()
    assert before.ledger.state == 0
    acceptance.accept(app_state.journal(), offer(toy_folder, app_state.journal(), RABAT), "a")
    after = app_state.published()
    assert len(after.ledger.in_force) == 1
    assert after.dataset.version != before.dataset.version
    assert len(before.ledger.in_force) == 0


def test_a_journal_that_breaks_leaves_what_was_read_before(
    monkeypatch: pytest.MonkeyPatch, toy_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    acceptance.accept(app_state.journal(), offer(toy_folder, app_state.journal(), RABAT), "a")
    before = app_state.published_dataset()
    app_state.journal().tables.path.write_text("no journal at all " * 100)
    after = app_state.published_dataset()
    assert (after.version, values(after)) == (before.version, values(before))
    assert [finding.rule.id for finding in after.warnings] == ["store_damaged"]
    assert app_state.published_dataset() is after, "it is not read again by every request"
    assert "store_damaged" in caplog.text


def test_a_journal_that_was_broken_before_the_start_leaves_the_own_figures(
    monkeypatch: pytest.MonkeyPatch, toy_folder: Path
) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    acceptance.accept(app_state.journal(), offer(toy_folder, app_state.journal(), RABAT), "a")
    app_state.journal().tables.path.write_text("no journal at all " * 100)
    dataset = app_state.published_dataset()
    assert dataset.version == app_state.own_figures(toy_folder).version
    assert [finding.rule.id for finding in dataset.warnings] == ["store_damaged"]
