"""The two tables of a journal, whichever database holds them: acceptances and events, each row with its seal.

A row goes into any database and comes out of it as the same row with the same seal. What rows mean, and what may be
written, is decided in :mod:`indicators.store.ledger.journal`, once for all databases.
"""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

PATIENCE_SECONDS = 20.0
"""How long a step waits for another process that is writing."""

SCHEMA = 2
"""The version of the tables: since 2 each row bears a seal, the fingerprint of its content."""

AcceptanceRow = tuple[int, str]
"""Number and record (JSON)."""

EventRow = tuple[int, str, int, int | None, str, str]
"""Number, kind, acceptance, replaced, who, at."""

Stamp = tuple[object, ...] | None
"""What changes when the journal does; None before the first step."""

ACCEPTANCE_COLUMNS = "number, record"
EVENT_COLUMNS = "number, kind, acceptance, replaced, who, at"


@dataclass(frozen=True)
class Rows:
    """All rows of a journal in the order of their numbers, each with its seal; None in a journal older than seals."""

    acceptances: tuple[tuple[AcceptanceRow, str | None], ...] = ()
    events: tuple[tuple[EventRow, str | None], ...] = ()


class OpenTables:
    """The tables within one step, in any database that takes SQL.

    Parameters
    ----------
    connection
        The open connection.
    identity
        What tells one database from another, with which the places of the files are marked; empty in a file of SQLite.
    prefix
        How the names of the tables begin.
    value
        What stands for a value in a statement.
    seal
        What is read as the seal of a row; `NULL` of tables older than seals.
    """

    def __init__(
        self, connection: Any, identity: str = "", prefix: str = "", value: str = "?", seal: str = "seal"
    ) -> None:
        self.identity = identity
        self._connection = connection
        self._prefix, self._value, self._seal = prefix, value, seal

    def rows(self) -> Rows:
        """Return all rows."""
        return Rows(self._read("acceptance", ACCEPTANCE_COLUMNS), self._read("event", EVENT_COLUMNS))

    def add_acceptance(self, row: AcceptanceRow, mark: str | None) -> None:
        """Add an acceptance with its seal."""
        self._write("acceptance", ACCEPTANCE_COLUMNS, (*row, mark))

    def add_event(self, row: EventRow, mark: str | None) -> None:
        """Add an event with its seal."""
        self._write("event", EVENT_COLUMNS, (*row, mark))

    def add(self, rows: Rows) -> None:
        """Add rows with their seals."""
        for acceptance, mark in rows.acceptances:
            self.add_acceptance(acceptance, mark)
        for event, mark in rows.events:
            self.add_event(event, mark)

    def _read(self, table: str, columns: str) -> tuple[Any, ...]:
        found = self._connection.execute(f"SELECT {columns}, {self._seal} FROM {self._prefix}{table} ORDER BY number")
        return tuple((tuple(row), mark) for *row, mark in found)

    def _write(self, table: str, columns: str, cells: Sequence[object]) -> None:
        values = ", ".join([self._value] * len(cells))
        self._connection.execute(f"INSERT INTO {self._prefix}{table} ({columns}, seal) VALUES ({values})", cells)


class Tables(Protocol):
    """Where the tables lie. Every method raises DataProblem where that cannot be read or written."""

    @property
    def name(self) -> str:
        """What findings call it: a path, or an address without its password."""

    def stamp(self) -> Stamp:
        """Return what changes when the journal does; so cheap that every request may ask."""

    def reading(self) -> AbstractContextManager[OpenTables | None]:
        """Open the tables as they stand at one moment; None where there are none."""

    def writing(self, before_making: Callable[[], None]) -> AbstractContextManager[OpenTables]:
        """Begin a step during which nobody else can write; it is stored whole or not at all.

        Where there are no tables `before_making` is called, which may refuse by raising, and they are made.
        """

    def fill(self, rows: Rows, aside: str | None = None) -> str:
        """Make the tables with these rows in one step; return their identity.

        Tables that are there are stored under another name, which ends in `aside`; without it they must be empty.
        """

    def put_aside(self, ending: str) -> None:
        """Give the tables another name, which ends in `ending`, in one step."""


def seal(row: Sequence[object]) -> str:
    """Return the fingerprint of a row's content."""
    return hashlib.sha256("\0".join(map(str, row)).encode()).hexdigest()


def broken_row(rows: Rows) -> str:
    """Return which row is not as it was written, or that one is lost; nothing where all are there."""
    for table, sealed in (("acceptance", rows.acceptances), ("event", rows.events)):
        for place, (row, mark) in enumerate(sealed, 1):
            if row[0] != place:
                return "a row is lost"
            if mark is not None and mark != seal(row):
                return f"{table} {row[0]}"
    return ""
