"""Text that runs from right to left, for type that no browser sets: the order it is seen in, its letters joined.

The order is that of the Unicode bidirectional algorithm (python-bidi), the joined letters are HarfBuzz's. Only texts
with Arabic letters, or with the marks that isolate parts of a text, come here; every other is set letter by letter.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby, pairwise
from pathlib import Path

import uharfbuzz
from bidi import get_base_level, get_display
from bidi.mirror import MIRRORED

Point = tuple[float, float]
Ring = tuple[Point, ...]

UNSEEN = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
"""The marks that say in which direction a part of a text runs, and are not written themselves."""

JOINERS = frozenset("\u200c\u200d")
"""Marks that keep letters apart or join them."""

MARK = "\u034f"
"""A mark without a shape (combining grapheme joiner): it goes wherever the letter before it goes."""

_BRACKET = f"[{re.escape(''.join(MIRRORED))}]"
_TURNS = re.compile(_BRACKET)
_TURNED = re.compile(f"({_BRACKET}){MARK}|{MARK}({_BRACKET})")

STEPS = 8
"""Straight strokes that a curve of a letter is painted with."""


def is_arabic(letter: str) -> bool:
    """Return whether a letter or a mark on one is set in the Arabic face; digits are not."""
    of_the_script = "\u0600" <= letter <= "\u06ff" and unicodedata.bidirectional(letter) in ("AL", "NSM")
    return of_the_script or letter in JOINERS


def needs_order(text: str) -> bool:
    """Return whether a text has Arabic letters or marks of direction."""
    return any(is_arabic(letter) or ord(letter) in UNSEEN for letter in text)


def runs_left(text: str) -> bool:
    """Return whether a line runs from right to left: its first letter does, or the mark that it begins with says so."""
    return text.startswith("\u2067") or bool(get_base_level(text))


def unwrapped(text: str) -> str:
    """Return a text without the marks that a whole line, or its cut end, is set from right to left by."""
    bare = text.replace("\u2067", "")
    spare = bare.count("\u2069") - bare.count("\u2066") - bare.count("\u2068")
    for _ in range(spare):
        before, _, after = bare.rpartition("\u2069")
        bare = before + after
    return bare


def wrapped_left(text: str) -> str:
    """Return a text with the marks by which it is set from right to left, whatever stands around it."""
    return f"\u2067{unwrapped(text)}\u2069"


def visual(text: str) -> str:
    """Return a line as it is seen from left to right, letter by letter, brackets turned, without marks of direction."""
    # The library orders letters but turns no brackets. A mark stands after its bracket where the text runs from left
    # to right, and before it, where the bracket is to be turned, else.
    seen = get_display(_TURNS.sub(lambda match: match[0] + MARK, text))
    turned = _TURNED.sub(lambda match: match[1] or MIRRORED[match[2]], str(seen))
    return turned.translate(UNSEEN)


@dataclass(frozen=True)
class Piece:
    """A part of a line that is set in one go: its letters as they are written, and whether they are joined ones."""

    text: str
    arabic: bool


@lru_cache(maxsize=20_000)
def pieces(text: str) -> tuple[Piece, ...]:
    """Return the parts of a line as they are seen from left to right."""
    return tuple(
        Piece("".join(letters)[::-1] if arabic else "".join(letters), arabic)
        for arabic, letters in groupby(visual(text), is_arabic)
    )


@dataclass(frozen=True)
class Glyph:
    """A shaped letter: its number in the face, how far it lies from the pen, how far the pen moves on, in its size."""

    number: int
    right: float
    up: float
    advance: float


@cache
def _font(path: Path) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))


@lru_cache(maxsize=20_000)
def shaped(word: str, path: Path) -> tuple[Glyph, ...]:
    """Return the shaped letters of an Arabic word in the face of a file, from left to right."""
    font = _font(path)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(word)
    buffer.direction, buffer.script, buffer.language = "rtl", "Arab", "ar"
    uharfbuzz.shape(font, buffer)
    em = font.face.upem
    return tuple(
        Glyph(info.codepoint, placed.x_offset / em, placed.y_offset / em, placed.x_advance / em)
        for info, placed in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    )


def shaped_width(word: str, path: Path) -> float:
    """Return how wide an Arabic word is, in its size."""
    return sum(glyph.advance for glyph in shaped(word, path))


def _on_the_way(first: Point, other: Point, share: float) -> Point:
    return first[0] + (other[0] - first[0]) * share, first[1] + (other[1] - first[1]) * share


class _Outline:
    """Takes the strokes of a letter from HarfBuzz and keeps them as rings of straight ones."""

    def __init__(self) -> None:
        self.rings: list[list[Point]] = []

    def moveTo(self, point: Point) -> None:
        self.rings.append([point])

    def lineTo(self, point: Point) -> None:
        self.rings[-1].append(point)

    def qCurveTo(self, *points: Point) -> None:
        self._curve(points)

    def curveTo(self, *points: Point) -> None:
        self._curve(points)

    def _curve(self, points: tuple[Point, ...]) -> None:
        """Follow a Bézier curve from where the pen is: its bends, then its end."""
        ring = self.rings[-1]
        whole = (ring[-1], *points)
        for step in range(1, STEPS + 1):
            between = whole
            while len(between) > 1:
                between = tuple(_on_the_way(first, other, step / STEPS) for first, other in pairwise(between))
            ring.append(between[0])

    def closePath(self) -> None:
        """End a ring; every ring ends where it begins."""


@cache
def outline(number: int, path: Path) -> tuple[Ring, ...]:
    """Return the rings of a letter of a face from its pen, upwards, in its size."""
    font = _font(path)
    pen = _Outline()
    font.draw_glyph_with_pen(number, pen)
    em = font.face.upem
    return tuple(tuple((x / em, y / em) for x, y in ring) for ring in pen.rings)
