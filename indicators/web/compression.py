"""Compressed answers: which codings a browser takes, and a file that is stored in each of them.

Brotli is a sixth smaller than gzip for scripts; browsers take it where the line is encrypted or the server their own.
"""

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor

import brotli

CODINGS = ("br", "gzip")
"""The codings that we make, the smallest first, by their names in HTTP."""

BEST = 11
"""The quality at which Brotli is smallest; a megabyte takes more than a second."""

QUICK = 9
"""The quality that the first reader of a large file gets: a twentieth of the time for a tenth more bytes."""

TEXT = 5
"""The quality for what is made again and again: faster than gzip, and smaller."""

LARGE = 32_000
"""The bytes of a file that is not made as small as possible while its first reader waits."""

_later = ThreadPoolExecutor(1, "brotli")
"""Makes large files as small as possible, one after the other."""


def _brotli(body: bytes, quality: int) -> bytes:
    smaller: bytes = brotli.compress(body, quality=quality)
    return smaller


def admits(coding: str, accept_encoding: str) -> bool:
    """Tell whether an `Accept-Encoding` header admits a coding (RFC 9110, section 12.5.3)."""
    weights = {}
    for item in accept_encoding.lower().split(","):
        name, _, weight = item.replace(" ", "").partition(";q=")
        weights[name] = weight not in ("0", "0.0", "0.00", "0.000")
    return weights.get(coding, weights.get("*", False))


def accepts_gzip(accept_encoding: str) -> bool:
    """Tell whether an `Accept-Encoding` header admits gzip."""
    return admits("gzip", accept_encoding)


def smallest_coding(accept_encoding: str) -> str:
    """Return the coding of ours that is smallest among those that a header admits; empty for none."""
    return next((coding for coding in CODINGS if admits(coding, accept_encoding)), "")


def compressed_text(body: bytes, coding: str) -> bytes:
    """Return what is made for one answer in a coding, or as it is where that is empty."""
    if coding == "br":
        return _brotli(body, TEXT)
    return gzip.compress(body, 6, mtime=0) if coding == "gzip" else body


class CompressedFile:
    """A file that does not change while the server runs, compressed once for each coding.

    A large one is made quickly for the first reader who takes Brotli, and as small as possible afterwards.
    """

    def __init__(self, body: bytes) -> None:
        self.body = body
        self._made: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def encoded(self, coding: str) -> bytes:
        """Return its bytes in a coding of `CODINGS`, or as they are where that is empty."""
        if not coding:
            return self.body
        with self._lock:
            if coding not in self._made:
                self._made[coding] = self._first(coding)
                if coding == "br" and len(self.body) >= LARGE:
                    _later.submit(self._shrink)
            return self._made[coding]

    @property
    def weight(self) -> int:
        """The bytes that it takes."""
        return len(self.body) + sum(map(len, self._made.values()))

    def _first(self, coding: str) -> bytes:
        if coding == "gzip":
            return gzip.compress(self.body, 9, mtime=0)
        return _brotli(self.body, BEST if len(self.body) < LARGE else QUICK)

    def _shrink(self) -> None:
        self._made["br"] = _brotli(self.body, BEST)
