"""The rules of files, tables and entries that several rooms check, and the findings made of them."""

import tomllib
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_, Counted

M = TypeVar("M", bound=BaseModel)

MISSING_FILE = Rule(
    "missing_file", Severity.ERROR, N_("the file is missing."), N_("Put it back, or run the build again.")
)

UNREADABLE_FILE = Rule(
    "unreadable_file", Severity.ERROR, N_("the file cannot be read: {reason}."),
    N_("Open it, mend it and save it again."),
)  # fmt: skip

EMPTY_FILE = Rule(
    "empty_file", Severity.ERROR, N_("the file holds no rows."), N_("Check that the right file was saved.")
)

MISSING_COLUMN = Rule(
    "missing_column", Severity.ERROR, N_("column {column} is missing; found {found}."),
    N_("Add the column, or rename the one that holds it."),
)  # fmt: skip

BAD_ENTRY = Rule(
    "bad_entry", Severity.ERROR, N_("the entry is not valid: {reason}."), N_("Correct this key of the entry.")
)

DUPLICATE_ENTRY = Rule(
    "duplicate_entry", Severity.ERROR, N_("the id {value} is there twice."), N_("Give one of the two another id.")
)

UNKNOWN_REFERENCE = Rule(
    "unknown_reference", Severity.ERROR, N_("{value} is named here but not known as a {what}."),
    N_("Add it, or correct the name."),
)  # fmt: skip

NOT_A_NUMBER = Rule(
    "not_a_number", Severity.ERROR, N_("{value} is not a number."), N_("Write digits with one decimal mark.")
)

OUT_OF_RANGE = Rule(
    "out_of_range", Severity.ERROR, N_("{value} is outside what the indicator can be ({low} to {high})."),
    N_("Check the unit and the decimals of this cell."),
)  # fmt: skip

RAGGED_ROW = Rule(
    "ragged_row", Severity.ERROR,
    Counted(
        "the row holds {found} cell, the header {expected}.", "the row holds {found} cells, the header {expected}.",
        by="found",
    ),
    N_("Put cells that hold the separator between quotes."),
)  # fmt: skip

UNKNOWN_COLUMN = Rule(
    "unknown_column", Severity.WARNING, N_("the column {column} is not used."), N_("Rename it if it holds figures.")
)


def unreadable(path: Path, error: Exception) -> Finding:
    """Return the finding of a file that cannot be read, with the reason that the system or the parser gives."""
    reason = getattr(error, "strerror", None) or " ".join(str(error).split())
    return Finding(UNREADABLE_FILE, str(path), params={"reason": reason})


def unknown_reference(
    path: Path, kind: str, value: str | None, column: str | None = None, row: int | None = None
) -> Finding:
    """Return the finding of a name in the file at `path` that nothing defines; `what` it should be the name of."""
    return Finding(UNKNOWN_REFERENCE, str(path), row=row, column=column, value=value, params={"what": kind})


def unknown_references(path: Path, named: Iterable[tuple[str, str | None, Container[str], str]]) -> list[Finding]:
    """Return a finding for each name in the file at `path` that nothing defines.

    Of each: its key, the name (None for none), those that are known, and what they are names of.
    """
    return [
        unknown_reference(path, kind, value, key)
        for key, value, known, kind in named
        if value is not None and value not in known
    ]


def bad_entries(error: ValidationError, path: Path, row: int | None = None, within: str = "") -> list[Finding]:
    """Return one finding for each key that makes a record of the file at `path` invalid; `within` a table of it."""
    return [
        Finding(
            BAD_ENTRY,
            file=str(path),
            row=row,
            column=".".join([*([within] if within else []), *(str(part) for part in item["loc"])]) or None,
            value=None if isinstance(item["input"], dict) else str(item["input"]),
            params={"reason": item["msg"]},
        )
        for item in error.errors()
    ]


def read_toml(path: Path) -> tuple[Mapping[str, Any] | None, list[Finding]]:
    """Read a TOML file; return its keys, or None and why it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig")), []
    except (OSError, ValueError) as error:
        return None, [unreadable(path, error)]


def read_toml_record(path: Path, kind: type[M]) -> tuple[M | None, list[Finding]]:
    """Read a TOML file that is one record; return it, or None and what is wrong with it."""
    record, findings = read_toml(path)
    if record is None:
        return None, findings
    try:
        return kind.model_validate(record), []
    except ValidationError as error:
        return None, bad_entries(error, path)
