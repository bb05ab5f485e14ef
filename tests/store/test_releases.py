"""Releases: what changed between two versions of the data, and nothing lost in telling it."""

import gzip
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.findings.finding import DataProblem, describe
from indicators.model.observations import COLUMNS, KEY, typed
from indicators.store.dataset import DATA_FOLDER, open_dataset
from indicators.store.releases import (
    LOG_COLUMNS,
    NO_VALUE,
    SUMMARY,
    check_log,
    compare,
    held_since,
    read_log,
    read_snapshot,
    record,
)
from tests.helpers.checking import dataset
from tests.helpers.folders import write

pytestmark = pytest.mark.slow

Figures = dict[tuple[str, int | None], float]

keys = st.tuples(st.sampled_from(["casablanca", "rabat", "tunis"]), st.sampled_from([None, 2010, 2015, 2020]))
figures = st.dictionaries(keys, st.floats(-1e6, 1e6, allow_nan=False), max_size=8)


def table(values: Figures) -> pd.DataFrame:
    """Return observations of the network's efficiency, one for each place and year."""
    rows = [
        (
            place,
            "efficiency",
            "" if year is None else str(year),
            repr(value),
            "",
            "",
            "municipality",
            "metered",
            "x",
            "",
        )
        for (place, year), value in values.items()
    ]
    return typed(pd.DataFrame(rows, columns=list(COLUMNS), dtype="str").replace("", None))


def reported_by(rows: pd.DataFrame, column: str) -> Figures:
    return {
        (row["place"], int(row["year"]) if row["year"] else None): row[column]
        for row in rows.to_dict("records")
    }  # fmt: skip


@given(before=figures, after=figures)
def test_before_and_the_changes_give_after(before: Figures, after: Figures) -> None:
    delta = compare(table(before), table(after))
    removed, changed, added = (
        reported_by(delta.removed, "old"),
        reported_by(delta.changed, "new"),
        reported_by(delta.added, "new"),
    )
    stored = {key: value for key, value in before.items() if key not in removed}
    assert stored | changed | added == after
    assert set(removed) == set(before) - set(after)
    assert set(added) == set(after) - set(before)
    assert reported_by(delta.changed, "old") == {key: before[key] for key in changed}
    assert delta.empty == (before == after)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=10)
@given(first=figures.filter(bool), second=figures.filter(bool))
def test_what_is_recorded_is_what_is_compared_next_time(tmp_path: Path, first: Figures, second: Figures) -> None:
    folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
    record(folder, table(first), "one", "2026-01-01", "First.")
    assert compare(read_snapshot(folder), table(first)).empty
    delta = record(folder, table(second), "two", "2026-02-01", "Second.")
    assert reported_by(delta.changed, "new") == reported_by(compare(table(first), table(second)).changed, "new")
    log = read_log(folder)
    assert list(dict.fromkeys(log["release"])) == [2, 1]
    newest = log[log["release"] == 2]
    assert (newest["change"] == NO_VALUE).all() == (first == second)
    for word, rows in (("new", delta.added), ("changed", delta.changed), ("removed", delta.removed)):
        assert (newest["change"] == word).sum() == len(rows)


def test_a_first_release_tells_how_many_values_each_indicator_has(tmp_path: Path) -> None:
    delta = record(tmp_path, table({("rabat", 2010): 1.0, ("rabat", None): 2.5}), "abc", "2026-01-31", "First figures.")
    assert delta is not None
    assert len(delta.added) == 2
    assert read_log(tmp_path).to_dict("records") == [
        dict.fromkeys(LOG_COLUMNS, "")
        | {
            "release": 1, "date": "2026-01-31", "version": "abc", "note": "First figures.",
            "change": SUMMARY, "indicator": "efficiency", "new": "2",
        }
    ]  # fmt: skip


def test_a_change_is_reported_with_both_values_as_published(tmp_path: Path) -> None:
    record(tmp_path, table({("rabat", 2010): 3683566.0, ("tunis", 2010): 1.0}), "one", "2026-01-01", "")
    record(
        tmp_path, table({("rabat", 2010): 0.1, ("casablanca", None): 2.0}), "two", "2026-02-01", "Corrected, at last."
    )
    log = read_log(tmp_path)
    rows = log.loc[log["release"] == 2, ["change", "place", "year", "old", "new"]]
    assert rows.to_numpy().tolist() == [
        ["new", "casablanca", "", "", "2"],
        ["changed", "rabat", "2010", "3683566", "0.1"],
        ["removed", "tunis", "2010", "1", ""],
    ]
    assert set(log["note"]) == {"", "Corrected, at last."}


def test_the_same_version_is_recorded_once(tmp_path: Path) -> None:
    values = table({("rabat", 2010): 1.0})
    assert record(tmp_path, values, "one", "2026-01-01", "First.") is not None
    before = [path.read_bytes() for path in sorted(tmp_path.iterdir())]
    assert record(tmp_path, values, "one", "2026-02-02", "Again.") is None
    assert [path.read_bytes() for path in sorted(tmp_path.iterdir())] == before


def test_a_version_of_other_texts_only_is_recorded_too(tmp_path: Path) -> None:
    values = table({("rabat", 2010): 1.0})
    record(tmp_path, values, "one", "2026-01-01", "First.")
    delta = record(tmp_path, values, "two", "2026-02-02", "A definition reads better.")
    assert delta is not None
    assert delta.empty
    newest = read_log(tmp_path).iloc[0]
    assert (newest["version"], newest["change"], newest["indicator"]) == ("two", NO_VALUE, "")


def test_the_same_observations_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        record(tmp_path / name, dataset().observations, "one", "2026-01-01", "First.")
    for name in ("snapshot.csv.gz", "log.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert compare(read_snapshot(tmp_path / "a"), dataset().observations).empty


def test_before_the_first_release_there_is_none(tmp_path: Path) -> None:
    assert read_snapshot(tmp_path) is None
    assert read_log(tmp_path).empty
    assert check_log(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "row", "column", "message"),
    [
        ("2026-01-31", "31/01/2026", 2, "date", "the entry is not valid: Invalid isoformat string: '31/01/2026'."),
        ("1,2026", "one,2026", 2, "release", "invalid literal for int()"),
        (",change,", ",changes,", 1, "change", "column change is missing"),
    ],
)
def test_a_log_that_cannot_be_read_is_named(
    tmp_path: Path, old: str, new: str, row: int, column: str, message: str
) -> None:
    record(tmp_path, table({("rabat", 2010): 1.0}), "one", "2026-01-31", "First.")
    path = tmp_path / "log.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    (finding,) = check_log(tmp_path)
    assert (finding.file, finding.row, finding.column) == (str(path), row, column)
    assert message in describe(finding)[0]
    with pytest.raises(DataProblem):
        read_log(tmp_path)


@pytest.mark.parametrize("content", [b"", b"not compressed", gzip.compress(b"place,value\nrabat,1\n", mtime=0)])
def test_a_snapshot_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    record(tmp_path, table({("rabat", 2010): 1.0}), "one", "2026-01-31", "First.")
    path = write(tmp_path, "snapshot.csv.gz", content)
    with pytest.raises(DataProblem) as caught:
        record(tmp_path, table({("rabat", 2010): 2.0}), "two", "2026-02-01", "Second.")
    assert [(f.rule.id, f.file) for f in caught.value.findings] == [("unreadable_file", str(path))]
    assert len(read_log(tmp_path)) == 1


def test_a_release_opens_with_the_folder(toy_folder: Path) -> None:
    data = open_dataset(toy_folder)
    record(toy_folder / "releases", data.observations, data.version, "2026-01-01", "First.")
    assert open_dataset(toy_folder).version == data.version


def test_the_newest_release_is_of_the_data_as_they_are() -> None:
    """Where this fails, the data changed: record it with `python -m indicators release --note "..."`."""
    newest = read_log(DATA_FOLDER / "releases")["version"].head(1).tolist()
    assert newest in ([], [dataset().version])
    snapshot = read_snapshot(DATA_FOLDER / "releases")
    assert snapshot is None or compare(snapshot, dataset().observations).empty


def test_every_release_says_when_and_what() -> None:
    log = read_log(DATA_FOLDER / "releases")
    assert (log[["date", "version", "note"]] != "").all(axis=None)
    assert set(KEY) <= set(log)


def test_since_when_the_figures_of_a_source_are_held():
    """The first release names no values: what stands and came later with none is of its day."""
    days = held_since(DATA_FOLDER / "releases")
    assert set(days) == set(dataset().observations["source"].astype("str"))
    assert days["lydec_note_2010"] == "2026-11-23"
    assert days["hcp_rgph_2024"] == "2026-11-23", "its first figures, not those of the 200 places that came on the 27th"
    assert days["unhabitat_open_space_2025_turkstat"] == "2026-11-27"


def test_nothing_is_held_before_the_first_release(tmp_path: Path):
    assert held_since(tmp_path) == {}
