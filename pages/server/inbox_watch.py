"""What publishes the files of the inbox that carry their origin, where the operator turned that on."""

import asyncio
import logging
import time

from indicators.findings.finding import summary
from indicators.intake import inbox
from indicators.store.ledger import origin
from indicators.store.ledger.damages import DAMAGES
from indicators.web import app_state

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
