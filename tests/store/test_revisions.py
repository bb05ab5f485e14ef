"""Revisions: what a chart showed at an earlier version of the data, and what of it differs now."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.charts.chart import Look
from indicators.charts.dispatch import chart_of
from indicators.charts.request import ChartRequest
from indicators.model.observations import COLUMNS, KEY, typed
from indicators.store import releases
from indicators.store.dataset import Dataset, open_dataset
from indicators.store.revisions import Revision, differences, revised, values_at
from tests.helpers.folders import OBSERVATIONS, add_rows, change

pytestmark = pytest.mark.slow

Figures = dict[tuple[str, int | None], float]

keys = st.tuples(st.sampled_from(["casablanca", "rabat"]), st.sampled_from([None, 2010, 2020]))
figures = st.dictionaries(keys, st.floats(-1e6, 1e6, allow_nan=False), min_size=1, max_size=6)


def table(values: Figures) -> pd.DataFrame:
    rows = [
        (place, "efficiency", None if year is None else str(year), repr(value), None, None, "municipality", "metered",
         "x", None)
        for (place, year), value in values.items()
    ]  # fmt: skip
    return typed(pd.DataFrame(rows, columns=list(COLUMNS), dtype="str"))


def told(rows: pd.DataFrame) -> Figures:
    return {
        (str(row.place), None if pd.isna(row.year) else int(row.year)): float(row.value) for row in rows.itertuples()
    }


@settings(max_examples=15)
@given(versions=st.lists(figures, min_size=1, max_size=4), now=figures)
def test_every_version_of_the_log_comes_back(
    tmp_path_factory: pytest.TempPathFactory, versions: list[Figures], now: Figures
) -> None:
    folder = tmp_path_factory.mktemp("releases")
    for number, values in enumerate(versions):
        releases.record(folder, table(values), f"v{number}", "2026-01-01", "")
    for number, values in enumerate(versions):
        then = values_at(folder, table(now), f"v{number}")
        assert told(then) == values
        assert list(then.columns) == list(COLUMNS)
        assert then.dtypes.astype(str).to_dict() == table(now).dtypes.astype(str).to_dict()


def test_a_version_that_was_never_released_is_not_guessed(tmp_path: Path) -> None:
    values = table({("rabat", 2010): 1.0})
    assert values_at(tmp_path, values, "v0") is None
    releases.record(tmp_path, values, "v0", "2026-01-01", "")
    assert values_at(tmp_path, values, "v1") is None


def test_what_did_not_change_keeps_all_of_it(tmp_path: Path) -> None:
    values = table({("rabat", 2010): 1.0, ("rabat", 2020): 2.0}).assign(lower=0.5, note="as printed")
    releases.record(tmp_path, values, "v0", "2026-01-01", "")
    pd.testing.assert_frame_equal(values_at(tmp_path, values, "v0"), values)


def test_differences_are_changed_new_and_gone() -> None:
    then = table({("rabat", 2010): 1.0, ("rabat", 2020): 2.0, ("casablanca", None): 3.0})
    now = table({("rabat", 2010): 1.5, ("rabat", 2020): 2.0, ("casablanca", 2020): 4.0})
    assert differences(then, now) == [
        Revision("efficiency", "rabat", 1.0, 2010, 1.5, 2010),
        Revision("efficiency", "casablanca", 3.0, None, 4.0, 2020),
    ]
    assert differences(now, now) == []


def test_several_that_came_are_not_paired_with_one_that_went() -> None:
    then = table({("rabat", 2010): 1.0})
    now = table({("rabat", 2015): 2.0, ("rabat", 2020): 3.0})
    assert differences(then, now) == [
        Revision("efficiency", "rabat", None, None, 2.0, 2015),
        Revision("efficiency", "rabat", None, None, 3.0, 2020),
        Revision("efficiency", "rabat", 1.0, 2010, None, None),
    ]


def shown(dataset: Dataset) -> pd.DataFrame:
    chart = chart_of(dataset, ChartRequest(indicator="network_losses"), Look())
    assert chart is not None
    return chart.observations


def released(folder: Path) -> str:
    dataset = open_dataset(folder)
    releases.record(folder / "releases", dataset.observations, dataset.version, "2026-11-22", "Figures.")
    return dataset.version


def test_only_the_numbers_of_the_chart_count(toy_folder: Path) -> None:
    version = released(toy_folder)
    change(toy_folder, OBSERVATIONS, "rabat,network_losses,2020,19.25", "rabat,network_losses,2020,20.5")
    # an earlier year is on no ranked bar
    change(toy_folder, OBSERVATIONS, "casablanca,network_losses,2020,23.5", "casablanca,network_losses,2020,24")
    assert revised(open_dataset(toy_folder), version, shown) == [
        Revision("network_losses", "rabat", 19.25, 2020, 20.5, 2020)
    ]


def test_a_newer_figure_takes_the_place_of_an_older_one(toy_folder: Path) -> None:
    version = released(toy_folder)
    add_rows(toy_folder, "rabat,network_losses,2021,18,,,municipality,reported,open_2020,")
    assert revised(open_dataset(toy_folder), version, shown) == [
        Revision("network_losses", "rabat", 19.25, 2020, 18.0, 2021)
    ]


def test_a_change_undone_is_none(toy_folder: Path) -> None:
    version = released(toy_folder)
    change(toy_folder, OBSERVATIONS, "rabat,network_losses,2020,19.25", "rabat,network_losses,2020,20.5")
    between = released(toy_folder)
    change(toy_folder, OBSERVATIONS, "rabat,network_losses,2020,20.5", "rabat,network_losses,2020,19.25")
    change(toy_folder, "sources/sources.csv", "Annual report 2020", "Yearly report 2020")
    dataset = open_dataset(toy_folder)
    assert revised(dataset, version, shown) == []
    assert revised(dataset, between, shown) == [Revision("network_losses", "rabat", 20.5, 2020, 19.25, 2020)]


def test_the_version_at_hand_differs_in_nothing_whatever_the_log(toy_folder: Path) -> None:
    dataset = open_dataset(toy_folder)
    assert revised(dataset, dataset.version, shown) == []
    assert revised(dataset, "0123456789ab", shown) is None


def test_keys_are_those_of_the_log() -> None:
    assert set(KEY) < set(releases.LOG_COLUMNS)
