"""When a backup was made last, as the server reads it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indicators.store.ledger.backup import NOTE, BackupNote, last_backup, note_backup

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def test_a_note_is_read_as_it_was_written(tmp_path: Path) -> None:
    note_backup(tmp_path / "store", state=7, files=3, now=lambda: NOON)
    note = last_backup(tmp_path / "store")
    assert note == BackupNote("2026-11-27T12:00:00+00:00", 7, 3)
    assert note.age(NOON + timedelta(days=2)) == 2 * 86_400
    assert [path.name for path in (tmp_path / "store").iterdir()] == [NOTE]


def test_the_last_one_counts(tmp_path: Path) -> None:
    note_backup(tmp_path, state=7, files=3, now=lambda: NOON)
    note_backup(tmp_path, state=9, files=4, now=lambda: NOON + timedelta(hours=1))
    assert last_backup(tmp_path) == BackupNote("2026-11-27T13:00:00+00:00", 9, 4)


def test_another_machines_clock_makes_no_age_below_zero() -> None:
    assert BackupNote("2026-11-27T12:00:00+00:00", 7, 3).age(NOON - timedelta(minutes=5)) == 0.0


@pytest.mark.parametrize(
    "content",
    [
        None, "", "[]", "{}", '{"at": "yesterday", "state": 1, "files": 1}',
        '{"at": "2026-11-27T12:00:00", "state": 1, "files": 1}',
        '{"at": "2026-11-27T12:00:00+00:00", "state": "1", "files": 1}',
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_no_backup(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / NOTE).write_text(content, encoding="utf-8")
    assert last_backup(tmp_path) is None
