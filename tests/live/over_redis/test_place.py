"""Where the rooms lie in a Redis: its address and its secrets, what of its settings would lose a vote."""

import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from indicators.findings.finding import describe
from indicators.live.log import LogUnreachable, LogUnusable
from indicators.live.over_redis.findings import redis_findings
from indicators.live.over_redis.place import BAD_ADDRESS, RedisPlace, log_key, session_of_log
from indicators.live.stores import room_findings, room_keys, room_log
from tests.helpers.redis_server import DURABLE, RedisServer, redis_server
from tests.helpers.room_places import emptied
from tests.helpers.rooms import water_session
from tests.helpers.serving import free_port

SECRET = "geheim-4711"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("redis://localhost:6379/0", "localhost:6379 database 0"),
        ("redis://localhost", "localhost:6379 database 0"),
        (" redis://10.0.0.12:7000/3 ", "10.0.0.12:7000 database 3"),
        (f"redis://rooms:{SECRET}@example.org:6380/1", "example.org:6380 database 1"),
        (f"rediss://:{SECRET}@example.org/2", "example.org:6379 database 2"),
        (f"unix://:{SECRET}@/run/redis.sock?db=4", "/run/redis.sock database 4"),
    ],
)
def test_an_address_is_named_without_its_secrets(url: str, name: str) -> None:
    place = RedisPlace(url)
    assert (place.problem, place.name) == ("", name)


@pytest.mark.parametrize(
    "url",
    [
        "redis", "localhost:6379", "redis://", f"http://:{SECRET}@localhost:6379/0", f"postgresql://u:{SECRET}@localhost/x",
        f"redis://:{SECRET}/x@localhost:6379/0", f"redis://:{SECRET}@localhost:port/0",
        f"redis://:{SECRET}@localhost:99999/0", f"redis://:{SECRET}@localhost:6379/rooms",
        f"redis://:{SECRET}@localhost:6379/0?color=red", f"redis://[:{SECRET}@localhost",
    ],
)  # fmt: skip
def test_what_is_no_address_is_stated_without_its_secrets(url: str, caplog: pytest.LogCaptureFixture) -> None:
    assert RedisPlace(url).problem == BAD_ADDRESS
    log = room_log(Path("none"), url)
    stated = []
    for attempt in (log.sessions, lambda: log.read("water")):
        with pytest.raises(LogUnusable) as caught:
            attempt()
        stated += traceback.format_exception(caught.value)
    with pytest.raises(OSError, match=BAD_ADDRESS):
        room_keys(Path("none"), url).of(water_session())
    (finding,) = room_findings(url)
    stated += describe(finding)
    assert finding.rule.id == "redis_address"
    assert SECRET not in "".join(stated) + caplog.text + repr(RedisPlace(url))


def test_only_keys_of_logs_are_of_sessions() -> None:
    assert session_of_log(log_key("casablanca-water")) == "casablanca-water"
    for key in ("indicators:room:water:keys", "room:water:log", "indicators:servers", "indicators:room:log", "water"):
        assert session_of_log(key) == "", key


def test_what_others_keep_in_the_same_redis_is_not_looked_at(redis_of_tests: RedisServer, tmp_path: Path) -> None:
    url = emptied(redis_of_tests.url)
    with redis.Redis.from_url(url) as client:
        client.mset({"room:water:log": "x", "live_keys": "y", "indicators:other": "z", b"\xff\xfe:log": "w"})
        log = room_log(tmp_path, url)
        assert (log.sessions(), log.read()) == ([], [])
        room_keys(tmp_path, url).of(water_session())
        assert {name for name in client.scan_iter() if b"water:keys" in name} == {b"indicators:room:water:keys"}
        assert client.mget("room:water:log", "live_keys", "indicators:other") == [b"x", b"y", b"z"]


def rules(url: str) -> list[str]:
    return [finding.rule.id for finding in redis_findings(RedisPlace(url))]


@pytest.fixture(scope="module")
def settable() -> Iterator[tuple[RedisServer, redis.Redis]]:
    """A Redis whose settings a test changes."""
    with redis_server(*DURABLE) as server, redis.Redis.from_url(server.url) as client:
        yield server, client


def test_a_redis_that_keeps_what_it_answered_has_no_finding(settable) -> None:
    assert rules(settable[0].url) == []
    assert room_findings("") == []


@pytest.mark.parametrize(
    ("setting", "value", "rule", "words"),
    [
        ("appendonly", "no", "redis_forgets", "keeps no append-only file"),
        ("appendfsync", "everysec", "redis_late", "(appendfsync everysec)"),
        ("maxmemory-policy", "allkeys-lru", "redis_evicts", "(maxmemory-policy allkeys-lru)"),
    ],
)
def test_a_setting_that_would_lose_a_vote_is_found(settable, setting: str, value: str, rule: str, words: str) -> None:
    server, client = settable
    before = client.config_get(setting)[setting]
    client.config_set(setting, value)
    try:
        (finding,) = redis_findings(RedisPlace(server.url))
        message, fix = describe(finding)
        assert finding.rule.id == rule
        assert words in message
        assert f"127.0.0.1:{server.port}" in message
        assert setting in fix
        assert describe(finding, "ar")[0] != message != describe(finding, "fr")[0]
    finally:
        client.config_set(setting, before)


def test_a_redis_that_is_gone_or_refuses_is_found() -> None:
    assert rules(f"redis://localhost:{free_port()}/0") == ["redis_gone"]
    with redis_server(*DURABLE, "--requirepass", SECRET) as server:
        assert rules(f"redis://:{SECRET}@127.0.0.1:{server.port}/0") == []
        for url in (server.url, f"redis://:{SECRET}x@127.0.0.1:{server.port}/0"):
            (finding,) = redis_findings(RedisPlace(url))
            assert finding.rule.id == "redis_refuses"
            assert SECRET not in " ".join(describe(finding))
        with redis.Redis.from_url(f"redis://:{SECRET}@127.0.0.1:{server.port}/0") as client:
            client.acl_setuser(
                "rooms", enabled=True, passwords=[f"+{SECRET}"], keys=["indicators:*"], commands=["+@all", "-config"]
            )
        assert rules(f"redis://rooms:{SECRET}@127.0.0.1:{server.port}/0") == ["redis_unseen"]


def test_keys_are_known_while_redis_is_gone(tmp_path: Path) -> None:
    session = water_session()
    with redis_server() as server:
        keys, fresh = room_keys(tmp_path, server.url), room_keys(tmp_path, server.url)
        (ali, *_) = keys.of(session)
        assert keys.holder(session, ali.key)
        server.kill()
        assert keys.holder(session, ali.key), "as it was known last"
        assert keys.holder(session, "made up") is None
        with pytest.raises(LogUnreachable):
            fresh.holder(session, ali.key)
        with pytest.raises(OSError, match="Redis is not reached"):
            keys.of(session)
        server.start()
        assert fresh.holder(session, ali.key), "and Redis has them still"


def test_nothing_of_it_is_loaded_without_an_address() -> None:
    code = (
        "import sys; from pathlib import Path; from pages.server import live_rooms; from indicators.live import stores;"
        "made = stores.room_log(Path('x'), ''), stores.room_keys(Path('x'), ''), stores.room_findings('');"
        "print([type(one).__name__ for one in made], 'redis' in sys.modules)"
    )
    stated = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert stated == "['FileLog', 'FileKeys', 'list'] False\n"
