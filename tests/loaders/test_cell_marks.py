"""What a workbook shows that its plain values do not."""

import zipfile
from pathlib import Path

import pytest

from indicators.loaders.reading import workbook_marks
from indicators.loaders.reading.workbook_marks import SheetMarks, read_marks
from tests.helpers.workbooks import Failed, PerCent, write_xlsx


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
    monkeypatch.setattr(workbook_marks, "MOST_STYLES", 10)
    assert (read_marks(path) or {})["one"] == SheetMarks({(0, 1): "#REF!"})
