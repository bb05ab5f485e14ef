"""The one writer of a log in a file: a thread that writes whatever waits in one step, so that a crowd waits once.

Whoever hands a step over hears of it once it outlasts the process. The first step takes the right to write; as long as
another server has it, the file is looked at for what that one writes.
"""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from queue import Empty, SimpleQueue
from threading import Thread
from typing import NamedTuple, Protocol

from indicators.live.log import Crowd, Listener, LogEntry, LogTaken, LogUnusable, Marks, Step, now

MOST_AT_ONCE = 2_000
"""Entries that are written in one step, at most."""

REFUSED_SECONDS = 1.0
"""How long a refused right to write is not asked for again."""

SETTLING_SECONDS = 2.0
"""How long the log of another server is read again after its file changed: an entry shows there before it counts."""


class OwnedLog(Protocol):
    """A log that one process at a time may write."""

    def stamp(self) -> tuple[int, int]:
        """Return what changes when another process appends."""

    def claim(self) -> None:
        """Take the right to write; raises LogUnusable."""

    def append(self, entries: Sequence[LogEntry]) -> list[int]:
        """Write entries in one step and return their numbers; raises LogUnusable."""

    def release(self) -> None:
        """Give the right to write back."""


class FileWriter:
    """Writes the steps of one loop into a log that it claims with the first."""

    def __init__(self, log: OwnedLog, rooms: Listener) -> None:
        self.writes = False
        self._log = log
        self._rooms = rooms
        self._loop = asyncio.get_running_loop()
        self._claiming = asyncio.Lock()
        self._taken_at = float("-inf")
        self._handed_over = False
        self._stamp = log.stamp()
        self._settled = float("-inf")
        self._waiting: SimpleQueue[_WaitingStep | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._marks: dict[str, Marks] = {}
        """The state after what is written, by session; for the thread alone."""

    def now(self) -> datetime:
        """Return this moment."""
        return now()

    async def write(self, step: Step) -> list[int]:
        """Write a step; return the numbers of its entries, none where it was decided on a state that is no more."""
        if not self.writes:
            await self._claim()
            return []  # what another server wrote before has been heard: decide again
        if self._thread is None:
            self._thread = Thread(target=self._run, name="log of rooms", daemon=True)
            self._thread.start()
        waiting = _WaitingStep(step, self._loop.create_future())
        self._waiting.put(waiting)
        return await asyncio.shield(waiting.written)

    async def _claim(self) -> None:
        """Take the right to write; what another server wrote before has been heard then."""
        async with self._claiming:
            if self.writes:
                return
            if self._handed_over or time.monotonic() - self._taken_at < REFUSED_SECONDS:
                raise LogTaken
            try:
                await asyncio.to_thread(self._log.claim)
            except LogTaken:
                self._taken_at = time.monotonic()
                raise
            await self._rooms.read_on()
            self.writes = True

    async def catch_up(self) -> None:
        """Read on where another server has written since the last look."""
        if self.writes:
            return
        stamp, moment = self._log.stamp(), time.monotonic()
        if stamp != self._stamp:
            self._settled = moment + SETTLING_SECONDS
        if moment < self._settled:
            await self._rooms.read_on()
            self._stamp = stamp  # only now: whoever asks meanwhile waits for the reading, too

    def follow(self) -> None:
        """Do nothing: a file is looked at from time to time."""

    async def attend(self, _: Mapping[str, Crowd]) -> Mapping[str, Crowd]:
        """Return nobody: of another server on a file nothing is known."""
        return {}

    async def hand_over(self) -> None:
        """Write what waits, give the right to write back, and ask for it no more: another server has the rooms."""
        self._handed_over = True
        self.writes = False  # whoever writes from here on asks for the right first, and is refused
        await self.stop()

    async def stop(self) -> None:
        """Write what waits, give the right to write back."""
        await asyncio.to_thread(self._end_thread)
        self.writes = False
        self._log.release()

    def _end_thread(self) -> None:
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(timeout=10)
            self._thread = None

    def _run(self) -> None:
        while True:
            batch = self._next()
            steps = [step for step in batch if step is not None]
            self._write_all(steps)
            if len(steps) < len(batch):
                return

    def _write_all(self, steps: "list[_WaitingStep]") -> None:
        """Write in one step what still holds, and answer whoever waits."""
        marks, good = dict(self._marks), []
        for waiting in steps:
            # the first step of a session was decided on all that was written before this process had the right
            before = marks.get(waiting.step.session, waiting.step.decided_on)
            if waiting.step.holds(before):
                marks[waiting.step.session] = waiting.step.after(before)
                good.append(waiting)
        entries = [entry for waiting in good for entry in waiting.step.entries]
        try:
            numbers = self._log.append(entries) if entries else []
        except Exception as error:
            problem = error if isinstance(error, LogUnusable) else LogUnusable(type(error).__name__)
            if problem is not error:
                # whoever waits must hear of it, and the next step find a writer
                logging.getLogger(__name__).exception("The log of rooms could not be written")
            self._call(self._fail, steps, problem)
            return
        self._marks = marks
        written = [replace(entry, number=number) for entry, number in zip(entries, numbers, strict=True)]
        self._call(self._answer, steps, good, written)

    def _next(self) -> "list[_WaitingStep | None]":
        """Wait for a step; return it with all that came meanwhile, None at their end where it is time to stop."""
        batch = [self._waiting.get()]
        count = 0
        while (last := batch[-1]) is not None and count < MOST_AT_ONCE:
            count += len(last.step.entries)
            try:
                batch.append(self._waiting.get_nowait())
            except Empty:
                break
        return batch

    def _call(self, *call: object) -> None:
        function, *arguments = call
        try:
            self._loop.call_soon_threadsafe(function, *arguments)  # type: ignore[arg-type]
        except RuntimeError:
            return  # the loop has ended: nobody waits any more

    def _answer(self, steps: "list[_WaitingStep]", good: "list[_WaitingStep]", written: list[LogEntry]) -> None:
        """Tell the rooms what is written, in its order, then whoever waits."""
        for session, entries in groupby(written, key=lambda entry: entry.session):
            self._rooms.hear(session, list(entries))
        unused = iter(written)
        numbers = {id(waiting): [next(unused).number for _ in waiting.step.entries] for waiting in good}
        for waiting in steps:
            if not waiting.written.done():
                waiting.written.set_result(numbers.get(id(waiting), []))

    def _fail(self, steps: "list[_WaitingStep]", problem: LogUnusable) -> None:
        for waiting in steps:
            if not waiting.written.done():
                waiting.written.set_exception(problem)


class _WaitingStep(NamedTuple):
    """A step, and who waits for it."""

    step: Step
    written: "asyncio.Future[list[int]]"
