"""What one process last saw of a shared journal: asked for by one thread, and reported to everyone without waiting.

A request asks for the stamp, and so does the watcher of idle pages four times a second; neither may wait for a network.
"""

import logging
import os
from collections.abc import Callable
from threading import Lock, Thread
from time import monotonic, sleep
from typing import Any

from indicators.store.ledger.tables import Stamp

PAUSE_SECONDS = 0.5
"""How long what a process saw may be old; an acceptance elsewhere shows within two seconds."""

IDLE_SECONDS = 20.0
"""How long the thread goes on when nobody asks."""

GONE = ("gone",)
"""The stamp of a journal that does not answer."""


class StampWatch:
    """The stamp of one journal. `connect` opens a connection, `look` asks it; what they raise means that it is gone."""

    def __init__(self, connect: Callable[[], Any], look: Callable[[Any], Stamp]) -> None:
        self._connect, self._look = connect, look
        self._begin()

    def _begin(self) -> None:
        self._process, self._lock = os.getpid(), Lock()
        self._thread: Thread | None = None
        self._stamp: Stamp = None
        self._written = 0
        self._asked = 0.0

    def seen(self) -> Stamp:
        """Return what was seen last; the first to ask waits for it."""
        if self._process != os.getpid():  # a copy of a process has its memory, not its threads
            self._begin()
        self._asked = monotonic()
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    stamp, written, connection = self._ask(None)
                    self._note(stamp, written)
                    self._thread = Thread(target=self._go_on, args=(connection,), daemon=True, name="stamp watch")
                    self._thread.start()
        return self._stamp

    def wrote(self, stamp: Stamp) -> None:
        """Take note of a step of this process's own, which nobody in it should miss."""
        self._written += 1
        self._stamp = stamp

    def _go_on(self, connection: Any) -> None:
        while monotonic() - self._asked < IDLE_SECONDS:
            sleep(PAUSE_SECONDS)
            stamp, written, connection = self._ask(connection)
            self._note(stamp, written)
        self._thread = None
        if connection is not None:
            connection.close()

    def _ask(self, connection: Any) -> tuple[Stamp, int, Any]:
        """Return the stamp, how much this process had written when it was asked, and the connection to go on with."""
        written = self._written
        try:
            connection = connection or self._connect()
            return self._look(connection), written, connection
        except Exception as error:  # noqa: BLE001 - whatever it is, the journal cannot be asked now
            if self._stamp != GONE:
                logging.getLogger(__name__).warning("%s", error)
            if connection is not None:
                connection.close()
            return GONE, written, None

    def _note(self, stamp: Stamp, written: int) -> None:
        """Keep what was seen, unless this process wrote since it was asked for."""
        if written == self._written:
            self._stamp = stamp
