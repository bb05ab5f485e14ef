"""What a workbook shows that its plain values do not."""

import re
import zipfile
from pathlib import Path

import pytest

from indicators.loaders.reading import xlsx_marks
from indicators.loaders.reading.workbook_marks import SheetMarks
from indicators.loaders.reading.workbooks import read_marks
from tests.helpers.workbooks import Failed, PerCent, write_xlsx

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
