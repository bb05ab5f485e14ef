"""Servers that tests start as `start.py` starts the app: a port of their own, the wait until they answer, their end."""

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import start

PATIENCE = 300.0
"""Seconds that a busy machine may take for what takes a few."""

LOWEST, HIGHEST = 12_000, 32_000
"""Below what systems give to outgoing connections (Linux from 32768, others from 49152), which could take one first."""

_marks: list[socket.socket] = []


def free_port() -> int:
    """Return a port of this computer that nobody uses; no other process of the tests is given it while this one runs.

    Between the choice and the start of its server another worker could choose it too: a datagram socket of the same
    number, to which nobody sends, marks it as taken.
    """
    for port in random.SystemRandom().sample(range(LOWEST, HIGHEST), 200):
        mark = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            mark.bind(("127.0.0.1", port))
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            mark.close()
            continue
        _marks.append(mark)
        return port
    raise RuntimeError(f"no free port was found from {LOWEST} to {HIGHEST}")


def wait_until(
    condition: Callable[[], object],
    what: Callable[[], str] = lambda: "",
    seconds: float = PATIENCE,
    pause: float = 0.02,
) -> None:
    """Return once a condition holds; where it does not within a long time, fail with what it is then.

    It is looked at again after a `pause`: a longer one where to look takes time from what is waited for.
    """
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"still waiting after {seconds:.0f} s: {what()}"
        time.sleep(pause)


@contextmanager
def serving(
    log: Path, port: int = 0, application: str = "app:app", **environment: str
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve an application from this Python on a free port or `port`; give its address and its process, end it then.

    `environment` is set for it, such as `INDICATORS_DATA` for other figures.
    """
    port = port or free_port()
    command = [sys.executable, *start.server_command(port)[1:]]
    command[command.index("app:app")] = application
    with log.open("a", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=start.ROOT, env={**os.environ, **environment}, stdout=output, stderr=subprocess.STDOUT
        )

    def answers() -> bool:
        if process.poll() is not None:
            raise RuntimeError(f"the application stopped:\n{log.read_text(encoding='utf-8')}")
        return start.occupant(port) is not None

    try:
        wait_until(answers, lambda: log.read_text(encoding="utf-8"))
        yield f"http://localhost:{port}", process
    finally:
        process.terminate()
        end(process)


def end(process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Wait for a process that was asked to end; kill it where it does not."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def running_app(log: Path, port: int = 0, **environment: str) -> Iterator[str]:
    """Serve the whole application; give its address."""
    with serving(log, port, **environment) as (address, _):
        yield address
