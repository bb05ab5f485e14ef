"""Backups: whole or not at all, put back only where nothing is lost unasked, whatever became of the store."""

import datetime as dt
import json
import shutil
import signal
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from indicators.findings.finding import DataProblem, describe
from indicators.intake import acceptance
from indicators.store.folders import journal_at
from indicators.store.ledger.backup import PutBack, dated_backup, newest_backup, put_back, write_backup
from indicators.store.ledger.files import KEYS, ROOM_LOG, documents
from indicators.store.ledger.journal import Journal
from indicators.store.ledger.ledger import Ledger
from indicators.store.ledger.tables import Rows, seal
from tests.helpers.offers import CASABLANCA, RABAT, offer, shown, values
from tests.helpers.postgres import Postgres, ask
from tests.store.test_ledger_killed import in_child, killed_at

pytestmark = pytest.mark.slow


@pytest.fixture
def journal(toy_folder: Path, tmp_path: Path) -> Journal:
    """Return a journal with one accepted file, and a saved mapping beside it."""
    journal = Journal(tmp_path / "brought" / "store")
    acceptance.accept(journal, offer(toy_folder, journal, RABAT), "amina")
    (journal.folder / "mappings").mkdir()
    (journal.folder / "mappings" / "water-1.toml").write_text('[columns]\nplace = "Ville"\n', encoding="utf-8")
    return journal


def rules(problem: pytest.ExceptionInfo[DataProblem]) -> list[str]:
    return [finding.rule.id for finding in problem.value.findings]


def test_what_was_lost_comes_back(toy_folder: Path, journal: Journal, tmp_path: Path) -> None:
    before = shown(toy_folder, journal)
    ledger, _ = write_backup(journal, tmp_path / "backup.zip")
    assert ledger == journal.read()
    elsewhere = Journal(tmp_path / "other" / "store")
    assert put_back(tmp_path / "backup.zip", elsewhere) == PutBack(ledger, None)
    assert shown(toy_folder, elsewhere).version == before.version
    assert (elsewhere.folder / "mappings" / "water-1.toml").exists()
    assert [path.name for path in elsewhere.folder.parent.iterdir()] == ["store"]


def test_a_backup_overwrites_nothing(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "backup.zip").write_text("mine")
    with pytest.raises(DataProblem) as problem:
        write_backup(journal, tmp_path / "backup.zip")
    assert rules(problem) == ["backup_there"]
    assert (tmp_path / "backup.zip").read_text() == "mine"


def test_steps_since_the_backup_are_lost_only_where_asked(toy_folder: Path, journal: Journal, tmp_path: Path) -> None:
    ledger, _ = write_backup(journal, tmp_path / "backup.zip")
    acceptance.accept(journal, offer(toy_folder, journal, CASABLANCA, "more.csv"), "amina")
    with pytest.raises(DataProblem) as problem:
        put_back(tmp_path / "backup.zip", journal)
    assert rules(problem) == ["backup_older"]
    assert problem.value.findings[0].params["count"] == 1
    assert len(journal.read().in_force) == 2
    done = put_back(tmp_path / "backup.zip", journal, discard_newer=True)
    assert done.ledger == ledger == journal.read()
    assert done.aside is not None
    assert len(Journal(done.aside).read().in_force) == 2, "what stood there is moved aside, not deleted"


@pytest.mark.parametrize("harm", [lambda path: path.write_bytes(b"x" * 9_000), lambda path: path.write_bytes(b"")])
def test_a_damaged_store_gives_way_to_its_backup(
    harm: Callable[[Path], object], toy_folder: Path, journal: Journal, tmp_path: Path
) -> None:
    write_backup(journal, tmp_path / "backup.zip")
    harm(journal.tables.path)
    with pytest.raises(DataProblem) as problem:
        journal.read()
    assert rules(problem) == ["store_damaged"]
    assert "restore BACKUP" in describe(problem.value.findings[0])[1]
    put_back(tmp_path / "backup.zip", journal)
    assert values(shown(toy_folder, journal))["rabat", 2021] == 19.0


def test_a_damaged_store_is_not_backed_up(journal: Journal, tmp_path: Path) -> None:
    ((_, record),) = journal.read().in_force
    journal.file_of(record.content).write_text("other content")
    with pytest.raises(DataProblem) as problem:
        write_backup(journal, tmp_path / "backup.zip")
    assert rules(problem) == ["values_damaged"]
    assert not list(tmp_path.glob("*backup*"))


def rewritten(backup: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(backup) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    key = next((member for member in members if member.startswith(name)), name)
    with zipfile.ZipFile(backup, "w") as archive:
        for one, old in (members | {key: content}).items():
            archive.writestr(one, old)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("files/", b"another content"),
        ("journal.sqlite", b"no database"),
        ("manifest.json", b'{"format": 1, "files": {"../../evil": "0"}}'),
        ("manifest.json", b'{"format": 9, "files": {}}'),
        ("manifest.json", b"{"),
    ],
)
def test_what_is_no_whole_backup_changes_nothing(name: str, content: bytes, journal: Journal, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    write_backup(journal, backup)
    before = journal.read()
    rewritten(backup, name, content)
    with pytest.raises(DataProblem) as problem:
        put_back(backup, journal)
    assert rules(problem) == ["backup_damaged"]
    assert journal.read() == before
    assert not (tmp_path / "evil").exists()
    assert [path.name for path in journal.folder.parent.iterdir()] == ["store"]


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_a_file_that_is_no_archive(content: bytes | None, journal: Journal, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "backup.zip").write_bytes(content)
    with pytest.raises(DataProblem) as problem:
        put_back(tmp_path / "backup.zip", journal)
    assert rules(problem) == ["backup_damaged"]


@pytest.fixture
def shared(toy_folder: Path, journal: Journal, postgres: Postgres, tmp_path: Path) -> Journal:
    """Return a journal in a database with one accepted file, and documents of each kind beside it."""
    shared = journal_at(tmp_path / "shared" / "store", postgres.database())
    acceptance.accept(shared, offer(toy_folder, shared, RABAT, "first.csv"), "amina")
    shutil.copytree(journal.folder / "mappings", shared.folder / "mappings")
    for name in ("water.toml", "versions/water-1.toml", "rehearsals/water.json", "picture.png"):
        path = shared.folder / "sessions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}\n", encoding="utf-8")
    (shared.folder / KEYS).write_text('{"water": {"Amina": "secret"}}', encoding="utf-8")
    (shared.folder / KEYS).chmod(0o600)
    with closing(sqlite3.connect(shared.folder / ROOM_LOG)) as log, log:
        log.execute("PRAGMA journal_mode = WAL")
        log.execute("CREATE TABLE entry (words TEXT)")
        log.execute("INSERT INTO entry VALUES ('a vote')")
    return shared


def content(store: Path) -> dict[str, bytes]:
    """Return the documents of a store folder, the log of rooms as its rows."""
    found = {name: path.read_bytes() for name, path in documents(store).items() if name != ROOM_LOG}
    with closing(sqlite3.connect(store / ROOM_LOG)) as log:
        return found | {ROOM_LOG: str(log.execute("SELECT * FROM entry").fetchall()).encode()}


@pytest.mark.parametrize("target", ["sqlite", "postgres"])
def test_a_backup_is_put_back_into_any_database(
    shared: Journal, postgres: Postgres, tmp_path: Path, target: str
) -> None:
    backup = tmp_path / "backup.zip"
    write_backup(shared, backup)
    assert backup.stat().st_mode & 0o077 == 0, "it holds the keys of speakers"
    store = tmp_path / "empty machine" / "store"
    back = journal_at(store, postgres.database() if target == "postgres" else "")
    assert put_back(backup, back).ledger == shared.read()
    assert back.rows() == shared.rows(), "every row with its seal"
    assert back.files.names() == shared.files.names()
    assert content(store) == content(shared.folder)
    assert (store / KEYS).stat().st_mode & 0o077 == 0
    again = tmp_path / "again.zip"
    write_backup(back, again)
    with zipfile.ZipFile(backup) as first, zipfile.ZipFile(again) as second:
        assert {name for name in first.namelist() if name != ROOM_LOG} == {
            name for name in second.namelist() if name != ROOM_LOG
        }


def test_what_stood_in_a_database_is_set_aside(toy_folder: Path, shared: Journal, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    ledger, _ = write_backup(shared, backup)
    acceptance.accept(shared, offer(toy_folder, shared, CASABLANCA, "more.csv"), "amina")
    (shared.folder / "sessions" / "water.toml").write_text("newer\n", encoding="utf-8")
    lost = shared.files.names()
    with pytest.raises(DataProblem) as problem:
        put_back(backup, shared)
    assert rules(problem) == ["backup_older"]
    done = put_back(backup, shared, discard_newer=True)
    assert done.ledger == ledger == shared.read()
    assert (shared.folder / "sessions" / "water.toml").read_text(encoding="utf-8") == "water.toml\n"
    assert done.aside is not None
    assert (done.aside / "sessions" / "water.toml").read_text(encoding="utf-8") == "newer\n"
    assert ask(shared.tables._url, f"SELECT count(*) FROM ledger_event_{done.ending}") == [(2,)]
    acceptance.accept(shared, offer(toy_folder, shared, RABAT.replace("2021", "2018"), "later.csv"), "amina")
    beside = shared.files.folder.with_name(f"files.{done.ending}")
    assert {path.name for path in beside.iterdir()} == lost - ledger.stored.keys(), "swept away by no later step"


@pytest.mark.parametrize(
    "harm", ["DROP TABLE ledger_event", "UPDATE ledger_event SET who = 'x'", "DELETE FROM ledger_state"]
)
def test_a_damaged_database_gives_way_to_its_backup(shared: Journal, tmp_path: Path, harm: str) -> None:
    ledger, _ = write_backup(shared, tmp_path / "backup.zip")
    ask(shared.tables._url, harm)
    with pytest.raises(DataProblem):
        shared.read()
    put_back(tmp_path / "backup.zip", shared)
    assert shared.read() == ledger


def test_a_backup_replaces_no_other_database_by_mistake(shared: Journal, postgres: Postgres, tmp_path: Path) -> None:
    write_backup(shared, tmp_path / "backup.zip")
    other = journal_at(shared.folder, postgres.database())
    with pytest.raises(DataProblem) as problem:
        put_back(tmp_path / "backup.zip", other)
    assert rules(problem) == ["store_mixed"]
    assert len(shared.read().events) == 1
    put_back(tmp_path / "backup.zip", other, discard_newer=True)
    assert len(other.read().events) == 1, "where the other is lost for good"


def test_a_restore_that_is_killed_is_finished_by_the_same_command(
    toy_folder: Path, shared: Journal, tmp_path: Path
) -> None:
    backup, line, ends = tmp_path / "backup.zip", 0, []
    ledger, _ = write_backup(shared, backup)
    acceptance.accept(shared, offer(toy_folder, shared, CASABLANCA, "more.csv"), "amina")
    newer = shared.read()
    stored = {name: shared.file_of(name).read_bytes() for name in newer.stored}
    while not ends or ends[-1] == signal.SIGKILL:
        line += 37
        ends.append(in_child(killed_at(line, lambda: put_back(backup, shared, discard_newer=True))))
        assert _state(shared) in (ledger, newer, "store_mixed"), f"killed at line {line}"
        put_back(backup, shared, discard_newer=True)
        assert shared.read() == ledger
        assert content(shared.folder)["sessions/water.toml"] == b"water.toml\n"
        # as it was, for the next round
        for name, one in stored.items():
            shared.files.local(name).write_bytes(one)
        shared.mark(shared.tables.fill(_rows_of(shared, newer), "aside"))
        ask(shared.tables._url, "DROP TABLE ledger_event_aside, ledger_acceptance_aside, ledger_state_aside")
    assert ends[-1] == 0
    assert line > 150, "the ledger was not traced"


def _state(journal: Journal) -> Ledger | str:
    """Return the ledger, or the rule by which it cannot be read."""
    try:
        return journal.read()
    except DataProblem as problem:
        return problem.findings[0].rule.id


def _rows_of(journal: Journal, ledger: Ledger) -> Rows:
    acceptances = [(number, record.model_dump_json()) for number, record in ledger.acceptances]
    events = [
        (event.number, str(event.kind), event.acceptance, event.replaced, event.who, event.at)
        for event in ledger.events
    ]
    return Rows(tuple((row, seal(row)) for row in acceptances), tuple((row, seal(row)) for row in events))


def test_an_older_backup_leaves_the_sessions_where_they_are(shared: Journal, tmp_path: Path) -> None:
    """Backups were of accepted files and mappings alone, format 1, before sessions were in them."""
    write_backup(shared, tmp_path / "new.zip")
    with zipfile.ZipFile(tmp_path / "new.zip") as new, zipfile.ZipFile(tmp_path / "old.zip", "w") as old:
        manifest = json.loads(new.read("manifest.json"))
        for name in list(manifest["files"]):
            if name.startswith(("sessions/", "live")):
                del manifest["files"][name]
            else:
                old.writestr(name, new.read(name))
        old.writestr("manifest.json", json.dumps(manifest | {"format": 1}))
    before = content(shared.folder)
    put_back(tmp_path / "old.zip", shared)
    assert content(shared.folder) == before


def test_in_a_folder_the_newest_is_meant(journal: Journal, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    with pytest.raises(DataProblem) as problem:
        newest_backup(folder)
    assert rules(problem) == ["backup_none"]
    written = [dated_backup(folder, dt.datetime(2026, 11, day, 3, tzinfo=dt.UTC)) for day in (9, 27, 3)]
    for one in written:
        write_backup(journal, one)
    assert newest_backup(folder) == folder / "backup-20261127-030000.zip"
    assert newest_backup(written[0]) == written[0]


def flip(path: Path, text: bytes) -> None:
    content = path.read_bytes()
    assert text in content
    path.write_bytes(content.replace(text, bytes([text[0] ^ 1]) + text[1:]))


def test_a_flipped_byte_of_the_list_is_seen(journal: Journal) -> None:
    flip(journal.tables.path, b'"name":"new.csv"')
    with pytest.raises(DataProblem) as problem:
        journal.read()
    assert rules(problem) == ["store_damaged"]


def test_a_list_cut_short_or_gone_is_seen(journal: Journal) -> None:
    whole = journal.tables.path.read_bytes()
    for content in (whole[: len(whole) // 2], whole[:4_096], whole[:100]):
        journal.tables.path.write_bytes(content)
        with pytest.raises(DataProblem) as problem:
            journal.read()
        assert rules(problem) == ["store_damaged"]
    journal.tables.path.unlink()
    with pytest.raises(DataProblem) as problem:
        journal.read()
    assert rules(problem) == ["store_damaged"]


def test_damaged_values_are_left_out_and_named(toy_folder: Path, journal: Journal) -> None:
    acceptance.accept(journal, offer(toy_folder, journal, CASABLANCA, "more.csv"), "amina")
    first, second = (record for _, record in journal.read().in_force)
    flip(journal.file_of(first.observations), b"19")
    dataset = shown(toy_folder, journal)
    assert ("rabat", 2021) not in values(dataset)
    assert values(dataset)["casablanca", 2020] == 24.5
    assert [(finding.rule.id, finding.value) for finding in dataset.warnings] == [("values_damaged", first.name)]
    assert second.name == "more.csv"


def test_an_older_list_is_read_and_brought_up_to_date(toy_folder: Path, journal: Journal) -> None:
    before = journal.read()
    with sqlite3.connect(journal.tables.path) as connection:
        connection.execute("ALTER TABLE acceptance DROP COLUMN seal")
        connection.execute("ALTER TABLE event DROP COLUMN seal")
        connection.execute("PRAGMA user_version = 0")
    connection.close()
    assert journal.read() == before
    acceptance.accept(journal, offer(toy_folder, journal, CASABLANCA, "more.csv"), "amina")
    assert journal.read().acceptances[0] == before.acceptances[0]
    assert len(journal.read().in_force) == 2


def test_a_list_of_a_later_version_is_left_alone(journal: Journal) -> None:
    with sqlite3.connect(journal.tables.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    for attempt in (journal.read, lambda: journal.withdraw(1, "a", "2026-01-01")):
        with pytest.raises(DataProblem) as problem:
            attempt()
        assert rules(problem) == ["store_newer"]
