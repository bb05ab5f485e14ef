"""Tables read exactly: every fault is named with the line it stands on."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from indicators.findings.finding import Finding, describe
from indicators.model.catalogue import Model
from indicators.model.csv_tables import read_folder, read_records, read_table

COLUMNS = ("id", "name")


class Record(Model):
    id: str
    name: str


def make(row: Mapping[str, str]) -> Record:
    if row["name"] == "wrong":
        raise ValueError("wrong is no name")
    return Record.model_validate({"id": row["id"], "name": row["name"] or None})


def where(findings: list[Finding]) -> list[tuple[str, int | None, str | None]]:
    return [(finding.rule.id, finding.row, finding.column) for finding in findings]


def written(folder: Path, content: bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "lines", "cells"),
    [
        (b"id,name\na,x\nb,y\n", [2, 3], [["a", "x"], ["b", "y"]]),
        (b"id,name\na,x\nb,y", [2, 3], [["a", "x"], ["b", "y"]]),
        (b"\xef\xbb\xbfid,name\r\na,x\r\nb,y\r\n", [2, 3], [["a", "x"], ["b", "y"]]),
        (b"id,name\ra,x\rb,y\r", [2, 3], [["a", "x"], ["b", "y"]]),
        (b'id,name\na,"x\ny"\nb,"y, ""z"""\n', [2, 4], [["a", "x\ny"], ["b", 'y, "z"']]),
        (b'id,name\r\na,"x\r\ny\r\n"\r\nb,y\r\n', [2, 5], [["a", "x\r\ny\r\n"], ["b", "y"]]),
        (b"\n\nid,name\n\na,x\n\n\nb,y\n\n", [5, 8], [["a", "x"], ["b", "y"]]),
        (b"name,id\nx,a\n", [2], [["a", "x"]]),
        (b" id , name\na,x\n", [2], [["a", "x"]]),
    ],
)
def test_each_record_with_the_line_it_starts_on(
    tmp_path: Path, content: bytes, lines: list[int], cells: list[list[str]]
) -> None:
    table, findings = read_table(written(tmp_path, content), COLUMNS)
    assert findings == []
    assert (table.lines, table.cells) == (lines, cells)


@pytest.mark.parametrize(
    ("content", "found", "reported"),
    [
        (b"", ("empty_file", None, None), "the file holds no rows."),
        (b"\n\n", ("empty_file", None, None), "the file holds no rows."),
        (b"id,name\n", ("empty_file", None, None), "the file holds no rows."),
        (b"id;name\na;x\n", ("missing_column", 1, "id"), "column id is missing; found id;name."),
        (b"\nid\na\n", ("missing_column", 2, "name"), "column name is missing; found id."),
        (b"id,id,name\na,b,c\n", ("unreadable_file", 1, "id"), "two columns are called id."),
        (b"id,name,more\na,x,y\n", ("unknown_column", 1, "more"), "the column more is not used."),
        (b"id,name\na,x\nb\n", ("ragged_row", 3, None), "the row holds 1 cell, the header 2."),
        (b'id,name\n"a\n",x\nb,y,z\n', ("ragged_row", 4, None), "the row holds 3 cells, the header 2."),
        (b"id,name\na,x\nb,caf\xe9\n", ("unreadable_file", 3, None), "the byte 0xe9 is not UTF-8."),
        (b"id,name\na,x\nb,\x00\n", ("unreadable_file", 3, None), "it is not text."),
        (b'id,name\na,x\nb,"y\n', ("unreadable_file", 3, None), "unexpected end of data"),
        (b'id,name\na,"x" y\nb,y\n', ("unreadable_file", 2, None), "expected after"),
    ],
)
def test_a_fault_is_named(
    tmp_path: Path, content: bytes, found: tuple[str, int | None, str | None], reported: str
) -> None:
    path = written(tmp_path, content)
    _, findings = read_table(path, COLUMNS)
    assert found in where(findings)
    finding = findings[where(findings).index(found)]
    assert finding.file == str(path)
    assert reported in describe(finding)[0]


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    assert where(read_table(tmp_path / "none.csv", COLUMNS)[1]) == [("missing_file", None, None)]
    (finding,) = read_table(tmp_path, COLUMNS)[1]
    assert finding.rule.id == "unreadable_file"
    assert "directory" in finding.params["reason"].lower()


def test_all_faults_are_gathered_and_the_sound_rows_stored(tmp_path: Path) -> None:
    path = written(tmp_path, b"id,name\na,x\nb\nc,wrong\na,again\nd,\ne,y\n")
    records, findings = read_records(path, COLUMNS, make)
    assert [(row, record.id) for row, record in records] == [(2, "a"), (7, "e")]
    assert where(findings) == [
        ("ragged_row", 3, None),
        ("bad_entry", 4, None),
        ("duplicate_entry", 5, "id"),
        ("bad_entry", 6, "name"),
    ]
    assert [describe(finding)[0] for finding in findings[1:]] == [
        "the entry is not valid: wrong is no name.",
        "the id a is there twice.",
        "the entry is not valid: Input should be a valid string.",
    ]


def test_ids_are_unique_over_the_files_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "1.csv").write_bytes(b"id,name\na,x\n")
    (tmp_path / "2.csv").write_bytes(b"id,name\nb,y\na,z\n")
    stored, findings = read_folder(tmp_path, COLUMNS, make)
    assert [(item.file.name, item.row, item.record.id) for item in stored] == [("1.csv", 2, "a"), ("2.csv", 2, "b")]
    assert [(f.rule.id, f.file, f.row) for f in findings] == [("duplicate_entry", str(tmp_path / "2.csv"), 3)]


def test_a_folder_without_tables_is_named(tmp_path: Path) -> None:
    stored, findings = read_folder(tmp_path / "places", COLUMNS, make)
    assert stored == []
    assert where(findings) == [("missing_file", None, None)]
