"""Reading the small hand-kept tables (places, sources) into checked records."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from pydantic import ValidationError

from indicators.findings import Finding


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_Identified)


@dataclass(frozen=True)
class Kept(Generic[R]):
    """A record with the file and row it was kept in."""

    file: Path
    row: int
    record: R


def read_folder(
    folder: Path, columns: Sequence[str], make: Callable[[Mapping[str, str]], R]
) -> tuple[list[Kept[R]], list[Finding]]:
    """Read every CSV of `folder` with :func:`read_records`; ids are unique over all of them."""
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        return [], [Finding("missing_file", file=str(folder / "*.csv"))]
    kept: dict[str, Kept[R]] = {}
    findings: list[Finding] = []
    for path in paths:
        records, problems = read_records(path, columns, make)
        findings += problems
        for row, record in records:
            if record.id in kept:
                findings.append(Finding("duplicate_entry", file=str(path), row=row, column="id", value=record.id))
            else:
                kept[record.id] = Kept(path, row, record)
    return list(kept.values()), findings


def read_records(
    path: Path, columns: Sequence[str], make: Callable[[Mapping[str, str]], R]
) -> tuple[list[tuple[int, R]], list[Finding]]:
    """Read a UTF-8 CSV; return (row, record) pairs and every finding.

    `make` turns a row into a record; what it raises becomes a finding of that
    row. Ids are unique.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            found = reader.fieldnames or []
            rows = [(reader.line_num, {key: value or "" for key, value in row.items() if key}) for row in reader]
    except FileNotFoundError:
        return [], [Finding("missing_file", file=str(path))]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return [], [Finding("unreadable_file", file=str(path), params={"reason": str(error)})]
    missing = [
        Finding("missing_column", file=str(path), row=1, column=name, params={"found": ", ".join(found)})
        for name in columns
        if name not in found
    ]
    if missing:
        return [], missing
    if not rows:
        return [], [Finding("empty_file", file=str(path))]
    records: dict[str, tuple[int, R]] = {}
    findings: list[Finding] = []
    for number, row in rows:
        try:
            record = make(row)
        except ValidationError as error:
            findings += [
                Finding(
                    "bad_entry",
                    file=str(path),
                    row=number,
                    column=".".join(str(part) for part in item["loc"]),
                    value=str(item["input"]),
                    params={"reason": item["msg"]},
                )
                for item in error.errors()
            ]
            continue
        except ValueError as error:
            findings.append(Finding("bad_entry", file=str(path), row=number, params={"reason": str(error)}))
            continue
        if record.id in records:
            findings.append(Finding("duplicate_entry", file=str(path), row=number, column="id", value=record.id))
        else:
            records[record.id] = (number, record)
    return list(records.values()), findings
