from pathlib import Path

from indicators.model.rules import MISSING_COLUMN, MISSING_FILE
from indicators.readings.description import Meters
from indicators.readings.meters import read_meters
from indicators.readings.rules import METER_PLACE, METER_TWICE
from tests.helpers.checking import dataset

COLUMNS = Meters(file="meters.csv", persons="persons")


def read(folder: Path, text: str):
    path = folder / "meters.csv"
    path.write_text(text, encoding="utf-8")
    return read_meters(path, COLUMNS, dataset().places)


def test_meters_with_their_places_and_the_persons_they_serve(tmp_path: Path) -> None:
    table, findings = read(tmp_path, "meter,place,persons\nA,anfa,4\nB,anfa,6\nC,maarif,\n")
    assert findings == []
    assert table.meters.values.tolist() == [["A", "anfa"], ["B", "anfa"], ["C", "maarif"]]
    # One meter of Maârif does not say: no figure per person there.
    assert table.persons == {"anfa": 10.0}


def test_a_meter_in_two_places_is_left_out_and_one_that_is_there_twice_is_one(tmp_path: Path) -> None:
    table, findings = read(tmp_path, "meter,place,persons\nA,anfa,4\nA,maarif,4\nB,anfa,6\nB,anfa,6\n")
    assert [(finding.rule, finding.value, finding.params["places"]) for finding in findings] == [
        (METER_TWICE, "A", "anfa, maarif")
    ]
    assert table.meters.values.tolist() == [["B", "anfa"]]


def test_a_place_that_nobody_knows_is_named_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    table, findings = read(tmp_path, "meter,place,persons\nA,anfaa,4\nB,anfa,6\n")
    assert [(finding.rule, finding.row, finding.value, finding.params["near"]) for finding in findings] == [
        (METER_PLACE, 2, "anfaa", "anfa")
    ]
    assert table.meters["meter"].tolist() == ["B"]


def test_a_column_that_is_not_there_and_a_file_that_is_not(tmp_path: Path) -> None:
    table, findings = read(tmp_path, "meter,district\nA,anfa\n")
    assert table is None
    assert [(finding.rule, finding.column) for finding in findings] == [
        (MISSING_COLUMN, "place"),
        (MISSING_COLUMN, "persons"),
    ]
    assert [one.rule for one in read_meters(tmp_path / "none.csv", COLUMNS, dataset().places)[1]] == [MISSING_FILE]
