"""Numbers that can be read but not believed: counts with decimals, and what programs write where there is no value."""

from pathlib import Path

import pytest

from indicators.intake.file_check import FileCheck
from tests.helpers.checking import check

pytestmark = pytest.mark.slow

HEAD = "place,indicator,year,value,unit,perimeter,method,source\n"


def checked(tmp_path: Path, *values: str, indicator: str = "electricity_customers", more: str = "") -> FileCheck:
    """Check customers of Rabat, one value a year from 2021 on."""
    path = tmp_path / "counts.csv"
    rows = [
        f'rabat,{indicator},{2021 + index},"{value}",{more},municipality,reported,\n'
        for index, value in enumerate(values)
    ]
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    return check(path)


def refusals(intake: FileCheck) -> list[tuple[str, str | None]]:
    return [(finding.rule.id, finding.value) for finding in intake.findings if str(finding.severity) == "error"]


def test_the_comma_of_a_count_sets_thousands_apart(tmp_path: Path) -> None:
    intake = checked(tmp_path, "412,550", "98,000")
    assert intake.observations["value"].tolist() == [412_550, 98_000]
    assert [finding.params for finding in intake.findings if finding.rule.id == "numbers_read"] == [
        {"read": "412550", "count": 2}
    ]


@pytest.mark.parametrize("value", ["412.550", "20.000", "1.034"])
def test_the_point_of_a_count_is_a_question(value: str, tmp_path: Path) -> None:
    assert refusals(checked(tmp_path, value)) == [("ambiguous_number", value)]


def test_a_comma_that_others_make_decimal_is_a_question_in_a_count(tmp_path: Path) -> None:
    intake = checked(tmp_path, "412,550", "94,2")
    assert refusals(intake) == [("ambiguous_number", "412,550"), ("count_not_whole", "94,2")]


@pytest.mark.parametrize("value", ["412.55", "0.5", "3359.818"])
def test_a_fraction_of_a_count_is_refused(value: str, tmp_path: Path) -> None:
    assert refusals(checked(tmp_path, value)) == [("count_not_whole", value)]


@pytest.mark.parametrize("value", ["66202.4", "3 236 149,5"])
def test_a_mean_of_many_is_taken_with_a_warning(value: str, tmp_path: Path) -> None:
    intake = checked(tmp_path, value)
    assert intake.accepted == 1
    assert "count_not_whole" in {finding.rule.id for finding in intake.findings}


@pytest.mark.parametrize(("unit", "expected"), [("thousands", 412_550), ("millions", 412_550_000)])
def test_a_unit_says_what_a_fraction_is(unit: str, expected: float, tmp_path: Path) -> None:
    assert checked(tmp_path, "412.550", more=unit).observations["value"].tolist() == [expected]


def test_a_model_may_give_parts_of_many_persons(tmp_path: Path) -> None:
    path = tmp_path / "model.csv"
    row = "casablanca,urban_centre_population,2020,3857232.509,,urban centre,modelled,\n"
    path.write_text(HEAD + row + row.replace("3857232.509", "385.2325"), encoding="utf-8")
    assert ("count_not_whole", "385.2325") in refusals(check(path))
    path.write_text(HEAD + row, encoding="utf-8")
    assert check(path).accepted == 1


def test_shares_and_amounts_keep_their_decimals(tmp_path: Path) -> None:
    intake = checked(tmp_path, "94.255", "98.1", indicator="public_sewer")
    assert intake.observations["value"].tolist() == [94.255, 98.1]


@pytest.mark.parametrize(
    "value", ["-99", "-999", "-9999.0", "99999", "999999999", "-2147483648", "1e20", "-3.4028235e38"]
)
def test_codes_for_no_value_are_no_figures(value: str, tmp_path: Path) -> None:
    intake = checked(tmp_path, value, "2.5", indicator="waste_growth")
    assert refusals(intake)[:1] == [("no_value_code", value)]
    assert intake.observations["value"].tolist() == [2.5]


@pytest.mark.parametrize("value", ["99", "999", "9999", "-9"])
def test_numbers_that_are_figures_as_well_are_taken(value: str, tmp_path: Path) -> None:
    assert checked(tmp_path, value, indicator="waste_growth").accepted == 1


def test_a_code_in_a_bound_refuses_the_row(tmp_path: Path) -> None:
    path = tmp_path / "bounds.csv"
    path.write_text(
        "place,indicator,year,value,lower,upper,perimeter,method\n"
        "rabat,waste_growth,2021,2.5,-999,3,municipality,reported\n",
        encoding="utf-8",
    )
    assert [(rule, value) for rule, value in refusals(check(path))] == [("no_value_code", "-999")]


def test_minus_nought_is_nought(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "place,indicator,year,value,perimeter,method,source\n"
        "Casablanca,waste_growth,2023,-0,municipality,reported,hcp_rgph_2024\n"
    )
    assert str(check(path).observations["value"].iloc[0]) == "0.0"
