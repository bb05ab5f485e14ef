"""Where the rooms are stored: in files of the store folder, or in a Redis that several servers share.

What needs the Redis library is loaded where an address of one is set, and else never.
"""

from importlib import import_module
from pathlib import Path
from typing import cast

from indicators.findings.finding import Finding
from indicators.live.file_log import FileLog
from indicators.live.keys import FileKeys, RoomKeys
from indicators.live.log import RoomLog
from indicators.live.throttle import Buckets, TokenBuckets
from indicators.store.ledger.backup import RoomsElsewhere


def room_log(store: Path, redis_url: str) -> RoomLog:
    """Return the log of the rooms: in a Redis where its address is given, else in a file of the store folder."""
    if not redis_url:
        return FileLog(store)
    place = import_module("indicators.live.over_redis.place").RedisPlace(redis_url)
    return cast(RoomLog, import_module("indicators.live.over_redis.rooms").RedisLog(place))


def room_keys(store: Path, redis_url: str) -> RoomKeys:
    """Return the keys of the speakers, which lie where the log does."""
    if not redis_url:
        return FileKeys(store)
    place = import_module("indicators.live.over_redis.place").RedisPlace(redis_url)
    return cast(RoomKeys, import_module("indicators.live.over_redis.rooms").RedisKeys(place))


def rooms_elsewhere(redis_url: str) -> RoomsElsewhere | None:
    """Return the rooms as a backup saves them and puts them back, None where they lie in the store folder."""
    if not redis_url:
        return None
    place = import_module("indicators.live.over_redis.place").RedisPlace(redis_url)
    return cast(RoomsElsewhere, import_module("indicators.live.over_redis.rooms").RedisRooms(place))


def shared_buckets(redis_url: str, own_buckets: TokenBuckets) -> Buckets:
    """Return the buckets of tokens that all servers share: in a Redis where its address is given, else the own ones."""
    if not redis_url:
        return own_buckets
    place = import_module("indicators.live.over_redis.place").RedisPlace(redis_url)
    return cast(Buckets, import_module("indicators.live.over_redis.buckets").RedisBuckets(place, own_buckets))


def room_findings(redis_url: str) -> list[Finding]:
    """Return what of the Redis would lose a vote or keep the rooms from being written; nothing where none is set.

    It asks the Redis, and waits for two seconds at most.
    """
    if not redis_url:
        return []
    place = import_module("indicators.live.over_redis.place").RedisPlace(redis_url)
    return cast(list[Finding], import_module("indicators.live.over_redis.findings").redis_findings(place))
