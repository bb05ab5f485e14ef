"""Finished answers to programs: bytes, the same compressed, and the headers that go with them, put together once.

An answer says how long it may be stored and on what it depends. Whatever is not part of its address cannot change it,
so that no cache on the way can be made to hold a wrong one.
"""

import gzip
import hashlib
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cachetools import LRUCache

from indicators.open.problems import MEDIA_TYPE, Problem
from indicators.web.compression import accepts_gzip

Header = tuple[bytes, bytes]

UNTIL_ASKED = "no-cache"
"""Kept, and asked for again each time: a correction is seen at once, and what is the same costs no bytes."""

A_DAY = "public, max-age=86400"
"""What names its data version is the same whenever it is asked for."""

NEVER = "no-store"

CORS: tuple[Header, ...] = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Link, RateLimit, RateLimit-Policy, Retry-After"),
)
"""Any page may read: there is nothing here that is not public, and nothing is known of who asks."""

SMALLEST = 500
"""Bytes below which nothing is won by compression."""


ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
"""The first and the last byte that are asked for, or how many of the last."""


class AnswerForm(NamedTuple):
    """What is sent of an answer: all, a piece, nothing but its head, or that there is no such piece."""

    status: int
    body: bytes
    headers: tuple[Header, ...]


@dataclass(frozen=True)
class OpenAnswer:
    """A finished answer: its status, its bytes and the same compressed, and its headers in either form."""

    status: int
    body: bytes
    compressed: bytes | None
    tag: bytes
    headers: tuple[Header, ...]
    headers_compressed: tuple[Header, ...]
    headers_known: tuple[Header, ...]

    @classmethod
    def of(
        cls,
        status: int,
        media_type: str,
        body: bytes,
        cache: str = UNTIL_ASKED,
        vary: str = "Accept-Encoding",
        more: Mapping[str, str] | None = None,
    ) -> "OpenAnswer":
        """Return the answer with a body; `more` are headers of its own."""
        tag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'.encode()
        own_headers = tuple(
            (name.lower().encode("latin-1"), text_of_header(value)) for name, value in (more or {}).items()
        )
        common = (
            (b"etag", tag),
            (b"cache-control", cache.encode()),
            (b"vary", vary.encode()),
            (b"x-content-type-options", b"nosniff"),
            *CORS,
            *own_headers,
        )
        described = (*common, (b"content-type", media_type.encode()))
        compressed = gzip.compress(body, 5, mtime=0) if len(body) >= SMALLEST else None
        return cls(
            status=status,
            body=body,
            compressed=compressed,
            tag=tag,
            headers=(*described, (b"content-length", str(len(body)).encode())),
            headers_compressed=(
                *described,
                (b"content-encoding", b"gzip"),
                (b"content-length", str(len(compressed or b"")).encode()),
            ),
            headers_known=common,
        )

    def form(self, headers: Mapping[bytes, bytes]) -> AnswerForm:
        """Return the form that the headers of a request ask for: compressed, a piece, or none of what is known."""
        if self.status == 200:
            known = headers.get(b"if-none-match", b"")
            if known and (self.tag in known or known.strip() == b"*"):
                return AnswerForm(304, b"", self.headers_known)
            if b"range" in headers and b"if-range" not in headers:
                part = self.part(headers[b"range"].decode("latin-1"))
                if part is not None:
                    return part
        if self.compressed is not None and _takes_gzip(headers.get(b"accept-encoding", b"")):
            return AnswerForm(self.status, self.compressed, self.headers_compressed)
        return AnswerForm(self.status, self.body, self.headers)

    def part(self, range_header: str) -> AnswerForm | None:
        """Return the bytes that a header `Range` asks for, None where it asks for none that can be distinguished.

        Polars reads CSV in pieces. Of other forms none are given: geopandas would then leave the reading to GDAL, piece
        by piece. Nor are several at once: the whole is.
        """
        match = ONE_RANGE.fullmatch(range_header.strip())
        kind = dict(self.headers)[b"content-type"]
        if match is None or not any(match.groups()) or not kind.startswith(b"text/csv"):
            return None
        size, (first, last) = len(self.body), match.groups()
        begin = int(first) if first else max(size - int(last), 0)
        end = min(int(last), size - 1) if first and last else size - 1
        headers_left = tuple(header for header in self.headers if header[0] != b"content-length")
        if begin > end or (not first and last.strip("0") == ""):
            headers = (*headers_left, (b"content-range", f"bytes */{size}".encode()), (b"content-length", b"0"))
            return AnswerForm(416, b"", headers)
        body = self.body[begin : end + 1]
        content_range = (b"content-range", f"bytes {begin}-{end}/{size}".encode())
        return AnswerForm(206, body, (*headers_left, content_range, (b"content-length", str(len(body)).encode())))

    @property
    def weight(self) -> int:
        """About how many bytes it takes."""
        return len(self.body) + len(self.compressed or b"") + 2_000


@lru_cache(maxsize=256)
def _takes_gzip(accept_encoding: bytes) -> bool:
    return accepts_gzip(accept_encoding.decode("latin-1"))


def text_of_header(value: str) -> bytes:
    """Return a text as the value of a header: on one line, letters of ASCII alone."""
    return "".join(letter if " " <= letter <= "~" else "?" for letter in value).encode("ascii")


def problem_answer(problem: Problem) -> OpenAnswer:
    """Return a problem as an answer, which no cache keeps."""
    headers = {"Content-Language": problem.language, **problem.headers}
    vary = "Accept-Encoding, Accept-Language"
    return OpenAnswer.of(problem.kind.status, MEDIA_TYPE, problem.json(), NEVER, vary, headers)


def redirect_answer(location: str) -> OpenAnswer:
    """Return that the same stands at another address of this server; `location` begins with a slash."""
    return OpenAnswer.of(308, "text/plain; charset=utf-8", b"", NEVER, more={"Location": location})


MOST_BYTES = 48_000_000
"""Bytes of answers that are kept: about five hundred pages of a hundred rows, or fifty of a thousand."""

MOST_SPELLINGS = 4_096
"""Requests, letter by letter, whose answer is known at once."""


class AnswerStore:
    """Answers by key, the least recently asked for leaving first; and the spellings that led to them.

    Only the server's loop uses it: nothing here waits for anything.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._answers: LRUCache[Hashable, OpenAnswer] = LRUCache(most_bytes, getsizeof=lambda answer: answer.weight)
        self._spellings: LRUCache[Hashable, Hashable] = LRUCache(MOST_SPELLINGS)
        self.taken_in = 0
        """How often an answer or a spelling was taken in: each time others may have been put out."""
        self._at_once: dict[Hashable, OpenAnswer] = {}
        """What was found since an answer was last kept: nothing was put out since then, and one look-up finds it."""

    @property
    def weight(self) -> int:
        """What all answers weigh together, in bytes."""
        return int(self._answers.currsize)

    def find(self, spelling: Hashable) -> OpenAnswer | None:
        """Return the answer to a request of this spelling, None where it is not known."""
        answer = self._at_once.get(spelling)
        if answer is None:
            key = self._spellings.get(spelling)
            answer = None if key is None else self._answers.get(key)
            if answer is not None:
                self._at_once[spelling] = answer
        return answer

    def answer_of(self, spelling: Hashable, key: Hashable) -> OpenAnswer | None:
        """Return the answer of a key, and know the spelling from now on; None where it has to be made."""
        answer = self._answers.get(key)
        if answer is not None:
            self._know(spelling, key)
        return answer

    def keep(self, spelling: Hashable, key: Hashable, answer: OpenAnswer) -> None:
        """Keep an answer; one too heavy for the store is not stored."""
        if answer.weight <= self._answers.maxsize:
            self._answers[key] = answer
            self._know(spelling, key)

    def _know(self, spelling: Hashable, key: Hashable) -> None:
        """Know a spelling from now on; whatever was put out for it, or for its answer, is not found any more."""
        self._spellings[spelling] = key
        self.taken_in += 1
        self._at_once.clear()
