"""The observation files of a data folder, read as text in one pass, each row with its file and line.

There is one file an indicator, hundreds in all: one parse of all of them
together costs a fraction of a parse of each. Only plain files are joined as
they are, where a record is a line and every line holds its ten cells; any
other file is first read exactly, and its faults named.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from indicators.findings import Finding
from indicators.observations import COLUMNS
from indicators.tables import read_table

HEADER = ",".join(COLUMNS).encode()


def read_observation_files(folder: Path) -> tuple[pd.DataFrame, list[Finding]]:
    """Read every observation file below `folder`; return the raw rows and every finding.

    The raw frame has the observation columns as text, `file`, and `row`, the
    line on which the record starts, counted from 1 with the header.
    """
    findings: list[Finding] = []
    bodies: list[bytes] = []
    files: list[str] = []
    lines: list[Sequence[int]] = []
    paths = sorted(folder.rglob("*.csv"))
    if not paths:
        findings.append(Finding("missing_file", file=str(folder / "*.csv")))
    for path in paths:
        body, numbers, problems = _records(path)
        findings += problems
        bodies.append(body)
        files.append(str(path))
        lines.append(numbers)
    names = list(COLUMNS)
    raw = (
        pd.read_csv(io.BytesIO(b"".join(bodies)), names=names, dtype="str", keep_default_na=False, index_col=False)
        if any(bodies)
        else pd.DataFrame({name: pd.Series(dtype="str") for name in names})
    )
    raw["file"] = pd.Categorical.from_codes(np.repeat(range(len(files)), [len(n) for n in lines]), files)
    raw["row"] = np.concatenate([np.empty(0, dtype="int64"), *(np.asarray(n, dtype="int64") for n in lines)])
    return raw, findings


def _records(path: Path) -> tuple[bytes, Sequence[int], list[Finding]]:
    """Return the records of a file as plain CSV without a header, the line of each, and what is wrong."""
    try:
        header, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        header, body = b"", b""
    if header == HEADER and _is_plain(body):
        return body, range(2, 2 + body.count(b"\n")), []
    table, findings = read_table(path, COLUMNS)
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table.cells)
    return text.getvalue().encode(), table.lines, findings


def _is_plain(body: bytes) -> bool:
    """Tell whether each line of `body` is a record of ten cells, as pandas and people would read it."""
    if any(mark in body for mark in (b'"', b"\r", b"\0")) or not body.endswith(b"\n"):
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    commas = len(COLUMNS) - 1
    return all(line.count(b",") == commas for line in body[:-1].split(b"\n"))
