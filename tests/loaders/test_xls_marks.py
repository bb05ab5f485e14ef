"""What an old workbook shows that its plain values do not."""

import struct
from pathlib import Path

import pytest

from indicators.loaders.reading.files import open_file
from indicators.loaders.reading.xls_marks import read_xls_marks
from tests.helpers.checking import FORMATS_FOLDER, check, rules
from tests.helpers.workbooks import old_text, record, write_xls

pytestmark = pytest.mark.slow

FONT, FORMAT, XF, SST, CONTINUE = 0x0031, 0x041E, 0x00E0, 0x00FC, 0x003C
PLAIN, STRUCK, RAISED = (struct.pack("<HHHHH", 200, flags, 0, 400, up) for flags, up in ((0, 0), (8, 0), (0, 1)))
STYLES = [
    *(record(FONT, font, bytes(4), old_text("Arial", "<BB")) for font in (PLAIN, STRUCK, PLAIN, PLAIN, RAISED)),
    record(FORMAT, struct.pack("<H", 164), old_text("0.0\\ %")),
    record(FORMAT, struct.pack("<H", 165), old_text('0.0"%"')),
    *(record(XF, struct.pack("<HH", font, shown), bytes(16)) for font, shown in ((0, 0), (0, 164), (1, 0), (0, 165))),
]
"""The styles: plain, per cent, crossed out, and a sign that is only a text."""

HEADER = ["place", "indicator", "year", "value", "perimeter", "method", "source"]


def cell(row: int, column: int, value: str | float, style: int = 0) -> bytes:
    place = struct.pack("<HHH", row, column, style)
    if isinstance(value, str):
        return record(0x0204, place, old_text(value))
    return record(0x0203, place, struct.pack("<d", value))


def line(row: int, place: str, value: float, style: int = 0) -> list[bytes]:
    words = [place, "public_sewer", 2024.0, value, "arrondissement", "census", "hcp_rgph_2024"]
    return [cell(row, column, word, style if column == 3 else 0) for column, word in enumerate(words)]


def rows_of(*lines: list[bytes]) -> list[bytes]:
    header = [cell(0, column, word) for column, word in enumerate(HEADER)]
    return [*header, *(part for one in lines for part in one)]


def test_per_cent_and_crossed_out_cells(tmp_path: Path) -> None:
    path = write_xls(
        tmp_path / "a.xls",
        {"s": rows_of(line(1, "Anfa", 0.942, 1), line(2, "Maârif", 11.1, 2), line(3, "Sbata", 97.4, 3))},
        STYLES,
    )
    intake = check(path)
    assert intake.observations["value"].tolist() == [94.2, 97.4]
    assert {("per_cent_shown", 2, "value", "94.2 %"), ("crossed_out", 3, "value", "1̶1̶.̶1̶")} <= {*rules(intake.findings)}


@pytest.mark.parametrize(
    ("colour", "pattern", "ground", "is_unseen"),
    [
        (9, 0, 0x40, True),
        (0x41, 0, 0x40, True),
        (9, 1, 9, True),
        (9, 1, 18, False),
        (18, 1, 18, True),
        (9, 2, 9, False),
    ],
)
def test_texts_of_the_colour_of_their_ground(
    tmp_path: Path, colour: int, pattern: int, ground: int, is_unseen: bool
) -> None:
    font = record(FONT, struct.pack("<HHHHH", 200, 0, colour, 400, 0), bytes(4), old_text("Arial", "<BB"))
    style = record(XF, struct.pack("<HH", 0, 0), bytes(10), struct.pack("<IH", pattern << 26, ground))
    path = write_xls(tmp_path / "a.xls", {"s": [cell(0, 0, "Anfa"), cell(0, 1, 94.2)]}, [font, style])
    assert read_xls_marks(path)["s"].unseen == ({(0, 0), (0, 1)} if is_unseen else set())


def test_several_numbers_in_one_record(tmp_path: Path) -> None:
    several = record(0x00BD, struct.pack("<HH", 0, 1), struct.pack("<HIHI", 0, 2, 1, 2), struct.pack("<H", 2))
    assert read_xls_marks(write_xls(tmp_path / "a.xls", {"s": [several]}, STYLES))["s"].per_cent == {(0, 2)}


def test_hidden_rows_and_columns(tmp_path: Path) -> None:
    hidden = record(0x0208, struct.pack("<HHHHHHI", 2, 0, 7, 255, 0, 0, 0x20))
    shown = record(0x0208, struct.pack("<HHHHHHI", 1, 0, 7, 255, 0, 0, 0))
    note = [record(0x007D, struct.pack("<HHHHHH", 7, 7, 2560, 0, 1, 0)), cell(1, 7, "note")]
    rows = rows_of(line(1, "Anfa", 94.2), line(2, "Al Fida", 11.1), line(3, "Sbata", 97.4))
    path = write_xls(tmp_path / "a.xls", {"s": [hidden, shown, *note, *rows]}, STYLES)
    intake = check(path)
    assert intake.observations["value"].tolist() == [94.2, 97.4]
    hidden_parts = [rule for rule in rules(intake.findings) if rule[0] != "assumed"]
    assert hidden_parts == [("hidden_rows", None, None, "3"), ("hidden_columns", None, None, "H (note)")]


@pytest.mark.parametrize(("cut", "again"), [(None, b""), (15, b"\0"), (22, b""), (26, b"\0")])
def test_raised_figures_of_shared_texts(tmp_path: Path, cut: int | None, again: bytes) -> None:
    """The table of texts may go on in the next record, between two texts or in the middle of one."""
    rich = struct.pack("<HBH", 5, 8, 1) + b"94.21" + struct.pack("<HH", 4, 5)
    table = struct.pack("<II", 2, 2) + rich + struct.pack("<HB", 4, 0) + b"Anfa" + rich
    parts = [record(SST, table)] if cut is None else [record(SST, table[:cut]), record(CONTINUE, again, table[cut:])]
    labels = [record(0x00FD, struct.pack("<HHHI", row, 1, 0, text)) for row, text in ((3, 0), (4, 1), (5, 2))]
    table_of_three = [parts[0][:8] + struct.pack("<I", 3) + parts[0][12:], *parts[1:]]
    marks = read_xls_marks(write_xls(tmp_path / "a.xls", {"s": labels}, STYLES, table_of_three))
    assert marks["s"].texts == {(3, 1): "94.2¹", (5, 1): "94.2¹"}


def test_a_workbook_of_a_real_program() -> None:
    assert read_xls_marks(FORMATS_FOLDER / "by_hand.xls")["Données 2014"].per_cent == {(3, 3), (4, 3)}


def test_a_workbook_whose_marks_cannot_be_seen_says_so(tmp_path: Path) -> None:
    whole = write_xls(tmp_path / "a.xls", {"s": rows_of(line(1, "Anfa", 94.2))}, [record(FONT, b"\0")])
    assert [finding.rule.id for finding in open_file(whole).findings] == ["marks_unseen"]
