"""The folders: the figures of the project, and what users add to them.

A data folder that holds a catalogue is complete and stands for itself. One without a catalogue holds only what is
brought (`inbox/`) and accepted (`store/`), over the project's own figures.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from indicators.findings.finding import DataProblem, Finding
from indicators.model.rules import MISSING_FILE
from indicators.store.dataset import DATA_FOLDER


@dataclass(frozen=True)
class Folders:
    """The folder of the figures and the folder of what is brought."""

    figures: Path
    brought: Path

    @property
    def inbox(self) -> Path:
        """Where files are dropped."""
        return self.brought / "inbox"

    @property
    def store(self) -> Path:
        """The folder of accepted files."""
        return self.brought / "store"

    @property
    def mappings(self) -> Path:
        """The folder of saved mappings."""
        return self.brought / "store" / "mappings"


def find_folders(named: Path | None = None) -> Folders:
    """Return the folders of `named`, else of INDICATORS_DATA, else the project's own.

    Raises :class:`DataProblem` where the folder does not exist.
    """
    chosen = named or Path(os.environ.get("INDICATORS_DATA") or DATA_FOLDER)
    if not chosen.is_dir():
        raise DataProblem([Finding(MISSING_FILE, file=str(chosen))])
    return Folders(chosen if (chosen / "catalogue").exists() else DATA_FOLDER, chosen)
