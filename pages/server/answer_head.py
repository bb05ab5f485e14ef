"""What every answer says in its head, whoever makes it: who may frame it, and what it was made with by whom.

That is the version of the data and of the code, and the name of the replica where there are several. The outermost
layer puts it in for all: a layer for each would cost more than an answer that is stored.
"""

from collections.abc import Sequence
from functools import lru_cache

from indicators.operations.identity import replica_name
from indicators.web import app_state
from indicators.web.admission import ANY, FRAMES, OWN, is_framed_anywhere

Header = tuple[bytes, bytes]

DATA_VERSION = b"x-data-version"

_code: list[str] = []
"""The version of the code, once it was worked out."""


def note_code(version: str) -> None:
    """Have every answer say which code made it from now on."""
    _code[:] = [version]


def known_code() -> str:
    """Return the version of the code, empty before it was worked out."""
    return _code[0] if _code else ""


class AnswerHead:
    """Completes the heads of answers; the replica has the name that it had when this was made."""

    def __init__(self) -> None:
        self._replica = replica_name()

    def complete(self, path: str, headers: Sequence[Header]) -> list[Header]:
        """Return the headers of the answer of a path with those that every answer has."""
        framed, named = is_framed_anywhere(path), {name for name, _ in headers}
        if FRAMES in named and not framed:
            headers = [pair for pair in headers if pair[0] != FRAMES]
        # An answer that says itself of which data it is knows better.
        data = None if DATA_VERSION in named else app_state.last_version()
        # A policy more beside one that is there already: a browser keeps to all of them.
        return [*headers, *_everywhere(framed, self._replica, data, known_code())]


@lru_cache(maxsize=64)
def _everywhere(framed: bool, replica: str, data: str | None, code: str) -> tuple[Header, ...]:
    """Return the headers that every answer has."""
    version = () if data is None else ((DATA_VERSION, data.encode("latin-1")),)
    named = ((b"x-replica", replica.encode("latin-1")),) if replica else ()
    return (*(ANY if framed else OWN), *version, (b"x-code-version", code.encode("latin-1")), *named)
