"""The one writer of the log: a thread that writes whatever waits in one step, so that a crowd waits for the disk once.

Whoever hands entries over gets them back once they outlast the process. Where a step fails, everything handed over
since fails with it, for it was decided on a state that never came to be; :attr:`LogWriter.attempt` says when that was.
"""

import asyncio
import logging
from queue import Empty, SimpleQueue
from threading import Thread

from indicators.live.entries import LogEntry
from indicators.live.log import LogUnusable, RoomLog

MOST_AT_ONCE = 2_000
"""Entries that are written in one step, at most."""


class LogWriter:
    """Writes entries of one loop into a log that is claimed already."""

    def __init__(self, log: RoomLog, loop: asyncio.AbstractEventLoop) -> None:
        self.attempt = 0
        self._log = log
        self._loop = loop
        self._waiting: SimpleQueue[_Step | None] = SimpleQueue()
        self._thread: Thread | None = None

    def write(self, entries: list[LogEntry], attempt: int) -> "asyncio.Future[list[int]]":
        """Hand entries over, decided in an `attempt`; the future gives their numbers, or raises LogUnusable.

        It raises, too, where a step failed since that attempt.
        """
        if self._thread is None:
            self._thread = Thread(target=self._run, name="log of rooms", daemon=True)
            self._thread.start()
        step = _Step(entries, attempt, self._loop.create_future())
        self._waiting.put(step)
        return step.written

    def stop(self) -> None:
        """Write what waits, then end the thread; to be called from another thread than the loop's, or at the end."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(timeout=10)
            self._thread = None

    def _run(self) -> None:
        while True:
            steps = self._next()
            if not steps:
                return
            stop = steps[-1] is None
            asked = [step for step in steps if step is not None]
            good = [step for step in asked if step.attempt == self.attempt]
            problem: LogUnusable | None = None
            numbers: list[int] = []
            try:
                numbers = self._log.append([entry for step in good for entry in step.entries]) if good else []
            except LogUnusable as error:
                self.attempt += 1
                problem = error
            except Exception as error:
                # whoever waits must hear of it, and the next step find a writer
                logging.getLogger(__name__).exception("The log of rooms could not be written")
                self.attempt += 1
                problem = LogUnusable(type(error).__name__)
            self._answer(asked, good, numbers, problem)
            if stop:
                return

    def _next(self) -> "list[_Step | None]":
        """Wait for a step; return it with all that came meanwhile, None at their end where it is time to stop."""
        steps = [self._waiting.get()]
        count = 0
        while steps[-1] is not None and count < MOST_AT_ONCE:
            count += len(steps[-1].entries)
            try:
                steps.append(self._waiting.get_nowait())
            except Empty:
                break
        return steps

    def _answer(
        self, asked: "list[_Step]", good: "list[_Step]", numbers: list[int], problem: LogUnusable | None
    ) -> None:
        left = iter(numbers)
        given = {id(step): [next(left) for _ in step.entries] for step in good} if problem is None else {}
        answers = [(step.written, given.get(id(step))) for step in asked]
        reason = problem or LogUnusable("what was written before it was not stored")
        try:
            self._loop.call_soon_threadsafe(_resolve, answers, reason)
        except RuntimeError:
            return  # the loop has ended: nobody waits any more


class _Step:
    """Entries that are written together, the attempt they were decided in, and who waits for them."""

    __slots__ = ("attempt", "entries", "written")

    def __init__(self, entries: list[LogEntry], attempt: int, written: "asyncio.Future[list[int]]") -> None:
        self.entries = entries
        self.attempt = attempt
        self.written = written


def _resolve(answers: "list[tuple[asyncio.Future[list[int]], list[int] | None]]", reason: LogUnusable) -> None:
    for written, numbers in answers:
        if written.done():
            continue
        if numbers is None:
            written.set_exception(reason)
        else:
            written.set_result(numbers)
