"""How late the event loop comes: what a reader waits for whose answer is ready."""

import asyncio
from collections.abc import Callable

from indicators.operations.metrics import METRICS

PAUSE_SECONDS = 0.5


async def watch_delay(note: Callable[[float], None] = METRICS.note_delay, pause: float = PAUSE_SECONDS) -> None:
    """Ask the loop to come back after a pause, again and again, and note how much later than that it did."""
    loop = asyncio.get_running_loop()
    while True:
        asked = loop.time()
        await asyncio.sleep(pause)
        note(max(0.0, loop.time() - asked - pause))
