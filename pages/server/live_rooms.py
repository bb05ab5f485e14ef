"""The rooms of this server: where they are stored, how a session is found, and how they end with it."""

import asyncio
import importlib
import logging
import os
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType, ModuleType
from typing import Any, TypeVar

from indicators.findings.finding import DataProblem, Finding, as_text
from indicators.live.guesses import Reveal, reveal, room_sentence
from indicators.live.questions import BlockedWords
from indicators.live.rooms import Rooms
from indicators.live.stores import room_findings, room_keys, room_log
from indicators.live.throttle import Throttle, TokenBuckets
from indicators.sessions.session import Session, Slide
from indicators.sessions.session_files import SESSION_UNKNOWN, find_session
from indicators.web import app_state
from pages.server.limits import buckets, close_buckets

Made = TypeVar("Made")

resource: ModuleType | None
try:
    resource = importlib.import_module("resource")
except ImportError:  # Windows, which sets no such limit
    resource = None

MOST_FOLLOWERS = 6_000
"""How many streams are open at once; INDICATORS_FOLLOWERS sets another number."""

MOST_ANSWERS = 500
"""How many answers to guesses and sums of votes are remembered."""

FILES_BESIDE = 1_000
"""Open files that a server needs besides its streams."""


class LiveServer:
    """The rooms of one store folder, or of one Redis, with what stands at their door: keys, limits, blocked words."""

    def __init__(self, store: Path, redis_url: str, blocked_words: Path) -> None:
        self.loop = asyncio.get_running_loop()
        self.place = store, redis_url
        self.rooms = Rooms(room_log(store, redis_url), session_of, published_version)
        self.keys = room_keys(store, redis_url)
        self.blocked_words = BlockedWords(blocked_words)
        self.throttle = Throttle(buckets(), TokenBuckets())
        self.streams = 0
        self.answers: dict[tuple[Any, ...], asyncio.Task[Any]] = {}

    async def once(self, key: tuple[Any, ...], make: Callable[[], Coroutine[Any, Any, Made]]) -> Made:
        """Return what is made for whoever asks for the same: once, however many ask at one moment."""
        key = (self.rooms.data_version, *key)
        if key not in self.answers:
            while len(self.answers) >= MOST_ANSWERS:
                self.answers.pop(next(iter(self.answers)))
            self.answers[key] = asyncio.create_task(make())
        making = self.answers[key]
        try:
            made: Made = await asyncio.shield(making)
        except Exception:
            self.answers.pop(key, None)  # the next one tries again
            raise
        return made

    async def reveal(self, slide: Slide, language: str) -> tuple[Reveal | None, str]:
        """Return what a slide reveals, or why its question refuses itself; made beside the loop."""
        return await self.once(
            ("reveal", slide, language),
            lambda: asyncio.to_thread(lambda: reveal(app_state.published_dataset(), slide, language)),
        )


_servers: list[LiveServer] = []


def live() -> LiveServer:
    """Return the rooms of this loop and this store folder, made when they are first asked for."""
    folders = app_state.folders()
    place = folders.store, app_state.redis_url()
    if _servers and (_servers[-1].loop, _servers[-1].place) == (asyncio.get_running_loop(), place):
        return _servers[-1]
    listed = os.environ.get("INDICATORS_BLOCKED_WORDS", "")
    _servers[:] = [LiveServer(*place, Path(listed or folders.figures / "sessions" / "blocked_words.txt"))]
    return _servers[-1]


def counts() -> tuple[int, int]:
    """Return how many rooms are open here, and how many streams follow them."""
    server = _servers[-1] if _servers else None
    return (0, 0) if server is None else (server.rooms.count, server.streams)


def readiness() -> list[Finding]:
    """Return what is wrong with where the rooms are stored, asked now; nothing where they lie in the store folder.

    An error among them means that nothing sent to a room is stored: such a server is not ready, and another one that
    reaches the Redis is asked in its place.
    """
    return room_findings(app_state.redis_url())


def log_readiness() -> None:
    """Say in the log what is wrong with where the rooms are stored."""
    for finding in readiness():
        logging.getLogger(__name__).error("%s", as_text(finding))


def session_of(name: str) -> Session | None:
    """Return a session by its id, None where there is none; raises DataProblem where its file cannot be read."""
    file, findings = find_session(app_state.folders(), name)
    if file is not None:
        return file.session
    if any(finding.rule is not SESSION_UNKNOWN for finding in findings):
        raise DataProblem(findings)
    return None


def published_version() -> str:
    """Return the data version that is published."""
    return app_state.published_dataset().version


def room_words(shown: Reveal, guesses: list[float], language: str) -> str:
    """Return in words how far the room was from a published figure."""
    return room_sentence(app_state.published_dataset(), shown, guesses, language)


def most_followers() -> int:
    """Return how many streams may be open at once."""
    text = os.environ.get("INDICATORS_FOLLOWERS", "")
    return int(text) if text.isdecimal() else MOST_FOLLOWERS


@asynccontextmanager
async def serving_rooms() -> AsyncIterator[None]:
    """Keep rooms for as long as the server runs; end their streams as soon as it is asked to stop."""
    allow_files(most_followers() + FILES_BESIDE)
    asking = asyncio.create_task(asyncio.to_thread(log_readiness), name="readiness")
    with _heard_stop():
        try:
            yield
        finally:
            await asyncio.wait([asking, *_handing_over])
            loop = asyncio.get_running_loop()
            while _servers:
                server = _servers.pop()
                # the rooms of another loop have ended with it, and its tasks cannot be waited for here
                if server.loop is loop:
                    await server.rooms.stop()
            await close_buckets()


@contextmanager
def _heard_stop() -> Iterator[None]:
    """Have open streams end when the server is asked to stop.

    Uvicorn waits for every answer to end before it tells the application, and an open stream does not end by itself.
    Its own handlers are called after ours, and put back.
    """
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    loop = asyncio.get_running_loop()

    def stop(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(hand_over)
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    # outside the main thread, as in a test, nobody sends signals; without a handler the process ends by itself
    heard = [number for number, handler in before.items() if callable(handler)]
    if current_thread() is not main_thread():
        heard = []
    for number in heard:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, before[number])


_handing_over: set[asyncio.Task[None]] = set()


def hand_over() -> None:
    """End every stream, and leave the rooms to another server, while what was asked of this one is still answered.

    To be called on the server's loop.
    """
    for server in _servers:
        server.rooms.close_streams()
        task = asyncio.create_task(server.rooms.hand_over(), name="rooms")
        _handing_over.add(task)
        task.add_done_callback(_handing_over.discard)


def allow_files(wanted: int) -> None:
    """Let this process hold so many open files, as far as the system allows: each stream is one."""
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
