"""The buckets of tokens that requests take from: one set for all that this process asks of them, over all replicas."""

import asyncio

from indicators.live.stores import shared_buckets
from indicators.live.throttle import Buckets, TokenBuckets
from indicators.web import app_state

_made: dict[asyncio.AbstractEventLoop, Buckets] = {}


def buckets() -> Buckets:
    """Return the buckets of the running loop: in the Redis that replicas share, else those of this process."""
    loop = asyncio.get_running_loop()
    if loop not in _made:
        for ended in [loop for loop in _made if loop.is_closed()]:
            del _made[ended]
        _made[loop] = shared_buckets(app_state.redis_url(), TokenBuckets())
    return _made[loop]


async def close_buckets() -> None:
    """End what those of the running loop are connected to."""
    made = _made.pop(asyncio.get_running_loop(), None)
    if made is not None:
        await made.close()
