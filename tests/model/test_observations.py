"""The long table: its types, its order, the bytes it is written as, and the figures held back."""

import io
from pathlib import Path

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from indicators.model.observations import (
    CATEGORIES,
    COLUMNS,
    NUMBERS,
    empty,
    find_held_back,
    number_text,
    read_held_back,
    sort,
    to_csv,
    typed,
    write,
)
from tests.helpers import folders

ROWS = [
    # Casablanca's carbon footprint (Moran et al. 2018, no year) and the network's efficiency (Lydec)
    ("casablanca", "network_efficiency", "2010", "74.5", "", "", "utility perimeter", "metered", "lydec", ""),
    ("casablanca", "carbon_footprint", "", "1.8", "1.2", "2.4", "urban centre", "modelled", "ggmcf_2018", "1 sd"),
    ("casablanca", "network_efficiency", "1998", "64.1", "", "", "utility perimeter", "metered", "lydec", ""),
]


def raw() -> pd.DataFrame:
    return pd.DataFrame(ROWS, columns=list(COLUMNS), dtype="str").replace("", None)


def test_types() -> None:
    table = typed(raw())
    assert list(table.columns) == list(COLUMNS)
    assert {str(table[name].dtype) for name in CATEGORIES} == {"category"}
    assert {str(table[name].dtype) for name in NUMBERS} == {"float64"}
    assert str(table["year"].dtype) == "Int16"
    assert table["year"].isna().tolist() == [False, True, False]
    assert table["note"].tolist() == ["", "1 sd", ""]


def test_typing_twice_changes_nothing_and_keeps_no_unused_word() -> None:
    table = typed(raw())
    pd.testing.assert_frame_equal(typed(table), table)
    assert list(typed(table.iloc[[1]])["indicator"].cat.categories) == ["carbon_footprint"]
    assert list(table["indicator"].cat.categories) == ["carbon_footprint", "network_efficiency"]


def test_a_table_without_rows_has_the_same_types() -> None:
    assert list(empty().dtypes.astype("str")) == list(typed(raw()).dtypes.astype("str"))
    assert to_csv(empty()) == ",".join(COLUMNS) + "\n"


def test_the_order_is_that_of_the_key_whatever_the_order_before() -> None:
    table = typed(raw())
    ordered = sort(table)
    assert ordered["year"].tolist() == [pd.NA, 1998, 2010]
    pd.testing.assert_frame_equal(sort(table.iloc[::-1]), ordered)


def test_the_bytes_written(tmp_path: Path) -> None:
    path = tmp_path / "water" / "one.csv"
    write(typed(raw()), path)
    assert path.read_bytes() == (
        b"place,indicator,year,value,lower,upper,perimeter,method,source,note\n"
        b"casablanca,carbon_footprint,,1.8,1.2,2.4,urban centre,modelled,ggmcf_2018,1 sd\n"
        b"casablanca,network_efficiency,1998,64.1,,,utility perimeter,metered,lydec,\n"
        b"casablanca,network_efficiency,2010,74.5,,,utility perimeter,metered,lydec,\n"
    )
    again = typed(pd.read_csv(path, dtype="str", keep_default_na=False).replace("", None))
    assert to_csv(sort(again)) == path.read_text(encoding="utf-8")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_as_it_reads_back(value: float) -> None:
    assert float(number_text(value)) == value


def test_numbers_are_written_short() -> None:
    assert [number_text(value) for value in (3683566.0, 0.1, float("nan"), -0.5, 1e-7)] == [
        "3683566", "0.1", "", "-0.5", "1e-07",
    ]  # fmt: skip


def test_notes_keep_what_csv_gives_a_meaning() -> None:
    note = 'a "quoted", comma\nand a line'
    table = typed(raw().assign(note=note))
    assert pd.read_csv(io.StringIO(to_csv(table)))["note"].tolist() == [note] * 3


HEADER = "table,row,place,indicator,year,value,reason\n"


def test_the_tables_of_a_folder_are_one(tmp_path: Path) -> None:
    folders.write(tmp_path, "held_back_a.csv", HEADER + "t.csv,2,rome,total,2014,1500,kilotonnes\n")
    folders.write(tmp_path, "held_back_b.csv", HEADER + "t.csv,9,rome,total,,x,no number\n")
    held, findings = read_held_back(tmp_path)
    assert findings == []
    assert held["reason"].tolist() == ["kilotonnes", "no number"]
    assert held["value"].isna().tolist() == [False, True]


def test_a_folder_without_them_holds_nothing_back(tmp_path: Path) -> None:
    held, findings = read_held_back(tmp_path)
    assert (len(held), findings) == (0, [])


def test_a_table_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = folders.write(tmp_path, "held_back_a.csv", HEADER + "t.csv,2,rome\n")
    held, findings = read_held_back(tmp_path)
    assert held.empty
    assert [(f.rule.id, f.file, f.row) for f in findings] == [("ragged_row", str(path), 2)]


def test_a_figure_held_back_is_found_by_place_indicator_year_and_value(tmp_path: Path) -> None:
    folders.write(tmp_path, "held_back_a.csv", HEADER + "t.csv,2,rotterdam,scope1,2016,34188.641,kilotonnes\n")
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
