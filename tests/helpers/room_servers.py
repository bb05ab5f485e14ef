"""Servers of rooms that share a place, in one process, for tests that ask several of them."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from indicators.findings.finding import DataProblem
from indicators.live import ballot, position
from indicators.live.position import KeyHolder
from indicators.live.questions import BlockedWords
from indicators.live.room import Room
from indicators.live.rooms import OpenRoom, Rooms
from indicators.sessions.session import Session
from tests.helpers.room_places import RoomPlace
from tests.helpers.rooms import ALI, VOTER, water_session
from tests.helpers.serving import PATIENCE

NO_WORDS = BlockedWords(Path("none"))


class Server:
    """One server of several."""

    def __init__(self, place: RoomPlace, session: Session | None = None) -> None:
        self.session: Session | None = session or water_session()
        self.version = "v1"
        self.broken = False
        self.log = place.log()
        self.rooms = Rooms(self.log, self.find, lambda: self.version)

    def find(self, name: str) -> Session | None:
        """Return the session that the room is of; its file may be broken, or gone."""
        if self.broken:
            raise DataProblem([])
        return self.session if name == "water" else None

    async def move(self, holder: KeyHolder = ALI, **asked: object) -> dict:
        return (await self.do(position.move, holder, asked))[0]

    async def vote(self, voter: str = VOTER, value: float = 70) -> bool:
        asked = {"slide": 1, "voter": voter, "value": value}
        return bool((await self.rooms.change("water", lambda room, version: ballot.vote(room, asked, version)))[1])

    async def ask(self, words: str, voter: str = VOTER) -> bool:
        asked = {"voter": voter, "text": words, "lang": "en"}
        decide = partial(_question, asked)
        return bool((await self.rooms.change("water", decide))[1])

    async def do(self, decide: Callable, *arguments: object) -> tuple[dict, list]:
        return await self.rooms.change("water", lambda room, version: decide(room, *arguments, version))

    async def opened(self) -> OpenRoom:
        return await self.rooms.open("water")


def _question(asked: dict, room: Room, version: str) -> list:
    return ballot.question(room, asked, NO_WORDS, version)


@asynccontextmanager
async def servers(place: RoomPlace, count: int = 2):
    made = [Server(place) for _ in range(count)]
    try:
        for server in made:
            await server.opened()
        yield made
    finally:
        for server in made:
            await server.rooms.stop()


def run(steps: Callable[[], Awaitable[None]]) -> None:
    async def limited() -> None:
        async with asyncio.timeout(PATIENCE):
            await steps()

    asyncio.run(limited())


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0.01)
