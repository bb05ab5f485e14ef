"""Reading the small hand-kept tables (places, sources) into checked records."""

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import ValidationError

from indicators.findings import Finding


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_Identified)


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
