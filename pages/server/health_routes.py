"""Whether this process lives and can serve, asked by a balancer or an operator; what each answer says of who made it.

`GET /healthz` is answered by the loop from nothing: the process lives. `GET /readyz` is answered from what was seen
last; looking goes on beside the answers, for as long as the server runs. Every other answer carries the versions of
the data and of the code it was made with (:mod:`pages.server.answers`).
"""

import asyncio
import json
import logging
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from threading import Event, Thread, current_thread, main_thread
from types import FrameType
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from indicators.findings.finding import DataProblem, errors
from indicators.language.translator import N_
from indicators.operations.balancer import READY
from indicators.operations.health import PAUSE_SECONDS, Check, Health, Versions
from indicators.operations.replicas import (
    FOLDER,
    ReplicaNote,
    code_version,
    forget_note,
    process_name,
    read_notes,
    replica_name,
    write_note,
)
from indicators.web import app_state
from indicators.web.middleware import reader_language
from pages.server import live_rooms
from pages.server.answers import known_code, note_code
from pages.server.live_rooms import hand_over

ALIVE = "/healthz"

DRAIN_SETTING = "INDICATORS_DRAIN"
"""For how many seconds a replica that is asked to stop still serves, no longer ready, before it does."""

FIRST_SECONDS = 5.0
"""How long the server waits for the first look before it begins."""

NOTE_SECONDS = 2.0
"""Between two notes of a replica that others read."""

STREAMS = ("/events",)
"""How the paths of answers end that stay open until somebody goes: nothing waits for them."""


def _check_rooms() -> None:
    wrong = errors(live_rooms.readiness())
    if wrong:
        raise DataProblem(wrong)


def _check_data() -> None:
    if not app_state.last_version():
        app_state.published_dataset()


CHECKS = (
    Check("data", _check_data, N_("The figures are read."), N_("The figures cannot be read; the log has the reason.")),
    Check(
        "store",
        app_state.check_store,
        N_("What was accepted can be read."),
        N_("What was accepted cannot be read; pages show what was read before. The log has the reason."),
    ),
)
"""What a replica looks at to know whether it can serve."""

ROOMS = Check(
    "rooms",
    _check_rooms,
    N_("The Redis of the rooms answers."),
    N_("The Redis of the rooms is not reached: screens keep their slide, nothing is counted. The log has the reason."),
)
"""What it looks at besides where rooms are shared."""


@cache
def health() -> Health:
    """Return what is known of this process."""
    return Health((*CHECKS, ROOMS) if app_state.redis_url() else CHECKS)


def versions() -> Versions:
    """Return what this process is at the moment; reads nothing."""
    return Versions(replica_name(), app_state.last_version(), known_code())


class HealthFront:
    """ASGI layer that answers whether this replica lives and is ready, and counts what it is answering besides."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"] == ALIVE and scope["method"] in ("GET", "HEAD"):
            await _answer(send, scope, 200, b"ok\n", b"text/plain; charset=utf-8")
        elif scope["path"] == READY and scope["method"] in ("GET", "HEAD"):
            document = health().document(versions(), reader_language(Request(scope)))
            body = json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
            await _answer(send, scope, 200 if document["ready"] else 503, body, b"application/json")
        else:
            counted, known = not scope["path"].endswith(STREAMS), health()
            known.open_requests += counted
            try:
                await self.app(scope, receive, send)
            finally:
                known.open_requests -= counted


async def _answer(send: Send, scope: Scope, status: int, body: bytes, media_type: bytes) -> None:
    headers = [
        (b"content-type", media_type),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"vary", b"Accept-Language"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


@asynccontextmanager
async def watching_health() -> AsyncIterator[None]:
    """Look at this replica for as long as the server runs; the first look is over when the server begins.

    In threads that nothing waits for: one that hangs at a disk or a database holds up neither answers nor the end.
    """
    known, ended = health(), Event()
    known.draining = False
    if not known_code():
        note_code(await asyncio.to_thread(code_version))
    for check in known.checks:
        Thread(target=_looking, args=(known, check, ended), name=f"check {check.name}", daemon=True).start()
    if replica_name():
        Thread(target=_noting, args=(known, ended), name="replicas", daemon=True).start()
    await asyncio.to_thread(known.wait_for_first, FIRST_SECONDS)
    with _heard_drain(known):
        try:
            yield
        finally:
            ended.set()
            if replica_name():
                with suppress(OSError):
                    forget_note(_notes(), _note(known, 0))


def _looking(known: Health, check: Check, ended: Event) -> None:
    while not ended.is_set():
        known.look(check)
        ended.wait(PAUSE_SECONDS)


def _notes() -> Path:
    return app_state.folders().store / FOLDER


def _note(known: Health, beat: int) -> ReplicaNote:
    known_versions = versions()
    return ReplicaNote(
        known_versions.replica,
        process_name(),
        beat,
        time.time(),
        known_versions.data,
        known_versions.code,
        known.draining,
    )


def _noting(known: Health, ended: Event) -> None:
    """Tell the other replicas of this one, and hear of them."""
    beat, failed = 0, ""
    while not ended.is_set():
        beat += 1
        try:
            _exchange(known, beat)
            failed = ""
        except (OSError, DataProblem) as error:
            if str(error) != failed:
                logging.getLogger(__name__).warning("replicas=%s", error)
            failed = str(error)
        ended.wait(NOTE_SECONDS)


def _exchange(known: Health, beat: int) -> None:
    note = _note(known, beat)
    known.neighbours.hear(read_notes(_notes()), note)
    write_note(_notes(), note)


def drain_seconds() -> float:
    """Return for how long this replica still serves once it is asked to stop: INDICATORS_DRAIN, else not at all."""
    written = os.environ.get(DRAIN_SETTING, "").strip()
    return float(written) if written.isascii() and written.isdigit() else 0.0


@contextmanager
def _heard_drain(known: Health) -> Iterator[None]:
    """Have the replica say that it is not ready when it is asked to (SIGUSR1), and before it stops (SIGTERM).

    A second SIGUSR1 says that nothing new comes any more: its streams end then, and its rooms are another's.

    Where INDICATORS_DRAIN says so it serves that long before it stops, so that a balancer that asks how it is gives it
    nothing new by then. A second SIGTERM stops it at once.
    """
    if current_thread() is not main_thread():  # as in a test: nobody sends signals there
        yield
        return
    stop: Any = signal.getsignal(signal.SIGTERM)
    before: dict[int, Any] = {}
    if callable(stop):
        before[signal.SIGTERM] = stop
        signal.signal(signal.SIGTERM, _Stopping(known, stop))
    if hasattr(signal, "SIGUSR1"):
        before[signal.SIGUSR1] = signal.signal(signal.SIGUSR1, partial(_drain, known, asyncio.get_running_loop()))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _drain(known: Health, loop: asyncio.AbstractEventLoop, *_: object) -> None:
    """Be ready no more; asked a second time, when nothing new comes any more, leave streams and rooms to others."""
    if known.draining:
        loop.call_soon_threadsafe(hand_over)
    known.drain()


class _Stopping:
    """What SIGTERM does: first not ready, then, after a while where one is set, what it did before."""

    def __init__(self, known: Health, stop: Callable[[int, FrameType | None], object]) -> None:
        self._known = known
        self._stop = stop
        self._loop = asyncio.get_running_loop()
        self._asked = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Hear the signal; a second one is not put off."""
        wait = 0.0 if self._asked else drain_seconds()
        self._asked = True
        self._known.drain()
        if wait:
            self._loop.call_soon_threadsafe(self._loop.call_later, wait, self._stop, number, frame)
        else:
            self._stop(number, frame)
