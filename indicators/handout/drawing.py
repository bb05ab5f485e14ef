"""A drawing: what a figure is made of once every axis is gone, for PDF, SVG and pictures.

Everything is in pixels, x to the right and y downwards from the upper left corner. A mark knows its colours; the order
of the marks is the order in which they are painted.
"""

import math
import re
from dataclasses import dataclass, replace

from indicators.handout.typeface import width_of

Points = tuple[tuple[float, float], ...]
"""The corners of a line or of a ring."""

_HEX = re.compile(r"#([0-9a-fA-F]{6})")
_RGBA = re.compile(r"rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*(?:,\s*([0-9.]+)\s*)?\)")


@dataclass(frozen=True)
class Colour:
    """A colour: red, green and blue from 0 to 255, and how much of it covers what lies below, from 0 to 1."""

    red: int
    green: int
    blue: int
    opacity: float = 1.0

    @property
    def hex(self) -> str:
        """The colour as `#RRGGBB`, without its opacity."""
        return f"#{self.red:02X}{self.green:02X}{self.blue:02X}"

    def thinned(self, opacity: float) -> "Colour":
        """Return the colour with an opacity over its own."""
        return replace(self, opacity=self.opacity * opacity)


def colour(written: str | None) -> Colour | None:
    """Return a colour as figures write it (`#RRGGBB`, `rgb(...)`, `rgba(...)`), None where it cannot be seen.

    Raises :class:`ValueError` for any other.
    """
    if written is None:
        return None
    if digits := _HEX.fullmatch(written):
        number = int(digits[1], 16)
        return Colour(number >> 16, number >> 8 & 255, number & 255)
    if digits := _RGBA.fullmatch(written):
        made = Colour(int(digits[1]), int(digits[2]), int(digits[3]), float(digits[4] or 1))
        return made if made.opacity else None
    raise ValueError(f"not a colour: {written}")


def opaque(written: str) -> Colour:
    """Return a colour that can be seen; raises :class:`ValueError` for any other."""
    made = colour(written)
    if made is None:
        raise ValueError(f"not a colour: {written}")
    return made


@dataclass(frozen=True)
class Rectangle:
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """The distance from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """The distance from top to bottom."""
        return self.bottom - self.top

    @property
    def corners(self) -> Points:
        """Its corners, from the upper left one on as a clock goes."""
        return (self.left, self.top), (self.right, self.top), (self.right, self.bottom), (self.left, self.bottom)

    def holding(self, width: float, height: float, down: float = 0.5, most: float = math.inf) -> "Rectangle":
        """Return where something of a width and a height stands in it, as large as fits, `most` times at most.

        It stands in the middle across, and has the share `down` of what is left free above it.
        """
        scale = min(most, self.width / width, self.height / height)
        left = self.left + (self.width - width * scale) / 2
        top = self.top + (self.height - height * scale) * down
        return Rectangle(left, top, left + width * scale, top + height * scale)


@dataclass(frozen=True)
class Pen:
    """How a line is drawn: its colour, its width, and the lengths of strokes and gaps, none for a solid line."""

    colour: Colour
    width: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Contour:
    """A line, or rings filled by the even-odd rule, so that a ring within another is a hole.

    Only what lies in `clip` is painted, everything where there is none.
    """

    rings: tuple[Points, ...]
    fill: Colour | None = None
    pen: Pen | None = None
    closed: bool = False
    clip: Rectangle | None = None


@dataclass(frozen=True)
class Disc:
    """A circle by its middle and its radius."""

    x: float
    y: float
    radius: float
    fill: Colour | None = None
    pen: Pen | None = None


@dataclass(frozen=True)
class Lettering:
    """A text on one line in one type: `x` is its left end, `y` its base line, `size` its height of type."""

    text: str
    x: float
    y: float
    size: float
    colour: Colour
    face: str = "regular"

    @property
    def width(self) -> float:
        """How wide it is."""
        return width_of(self.text, self.size, self.face)

    @property
    def box(self) -> Rectangle:
        """The room it takes."""
        return Rectangle(self.x, self.y - self.size * 0.78, self.x + self.width, self.y + self.size * 0.24)


Mark = Contour | Disc | Lettering


@dataclass(frozen=True)
class Drawing:
    """Marks on a paper of a width and a height; `unknown` names what of a figure its reader did not understand."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    unknown: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[Lettering, ...]:
        """Its texts."""
        return tuple(mark for mark in self.marks if isinstance(mark, Lettering))


def shifted(mark: Mark, right: float, down: float) -> Mark:
    """Return a mark moved by so many pixels."""
    match mark:
        case Contour():
            rings = tuple(tuple((x + right, y + down) for x, y in ring) for ring in mark.rings)
            clip = mark.clip
            if clip is not None:
                clip = Rectangle(clip.left + right, clip.top + down, clip.right + right, clip.bottom + down)
            return replace(mark, rings=rings, clip=clip)
        case _:
            return replace(mark, x=mark.x + right, y=mark.y + down)


def inside(words: Lettering, width: float, height: float) -> Lettering:
    """Return a text that lies wholly on the paper: moved in from an edge, and smaller where it is wider than it."""
    if words.width > width:
        words = replace(words, size=words.size * width / words.width, x=0)
    x = min(max(words.x, 0), width - words.width)
    y = min(max(words.y, words.size * 0.78), height - words.size * 0.24)
    return replace(words, x=x, y=y)
