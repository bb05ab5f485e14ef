"""The reading edge: encodings, delimiters, bounds, and what is no table at all."""

import zipfile
from pathlib import Path

import pytest

from indicators.loaders.reading import encodings, files, workbooks
from indicators.loaders.reading.files import find_delimiter, open_file
from tests.helpers.checking import check, rules
from tests.helpers.workbooks import write_xlsx

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
    assert [finding.rule.id for finding in opened.findings] == (["assumed"] if encoding == "cp1252" else [])


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


def test_a_semicolon_reported_in_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("sep=;\n" + HEADER + ROW, encoding="utf-8")
    sheet = open_file(path).sheets[0]
    assert (sheet.delimiter, sheet.rows) == (";", [2, 3])


@pytest.mark.parametrize(
    ("content", "rule", "reported"),
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
def test_what_is_no_table(tmp_path: Path, content: bytes, rule: str, reported: str | None) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    intake = check(path)
    assert intake.format is None
    assert [finding.rule.id for finding in intake.findings] == [rule]
    if reported:
        assert intake.findings[0].params == {"reason": reported}


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        assert rules(check(path).findings) == [("missing_file", None, None, None)]


def test_an_archive_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("virus.exe", "MZ")
    assert [(finding.rule.id, finding.params) for finding in check(path).findings] == [
        ("binary_file", {"reason": "ZIP"})
    ]


def test_a_workbook_that_grows_beyond_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "bomb.xlsx", {"Data": [["x" * 1000] * 50] * 100})
    monkeypatch.setattr(workbooks, "MAX_EXPANDED", 1_000_000)
    assert [finding.rule.id for finding in check(path).findings] == ["too_large"]


def test_a_sheet_with_a_cell_far_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "far.xlsx", {"Data": [["place"], *[[]] * 500, [*[None] * 300, 1]]})
    monkeypatch.setattr(workbooks, "MAX_CELLS", 100_000)
    assert [finding.rule.id for finding in check(path).findings] == ["too_large"]


def test_a_line_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "line.csv"
    path.write_text("place,indicator\n" + "x" * 5_000, encoding="utf-8")
    monkeypatch.setattr(encodings, "MAX_LINE", 1_000)
    assert [finding.rule.id for finding in check(path).findings] == ["too_large"]


def test_thousands_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{n}" for n in range(3_000)) + "\n" + ",".join("1" * 3_000) + "\n", encoding="utf-8")
    assert [finding.rule.id for finding in check(path).findings] == ["too_large"]


def test_a_text_file_beyond_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "long.csv"
    path.write_text(HEADER + ROW * 10, encoding="utf-8")
    monkeypatch.setattr(encodings, "MAX_TEXT", 100)
    assert [finding.rule.id for finding in check(path).findings] == ["too_large"]


FRENCH = "Ville;Indicateur;Année;Valeur\nFès, près de Meknès;réseau;2014;75,5\n"
ARABIC = "المدينة;المؤشر;السنة;القيمة\nالدار البيضاء;network_efficiency;2014;75.5\n"


@pytest.mark.parametrize(
    ("text", "encoding", "reported"),
    [
        (FRENCH, "cp1252", "Windows-1252"),
        ("Ville;Qualité de l’œuvre\nSalé;1 234,5 €\n".replace(" ", "\u00a0"), "cp1252", "Windows-1252"),
        (FRENCH, "mac_roman", "Mac Roman"),
        (FRENCH, "cp850", "DOS 850"),
        (FRENCH, "utf-16-le", "UTF-16"),
        (FRENCH, "utf-32-be", "UTF-32"),
        (ARABIC, "cp1256", "Windows-1256"),
    ],
)
def test_older_encodings_are_reported_by_their_letters(tmp_path: Path, text: str, encoding: str, reported: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    opened = open_file(path)
    assert [(finding.rule.id, finding.value) for finding in opened.findings] == [("assumed", reported)]
    assert opened.sheets[0].encoding == encoding
    assert opened.sheets[0].head[0] == text.split("\n", maxsplit=1)[0].split(";")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('<?xml version="1.0"?><Workbook xmlns="urn:x"/>', "XML"),
        ("<rows><row/></rows>", "XML"),
        ('{"error": 404}', "JSON"),
        ('[{"place": "casablanca"}]', "JSON"),
    ],
)
def test_data_in_another_form(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(content, encoding="utf-8")
    assert [(finding.rule.id, finding.params) for finding in check(path).findings] == [
        ("binary_file", {"reason": reason})
    ]


def test_a_line_without_end_in_utf_16(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "line.csv"
    path.write_text("place\tindicator\n" + "x" * 5_000, encoding="utf-16")
    monkeypatch.setattr(encodings, "MAX_LINE", 1_000)
    assert [finding.rule.id for finding in check(path).findings] == ["too_large"]


def test_long_first_lines_are_looked_at_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "long.csv"
    path.write_text(HEADER + ROW.replace("réseau", "x" * 3_000) * 100, encoding="utf-8")
    monkeypatch.setattr(files, "MAX_HEAD", 10_000)
    assert len(open_file(path).sheets[0].head) < 10


def test_a_file_that_vanishes_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(HEADER + ROW, encoding="utf-8")
    sheet = open_file(path).sheets[0]
    path.unlink()
    body, findings = sheet.body(0)
    assert body.empty
    assert rules(findings) == [("unreadable_file", None, None, None)]


def test_a_file_that_grows_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(HEADER + ROW, encoding="utf-8")
    sheet = open_file(path).sheets[0]
    with path.open("a", encoding="utf-8") as file:
        file.write(ROW)
    body, findings = sheet.body(0)
    assert body.empty
    assert rules(findings) == [("changed_while_read", None, None, None)]


@pytest.mark.parametrize("name", ["a\nb.csv", "=1+1.csv", "..%2f..%2fetc.csv", "x" * 300 + ".csv", "nul\0.csv"])
def test_names_of_files_that_are_not_there(tmp_path: Path, name: str) -> None:
    assert {finding.rule.id for finding in check(tmp_path / name).findings} <= {"missing_file", "unreadable_file"}


def test_a_cell_out_of_reach_does_not_end_the_application(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "far.xlsx", {"Data": [["place"]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for row in (b"1048576", b"99999999999"):
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content.replace(b"</row>", b'<c r="XFD' + row + b'"><v>1</v></c></row>'))
        (finding,) = check(path).findings
        assert finding.rule.id in {"too_large", "unreadable_file"}


def test_a_look_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "slow.xlsx", {"Data": [["place"]]})
    monkeypatch.setattr(workbooks, "PATIENCE", 0.001)
    assert [finding.rule.id for finding in check(path).findings] == ["too_large"]


def test_a_workbook_behind_a_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>")
        archive.writestr("content.xml", b"\x8f\x01\x9c")
    assert [finding.rule.id for finding in check(path).findings] == ["protected_file"]


def test_a_very_long_note_is_a_note(tmp_path: Path) -> None:
    path = tmp_path / "note.csv"
    path.write_text(HEADER + ROW.replace("réseau", "x" * 1_000_000), encoding="utf-8")
    intake = check(path)
    assert (intake.accepted, len(intake.observations["note"].iloc[0])) == (1, 1_000_000)
