"""The server's log: one line a record, as text or as JSON, with what the record belongs to.

What it belongs to (request, route, page, what was asked of the page) is known to the log alone, by a context variable:
the code that does the work is not handed it. Readers' addresses are in no line.
"""

import logging
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, Token
from typing import NamedTuple, TextIO

from pythonjsonlogger.json import JsonFormatter

FORM_SETTING = "INDICATORS_LOG"
"""`json` or `text`; without it text on a terminal, JSON elsewhere."""

LEVEL_SETTING = "INDICATORS_LOG_LEVEL"
"""The least grave record that is written: `warning` unless given; `info` also writes a line for each request."""

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}

FIELDS = ("request", "route", "page", "state", "version")
"""What a record belongs to: the id of the request, the template of its path, the page, its query, the data version."""

MORE_FIELDS = ("method", "status", "seconds")
"""What the line of a request says besides."""


WRITTEN = ("time", "level", "logger", "message", *FIELDS, *MORE_FIELDS, "exception", "stack")
"""What a line of JSON holds, in this order: what is empty is left out, and nothing else is put in."""


def nothing() -> str:
    """Return that nothing is known."""
    return ""


class Belonging(NamedTuple):
    """What the records of a request or a page run belong to; the route is known only once it was found."""

    request: str = ""
    page: str = ""
    state: str = ""
    route: Callable[[], str] = nothing


NOBODYS = Belonging()

_belonging: ContextVar[Belonging] = ContextVar("belonging", default=NOBODYS)


@contextmanager
def belonging(to: Belonging) -> Iterator[None]:
    """Have every record of this context say what it belongs to."""
    token = begin(to)
    try:
        yield
    finally:
        end(token)


def begin(to: Belonging) -> Token[Belonging]:
    """Have every record say what it belongs to until :func:`end`: what :func:`belonging` does, for every request."""
    return _belonging.set(to)


def end(token: Token[Belonging]) -> None:
    """Have records belong to what they belonged to before."""
    _belonging.reset(token)


class Context(logging.Filter):
    """Adds to each record what it belongs to; `version` returns the data version without waiting for anything."""

    def __init__(self, version: Callable[[], str] = nothing, counted: Callable[[str], None] | None = None) -> None:
        super().__init__()
        self._version = version
        self._counted = counted

    def filter(self, record: logging.LogRecord) -> bool:
        """Complete a record and count it; none is left out."""
        to = _belonging.get()
        known = {"request": to.request, "route": to.route(), "page": to.page, "state": to.state}
        for name, value in {**known, "version": self._version()}.items():
            if not getattr(record, name, ""):
                setattr(record, name, value)
        if self._counted is not None:
            self._counted(record.levelname.lower())
        return True


def fields_of(record: logging.LogRecord) -> dict[str, object]:
    """Return what is known of a record besides its message."""
    values = {name: getattr(record, name, "") for name in (*FIELDS, *MORE_FIELDS)}
    return {name: value for name, value in values.items() if value != ""}


class TextLines(logging.Formatter):
    """A record as one line to read: time, level, logger, message, then what it belongs to; a traceback follows it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # the name is of the standard library
        """Return the line of a record; breaks of its message become spaces."""
        record.message = " ".join(record.message.split())
        known = " ".join(f"{name}={value}" for name, value in fields_of(record).items())
        return super().formatMessage(record) + (f" {known}" if known else "")


class JsonLines(JsonFormatter):
    """A record as one line of JSON: time, level, logger, message, what it belongs to, the exception in one field."""

    def __init__(self) -> None:
        super().__init__(
            ["levelname", "name", "message"],
            timestamp="time",
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "exception", "stack_info": "stack"},
        )

    def process_log_record(self, log_data: dict[str, object]) -> dict[str, object]:
        """Return what is written."""
        record = {**log_data, "level": str(log_data.get("level", "")).lower()}
        return {name: record[name] for name in WRITTEN if record.get(name) not in ("", None)}


def form(settings: Mapping[str, str], terminal: bool) -> str:
    """Return the form of the log: the one that is set, else text on a terminal and JSON elsewhere."""
    written = settings.get(FORM_SETTING, "").strip().casefold()
    return written if written in ("json", "text") else "text" if terminal else "json"


def level(settings: Mapping[str, str]) -> int:
    """Return the level of the log."""
    return LEVELS.get(settings.get(LEVEL_SETTING, "").strip().casefold(), logging.WARNING)


def handler(
    settings: Mapping[str, str],
    stream: TextIO | None = None,
    version: Callable[[], str] = nothing,
    counted: Callable[[str], None] | None = None,
) -> logging.Handler:
    """Return what writes records as lines to a stream, standard error where none is given."""
    target = stream or sys.stderr
    made = logging.StreamHandler(target)
    made.setFormatter(JsonLines() if form(settings, target.isatty()) == "json" else TextLines())
    made.setLevel(level(settings))
    made.addFilter(Context(version, counted))
    return made


SERVER_LOGGERS = ("uvicorn", "uvicorn.error", "uvicorn.access")
"""The loggers that bring lines of their own form."""


def log_ended_thread(ended: threading.ExceptHookArgs) -> None:
    """Log what ended a thread: Python would write a trace of many lines past the log."""
    if ended.exc_type is SystemExit:
        return
    name = ended.thread.name if ended.thread is not None else "?"
    failure = (ended.exc_type, ended.exc_value or ended.exc_type(), ended.exc_traceback)
    logging.getLogger(__name__).error("thread %s ended", name, exc_info=failure)


def configure(writing: logging.Handler, settings: Mapping[str, str]) -> None:
    """Have every record of this process written by one handler, the server's own among them."""
    root = logging.getLogger()
    root.handlers[:] = [writing]
    root.setLevel(level(settings))
    logging.captureWarnings(True)
    threading.excepthook = log_ended_thread
    for name in SERVER_LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
