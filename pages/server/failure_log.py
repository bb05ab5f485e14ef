"""The operator's log of pages that failed: one line each, with the page, what was asked of it, and the data version."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from indicators.findings.finding import DataProblem
from indicators.web import app_state


@contextmanager
def logged(page: str) -> Iterator[None]:
    """Log an exception that ends the run of a page, and pass it on: Streamlit draws the box that says so."""
    try:
        yield
    except Exception as error:
        line = " ".join(f"{type(error).__name__}: {error}".split())
        asked = "&".join(f"{name}={value}" for name, value in st.query_params.items())
        logging.getLogger(__name__).error("page=/%s state=%s version=%s error=%s", page, asked, _version(), line[:500])
        raise


def _version() -> str:
    try:
        return app_state.published_dataset().version
    except DataProblem:
        return "-"
