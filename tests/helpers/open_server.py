"""The doors of open data behind a real server, without Streamlit: for what talks HTTP by itself."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.applications import Starlette

import start
from pages.server import routes
from tests.browser.server import free_port

app = Starlette(middleware=routes.middleware())


@contextmanager
def open_server(log: Path) -> Iterator[str]:
    """Serve the doors as `start.py` serves the app; give the address."""
    port = free_port()
    command = [sys.executable, *start.server_command(port)[1:]]
    command[command.index("app:app")] = "tests.helpers.open_server:app"
    settings = {**os.environ, "INDICATORS_API_RATE": "0"}
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, cwd=start.ROOT, env=settings, stdout=output, stderr=subprocess.STDOUT)
        try:
            for _ in range(1200):
                if start.occupant(port):
                    break
                if process.poll() is not None:
                    raise RuntimeError(log.read_text(encoding="utf-8"))
                time.sleep(0.05)
            yield f"http://localhost:{port}"
        finally:
            process.kill()
            process.wait(timeout=20)
