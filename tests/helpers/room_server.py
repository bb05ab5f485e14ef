"""A server of rooms and of the pages in front of them, without Streamlit: a test can start and kill it many times."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from starlette.applications import Starlette

import start
from pages.server import follow_routes, live_routes, plain_routes, stage_routes
from pages.server.live_rooms import serving_rooms
from tests.browser.server import free_port


@asynccontextmanager
async def rooms_served(_: Starlette):
    """Keep rooms for as long as an application runs, and end them with it."""
    async with serving_rooms():
        yield


app = Starlette(
    routes=[*live_routes.ROUTES, *stage_routes.ROUTES, *follow_routes.ROUTES, *plain_routes.ROUTES],
    lifespan=rooms_served,
)


@contextmanager
def room_server(data: Path, log: Path, port: int = 0, **environment: str) -> Iterator[tuple[str, subprocess.Popen]]:
    """Serve rooms of a data folder as `start.py` serves the app; give the address and the process, end it then."""
    port = port or free_port()
    command = [sys.executable, *start.server_command(port)[1:]]
    command[command.index("app:app")] = "tests.helpers.room_server:app"
    settings = {**os.environ, "INDICATORS_DATA": str(data), **environment}
    with log.open("a", encoding="utf-8") as output:
        process = subprocess.Popen(command, cwd=start.ROOT, env=settings, stdout=output, stderr=subprocess.STDOUT)
        try:
            for _ in range(600):
                if start.occupant(port):
                    break
                if process.poll() is not None:
                    raise RuntimeError(log.read_text(encoding="utf-8"))
                time.sleep(0.05)
            yield f"http://localhost:{port}", process
        finally:
            process.kill()
            process.wait(timeout=20)
