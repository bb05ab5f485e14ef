"""The log of the rooms: one SQLite file that is only appended to, written by one server.

SQLite makes each step whole: a process killed at any moment leaves every entry that was answered. The file is read by
whoever wants; the right to write is a lock on a second file beside it, which the system takes back from a process that
ends however it ends. Every entry waits for the disk (`synchronous = FULL`), many of them for the same turn of it.
"""

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from indicators.live.file_writer import FileWriter
from indicators.live.log import COLUMNS, Listener, LogEntry, LogTaken, LogUnusable, moment_text, now

SCHEMA = 1
"""The version of the tables."""

PATIENCE_SECONDS = 5.0
"""How long reading or writing waits for another process at the file."""

_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

_TABLES = """
CREATE TABLE IF NOT EXISTS entry (
  number INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  session TEXT NOT NULL,
  kind TEXT NOT NULL,
  data_version TEXT NOT NULL,
  slide INTEGER NOT NULL,
  language TEXT NOT NULL,
  who TEXT NOT NULL,
  payload TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS entry_of_session ON entry (session, number);
"""
_COLUMNS = ", ".join(COLUMNS)
_INSERT = f"INSERT INTO entry ({_COLUMNS}) VALUES ({', '.join('?' * len(COLUMNS))})"


class FileLog:
    """The log of the rooms of one store folder.

    Reading opens the file each time and may be done from any thread. Writing is for one thread: :meth:`claim` first,
    :meth:`append` as often as wanted, :meth:`release` at the end.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "live.sqlite"
        self._lock_path = folder / "live.lock.sqlite"
        self._lock: sqlite3.Connection | None = None
        self._connection: sqlite3.Connection | None = None

    def stamp(self) -> tuple[int, int]:
        """Return what changes when another process appends, at the cost of two looks at the disk."""
        sizes = []
        for path in (self.path, self.path.with_name("live.sqlite-wal")):
            try:
                seen = path.stat()
            except OSError:
                sizes.append(0)
            else:
                sizes.append(hash((seen.st_mtime_ns, seen.st_size)))
        return sizes[0], sizes[1]

    def read(self, session: str = "", after: int = 0) -> list[LogEntry]:
        """Return the entries of a session, or of all, that follow the entry number `after`, in their order.

        There are none before the first, and none that can be read of a damaged file; the server's log says so.
        """
        if not self.path.exists():
            return []
        where, values = ("session = ? AND number > ?", (session, after)) if session else ("number > ?", (after,))
        try:
            with self._opened() as connection:
                rows = connection.execute(
                    f"SELECT number, {_COLUMNS} FROM entry WHERE {where} ORDER BY number", values
                ).fetchall()
        except sqlite3.Error as error:
            if "no such table" not in str(error):
                logging.getLogger(__name__).error("%s cannot be read: %s", self.path, error)
            return []
        return list(_entries(rows))

    def sessions(self) -> list[str]:
        """Return the sessions of which there are entries."""
        if not self.path.exists():
            return []
        with suppress(sqlite3.Error), self._opened() as connection:
            return [name for (name,) in connection.execute("SELECT DISTINCT session FROM entry ORDER BY session")]
        return []

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=PATIENCE_SECONDS, isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()

    def put(self, entries: Sequence[LogEntry]) -> None:
        """Write entries of another log, with their moments; no server may have this one meanwhile."""
        self.claim()
        try:
            self.append(entries)
        finally:
            self.release()

    def writer(self, rooms: Listener) -> FileWriter:
        """Return who writes and follows this log for the rooms of the running loop."""
        return FileWriter(self, rooms)

    def claim(self) -> None:
        """Take the right to write, where this process does not have it.

        Raises :class:`LogTaken` where another has it, :class:`LogUnusable` where the file cannot be written. A damaged
        file is set aside under another name, and a new one begun: a talk goes on.
        """
        if self._connection is not None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._take_lock()
            self._connection = self._writable()
        except (sqlite3.Error, OSError) as error:
            self.release()
            raise LogUnusable(_reason(error)) from None
        except LogUnusable:
            self.release()
            raise

    def _take_lock(self) -> None:
        """Hold a transaction on the second file for as long as this process writes."""
        if self._lock is not None:
            return
        lock = sqlite3.connect(self._lock_path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            lock.close()
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise LogTaken(str(self.folder)) from None
            raise
        self._lock = lock

    def _writable(self) -> sqlite3.Connection:
        try:
            return self._prepared()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode not in _DAMAGE:
                raise
            self._set_aside()
            return self._prepared()

    def _prepared(self) -> sqlite3.Connection:
        """Return a connection to a file that is whole and has the tables."""
        connection = sqlite3.connect(self.path, timeout=PATIENCE_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version > SCHEMA:
                raise LogUnusable("it was written by a later version of this program")
            (check,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if check != "ok":
                damage = sqlite3.DatabaseError(check)
                damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
                raise damage
            connection.executescript(_TABLES)
            connection.execute(f"PRAGMA user_version = {SCHEMA}")
        except BaseException:
            connection.close()
            raise
        return connection

    def _set_aside(self) -> None:
        """Give a damaged file another name; nothing of it is deleted."""
        mark = moment_text(now()).replace(":", "").partition("+")[0]
        for suffix in ("", "-wal", "-shm"):
            path = self.path.with_name(self.path.name + suffix)
            if path.exists():
                path.replace(path.with_name(f"live-damaged-{mark}.sqlite{suffix}"))
        logging.getLogger(__name__).error("%s is damaged: set aside, a new one is begun", self.path)

    def append(self, entries: Sequence[LogEntry]) -> list[int]:
        """Write entries in one step and return their numbers; once this returns they outlast the process.

        Raises :class:`LogUnusable` where they could not be written; then none of them is.
        """
        connection = self._connection
        if connection is None:
            raise LogUnusable("it is not open for writing")
        numbers = []
        try:
            rows = [entry.row() for entry in entries]
            connection.execute("BEGIN IMMEDIATE")
            for row in rows:
                numbers.append(int(connection.execute(_INSERT, row).lastrowid or 0))
            connection.execute("COMMIT")
        except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
            with suppress(sqlite3.Error):
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
            raise LogUnusable(_reason(error)) from None
        return numbers

    def release(self) -> None:
        """Give the right to write back, where this process has it."""
        for connection in (self._connection, self._lock):
            if connection is not None:
                with suppress(sqlite3.Error):
                    connection.close()
        self._connection = self._lock = None


def _entries(rows: Sequence[tuple[object, ...]]) -> Iterator[LogEntry]:
    """Yield the entries of rows; one of a kind that this version does not know is passed over."""
    for number, *row in rows:
        try:
            yield LogEntry.of_row(int(str(number)), *row)
        except (ValueError, TypeError):
            logging.getLogger(__name__).warning("LogEntry %s of the log of rooms is not known", number)


def _reason(error: Exception) -> str:
    return " ".join(str(getattr(error, "strerror", None) or error).split())[:200]
