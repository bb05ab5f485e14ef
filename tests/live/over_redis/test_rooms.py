"""Backups of the rooms in a Redis: whole, put back into files or a Redis, in words where it is away."""

import zipfile
from pathlib import Path

import pytest
import redis

from indicators.cli.commands import main
from indicators.findings.finding import DataProblem, describe
from indicators.live import ballot, position
from indicators.live.over_redis import rooms as module
from indicators.live.over_redis.place import RedisPlace, log_key
from indicators.live.over_redis.rooms import UNFINISHED, RedisRooms
from indicators.live.room import Room
from indicators.live.stores import room_keys, room_log, rooms_elsewhere
from tests.helpers.room_places import RoomPlace, emptied
from tests.helpers.rooms import ALI, NADIA, VOTER, applied, water_session
from tests.helpers.serving import free_port


@pytest.fixture
def brought(shared: RoomPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "brought"
    folder.mkdir()
    monkeypatch.setenv("INDICATORS_DATA", str(folder))
    monkeypatch.setenv("REDIS_URL", shared.redis_url)
    return folder


def talked(place: RoomPlace, votes: int = 1) -> Room:
    """Have a talk with some guesses in a place; return its room."""
    room = Room(water_session())
    made = applied(room, position.begin(room, NADIA, "v1"))
    for index in range(votes):
        made += applied(room, ballot.vote(room, {"slide": 2, "voter": f"{VOTER}{index}", "value": index + 1}, "v1"))
    made += applied(room, position.move(room, ALI, {"slide": 2}, "v1"))
    place.log().put(made)
    return room


def rows(place: RoomPlace) -> list[tuple[object, ...]]:
    return [one.row() for one in place.log().read("water")]


def names(url: str) -> list[str]:
    with redis.Redis.from_url(url) as client:
        return sorted(key.decode() for key in client.scan_iter())


def test_a_backup_holds_the_rooms_in_redis_and_not_those_left_in_the_folder(
    shared: RoomPlace, brought: Path, tmp_path: Path
) -> None:
    talked(shared, votes=3)
    talked(RoomPlace(brought / "store"), votes=1)
    keys, before = shared.keys().of(water_session()), rows(shared)
    assert main(("backup", str(tmp_path / "all.zip"))) == 0
    emptied(shared.redis_url)
    assert main(("restore", str(tmp_path / "all.zip"))) == 0
    assert rows(shared) == before
    assert shared.keys().of(water_session()) == keys
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert {"live.sqlite", "live_keys.json"} <= {*archive.namelist()}
    assert not (brought / "store" / "live.sqlite").exists(), "the rooms are in one place"


def test_rooms_of_a_redis_go_into_files_and_back(
    shared: RoomPlace, brought: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talked(shared)
    keys, before = shared.keys().of(water_session()), rows(shared)
    assert main(("backup", str(tmp_path / "redis.zip"))) == 0
    monkeypatch.delenv("REDIS_URL")
    assert main(("restore", str(tmp_path / "redis.zip"))) == 0
    files = RoomPlace(brought / "store")
    assert (rows(files), files.keys().of(water_session())) == (before, keys)
    assert main(("backup", str(tmp_path / "files.zip"))) == 0
    monkeypatch.setenv("REDIS_URL", emptied(shared.redis_url))
    assert main(("restore", str(tmp_path / "files.zip"))) == 0
    assert (rows(shared), shared.keys().of(water_session())) == (before, keys)


def test_rooms_that_were_there_are_stored_under_other_names(
    shared: RoomPlace, brought: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talked(shared, votes=1)
    shared.keys().of(water_session())
    assert main(("backup", str(tmp_path / "all.zip"))) == 0
    emptied(shared.redis_url)
    talked(shared, votes=7)
    later = rows(shared)
    fresh = shared.keys().of(water_session())
    with redis.Redis.from_url(shared.redis_url) as client:
        client.set(f"{UNFINISHED}x:indicators:room:water:log", "left by a killed command")
        client.set("indicators:servers", "not of a room")
    assert main(("restore", str(tmp_path / "all.zip"))) == 0
    assert len(rows(shared)) == 3
    assert shared.keys().of(water_session()) != fresh
    stored = [name for name in names(shared.redis_url) if name.startswith("indicators:before_")]
    assert len(stored) == 2
    assert stored[0].removesuffix(":indicators:room:water:keys") in "".join(capsys.readouterr())
    assert len(names(shared.redis_url)) == 5, "nothing unfinished is left, and what is of no room stays"
    with redis.Redis.from_url(shared.redis_url) as client:
        client.rename(stored[1], log_key("energy"))
    assert len(shared.log().read("energy")) == len(later), "and can be had again"


def test_where_redis_is_away_nothing_is_written_and_nothing_is_put_back(
    shared: RoomPlace,
    brought: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    talked(shared)
    assert main(("backup", str(tmp_path / "all.zip"))) == 0
    before = rows(shared)
    monkeypatch.setenv("REDIS_URL", f"redis://:secret-4711@127.0.0.1:{free_port()}/0")
    (brought / "store" / "kept.txt").write_text("here")
    for command, name in (("backup", "none.zip"), ("restore", "all.zip")):
        capsys.readouterr()
        assert main((command, str(tmp_path / name))) != 0
        stated = "".join(capsys.readouterr())
        assert "Redis is not reached" in stated
        assert "--without-rooms" in stated
        assert "secret-4711" not in stated
    assert not (tmp_path / "none.zip").exists()
    assert (brought / "store" / "kept.txt").exists()
    assert main(("backup", "--without-rooms", str(tmp_path / "rest.zip"))) == 0
    with zipfile.ZipFile(tmp_path / "rest.zip") as archive:
        assert "live.sqlite" not in archive.namelist()
    assert main(("restore", "--without-rooms", str(tmp_path / "all.zip"))) == 0
    monkeypatch.setenv("REDIS_URL", shared.redis_url)
    assert main(("restore", str(tmp_path / "rest.zip"))) == 0
    assert rows(shared) == before, "a backup without rooms changes none"


def test_rooms_stay_as_they_were_where_redis_takes_only_a_part(
    shared: RoomPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SENT_AT_ONCE", 5)
    saved = RoomPlace(tmp_path / "saved")
    talked(saved, votes=40)
    talked(shared, votes=2)
    before = rows(shared)
    sent = []

    def breaking(*_: object, **__: object) -> None:
        sent.append(1)
        if len(sent) > 12:
            raise redis.ResponseError("OOM command not allowed when used memory > 'maxmemory'.")

    monkeypatch.setattr(redis.client.Pipeline, "xadd", breaking)
    with pytest.raises(DataProblem) as problem:
        RedisRooms(RedisPlace(shared.redis_url)).put_back(saved.folder, "before_now")
    (finding,) = problem.value.findings
    assert finding.rule.id == "rooms_away"
    assert "OOM" in describe(finding)[0]
    assert rows(shared) == before
    assert names(shared.redis_url) == ["indicators:room:water:log"]


def test_what_a_later_version_wrote_is_left_out_and_counted(shared: RoomPlace, tmp_path: Path) -> None:
    talked(shared)
    with redis.Redis.from_url(shared.redis_url) as client:
        client.xadd(log_key("water"), {"entry": '{"kind":"dance"}', "numbers": "3 2 1 1796000000000"}, id="4-0")
    (finding,) = RedisRooms(RedisPlace(shared.redis_url)).save(tmp_path)
    assert finding.rule.id == "rooms_later"
    assert finding.params["count"] == 1
    assert len(room_log(tmp_path, "").read("water")) == 3
    assert room_keys(tmp_path, "").everyones() == {}


def test_rooms_in_files_are_documents_of_the_store() -> None:
    assert rooms_elsewhere("") is None
