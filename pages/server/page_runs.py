"""The runs of pages for the operator: how long each took, and one line of the log for each that failed."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from indicators.operations.logs import Belonging, belonging
from indicators.operations.metrics import METRICS
from indicators.operations.requests import HEADER
from pages.server import streamlit_bridge
from pages.shared import registry

MOST_STATE = 500
"""Letters of a page's query that a line of the log holds."""

logger = logging.getLogger(__name__)


@contextmanager
def observed(address: str) -> Iterator[None]:
    """Count the run of the page at an address; log an exception that ends it and pass it on.

    Streamlit draws the box that says so. Every line of the log within the run says which page it belongs to, what was
    asked of it, and the id of the request that opened its session.
    """
    page, began, end = name_of(address), time.perf_counter(), "stopped"
    query = "&".join(f"{name}={value}" for name, value in st.query_params.items())
    opened = st.context.headers.get(HEADER, "")
    with belonging(Belonging(opened, page=f"/{address}", state=" ".join(query.split())[:MOST_STATE])):
        try:
            yield
            end = "done"
        except Exception as error:
            end = "failed"
            METRICS.exceptions.labels("page").inc()
            streamlit_bridge.note_logged(error)
            message = " ".join(str(error).split())[:MOST_STATE]
            logger.exception("failed: %s: %s", type(error).__name__, message)
            raise
        finally:
            METRICS.count_page(page, end, time.perf_counter() - began)


def name_of(address: str) -> str:
    """Return the name of the page at an address, for metrics: that of its script."""
    return registry.entry_at(address).script.removesuffix(".py")
