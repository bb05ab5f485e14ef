"""The command of backups notes when it was run, for the server to say; a backup is good where that cannot be noted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indicators.cli.commands import main
from indicators.store.ledger.backup import NOTE, last_backup


@pytest.fixture
def brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "brought"
    folder.mkdir()
    monkeypatch.setenv("INDICATORS_DATA", str(folder))
    return folder


def test_a_backup_is_noted_in_the_store(brought: Path, tmp_path: Path) -> None:
    assert last_backup(brought / "store") is None
    assert main(("backup", str(tmp_path / "all.zip"))) == 0
    note = last_backup(brought / "store")
    assert note is not None
    assert (note.state, note.files) == (0, 0)
    assert datetime.now(UTC) - datetime.fromisoformat(note.at) < timedelta(minutes=10)


def test_a_backup_that_failed_is_not_noted(brought: Path, tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(b"something else")
    assert main(("backup", str(tmp_path / "all.zip"))) != 0
    assert last_backup(brought / "store") is None


def test_a_note_that_cannot_be_written_is_stated_and_the_backup_is_there(
    brought: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (brought / "store" / NOTE).mkdir(parents=True)
    assert main(("backup", str(tmp_path / "all.zip"))) == 0
    assert (tmp_path / "all.zip").is_file()
    assert f"could not be noted in {brought / 'store'}" in "".join(capsys.readouterr())
