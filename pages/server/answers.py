"""Finished answers of the server's own routes: what is kept of one, and what every answer says in its head.

Whoever makes an answer, its head says who may frame it, and what it was made with by whom: the version of the data and
of the code, and the name of the replica where there are several. The outermost layer puts that in for all: a layer for
each would cost more than an answer that is stored.
"""

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from indicators.language.locales import SCREEN_LANGUAGES
from indicators.operations.replicas import replica_name
from indicators.web import app_state
from indicators.web.admission import ANY, FRAMES, OWN, is_framed_anywhere
from indicators.web.compression import accepts_gzip

HTML = "text/html; charset=utf-8"
JSON = "application/json"
TEXT = "text/plain; charset=utf-8"
SVG = "image/svg+xml"

MOST_PARAMETERS = 24
"""Parts of a query that are read: no link of ours has as many."""

FOR_EVER = "public, max-age=31536000, immutable"

ANY_ORIGIN = {"Access-Control-Allow-Origin": "*"}
"""What is public is read by the scripts of any site."""

Query = tuple[tuple[str, str], ...]

Header = tuple[bytes, bytes]

DATA_VERSION = b"x-data-version"


@dataclass(frozen=True)
class Answer:
    """A finished answer: its status, its type, its bytes, the same compressed, and its entity tag."""

    status: int
    media_type: str
    body: bytes
    compressed: bytes
    tag: str

    @classmethod
    def of(cls, status: int, media_type: str, body: bytes) -> "Answer":
        """Return the answer with a body."""
        digest = hashlib.sha256(body).hexdigest()[:16]
        return cls(status, media_type, body, gzip.compress(body, 6, mtime=0), f'W/"{digest}"')

    def response(self, headers: Headers, cache: str = "no-cache") -> Response:
        """Return it for the headers of a request: compressed where that is understood, empty where it is known."""
        common = {"Cache-Control": cache, "ETag": self.tag, "Vary": "Accept-Encoding, Accept-Language"}
        if self.status == 200 and self.tag in headers.get("if-none-match", ""):
            return Response(status_code=304, headers=common)
        smaller = accepts_gzip(headers.get("accept-encoding", ""))
        if smaller:
            common["Content-Encoding"] = "gzip"
        return Response(self.compressed if smaller else self.body, self.status, common, self.media_type)


def query_of(request: Request) -> Query:
    """Return the query of an address without its language, at most as many parts as are read."""
    items = request.query_params.items()
    return tuple(sorted((key, value) for key, value in items if key != "lang"))[:MOST_PARAMETERS]


def asked_of(request: Request, *leave: str) -> Query:
    """Return the query of an address without what is to `leave`, at most as many parts as are read.

    A language that is spoken is left out: it is an argument of its own.
    """
    items = request.query_params.items()
    parameters = [
        (key, value) for key, value in items if key not in leave and (key != "lang" or value not in SCREEN_LANGUAGES)
    ]
    return tuple(sorted(parameters))[:MOST_PARAMETERS]


def base_of(request: Request) -> str:
    """Return the address of this server for the world: the one that is set, else the one it was asked by."""
    return app_state.public_address() or f"{request.url.scheme}://{request.headers.get('host', '')}"


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
