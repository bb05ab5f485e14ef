"""Keys: one a speaker, unreadable for others, unknown once fresh ones were made."""

import json
import multiprocessing
import stat
from pathlib import Path

import pytest

from indicators.live.keys import FILE, LOCK, FileKeys, RoomKeys
from indicators.live.position import KeyHolder
from tests.helpers.room_places import RoomPlace
from tests.helpers.rooms import water_session


@pytest.fixture
def keys(place: RoomPlace) -> RoomKeys:
    return place.keys()


@pytest.fixture
def file_keys(tmp_path: Path) -> FileKeys:
    return FileKeys(tmp_path / "store")


def test_every_speaker_and_the_chair_have_a_key(keys: RoomKeys, place: RoomPlace) -> None:
    given = keys.of(water_session())
    assert [one.speaker for one in given] == ["Ali", "Sara", "Nadia"]
    assert len({one.key for one in given}) == 3
    assert all(len(one.key) >= 32 for one in given)
    assert keys.of(water_session()) == given, "the same when asked again"
    assert place.keys().holder(water_session(), given[0].key) == KeyHolder("Ali")
    assert keys.holder(water_session(), given[2].key) == KeyHolder("Nadia", is_chair=True)
    address = given[0].address("https://indicators.example.org", "water")
    assert address == f"https://indicators.example.org/live/water/presenter#key={given[0].key}"


def test_only_its_owner_can_read_the_file(file_keys: FileKeys) -> None:
    file_keys.of(water_session())
    assert stat.S_IMODE(file_keys.path.stat().st_mode) == 0o600
    assert {path.name for path in file_keys.path.parent.iterdir()} == {FILE, LOCK}, "no copy of it lies about"


def test_the_old_keys_are_unknown_once_fresh_ones_are_made(keys: RoomKeys, place: RoomPlace) -> None:
    old = keys.of(water_session())
    assert keys.holder(water_session(), old[0].key)
    fresh = place.keys().of(water_session(), fresh=True)
    assert not {one.key for one in old} & {one.key for one in fresh}
    assert keys.holder(water_session(), old[0].key) is None
    assert keys.holder(water_session(), fresh[0].key) == KeyHolder("Ali")


def test_a_key_is_of_one_session(keys: RoomKeys) -> None:
    water, energy = keys.of(water_session()), keys.of(water_session(name="energy"))
    assert keys.of(water_session()) == water
    assert keys.holder(water_session(), energy[0].key) is None


def test_who_speaks_no_longer_has_no_key(keys: RoomKeys) -> None:
    session = water_session()
    given = keys.of(session)
    without = session.model_copy(update={"speakers": ("Ali",)})
    assert keys.holder(without, given[1].key) is None
    assert [one.speaker for one in keys.of(without)] == ["Ali", "Nadia"]
    assert keys.of(session)[1].key != given[1].key


def test_a_chair_who_speaks_has_one_key(keys: RoomKeys) -> None:
    session = water_session().model_copy(update={"chair": "Ali"})
    assert [one.speaker for one in keys.of(session)] == ["Ali", "Sara"]
    assert keys.holder(session, keys.of(session)[0].key) == KeyHolder("Ali", is_chair=True)


@pytest.mark.parametrize("content", ["", "no JSON", "[]", '{"water": 3}', '{"water": {"Ali": 5, "Sara": ""}}'])
def test_a_damaged_file_knows_nobody_and_is_made_again(file_keys: FileKeys, content: str) -> None:
    file_keys.path.parent.mkdir()
    file_keys.path.write_text(content, encoding="utf-8")
    assert file_keys.holder(water_session(), "") is None
    assert file_keys.holder(water_session(), file_keys.of(water_session())[1].key) == KeyHolder("Sara")


@pytest.mark.parametrize("key", ["", " ", "\ud800", "x" * 100_000, "null"])
def test_nothing_that_is_no_key_is_one(keys: RoomKeys, key: str) -> None:
    keys.of(water_session())
    assert keys.holder(water_session(), key) is None


def _make(folder: Path, number: int) -> None:
    for session in range(20):
        FileKeys(folder).of(water_session(name=f"of-{number}-{session}"))


def test_servers_that_make_keys_at_once_lose_none(tmp_path: Path) -> None:
    """Two servers share the folder: each writes the whole file, so one waits for the other."""
    context = multiprocessing.get_context("fork")
    servers = [context.Process(target=_make, args=(tmp_path, number)) for number in range(3)]
    for server in servers:
        server.start()
    for server in servers:
        server.join()
    made = json.loads((tmp_path / "live_keys.json").read_text(encoding="utf-8"))
    assert len(made) == 60
