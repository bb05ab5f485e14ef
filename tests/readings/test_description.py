from pathlib import Path

import pytest

from indicators.findings.finding import describe
from indicators.model.rules import BAD_ENTRY, MISSING_COLUMN, MISSING_FILE, UNREADABLE_FILE
from indicators.readings.description import (
    UNKNOWN_LENGTH,
    UNKNOWN_QUANTITY,
    UNKNOWN_RATE,
    Kind,
    Meters,
    Readings,
    Unit,
    read_description,
    read_meters,
    unit_of,
)
from indicators.readings.rules import METER_PLACE, METER_TWICE
from tests.helpers.checking import dataset

RIGHT = """
[columns]
meter = "meter"
time = "read_at"
quantity = "index"

[readings]
kind = "counter"

[meters]
file = "meters.csv"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "description.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_short_description_is_of_hourly_counters_in_cubic_metres(tmp_path: Path) -> None:
    description, findings = read_description(written(tmp_path, RIGHT))
    assert findings == []
    assert description is not None
    assert (description.readings.kind, description.readings.unit, description.readings.interval_minutes) == (
        Kind.COUNTER,
        "m³",
        60,
    )
    assert description.columns.named == ("meter", "read_at", "index")


@pytest.mark.parametrize(
    ("change", "rule", "column"),
    [
        (("[columns]", "[columns"), UNREADABLE_FILE, None),
        (('kind = "counter"', 'kind = "height"'), BAD_ENTRY, "readings.kind"),
        (('kind = "counter"', 'kind = "level"'), UNKNOWN_LENGTH, "readings.unit"),
        (('kind = "counter"', 'kind = "flow"'), UNKNOWN_RATE, "readings.unit"),
        (('kind = "counter"', 'kind = "counter"\ninterval_minutes = 0'), BAD_ENTRY, "readings.interval_minutes"),
        (('kind = "counter"', 'kind = "counter"\ntime_zone = "Africa/Kasablanka"'), BAD_ENTRY, "readings.time_zone"),
        (('kind = "counter"', 'kind = "counter"\nunit = "kg"'), UNKNOWN_QUANTITY, "readings.unit"),
        (('time = "read_at"\n', ""), BAD_ENTRY, "columns.time"),
        (("[meters]", "[metres]"), BAD_ENTRY, "meters"),
    ],
)
def test_what_is_wrong_with_a_description_is_stated_with_its_key(tmp_path: Path, change, rule, column) -> None:
    description, findings = read_description(written(tmp_path, RIGHT.replace(*change)))
    assert description is None
    assert (findings[0].rule, findings[0].column) == (rule, column)
    assert all(describe(findings[0]))


def test_a_description_that_is_not_there(tmp_path: Path) -> None:
    assert [one.rule for one in read_description(tmp_path / "none.toml")[1]] == [MISSING_FILE]


@pytest.mark.parametrize(
    ("unit", "read"),
    [
        ("m³", Unit("m**3", 1.0)),
        ("litres", Unit("m**3", 0.001)),
        ("kWh", Unit("kilowatt_hour", 1.0)),
        ("MWh", Unit("kilowatt_hour", 1000.0)),
        ("kg", None),
        ("m²", None),
    ],
)
def test_units_of_water_and_energy(unit: str, read: Unit | None) -> None:
    assert unit_of(unit) == read


@pytest.mark.parametrize(
    ("kind", "unit", "minutes", "read"),
    [
        # 100 litres a second are 360 m³ an hour, 90 in a quarter of an hour.
        (Kind.FLOW, "L/s", 60, Unit("m**3", 3.6)),
        (Kind.FLOW, "L/s", 15, Unit("m**3", 0.9)),
        (Kind.FLOW, "m³/h", 60, Unit("m**3", 1.0)),
        (Kind.FLOW, "kW", 30, Unit("kilowatt_hour", 0.5)),
        (Kind.FLOW, "m³", 60, None),
        (Kind.LEVEL, "cm", 60, Unit("meter", 0.01)),
        (Kind.LEVEL, "m³", 60, None),
    ],
)
def test_units_of_flows_and_levels(kind: Kind, unit: str, minutes: int, read: Unit | None) -> None:
    found = Readings(kind=kind, unit=unit, interval_minutes=minutes).unit_of(unit)
    assert found == (None if read is None else Unit(read.base, pytest.approx(read.factor)))


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
