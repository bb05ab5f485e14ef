"""The rooms of a server, from its start to its end."""

import asyncio
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pages.server import live_rooms
from tests.helpers.room_server import app
from tests.helpers.rooms import write_session


@pytest.fixture
def folder(toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    write_session(toy_folder)
    return toy_folder


async def opened_room() -> int:
    return (await live_rooms.live().rooms.open("water")).room.slides


def test_a_server_ends_its_rooms_with_itself(folder: Path) -> None:
    with TestClient(app) as client:
        assert client.get("/live/water/now").status_code == 200
        assert live_rooms.counts() == (1, 0)
    assert live_rooms.counts() == (0, 0)


def test_rooms_of_a_loop_that_was_closed_hold_no_server_up(folder: Path) -> None:
    loop = asyncio.new_event_loop()
    assert loop.run_until_complete(opened_room()) == 3
    loop.close()
    with TestClient(app):
        assert live_rooms.counts() == (1, 0)
    assert live_rooms.counts() == (0, 0)
