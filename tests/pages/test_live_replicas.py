"""Two real servers and one Redis: pressed, voted and followed at both, one killed, Redis killed, and nothing lost."""

import contextlib
import http.client
import itertools
import json
import os
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from indicators.live.room import Room
from indicators.live.stores import room_keys, room_log
from tests.helpers.redis_server import DURABLE, RedisServer, redis_server
from tests.helpers.replicas import SMALL
from tests.helpers.room_server import app as rooms_alone
from tests.helpers.room_server import room_server
from tests.helpers.rooms import OTHER, SESSION, VOTER, water_session, write_session
from tests.helpers.serving import wait_until
from tests.pages.test_live_events import PATH, SIX, Stream, ask, stream

pytestmark = pytest.mark.slow

GONE = (OSError, http.client.HTTPException, json.JSONDecodeError)
"""What a client meets whose server is killed."""


@pytest.fixture
def redis_() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@pytest.fixture
def folder(toy_folder: Path) -> Path:
    write_session(toy_folder)
    return toy_folder


def keys_at(folder: Path, url: str, session=None) -> dict[str, dict[str, str]]:
    made = room_keys(folder / "store", url).of(session or water_session())
    return {one.speaker: {"Authorization": f"Bearer {one.key}"} for one in made}


@contextlib.contextmanager
def two(folder: Path, tmp_path: Path, url: str):
    """Run two servers on one Redis; each with a data folder's sessions, and no room of its own."""
    first = room_server(folder, tmp_path / "a.txt", application=SMALL, REDIS_URL=url)
    second = room_server(folder, tmp_path / "b.txt", application=SMALL, REDIS_URL=url)
    with first as one, second as other:
        yield one, other


def test_what_is_posted_to_one_server_is_sent_by_the_other(folder: Path, tmp_path: Path, redis_: RedisServer) -> None:
    keys = keys_at(folder, redis_.url)
    with two(folder, tmp_path, redis_.url) as ((first, _), (second, _)), stream(second, voter=VOTER) as phone:
        assert phone.next()["slide"] == 1
        _, reported = ask(first, "POST", "/position", {"step": 1}, keys["Ali"])
        assert phone.next() == reported
        assert ask(first, "POST", "/votes", {"slide": 1, "voter": VOTER, "value": 5})[0] == 202
        _, reported = ask(second, "POST", "/position", {"step": -1}, keys["Ali"])
        assert phone.next() == reported
        assert reported["seq"] == 2
        assert ask(second, "POST", "/votes", {"slide": 1, "voter": VOTER, "value": 9})[0] == 200
        assert ask(second, "GET", "/votes/1")[1]["n"] == 1
        question = {"voter": VOTER, "text": "Why?", "lang": "en"}
        assert [ask(one, "POST", "/questions", question)[0] for one in (second, first)] == [202, 200]
        wait_until(lambda: ask(first, "GET", "/status", headers=keys["Nadia"])[1]["followers"] == 1)
        with stream(first, known=str(reported["seq"] + 1)) as ahead:
            assert ahead.next() == reported, "the log itself is no further"
    assert not (folder / "store" / "live.sqlite").exists()
    assert not (folder / "store" / "live_keys.json").exists()


class Phone(threading.Thread):
    """A phone that follows: when its server ends it goes to the next one, with the number it heard last."""

    def __init__(self, addresses: list[str]) -> None:
        super().__init__(daemon=True)
        self.addresses = itertools.cycle(addresses)
        self.seen: list[int] = []
        self.ended = False

    def run(self) -> None:
        while not self.ended:
            with contextlib.suppress(*GONE, AssertionError):
                opened = Stream(next(self.addresses), known=str(self.seen[-1]) if self.seen else "", path="/live/six")
                while (reported := opened.next()) is not None:
                    self.seen.append(reported["seq"])
            time.sleep(0.05)


class Hall:
    """Six keys that press and four phones that vote, each time at another living server, until the `end`."""

    def __init__(self, living: list[str], keys: dict[str, dict[str, str]]) -> None:
        self.living = living
        self.keys = keys
        self.end = threading.Event()
        self.moves: list[int] = []
        self.counted: list[str] = []
        self.unanswered = 0
        self.statuses: dict[str, Counter] = {name: Counter() for name in SIX}

    def goes_on(self) -> None:
        """Wait until more was moved and counted, whatever was lost before."""
        moves, counted = len(self.moves) + 20, len(self.counted) + 20
        wait_until(lambda: len(self.moves) >= moves and len(self.counted) >= counted)

    def send(self, number: int, text: str, sent: dict, headers: dict | None = None) -> tuple[int, dict]:
        """Send until it is answered, as a phone or a clicker does."""
        while True:
            try:
                status, reported = ask(self.living[number % len(self.living)], "POST", text, sent, headers, "/live/six")
            except GONE:
                status, reported = 503, {}
            if status != 503 or self.end.is_set():
                return status, reported
            self.unanswered += 1
            number += 1
            time.sleep(0.02)

    def press(self, name: str) -> None:
        for at in itertools.count():
            if self.end.is_set():
                return
            sent = {"step": 1 if at // 2 % 2 == 0 else -1, "press": f"{name}-{at}"}
            status, reported = self.send(at, "/position", sent, self.keys[name])
            self.statuses[name][status] += 1
            if status == 200:
                self.moves.append(reported["seq"])
            time.sleep(0.005)

    def vote(self, phone: int) -> None:
        for at in itertools.count():
            if self.end.is_set():
                return
            voter = f"voter-{phone:02}-{at:06}"
            status, _ = self.send(at, "/votes", {"slide": 1, "voter": voter, "value": at})
            if status in (200, 202):
                self.counted.append(voter)
            time.sleep(0.01)


def kill_while_busy(hall: Hall, process: subprocess.Popen, text: str, redis_: RedisServer) -> None:
    """Have the hall press and vote; kill a server in the middle, then Redis, and start that one again."""
    with ThreadPoolExecutor(12) as pool:
        busy = [pool.submit(hall.press, name) for name in SIX] + [pool.submit(hall.vote, index) for index in range(4)]
        hall.goes_on()
        os.kill(process.pid, signal.SIGKILL)
        hall.living[:] = [text]
        hall.goes_on()
        redis_.kill()
        waited = hall.unanswered
        wait_until(lambda: hall.unanswered > waited)
        redis_.start()
        hall.goes_on()
        hall.end.set()
        for one in busy:
            one.result()


def test_pressed_at_both_one_killed_and_redis_started_again(folder: Path, tmp_path: Path, redis_: RedisServer) -> None:
    write_session(folder, "six", SESSION.replace('speakers = ["Ali", "Sara"]\n', f"speakers = {list(SIX[:5])}\n"))
    session = water_session(3, name="six").model_copy(update={"speakers": SIX[:5]})
    keys = keys_at(folder, redis_.url, session)
    with two(folder, tmp_path, redis_.url) as ((first, process), (second, _)):
        hall = Hall([first, second], keys)
        phones = [Phone([first, second]), Phone([second, first])]
        for phone in phones:
            phone.start()
        kill_while_busy(hall, process, second, redis_)
        _, last = ask(second, "GET", "/now", path="/live/six")
        wait_until(lambda: all(phone.seen and phone.seen[-1] >= last["seq"] for phone in phones))
        for phone in phones:
            phone.ended = True
            assert phone.seen == sorted(set(phone.seen)), "none older, none twice"
            assert phone.seen[-1] == last["seq"]
        written = room_log(folder / "store", redis_.url).read("six")
        room = Room.replayed(session, written)
        assert ask(second, "GET", "/votes/1", path="/live/six")[1]["n"] == len(room.votes[1])
    assert set(hall.counted) <= set(room.votes[1])
    positions = [one for one in written if one.kind == "position"]
    assert [position.seq for position in positions] == list(range(1, len(positions) + 1))
    assert {position.who for position in positions} == {"Ali"}
    presses = [position.payload["press"] for position in positions]
    assert len(presses) == len(set(presses)), "a press that was sent again counts once"
    assert set(hall.moves) <= {0, *(position.seq for position in positions)}
    assert room.seq == last["seq"]
    for name in SIX[1:]:
        assert set(hall.statuses[name]) <= {409, 503}, name


def test_a_server_that_begins_without_redis_serves_once_it_is_there(folder: Path, tmp_path: Path) -> None:
    with redis_server() as redis_:
        keys, log = keys_at(folder, redis_.url), tmp_path / "a.txt"
        redis_.kill()
        with room_server(folder, log, application=SMALL, REDIS_URL=redis_.url) as (address, _):
            for method, what, sent in (
                ("GET", "/now", None),
                ("POST", "/position", {"step": 1}),
                ("GET", "/events", None),
            ):
                status, answer = ask(address, method, what, sent, keys["Ali"])
                assert (status, answer["error"][:42]) == (503, "This room cannot be read at the moment: th")
            redis_.start()
            assert ask(address, "POST", "/position", {"step": 1}, keys["Ali"])[0] == 200
            redis_.kill()
            wait_until(lambda: log.read_text(encoding="utf-8").count("is lost: rooms stay where they are"))
            status, answer = ask(address, "POST", "/position", {"step": 1}, keys["Ali"])
            assert (status, answer["error"][:33]) == (503, "This cannot be stored at the mome"), "keys are remembered"
            assert ask(address, "GET", "/now")[1]["slide"] == 2
            assert ask(address, "GET", "/status", headers=keys["Ali"])[0] == 200
        assert "is not reached: rooms stay where they are" in log.read_text(encoding="utf-8")


SECRET = "geheim-4711"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("redis://:{secret}@127.0.0.1:{port}/0", ""),
        ("redis://:{secret}x@127.0.0.1:{port}/0", "Redis does not accept the name and password of REDIS_URL"),
        ("redis://:{secret}/x@127.0.0.1:{port}/0", "REDIS_URL is no address of a Redis"),
        ("http://:{secret}@127.0.0.1:{port}/0", "REDIS_URL is no address of a Redis"),
    ],
)
def test_an_address_that_is_wrong_is_stated_and_its_password_never(
    folder: Path,
    url: str,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with redis_server(*DURABLE, "--requirepass", SECRET) as redis_:
        monkeypatch.setenv("INDICATORS_DATA", str(folder))
        monkeypatch.setenv("REDIS_URL", url.format(secret=SECRET, port=redis_.port))
        with caplog.at_level("DEBUG"), TestClient(rooms_alone) as client:
            answer = client.post(f"{PATH}/votes", json={"slide": 1, "voter": OTHER, "value": 5})
            assert answer.status_code == (503 if words else 202), answer.text
            assert words in answer.json().get("error", "")
            redis_.kill()
            client.post(f"{PATH}/votes", json={"slide": 1, "voter": VOTER, "value": 5})
    assert caplog.text
    assert SECRET not in caplog.text + "".join(capfd.readouterr()) + answer.text
