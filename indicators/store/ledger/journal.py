"""The journal: what was accepted, withdrawn and restored, in order, in one database, with the files it names.

The database is one SQLite file, or PostgreSQL (:mod:`indicators.store.folders`); the rules of what may be
written are here, and the same for both. Each step is stored whole or not at all, and two processes that write wait for
each other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
from pydantic import ValidationError

from indicators.findings.finding import DataProblem, Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model.observations import KEY, NUMBERS, typed
from indicators.model.rules import MISSING_FILE, unreadable
from indicators.store.ledger import files as stored
from indicators.store.ledger.damages import (
    DATABASE_EMPTY,
    FOLDER_APART,
    STORE_APART,
    STORE_MIXED,
    VALUES_DAMAGED,
    damaged,
    unusable,
)
from indicators.store.ledger.files import FolderFiles, StoredFiles
from indicators.store.ledger.ledger import Acceptance, Event, EventKind, Ledger
from indicators.store.ledger.sqlite_tables import SqliteTables
from indicators.store.ledger.tables import OpenTables, Rows, Stamp, Tables, broken_row, seal

FILE_CHANGED = Rule(
    "file_changed", Severity.ERROR, N_("the file was changed after it was checked; nothing was stored."),
    N_("Check it again."),
)  # fmt: skip

ACCEPTED_MEANWHILE = Rule(
    "accepted_meanwhile", Severity.ERROR,
    N_("meanwhile {who} accepted {other}, with other values in the same places (values: {count})."),
    N_("Check the file again, against these; nothing was stored."),
)  # fmt: skip

PLEDGES_MEANWHILE = Rule(
    "pledges_meanwhile", Severity.ERROR,
    N_("meanwhile {who} accepted {other}, with pledges of the same places from the same source (places: {count})."),
    N_("Check the file again, against these; nothing was stored."),
)  # fmt: skip

DESCRIBED_MEANWHILE = Rule(
    "described_meanwhile", Severity.ERROR,
    N_("meanwhile {who} accepted {other}, which describes {value} in another way."),
    N_("Check the file again, and take that description, or choose another name; nothing was stored."),
)  # fmt: skip

NOT_IN_FORCE = Rule(
    "not_in_force", Severity.ERROR, N_("the accepted file {value} is not in force."), N_("Look at the list again.")
)

NOT_OUT_OF_FORCE = Rule(
    "not_out_of_force", Severity.ERROR, N_("no withdrawn or replaced file has the number {value}."),
    N_("Look at the list again."),
)  # fmt: skip

JOURNAL_FILE, FILES_FOLDER = "journal.sqlite", "files"


class Journal:
    """The ledger of one store folder; its tables and files lie in the folder, unless others are given.

    Every method raises :class:`DataProblem` where one of these cannot be read or written, with one finding that says
    why.
    """

    def __init__(self, folder: Path, tables: Tables | None = None, files: StoredFiles | None = None) -> None:
        self.folder = folder
        self.files: StoredFiles = files or FolderFiles(folder / FILES_FOLDER)
        self.tables: Tables = tables or SqliteTables(folder / JOURNAL_FILE, self.files.name)

    @property
    def name(self) -> str:
        """What findings call the journal: the path or the address of its tables."""
        return self.tables.name

    def stamp(self) -> Stamp:
        """Return what changes when the journal does, so cheaply that every request may ask; None before the first."""
        return self.tables.stamp()

    def read(self) -> Ledger:
        """Return the ledger as it stands; an empty one before the first acceptance."""
        with self.tables.reading() as opened:
            return self._read(opened)[0]

    def rows(self) -> tuple[Ledger, Rows]:
        """Return the ledger with the rows it is made of, of one moment."""
        with self.tables.reading() as opened:
            return self._read(opened)

    def _read(self, opened: OpenTables | None) -> tuple[Ledger, Rows]:
        """Return the ledger of open tables, once every row is known to be as it was written."""
        rows = opened.rows() if opened else Rows()
        self._refuse_strange_files(opened, rows)
        reason = broken_row(rows)
        if reason:
            raise self._damaged(reason)
        try:
            acceptances = tuple((row[0], Acceptance.model_validate_json(row[1])) for row, _ in rows.acceptances)
            events = tuple(Event(row[0], EventKind(row[1]), *row[2:]) for row, _ in rows.events)
        except (ValidationError, ValueError) as error:
            raise self._damaged(str(error)) from None
        named = {number for event in events for number in (event.acceptance, event.replaced)} - {None}
        if named - dict(acceptances).keys():
            raise self._damaged("a row is lost")
        return Ledger(events[-1].number if events else 0, acceptances, events), rows

    def _refuse_strange_files(self, opened: OpenTables | None, rows: Rows) -> None:
        """Raise where the files that lie here are not those that the tables name: nothing may be swept away then."""
        identity = opened.identity if opened else ""
        with self._files_in_words():
            owner = self.files.owner()
        if owner and owner != identity:
            raise DataProblem([Finding(STORE_MIXED, self.name, params={"folder": self.files.name})])
        if identity and not owner and rows.events:
            raise DataProblem([Finding(STORE_APART, self.name, params={"folder": self.files.name})])
        if opened is None or (identity and not rows.events):
            self._refuse_unlisted_files()

    def _refuse_unlisted_files(self) -> None:
        """Raise where accepted files lie here that no table names: the list is made before the first is stored."""
        with self._files_in_words():
            lying = {name for name in self.files.names() if not name.endswith(stored.UNFINISHED)}
            if not lying or self.files.owner():
                return
        if isinstance(self.tables, SqliteTables):
            raise self._damaged("it is missing or empty")
        raise DataProblem([Finding(DATABASE_EMPTY, self.name, params={"folder": self.files.name})])

    def folder_findings(self) -> list[Finding]:
        """Return what is wrong where files lie elsewhere and the folder of all else is not the one others share."""
        with self._files_in_words():
            apart = self._files_elsewhere() and FolderFiles(self.folder).owner() != self.files.owner()
        return [Finding(FOLDER_APART, params={"folder": str(self.folder)})] if apart else []

    def _files_elsewhere(self) -> bool:
        """Return whether the files lie outside of the folder of all else, so that each bears a mark."""
        return not (isinstance(self.files, FolderFiles) and self.files.folder.parent == self.folder)

    def mark(self, identity: str) -> None:
        """Mark the places of this journal as those of the database `identity`; empty for a file of SQLite."""
        with self._files_in_words():
            for place in (self.files, *([FolderFiles(self.folder)] if self._files_elsewhere() else [])):
                if place.owner() != identity:
                    place.mark(identity)

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
        try:
            path = self.file_of(fingerprint)
            whole = stored.fingerprint(path) == fingerprint
        except stored.PlaceGone as error:
            raise unusable(self.files.name, str(error)) from None
        except OSError:
            whole = False
        if not whole:
            raise DataProblem([Finding(VALUES_DAMAGED, f"{self.files.name}/{fingerprint}", value=name)])
        return path

    def file_of(self, fingerprint: str) -> Path:
        """Return where the stored file with this fingerprint can be read; raises OSError where its place is gone."""
        return self.files.local(fingerprint)

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
        since then of the same keys raise :class:`DataProblem`, as do pledges of the same place and source, another
        description of the same indicator or place, and a file that is no longer the one that was checked.
        """
        with self._writing() as (opened, ledger, lying):
            if replaces is not None and replaces not in dict(ledger.in_force):
                raise DataProblem([Finding(NOT_IN_FORCE, value=str(replaces))])
            with self._files_in_words():
                if not original.is_file():
                    raise DataProblem([Finding(MISSING_FILE, str(original))])
                self.files.discard(lying - ledger.stored.keys())
                content = self.files.keep(original)
                if content != acceptance.content:
                    raise DataProblem([Finding(FILE_CHANGED, str(original))])
                values = self.files.keep(observations)
                shapes = self.files.keep(outlines) if outlines is not None else ""
            record = acceptance.model_copy(update={"observations": values, "outlines": shapes})
            self._refuse_overlap(ledger, record, seen)
            number = 1 + len(ledger.acceptances)
            row = (number, record.model_dump_json())
            opened.add_acceptance(row, seal(row))
            _note(opened, ledger, Event(0, EventKind.ACCEPTED, number, replaces, record.who, record.at))
        return number

    def withdraw(self, number: int, person: str, moment: str) -> None:
        """Take an acceptance out of force; the values it stood over show again."""
        with self._writing() as (opened, ledger, _):
            if number not in dict(ledger.in_force):
                raise DataProblem([Finding(NOT_IN_FORCE, self.name, value=str(number))])
            _note(opened, ledger, Event(0, EventKind.WITHDRAWN, number, None, person, moment))

    def restore(self, number: int, person: str, moment: str) -> None:
        """Bring an acceptance back into force, over the values accepted since."""
        with self._writing() as (opened, ledger, _):
            if number not in dict(ledger.acceptances) or number in dict(ledger.in_force):
                raise DataProblem([Finding(NOT_OUT_OF_FORCE, self.name, value=str(number))])
            _note(opened, ledger, Event(0, EventKind.RESTORED, number, None, person, moment))

    def _refuse_overlap(self, ledger: Ledger, record: Acceptance, seen: int) -> None:
        """Raise where what came into force after state `seen` would be silently replaced.

        That is values of the same keys, pledges of the same place and source, or another description of an indicator
        or a place under the same name.
        """
        since = {event.acceptance: event for event in ledger.events if event.number > seen}
        if not since:
            return
        observations = self.observations(record)
        for number, other in ledger.in_force:
            if number not in since:
                continue
            params = {"who": since[number].who, "other": other.name}
            keys = list(KEY)
            shared = len(observations[keys].astype("str").merge(self.observations(other)[keys].astype("str"), on=keys))
            if shared:
                raise DataProblem([Finding(ACCEPTED_MEANWHILE, record.name, params={"count": shared, **params})])
            pledged = {(pledge.place, pledge.source) for pledge in record.pledges}
            pledged &= {(pledge.place, pledge.source) for pledge in other.pledges}
            if pledged:
                raise DataProblem([Finding(PLEDGES_MEANWHILE, record.name, params={"count": len(pledged), **params})])
            for name in _described_otherwise(record, other):
                raise DataProblem([Finding(DESCRIBED_MEANWHILE, record.name, value=name, params=params)])

    @contextmanager
    def held(self) -> Iterator[tuple[Ledger, Rows]]:
        """Keep everyone from writing; give the ledger with the rows it is made of."""
        with self.tables.writing(self._refuse_unlisted_files) as opened:
            yield self._read(opened)

    @contextmanager
    def _writing(self) -> Iterator[tuple[OpenTables, Ledger, set[str]]]:
        """Begin a step of its own, with the ledger as it stands and the names of the files that lie there.

        The names are listed before the ledger is read: what is swept away of them lay there before the step began.
        Where a database lets go of a process that stood still, and another accepts meanwhile, its files are not lost.
        """
        with self.tables.writing(self._refuse_unlisted_files) as opened:
            with self._files_in_words():
                lying = self.files.names()
            ledger, _ = self._read(opened)
            if not ledger.events:
                self.mark(opened.identity)
            yield opened, ledger, lying

    @contextmanager
    def _files_in_words(self) -> Iterator[None]:
        """Say in a finding what the place of the files has against being read or written."""
        try:
            yield
        except OSError as error:
            raise unusable(self.files.name, error.strerror or str(error)) from None

    def _damaged(self, reason: str) -> DataProblem:
        return damaged(self.name, self.files.name, reason)


def read_values(path: Path) -> pd.DataFrame:
    """Read a tidy table that this project wrote; raises OSError or ValueError."""
    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    for name in ("year", *NUMBERS):
        # read digit by digit: the parser's own way may miss the last bit of a long number
        frame[name] = frame[name].where(frame[name] != "").astype("float64")
    return typed(frame)


def _described_otherwise(accepted: Acceptance, other: Acceptance) -> list[str]:
    """Return the ids of indicators and places that both files bring, each with a description of its own."""
    entries, places = ({described.id: described for described in brought} for brought in (other.entries, other.places))
    ids = [mine.id for mine in accepted.entries if entries.get(mine.id, mine) != mine]
    return [*ids, *(mine.id for mine in accepted.places if places.get(mine.id, mine) != mine)]


def _note(opened: OpenTables, ledger: Ledger, event: Event) -> None:
    """Add an event as the next one, whatever number it has."""
    row = (1 + ledger.state, str(event.kind), event.acceptance, event.replaced, event.who, event.at)
    opened.add_event(row, seal(row))
