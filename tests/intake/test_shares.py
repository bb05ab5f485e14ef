"""Shares typed as parts of one."""

import pandas as pd

from indicators.intake.value_checks import find_shares
from tests.helpers.checking import dataset


def found(*values: float) -> list[tuple[int, float, int]]:
    rows = pd.DataFrame({"indicator": "running_water_at_home", "value": values})
    return list(find_shares(rows, dataset().observations, dataset().catalogue).itertuples(name=None))


def test_nothing_but_parts_of_one_is_odd() -> None:
    assert found(0.951, 0.982) == [(0, 0.951, 2)]


def test_a_small_share_among_others_is_not() -> None:
    assert found(0.9, 95.1) == []
    assert found(0.0, 0.0) == []


def test_an_indicator_whose_figures_are_small_is_not() -> None:
    stored = pd.DataFrame({"indicator": ["running_water_at_home"] * 2, "value": [0.4, 0.6]})
    rows = pd.DataFrame({"indicator": ["running_water_at_home"], "value": [0.5]})
    assert find_shares(rows, stored, dataset().catalogue).empty
    assert find_shares(rows, stored.iloc[:0], dataset().catalogue).empty
