"""Codings: which of them a header admits, and files that are stored in each."""

import gzip
import time

import brotli
import pytest

from indicators.plain.assets import PLOTLY, STATIC
from indicators.web.compression import CompressedFile, accepts_gzip, compressed_text, smallest_coding

SMALL = b"function draw(figure) { return figure.data.map(trace => trace.y); }\n" * 100


@pytest.mark.parametrize(
    ("header", "answer"),
    [
        ("gzip", True), ("br, GZIP", True), ("gzip;q=0.5", True), ("*", True), ("identity, *;q=0.1", True),
        ("", False), ("br", False), ("gzip;q=0", False), ("gzip; q=0.0, br", False), ("*, gzip;q=0", False),
    ],
)  # fmt: skip
def test_accepts_gzip(header: str, answer: bool) -> None:
    assert accepts_gzip(header) is answer


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"), ("gzip, br;q=0", "gzip"), ("*", "br"), ("identity", ""), ("", ""),
        ("br;q=0, *", "gzip"),
    ],
)  # fmt: skip
def test_the_smallest_coding_that_is_admitted(header: str, coding: str) -> None:
    assert smallest_coding(header) == coding


def test_a_text_is_the_same_in_every_coding() -> None:
    assert gzip.decompress(compressed_text(SMALL, "gzip")) == SMALL
    assert brotli.decompress(compressed_text(SMALL, "br")) == SMALL
    assert compressed_text(SMALL, "") == SMALL


def test_a_small_file_is_as_small_as_possible_at_once() -> None:
    assert CompressedFile(SMALL).encoded("br") == brotli.compress(SMALL, quality=11)


def test_a_large_file_is_answered_quickly_and_becomes_smaller() -> None:
    plotly = (STATIC / PLOTLY).read_bytes()[:300_000]
    file = CompressedFile(plotly)
    first = file.encoded("br")
    assert brotli.decompress(first) == plotly
    # the second making runs beside; a minute is far more than it takes
    waited = 0
    while len(file.encoded("br")) == len(first) and waited < 600:
        time.sleep(0.1)
        waited += 1
    second = file.encoded("br")
    assert len(second) < len(first) < len(file.encoded("gzip"))
    assert brotli.decompress(second) == plotly
