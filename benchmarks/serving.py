"""A server of its own for a measurement: started on a free port of this machine, stopped afterwards."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import start
from indicators.operations.balancer import READY
from pages.server import streamlit_bridge

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, its process, how long it took to answer.

    Of a `family` the processes that it started count as well: replicas and their balancer.
    """

    port: int
    process: "subprocess.Popen[bytes]"
    seconds_to_answer: float
    family: bool = False

    @property
    def address(self) -> str:
        """The address of its first page."""
        return f"http://localhost:{self.port}"

    def settle(self) -> None:
        """Wait until the server has made what it makes ahead: until it is idle for a second, a minute at most."""
        before = self.busy()
        for _ in range(60):
            time.sleep(1)
            now = self.busy()
            if now - before < 0.1:
                return
            before = now

    def busy(self) -> float:
        """Return the processor seconds used so far; where the system does not tell, none, after a while."""
        if not Path(f"/proc/{self.process.pid}/stat").exists():
            time.sleep(10)
            return 0.0
        ticks = sum(int(part) for number in self._numbers() for part in _account(number)[11:13])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Return the resident memory in MiB, NaN where the system does not tell."""
        return self._field("VmRSS")

    def peak_memory(self) -> float:
        """Return the most resident memory so far in MiB, NaN where the system does not tell."""
        return self._field("VmHWM")

    def _field(self, name: str) -> float:
        if not Path(f"/proc/{self.process.pid}/status").exists():
            return float("nan")
        kilobytes = 0
        for number in self._numbers():
            status = Path(f"/proc/{number}/status").read_text()
            fields = dict(line.split(":", 1) for line in status.splitlines())
            kilobytes += int(fields[name].split()[0])
        return kilobytes / 1024

    def _numbers(self) -> list[int]:
        """Return the numbers of its processes."""
        numbers = [self.process.pid]
        if self.family:
            others = [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdecimal()]
            numbers += [number for number in others if _parent(number) == self.process.pid]
        return numbers


def _account(number: int) -> list[str]:
    """Return what the system accounts for a process, after its name."""
    return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()


def _parent(number: int) -> int:
    try:
        return int(_account(number)[1])
    except OSError:  # it ended meanwhile
        return 0


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    command: Sequence[str], port: int, path: str, folder: Path = ROOT, family: bool = False, **environment: str
) -> Iterator[Server]:
    """Run a server; give it once `path` answers, stop it afterwards."""
    start = time.perf_counter()
    # A start that may not store what it compiled compiles everything each time, which no operator's does.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(list(command), cwd=folder, env={**inherited, **environment})
    try:
        while not _answers(port, path):
            if process.poll() is not None or time.perf_counter() - start > 120:
                raise RuntimeError(f"the server did not start: {' '.join(command)}")
            time.sleep(0.01)
        yield Server(port, process, time.perf_counter() - start, family)
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def the_app(module: str = "app", **environment: str) -> Iterator[Server]:
    """Serve the application as `start.py` does, by this Python; or another ASGI module in its place."""
    port = free_port()
    command = [sys.executable, *start.server_command(port)[1:]]
    command[command.index("app:app")] = f"{module}:app"
    with serving(command, port, streamlit_bridge.HEALTH_PATH, ROOT, False, **environment) as server:
        yield server


SEVERAL = """
import sys, start
start.PYTHON = sys.executable
sys.exit(start.serve_several(int(sys.argv[1]), "localhost", int(sys.argv[2])))
"""


@contextmanager
def several(count: int, **environment: str) -> Iterator[Server]:
    """Serve the application from so many processes behind a balancer, as `start.py --processes` does."""
    port = free_port()
    command = [sys.executable, "-c", SEVERAL, str(port), str(count)]
    with serving(command, port, READY, ROOT, True, **environment) as server:
        yield server


def fetch(server: Server, path: str) -> bytes:
    """Return what a server answers at a path."""
    connection = http.client.HTTPConnection("localhost", server.port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    finally:
        connection.close()


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("localhost", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
