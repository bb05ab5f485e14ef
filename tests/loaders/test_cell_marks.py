"""What a workbook shows that its plain values do not."""

import re
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from indicators.loaders.reading import xlsx_marks
from indicators.loaders.reading.ods_marks import read_ods_marks
from indicators.loaders.reading.workbook_marks import SheetMarks, shown, speaks
from indicators.loaders.reading.workbooks import read_marks
from indicators.loaders.reading.xls_marks import read_xls_marks
from tests.helpers.workbooks import Failed, PerCent, old_text, record, write_xls, write_xlsx

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_errors_and_per_cent_by_row_and_column(tmp_path: Path) -> None:
    rows = [["a", 1], [PerCent(0.5), Failed("#N/A")], [None, PerCent(1.0)]]
    path = write_xlsx(tmp_path / "a.xlsx", {"one": [["x"]], "two": rows})
    assert (read_marks(path) or {})["two"] == SheetMarks({(1, 1): "#N/A"}, {(1, 0), (2, 1)})
    assert (read_marks(path) or {})["one"] == SheetMarks()


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"])
def test_a_part_that_is_damaged_or_missing_marks_nothing(tmp_path: Path, part: str) -> None:
    whole = write_xlsx(tmp_path / "a.xlsx", {"one": [[PerCent(0.5)]]})
    for content in (None, b"<broken"):
        with zipfile.ZipFile(whole) as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as target:
            for name in source.namelist():
                if name != part:
                    target.writestr(name, source.read(name))
                elif content is not None:
                    target.writestr(name, content)
        assert (read_marks(tmp_path / "b.xlsx") or {}).get("one", SheetMarks()) == SheetMarks()


def test_styles_beyond_reason_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"one": [[PerCent(0.5), Failed("#REF!")]]})
    monkeypatch.setattr(xlsx_marks, "MOST_STYLES", 10)
    assert (read_marks(path) or {})["one"] == SheetMarks({(0, 1): "#REF!"}, styles_unseen=True)


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_marks_are_seen_however_a_program_names_its_elements(tmp_path: Path, prefix: str) -> None:
    """The style of a row, or of a cell without a value, hides nothing and marks nothing else."""
    space = f'xmlns:{prefix[:-1]}="{MAIN}"' if prefix else f'xmlns="{MAIN}"'
    sheet = (
        f'<worksheet {space}><cols><col min="3" max="4" hidden="1"/><col min="5" max="5" width="0"/></cols><sheetData>'
        '<row r="1" s="1" customFormat="1"><c r="A1"><v>1</v></c><c r="B1" s="1"/></row>'
        '<row r="2" hidden="true"><c r="A2" s="1"><v>0.5</v></c></row><row r="3" ht="0"/>'
        '<row r="4"><c r="A4" t="e"><v>#N/A</v></c><c r="B4"><f t="shared" si="0"/></c><c r="C4"><f>A1</f><v>7</v></c>'
        "</row></sheetData></worksheet>"
    )
    for name in ("worksheet", "cols", "col", "sheetData", "row", "c", "v", "f"):
        sheet = re.sub(rf"(</?){name}(?=[\s/>])", rf"\1{prefix}{name}", sheet)
    whole = write_xlsx(tmp_path / "a.xlsx", {"one": [["x"]]})
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as target:
        for part in source.namelist():
            target.writestr(part, sheet if part.endswith("sheet1.xml") else source.read(part))
    marks = (read_marks(tmp_path / "b.xlsx") or {})["one"]
    assert marks.hidden_rows == [(1, 2)]
    assert marks.hidden_columns == [(2, 3), (4, 4)]
    assert marks.texts == {(3, 0): "#N/A", (3, 1): "=…"}
    assert marks.per_cent == {(0, 1), (1, 0)}


ACCOUNTING = '_-* #,##0.00\\ _€_-;\\-* #,##0.00\\ _€_-;_-* "-"??\\ _€_-;_-@_-'


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ('"<"0', 5, "<5"),
        ('0.0" Mt"', 1.2, "1.2 Mt"),
        ('0 "hab."', 5, "5hab."),
        ("[$MAD-40C] #,##0", 5, "MAD5"),
        ('0"*"', 5, "5*"),
        ("0\\*", 5, "5*"),
        ('0"p"', 2015, "2015p"),
        ("0.0,", 76100, "76100×1000"),
        ('[>=1000]0.0,"k";0', 3360, "3360×1000k"),
        ('[<1]"<1";0', 0.5, "<1"),
        (";;;", 5, ""),
        ("0;;", -5, ""),
        ("0;[Red]0", -5, "5 (-5)"),
    ],
)
def test_what_stands_beside_a_number_is_read_with_it(code: str, number: float, text: str) -> None:
    assert speaks(code)
    assert shown(code, number) == text


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("0", 5), ("General", 5), ("#,##0.00", 5), (ACCOUNTING, 5), (ACCOUNTING, -5), ("#,##0_);[Red](#,##0)", -5),
        ('#,##0" %"', 94.2), ("[$-40C]#,##0.00", 5), ("$#,##0.00", 5), ("0;\\-0", -5), ("yyyy", 5), ("0.00E+00", 5),
        ("# ?/?", 5), ('[<1]"<1";0', 5), ('[>=1000]0.0,"k";0', 3), ('0;-0;"-"', 0), ("00000", 5), ("#\\ ##0", 5),
    ],
)  # fmt: skip
def test_a_format_of_digits_signs_and_spaces_says_nothing_more(code: str, number: float) -> None:
    assert shown(code, number) is None


def with_format(path: Path, code: str) -> Path:
    """Return a workbook whose cell B1, 5, has the format `code`."""
    whole = write_xlsx(path.with_name("whole.xlsx"), {"one": [["a", 5]]})
    styles = f'<numFmt numFmtId="164" formatCode="{code.replace("<", "&lt;").replace(chr(34), "&quot;")}"/>'
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            content = content.replace('<numFmt numFmtId="164" formatCode="0.0\\ %"/>', styles)
            target.writestr(name, content.replace('<c r="B1">', '<c r="B1" s="1">'))
    return path


def test_in_an_xlsx(tmp_path: Path) -> None:
    assert (read_marks(with_format(tmp_path / "a.xlsx", '"<"0')) or {})["one"].texts == {(0, 1): "<5"}
    assert (read_marks(with_format(tmp_path / "b.xlsx", "#,##0")) or {})["one"].texts == {}


def test_in_an_xls(tmp_path: Path) -> None:
    styles = [
        record(0x041E, struct.pack("<H", 164), old_text('0.0" Mt"')),
        *(record(0x00E0, struct.pack("<HH", 0, number), bytes(16)) for number in (0, 164)),
    ]
    packed = 5 << 2 | 2
    cells = [
        record(0x0203, struct.pack("<HHH", 0, 0, 1), struct.pack("<d", 1.2)),
        record(0x027E, struct.pack("<HHHI", 0, 1, 1, packed)),
        record(0x00BD, struct.pack("<HH", 1, 0), struct.pack("<HIHI", 0, packed, 1, packed | 1), struct.pack("<H", 1)),
    ]
    marks = read_xls_marks(write_xls(tmp_path / "a.xls", {"s": cells}, styles))["s"]
    assert marks.texts == {(0, 0): "1.2 Mt", (0, 1): "5 Mt", (1, 1): "0.05 Mt"}


def test_in_an_ods() -> None:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("table", "office", "text")
    )
    cells = "".join(
        f'<table:table-cell office:value-type="float" office:value="5"><text:p>{text}</text:p></table:table-cell>'
        for text in ("5,00", "&lt;5", "5 Mt", "", "5E+00")
    )
    content = f'<x {spaces}><table:table table:name="s"><table:table-row>{cells}</table:table-row></table:table></x>'
    assert read_ods_marks(BytesIO(content.encode()))["s"].texts == {(0, 1): "<5", (0, 2): "5 Mt", (0, 3): ""}
