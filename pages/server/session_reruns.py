"""What lets idle pages show newly accepted figures: the server watches the journal, and runs open pages anew.

No reader's device asks anything for this: on a hall's wireless, a thousand
phones that ask every second would be the heaviest load of the day.
"""

import asyncio
import logging

from indicators.findings.finding import DataProblem
from indicators.store.ledger.tables import Stamp
from indicators.web import app_state
from pages.server import streamlit_bridge

PAUSE_SECONDS = 0.25


async def watch() -> None:
    """Look at the journal four times a second; when it changed, read the data anew and run every open page again."""
    seen = _stamp()
    while True:
        await asyncio.sleep(PAUSE_SECONDS)
        now = _stamp()
        if now == seen:
            continue
        seen = now
        try:
            await asyncio.to_thread(app_state.published_dataset)
        except DataProblem as problem:
            logging.getLogger(__name__).warning("%s", problem)
            continue
        streamlit_bridge.rerun_open_sessions()


def _stamp() -> Stamp:
    try:
        return app_state.journal().stamp()
    except DataProblem:
        return None
