"""The folders: the figures of the project, and what users add to them.

A data folder that holds a catalogue is complete and stands for itself. One without a catalogue holds only what is
brought (`inbox/`) and accepted (`store/`), over the project's own figures. The list of accepted files, and the files,
may lie in a database and in a bucket instead, which several servers share.
"""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from indicators.findings.finding import DataProblem, Finding
from indicators.model.rules import MISSING_FILE
from indicators.store.dataset import DATA_FOLDER
from indicators.store.ledger.addresses import journal_at
from indicators.store.ledger.journal import Journal


@dataclass(frozen=True)
class Folders:
    """The folder of the figures and the folder of what is brought.

    `database` and `files` are the addresses of the list of accepted files and of the files, empty where both lie in the
    store folder (:mod:`indicators.store.ledger.addresses`).
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
