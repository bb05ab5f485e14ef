"""The tables of a journal in one SQLite file: what one machine needs.

SQLite makes each step whole: after a power cut, a full disk or a killed process the file opens as it was before the
step or after it. Two processes that write wait for each other.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from indicators.findings.finding import DataProblem, Finding
from indicators.store.ledger.damages import STORE_NEWER, TARGET_NOT_EMPTY, damaged, one_line, unusable
from indicators.store.ledger.files import UNFINISHED
from indicators.store.ledger.tables import PATIENCE_SECONDS, SCHEMA, OpenTables, Rows, Stamp

_TABLES = """
CREATE TABLE IF NOT EXISTS acceptance (number INTEGER PRIMARY KEY, record TEXT NOT NULL, seal TEXT);
CREATE TABLE IF NOT EXISTS event (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('accepted', 'withdrawn', 'restored')),
  acceptance INTEGER NOT NULL REFERENCES acceptance (number),
  replaced INTEGER REFERENCES acceptance (number),
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  seal TEXT
);
"""


class SqliteTables:
    """The tables in the file at `path`; `files` is where the accepted files lie, for what findings say."""

    def __init__(self, path: Path, files: str) -> None:
        self.path = path
        self._written = str(path)
        self._files = files

    @property
    def name(self) -> str:
        """The path of the file."""
        return str(self.path)

    def stamp(self) -> Stamp:
        """Return the time and size of the file, at the cost of one look at the disk."""
        try:
            seen = os.stat(self._written)  # noqa: PTH116 - half the time of Path.stat, and every request asks
        except OSError:
            return None
        return seen.st_mtime_ns, seen.st_size

    @contextmanager
    def reading(self) -> Iterator[OpenTables | None]:
        """Open the file as it stands; None where there is none, or no tables in it."""
        if not self.path.exists():
            yield None
            return
        with self._opened() as connection:
            connection.execute("BEGIN")
            self._check(connection)
            columns = _columns(connection, "event")
            yield OpenTables(connection, seal="seal" if "seal" in columns else "NULL") if columns else None

    @contextmanager
    def writing(self, before_making: Callable[[], None]) -> Iterator[OpenTables]:
        """Begin a step during which nobody else can write; it is stored whole or not at all."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unusable(str(self.path.parent), error.strerror or str(error)) from None
        with self._opened() as connection:
            self._prepare(connection, before_making)
            with _step(connection):
                self._check(connection)
                yield OpenTables(connection)

    def fill(self, rows: Rows, aside: str | None = None) -> str:
        """Write the rows into a new file and put it in its place, whole or not at all."""
        if aside is None:
            with self.reading() as present:
                count = len(present.rows().acceptances) if present else 0
            if count:
                raise DataProblem([Finding(TARGET_NOT_EMPTY, self.name, params={"count": count})])
        unfinished = self.path.with_name(f".{self.path.name}{UNFINISHED}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.unlink(missing_ok=True)
            new = SqliteTables(unfinished, self._files)
            with new.writing(lambda: None) as opened:
                opened.add(rows)
            if aside is not None:
                self._copy_aside(aside)
            unfinished.replace(self.path)
        except OSError as error:
            raise unusable(str(self.path), error.strerror or str(error)) from None
        return ""

    def put_aside(self, ending: str) -> None:
        """Give the file another name."""
        try:
            self._copy_aside(ending)
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise unusable(str(self.path), error.strerror or str(error)) from None

    def _copy_aside(self, ending: str) -> None:
        """Copy the file beside itself, with what SQLite would take back of a step cut off; raises OSError."""
        if not self.path.exists():
            return
        beside = self.path.with_name(f"{self.path.name}.{ending}")
        shutil.copyfile(self.path, beside)
        cut_off = self.path.with_name(f"{self.path.name}-journal")
        if cut_off.exists():
            cut_off.rename(beside.with_name(f"{beside.name}-journal"))

    def _check(self, connection: sqlite3.Connection) -> None:
        """Raise where the file is of a later version, or damaged as a file."""
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA:
            raise DataProblem([Finding(STORE_NEWER, self.name)])
        (check,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if check != "ok":
            raise damaged(self.name, self._files, check)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, timeout=PATIENCE_SECONDS, isolation_level=None)) as connection:
                connection.execute("PRAGMA synchronous = FULL")
                yield connection
        except (sqlite3.Error, ValueError) as error:
            reason = one_line(str(error))
            # what SQLite calls operational is the disk, the rights or another process, but for a table that differs
            if isinstance(error, sqlite3.OperationalError) and "no such" not in reason:
                raise unusable(self.name, reason) from None
            raise damaged(self.name, self._files, reason) from None
        except OSError as error:
            raise unusable(self.name, error.strerror or str(error)) from None

    def _prepare(self, connection: sqlite3.Connection, before_making: Callable[[], None]) -> None:
        """Make the tables where there are none, and bring those of an older version up to date; a step of its own."""
        if connection.execute("PRAGMA user_version").fetchone()[0] >= SCHEMA:
            return
        if not _columns(connection, "event"):
            before_making()
        with _step(connection):
            for statement in _TABLES.split(";"):
                connection.execute(statement)
            for table in ("acceptance", "event"):
                if "seal" not in _columns(connection, table):
                    connection.execute(f"ALTER TABLE {table} ADD COLUMN seal TEXT")
            connection.execute(f"PRAGMA user_version = {SCHEMA}")


@contextmanager
def _step(connection: sqlite3.Connection) -> Iterator[None]:
    """Store what is done within, whole or not at all; nobody else writes meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")}
