"""The phones and the keys of a room, as programs: HTTP over plain sockets, a thousand of them in one process."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

STORED_SECONDS = 4.0
"""How long a connection is used again after an answer: a server ends it after five seconds."""


class Phone(asyncio.Protocol):
    """One follower: opens the stream of a room and notes when it heard each position.

    `moments` are the positions by their number with the moment they came; `distinct` are all different events that any
    phone was sent, by number, so that a wrong one shows; `reads` says whether it takes what comes at all.
    """

    def __init__(self, session: str, distinct: dict[int, set[bytes]], heard: Callable[[], None]) -> None:
        self.moments: dict[int, float] = {}
        self.status = 0
        self.received = 0
        self.ended = False
        self._session = session
        self._distinct = distinct
        self._heard = heard
        self._left = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        request = f"GET /live/{self._session}/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
        transport.write(request.encode())

    def data_received(self, data: bytes) -> None:
        """Take what comes; note each whole event."""
        now = time.perf_counter()
        self.received += len(data)
        self._left += data
        if not self.status and b"\r\n" in self._left:
            self.status = int(self._left.split(b" ", 2)[1])
        *whole, self._left = self._left.split(b"\n\n")
        for event in whole:
            _, named, body = event.partition(b"event: position\nid: ")  # the head of the answer holds an id of its own
            if not named:
                continue
            number, _, content = body.partition(b"\n")
            seq = int(number)
            self.moments.setdefault(seq, now)
            self._distinct.setdefault(seq, set()).add(content.removeprefix(b"data: "))
            self._heard()

    def connection_lost(self, _: Exception | None) -> None:
        """Note the end."""
        self.ended = True
        self._heard()


async def open_page(port: int, path: str) -> tuple[float, int]:
    """Open a page as a phone does that was never here; return the seconds it took and the bytes that came.

    Raises ConnectionError where the answer is no page.
    """
    start = time.perf_counter()
    reader, writer = await asyncio.open_connection("localhost", port)
    try:
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode())
        answer = await reader.read()
    finally:
        writer.close()
    if not answer.startswith(b"HTTP/1.1 200 "):
        raise ConnectionError(answer[:100])
    return time.perf_counter() - start, len(answer)


class Line:
    """One connection that is held open, for requests one after another."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._used = 0.0
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, sent: Any = None, key: str = "") -> tuple[int, Any, float]:
        """Return the status, the document, and the seconds an answer took."""
        if self._streams is not None and time.perf_counter() - self._used > STORED_SECONDS:
            self.close()  # the server ends a connection that is not used
        if self._streams is None:
            self._streams = await asyncio.open_connection("localhost", self._port)
        reader, writer = self._streams
        body = b"" if sent is None else json.dumps(sent).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
        if key:
            head += f"Authorization: Bearer {key}\r\n"
        start = time.perf_counter()
        writer.write(head.encode() + b"\r\n" + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        status, length = int(answer.split(b" ", 2)[1]), 0
        for line in answer.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        content = await reader.readexactly(length)
        self._used = time.perf_counter()
        seconds = self._used - start
        return status, json.loads(content or b"null"), seconds

    def close(self) -> None:
        """End the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None
