"""The data of an earlier version: one working out for every door, and what it cannot know."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from indicators.charts.chart import Look
from indicators.charts.dispatch import chart_of
from indicators.charts.request import ChartRequest
from indicators.findings.finding import DataProblem
from indicators.open.earlier import data_at
from indicators.plain.embed import since_words
from indicators.store import releases
from indicators.store.dataset import Dataset, open_dataset
from indicators.store.revisions import Revision, differences
from tests.helpers.folders import OBSERVATIONS, add_rows, change

pytestmark = pytest.mark.slow

RABAT = "rabat,network_losses,2020,19.25"


def nothing(_: str) -> None:
    """A journal that knows no version."""


def shown(dataset: Dataset) -> pd.DataFrame:
    chart = chart_of(dataset, ChartRequest(indicator="network_losses"), Look())
    assert chart is not None
    return chart.observations


def released(folder: Path) -> str:
    dataset = open_dataset(folder)
    releases.record(folder / "releases", dataset.observations, dataset.version, "2026-11-22", "Figures.")
    return dataset.version


def revised(folder: Path, version: str) -> list[Revision]:
    now = open_dataset(folder)
    earlier = data_at(now, version, nothing)
    assert earlier is not None
    return differences(shown(earlier.dataset), shown(now))


def test_only_the_numbers_of_the_chart_count(toy_folder: Path) -> None:
    version = released(toy_folder)
    change(toy_folder, OBSERVATIONS, RABAT, "rabat,network_losses,2020,20.5")
    # an earlier year is on no ranked bar
    change(toy_folder, OBSERVATIONS, "casablanca,network_losses,2020,23.5", "casablanca,network_losses,2020,24")
    assert revised(toy_folder, version) == [Revision("network_losses", "rabat", 19.25, 2020, 20.5, 2020)]


def test_a_newer_figure_takes_the_place_of_an_older_one(toy_folder: Path) -> None:
    version = released(toy_folder)
    add_rows(toy_folder, "rabat,network_losses,2021,18,,,municipality,reported,open_2020,")
    assert revised(toy_folder, version) == [Revision("network_losses", "rabat", 19.25, 2020, 18.0, 2021)]


def test_a_change_undone_is_none(toy_folder: Path) -> None:
    version = released(toy_folder)
    change(toy_folder, OBSERVATIONS, RABAT, "rabat,network_losses,2020,20.5")
    between = released(toy_folder)
    change(toy_folder, OBSERVATIONS, "rabat,network_losses,2020,20.5", RABAT)
    change(toy_folder, "sources/sources.csv", "Annual report 2020", "Yearly report 2020")
    released(toy_folder)
    assert revised(toy_folder, version) == []
    assert revised(toy_folder, between) == [Revision("network_losses", "rabat", 20.5, 2020, 19.25, 2020)]


def test_the_version_at_hand_is_itself_and_an_unknown_one_is_not_guessed(toy_folder: Path) -> None:
    dataset = open_dataset(toy_folder)
    earlier_data = data_at(dataset, dataset.version, nothing)
    assert earlier_data is not None
    assert earlier_data.dataset is dataset
    assert earlier_data.whole
    assert data_at(dataset, "0123456789ab", nothing) is None


def test_the_journal_comes_before_the_log(toy_folder: Path) -> None:
    version = released(toy_folder)
    change(toy_folder, OBSERVATIONS, RABAT, "rabat,network_losses,2020,20.5")
    now = open_dataset(toy_folder)
    earlier_data = data_at(now, version, lambda _: (now, "2026-11-25T10:00:00Z"))
    assert earlier_data is not None
    assert (earlier_data.dataset, earlier_data.day, earlier_data.whole) == (now, "2026-11-25", True)


def test_the_log_answers_for_a_journal_that_cannot_be_read(toy_folder: Path) -> None:
    version = released(toy_folder)
    change(toy_folder, OBSERVATIONS, RABAT, "rabat,network_losses,2020,20.5")

    def damaged(_: str) -> None:
        raise DataProblem([])

    earlier_data = data_at(open_dataset(toy_folder), version, damaged)
    assert earlier_data is not None
    assert (earlier_data.day, earlier_data.whole) == ("2026-11-22", False)


@pytest.fixture
def stated_by(toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """What an embed of losses says of a version, with the folder served as it is now."""
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))

    def words(version: str) -> str:
        now = open_dataset(toy_folder)
        chart_request = ChartRequest(indicator="network_losses", chart="rank")
        return " ".join(since_words(now, replace(chart_request), Look(), version, "", "2026-11-27"))

    return words


def test_an_embed_says_that_a_range_of_then_is_not_recorded(toy_folder: Path, stated_by: Callable[[str], str]) -> None:
    change(toy_folder, OBSERVATIONS, f"{RABAT},,,", f"{RABAT},18,20,")
    version = released(toy_folder)
    change(toy_folder, OBSERVATIONS, f"{RABAT},18,20,", f"{RABAT},15,24,")
    released(toy_folder)
    assert stated_by(version) == (
        f"Limits and ranges of error of data version {version} (22 November 2026) are not recorded: today’s stand in "
        "their place, and whether they changed cannot be told."
    )


def test_an_embed_without_ranges_and_changes_says_nothing(toy_folder: Path, stated_by: Callable[[str], str]) -> None:
    version = released(toy_folder)
    change(toy_folder, "sources/sources.csv", "Annual report 2020", "Yearly report 2020")
    released(toy_folder)
    assert stated_by(version) == ""


def test_an_embed_says_that_a_figure_of_then_is_left_out(toy_folder: Path, stated_by: Callable[[str], str]) -> None:
    change(toy_folder, OBSERVATIONS, f"{RABAT},,,", "rabat,network_losses,2020,,18,,")
    version = released(toy_folder)
    change(toy_folder, OBSERVATIONS, "rabat,network_losses,2020,,18,,", f"{RABAT},,,")
    released(toy_folder)
    assert "Some figures of data version" in stated_by(version)
    assert "their limits, places or sources are not held here any more" in stated_by(version)
