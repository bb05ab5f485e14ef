"""A Redis of the tests' own: Debian's redis-server on loopback, in a folder that goes with it."""

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.helpers.services import program
from tests.helpers.serving import PATIENCE, free_port, wait_until

DURABLE = ("--appendonly", "yes", "--appendfsync", "always")
"""What a Redis of rooms needs: every answer is on the disk before it is given."""


class RedisServer:
    """One redis-server; it can be killed and started again on the same port and folder."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.options = options or DURABLE
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [
            program("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder),
            "--save", "", "--daemonize", "no", *self.options,
        ]  # fmt: skip
        with (self.folder / "redis.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        wait_until(lambda: self.answers() or self.process.poll() is not None, self.reported)
        if self.process.poll() is not None:
            raise RuntimeError(self.reported())

    def reported(self) -> str:
        """Return what it wrote into its log."""
        return (self.folder / "redis.log").read_text(errors="replace")

    def answers(self) -> bool:
        """Return whether it answers a PING, or asks for a password."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as line:
                line.sendall(b"PING\r\n")
                return line.recv(20)[:5] in (b"+PONG", b"-NOAU")
        except OSError:
            return False

    def kill(self) -> None:
        """End it at once, as a power cut of its process does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@contextmanager
def redis_server(*options: str) -> Iterator[RedisServer]:
    """Run a Redis; kill it at the end and take its folder away."""
    folder = Path(tempfile.mkdtemp(prefix="indicators-redis-"))
    server = RedisServer(folder, *options)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def redis_of_tests() -> Iterator[RedisServer]:
    """A Redis for all tests of a worker; each test empties it first (`room_places.emptied`)."""
    with redis_server() as server:
        yield server
