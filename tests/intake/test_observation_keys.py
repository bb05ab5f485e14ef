"""Keys of observations, and the values of a long table that are held by them, in memory or in a file."""

from pathlib import Path

import numpy as np
import pytest

from indicators.intake import observation_keys
from indicators.intake.observation_keys import PARTITIONS, KeyedValues, ObservationKeys, keys_of_stored, partition_of
from indicators.model.observations import KEY
from tests.helpers.checking import dataset

FULL = Path("/dev/full")


def held(limit: int, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int, float, bool]]:
    """Hold three batches with so many bytes in memory; return what comes back, partition by partition."""
    monkeypatch.setattr(observation_keys, "HELD_IN_MEMORY", limit)
    monkeypatch.setattr(observation_keys, "AT_ONCE", 40)
    _, keys, _ = keys_of_stored(dataset())
    held = KeyedValues()
    for begin in range(0, 300, 100):
        batch = keys[begin : begin + 100]
        position = np.arange(begin, begin + 100, dtype="int32")
        whole = position % 7 != 0
        held.add(whole, batch, position, position / 3.0, position % 5 == 0)
    found = []
    for partitions in held.partitions():
        values, repeated = held.of(partitions)
        assert set(partition_of(values["key"])) <= set(partitions)
        assert not repeated.any()
        held.repeat(partitions, values["position"] % 2 == 0)
        assert (held.of(partitions)[1] == (values["position"] % 2 == 0)).all()
        found += values.tolist()
    assert [number for partitions in held.partitions() for number in partitions] == list(range(PARTITIONS))
    held.close()
    return found


def test_values_in_a_file_come_back_as_those_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    found = held(1 << 20, monkeypatch)
    assert held(100, monkeypatch) == found
    assert sorted(position for _, position, _, _ in found) == [place for place in range(300) if place % 7]
    assert all(number == position / 3.0 and bound == (position % 5 == 0) for _, position, number, bound in found)


@pytest.mark.skipif(not FULL.exists(), reason="this system has no file that is always full")
def test_a_folder_without_room_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(observation_keys, "SpooledTemporaryFile", lambda _: FULL.open("r+b", buffering=0))
    monkeypatch.setattr(observation_keys, "gettempdir", lambda: str(tmp_path))
    _, keys, _ = keys_of_stored(dataset())
    some = keys[:3]
    with pytest.raises(OSError, match="No space left on device") as raised:
        KeyedValues().add(np.ones(3, dtype="bool"), some, np.arange(3), np.zeros(3), np.zeros(3, dtype="bool"))
    assert raised.value.filename == str(tmp_path)


def test_keys_give_back_what_they_are_made_of() -> None:
    stored = dataset().observations.head(500)
    numbers = ObservationKeys(dataset())
    keys, whole = numbers.of(stored)
    assert whole.all()
    frame = numbers.frame(keys)
    assert frame[list(KEY)].astype("str").to_numpy().tolist() == stored[list(KEY)].astype("str").to_numpy().tolist()
    assert all(set(frame[name].cat.categories) == set(frame[name]) for name in KEY if name != "year")
