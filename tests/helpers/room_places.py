"""Where rooms are stored in a test: in files of a folder, or in a Redis of the tests' own."""

from dataclasses import dataclass
from pathlib import Path

import redis

from indicators.live.keys import RoomKeys
from indicators.live.log import RoomLog
from indicators.live.stores import room_keys, room_log


@dataclass(frozen=True)
class RoomPlace:
    """A place: `redis_url` is empty where it is a folder. Each server of a test opens it again."""

    folder: Path
    redis_url: str = ""

    def log(self) -> RoomLog:
        return room_log(self.folder, self.redis_url)

    def keys(self) -> RoomKeys:
        return room_keys(self.folder, self.redis_url)


def emptied(url: str) -> str:
    """Return the address of a Redis after everything was taken out of it."""
    with redis.Redis.from_url(url) as client:
        client.flushall()
    return url
