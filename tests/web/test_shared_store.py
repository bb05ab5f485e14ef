"""What this process publishes of a store that it shares: seen without waiting, stored while the database is away."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators.findings.finding import DataProblem
from indicators.intake import acceptance
from indicators.store.folders import journal_at
from indicators.store.ledger.journal import Journal
from indicators.web import app_state
from tests.helpers.offers import CASABLANCA, RABAT, offer, values
from tests.helpers.postgres import Postgres, ask, running
from tests.helpers.serving import wait_until

pytestmark = pytest.mark.slow


def settings(monkeypatch: pytest.MonkeyPatch, folder: Path, database: str) -> Journal:
    """Set where this process reads; return its journal."""
    monkeypatch.setenv("INDICATORS_DATA", str(folder))
    monkeypatch.setenv("DATABASE_URL", database)
    return app_state.journal()


def _accept(folder: Path, journal: Journal) -> None:
    acceptance.accept(journal, offer(folder, journal, CASABLANCA, "elsewhere.csv"), "another server")


def test_what_another_server_accepts_shows_here(
    monkeypatch: pytest.MonkeyPatch, toy_folder: Path, postgres: Postgres
) -> None:
    journal = settings(monkeypatch, toy_folder, postgres.database())
    acceptance.accept(journal, offer(toy_folder, journal, RABAT), "a")
    assert values(app_state.published_dataset())["rabat", 2021] == 19.0, "what this process writes it sees at once"
    other = multiprocessing.get_context("fork").Process(target=_accept, args=(toy_folder, journal))
    other.start()
    other.join()
    assert other.exitcode == 0
    wait_until(lambda: values(app_state.published_dataset()).get(("casablanca", 2020)) == 24.5)
    assert len(app_state.published().ledger.in_force) == 2


def test_a_thousand_requests_ask_the_database_hardly_ever(
    monkeypatch: pytest.MonkeyPatch, toy_folder: Path, postgres: Postgres
) -> None:
    journal = settings(monkeypatch, toy_folder, postgres.database())
    acceptance.accept(journal, offer(toy_folder, journal, RABAT), "a")
    app_state.published()
    watch, looks = journal.tables._watch, []
    look = watch._look
    monkeypatch.setattr(watch, "_look", lambda connection: looks.append(1) or look(connection))
    first = app_state.published()
    for _ in range(1_000):
        assert app_state.published() is first
    assert len(looks) < 50, "one thread asks, twice a second"


@pytest.fixture(scope="module")
def own_cluster() -> Iterator[Postgres]:
    """A cluster that tests stop; each starts it again."""
    with running() as cluster:
        yield cluster


def test_while_the_database_is_away_readers_keep_what_they_have(
    monkeypatch: pytest.MonkeyPatch, toy_folder: Path, own_cluster: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(app_state, "RETRY_SECONDS", 0.2)
    journal = settings(monkeypatch, toy_folder, own_cluster.database())
    acceptance.accept(journal, offer(toy_folder, journal, RABAT), "a")
    second = offer(toy_folder, journal, CASABLANCA, "second.csv")
    before = app_state.published()
    app_state.check_store()
    own_cluster.stop()
    wait_until(lambda: app_state.published_dataset().warnings)
    away = app_state.published()
    assert away.ledger == before.ledger
    assert (away.dataset.version, values(away.dataset)) == (before.dataset.version, values(before.dataset))
    assert [finding.rule.id for finding in away.dataset.warnings] == ["database_unusable"]
    assert "database_unusable" in caplog.text
    with pytest.raises(DataProblem, match="database_unusable"):
        app_state.check_store()
    with pytest.raises(DataProblem, match="database_unusable"):
        acceptance.accept(journal, second, "b")
    assert app_state.earlier_dataset(app_state.own_figures(toy_folder).version) is None
    own_cluster.start()
    wait_until(lambda: not app_state.published_dataset().warnings)
    app_state.check_store()
    assert journal.files.names() >= before.ledger.stored.keys()
    assert app_state.published().ledger == before.ledger, "nothing half-stored"
    acceptance.accept(journal, second, "b")
    assert values(app_state.published_dataset())["casablanca", 2020] == 24.5


def test_a_database_that_is_away_at_the_start_leaves_the_own_figures_until_it_is_there(
    monkeypatch: pytest.MonkeyPatch, toy_folder: Path, own_cluster: Postgres
) -> None:
    monkeypatch.setattr(app_state, "RETRY_SECONDS", 0.2)
    url = own_cluster.database()
    first = journal_at(toy_folder / "store", url)
    acceptance.accept(first, offer(toy_folder, first, RABAT), "a")
    own_cluster.stop()
    settings(monkeypatch, toy_folder, f"{url}?connect_timeout=2")
    dataset = app_state.published_dataset()
    assert dataset.version == app_state.own_figures(toy_folder).version
    assert [finding.rule.id for finding in dataset.warnings] == ["database_unusable"]
    own_cluster.start()
    wait_until(lambda: values(app_state.published_dataset()).get(("rabat", 2021)) == 19.0)


def test_rows_that_are_repaired_are_read_again_by_themselves(
    monkeypatch: pytest.MonkeyPatch, toy_folder: Path, postgres: Postgres
) -> None:
    """The stamp of damaged rows is that of the whole ones: what cannot be read is tried again."""
    monkeypatch.setattr(app_state, "RETRY_SECONDS", 0.2)
    url = postgres.database()
    journal = settings(monkeypatch, toy_folder, url)
    acceptance.accept(journal, offer(toy_folder, journal, RABAT), "a")
    ask(url, "UPDATE ledger_event SET who = 'b'")
    assert [finding.rule.id for finding in app_state.published_dataset().warnings] == ["store_damaged"]
    ask(url, "UPDATE ledger_event SET who = 'a'")
    wait_until(lambda: values(app_state.published_dataset()).get(("rabat", 2021)) == 19.0)


def test_an_address_that_is_none_leaves_the_own_figures(monkeypatch: pytest.MonkeyPatch, toy_folder: Path) -> None:
    settings(monkeypatch, toy_folder, "mysql://me:secret@host/city")
    dataset = app_state.published_dataset()
    assert dataset.version == app_state.own_figures(toy_folder).version
    assert [finding.rule.id for finding in dataset.warnings] == ["database_address"]
