"""Moving a journal between databases: there and back nothing is lost, wherever it is killed."""

import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from indicators.cli.commands import main
from indicators.findings.finding import DataProblem
from indicators.intake import acceptance
from indicators.store.folders import journal_at
from indicators.store.ledger.journal import Journal
from indicators.store.ledger.ledger import Ledger
from indicators.store.ledger.migration import migrate
from indicators.store.ledger.tables import Rows
from tests.helpers.offers import CASABLANCA, RABAT, offer, shown
from tests.helpers.postgres import Postgres, ask
from tests.store.test_ledger_killed import in_child, killed_at

pytestmark = pytest.mark.slow

AT = "2026-11-27T12:00:00+00:00"

EVERY = 31
"""Of so many lines of the ledger, a move is killed at one."""


@pytest.fixture
def journal(toy_folder: Path) -> Journal:
    """Return a journal in a file of SQLite: two files, one of them withdrawn and restored, and a session beside."""
    journal = Journal(toy_folder / "store")
    acceptance.accept(journal, offer(toy_folder, journal, RABAT, "first.csv"), "amina")
    acceptance.accept(journal, offer(toy_folder, journal, CASABLANCA, "second.csv"), "عمر")
    journal.withdraw(1, "amina", AT)
    journal.restore(1, "omar", AT)
    (journal.folder / "sessions").mkdir()
    (journal.folder / "sessions" / "water.toml").write_text('title.en = "Water"\n', encoding="utf-8")
    return journal


def whole(journal: Journal) -> tuple[Ledger, Rows, dict[str, bytes]]:
    """Return the ledger, its rows with their seals, and the content of every file it names."""
    ledger, rows = journal.rows()
    return ledger, rows, {name: journal.whole_file(name, "").read_bytes() for name in ledger.stored}


def rule(problem: pytest.ExceptionInfo[DataProblem]) -> str:
    return problem.value.findings[0].rule.id


def test_there_and_back_in_one_place(toy_folder: Path, journal: Journal, postgres: Postgres) -> None:
    before, version = whole(journal), shown(toy_folder, journal).version
    shared = journal_at(journal.folder, postgres.database())
    done = migrate(journal, shared)
    assert done.ledger == before[0]
    assert done.copied == 0, "the files stay where they are"
    assert whole(shared) == before
    assert shown(toy_folder, shared).version == version
    assert [path.name for path in journal.folder.glob("journal.sqlite.*")] == [f"journal.sqlite.{done.ending}"]
    with pytest.raises(DataProblem) as problem:
        journal.read()
    assert rule(problem) == "store_mixed", "who goes on with the old setting is told"
    acceptance.accept(shared, offer(toy_folder, shared, RABAT.replace("2021", "2019"), "third.csv"), "a")
    later = whole(shared)
    migrate(shared, journal)
    assert whole(journal) == later
    with pytest.raises(DataProblem) as problem:
        shared.read()
    assert rule(problem) == "database_empty"
    migrate(journal, shared)
    assert whole(shared) == later, "and there again, into the same database"


def test_to_a_place_of_its_own(toy_folder: Path, journal: Journal, postgres: Postgres, tmp_path: Path) -> None:
    before = whole(journal)
    moved = Journal(tmp_path / "moved" / "store")
    assert migrate(journal, moved).copied == len(before[2])
    assert whole(moved) == before == whole(journal), "the source stays as it was"
    assert (moved.folder / "sessions" / "water.toml").read_text(encoding="utf-8") == 'title.en = "Water"\n'
    again = journal_at(tmp_path / "third" / "store", postgres.database())
    migrate(moved, again)
    assert whole(again) == before


def test_from_one_database_to_another(journal: Journal, postgres: Postgres) -> None:
    before = whole(journal)
    first, second = (journal_at(journal.folder, postgres.database()) for _ in range(2))
    migrate(journal, first)
    migrate(first, second)
    assert whole(second) == before
    with pytest.raises(DataProblem):
        first.read()


def test_rows_older_than_seals_keep_having_none(journal: Journal, postgres: Postgres) -> None:
    ledger, rows = journal.rows()
    unsealed = Rows(tuple((row, None) for row, _ in rows.acceptances), tuple((row, None) for row, _ in rows.events))
    journal.tables.fill(unsealed, "old")
    shared = journal_at(journal.folder, postgres.database())
    migrate(journal, shared)
    assert shared.rows() == (ledger, unsealed)


def test_what_is_there_already_is_never_written_over(
    toy_folder: Path, journal: Journal, postgres: Postgres, tmp_path: Path
) -> None:
    taken = journal_at(tmp_path / "taken" / "store", postgres.database())
    acceptance.accept(taken, offer(toy_folder, taken, RABAT, "theirs.csv"), "b")
    theirs, mine = whole(taken), whole(journal)
    for target in (journal_at(journal.folder, taken.tables._url), taken):
        with pytest.raises(DataProblem) as problem:
            migrate(journal, target)
        assert rule(problem) == "target_not_empty"
    beside = Journal(tmp_path / "beside")
    beside.files.folder.mkdir(parents=True)
    (beside.files.folder / "someone's").write_text("file")
    with pytest.raises(DataProblem) as problem:
        migrate(journal, Journal(beside.folder))
    assert rule(problem) in {"target_not_empty", "store_damaged"}
    with pytest.raises(DataProblem) as problem:
        migrate(journal, Journal(journal.folder))
    assert rule(problem) == "target_is_source"
    assert (whole(taken), whole(journal)) == (theirs, mine)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_nobody_accepts_into_the_target_meanwhile(
    toy_folder: Path, journal: Journal, postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    target = journal_at(tmp_path / "target" / "store", postgres.database() if kind == "postgres" else "")
    theirs, fill = offer(toy_folder, target, RABAT, "theirs.csv"), target.tables.fill

    def while_another_accepts(*rows: object) -> str:
        with pytest.raises(DataProblem) as refused:
            acceptance.accept(target, theirs, "b")
        assert rule(refused) in {"store_damaged", "database_empty"}, "files without a list lie there by then"
        return fill(*rows)

    monkeypatch.setattr(target.tables, "fill", while_another_accepts)
    migrate(journal, target)
    assert whole(target) == whole(journal)
    with pytest.raises(DataProblem) as problem:
        fill(Rows())
    assert rule(problem) == "target_not_empty", "rows are never replaced unasked"


def test_a_damaged_source_is_not_moved(journal: Journal, postgres: Postgres) -> None:
    shared = journal_at(journal.folder, postgres.database())
    ((_, record), _) = journal.read().in_force
    journal.file_of(record.content).write_text("other content")
    with pytest.raises(DataProblem) as problem:
        migrate(journal, shared)
    assert rule(problem) == "values_damaged"
    assert ask(shared.tables._url, "SELECT to_regclass('ledger_state')") == [(None,)]


def test_nobody_writes_to_the_source_meanwhile(
    journal: Journal, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = journal_at(journal.folder, postgres.database())
    monkeypatch.setattr("indicators.store.ledger.sqlite_tables.PATIENCE_SECONDS", 0.1)
    fill = shared.tables.fill

    def while_another_withdraws(*rows: object) -> str:
        with pytest.raises(DataProblem, match="database is locked"):
            Journal(journal.folder).withdraw(1, "b", AT)
        return fill(*rows)

    monkeypatch.setattr(shared.tables, "fill", while_another_withdraws)
    migrate(journal, shared)
    assert len(shared.read().events) == 4


@pytest.mark.parametrize("in_place", [True, False], ids=["in place", "with its files"])
def test_killed_at_every_line(toy_folder: Path, tmp_path: Path, postgres: Postgres, in_place: bool) -> None:
    """The ledger can be read whole on one of the two sides, and the same command finishes what was begun."""
    # another line each time: over the runs it is killed at every one
    url, line, ends = postgres.database(), 1 - Random().randint(1, EVERY), []
    as_it_was = Journal(tmp_path / "kept" / "store")
    acceptance.accept(as_it_was, offer(toy_folder, as_it_was, RABAT, "first.csv"), "amina")
    before = whole(as_it_was)
    while not ends or ends[-1] == signal.SIGKILL:
        line += EVERY
        place = tmp_path / str(line)
        journal = Journal(Path(shutil.copytree(as_it_was.folder, place / "store")))
        folder = journal.folder if in_place else place / "moved" / "store"
        target = journal_at(folder, url)
        ends.append(in_child(killed_at(line, lambda: migrate(journal, target))))  # noqa: B023 - it runs at once
        moment = f"killed at line {line}"
        sides = [side for side in (journal, target) if _reads(side)]
        assert sides, moment
        assert all(whole(side) == before for side in sides), moment
        if journal in sides:
            migrate(journal, target)
        assert whole(target) == before, moment
        for name in ("ledger_state", "ledger_event", "ledger_acceptance"):
            ask(url, f"DROP TABLE {name} CASCADE")
    assert ends[-1] == 0
    assert line > 200, "the ledger was not traced"


def _reads(journal: Journal) -> bool:
    try:
        return bool(journal.read().events)
    except DataProblem:
        return False


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, toy_folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs a command in the toy folder, DATABASE_URL being the first argument."""

    def run(database: str, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
        monkeypatch.setenv("DATABASE_URL", database)
        capsys.readouterr()
        status = main(arguments)
        return status, *capsys.readouterr()

    return run


def test_the_command(toy_folder: Path, journal: Journal, postgres: Postgres, run: Run) -> None:
    before, url = whole(journal), postgres.database()
    status, out, _ = run("", "migrate", "--to", url)
    assert status == 0
    assert "acceptances: 2\nevents: 4\nfiles_copied: 0\n" in out
    assert url.rpartition("@")[2] in out
    assert postgres.url().partition("@")[0].rpartition(":")[2] not in out, "no password on the screen"
    status, out, _ = run(url, "accepted")
    assert (status, out.count("in force")) == (0, 2)
    status, _, reported = run("", "accepted")
    assert status == 2
    assert "DATABASE_URL" in reported
    status, out, _ = run(url, "migrate", "--to", f"sqlite:///{toy_folder / 'store'}", "--json")
    assert status == 0
    assert '"events": 4' in out
    assert whole(journal) == before
    assert run("", "accepted")[0] == 0
    status, out, _ = run("", "migrate", "--to", url, "--files", f"file://{toy_folder}/shared")
    assert status == 0
    assert f"files_copied: {len(before[2])}" in out
    assert whole(journal_at(toy_folder / "store", url, f"file://{toy_folder}/shared")) == before


@pytest.mark.parametrize(
    ("options", "rule_id"),
    [
        (("--to", "mysql://me:secret@host/city"), "database_address"),
        (("--to", "postgresql://127.0.0.1:1/city"), "database_unusable"),
        (("--to", "sqlite:///nowhere", "--files", "ftp://host"), "files_address"),
    ],
)
def test_the_command_says_what_is_wrong(journal: Journal, run: Run, options: tuple[str, ...], rule_id: str) -> None:
    before = whole(journal)
    status, out, reported = run("", "migrate", *options)
    assert (status, out) == (2, "")
    assert f"[{rule_id}]" in reported
    assert "secret" not in reported
    assert whole(journal) == before
