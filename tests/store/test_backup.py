"""Backups: whole or not at all, put back only where nothing is lost unasked, whatever became of the store."""

import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.findings.finding import DataProblem, describe
from indicators.intake import acceptance
from indicators.store.ledger.backup import PutBack, put_back, write_backup
from indicators.store.ledger.journal import Journal
from tests.helpers.offers import CASABLANCA, RABAT, offer, shown, values

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
    ledger = write_backup(journal, tmp_path / "backup.zip")
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
    ledger = write_backup(journal, tmp_path / "backup.zip")
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
    key = next((one for one in members if one.startswith(name)), name)
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
