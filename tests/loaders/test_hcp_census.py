"""HCP's census tables: the code decides which place a row is of, the national row which census it is."""

import pytest

from tests.helpers.checking import FORMATS_FOLDER, cell, check, observation, read, rules

pytestmark = pytest.mark.slow

TABLE = FORMATS_FOLDER / "hcp_census.csv"
LABELLED = FORMATS_FOLDER / "hcp_census_labels.csv"


def test_the_national_row_says_which_census_it_is() -> None:
    table = read(TABLE, "hcp_census")
    assert (table.rows_read, table.source) == (12, "hcp_rgph_2024")
    value = cell(table, place_code="HCP 6141010", field="sewage_public_sewer")
    assert (value["value"], value["year"], value["perimeter"]) == ("98.2", "2024", "municipality")


def test_one_name_is_four_places_and_the_code_tells_them_apart() -> None:
    intake = check(TABLE)
    rows = intake.observations
    legal = rows[(rows["place"] == "casablanca") & (rows["indicator"] == "population_legal")]
    assert dict(zip(legal["perimeter"], legal["value"], strict=True)) == {
        "municipality": 3_215_935,
        "prefecture": 3_218_036,
    }
    assert observation(intake, "anfa", "public_sewer", 2024)["perimeter"] == "arrondissement"
    # the cercle of Tangier is not Tangier, that of El Jadida not the province
    assert observation(intake, "tangier", "population_municipal", 2024)["value"] == 1_272_718
    assert observation(intake, "el_jadida", "population_municipal", 2024)["value"] == 910_178


def test_hcps_own_labels_and_codes_with_points_are_read_alike() -> None:
    table = read(LABELLED, "hcp_census")
    assert table.source == "hcp_rgph_2024"
    intake = check(LABELLED)
    assert observation(intake, "dar_bouazza", "public_sewer", 2024)["value"] == 82.2


def test_known_figures_are_unchanged_and_what_is_not_ours_is_named() -> None:
    intake = check(TABLE)
    assert intake.changes is not None
    assert (intake.changes.new, intake.changes.changed) == (0, 0)
    assert {rule for rule, *_ in rules(intake.findings)} == {"indicator_outside", "place_outside"}


def test_a_table_that_does_not_say_its_year_rests_on_the_files_name(tmp_path) -> None:
    rows = TABLE.read_text("utf-8").splitlines(keepends=True)
    without = tmp_path / "rgph2024_places.csv"
    without.write_text("".join(row for row in rows if not row.startswith("NATIONAL")), "utf-8")
    table = read(without, "hcp_census")
    assert table.source == "hcp_rgph_2024"
    assert [rule for rule, *_ in rules(table.findings)] == ["assumed"]
    unnamed = without.rename(tmp_path / "places.csv")
    assert read(unnamed, "hcp_census").source == ""
