"""Our World in Data: both column styles."""

import pytest

from tests.helpers.checking import FORMATS_FOLDER, cell, check, observation, publisher_file, read, rules

pytestmark = pytest.mark.slow


def test_entity_style() -> None:
    table = read(FORMATS_FOLDER / "owid_entity.csv", "owid")
    assert (table.rows_read, table.empty, table.source) == (6, 0, "")
    value = cell(table, country="MAR", year="2019")
    assert (value["field"], value["value"], value["row"]) == ("Annual CO₂ emissions (per capita)", "1.8897853", 6)


def test_regions_of_the_world_and_early_years_are_out_of_scope() -> None:
    intake = check(FORMATS_FOLDER / "owid_entity.csv")
    assert (intake.accepted, intake.refused, intake.out_of_scope) == (3, 0, 3)
    assert observation(intake, "france", "co2_per_person_national", 2019)["value"] == 4.9128566
    assert [rule for rule, *_ in rules(intake.findings)] == [
        "owid_without_metadata", "place_outside", "place_outside", "missing_source", "years_outside",
    ]  # fmt: skip


def test_country_style() -> None:
    table = read(FORMATS_FOLDER / "owid_country.csv", "owid")
    assert (table.rows_read, table.empty) == (1, 1)
    assert cell(table, field="co2")["value"] == "66.31"
    intake = check(FORMATS_FOLDER / "owid_country.csv")
    assert observation(intake, "morocco", "co2_national", 2018)["value"] == 66.31


@pytest.mark.slow
def test_published_files() -> None:
    one = check(publisher_file("owid__co-emissions-per-capita.csv"))
    assert (one.format, one.rows_read) == ("owid", 26_915)
    assert one.accepted > 2_000
    many = check(publisher_file("owid__owid-co2-data_2020-12-09.csv"))
    assert (many.format, many.rows_read) == ("owid", 24_016)
    assert many.accepted > 25_000
    # negative oil emissions of early years: impossible, refused, named
    assert {finding.rule.id for finding in many.findings if finding.severity == "error"} == {"out_of_range"}
