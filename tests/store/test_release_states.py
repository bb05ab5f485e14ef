"""The values of an earlier release: the log undone, or the word that it cannot be."""

from pathlib import Path

import pytest

from indicators.store import releases
from indicators.store.dataset import DATA_FOLDER, open_dataset
from indicators.store.release_states import readable_versions, values_at
from tests.helpers.folders import OBSERVATIONS, add_rows, change

FIRST, SECOND = "aaaaaaaaaaaa", "bbbbbbbbbbbb"


@pytest.fixture
def two_releases(toy_folder: Path) -> Path:
    """The log after a first release and one that changed, added and removed a value."""
    folder = toy_folder / "releases"
    releases.record(folder, open_dataset(toy_folder).observations, FIRST, "2026-01-01", "First.")
    change(toy_folder, OBSERVATIONS, "rabat,network_losses,2020,19.25", "rabat,network_losses,2020,20")
    change(
        toy_folder,
        OBSERVATIONS,
        "casablanca,network_losses,2021,23,,,utility perimeter,metered,closed_2021,as printed\n",
        "",
    )
    add_rows(toy_folder, "rabat,network_losses,2022,18,,,municipality,reported,open_2020,")
    releases.record(folder, open_dataset(toy_folder).observations, SECOND, "2026-02-01", "Second.")
    return folder


def figures(folder: Path, version: str) -> dict[tuple[str, str], float]:
    values = values_at(folder, version)
    assert values is not None
    return {(row.place, row.year): row.value for row in values.itertuples()}


def test_the_first_release_is_as_it_was(two_releases: Path) -> None:
    assert figures(two_releases, FIRST) == {
        ("casablanca", "2020"): 23.5,
        ("casablanca", "2021"): 23.0,
        ("rabat", "2020"): 19.25,
    }


def test_the_last_release_is_the_snapshot(two_releases: Path) -> None:
    assert figures(two_releases, SECOND) == {
        ("casablanca", "2020"): 23.5,
        ("rabat", "2020"): 20.0,
        ("rabat", "2022"): 18.0,
    }


def test_an_unknown_version_is_none(two_releases: Path) -> None:
    assert values_at(two_releases, "cccccccccccc") is None


def test_a_log_that_does_not_fit_its_snapshot_gives_nothing(two_releases: Path) -> None:
    log = (two_releases / releases.LOG).read_text(encoding="utf-8")
    (two_releases / releases.LOG).write_text(
        log.replace("rabat,network_losses,2022", "rabat,network_losses,2023"), "utf-8"
    )
    assert values_at(two_releases, FIRST) is None
    assert readable_versions(two_releases) == {SECOND}


def test_without_a_release_nothing_is_held(tmp_path: Path) -> None:
    assert values_at(tmp_path, FIRST) is None
    assert readable_versions(tmp_path) == frozenset()


@pytest.mark.slow
def test_every_release_of_the_data_can_be_read() -> None:
    folder = DATA_FOLDER / "releases"
    logged = releases.releases(folder)
    assert readable_versions(folder) == {release.version for release in logged}
    first = logged[-1]
    values = values_at(folder, first.version)
    assert values is not None
    assert values["indicator"].value_counts().to_dict() == {count.indicator: count.added for count in first.counts}
