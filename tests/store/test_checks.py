"""Checks of observations: each rule on one row, and what a row without fault becomes."""

import pandas as pd
import pytest

from indicators.findings.finding import Finding, Severity, describe
from indicators.model.observations import COLUMNS
from indicators.model.places import Gazetteer, Place
from indicators.model.vocabulary import Level, Method, Perimeter, Scale
from indicators.store.checks import LEVELS, Known, check_observations
from tests.helpers.entries import indicator, names

KNOWN = Known(
    {
        "efficiency": indicator(),  # 0 to 100
        "footprint": indicator(id="footprint", undated=True, range={"min": 0}),
    },
    places=Gazetteer(
        Place(id=name, names=names(name.title()), level=Level.CITY, country="MAR") for name in ("casablanca", "rabat")
    ),
    sources=["lydec", "ggmcf_2018"],
)
# Lydec's efficiency of 2010
SOUND = {
    "place": "casablanca", "indicator": "efficiency", "year": "2010", "value": "74.5", "lower": "", "upper": "",
    "perimeter": "utility perimeter", "method": "metered", "source": "lydec", "note": "",
}  # fmt: skip


def raw(*rows: dict[str, str]) -> pd.DataFrame:
    """Return a raw frame of the sound row with the changes of each of `rows`."""
    table = pd.DataFrame([SOUND | row for row in rows], columns=list(COLUMNS), dtype="str")
    return table.assign(row=range(2, 2 + len(rows)), file="a.csv")


def check(*rows: dict[str, str]) -> tuple[pd.DataFrame, list[Finding]]:
    return check_observations(raw(*rows), KNOWN, 2026)


def test_a_sound_row_is_typed_and_keeps_its_index() -> None:
    table = raw({}, {"year": "2011", "value": " 75 ", "lower": "70.5", "upper": "80"}).set_axis([7, 3])
    good, findings = check_observations(table, KNOWN, 2026)
    assert findings == []
    assert good.index.tolist() == [7, 3]
    assert good["value"].tolist() == [74.5, 75.0]
    assert good.loc[3, ["lower", "upper"]].tolist() == [70.5, 80.0]
    assert good["year"].tolist() == [2010, 2011]
    assert str(good["place"].dtype) == "category"


CASES = [
    ({"place": "casablnca"}, "unknown_place", "place", "the place casablnca is not known (did you mean casablanca?)."),
    ({"place": "Atlantis"}, "unknown_place", "place", "the place Atlantis is not known."),
    (
        {"indicator": "eficiency"}, "unknown_indicator", "indicator",
        "the indicator eficiency is not known (did you mean efficiency?).",
    ),
    ({"source": "lydek"}, "unknown_source", "source", "the source lydek is not known (did you mean lydec?)."),
    ({"source": "  "}, "missing_source", "source", "the value has no source."),
    ({"value": ""}, "missing_value", "value", "the value is missing."),
    ({"value": "7O"}, "not_a_number", "value", "7O is not a number."),
    ({"value": "1e999"}, "not_a_number", "value", "1e999 is not a number."),
    ({"value": "nan"}, "not_a_number", "value", "nan is not a number."),
    ({"value": "True"}, "not_a_number", "value", "True is not a number."),
    ({"lower": "x"}, "not_a_number", "lower", "x is not a number."),
    ({"upper": "inf"}, "not_a_number", "upper", "inf is not a number."),
    (
        {"value": "745"}, "out_of_range", "value",
        "745 is outside what the indicator can be (0 to 100).",
    ),
    (
        {"indicator": "footprint", "year": "", "value": "-1"}, "out_of_range", "value",
        "-1 is outside what the indicator can be (0 to ∞).",
    ),
    (
        {"lower": "75", "upper": "80"}, "bad_interval", "value",
        "the value 74.5 is not between its lower 75 and upper 80.",
    ),
    ({"upper": "70"}, "bad_interval", "value", "the value 74.5 is not between its lower – and upper 70."),
    ({"year": ""}, "missing_year", "year", "the year is missing."),
    ({"year": "10"}, "bad_year", "year", "10 is not a year between 1900 and 2100."),
    ({"year": "2010.5"}, "bad_year", "year", "2010.5 is not a year between 1900 and 2100."),
    ({"year": "2009/10"}, "bad_year", "year", "2009/10 is not a year between 1900 and 2100."),
    (
        {"year": "2027"}, "future_year", "year",
        "2027 is in the future, and the method is not projected or planned.",
    ),
    (
        {"perimeter": "city"}, "unknown_perimeter", "perimeter",
        f"city is not a perimeter; use one of {', '.join(Perimeter)}.",
    ),
    (
        {"method": "measured"}, "unknown_method", "method",
        f"measured is not a method; use one of {', '.join(Method)}.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "rule", "column", "message"), CASES)
def test_a_fault_refuses_its_row_alone(changes: dict[str, str], rule: str, column: str, message: str) -> None:
    good, (finding,) = check({"year": "1998"}, changes, {"year": "1999"})
    assert good["year"].tolist() == [1998, 1999]
    assert (finding.rule.id, finding.file, finding.row, finding.column) == (rule, "a.csv", 3, column)
    assert finding.value == (SOUND | changes)[column].strip()
    assert finding.severity is Severity.ERROR
    assert describe(finding)[0] == message


def test_every_fault_of_every_row_is_named() -> None:
    good, findings = check({"place": "x", "value": "y", "year": "z"}, {}, {"method": "", "perimeter": ""})
    assert len(good) == 1
    assert [(finding.row, finding.rule.id) for finding in findings] == [
        (2, "unknown_place"), (4, "unknown_perimeter"), (4, "unknown_method"), (2, "not_a_number"), (2, "bad_year"),
    ]  # fmt: skip


@pytest.mark.parametrize("method", ["projected", "planned"])
def test_what_is_projected_or_planned_may_lie_ahead(method: str) -> None:
    good, findings = check({"year": "2035", "method": method})
    assert findings == []
    assert good["year"].tolist() == [2035]


def test_an_undated_indicator_may_have_a_year_or_none() -> None:
    good, findings = check({"indicator": "footprint", "year": ""}, {"indicator": "footprint", "year": "2015"})
    assert findings == []
    assert good["year"].tolist() == [pd.NA, 2015]


def test_a_bound_out_of_range_is_a_warning() -> None:
    """One standard deviation about a small mean reaches below zero, as published."""
    good, (finding,) = check({"value": "1", "lower": "-0.5", "upper": "2.5"})
    assert len(good) == 1
    assert (finding.rule.id, finding.column, finding.value) == ("out_of_range", "lower", "-0.5")
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize("year", ["2010", " 2010 ", "2010.0"])
def test_the_same_key_twice(year: str) -> None:
    good, (finding,) = check({}, {"year": year, "value": "76"})
    assert good["value"].tolist() == [74.5]
    assert (finding.rule.id, finding.row) == ("duplicate_in_file", 3)
    assert describe(finding)[0] == ("the same place, indicator, year, perimeter, method and source stand in row 2 too.")


def test_the_same_key_in_two_files_names_the_other_file() -> None:
    table = raw({}, {"value": "76"}).assign(file=["a.csv", "b.csv"], row=[5, 2])
    _, (finding,) = check_observations(table, KNOWN, 2026)
    assert (finding.file, finding.row) == ("b.csv", 2)
    assert "stand in row 5 (a.csv) too" in describe(finding)[0]


def test_another_source_or_perimeter_is_another_observation() -> None:
    assert check({}, {"source": "ggmcf_2018"}, {"perimeter": "municipality"}, {"method": "reported"})[1] == []


def test_no_rows_no_findings() -> None:
    good, findings = check_observations(raw({}).iloc[:0], KNOWN, 2026)
    assert (len(good), findings) == (0, [])


def test_the_raw_table_is_left_as_it_was() -> None:
    table = raw({}, {"value": " x "})
    before = table.copy(deep=True)
    check_observations(table, KNOWN, 2026)
    pd.testing.assert_frame_equal(table, before)


def test_a_long_number_keeps_its_last_bit() -> None:
    good, _ = check({"value": "29.176763251199674"}, {"year": "2011", "value": "16.7018484811908650000001"})
    assert good["value"].tolist() == [29.176763251199674, 16.701848481190865]


def test_every_level_of_place_has_one_scale() -> None:
    assert sorted(level for levels in LEVELS.values() for level in levels) == sorted(Level)
    assert set(LEVELS) == set(Scale)
