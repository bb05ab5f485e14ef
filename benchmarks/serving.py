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
from pages.server import streamlit_bridge

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, its process, how long it took to answer."""

    port: int
    process: "subprocess.Popen[bytes]"
    seconds_to_answer: float

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
        account = Path(f"/proc/{self.process.pid}/stat")
        if not account.exists():
            time.sleep(10)
            return 0.0
        user, kernel = account.read_text().rsplit(")", 1)[1].split()[11:13]
        return (int(user) + int(kernel)) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Return the resident memory in MiB, NaN where the system does not tell."""
        return self._told("VmRSS")

    def peak_memory(self) -> float:
        """Return the most resident memory so far in MiB, NaN where the system does not tell."""
        return self._told("VmHWM")

    def _told(self, name: str) -> float:
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            return float("nan")
        told = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(told[name].split()[0]) / 1024


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: Sequence[str], port: int, path: str, folder: Path = ROOT, **environment: str) -> Iterator[Server]:
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
        yield Server(port, process, time.perf_counter() - start)
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def the_app(module: str = "app", **environment: str) -> Iterator[Server]:
    """Serve the application as `start.py` does, by this Python; or another ASGI module in its place."""
    port = free_port()
    command = [sys.executable, *start.server_command(port)[1:]]
    command[command.index("app:app")] = f"{module}:app"
    with serving(command, port, streamlit_bridge.HEALTH_PATH, ROOT, **environment) as server:
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
