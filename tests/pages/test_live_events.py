"""The stream of positions from a real server: what a phone hears when it comes and comes back, and the end."""

import http.client
import json
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Barrier, Event
from urllib.parse import urlsplit

import pytest

from indicators.live.keys import FileKeys
from tests.helpers.folders import write_folder
from tests.helpers.replicas import SMALL
from tests.helpers.room_server import room_server
from tests.helpers.rooms import OTHER, SESSION, VOTER, keys_of, water_session, write_session
from tests.helpers.serving import PATIENCE, wait_until

pytestmark = pytest.mark.slow

PATH = "/live/water"


class Stream:
    """One open stream, as a phone reads it."""

    def __init__(self, address: str, known: str = "", voter: str = "", path: str = PATH) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
        path = f"{path}/events?voter={voter}" if voter else f"{path}/events"
        self.connection.request("GET", path, headers={"Last-Event-ID": known} if known else {})
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200
        assert self.answer.headers["content-type"].startswith("text/event-stream")

    def lines(self) -> Iterator[str]:
        while line := self.answer.readline():
            yield line.decode().rstrip("\n")

    def next(self) -> dict | None:
        """Return the next position, None where the stream ends before."""
        kind = number = ""
        for line in self.lines():
            name, _, value = line.partition(": ")
            if name == "event":
                kind = value
            elif name == "id":
                number = value
            elif name == "data":
                reported = json.loads(value)
                assert (kind, number) == ("position", str(reported["seq"]))
                return reported
        return None

    def close(self) -> None:
        self.answer.close()
        self.connection.close()


def ask(
    address: str, method: str, text: str, sent: dict | None = None, headers: dict | None = None, path: str = PATH
) -> tuple[int, dict]:
    with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)) as connection:
        connection.request(method, path + text, json.dumps(sent) if sent is not None else None, headers or {})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or "{}")


@contextmanager
def stream(address: str, **asked: str) -> Iterator[Stream]:
    opened = Stream(address, **asked)
    try:
        yield opened
    finally:
        opened.close()


@pytest.fixture
def folder(toy_folder: Path) -> Path:
    write_session(toy_folder)
    return toy_folder


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server that several tests ask, and its folder."""
    folder = write_folder(tmp_path_factory.mktemp("rooms") / "data")
    write_session(folder)
    with room_server(folder, folder.parent / "log.txt", application=SMALL) as (address, _):
        yield address, folder


@pytest.fixture
def served(shared: tuple[str, Path]) -> str:
    """The address of the shared server, its room at the first slide."""
    address, folder = shared
    ask(address, "POST", "/floor", {"to": "Ali"}, keys_of(folder)["Nadia"])
    assert ask(address, "POST", "/begin", {}, keys_of(folder)["Nadia"])[0] == 200
    return address


@pytest.fixture
def keys(shared: tuple[str, Path]) -> dict[str, dict[str, str]]:
    return keys_of(shared[1])


def test_a_phone_is_reported_at_once_and_then_every_change(served: str, keys: dict) -> None:
    with stream(served) as phone:
        assert phone.next()["slide"] == 1
        for asked in ({"step": 1}, {"slide": 1}, {"spotlight": "rabat"}, {"reveal": True}):
            _, reported = ask(served, "POST", "/position", asked, keys["Ali"])
            assert phone.next() == reported
        _, reported = ask(served, "POST", "/floor", {"to": "Sara"}, keys["Ali"])
        assert phone.next() == reported


def test_a_phone_that_comes_back_is_reported_where_the_room_is(served: str, keys: dict) -> None:
    for _ in range(2):
        _, reported = ask(served, "POST", "/position", {"step": 1}, keys["Ali"])
    seq = reported["seq"]
    for known in ("", str(seq - 1), "0", str(seq + 500), "x", "-1", "1" * 50):
        with stream(served, known=known) as phone:
            assert phone.next() == reported, f"last heard of {known!r}"
    with stream(served, known=str(seq)) as phone:
        _, later = ask(served, "POST", "/position", {"step": -1}, keys["Ali"])
        assert phone.next() == later, "what it knows is not told again"


def test_the_presenter_sees_who_follows(served: str, keys: dict) -> None:
    with stream(served, voter=VOTER) as one, stream(served, voter=OTHER) as two:
        one.next(), two.next()
        _, seen = ask(served, "GET", "/status", headers=keys["Nadia"])
        assert (seen["followers"], seen["behind"]) == (2, 0)
    wait_until(lambda: ask(served, "GET", "/status", headers=keys["Nadia"])[1]["followers"] == 0)


def test_a_server_that_is_stopped_ends_its_streams_and_itself(folder: Path, tmp_path: Path) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        server = room_server(folder, tmp_path / "log.txt", application=SMALL)
        with server as (address, process), stream(address) as phone, stream(address) as other:
            assert phone.next()["seq"] == other.next()["seq"]
            process.send_signal(number)
            assert phone.next() is None
            assert other.next() is None
            process.wait(PATIENCE)


def test_a_server_that_is_killed_goes_on_where_it_was(folder: Path, tmp_path: Path) -> None:
    keys = keys_of(folder)["Ali"]
    known = 0
    for round_ in range(3):
        server = room_server(folder, tmp_path / "log.txt", application=SMALL)
        with server as (address, process), stream(address, known=str(known - 1)) as phone:
            assert phone.next()["seq"] == known
            for _ in range(2):
                step = 1 if known % 4 < 2 else -1
                status, reported = ask(address, "POST", "/position", {"step": step}, keys)
                assert (status, reported["seq"]) == (200, known + 1)
                known = reported["seq"]
            sent = {"slide": 1, "voter": f"voter-{round_:04}", "value": 5}
            assert ask(address, "POST", "/votes", sent)[0] == 202
            question = {"voter": VOTER, "text": f"Why {round_}?", "lang": "en"}
            assert ask(address, "POST", "/questions", question)[0] == 202
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
    with room_server(folder, tmp_path / "log.txt", application=SMALL) as (address, _):
        assert ask(address, "GET", "/now")[1]["seq"] == known == 6
        assert ask(address, "GET", "/votes/1")[1]["n"] == 3
        assert ask(address, "POST", "/votes", sent)[0] == 200, "counted before it was killed"
        assert len(ask(address, "GET", "/questions", headers=keys)[1]["questions"]) == 3


def test_of_two_servers_on_one_folder_one_has_the_room(folder: Path, tmp_path: Path) -> None:
    keys = keys_of(folder)["Ali"]
    one, other = (room_server(folder, tmp_path / name, application=SMALL) for name in ("a.txt", "b.txt"))
    with one as (first, process), other as (second, _):
        _, reported = ask(first, "POST", "/position", {"step": 1}, keys)
        assert ask(second, "GET", "/now") == (200, reported)
        status, answer = ask(second, "POST", "/position", {"step": 1}, keys)
        assert (status, answer) == (503, {"error": "Another server on the same data has this room: ask that one."})
        assert ask(second, "POST", "/votes", {"slide": 1, "voter": VOTER, "value": 5})[0] == 503
        with stream(second) as phone:
            assert phone.next() == reported
            _, later = ask(first, "POST", "/position", {"step": 1}, keys)
            assert phone.next() == later, "its followers hear of it all the same"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        answers = []

        def is_taken_over() -> bool:
            answers.append(ask(second, "POST", "/position", {"step": -1}, keys))
            return answers[-1][0] == 200

        wait_until(is_taken_over)
        assert answers[-1][1]["seq"] == later["seq"] + 1, "what was refused did not count"


def test_readers_that_never_read_hold_nobody_up(served: str, keys: dict) -> None:
    sleeping = [Stream(served) for _ in range(50)]
    with stream(served) as awake:
        awake.next()
        for index in range(300):
            _, reported = ask(served, "POST", "/position", {"step": 1 if index % 4 < 2 else -1}, keys["Ali"])
            assert awake.next() == reported
    for one in sleeping:
        one.close()


PRESSES = 100
"""How many steps of the holder are waited for."""

SIX = ("Ali", "Sara", "Omar", "Lina", "Hind", "Nadia")


def test_six_who_press_at_once(shared: tuple[str, Path]) -> None:
    """Each presses Next and Back as fast as it is answered: only the holder's steps are seen."""
    address, folder = shared
    speakers = f"speakers = {list(SIX[:5])}\n"
    write_session(folder, "six", SESSION.replace('speakers = ["Ali", "Sara"]\n', speakers))
    session = water_session(name="six").model_copy(update={"speakers": SIX[:5]})
    keys = {one.speaker: {"Authorization": f"Bearer {one.key}"} for one in FileKeys(folder / "store").of(session)}
    begin, end = Barrier(len(SIX)), Event()

    def press(name: str) -> list[tuple[int, dict]]:
        answers, step = [], 1
        begin.wait()
        while not answers or not end.is_set():
            status, reported = ask(address, "POST", "/position", {"step": step}, keys[name], "/live/six")
            answers.append((status, reported))
            step = -step if status == 200 and reported["slide"] in (1, 3) else step
            if name == "Ali" and len(answers) == PRESSES:
                end.set()
        return answers

    with stream(address, path="/live/six") as phone, ThreadPoolExecutor(len(SIX)) as pool:
        heard = [phone.next()["seq"]]
        given = dict(zip(SIX, pool.map(press, SIX), strict=True))
        moved = [reported for _, reported in given["Ali"]]
        while heard[-1] < moved[-1]["seq"]:
            heard.append(phone.next()["seq"])
    assert {status for status, _ in given["Ali"]} == {200}
    assert [reported["seq"] for reported in moved] == list(range(1, len(moved) + 1)), "none lost, none twice, in order"
    assert heard == sorted(set(heard)), "a follower's number only grows"
    for name in SIX[1:]:
        assert {(status, reported["error"]) for status, reported in given[name]} == {(409, "Ali has the floor.")}
