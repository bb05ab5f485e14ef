"""A journal in PostgreSQL: what is wrong with an address, a database or a folder is stated, and nothing is lost."""

import contextlib
import multiprocessing
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators.findings.finding import DataProblem, Finding, describe
from indicators.intake import acceptance
from indicators.model.observations import write
from indicators.store.folders import journal_at
from indicators.store.ledger.journal import Journal
from tests.helpers.offers import CASABLANCA, RABAT, of_another_year, offer, shown, values
from tests.helpers.postgres import PASSWORD, Postgres, ask, running
from tests.helpers.serving import wait_until

pytestmark = pytest.mark.slow

AT = "2026-11-27T12:00:00+00:00"


@pytest.fixture
def database(postgres: Postgres) -> str:
    return postgres.database()


@pytest.fixture
def journal(toy_folder: Path, tmp_path: Path, database: str) -> Journal:
    """Return a journal with one accepted file."""
    journal = journal_at(tmp_path / "store", database)
    acceptance.accept(journal, offer(toy_folder, journal, RABAT, "first.csv"), "amina")
    return journal


def refusal(act: object) -> Finding:
    """Return the one finding that `act()` is refused with."""
    with pytest.raises(DataProblem) as problem:
        act()
    assert PASSWORD not in str(problem.value)
    (finding,) = problem.value.findings
    return finding


def refused_everywhere(journal: Journal) -> str:
    """Return the rule by which reading and writing are refused alike."""
    ids = {refusal(act).rule.id for act in (journal.read, lambda: journal.withdraw(1, "a", AT))}
    assert len(ids) == 1
    return ids.pop()


@pytest.mark.parametrize(
    "address", ["mysql://me:secret@localhost/city", "localhost:5432", "postgresql://me:secret@[::1", "postgresql:city"]
)
def test_what_is_no_address_of_a_database(tmp_path: Path, address: str) -> None:
    journal = journal_at(tmp_path / "store", address)
    assert refused_everywhere(journal) == "database_address"
    message, fix = describe(refusal(journal.read))
    assert "secret" not in message
    assert "postgresql://USER@HOST/NAME" in fix
    assert journal.stamp() == ("gone",)


def test_a_database_that_does_not_answer(tmp_path: Path, postgres: Postgres) -> None:
    closed = journal_at(tmp_path / "store", postgres.url().replace(str(postgres.port), "1"))
    assert refused_everywhere(closed) == "database_unusable"
    assert "refused" in describe(refusal(closed.read))[0]
    strange = journal_at(tmp_path / "store", postgres.url(password="another"))
    assert "password authentication failed" in describe(refusal(strange.read))[0]
    missing = journal_at(tmp_path / "store", postgres.url("no_such_city"))
    assert 'database "no_such_city" does not exist' in describe(refusal(missing.read))[0]
    assert not (tmp_path / "store").exists(), "nothing half-stored"


def test_a_user_without_rights(toy_folder: Path, postgres: Postgres, journal: Journal, database: str) -> None:
    name = database.rpartition("/")[2]
    with contextlib.suppress(Exception):
        postgres.run_sql("CREATE ROLE guest LOGIN PASSWORD 'guest'")
    guest = journal_at(journal.folder, postgres.url(name, "guest", "guest"))
    assert "permission denied" in describe(refusal(guest.read))[0]
    ask(database, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest")
    assert guest.read() == journal.read()
    second = offer(toy_folder, guest, CASABLANCA, "second.csv")
    assert refusal(lambda: acceptance.accept(guest, second, "b")).rule.id == "database_unusable"
    empty = journal_at(
        journal.folder.with_name("other"), postgres.url(postgres.database().rpartition("/")[2], "guest", "guest")
    )
    assert refusal(lambda: acceptance.accept(empty, second, "b")).rule.id == "database_unusable"
    assert len(journal.read().events) == 1


def test_a_database_of_a_later_version_is_left_alone(journal: Journal, database: str) -> None:
    ask(database, "UPDATE ledger_state SET schema = 99")
    assert refused_everywhere(journal) == "store_newer"


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        ("UPDATE ledger_acceptance SET record = replace(record, 'first.csv', 'other.csv')", "acceptance 1"),
        ("UPDATE ledger_event SET who = 'someone else' WHERE number = 2", "event 2"),
        ("DELETE FROM ledger_event WHERE number = 2", "a row is lost"),
        ("UPDATE ledger_event SET number = 7 WHERE number = 3", "a row is lost"),
        ("UPDATE ledger_acceptance SET record = '{}', seal = NULL", "validation errors"),
        ("DELETE FROM ledger_state", "ledger_state holds 0 rows"),
        ("DROP TABLE ledger_event", "ledger_event"),
        ("DROP TABLE ledger_state", "ledger_state is missing"),
        ("ALTER TABLE ledger_event DROP COLUMN seal", "seal"),
    ],
)
def test_damaged_rows_are_seen(journal: Journal, database: str, harm: str, reason: str) -> None:
    journal.withdraw(1, "amina", AT)
    journal.restore(1, "amina", AT)
    ask(database, harm)
    assert refused_everywhere(journal) == "store_damaged"
    message, fix = describe(refusal(journal.read))
    assert reason in message
    assert "restore BACKUP" in fix


def test_an_empty_database_beside_a_folder_with_files(toy_folder: Path, tmp_path: Path, database: str) -> None:
    local = Journal(tmp_path / "store")
    acceptance.accept(local, offer(toy_folder, local, RABAT), "a")
    lying = local.files.names()
    shared = journal_at(local.folder, database)
    assert refused_everywhere(shared) == "database_empty"
    assert "migrate --to" in describe(refusal(shared.read))[1]
    assert ask(database, "SELECT to_regclass('ledger_state')") == [(None,)]
    assert local.files.names() == lying
    assert len(local.read().in_force) == 1


def test_two_databases_never_share_one_folder(toy_folder: Path, postgres: Postgres, journal: Journal) -> None:
    lying = journal.files.names()
    other = journal_at(journal.folder, postgres.database())
    assert refused_everywhere(other) == "store_mixed"
    assert refused_everywhere(Journal(journal.folder)) == "store_mixed", "a file of SQLite is another list too"
    elsewhere = journal_at(journal.folder.with_name("elsewhere"), other.tables._url)
    acceptance.accept(elsewhere, offer(toy_folder, elsewhere, RABAT, "theirs.csv"), "b")
    assert refused_everywhere(other) == "store_mixed"
    assert journal.files.names() == lying, "nothing of the first is swept away by the second"
    assert len(journal.read().in_force) == 1


def test_a_folder_that_the_servers_do_not_share(
    toy_folder: Path, journal: Journal, database: str, tmp_path: Path
) -> None:
    apart = journal_at(tmp_path / "another machine" / "store", database)
    assert refused_everywhere(apart) == "store_apart"
    assert str(apart.files.name) in describe(refusal(apart.read))[0]
    shutil.copytree(journal.folder, apart.folder)
    assert apart.read() == journal.read(), "the folder itself, wherever it is mounted"


def test_files_of_which_some_are_lost_are_left_out_and_named(toy_folder: Path, journal: Journal) -> None:
    acceptance.accept(journal, offer(toy_folder, journal, CASABLANCA, "more.csv"), "amina")
    first, _ = (record for _, record in journal.read().in_force)
    journal.file_of(first.observations).unlink()
    dataset = shown(toy_folder, journal)
    assert values(dataset)["casablanca", 2020] == 24.5
    assert [(finding.rule.id, finding.value) for finding in dataset.warnings] == [("values_damaged", "first.csv")]


def test_order_comes_from_numbers_wherever_the_clocks_stand(toy_folder: Path, journal: Journal, database: str) -> None:
    """Of two machines whose clocks are ten minutes apart, the one that accepts later is the one that stands above."""
    behind = journal_at(journal.folder, database)
    later = offer(toy_folder, behind, RABAT.replace(",19,", ",18,"), "later.csv")
    record = acceptance.acceptance(later, "omar").model_copy(update={"at": "2026-11-27T11:50:00+00:00"})
    stored = toy_folder.parent / "values.csv"
    write(later.intake.observations, stored)
    number = behind.accept(record, later.path, stored, later.seen)
    ledger = journal.read()
    assert [event.number for event in ledger.events] == [1, 2]
    assert ledger.events[1].at < ledger.events[0].at
    assert [found for found, _ in ledger.in_force] == [1, number]
    assert values(shown(toy_folder, journal))["rabat", 2021] == 18.0
    behind.withdraw(number, "omar", "2026-11-27T11:40:00+00:00")
    assert values(shown(toy_folder, journal))["rabat", 2021] == 19.0


def test_a_connection_that_is_cut_in_a_step_leaves_nothing_of_it(journal: Journal, database: str) -> None:
    before = journal.read()

    def cut() -> None:
        with journal.tables.writing(lambda: None) as opened:
            opened.add_event((2, "withdrawn", 1, None, "a", AT), None)
            ask(
                database, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'indicators'"
            )
            opened.rows()

    assert refusal(cut).rule.id == "database_unusable"
    assert journal.read() == before
    journal.withdraw(1, "a", AT)
    assert len(journal.read().events) == 2


def test_a_step_waits_for_another_server_and_says_so_in_the_end(
    journal: Journal, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indicators.store.ledger.postgres_tables.PATIENCE_SECONDS", 0.3)
    with journal.tables.writing(lambda: None):
        other = journal_at(journal.folder, database)
        assert other.read() == journal.read(), "reading waits for nobody"
        assert "lock timeout" in describe(refusal(lambda: other.withdraw(1, "b", AT)))[0]
    other.withdraw(1, "b", AT)


def test_a_machine_that_loses_its_power_in_a_step_keeps_nobody_waiting(journal: Journal) -> None:
    """The database asks after a silent connection itself: by its own settings it would wait for two hours."""
    with journal.tables.writing(lambda: None) as opened:
        (found,) = opened._connection.execute("SHOW tcp_keepalives_idle").fetchone()
    assert found == "5"


@pytest.fixture
def own_cluster() -> Iterator[Postgres]:
    """Run a PostgreSQL that a test may kill."""
    with running() as cluster:
        yield cluster


def _accept_all(journal: Journal, offers: list[acceptance.CheckedSubmission], reported: object) -> None:
    for one in offers:
        while True:
            try:
                reported.put(acceptance.accept(journal, one, "a"))
            except DataProblem as problem:
                rule = problem.findings[0].rule.id
                if rule == "database_unusable":
                    time.sleep(0.05)  # whoever asks without a pause holds up the start of what it asks
                    continue
                # a step that was cut off at its end was stored after all
                assert rule == "accepted_meanwhile", rule
            break
    reported.put(None)


def test_a_database_killed_again_and_again_keeps_what_was_acknowledged(
    toy_folder: Path, tmp_path: Path, own_cluster: Postgres
) -> None:
    journal = journal_at(tmp_path / "store", own_cluster.database())
    first = offer(toy_folder, journal, RABAT, "first.csv")
    offers = [of_another_year(first, year) for year in range(1990, 2010)]
    context = multiprocessing.get_context("fork")
    reported = context.Queue()
    process = context.Process(target=_accept_all, args=(journal, offers, reported))
    process.start()
    acknowledged: list[int] = []
    for round_ in range(4):
        answer = reported.get(timeout=120)
        assert answer is not None, "it was done before the database was killed"
        acknowledged.append(answer)
        own_cluster.stop()
        with pytest.raises(DataProblem, match="database_unusable"):
            journal.read()
        own_cluster.start()
        ledger = journal.read()
        assert set(acknowledged) <= {number for number, _ in ledger.acceptances}, f"round {round_}"
        for name, record in ledger.stored.items():
            journal.whole_file(name, record.name)
    while (answer := reported.get(timeout=120)) is not None:
        acknowledged.append(answer)
    process.join()
    assert len(journal.read().in_force) == len(offers), "each file once, none twice"
    wait_until(lambda: journal.stamp() not in (None, ("gone",)))


def test_a_database_without_tables_is_not_asked_for_what_it_has_not(
    tmp_path: Path, postgres: Postgres, database: str
) -> None:
    journal = journal_at(tmp_path / "store", database)
    written = postgres.folder / "log"
    before = written.stat().st_size
    for _ in range(3):
        assert journal.tables.stamp() is None
        assert journal.read().events == ()
    # only what this test did: the cluster is of all tests of this process, which run one after another
    assert b"does not exist" not in written.read_bytes()[before:]
