"""Income groups: the table, its faults, and the workbook it is made from."""

from pathlib import Path

import pytest

from indicators.findings.finding import DataProblem, describe
from indicators.model.income_groups import IncomeClass, read_income_groups
from indicators.store.dataset import DATA_FOLDER
from tests.helpers.checking import PUBLISHER_FILES, dataset, publisher_file
from tools.import_reference import income_groups

PATH = DATA_FOLDER / "income_groups.csv"


def read(tmp_path: Path, *rows: str) -> list[str]:
    path = tmp_path / "income_groups.csv"
    path.write_text("\n".join(["country,group,year,source", *rows]) + "\n", encoding="utf-8")
    _, findings = read_income_groups(path, {"sdr_2019"})
    return [f"row {finding.row}: {describe(finding)[0]}" for finding in findings]


def test_every_country_of_the_places_has_its_group() -> None:
    groups = dataset().income_groups
    assert set(groups) == {place.country for place in dataset().places.values()}
    assert groups["MAR"].group is groups["EGY"].group is IncomeClass.LOWER_MIDDLE
    assert (groups["SEN"].group, groups["ZAF"].group, groups["JPN"].group) == ("LIC", "UMIC", "HIC")
    assert {group.year for group in groups.values()} == {2019}


@pytest.mark.slow
def test_the_table_is_the_one_the_workbook_gives(tmp_path: Path) -> None:
    publisher_file(income_groups.FILE.name)
    income_groups.write(PUBLISHER_FILES.parent, tmp_path / "made.csv")
    assert (tmp_path / "made.csv").read_bytes() == PATH.read_bytes()


def test_a_folder_without_the_workbook_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="the file is missing"):
        income_groups.build(tmp_path)


@pytest.mark.parametrize(
    ("row", "reported"),
    [
        ("MAR,middle,2019,sdr_2019", "row 2: the entry is not valid: 'middle' is not a valid IncomeClass."),
        ("MAR,LMIC,soon,sdr_2019", "row 2: the entry is not valid: invalid literal for int() with base 10: 'soon'."),
        ("morocco,LMIC,2019,sdr_2019", "row 2: the entry is not valid: String should match pattern"),
        ("MAR,LMIC,2019,atlas", "row 2: atlas is named here but not known as a source."),
    ],
)
def test_a_faulty_row_is_named(tmp_path: Path, row: str, reported: str) -> None:
    assert read(tmp_path, row)[0].startswith(reported)


def test_the_table_is_needed_where_a_peer_set_asks_for_it(tmp_path: Path) -> None:
    assert read_income_groups(tmp_path / "absent.csv", {}) == ({}, [])
    _, findings = read_income_groups(tmp_path / "absent.csv", {}, needed=True)
    assert [finding.rule.id for finding in findings] == ["missing_file"]
