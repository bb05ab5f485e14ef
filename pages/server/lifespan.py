"""What the server does beside answering, from its start to its end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from pages.server import warming
from pages.server.health_routes import watching_health
from pages.server.inbox_watch import follow
from pages.server.live_rooms import serving_rooms
from pages.server.loop_watch import watch_delay
from pages.server.package_routes import PACKAGES
from pages.server.session_reruns import watch


@asynccontextmanager
async def serving(_: Any) -> AsyncIterator[None]:
    """Make the opening pages; follow what is accepted, the inbox and the rooms for as long as the server runs."""
    warming.begin()
    tasks = [
        asyncio.create_task(watch(), name="watching"),
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
