"""A server of rooms and of the pages in front of them, without Streamlit: a test can start and kill it many times."""

import subprocess
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from starlette.applications import Starlette

from pages.server import follow_routes, live_routes, plain_routes, stage_routes
from pages.server.live_rooms import serving_rooms
from tests.helpers.serving import serving


@asynccontextmanager
async def rooms_served(_: Starlette):
    """Keep rooms for as long as an application runs, and end them with it."""
    async with serving_rooms():
        yield


app = Starlette(
    routes=[*plain_routes.ROUTES, *follow_routes.ROUTES, *live_routes.ROUTES, *stage_routes.ROUTES],
    lifespan=rooms_served,
)


WITH_PAGES = f"{__name__}:app"
"""Rooms with what is shown to those in them."""


@contextmanager
def room_server(
    data: Path, log: Path, port: int = 0, application: str = WITH_PAGES, **environment: str
) -> Iterator[tuple[str, subprocess.Popen]]:
    """Serve rooms of a data folder as `start.py` serves the app; give the address and the process, end it then.

    A test that asks rooms alone serves :data:`tests.helpers.replicas.SMALL`, which begins in half the time.
    """
    with serving(log, port, application, INDICATORS_DATA=str(data), **environment) as (address, process):
        try:
            yield address, process
        finally:
            process.kill()
