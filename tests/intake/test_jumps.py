"""Jumps against the neighbours in time."""

import pandas as pd
import pytest

from indicators.intake.value_checks import digits, find_jumps, find_noughts


def series(*pairs: tuple[int, float]) -> pd.DataFrame:
    years, values = zip(*pairs, strict=True) if pairs else ((), ())
    frame = pd.DataFrame({"series": 7, "year": years, "value": values, "floor": 10.0})
    return frame.astype({"series": "uint64", "year": "int32", "value": "float64"})


def test_kilotonnes_between_tonnes() -> None:
    # Rotterdam's scope 1 in three editions of CDP; the last was typed in kilotonnes
    rows = find_jumps(series((2016, 34188.661)), series((2014, 30_011_000), (2015, 32_619_756)))
    assert rows.index.tolist() == [0]
    assert rows["neighbour"].tolist() == [32_619_756]
    assert rows["year"].tolist() == [2015]


def test_one_neighbour_nearby_is_enough_to_be_no_jump() -> None:
    assert find_jumps(series((2015, 10.0), (2016, 11.0), (2017, 110.0), (2018, 120.0)), series()).empty


def test_the_odd_one_out() -> None:
    rows = find_jumps(series((2015, 100.0), (2016, 1000.0), (2017, 101.0), (2018, 102.0)), series())
    assert 1 in rows.index
    assert 2 not in rows.index


def test_small_values_and_lone_values_are_left_alone() -> None:
    assert find_jumps(series((2015, 0.2), (2016, 4.0)), series()).empty
    assert find_jumps(series((2015, 4.0)), series()).empty
    assert find_jumps(series(), series()).empty


def test_zero_is_no_neighbour() -> None:
    assert find_jumps(series((2015, 0.0), (2016, 400.0)), series()).empty


def test_a_nought_is_asked_about_where_every_neighbour_is_far_above_it() -> None:
    rows = find_noughts(series((2016, 0.0), (2020, 400.0)), series((2014, 300.0), (2018, 350.0)))
    assert rows.index.tolist() == [0]
    assert rows[["neighbour", "year"]].iloc[0].tolist() == [300.0, 2014]
    alone = find_noughts(series((2010, 0.0)), series((2014, 300.0)))
    assert alone[["neighbour", "year"]].iloc[0].tolist() == [300.0, 2014]


def test_a_nought_beside_a_small_value_or_alone_is_a_figure() -> None:
    assert find_noughts(series((2016, 0.0)), series((2014, 300.0), (2018, 20.0))).empty
    assert find_noughts(series((2016, 0.0)), series()).empty
    assert find_noughts(series((2016, 0.0), (2018, 0.0)), series()).empty
    assert find_noughts(series((2016, 3.0)), series((2014, 300.0))).empty


@pytest.mark.parametrize(
    ("number", "most", "reported"),
    [
        (45_902_612.0, 6, "45902600"),
        (0.07624, 3, "0.0762"),
        (1000.4, 3, "1000"),
        (1e-7, 3, "0.0000001"),
        (54.0, 6, "54"),
    ],
)
def test_numbers_are_reported_without_powers_of_ten(number: float, most: int, reported: str) -> None:
    assert digits(number, most) == reported
