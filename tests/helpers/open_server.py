"""The doors of open data behind a real server, without Streamlit: for what talks HTTP by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.applications import Starlette

from pages.server import routes
from tests.helpers.serving import serving

app = Starlette(middleware=routes.middleware())


@contextmanager
def open_server(log: Path) -> Iterator[str]:
    """Serve the doors as `start.py` serves the app; give the address."""
    application = f"{__name__}:app"
    with serving(log, application=application, INDICATORS_API_RATE="0") as (address, process):
        try:
            yield address
        finally:
            process.kill()
