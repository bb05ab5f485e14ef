"""The running application, as `start.py` starts it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import start


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_app(log: Path, port: int = 0, **environment: str) -> Iterator[str]:
    """Serve the application from this Python on a free port or `port`; give its address, stop it afterwards.

    `environment` is set for it, such as `INDICATORS_DATA` for other figures.
    """
    port = port or free_port()
    command = [sys.executable, *start.server_command(port)[1:]]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=start.ROOT, env={**os.environ, **environment}, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait_until_served(process, port, log)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_until_served(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the application stopped:\n{log.read_text(encoding='utf-8')}")
        if start.occupant(port):
            return
        time.sleep(0.1)
    raise RuntimeError(f"the application did not answer within a minute:\n{log.read_text(encoding='utf-8')}")
