"""What is asked of a file that a stranger brought, each question answered in the reading process.

A file that passes the bounds of a reading has one finding that says so, no mapping, no proposal and no columns.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from indicators.intake import acceptance, file_check, submission
from indicators.intake.check_reports import CHECKS
from indicators.intake.file_check import FileCheck, Preview
from indicators.intake.layers.features import read_features
from indicators.intake.reading_process import ReadingStopped, read_in_process
from indicators.intake.submission import Submission
from indicators.loaders import registry
from indicators.loaders.handmade.column_guesses import Proposal, propose
from indicators.loaders.handmade.mapping import Mapping, remember, remembered
from indicators.loaders.reading.files import open_file
from indicators.model.catalogue import Catalogue
from indicators.model.places import Gazetteer
from indicators.store.dataset import Dataset

ROWS_SHOWN = 5
"""The rows below the header that stand with a proposal."""

T = TypeVar("T")


@dataclass(frozen=True)
class TableProposal:
    """A mapping to confirm, with the first rows of the table it is about as printed."""

    proposal: Proposal
    rows: tuple[tuple[str, ...], ...]


def check(brought: Submission, dataset: Dataset, seen: int, year: int) -> acceptance.CheckedSubmission:
    """Check a brought file as :func:`indicators.intake.submission.check` does; what it found is counted."""
    try:
        checked = read_in_process(submission.check, brought, dataset, seen, year)
    except ReadingStopped as stopped:
        intake = FileCheck(None, findings=[stopped.finding(brought.path)], findings_total=1)
        checked = acceptance.CheckedSubmission(brought.path, "", brought.name, intake, seen)
    CHECKS.note(checked.intake.findings, usable=checked.intake.format is not None)
    return checked


def saved_mapping(path: Path, folder: Path) -> Mapping | None:
    """Return the mapping saved in `folder` for files of this shape, None where none is or the format is known."""
    return _unless_stopped(lambda: read_in_process(_saved_mapping, path, folder))


def save_mapping(path: Path, sheet: str | None, folder: Path, mapping: Mapping) -> None:
    """Save a mapping for the next file of this shape; a folder that cannot be written to keeps nobody from reading."""
    _unless_stopped(lambda: read_in_process(_save_mapping, path, sheet, folder, mapping))


def propose_mapping(path: Path, sheet: str | None, places: Gazetteer, catalogue: Catalogue) -> TableProposal | None:
    """Propose a mapping for the table of a file, None where nothing in it looks like a table."""
    return _unless_stopped(lambda: read_in_process(_propose, path, sheet, places, catalogue))


def preview(path: Path, sheet: str | None, mapping: Mapping, dataset: Dataset, year: int) -> Preview | None:
    """Return what `mapping` makes of the first values of a file."""
    return _unless_stopped(lambda: read_in_process(_preview, path, sheet, mapping, dataset, year))


def sheet_names(path: Path) -> tuple[str, ...]:
    """Return the names of the sheets of a file."""
    return _unless_stopped(lambda: read_in_process(_sheet_names, path)) or ()


def layer_columns(path: Path) -> tuple[str, ...]:
    """Return the names of the columns of a layer."""
    return _unless_stopped(lambda: read_in_process(_layer_columns, path)) or ()


def _unless_stopped(reading: Callable[[], T]) -> T | None:
    try:
        return reading()
    except ReadingStopped:
        return None


def _saved_mapping(path: Path, folder: Path) -> Mapping | None:
    opened = open_file(path)
    return remembered(folder, opened) if registry.recognise(opened) is None else None


def _save_mapping(path: Path, sheet: str | None, folder: Path, mapping: Mapping) -> None:
    with suppress(OSError):
        remember(folder, open_file(path, sheet), mapping)


def _propose(path: Path, sheet: str | None, places: Gazetteer, catalogue: Catalogue) -> TableProposal | None:
    opened = open_file(path, sheet)
    proposal = propose(opened, places, catalogue)
    if proposal is None:
        return None
    table = next(sheet_of_file for sheet_of_file in opened.sheets if sheet_of_file.name == proposal.mapping.sheet)
    header = list(table.rows).index(proposal.mapping.header) if proposal.mapping.header in table.rows else 0
    width = len(proposal.headers)
    below = table.head[header + 1 : header + 1 + ROWS_SHOWN]
    return TableProposal(proposal, tuple(tuple([*record, *[""] * width][:width]) for record in below))


def _preview(path: Path, sheet: str | None, mapping: Mapping, dataset: Dataset, year: int) -> Preview:
    return file_check.preview(open_file(path, sheet), mapping, dataset, year)


def _sheet_names(path: Path) -> tuple[str, ...]:
    return tuple(sheet.name or "" for sheet in open_file(path).sheets)


def _layer_columns(path: Path) -> tuple[str, ...]:
    return tuple(str(name) for name in read_features(path).cells.columns)
