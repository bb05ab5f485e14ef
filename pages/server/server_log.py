"""The log of the server: one form for the lines of our own code, of Uvicorn and of Streamlit."""

import os

from indicators.operations import logs
from indicators.operations.metrics import METRICS
from indicators.web import app_state
from pages.server import streamlit_bridge


def begin() -> None:
    """Write the log as the settings say, from now on; to be called when the server starts."""
    writing = logs.handler(os.environ, version=app_state.last_version, counted=count)
    logs.configure(writing, os.environ)
    streamlit_bridge.hand_on_logs()


def count(level: str) -> None:
    """Count a line of the log."""
    METRICS.log_records.labels(level).inc()
