"""The folders: the figures of the project, and what users add to them.

A data folder that holds a catalogue is complete and stands for itself. One without a catalogue holds only what is
brought (`inbox/`) and accepted (`store/`), over the project's own figures.

The list of accepted files, and the files, may lie elsewhere, where several servers share them. Of the list
`postgresql://USER@HOST/NAME` is a database, `sqlite:///FOLDER` (or a file of that name) is a file of SQLite, and no
address is the file in the store folder. Files lie in a folder (`file:///FOLDER`) or in a bucket (`s3://BUCKET/FOLDER`);
without an address they lie in `files/` beside the file of SQLite, or of the store folder.
"""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from indicators.findings.finding import DataProblem, Finding
from indicators.model.rules import MISSING_FILE
from indicators.store.dataset import DATA_FOLDER
from indicators.store.ledger.damages import DATABASE_ADDRESS, FILES_ADDRESS, without_password
from indicators.store.ledger.files import FolderFiles, StoredFiles
from indicators.store.ledger.journal import FILES_FOLDER, JOURNAL_FILE, Journal
from indicators.store.ledger.sqlite_tables import SqliteTables


@dataclass(frozen=True)
class Folders:
    """The folder of the figures and the folder of what is brought.

    `database` and `files` are the addresses of the list of accepted files and of the files, empty where both lie in the
    store folder.
    """

    figures: Path
    brought: Path
    database: str = ""
    files: str = ""

    @property
    def inbox(self) -> Path:
        """Where files are dropped."""
        return self.brought / "inbox"

    @cached_property
    def store(self) -> Path:
        """The folder of accepted files, and of all else that is made in the app."""
        return self.brought / "store"

    @cached_property
    def journal(self) -> Journal:
        """The journal of accepted files; every request asks for it."""
        return journal_at(self.store, self.database, self.files)

    @property
    def mappings(self) -> Path:
        """The folder of saved mappings."""
        return self.brought / "store" / "mappings"


def find_folders(named: Path | None = None) -> Folders:
    """Return the folders of `named`, else of INDICATORS_DATA, else the project's own.

    DATABASE_URL and FILES_URL say where the list of accepted files and the files lie.
    Raises :class:`DataProblem` where the folder does not exist.
    """
    chosen = named or Path(os.environ.get("INDICATORS_DATA") or DATA_FOLDER)
    if not chosen.is_dir():
        raise DataProblem([Finding(MISSING_FILE, file=str(chosen))])
    return Folders(
        chosen if (chosen / "catalogue").exists() else DATA_FOLDER,
        chosen,
        os.environ.get("DATABASE_URL", ""),
        os.environ.get("FILES_URL", ""),
    )


SQLITE, FILE, BUCKET = "sqlite:///", "file://", "s3://"


def journal_at(folder: Path, database: str = "", files: str = "") -> Journal:
    """Return the journal of a store folder whose tables and files lie at these addresses; nothing is opened yet.

    An address that is none, or leads nowhere, is stated when the journal is read, written or asked for its stamp.
    """
    tables_file = sqlite_file(database) if database.startswith(SQLITE) else folder / JOURNAL_FILE
    place = files_at(files) if files else FolderFiles(tables_file.parent / FILES_FOLDER)
    if database and not database.startswith(SQLITE):
        from indicators.store.ledger.postgres_tables import tables_at

        return Journal(folder, tables_at(database, place.name), place)
    return Journal(folder, SqliteTables(tables_file, place.name), place)


def sqlite_file(address: str) -> Path:
    """Return the file of SQLite at an address, `journal.sqlite` of a folder."""
    path = Path(unquote(address.removeprefix(SQLITE)))
    return path if path.suffix == ".sqlite" else path / JOURNAL_FILE


def files_at(address: str) -> StoredFiles:
    """Return the place of files at an address."""
    if address.startswith(FILE):
        return FolderFiles(Path(unquote(address.removeprefix(FILE))))
    from indicators.store.ledger.bucket import bucket_at

    return bucket_at(address)


def refuse_unknown(database: str, files: str = "") -> None:
    """Raise where an address is of no kind that is known."""
    if database and not database.startswith((SQLITE, "postgresql://", "postgres://")):
        raise DataProblem([Finding(DATABASE_ADDRESS, value=without_password(database))])
    if files and not files.startswith((FILE, BUCKET)):
        raise DataProblem([Finding(FILES_ADDRESS, value=without_password(files))])
