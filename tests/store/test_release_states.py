"""The values of an earlier release: the log undone, or the word that it cannot be."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.model.observations import COLUMNS, KEY, typed
from indicators.store import releases
from indicators.store.dataset import DATA_FOLDER, open_dataset
from indicators.store.release_states import readable_versions, state_at, values_at
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


Figures = dict[tuple[str, int | None], float]

KNOWN = {"indicator": ["efficiency"], "place": ["casablanca", "rabat"], "source": ["x"]}

figure_keys = st.tuples(st.sampled_from(["casablanca", "rabat"]), st.sampled_from([None, 2010, 2020]))
states = st.dictionaries(figure_keys, st.floats(-1e6, 1e6, allow_nan=False), min_size=1, max_size=6)


def table(values: Figures) -> pd.DataFrame:
    rows = [
        (place, "efficiency", None if year is None else str(year), repr(value), None, None, "municipality", "metered",
         "x", None)
        for (place, year), value in values.items()
    ]  # fmt: skip
    return typed(pd.DataFrame(rows, columns=list(COLUMNS), dtype="str"))


@pytest.mark.slow
@settings(max_examples=15)
@given(versions=st.lists(states, min_size=1, max_size=4), now=states)
def test_every_version_of_the_log_comes_back(
    tmp_path_factory: pytest.TempPathFactory, versions: list[Figures], now: Figures
) -> None:
    folder = tmp_path_factory.mktemp("releases")
    for number, values in enumerate(versions):
        releases.record(folder, table(values), f"v{number}", "2026-01-01", "")
    for number, values in enumerate(versions):
        state = state_at(folder, table(now), f"v{number}", KNOWN)
        assert state is not None
        then = state.observations
        reported = {
            (str(row.place), None if pd.isna(row.year) else int(row.year)): row.value for row in then.itertuples()
        }
        assert reported == values
        assert not state.left_out
        assert then.dtypes.astype(str).to_dict() == table(now).dtypes.astype(str).to_dict()


def test_what_did_not_change_keeps_its_bounds_and_its_note(tmp_path: Path) -> None:
    values = table({("rabat", 2010): 1.0, ("rabat", 2020): 2.0}).assign(lower=0.5, note="as printed")
    releases.record(tmp_path, values, "v0", "2026-01-01", "")
    state = state_at(tmp_path, values, "v0", KNOWN)
    assert state is not None
    pd.testing.assert_frame_equal(state.observations, values)


def test_the_range_of_another_value_is_not_taken_for_that_of_then(tmp_path: Path) -> None:
    releases.record(tmp_path, table({("rabat", 2010): 1.0}).assign(lower=0.5), "v0", "2026-01-01", "")
    state = state_at(tmp_path, table({("rabat", 2010): 1.5}).assign(lower=1.2), "v0", KNOWN)
    assert state is not None
    assert state.observations[["value", "lower"]].isna().to_numpy().tolist() == [[False, True]]


def test_a_limit_is_left_out_once_no_bound_of_it_is_held(tmp_path: Path) -> None:
    limit = table({("rabat", 2010): 1.0, ("casablanca", 2020): 2.0})
    limit.loc[0, ["value", "lower"]] = [float("nan"), 219.0]
    releases.record(tmp_path, limit, "v0", "2026-01-01", "")
    held = state_at(tmp_path, limit, "v0", KNOWN)
    assert held is not None
    assert (len(held.observations), held.limits) == (2, ())
    gone = state_at(tmp_path, table({("rabat", 2010): 1.0, ("casablanca", 2020): 2.0}), "v0", KNOWN)
    assert gone is not None
    assert gone.limits == (("rabat", "efficiency", "2010", "municipality", "metered", "x"),)
    assert gone.left_out == {"efficiency"}
    assert gone.observations["place"].tolist() == ["casablanca"]


def test_a_figure_of_an_unknown_source_is_left_out_and_named(tmp_path: Path) -> None:
    values = table({("rabat", 2010): 1.0})
    releases.record(tmp_path, values, "v0", "2026-01-01", "")
    state = state_at(tmp_path, values, "v0", {**KNOWN, "source": ["y"]})
    assert state is not None
    assert (len(state.observations), len(state.unknown)) == (0, 1)


def test_keys_are_those_of_the_log() -> None:
    assert set(KEY) < set(releases.LOG_COLUMNS)
