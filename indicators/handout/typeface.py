"""The type of handouts: six faces that come along, how wide a text is in them, and where it breaks.

A PDF holds them; pictures are painted with them. They are Source Sans 3 and Source Serif 4 with the letters that our
texts need, under names of their own, as their licence asks, and Noto Sans Arabic and Tifinagh (`fonts/README.md`).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from reportlab.pdfbase.pdfmetrics import getFont, registerFont
from reportlab.pdfbase.ttfonts import TTFont

from indicators.handout.shaping import JOINERS, UNSEEN, needs_order, pieces, shaped_width

FONTS = Path(__file__).parent / "fonts"

FACES = {
    "regular": "handout-sans-regular.ttf",
    "bold": "handout-sans-bold.ttf",
    "serif": "handout-serif-semibold.ttf",
    "arabic": "handout-arabic-regular.ttf",
    "arabic-bold": "handout-arabic-bold.ttf",
    "tifinagh": "handout-tifinagh-regular.ttf",
}
"""The file of each face."""

ARABIC_FACES = {"regular": "arabic", "bold": "arabic-bold", "serif": "arabic-bold"}
"""The face that the Arabic letters of a text in another face are set in."""

LARGER = 1.1
"""How much larger Arabic letters are set than those beside them, which are higher for their size."""

LINE = 1.25
"""The distance of two lines, in their size."""

ALIKE = {"⋮": "…", "⋯": "…"}
"""What stands for letters that the faces do not have."""

MISSING = "□"
"""What stands for a letter that the faces do not have."""


@dataclass(frozen=True)
class SetPiece:
    """A part of a line in one face and size: `right` is how far from the left end of the line it begins.

    `joined` says that its letters are Arabic ones, to be shaped.
    """

    text: str
    face: str
    size: float
    right: float
    width: float
    joined: bool


class TypedFont(TTFont):  # type: ignore[misc]  # ReportLab ships no types
    """A face whose joined letters a PDF hands out as they are typed, so that a search finds them in any reader.

    The library writes down under which code points a shape was asked for: of joined letters those are shapes, too.
    """

    def addObjects(self, doc: Any) -> None:
        """Make the objects of a document, and tell the letters of each shape."""
        super().addObjects(doc)
        for name, stream in doc.idToObject.items():
            if str(name).startswith("toUnicodeCMap:"):
                stream.content = _SHAPE.sub(_typed, stream.content)


_SHAPE = re.compile(r"(?<=> )<(FB[5-9A-F]|F[CD][0-9A-F]|FE[7-9A-F])[0-9A-F]>")


def _typed(shape: re.Match[str]) -> str:
    """Return the letter of a shape; a shape of two stays, for some readers would turn the two round."""
    letter = unicodedata.normalize("NFKC", chr(int(shape[0][1:-1], 16)))
    return f"<{ord(letter):04X}>" if len(letter) == 1 else shape[0]


@cache
def face(name: str) -> TTFont:
    """Return a face as the PDF library has it, read once."""
    font = TypedFont(f"handout-{name}", FONTS / FACES[name])
    registerFont(font)
    return getFont(font.fontName)


def width_of(text: str, size: float, name: str = "regular") -> float:
    """Return how wide a line of text is in a size of a face."""
    if needs_order(text):
        return sum(piece.width for piece in set_line(text, size, name))
    return float(face(name).stringWidth(text, size))


def set_line(text: str, size: float, name: str = "regular") -> list[SetPiece]:
    """Return the parts of a line of text as they stand from left to right."""
    set_: list[SetPiece] = []
    right = 0.0
    arabic = ARABIC_FACES[name]
    for piece in pieces(text):
        if piece.arabic:
            width = shaped_width(piece.text, FONTS / FACES[arabic]) * size * LARGER
            parts = [SetPiece(piece.text, arabic, size * LARGER, right, width, joined=True)]
        else:
            parts = _set_apart(piece.text, size, name, right)
        set_ += parts
        right = parts[-1].right + parts[-1].width
    return set_


def tamazight_line(text: str, size: float) -> list[SetPiece]:
    """Return the parts of a line in Tifinagh from left to right; digits and signs stand in the regular face."""
    parts, right = [], 0.0
    for is_tifinagh, letters_ in groupby(
        text, lambda letter: ord(letter) in letters("tifinagh") and not letter.isspace()
    ):
        words, used = "".join(letters_), "tifinagh" if is_tifinagh else "regular"
        width = float(face(used).stringWidth(words, size))
        parts.append(SetPiece(words, used, size, right, width, joined=False))
        right += width
    return parts


def _set_apart(text: str, size: float, name: str, right: float) -> list[SetPiece]:
    """Return letters that are not joined: those that only the Arabic face has, such as its comma, are set in it."""
    parts = []
    for is_in_face, letters_ in groupby(text, lambda letter: ord(letter) in letters(name)):
        words, used, used_size = "".join(letters_), name, size
        if not is_in_face:
            used, used_size = ARABIC_FACES[name], size * LARGER
        width = float(face(used).stringWidth(words, used_size))
        parts.append(SetPiece(words, used, used_size, right, width, joined=False))
        right += width
    return parts


@cache
def letters(name: str = "regular") -> frozenset[int]:
    """Return the code points that a face has."""
    return frozenset(face(name).face.charToGlyph)


def written(text: str, name: str = "regular") -> str:
    """Return a text with a sign in the place of each letter that we have no face for; line ends become spaces.

    Marks of direction stay: whoever sets the text needs them.
    """
    known = letters(name) | letters(ARABIC_FACES[name]) | UNSEEN.keys()
    return "".join(
        character
        if ord(character) in known or character in JOINERS
        else " "
        if character.isspace()
        else ALIKE.get(character, MISSING)
        for character in text
    )


def unwritten(texts: Iterable[str], name: str = "regular") -> set[str]:
    """Return the letters of some texts that neither a face has nor its Arabic one."""
    characters: set[str] = set().union(*texts)
    return {character for character in characters if written(character, name) == MISSING != character}


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
        remaining = word
        while remaining and width_of(remaining, size, name) > width:
            end = next(
                (
                    length
                    for length in range(len(remaining) - 1, 1, -1)
                    if width_of(remaining[:length], size, name) <= width
                ),
                1,
            )
            parts.append(remaining[:end])
            remaining = remaining[end:]
        if remaining or not word:
            parts.append(remaining)
    return parts


def fitting(text: str, width: float, height: float, sizes: Iterable[float], name: str) -> tuple[float, list[str]]:
    """Return the first of some sizes, the largest first, in which a text fits a box, and its lines; else the last."""
    size, lines = 0.0, [text]
    for size in sizes:
        lines = wrapped(text, width, size, name)
        if len(lines) * size * LINE <= height:
            break
    return size, lines
