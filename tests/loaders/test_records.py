"""Records of a delimited text: the same however the file is cut, with the row each starts on."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from indicators.loaders.reading.files import open_file
from indicators.loaders.reading.records import TextBatch, TextLayout, read_batches

NAMES = ["place", "year", "value"]


def layout(path: Path, text: str | bytes, width: int = 3, encoding: str = "utf-8", start: int = 2) -> TextLayout:
    """Write a text and say how it is cut."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return TextLayout(path, encoding, ",", NAMES, width, start, frozenset({"place"}))


def joined(batches: Iterator[TextBatch]) -> tuple[list[list[str]], list[tuple[str, int | None, object]]]:
    """Return the records with their rows, and the findings."""
    parts = list(batches)
    body = pd.concat([part.body.astype("str") for part in parts])
    findings = [finding for part in parts for finding in part.findings()]
    records = [[str(row), *cells] for row, cells in zip(body.index, body.to_numpy().tolist(), strict=True)]
    return records, [(finding.rule.id, finding.row, finding.params.get("found")) for finding in findings]


IRREGULAR = [
    "anfa,2014,1",
    "anfa,2014",
    "",
    ",,",
    "anfa,2015,2,,",
    "anfa,2016,3,more",
    "anfa,2016,3,more,and,",
    "anfa",
    "anfa,2017,4",
]
READ = [
    ["2", "anfa", "2014", "1"], ["3", "anfa", "2014", ""], ["6", "anfa", "2015", "2"], ["9", "anfa", "", ""],
    ["10", "anfa", "2017", "4"],
]  # fmt: skip
FOUND = [("ragged_row", 7, 4), ("ragged_row", 8, 5)]


@pytest.mark.parametrize("size", [20, 64, 1 << 20])
@pytest.mark.parametrize("width", [3, 5])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_irregular_records_stand_where_they_stood(tmp_path: Path, size: int, width: int, ends: str) -> None:
    text = ends.join(["place,year,value", *IRREGULAR]) + ends
    assert joined(read_batches(layout(tmp_path / "t.csv", text, width), size)) == (READ, FOUND)


@pytest.mark.parametrize("size", [48, 1 << 20])
def test_line_ends_within_cells_move_the_rows_that_follow(tmp_path: Path, size: int) -> None:
    text = 'place,year,value\nanfa,2014,1\n"an\nfa",2015,"2"\n"maârif\n\n",2016\nanfa,2017,"say ""4"""\n'
    records, findings = joined(read_batches(layout(tmp_path / "t.csv", text), size))
    assert records == [
        ["2", "anfa", "2014", "1"], ["3", "an\nfa", "2015", "2"], ["5", "maârif\n\n", "2016", ""],
        ["8", "anfa", "2017", 'say "4"'],
    ]  # fmt: skip
    assert not findings


def test_a_quote_that_is_not_closed_refuses_its_own_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indicators.loaders.reading.records.RECORDS", 2)
    text = 'place,year,value\nanfa,2014,1\nanfa,2015,2\nanfa,2016,3,x\nanfa,"2017,4\nanfa,2018,5\n'
    records, findings = joined(read_batches(layout(tmp_path / "t.csv", text)))
    assert records == [["2", "anfa", "2014", "1"], ["3", "anfa", "2015", "2"], ["6", "anfa", "2018", "5"]]
    assert findings == [("ragged_row", 4, 4), ("stray_quote", 5, None)]


SWALLOWING = {
    "a whole record within": 'anfa,"2014,1\nanfa,2015,2\nanfa,2016",3\nanfa,2017,4\n',
    "the end of one and the beginning of the next": 'anfa,"2014,1\nanfa,2016",3\nanfa,2017,4\n',
    "more cells than columns": 'anfa,2014,"1\nanfa,2016",3\nanfa,2017,4\n',
    "text behind the closing mark": 'anfa,"2014"x,1\n"anfa,2016,3\nanfa,2017,4\n',
}


@pytest.mark.parametrize("text", SWALLOWING.values(), ids=SWALLOWING.keys())
@pytest.mark.parametrize("size", [20, 1 << 20])
def test_a_quote_swallows_no_record(tmp_path: Path, text: str, size: int) -> None:
    records, findings = joined(read_batches(layout(tmp_path / "t.csv", "place,year,value\n" + text), size))
    assert records[-1] == [str(text.count("\n") + 1), "anfa", "2017", "4"]
    assert ("stray_quote", 2, None) in findings
    assert len(records) + len(findings) == text.count("\n"), "each line is a record or a finding"


def test_lines_within_a_cell_are_no_records(tmp_path: Path) -> None:
    text = 'place,year,value\n"an,\nfa",2015,2\nanfa,2016,"one, two\nthree"\nanfa,2017,"a\n\nb"\n'
    records, findings = joined(read_batches(layout(tmp_path / "t.csv", text)))
    assert [record[0] for record in records] == ["2", "4", "6"]
    assert not findings


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1256"])
def test_other_encodings(tmp_path: Path, encoding: str) -> None:
    text = "place,year,value\n" + "أنفا,2014,1\n" * 40
    records, findings = joined(read_batches(layout(tmp_path / "t.csv", text, encoding=encoding), 200))
    assert records == [[str(row), "أنفا", "2014", "1"] for row in range(2, 42)]
    assert not findings


def test_a_cell_longer_than_a_batch(tmp_path: Path) -> None:
    text = "place,year,value\nanfa,2014,1\n" + "x" * 400 + ",2015,2\n"
    records, _ = joined(read_batches(layout(tmp_path / "t.csv", text), 100))
    assert [record[0] for record in records] == ["2", "3"]
    assert records[1][1] == "x" * 400


def test_shares_grow_to_the_whole_and_few_words_come_as_categories(tmp_path: Path) -> None:
    text = "place,year,value\n" + "anfa,2014,1\n" * 200
    batches = list(read_batches(layout(tmp_path / "t.csv", text), 300))
    shares = [batch.share for batch in batches]
    assert len(shares) > 3
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert {str(batch.body["place"].dtype) for batch in batches} == {"category"}


def test_only_as_many_findings_as_are_asked(tmp_path: Path) -> None:
    text = "place,year,value\n" + "anfa,2014,1,x\n" * 50
    (batch,) = read_batches(layout(tmp_path / "t.csv", text))
    assert (len(batch.ragged), len(batch.findings()), len(batch.findings(7))) == (50, 50, 7)
    assert [finding.row for finding in batch.findings(7)] == list(range(2, 9))


def test_one_wide_record_at_the_top_does_not_make_the_others_irregular(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("place,year,value\nanfa,2014,1,5\n" + "anfa,2014,1\n" * 9, encoding="utf-8")
    batches = list(open_file(path).sheets[0].batches(0))
    assert {batch.layout.width for batch in batches} == {3}
    assert joined(iter(batches))[1] == [("ragged_row", 2, 4)]


def test_a_stray_quote_near_the_top_is_a_finding_too(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('"A title\nplace,year,value\nanfa,"2014,1\nanfa,2015,2\n', encoding="utf-8")
    sheet = open_file(path).sheets[0]
    body, findings = sheet.body(1)
    assert sheet.head[0] == ['"A title']
    assert body.index.tolist() == [4]
    assert [(finding.rule.id, finding.row) for finding in findings] == [("stray_quote", 3)]
