"""The journal: what was accepted, withdrawn and restored, in order, in one SQLite file.

SQLite makes each step whole: after a power cut, a full disk or a killed process the file opens as it was before the
step or after it. Two processes that write wait for each other.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import pandas as pd

from indicators.findings.finding import DataProblem, Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model.observations import KEY, NUMBERS, typed
from indicators.model.rules import MISSING_FILE, unreadable
from indicators.store.ledger import files
from indicators.store.ledger.origin import Acceptance

FILE_CHANGED = Rule(
    "file_changed", Severity.ERROR, N_("the file was changed after it was checked; nothing was stored."),
    N_("Check it again."),
)  # fmt: skip

ACCEPTED_MEANWHILE = Rule(
    "accepted_meanwhile", Severity.ERROR,
    N_("meanwhile {who} accepted {other}, with other values in the same places (values: {count})."),
    N_("Check the file again, against these; nothing was stored."),
)  # fmt: skip

NOT_IN_FORCE = Rule(
    "not_in_force", Severity.ERROR, N_("the accepted file {value} is not in force."), N_("Look at the list again.")
)

NOT_OUT_OF_FORCE = Rule(
    "not_out_of_force", Severity.ERROR, N_("no withdrawn or replaced file has the number {value}."),
    N_("Look at the list again."),
)  # fmt: skip

STORE_UNUSABLE = Rule(
    "store_unusable", Severity.ERROR, N_("what was accepted cannot be read or written: {reason}."),
    N_("Check the disk and the rights of the folder; what was accepted before is still there."),
)  # fmt: skip

STORE_DAMAGED = Rule(
    "store_damaged", Severity.ERROR, N_("the list of accepted files is damaged: {reason}."),
    N_(
        "The project's own figures are not touched, and every accepted file lies in {folder} as it came. "
        "Put a backup back: python -m indicators restore BACKUP."
    ),
)  # fmt: skip

STORE_NEWER = Rule(
    "store_newer", Severity.ERROR, N_("the list of accepted files was written by a later version of this program."),
    N_("Update the program; nothing was changed."),
)  # fmt: skip

VALUES_DAMAGED = Rule(
    "values_damaged", Severity.ERROR, N_("what was accepted of {value} is damaged: it is left out of what is shown."),
    N_("Put a backup back, or accept the file again: python -m indicators restore BACKUP, or add FILE."),
)  # fmt: skip


DAMAGES = (STORE_UNUSABLE, STORE_DAMAGED, STORE_NEWER, VALUES_DAMAGED)
"""What keeps accepted figures from being shown."""

PATIENCE_SECONDS = 20.0
"""How long a step waits for another process that is writing."""

SCHEMA = 2
"""The version of the tables: since 2 each row bears a seal, the fingerprint of its content."""

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
_EVENT = "number, kind, acceptance, replaced, who, at"


class EventKind(StrEnum):
    """What an event did to an acceptance."""

    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"


@dataclass(frozen=True)
class Event:
    """One step: what was done to which acceptance, which other it took out of force, by whom, when (ISO, UTC)."""

    number: int
    kind: EventKind
    acceptance: int
    replaced: int | None
    who: str
    at: str


@dataclass(frozen=True)
class Ledger:
    """The ledger as it stood after event `state`: every acceptance by number, and every event."""

    state: int = 0
    acceptances: tuple[tuple[int, Acceptance], ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def in_force(self) -> tuple[tuple[int, Acceptance], ...]:
        """The acceptances in force, in the order in which they came (or came back) into it."""
        order: dict[int, None] = {}
        for event in self.events:
            order.pop(event.acceptance, None)
            if event.replaced is not None:
                order.pop(event.replaced, None)
            if event.kind is not EventKind.WITHDRAWN:
                order[event.acceptance] = None
        records = dict(self.acceptances)
        return tuple((number, records[number]) for number in order)

    @property
    def last(self) -> Event | None:
        """The event that led to this state, None before the first."""
        return self.events[-1] if self.events else None

    def earlier(self) -> "Iterator[Ledger]":
        """Yield the ledger as it stood before each of its events, the newest first."""
        for count in range(len(self.events) - 1, -1, -1):
            events = self.events[:count]
            yield Ledger(events[-1].number if events else 0, self.acceptances, events)


class Journal:
    """The ledger of one folder.

    Every method raises :class:`DataProblem` where the folder cannot be read or written, with one finding that says why.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "journal.sqlite"
        self.files = folder / "files"

    def stamp(self) -> tuple[int, int] | None:
        """Return what changes when the journal does, at the cost of one look at the disk; None before the first."""
        try:
            seen = self.path.stat()
        except OSError:
            return None
        return seen.st_mtime_ns, seen.st_size

    def read(self) -> Ledger:
        """Return the ledger as it stands; an empty one before the first acceptance."""
        if not self.path.exists():
            if self._has_files():
                raise _damaged(self, "it is missing")
            return Ledger()
        with self._opened() as connection:
            return self._read(connection)

    def _has_files(self) -> bool:
        """Return whether accepted files lie here: then there is a list of them, for it is made before the first."""
        return self.files.is_dir() and any(not path.name.endswith(files.UNFINISHED) for path in self.files.iterdir())

    def _read(self, connection: sqlite3.Connection) -> Ledger:
        """Return the ledger of an open journal, once every row is known to be as it was written."""
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA:
            raise DataProblem([Finding(STORE_NEWER, str(self.path))])
        (check,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if check != "ok":
            raise _damaged(self, check)
        if not _columns(connection, "event"):
            if self._has_files():
                raise _damaged(self, "it is empty")
            return Ledger()
        acceptances = tuple(
            (int(number), Acceptance.model_validate_json(record))
            for number, record in _sealed(connection, self, "acceptance", "number, record")
        )
        rows = _sealed(connection, self, "event", _EVENT)
        events = tuple(Event(number, EventKind(kind), *rest) for number, kind, *rest in rows)
        named = {number for event in events for number in (event.acceptance, event.replaced)} - {None}
        if named - dict(acceptances).keys():
            raise _damaged(self, "a row is lost")
        return Ledger(events[-1].number if events else 0, acceptances, events)

    def observations(self, acceptance: Acceptance) -> pd.DataFrame:
        """Return the accepted values of a file as a typed table of observations."""
        path = self.whole_file(acceptance.observations, acceptance.name)
        try:
            return read_values(path)
        except (OSError, ValueError, KeyError) as error:
            raise DataProblem([unreadable(path, error)]) from None

    def outlines(self, acceptance: Acceptance) -> str:
        """Return the outlines that came with a file as text, empty where none did."""
        if not acceptance.outlines:
            return ""
        path = self.whole_file(acceptance.outlines, acceptance.name)
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise DataProblem([unreadable(path, error)]) from None

    def whole_file(self, fingerprint: str, name: str) -> Path:
        """Return the path of a stored file; raise :class:`DataProblem` where its content is no longer what it was."""
        path = self.file_of(fingerprint)
        try:
            whole = files.fingerprint(path) == fingerprint
        except OSError:
            whole = False
        if not whole:
            raise DataProblem([Finding(VALUES_DAMAGED, str(path), value=name)])
        return path

    def file_of(self, fingerprint: str) -> Path:
        """Return the path of the stored file with this fingerprint."""
        return self.files / fingerprint

    def accept(
        self,
        acceptance: Acceptance,
        original: Path,
        observations: Path,
        seen: int,
        replaces: int | None = None,
        outlines: Path | None = None,
    ) -> int:
        """Keep a file and put its values in force; return its number.

        `original` is the file as it came and `observations` its accepted values as a tidy table, `outlines` those that
        came with it; all are copied. `seen` is the state of the ledger that the check was made against: values accepted
        since then of the same keys raise :class:`DataProblem`, as does a file that is no longer the one that was
        checked.
        """
        with self._writing() as connection:
            ledger = self._read(connection)
            if replaces is not None and replaces not in dict(ledger.in_force):
                raise DataProblem([Finding(NOT_IN_FORCE, value=str(replaces))])
            stored = [(one.content, one.observations, one.outlines) for _, one in ledger.acceptances]
            files.sweep(self.files, {name for names in stored for name in names})
            if not original.is_file():
                raise DataProblem([Finding(MISSING_FILE, str(original))])
            content = files.keep(original, self.files)
            if content != acceptance.content:
                raise DataProblem([Finding(FILE_CHANGED, str(original))])
            values = files.keep(observations, self.files)
            shapes = files.keep(outlines, self.files) if outlines is not None else ""
            record = acceptance.model_copy(update={"observations": values, "outlines": shapes})
            self._refuse_overlap(ledger, record, seen)
            number = 1 + max((number for number, _ in ledger.acceptances), default=0)
            row = (number, record.model_dump_json())
            connection.execute("INSERT INTO acceptance (number, record, seal) VALUES (?, ?, ?)", (*row, _seal(row)))
            _note(connection, EventKind.ACCEPTED, number, replaces, record.who, record.at)
        return number

    def withdraw(self, number: int, who: str, at: str) -> None:
        """Take an acceptance out of force; the values it stood over show again."""
        with self._writing() as connection:
            ledger = self._read(connection)
            if number not in dict(ledger.in_force):
                raise DataProblem([Finding(NOT_IN_FORCE, str(self.path), value=str(number))])
            _note(connection, EventKind.WITHDRAWN, number, None, who, at)

    def restore(self, number: int, who: str, at: str) -> None:
        """Bring an acceptance back into force, over the values accepted since."""
        with self._writing() as connection:
            ledger = self._read(connection)
            if number not in dict(ledger.acceptances) or number in dict(ledger.in_force):
                raise DataProblem([Finding(NOT_OUT_OF_FORCE, str(self.path), value=str(number))])
            _note(connection, EventKind.RESTORED, number, None, who, at)

    def _refuse_overlap(self, ledger: Ledger, record: Acceptance, seen: int) -> None:
        """Raise where values of the same keys came into force after state `seen`."""
        since = {event.acceptance: event for event in ledger.events if event.number > seen}
        if not since:
            return
        own = self.observations(record)
        for number, other in ledger.in_force:
            if number not in since:
                continue
            keys = list(KEY)
            shared = len(own[keys].astype("str").merge(self.observations(other)[keys].astype("str"), on=keys))
            if shared:
                params = {"count": shared, "who": since[number].who, "other": other.name}
                raise DataProblem([Finding(ACCEPTED_MEANWHILE, record.name, params=params)])

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = sqlite3.connect(self.path, timeout=PATIENCE_SECONDS, isolation_level=None)
            try:
                connection.execute("PRAGMA synchronous = FULL")
                yield connection
            finally:
                connection.close()
        except (sqlite3.Error, ValueError) as error:
            reason = " ".join(str(error).split())[:200]
            # what SQLite calls operational is the disk, the rights or another process, but for a table that differs
            if isinstance(error, sqlite3.OperationalError) and "no such" not in reason:
                raise _unusable(self.path, reason) from None
            raise _damaged(self, reason) from None
        except OSError as error:
            raise _unusable(self.path, error.strerror or str(error)) from None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Begin a step during which nobody else can write; it is stored whole or not at all."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unusable(self.folder, error.strerror or str(error)) from None
        with self._opened() as connection:
            self._prepare(connection)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Make the tables where there are none, and bring those of an older version up to date; a step of its own."""
        if connection.execute("PRAGMA user_version").fetchone()[0] >= SCHEMA:
            return
        if not _columns(connection, "event") and self._has_files():
            raise _damaged(self, "it is empty")
        connection.execute("BEGIN IMMEDIATE")
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        for table in ("acceptance", "event"):
            if "seal" not in _columns(connection, table):
                connection.execute(f"ALTER TABLE {table} ADD COLUMN seal TEXT")
        connection.execute(f"PRAGMA user_version = {SCHEMA}")
        connection.execute("COMMIT")


def _damaged(journal: Journal, reason: str) -> DataProblem:
    params = {"reason": reason, "folder": str(journal.files)}
    return DataProblem([Finding(STORE_DAMAGED, str(journal.path), params=params)])


def _unusable(path: Path, reason: str) -> DataProblem:
    return DataProblem([Finding(STORE_UNUSABLE, str(path), params={"reason": reason})])


def read_values(path: Path) -> pd.DataFrame:
    """Read a tidy table that this project wrote; raises OSError or ValueError."""
    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    for name in ("year", *NUMBERS):
        # read digit by digit: the parser's own way may miss the last bit of a long number
        frame[name] = frame[name].where(frame[name] != "").astype("float64")
    return typed(frame)


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")}


def _sealed(connection: sqlite3.Connection, journal: Journal, table: str, columns: str) -> list[tuple[Any, ...]]:
    """Return the rows of a table; raise where one is not as it was written. Those of an older version have no seal."""
    sealed = "seal" in _columns(connection, table)
    rows = connection.execute(f"SELECT {columns}{', seal' if sealed else ', NULL'} FROM {table} ORDER BY number")
    out = []
    for *row, seal in rows:
        if seal is not None and seal != _seal(row):
            raise _damaged(journal, f"{table} {row[0]}")
        out.append(tuple(row))
    return out


def _seal(row: Sequence[object]) -> str:
    """Return the fingerprint of a row's content."""
    return hashlib.sha256("\0".join(map(str, row)).encode()).hexdigest()


def _note(
    connection: sqlite3.Connection, kind: EventKind, acceptance: int, replaced: int | None, who: str, at: str
) -> None:
    number = 1 + connection.execute("SELECT coalesce(max(number), 0) FROM event").fetchone()[0]
    row = (number, str(kind), acceptance, replaced, who, at)
    connection.execute(f"INSERT INTO event ({_EVENT}, seal) VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, _seal(row)))
