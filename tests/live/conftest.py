"""What the tests of rooms share: both places that rooms can be stored in."""

from pathlib import Path

import pytest

from indicators.live import rooms
from tests.helpers.redis_server import RedisServer, redis_of_tests
from tests.helpers.room_places import RoomPlace, emptied

__all__ = ["place", "redis_of_tests", "shared"]


@pytest.fixture(params=["files", "redis"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> RoomPlace:
    """A place for rooms, of each kind in turn."""
    if request.param == "files":
        return RoomPlace(tmp_path / "store")
    return RoomPlace(tmp_path / "store", emptied(request.getfixturevalue("redis_of_tests").url))


@pytest.fixture
def shared(redis_of_tests: RedisServer, tmp_path: Path) -> RoomPlace:
    """An empty place that several servers share."""
    return RoomPlace(tmp_path / "store", emptied(redis_of_tests.url))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rooms that look after what others change more often than a server has to."""
    monkeypatch.setattr(rooms, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(rooms, "TURN_SECONDS", 0.05)
