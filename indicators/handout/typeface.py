"""The type of handouts: three faces that come along, how wide a text is in them, and where it breaks.

A PDF holds them; pictures are painted with them. They are Source Sans 3 and Source Serif 4 with the letters that our
texts need, under names of their own, as their licence asks (`fonts/README.md`).
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import getFont, registerFont
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).parent / "fonts"

FACES = {
    "regular": "handout-sans-regular.ttf",
    "bold": "handout-sans-bold.ttf",
    "serif": "handout-serif-semibold.ttf",
}
"""The file of each face."""

LINE = 1.25
"""The distance of two lines, in their size."""

ALIKE = {"⋮": "…", "⋯": "…", "\u2066": "", "\u2069": "", "\u200e": "", "\u200f": ""}
"""What stands for letters that the faces do not have, and nothing for marks that are not seen."""

MISSING = "□"
"""What stands for a letter that the faces do not have."""


@cache
def face(name: str) -> TTFont:
    """Return a face as the PDF library has it, read once."""
    font = TTFont(f"handout-{name}", FONTS / FACES[name])
    registerFont(font)
    return getFont(font.fontName)


def width_of(text: str, size: float, name: str = "regular") -> float:
    """Return how wide a text is in a size of a face."""
    return float(face(name).stringWidth(text, size))


@cache
def letters(name: str = "regular") -> frozenset[int]:
    """Return the code points that a face has."""
    return frozenset(face(name).face.charToGlyph)


def written(text: str, name: str = "regular") -> str:
    """Return a text with a sign in the place of each letter that the face does not have; line ends become spaces."""
    known = letters(name)
    return "".join(one if ord(one) in known else " " if one.isspace() else ALIKE.get(one, MISSING) for one in text)


def unwritten(texts: Iterable[str], name: str = "regular") -> set[str]:
    """Return the letters of some texts that a face does not have."""
    return {one for text in texts for one in text if written(one, name) == MISSING != one}


def wrapped(text: str, width: float, size: float, name: str = "regular") -> list[str]:
    """Return a text in lines no wider than `width`, broken at spaces; a word that is wider is broken within."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _broken(paragraph.split(" "), width, size, name):
            longer = f"{line} {word}" if line else word
            if line and width_of(longer, size, name) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def _broken(words: Iterable[str], width: float, size: float, name: str) -> list[str]:
    parts: list[str] = []
    for word in words:
        rest = word
        while rest and width_of(rest, size, name) > width:
            end = next((at for at in range(len(rest) - 1, 1, -1) if width_of(rest[:at], size, name) <= width), 1)
            parts.append(rest[:end])
            rest = rest[end:]
        if rest or not word:
            parts.append(rest)
    return parts


def fitting(text: str, width: float, height: float, sizes: Iterable[float], name: str) -> tuple[float, list[str]]:
    """Return the first of some sizes, the largest first, in which a text fits a box, and its lines; else the last."""
    size, lines = 0.0, [text]
    for size in sizes:
        lines = wrapped(text, width, size, name)
        if len(lines) * size * LINE <= height:
            break
    return size, lines
