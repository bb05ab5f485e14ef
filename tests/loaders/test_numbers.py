"""Numbers as people type them."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.loaders.reading.numbers import is_empty, read_numbers


def read(*cells: str) -> list[float | str | None]:
    frame = read_numbers(pd.Series(cells, dtype="str"))
    return [
        row.number if row.status == "number" else None if row.status == "empty" else str(row.status)
        for row in frame.itertuples()
    ]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("64.1", 64.1), ("+3", 3.0), ("-0.5", -0.5), (".5", 0.5), ("1e3", 1000.0), ("2.5E-2", 0.025),
        ("3 197 332", 3197332.0), ("3\u00a0197\u00a0332", 3197332.0), ("3\u202f197\u202f332", 3197332.0),
        ("1'234.50", 1234.5), ("1 234,5", 1234.5), ("97,3", 97.3), ("0,234", 0.234), ("1,234,567.8", 1234567.8),
        ("1.234.567,8", 1234567.8), ("−4", -4.0), ("٣٫٥", 3.5), ("  12 ", 12.0), ("\u200f۹۴٫۲\u200f", 94.2),
        ("\u2066९४.५\u2069", 94.5), ("３．５".replace("．", "."), 3.5), ("3,36E+06", 3360000.0), ("-2,5e-1", -0.25),
        ("'-0.02", -0.02), ('="1.5"', 1.5),
    ],
)  # fmt: skip
def test_one_reading(cell: str, number: float) -> None:
    assert read(cell) == [number]


@pytest.mark.parametrize(
    "cell",
    [
        "", "..", "-", "n.d.", "N/A", "nd", "…", "—", " ", "null", ":", ": c", ":z", "/", "///", "x", "ns", "n.s.",
        "(D)", "(na)", "[x]", "[c]", "nd*", "n.d. (1)", "..¹", "*", "\u200f-\u200f",
    ],
)  # fmt: skip
def test_marks_of_no_value(cell: str) -> None:
    assert read(cell) == [None]
    assert is_empty(pd.Series([cell.strip("\u200f")], dtype="str")).tolist() == [True]


@pytest.mark.parametrize("cell", ["98.2 b", "(Z)", "<LOD", "94.2¹", "12*", "E", "3 (p)"])
def test_marks_of_something_else_than_no_value(cell: str) -> None:
    assert read(cell) == ["not_a_number"]


def test_formulas_and_figures_that_are_crossed_out() -> None:
    assert read("=B2/C2*100", "=SUM(A1;A2)", "1\u03361\u0336") == [*["formula_without_result"] * 2, "crossed_out"]


def test_a_point_of_arabic_digits_is_as_doubtful_as_any() -> None:
    assert read("١.٢٣٤", "97,3") == ["ambiguous_number", 97.3]


@pytest.mark.parametrize("cell", ["about 75", "75 %", "1 2", "12 34", "1e999", "inf", ",", "1,23,4", "0x1A", "1_000"])
def test_not_numbers(cell: str) -> None:
    assert read(cell) == ["not_a_number"]


@pytest.mark.parametrize("cell", ["#DIV/0!", "#N/A", "#REF!", "#VALEUR!", "#NOM?", "#NUL!", "#######", "Err:502"])
def test_errors_of_formulas(cell: str) -> None:
    assert read(cell, "75,5") == ["error_cell", 75.5]


def test_ambiguous_alone() -> None:
    assert read("1,234") == ["ambiguous_number"]
    assert read("1,234", "64.1") == ["ambiguous_number", 64.1]


def test_a_neighbour_that_can_be_read_one_way_decides() -> None:
    assert read("1,234", "97,3") == [1.234, 97.3]
    assert read("1,234", "1,234,567") == [1234.0, 1234567.0]
    assert read("1.234", "97,3") == ["ambiguous_number", 97.3]


def test_neighbours_that_disagree_decide_nothing() -> None:
    assert read("1,234", "97,3", "64.1") == ["ambiguous_number", 97.3, 64.1]
    assert read("1,234", "97,3", "1,234,567") == ["ambiguous_number", 97.3, 1234567.0]


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_what_a_computer_writes_is_read_exactly(numbers: list[float]) -> None:
    assert read(*map(repr, numbers)) == numbers


@settings(deadline=None)
@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1))
def test_french_writing_is_read_as_meant(numbers: list[object]) -> None:
    cells = [f"{number:,.2f}".replace(",", "\u202f").replace(".", ",") for number in numbers]
    assert read(*cells) == [float(number) for number in numbers]


@settings(deadline=None)
@given(st.lists(st.text(max_size=30)))
def test_any_text_has_a_status_and_never_a_number_by_accident(cells: list[str]) -> None:
    frame = read_numbers(pd.Series(cells, dtype="str"))
    assert len(frame) == len(cells)
    assert frame["number"].notna().tolist() == (frame["status"] == "number").tolist()
