"""The log in a file: written whole, read by anybody, written by one server, set aside where it is damaged."""

import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indicators.live.file_log import FileLog
from indicators.live.log import EntryKind, LogEntry, LogTaken, LogUnusable

AT = datetime(2026, 11, 27, 16, 32, 5, 120_000, tzinfo=UTC)


def entry(slide: int = 1, session: str = "water", **payload: object) -> LogEntry:
    return LogEntry(AT, session, EntryKind.POSITION, "v1", slide, "fr", "Ali", payload)


@pytest.fixture
def log(tmp_path: Path):
    log = FileLog(tmp_path / "store")
    yield log
    log.release()


def test_there_is_nothing_before_the_first(log: FileLog) -> None:
    assert (log.read("water"), log.sessions()) == ([], [])
    assert not log.folder.exists(), "reading makes no folder"


def test_what_was_written_is_read(log: FileLog) -> None:
    log.claim()
    first = entry(2, spotlight="القاهرة", press=None)
    assert log.append([first, entry(1, "energy")]) == [1, 2]
    assert log.append([entry(3)]) == [3]
    (read, last) = log.read("water")
    assert (read.row(), read.number, read.at) == (first.row(), 1, AT)
    assert [one.number for one in log.read("water", after=1)] == [3]
    assert [one.number for one in log.read()] == [1, 2, 3]
    assert log.sessions() == ["energy", "water"]
    assert last.row()[0] == "2026-11-27T16:32:05.120+00:00"


def test_one_server_writes_and_another_reads(log: FileLog, tmp_path: Path) -> None:
    other = FileLog(tmp_path / "store")
    log.claim()
    log.claim()  # a second time is nothing new
    with pytest.raises(LogTaken):
        other.claim()
    log.append([entry(2)])
    assert [one.slide for one in other.read("water")] == [2]
    stamp = other.stamp()
    log.append([entry(3)])
    assert other.stamp() != stamp
    with pytest.raises(LogUnusable):
        other.append([entry()])
    log.release()
    other.claim()
    assert other.append([entry(4)]) == [3]
    other.release()


def test_another_process_is_locked_out_and_its_end_lets_in(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from indicators.live.file_log import FileLog;"
        "FileLog(Path(sys.argv[1])).claim(); print('claimed', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "claimed\n"
        log = FileLog(tmp_path)
        with pytest.raises(LogTaken):
            log.claim()
        process.kill()
        process.wait()
        log.claim()
        log.release()


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_log_is_set_aside_and_a_new_one_begun(log: FileLog, content: bytes) -> None:
    log.folder.mkdir(parents=True)
    log.path.write_bytes(content)
    assert log.read("water") == []
    log.claim()
    assert log.append([entry()]) == [1]
    (aside,) = log.folder.glob("live-damaged-*.sqlite")
    assert aside.read_bytes() == content


def test_a_log_of_a_later_version_is_left_alone(log: FileLog) -> None:
    log.folder.mkdir(parents=True)
    with sqlite3.connect(log.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(LogUnusable, match="later version"):
        log.claim()
    assert list(log.folder.glob("live-damaged-*")) == []


def test_an_entry_of_an_unknown_kind_is_passed_over(log: FileLog) -> None:
    log.claim()
    log.append([entry(2)])
    with sqlite3.connect(log.path) as connection:
        connection.execute("UPDATE entry SET kind = 'dance'")
    connection.close()
    log.append([entry(3)])
    assert [one.slide for one in log.read("water")] == [3]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_only_be_read_is_stated(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(LogUnusable):
        FileLog(tmp_path / "store").claim()


def test_a_file_in_the_place_of_the_folder_is_stated(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("", encoding="utf-8")
    with pytest.raises(LogUnusable, match=r"File exists|Not a directory"):
        FileLog(tmp_path / "store").claim()


def test_what_cannot_be_written_whole_is_not_written(log: FileLog) -> None:
    log.claim()
    log.append([entry(1)])
    bad = LogEntry(AT, "water", EntryKind.POSITION, "v1", 2**70, "fr", "Ali")
    with pytest.raises(LogUnusable, match="too large"):
        log.append([entry(2), bad])
    assert log.append([entry(3)]) == [2]
    assert [one.slide for one in log.read("water")] == [1, 3]
