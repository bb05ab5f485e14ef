"""The observation files as text: whatever a file is like, each row has its own file and line."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.findings.finding import Finding
from indicators.model.csv_tables import read_table
from indicators.model.observations import COLUMNS, read_observation_files
from tests.helpers.folders import write

pytestmark = pytest.mark.slow

HEADER = ",".join(COLUMNS)
PLAIN = "rabat,losses,2020,19.25,,,municipality,reported,open,"
QUOTED = 'rabat,losses,2020,19.25,,,municipality,reported,open,"one,\ntwo"'


def body(*rows: str, end: str = "\n") -> bytes:
    return "".join(row + end for row in (HEADER, *rows)).encode()


def at(folder: Path, content: dict[str, bytes]) -> tuple[list[tuple[str, int, str]], list[Finding]]:
    """Return file, line and place of each row, and the findings."""
    for name, text in content.items():
        write(folder, name, text)
    raw, findings = read_observation_files(folder)
    assert list(raw.columns) == [*COLUMNS, "file", "row"]
    rows = zip(raw["file"].astype("str"), raw["row"], raw["place"], strict=True)
    return [(Path(file).name, row, place) for file, row, place in rows], findings


def test_rows_keep_their_file_and_line_over_files_of_every_kind(tmp_path: Path) -> None:
    rows, findings = at(
        tmp_path,
        {
            "a/plain.csv": body(PLAIN, PLAIN),
            "b/quoted.csv": body(QUOTED, PLAIN, QUOTED, PLAIN),
            "c/windows.csv": body(PLAIN, QUOTED, PLAIN, end="\r\n"),
            "d/no_last_line_end.csv": body(PLAIN, PLAIN).rstrip(b"\n"),
            "e/blank_lines.csv": body(PLAIN, "", PLAIN, ""),
            "f/marked.csv": b"\xef\xbb\xbf" + body(PLAIN),
            "g/plain.csv": body(PLAIN),
        },
    )
    assert findings == []
    assert rows == [
        ("plain.csv", 2, "rabat"), ("plain.csv", 3, "rabat"),
        ("quoted.csv", 2, "rabat"), ("quoted.csv", 4, "rabat"), ("quoted.csv", 5, "rabat"), ("quoted.csv", 7, "rabat"),
        ("windows.csv", 2, "rabat"), ("windows.csv", 3, "rabat"), ("windows.csv", 5, "rabat"),
        ("no_last_line_end.csv", 2, "rabat"), ("no_last_line_end.csv", 3, "rabat"),
        ("blank_lines.csv", 2, "rabat"), ("blank_lines.csv", 4, "rabat"),
        ("marked.csv", 2, "rabat"),
        ("plain.csv", 2, "rabat"),
    ]  # fmt: skip


def test_all_faults_of_all_files_are_gathered_beside_the_sound_rows(tmp_path: Path) -> None:
    rows, findings = at(
        tmp_path,
        {
            "a.csv": b"",
            "b.csv": b"%PDF-1.7\n\x00\x01\xff",
            "c.csv": body(PLAIN, "rabat,losses,2020,19.25"),
            "d.csv": body(PLAIN + ",12", PLAIN),
            "e.csv": body(PLAIN.replace("rabat", "Sal\xe9")).decode().encode("latin-1"),
            "f.csv": body(PLAIN).replace(b",note", b""),
            "g.csv": body(PLAIN, 'rabat,"losses'),
            "h.csv": body(PLAIN),
        },
    )
    assert [(Path(finding.file or "").name, finding.rule.id, finding.row) for finding in findings] == [
        ("a.csv", "empty_file", None),
        ("b.csv", "unreadable_file", 2),
        ("c.csv", "ragged_row", 3),
        ("d.csv", "ragged_row", 2),
        ("e.csv", "unreadable_file", 2),
        ("f.csv", "missing_column", 1),
        ("g.csv", "unreadable_file", 3),
    ]
    assert [(file, row) for file, row, _ in rows] == [("c.csv", 2), ("d.csv", 3), ("g.csv", 2), ("h.csv", 2)]


def test_a_first_row_too_long_does_not_shift_the_others(tmp_path: Path) -> None:
    rows, _ = at(tmp_path, {"a.csv": body(PLAIN + ",12", PLAIN + ",12")})
    assert rows == []


def test_columns_in_another_order_are_read_by_name(tmp_path: Path) -> None:
    header = HEADER.replace("place,indicator", "indicator,place")
    write(tmp_path, "a.csv", f"{header}\nlosses,rabat,2020,,,,,,,\n")
    raw, findings = read_observation_files(tmp_path)
    assert findings == []
    assert (raw["place"].tolist(), raw["indicator"].tolist()) == (["rabat"], ["losses"])


def test_a_folder_without_files_is_named(tmp_path: Path) -> None:
    raw, findings = read_observation_files(tmp_path / "observations")
    assert raw.empty
    assert [finding.rule.id for finding in findings] == ["missing_file"]


cells = st.text(st.sampled_from('ab,"\n\r;é '), max_size=4)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(table=st.lists(st.lists(cells, min_size=8, max_size=11), max_size=5), quoted=st.booleans())
def test_the_quick_way_and_the_exact_way_agree(tmp_path: Path, table: list[list[str]], quoted: bool) -> None:
    marked = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' if quoted else cell for cell in row] for row in table]
    path = write(tmp_path, "a.csv", body(*(",".join(row) for row in marked)))
    exact, faults = read_table(path, COLUMNS)
    raw, findings = read_observation_files(tmp_path)
    assert findings == faults
    assert raw["row"].tolist() == exact.lines
    assert raw[list(COLUMNS)].to_numpy().tolist() == exact.cells
