"""Who follows a room: for each stream a mailbox of one slot, so that a slow reader holds the newest position alone.

A follower that was away learns where the room is, never where it was in between. What is sent is encoded once and
handed to everybody as the same bytes.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

import orjson

COMMENT_SECONDS = 15.0
"""After how long without a position a comment is sent, so that no proxy takes the stream for a dead one."""

AT_ONCE = 250
"""How many followers are written to in one turn of the loop."""

COMMENT = b": here\n\n"

SEEN_SECONDS = 15.0
"""How long a phone has to say that it shows a slide before it counts as behind."""

RETRY_MILLISECONDS = range(800, 3_000)
"""After how long a phone that lost its stream tries again: each another time, so that they do not come all at once."""


def event(position: dict[str, Any]) -> bytes:
    """Return a position as an event of a stream, with its number as id."""
    return b"event: position\nid: %d\ndata: %b\n\n" % (position["seq"], orjson.dumps(position))


def greeting() -> bytes:
    """Return how a stream begins: after how long to come back once it is lost."""
    return b"retry: %d\n\n" % random.choice(RETRY_MILLISECONDS)


class Mailbox:
    """The slot of one follower: what was put last and is not yet taken. For one loop."""

    __slots__ = ("_message", "_waiter", "closed", "seq_taken", "voter")

    def __init__(self, voter: str = "") -> None:
        self.voter = voter
        self.closed = False
        self.seq_taken = -1
        self._message: tuple[int, bytes] | None = None
        self._waiter: asyncio.Future[None] | None = None

    def put(self, seq: int, message: bytes) -> None:
        """Put a message in the place of an older one that is not taken yet; an older one than that is dropped."""
        if seq <= self.seq_taken or (self._message is not None and seq <= self._message[0]):
            return
        self._message = (seq, message)
        self._wake()

    def close(self) -> None:
        """Have :meth:`take` return None from now on."""
        self.closed = True
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def take(self, patience: float = COMMENT_SECONDS) -> bytes | None:
        """Return the newest message, a comment after `patience` seconds without one, None once it is closed."""
        if self._message is None and not self.closed:
            loop = asyncio.get_running_loop()
            self._waiter = waiter = loop.create_future()
            timer = loop.call_later(patience, _ring, waiter)
            try:
                await waiter
            finally:
                timer.cancel()
                self._waiter = None
        if self.closed:
            return None
        if self._message is None:
            return COMMENT
        self.seq_taken, message = self._message
        self._message = None
        return message


def _ring(waiter: "asyncio.Future[None]") -> None:
    if not waiter.done():
        waiter.set_result(None)


class Followers:
    """The followers of one room."""

    def __init__(self) -> None:
        self._mailboxes: set[Mailbox] = set()
        self._voters: Counter[str] = Counter()
        self._seen: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._mailboxes)

    @contextmanager
    def joined(self, voter: str = "") -> Iterator[Mailbox]:
        """Give a mailbox for as long as a stream is open; `voter` is the random id of the phone where it says so."""
        mailbox = Mailbox(voter)
        self._mailboxes.add(mailbox)
        self._voters[voter] += 1
        try:
            yield mailbox
        finally:
            self._mailboxes.discard(mailbox)
            self._voters[voter] -= 1
            if not self._voters[voter]:
                del self._voters[voter]
                self._seen.pop(voter, None)

    def tell(self, seq: int, message: bytes) -> None:
        """Put a message into every mailbox, of a crowd into some hundred in each turn of the loop.

        What is sent leaves at the end of a turn, and whoever else asks is served between two.
        """
        self._tell_some(iter(tuple(self._mailboxes)), seq, message)

    def _tell_some(self, mailboxes: Iterator[Mailbox], seq: int, message: bytes) -> None:
        for mailbox in islice(mailboxes, AT_ONCE):
            mailbox.put(seq, message)
        following = next(mailboxes, None)
        if following is not None:
            asyncio.get_running_loop().call_soon(self._tell_some, chain((following,), mailboxes), seq, message)

    def note_seen(self, voter: str, seq: int) -> None:
        """Note which position a phone says it shows; of one that does not follow, nothing is noted."""
        if voter in self._voters:
            self._seen[voter] = max(seq, self._seen.get(voter, seq))

    def behind(self, seq: int, seconds: float) -> int:
        """Return how many are behind position `seq`, which was reached `seconds` ago.

        Those are the ones whose stream has not taken it, and those phones that once stated what they show and have not
        stated that they show this.
        """
        late = seconds > SEEN_SECONDS
        return sum(
            mailbox.seq_taken < seq or (late and self._seen.get(mailbox.voter, seq) < seq)
            for mailbox in self._mailboxes
        )

    def close(self) -> None:
        """End every stream."""
        for mailbox in self._mailboxes:
            mailbox.close()
