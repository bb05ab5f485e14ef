"""The reading edge: encodings, delimiters, bounds, and what is no table at all."""

import zipfile
from pathlib import Path

import pytest

from indicators.loaders import reading, workbooks
from indicators.loaders.reading import find_delimiter, open_file
from tests.checking import check, rules
from tests.workbooks import write_xlsx

HEADER = "place;indicator;year;value;source;note\n"
ROW = "casablanca;network_efficiency;2014;75,5;lydec_half_year_2014;réseau\n"


@pytest.mark.parametrize(
    ("encoding", "read_as"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1252", "cp1252")],
)
def test_encodings(tmp_path: Path, encoding: str, read_as: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes((HEADER + ROW).encode(encoding))
    opened = open_file(path)
    sheet = opened.sheets[0]
    assert sheet.encoding == read_as
    assert sheet.head[1][-1] == "réseau"
    assert [finding.rule for finding in opened.findings] == (["assumed"] if encoding == "cp1252" else [])


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        (HEADER + ROW, ";"),
        ("a,b,c\n1,2,3\n", ","),
        ("a\tb\n1,5\t2,5\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('"Data Source","WDI",\n\n"x","y","z","1960",\n"x","y","z","1,5",\n', ","),
        ("ville;valeur\nCasablanca, Anfa;1,5\nParis, 1er;2,5\n", ";"),
    ],
)
def test_delimiters(text: str, delimiter: str) -> None:
    assert find_delimiter(text.splitlines(keepends=True)) == delimiter


def test_a_semicolon_told_in_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("sep=;\n" + HEADER + ROW, encoding="utf-8")
    sheet = open_file(path).sheets[0]
    assert (sheet.delimiter, sheet.rows) == (";", [2, 3])


@pytest.mark.parametrize(
    ("content", "rule", "told"),
    [
        (b"%PDF-1.7\n", "binary_file", "PDF"),
        (b"\x1f\x8b\x08\x00", "binary_file", "gzip"),
        (b"PAR1\x15\x04", "binary_file", "Parquet"),
        (b"a,b\n1,\x00\n", "binary_file", "NUL"),
        (b"  \n<html><body>404</body></html>", "html_file", None),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "html_file", None),
        (b"\n\n , ,\n", "empty_file", None),
        (b"\xef\xbb\xbf", "empty_file", None),
        (b"\xff\xfe", "empty_file", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no workbook", "unreadable_file", None),
    ],
)
def test_what_is_no_table(tmp_path: Path, content: bytes, rule: str, told: str | None) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    intake = check(path)
    assert intake.format is None
    assert [finding.rule for finding in intake.findings] == [rule]
    if told:
        assert intake.findings[0].params == {"reason": told}


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        assert rules(check(path).findings) == [("missing_file", None, None, None)]


def test_an_archive_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("virus.exe", "MZ")
    assert [(finding.rule, finding.params) for finding in check(path).findings] == [("binary_file", {"reason": "ZIP"})]


def test_a_workbook_that_grows_beyond_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "bomb.xlsx", {"Data": [["x" * 1000] * 50] * 100})
    monkeypatch.setattr(workbooks, "MAX_EXPANDED", 1_000_000)
    assert [finding.rule for finding in check(path).findings] == ["too_large"]


def test_a_sheet_with_a_cell_far_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "far.xlsx", {"Data": [["place"], *[[]] * 500, [*[None] * 300, 1]]})
    monkeypatch.setattr(workbooks, "MAX_CELLS", 100_000)
    assert [finding.rule for finding in check(path).findings] == ["too_large"]


def test_a_line_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "line.csv"
    path.write_text("place,indicator\n" + "x" * 5_000, encoding="utf-8")
    monkeypatch.setattr(reading, "MAX_LINE", 1_000)
    assert [finding.rule for finding in check(path).findings] == ["too_large"]


def test_thousands_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{n}" for n in range(3_000)) + "\n" + ",".join("1" * 3_000) + "\n", encoding="utf-8")
    assert [finding.rule for finding in check(path).findings] == ["too_large"]


def test_a_text_file_beyond_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "long.csv"
    path.write_text(HEADER + ROW * 10, encoding="utf-8")
    monkeypatch.setattr(reading, "MAX_TEXT", 100)
    assert [finding.rule for finding in check(path).findings] == ["too_large"]
