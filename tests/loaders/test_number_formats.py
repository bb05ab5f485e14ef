"""What the format of a cell says besides the number, in each kind of workbook."""

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from indicators.loaders.reading.number_formats import shown, speaks
from indicators.loaders.reading.ods_marks import read_ods_marks
from indicators.loaders.reading.workbooks import read_marks
from indicators.loaders.reading.xls_marks import read_xls_marks
from tests.helpers.workbooks import old_text, record, write_xls, write_xlsx

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
