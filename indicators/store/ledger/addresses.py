"""Where a journal lies: the addresses of its tables and of its files, as an operator writes them.

`postgresql://USER@HOST/NAME` is a database, `sqlite:///FOLDER` (or a file of that name) is a file of SQLite, and no
address is the file in the store folder. Files lie in a folder (`file:///FOLDER`) or in a bucket (`s3://BUCKET/FOLDER`);
without an address they lie in `files/` beside the file of SQLite, or of the store folder.
"""

from pathlib import Path
from urllib.parse import unquote

from indicators.findings.finding import DataProblem, Finding
from indicators.store.ledger.damages import DATABASE_ADDRESS, FILES_ADDRESS, without_password
from indicators.store.ledger.files import FolderFiles, StoredFiles
from indicators.store.ledger.journal import FILES_FOLDER, JOURNAL_FILE, Journal
from indicators.store.ledger.sqlite_tables import SqliteTables

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
