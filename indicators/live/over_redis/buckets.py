"""Buckets of tokens in a Redis, so that servers behind one balancer let through together what one would.

One script takes from all buckets of a wish or from none; what many ask at a moment leaves together. While Redis is
away each server counts for itself, with what it knows, and nobody waits for it. A bucket lies there under a fingerprint
of whose it is, until it is full again.
"""

import asyncio
import hashlib
import logging
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, cast

import orjson
import redis
import redis.asyncio

from indicators.live.log import LogUnusable, ended
from indicators.live.over_redis.place import PREFIX, RedisPlace, problem_of
from indicators.live.throttle import MOST_KNOWN, Bucket, Taken, TokenBuckets

TAKE = Path(__file__).with_name("take.lua").read_text(encoding="utf-8")
"""The script that takes; its head says what it takes and answers."""

ANSWER_SECONDS = 0.25
"""How long an answer is waited for: who is let through a little too often does no harm, who waits is kept from it."""

AGAIN_SECONDS = 1.0
"""After how long a Redis that gave none is asked again."""

MOST_AT_ONCE = 500
"""Wishes that leave together, at most."""


class _Wish(NamedTuple):
    """A wish for tokens, and who waits for what becomes of it."""

    buckets: tuple[Bucket, ...]
    tokens: float
    in_any_case: bool
    answered: "asyncio.Future[Taken | None]"


class RedisBuckets:
    """The buckets in one place of a Redis, for one loop."""

    def __init__(self, place: RedisPlace, own_buckets: TokenBuckets) -> None:
        self._place = place
        self._own = own_buckets
        self._client: redis.asyncio.Redis | None = None
        self._waiting: deque[_Wish] = deque()
        self._asking: asyncio.Task[None] | None = None
        self._is_away, self._away_until = False, 0.0
        self._owed: dict[Bucket, float] = {}
        """What is to be given back as soon as Redis is there."""

    async def take(self, buckets: Sequence[Bucket], tokens: float = 1, *, in_any_case: bool = False) -> Taken:
        """Take tokens of every bucket where each has one, else of none; `in_any_case` leaves less than none."""
        loop, wanted = asyncio.get_running_loop(), tuple(buckets)
        answer = None
        if loop.time() >= self._away_until:
            wish = _Wish(wanted, tokens, in_any_case, loop.create_future())
            self._waiting.append(wish)
            if self._asking is None or self._asking.done():
                self._asking = asyncio.create_task(self._ask_all(), name="buckets")
            answer = await asyncio.shield(wish.answered)
        if answer is None:
            self._owe(wanted, tokens)
            return await self._own.take(wanted, tokens, in_any_case=in_any_case)
        if answer.wait == 0:
            # known here as well, for when Redis goes
            await self._own.take(wanted, tokens, in_any_case=True)
        return answer

    def _owe(self, buckets: tuple[Bucket, ...], tokens: float) -> None:
        """Remember what could not be given back; a bucket never gets more than it holds, so that too much is none."""
        if tokens < 0:
            for bucket in buckets:
                if len(self._owed) < MOST_KNOWN:
                    self._owed[bucket] = self._owed.get(bucket, 0.0) + tokens

    async def _ask_all(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(MOST_AT_ONCE, len(self._waiting)))]
            owed, self._owed = self._owed, {}
            wishes = [*([[bucket], tokens, True] for bucket, tokens in owed.items()), *(wish[:3] for wish in batch)]
            answers_taken: list[Taken | None] = [None] * len(batch)
            try:
                answers = await asyncio.wait_for(self._answers(wishes), ANSWER_SECONDS)
                self._is_away = False
                answers_taken = [Taken(wait / 1000, tokens_left / 1000) for wait, tokens_left in answers[len(owed) :]]
            except Exception as error:  # noqa: BLE001 - whatever it is, each server counts for itself
                await self._give_up(problem_of(error))
                self._owed = owed | self._owed
            finally:
                for wish, answer in zip(batch, answers_taken, strict=True):
                    if not wish.answered.done():
                        wish.answered.set_result(answer)
            if self._client is None:
                self._leave(self._waiting)

    @staticmethod
    def _leave(waiting: "deque[_Wish]") -> None:
        """Let those go on who came meanwhile: each server counts for itself."""
        while waiting:
            wish = waiting.popleft()
            if not wish.answered.done():
                wish.answered.set_result(None)

    async def _answers(self, wishes: Sequence[Sequence[object]]) -> list[tuple[int, int]]:
        if self._client is None:
            self._client = self._place.loop_client(ANSWER_SECONDS, single=True)
        keys: dict[str, int] = {}
        written = []
        for buckets, tokens, in_any_case in wishes:
            named = [
                [keys.setdefault(_key(bucket), len(keys) + 1), bucket.most, bucket.seconds * 1000]
                for bucket in cast(Sequence[Bucket], buckets)
            ]
            written.append([tokens, int(bool(in_any_case)), named])
        return cast(
            list[tuple[int, int]], await self._client.eval(TAKE, len(keys), *keys, orjson.dumps(written).decode())
        )

    async def _give_up(self, problem: LogUnusable) -> None:
        """Count here for a while; the log says so once for each time that Redis goes."""
        if not self._is_away:
            logging.getLogger(__name__).warning(
                "Requests are counted by this server alone: %s at %s", problem, self._place.name
            )
        self._is_away, self._away_until = True, asyncio.get_running_loop().time() + AGAIN_SECONDS
        client, self._client = self._client, None
        if client is not None:
            with suppress(redis.RedisError, OSError, RuntimeError):
                await client.aclose()

    async def close(self) -> None:
        """End the connection."""
        if self._asking is not None:
            await ended(self._asking)
        self._leave(self._waiting)
        client, self._client = self._client, None
        if client is not None:
            with suppress(redis.RedisError, OSError, RuntimeError):
                await client.aclose()


def _key(bucket: Bucket) -> str:
    return f"{PREFIX}tokens:{hashlib.blake2b(bucket.name.encode('utf-8', 'replace'), digest_size=16).hexdigest()}"
