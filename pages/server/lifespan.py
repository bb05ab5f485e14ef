"""What the server does beside answering, from its start to its end: its log, and what it watches.

No reader's device asks whether figures are new: on a hall's wireless, a thousand phones that ask every second would be
the heaviest load of the day. The server looks itself, and runs open pages again.
"""

import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from indicators.findings.finding import DataProblem, summary
from indicators.intake import inbox
from indicators.operations import logs
from indicators.operations.metrics import METRICS
from indicators.store.ledger import origin
from indicators.store.ledger.damages import DAMAGES
from indicators.store.ledger.tables import Stamp
from indicators.web import app_state
from pages.server import streamlit_bridge, warming
from pages.server.health_routes import watching_health
from pages.server.live_rooms import serving_rooms
from pages.server.package_routes import PACKAGES

JOURNAL_SECONDS = 0.25
"""How often the journal is looked at."""

LOOP_SECONDS = 0.5
"""How often the event loop is asked how late it comes."""


def begin_log() -> None:
    """Write the log as the settings say, from now on: our own lines, Uvicorn's and Streamlit's in one form."""
    writing = logs.handler(os.environ, version=app_state.last_version, counted=_count_line)
    logs.configure(writing, os.environ)
    streamlit_bridge.hand_on_logs()


def _count_line(level: str) -> None:
    METRICS.log_records.labels(level).inc()


@asynccontextmanager
async def serving(_: Any) -> AsyncIterator[None]:
    """Make the opening pages; follow what is accepted, the inbox and the rooms for as long as the server runs."""
    warming.begin()
    tasks = [
        asyncio.create_task(watch_journal(), name="watching"),
        asyncio.create_task(follow(), name="inbox"),
        asyncio.create_task(watch_delay(), name="loop"),
    ]
    try:
        async with serving_rooms(), watching_health():
            yield
    finally:
        PACKAGES.clear()
        for task in tasks:
            task.cancel()


async def watch_journal() -> None:
    """Look at the journal four times a second; when it changed, read the data again and run every open page again."""
    seen = _stamp()
    while True:
        await asyncio.sleep(JOURNAL_SECONDS)
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


async def watch_delay(note: Callable[[float], None] = METRICS.note_delay, pause: float = LOOP_SECONDS) -> None:
    """Ask the loop to come back after a pause, again and again, and note how late it was: so long readers wait."""
    loop = asyncio.get_running_loop()
    while True:
        begun = loop.time()
        await asyncio.sleep(pause)
        note(max(0.0, loop.time() - begun - pause))


PAUSE_SECONDS = 1.0
TROUBLE_SECONDS = 5.0
"""How long the inbox is left alone after a fault, as while the database of accepted files is away."""

Listing = tuple[tuple[str, int, int], ...]


async def follow() -> None:
    """Look at the inbox every second; publish what is ready whenever its listing changed and then stood still.

    Does nothing where the inbox may not publish. A fault is logged and never
    ends the watching.
    """
    if not inbox.publishes_alone():
        return
    before: Listing = ()
    done: Listing = ()
    while True:
        try:
            now = await asyncio.to_thread(listing)
            # a file that is being copied still grows from one look to the next
            if now == before and now != done and await asyncio.to_thread(publish):
                done = now
            before = now
        except Exception:
            logging.getLogger(__name__).exception("The inbox could not be looked at")
            await asyncio.sleep(TROUBLE_SECONDS)
        await asyncio.sleep(PAUSE_SECONDS)


def listing() -> Listing:
    """Return the files of the inbox and their records with time and size."""
    files = []
    for dropped in inbox.dropped(app_state.folders().inbox):
        files.append((dropped.path.name, *dropped.stamp))
        try:
            record = origin.record_path(dropped.path).stat()
        except OSError:
            continue
        files.append((origin.record_path(dropped.path).name, record.st_mtime_ns, record.st_size))
    return tuple(files)


def publish() -> bool:
    """Accept every file that is ready, and say in the log what became of each; return whether the store took part.

    Where it did not, the same files are tried again.
    """
    logger, whole = logging.getLogger(__name__), True
    for path, outcome in inbox.publish_ready(app_state.folders(), app_state.published_dataset, app_state.this_year()):
        if isinstance(outcome, int):
            logger.warning("Accepted %s from the inbox as number %d", path.name, outcome)
        else:
            logger.warning("%s stays in the inbox: %s", path.name, "; ".join(summary(outcome, most=5)))
            whole = whole and not any(finding.rule in DAMAGES for finding in outcome)
    if not whole:
        time.sleep(TROUBLE_SECONDS)
    return whole
