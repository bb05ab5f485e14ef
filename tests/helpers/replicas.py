"""The application as several processes behind a real balancer, as `start.py --processes` serves it; and its readers."""

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import start
from tests.helpers.services import program
from tests.helpers.serving import PATIENCE, end, free_port, wait_until

SERVE = """
import sys
import start
from indicators.operations import front
start.PYTHON = sys.executable
found = front.find_program
front.find_program = lambda name: None if name in ("haproxy", "nginx") and name != sys.argv[3] else found(name)
command = start.server_command
start.server_command = lambda *named, **more: [
    sys.argv[4] if word == "app:app" else word for word in command(*named, **more)
]
sys.exit(start.serve_several(int(sys.argv[1]), "localhost", int(sys.argv[2])))
"""
"""What `python3 start.py --processes N --port P` does once everything is installed; balancer and application named."""

SMALL = "tests.helpers.small_replica:app"
"""An application for tests of processes, balancers and signals: it is there in a second."""


BOTH = {"r1", "r2"}
"""The names of two replicas."""


def brought(folder: Path) -> Path:
    """Make a data folder with room for what is brought."""
    (folder / "inbox").mkdir(parents=True)
    (folder / "store").mkdir()
    return folder


@dataclass
class Answer:
    """What came of a request: its status (0 where the connection broke), its headers and body, or the fault."""

    status: int
    headers: dict[str, str]
    body: bytes
    fault: str = ""

    @property
    def replica(self) -> str:
        """Who answered."""
        return self.headers.get("x-replica", "")


def ask(
    port: int, path: str, method: str = "GET", cookie: str = "", body: bytes | None = None, **headers: str
) -> Answer:
    """Send one request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    named = {"Host": f"localhost:{port}", **({"Cookie": cookie} if cookie else {})}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, body=body, headers=named)
        answer = connection.getresponse()
        content = answer.read()
    except (OSError, http.client.HTTPException) as error:
        return Answer(0, {}, b"", f"{type(error).__name__}: {error}")
    else:
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, content)
    finally:
        connection.close()


LOOK_SECONDS = 0.1
"""Between two looks at replicas that are waited for: more of them take the processors from those that begin."""

FEW = 6
"""Requests that meet both of two replicas nearly always where both are there; who waits asks again."""


@dataclass
class Served:
    """Several replicas that are served: the port of their balancer, the process that looks after them, its log."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def ask(self, path: str, **named: object) -> Answer:
        """Send one request through the balancer."""
        return ask(self.port, path, **named)

    def children(self) -> dict[str, int]:
        """Return the process numbers of the replicas by their names."""
        found = {}
        for folder in Path("/proc").iterdir():
            try:
                parent = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
                if int(parent) != self.process.pid:
                    continue
                settings = (folder / "environ").read_bytes().split(b"\0")
            except (OSError, IndexError):
                continue
            named = [
                setting.removeprefix(b"INDICATORS_REPLICA=")
                for setting in settings
                if setting.startswith(b"INDICATORS_REPLICA=")
            ]
            if named:
                found[named[0].decode()] = int(folder.name)
        return found

    def wait_until(self, condition: object, seconds: float = PATIENCE) -> None:
        """Return once a condition holds; fail with the log where it does not within a long time."""

        def holds() -> object:
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            return condition()

        wait_until(holds, lambda: self.log.read_text(encoding="utf-8"), seconds, LOOK_SECONDS)

    def reported(self, words: str) -> bool:
        """Return whether the operator read something."""
        return words in self.log.read_text(encoding="utf-8")


@contextmanager
def several(
    log: Path,
    data: Path,
    count: int = 2,
    balancer: str = "haproxy",
    application: str = "app:app",
    **environment: str,
) -> Iterator[Served]:
    """Serve so many replicas of a data folder behind a balancer of this machine; end them afterwards."""
    program(balancer)
    port = free_port()
    settings = {**os.environ, "INDICATORS_DATA": str(data), "INDICATORS_API_RATE": "0", **environment}
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(port), str(count), balancer, application],
            cwd=start.ROOT,
            env=settings,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        served = Served(port, process, log)
        try:
            served.wait_until(lambda: served.reported("Casablanca indicators: "))
            yield served
        finally:
            process.terminate()
            end(process)


PAUSE_SECONDS = 0.03
"""How long a reader looks at an answer before the next question."""


@dataclass
class Reading:
    """Readers that ask for the same paths over and over, and what each request met."""

    port: int
    paths: tuple[str, ...]
    answers: list[Answer] = field(default_factory=list)
    _stop: Event = field(default_factory=Event)

    def _read(self) -> None:
        while not self._stop.is_set():
            for path in self.paths:
                self.answers.append(ask(self.port, path))
                # readers who never look up would take the processors from the replicas that are started meanwhile
                self._stop.wait(PAUSE_SECONDS)

    @contextmanager
    def going_on(self, readers: int = 3) -> Iterator["Reading"]:
        """Read for as long as the block lasts; each reader finishes what it asked last."""
        threads = [Thread(target=self._read) for _ in range(readers)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            for thread in threads:
                thread.join(PATIENCE)

    def failed(self) -> list[tuple[int, str]]:
        """Return the status and the fault of every request that was not answered well."""
        return [
            (answer.status, answer.fault or answer.body[:200].decode("utf-8", "replace"))
            for answer in self.answers
            if answer.status != 200
        ]


def from_each(served: Served, path: str, names: set[str], tries: int = 60, **named: object) -> dict[str, Answer]:
    """Return what each of the replicas answers to the same request: asked through the balancer until all were met.

    Who waits for all of them to be there asks in few `tries`: with one away all would be in vain.
    """
    answers: dict[str, Answer] = {}
    for _ in range(tries):
        answer = served.ask(path, **named)
        answers.setdefault(answer.replica, answer)
        if names <= answers.keys():
            break
    return answers


def ready(port: int) -> dict[str, object]:
    """Return what the replica that answers says of itself."""
    return json.loads(ask(port, "/readyz").body or b"{}")


def each_is(served: Served, status: int) -> bool:
    """Return whether each of two replicas answers with a status to the question whether it is ready."""
    answers = from_each(served, "/readyz", BOTH, FEW)
    return answers.keys() == BOTH and all(answer.status == status for answer in answers.values())


def assert_nothing_is_left(served: Served, replicas: dict[str, int], data: Path) -> None:
    """Hold that several processes that were asked to end have ended: replicas, balancer, and what they noted."""
    assert served.process.returncode == 0
    assert [name for name, number in replicas.items() if Path(f"/proc/{number}").exists()] == []
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", served.port)) != 0
    assert list((data / "store" / "replicas").iterdir()) == []
