"""How a task that goes on for ever is ended."""

import asyncio
from typing import Any

AGAIN_SECONDS = 1.0
"""After how long a task that went on is asked again."""


async def ended(*tasks: "asyncio.Future[Any]") -> None:
    """End tasks; one that goes on is asked again, for a library may take the end of one of its waits for its own."""
    unfinished = {*tasks}
    while unfinished:
        for task in unfinished:
            task.cancel()
        done, unfinished = await asyncio.wait(unfinished, timeout=AGAIN_SECONDS)
        for task in done:
            if not task.cancelled():
                task.exception()  # looked at: nobody waits for it any more
