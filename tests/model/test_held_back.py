"""Figures held back: read with their reasons, and found again in what someone brings."""

from pathlib import Path

import pandas as pd

from indicators.model.held_back import find_held_back, read_held_back
from tests.helpers.folders import write

HEADER = "table,row,place,indicator,year,value,reason\n"


def test_the_tables_of_a_folder_are_one(tmp_path: Path) -> None:
    write(tmp_path, "held_back_a.csv", HEADER + "t.csv,2,rome,total,2014,1500,kilotonnes\n")
    write(tmp_path, "held_back_b.csv", HEADER + "t.csv,9,rome,total,,x,no number\n")
    held, findings = read_held_back(tmp_path)
    assert findings == []
    assert held["reason"].tolist() == ["kilotonnes", "no number"]
    assert held["value"].isna().tolist() == [False, True]


def test_a_folder_without_them_holds_nothing_back(tmp_path: Path) -> None:
    held, findings = read_held_back(tmp_path)
    assert (len(held), findings) == (0, [])


def test_a_table_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "held_back_a.csv", HEADER + "t.csv,2,rome\n")
    held, findings = read_held_back(tmp_path)
    assert held.empty
    assert [(f.rule.id, f.file, f.row) for f in findings] == [("ragged_row", str(path), 2)]


def test_a_figure_held_back_is_found_by_place_indicator_year_and_value(tmp_path: Path) -> None:
    write(tmp_path, "held_back_a.csv", HEADER + "t.csv,2,rotterdam,scope1,2016,34188.641,kilotonnes\n")
    held, _ = read_held_back(tmp_path)
    values = pd.DataFrame(
        {
            "place": ["rotterdam"] * 3 + ["rome"],
            "indicator": "scope1",
            "year": pd.array([2016, 2015, 2016, 2016], dtype="Int16"),
            "value": [34188.641, 34188.641, 32619756.0, 34188.641],
        },
        index=[5, 6, 7, 8],
    )
    assert find_held_back(values, held).to_dict() == {5: "kilotonnes"}
