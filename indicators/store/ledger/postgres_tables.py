"""The tables of a journal in PostgreSQL: what several servers on several machines share.

A step is one transaction under one advisory lock: PostgreSQL stores it whole or not at all, wherever the process, the
connection or the database ends, and two servers that write wait for each other. Each step opens a connection of its
own, so that a database that was away is used again as soon as it is back.
"""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import Lock, Thread
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql

from indicators.findings.finding import DataProblem, Finding
from indicators.store.ledger.damages import (
    DATABASE_ADDRESS,
    STORE_NEWER,
    TARGET_NOT_EMPTY,
    damaged,
    database_unusable,
    without_password,
)
from indicators.store.ledger.tables import PATIENCE_SECONDS, SCHEMA, OpenTables, Rows, Stamp

CONNECT_SECONDS = 3
"""How long a server may take to answer a connection, unless the address says `connect_timeout`."""

_LOCK = 0x1ED6E2
"""The number of the advisory lock under which steps are written."""

_LET_GO = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
"""How soon the database lets go of a machine that lost its power: a step of that machine holds the lock until then."""

_NAMES = ("ledger_state", "ledger_acceptance", "ledger_event")

_MAKE = """
CREATE TABLE ledger_state (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  schema integer NOT NULL,
  identity text NOT NULL
);
CREATE TABLE ledger_acceptance (number integer PRIMARY KEY, record text NOT NULL, seal text);
CREATE TABLE ledger_event (
  number integer PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('accepted', 'withdrawn', 'restored')),
  acceptance integer NOT NULL REFERENCES ledger_acceptance (number),
  replaced integer REFERENCES ledger_acceptance (number),
  who text NOT NULL,
  at text NOT NULL,
  seal text
);
"""

_STAMP = """
SELECT identity, (SELECT max(number) FROM ledger_event), (SELECT max(number) FROM ledger_acceptance) FROM ledger_state
"""

Connection = psycopg.Connection[tuple[Any, ...]]


class PostgresTables:
    """The tables in the database at `url`; `files` is where the accepted files lie, for what findings say."""

    def __init__(self, url: str, files: str) -> None:
        self._url = url
        self._files = files
        self.name = without_password(url)
        self._watch = StampWatch(self._connect, _look)

    def stamp(self) -> Stamp:
        """Return what one thread of this process saw last, half a second ago at most; another value while it is gone.

        What this process itself writes is seen at once.
        """
        return self._watch.seen()

    @contextmanager
    def reading(self) -> Iterator[OpenTables | None]:
        """Open the tables as they stand at one moment; None where there are none."""
        with self._opened() as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            identity = self._identity(connection)
            yield None if identity is None else _opened_tables(connection, identity)
            connection.execute("COMMIT")

    @contextmanager
    def writing(self, before_making: Callable[[], None]) -> Iterator[OpenTables]:
        """Begin a step during which nobody else can write; it is stored whole or not at all."""
        with self._opened() as connection:
            with _step(connection):
                if self._identity(connection) is None:
                    before_making()
                    _make(connection)
            with _step(connection):
                identity = self._identity(connection)
                if identity is None:
                    raise damaged(self.name, self._files, "its tables were taken away")
                yield _opened_tables(connection, identity)
                stamp = _look(connection)
            self._watch.wrote(stamp)

    def fill(self, rows: Rows, aside: str | None = None) -> str:
        """Make the tables with these rows in one transaction; return their identity."""
        with self._opened() as connection:
            with _step(connection):
                if aside is not None:
                    _rename(connection, aside)
                elif self._identity(connection) is not None:
                    count = len(connection.execute("SELECT number FROM ledger_acceptance").fetchall())
                    if count:
                        raise DataProblem([Finding(TARGET_NOT_EMPTY, self.name, params={"count": count})])
                    for name in reversed(_NAMES):
                        connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(name)))
                identity = _make(connection)
                _opened_tables(connection, identity).add(rows)
                stamp = _look(connection)
            self._watch.wrote(stamp)
        return identity

    def put_aside(self, ending: str) -> None:
        """Give the tables another name in one transaction."""
        with self._opened() as connection:
            with _step(connection):
                _rename(connection, ending)
            self._watch.wrote(None)

    def _connect(self) -> Connection:
        """Open a connection; every statement outside of a transaction stands for itself."""
        if not self._url.startswith(("postgresql://", "postgres://")):
            raise DataProblem([Finding(DATABASE_ADDRESS, value=self.name)])
        waits = int(PATIENCE_SECONDS * 1000)
        patience = f"-c lock_timeout={waits} -c statement_timeout={waits + 10_000} {_LET_GO}"
        settings: dict[str, Any] = {
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "indicators",
            "tcp_user_timeout": 5_000,
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
        }
        try:
            stated = psycopg.conninfo.conninfo_to_dict(self._url)
        except (psycopg.Error, ValueError):
            raise DataProblem([Finding(DATABASE_ADDRESS, value=self.name)]) from None
        options = f"{patience} {stated.get('options') or ''}".strip()
        described = psycopg.conninfo.make_conninfo(**{**settings, **stated, "options": options})
        return psycopg.connect(described, autocommit=True, prepare_threshold=None)

    @contextmanager
    def _opened(self) -> Iterator[Connection]:
        try:
            connection = self._connect()
            try:
                yield connection
            finally:
                connection.close()
        except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn, psycopg.errors.IntegrityError) as error:
            raise damaged(self.name, self._files, str(error).partition("\n")[0]) from None
        except psycopg.Error as error:
            raise database_unusable(self.name, str(error).partition("\n")[0] or type(error).__name__) from None

    def _identity(self, connection: Connection) -> str | None:
        """Return which database this is; None where it holds no tables of ours. Raises where they are not as ours."""
        rows = connection.execute("SELECT to_regclass(name) FROM unnest(%s::text[]) AS name", (list(_NAMES),))
        exists = [name is not None for (name,) in rows]
        if not any(exists):
            return None
        if not exists[0]:
            raise damaged(self.name, self._files, f"{_NAMES[0]} is missing")
        state = connection.execute("SELECT schema, identity FROM ledger_state").fetchall()
        if len(state) != 1:
            raise damaged(self.name, self._files, f"{_NAMES[0]} holds {len(state)} rows")
        ((version, identity),) = state
        if version > SCHEMA:
            raise DataProblem([Finding(STORE_NEWER, self.name)])
        return str(identity)


@lru_cache(maxsize=64)
def tables_at(url: str, files: str) -> PostgresTables:
    """Return the tables at an address: one object a process, for what it saw of them last is stored in it."""
    return PostgresTables(url, files)


@contextmanager
def _step(connection: Connection) -> Iterator[None]:
    """Store what is done within, whole or not at all; nobody else writes meanwhile."""
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        yield
        connection.execute("COMMIT")
    except BaseException:
        if not connection.closed:
            connection.execute("ROLLBACK")
        raise


def _opened_tables(connection: Connection, identity: str) -> OpenTables:
    return OpenTables(connection, identity, prefix="ledger_", value="%s")


def _make(connection: Connection) -> str:
    """Make the tables with an identity of their own; return it."""
    connection.execute(_MAKE)
    identity = uuid4().hex
    connection.execute("INSERT INTO ledger_state (schema, identity) VALUES (%s, %s)", (SCHEMA, identity))
    return identity


def _rename(connection: Connection, ending: str) -> None:
    for name in _NAMES:
        statement = sql.SQL("ALTER TABLE IF EXISTS {} RENAME TO {}")
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(f"{name}_{ending}")))


def _look(connection: Connection) -> Stamp:
    """Return the stamp of the tables; None where there are none.

    They are looked for by name first: a database that is asked for what it has not writes a line in its log each time.
    """
    try:
        if connection.execute("SELECT to_regclass('ledger_state')").fetchone() == (None,):
            return None
        return connection.execute(_STAMP).fetchone()
    except psycopg.errors.UndefinedTable:
        return None


PAUSE_SECONDS = 0.5
"""How long what a process saw may be old; an acceptance elsewhere shows within two seconds."""

IDLE_SECONDS = 20.0
"""How long the thread goes on when nobody asks."""

GONE = ("gone",)
"""The stamp of a journal that does not answer."""


class StampWatch:
    """The stamp of one journal. `connect` opens a connection, `look` asks it; what they raise means that it is gone."""

    def __init__(self, connect: Callable[[], Any], look: Callable[[Any], Stamp]) -> None:
        self._connect, self._look = connect, look
        self._begin()

    def _begin(self) -> None:
        self._process, self._lock = os.getpid(), Lock()
        self._thread: Thread | None = None
        self._stamp: Stamp = None
        self._written = 0
        self._asked = 0.0

    def seen(self) -> Stamp:
        """Return what was seen last; the first to ask waits for it."""
        if self._process != os.getpid():  # a copy of a process has its memory, not its threads
            self._begin()
        self._asked = monotonic()
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    stamp, written, connection = self._ask(None)
                    self._note(stamp, written)
                    self._thread = Thread(target=self._go_on, args=(connection,), daemon=True, name="stamp watch")
                    self._thread.start()
        return self._stamp

    def wrote(self, stamp: Stamp) -> None:
        """Take note of a step of this process's own, which nobody in it should miss."""
        self._written += 1
        self._stamp = stamp

    def _go_on(self, connection: Any) -> None:
        while monotonic() - self._asked < IDLE_SECONDS:
            sleep(PAUSE_SECONDS)
            stamp, written, connection = self._ask(connection)
            self._note(stamp, written)
        self._thread = None
        if connection is not None:
            connection.close()

    def _ask(self, connection: Any) -> tuple[Stamp, int, Any]:
        """Return the stamp, how much this process had written when it was asked, and the connection to go on with."""
        written = self._written
        try:
            connection = connection or self._connect()
            return self._look(connection), written, connection
        except Exception as error:  # noqa: BLE001 - whatever it is, the journal cannot be asked now
            if self._stamp != GONE:
                logging.getLogger(__name__).warning("%s", error)
            if connection is not None:
                connection.close()
            return GONE, written, None

    def _note(self, stamp: Stamp, written: int) -> None:
        """Keep what was seen, unless this process wrote since it was asked for."""
        if written == self._written:
            self._stamp = stamp
