"""What lets idle pages show newly accepted figures: the server watches the journal, and runs open pages anew.

No reader's device asks anything for this: on a hall's wireless, a thousand
phones that ask every second would be the heaviest load of the day.
"""

import asyncio
import logging

from streamlit.runtime import Runtime

from indicators.findings.finding import DataProblem
from indicators.web import app_state

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
        run_again()


def _stamp() -> tuple[int, int] | None:
    try:
        return app_state.journal().stamp()
    except DataProblem:
        return None


def run_again() -> int:
    """Run the page of every open session again, as it is; return how many. To be called on the server's loop.

    Streamlit does the same when a source file changes, and has no public name
    for it: a test holds that it still works.
    """
    if not Runtime.exists():
        return 0
    sessions = [info.session for info in Runtime.instance()._session_mgr.list_active_sessions()]
    for session in sessions:
        session.request_rerun(session._client_state)
    return len(sessions)
