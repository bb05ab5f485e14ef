"""Each figure is judged beside the home figure nearest in year."""

from pathlib import Path

import pandas as pd

from indicators.analysis.home_verdicts import home_verdicts
from indicators.store.dataset import open_dataset
from tests.helpers.folders import add_rows

HOME = "casablanca"


def judged(folder: Path) -> pd.DataFrame:
    data = open_dataset(folder)
    rows = data.of("network_losses")
    rows_found = home_verdicts(rows, HOME, data.catalogue["network_losses"], data.places)
    return rows.join(rows_found).astype({"place": "str"})


def test_home_itself_is_not_judged(toy_folder: Path) -> None:
    rows = judged(toy_folder)
    assert rows.loc[rows["place"] == HOME, "comparison"].isna().all()


def test_of_two_years_the_nearer_counts(toy_folder: Path) -> None:
    add_rows(toy_folder, "rabat,network_losses,2026,18,,,municipality,reported,open_2020,")
    rows = judged(toy_folder)
    rabat = rows[rows["place"] == "rabat"]
    assert dict(zip(rabat["year"], rabat["compared_year"], strict=True)) == {2020: 2020, 2026: 2021}
    assert [str(one.verdict) for one in rabat["comparison"]] == ["with care", "with care"]


def test_without_a_home_figure_nothing_is_judged(toy_folder: Path) -> None:
    data = open_dataset(toy_folder)
    rows = data.of("network_losses")
    others = rows[rows["place"] != HOME]
    rows_found = home_verdicts(others, HOME, data.catalogue["network_losses"], data.places)
    assert rows_found["comparison"].isna().all()


def test_home_may_be_given(toy_folder: Path) -> None:
    data = open_dataset(toy_folder)
    rows = data.of("network_losses")
    is_own = rows["place"] == HOME
    rows_found = home_verdicts(rows[~is_own], HOME, data.catalogue["network_losses"], data.places, rows[is_own])
    assert rows_found["compared_year"].tolist() == [2020]
