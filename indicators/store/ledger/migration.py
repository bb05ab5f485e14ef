"""Moving a journal from one database to another, with every acceptance, event, seal and file.

The files go first, then all rows in one step: killed in between, the target is empty or whole, and the same command
finishes. Nobody can write to the source meanwhile. Where the files stay in their place, the source's tables are put
aside once the target has everything, so that two lists never name the same files.
"""

import datetime as dt
import sqlite3
from dataclasses import dataclass

from indicators.findings.finding import DataProblem, Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.store.folders import SQLITE, files_at, journal_at, refuse_unknown, sqlite_file
from indicators.store.ledger import files
from indicators.store.ledger.damages import TARGET_NOT_EMPTY, unusable
from indicators.store.ledger.files import copy_document, documents
from indicators.store.ledger.journal import Journal
from indicators.store.ledger.ledger import Ledger
from indicators.store.ledger.tables import Rows

TARGET_IS_SOURCE = Rule(
    "target_is_source", Severity.ERROR, N_("the accepted files are listed there now; nothing was moved."),
    N_("Name another database."),
)  # fmt: skip


@dataclass(frozen=True)
class Migration:
    """What was moved: the ledger, how many files were copied, and the ending under which the source stays, if so."""

    ledger: Ledger
    copied: int
    ending: str


def target_of(source: Journal, database: str, files: str) -> Journal:
    """Return the journal that one is moved to, by the addresses of its tables and of its files; empty: they stay.

    A list that moves into a file of SQLite takes its files, and all else of the store folder, to the folder of that.
    Raises :class:`DataProblem` where an address is of no kind that is known.
    """
    refuse_unknown(database, files)
    if database.startswith(SQLITE):
        return journal_at(sqlite_file(database).parent, database, files)
    place = files_at(files) if files else source.files
    return Journal(source.folder, journal_at(source.folder, database).tables, place)


def migrate(source: Journal, target: Journal) -> Migration:
    """Move a journal; raises :class:`DataProblem` where the target is not empty or one of the two cannot be used."""
    if source.name == target.name:
        raise DataProblem([Finding(TARGET_IS_SOURCE, target.name)])
    in_place = source.files.name == target.files.name
    ending = f"migrated_{dt.datetime.now(dt.UTC):%Y%m%d_%H%M%S_%f}" if in_place else ""
    with source.held() as (ledger, rows):
        for name, record in ledger.stored.items():
            source.whole_file(name, record.name)
        existing = _refuse_others(target, ledger, rows, in_place)
        copied = 0 if in_place else _copy_files(source, target, ledger)
        _copy_documents(source, target)
        identity = existing if existing is not None else target.tables.fill(rows)
        target.mark(identity)
        _verify(target, ledger)
    if in_place:
        source.tables.put_aside(ending)
    return Migration(ledger, copied, ending)


def _refuse_others(target: Journal, ledger: Ledger, rows: Rows, in_place: bool) -> str | None:
    """Raise where the target holds anything else; return its identity where it has these very rows already."""
    with target.tables.reading() as opened:
        present, identity = (opened.rows(), opened.identity) if opened else (Rows(), None)
    if present.events and present != rows:
        raise DataProblem([Finding(TARGET_NOT_EMPTY, target.name, params={"count": len(present.acceptances)})])
    try:
        lying = set() if in_place else target.files.names()
    except OSError as error:
        raise unusable(target.files.name, error.strerror or str(error)) from None
    others = {name for name in lying - ledger.stored.keys() if not name.endswith(files.UNFINISHED)}
    if others:
        raise DataProblem([Finding(TARGET_NOT_EMPTY, target.files.name, params={"count": len(others)})])
    return identity if present.events else None


def _copy_files(source: Journal, target: Journal, ledger: Ledger) -> int:
    """Copy every file that the ledger names; return how many there were."""
    try:
        for name in ledger.stored:
            target.files.keep(source.file_of(name))
    except OSError as error:
        raise unusable(target.files.name, error.strerror or str(error)) from None
    return len(ledger.stored)


def _copy_documents(source: Journal, target: Journal) -> None:
    """Copy what else was made in the app to a store folder of its own; what is there already stays."""
    if source.folder.resolve() == target.folder.resolve():
        return
    try:
        for name, path in documents(source.folder).items():
            if not (target.folder / name).exists():
                copy_document(path, target.folder / name)
    except (OSError, sqlite3.Error) as error:
        raise unusable(str(target.folder), str(error)) from None


def _verify(target: Journal, ledger: Ledger) -> None:
    """Raise unless the target reads as the source did, every file whole."""
    if target.read() != ledger:
        raise unusable(target.name, "it reads otherwise than what was written")
    for name, record in ledger.stored.items():
        target.whole_file(name, record.name)
