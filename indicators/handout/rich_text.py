"""The texts of figures: lines of runs with the few tags that figures use, placed as words of a drawing."""

import re
from dataclasses import dataclass, replace
from html import unescape

from indicators.handout.drawing import Colour, Lettering, colour
from indicators.handout.shaping import runs_left, unwrapped, wrapped_left
from indicators.handout.typeface import width_of, written

LINE_HEIGHT = 1.3
"""The distance of two lines of a figure's text, in their size."""

MIDDLE, ABOVE, BELOW = 0.34, 1.0, 0.3
"""In sizes of the type: from the middle of a line down to its base line, from its top, and from there to its foot."""

_PART = re.compile(r"<br\s*/?>|</?b>|</?i>|<span style=\"color:\s*([^\";]+);?\">|</span>|<[^>]*>")


@dataclass(frozen=True)
class Run:
    """A part of a line in one type; `colour` is None for that of the whole text."""

    text: str
    bold: bool
    colour: Colour | None

    @property
    def face(self) -> str:
        """The face it is set in."""
        return "bold" if self.bold else "regular"


@dataclass(frozen=True)
class RichText:
    """A text in lines of runs; `unknown` are the tags that were not understood."""

    lines: tuple[tuple[Run, ...], ...]
    unknown: tuple[str, ...] = ()

    def widths(self, size: float) -> list[float]:
        """Return how wide each line is in a size."""
        return [sum(width_of(run.text, size, run.face) for run in line) for line in self.lines]

    def width(self, size: float) -> float:
        """Return how wide the text is in a size."""
        return max(self.widths(size), default=0.0)

    def height(self, size: float) -> float:
        """Return how high it is in a size."""
        return len(self.lines) * size * LINE_HEIGHT

    def placed(
        self, x: float, y: float, size: float, ink: Colour, across: str = "left", up: str = "middle", align: str = ""
    ) -> list[Lettering]:
        """Return the words of a text whose edge or middle `across` is at x and `up` at y; lines aligned within it."""
        whole, height = self.width(size), self.height(size)
        left = x - {"left": 0.0, "center": 0.5, "right": 1.0}[across] * whole
        top = y - {"top": 0.0, "middle": 0.5, "bottom": 1.0}[up] * height
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[align or across]
        words = []
        for number, (line, width) in enumerate(zip(self.lines, self.widths(size), strict=True)):
            pen = left + (whole - width) * share
            base = top + (number + 0.5) * size * LINE_HEIGHT + MIDDLE * size
            for run in line:
                if run.text.strip():
                    words.append(Lettering(run.text, pen, base, size, run.colour or ink, run.face))
                pen += width_of(run.text, size, run.face)
        return words


def rich_text(text: str) -> RichText:
    """Read a text of a figure: `<b>`, `<i>` (set upright), `<br>`, `<span style="color:...">` and what HTML escapes."""
    lines: list[list[Run]] = [[]]
    unknown: list[str] = []
    run = Run("", False, None)
    offset = 0
    for tag in [*_PART.finditer(text), None]:
        piece = unescape(text[offset : tag.start() if tag else len(text)])
        if piece:
            lines[-1].append(replace(run, text=written(piece, run.face)))
        if tag is None:
            break
        offset = tag.end()
        name = tag[0]
        if name.startswith("<br"):
            lines.append([])
        elif name in ("<b>", "</b>"):
            run = replace(run, bold=name == "<b>")
        elif name.startswith("<span style"):
            run = replace(run, colour=colour(tag[1]))
        elif name == "</span>":
            run = replace(run, colour=None)
        elif name not in ("<i>", "</i>"):
            unknown.append(name)
    return RichText(tuple(_in_order(line) for line in lines), tuple(unknown))


def _in_order(line: list[Run]) -> tuple[Run, ...]:
    """Return the runs of a line as they stand from left to right."""
    if not runs_left("".join(run.text for run in line)):
        return tuple(line)
    # Each is set on its own, so each says in which direction it runs.
    return tuple(replace(run, text=wrapped_left(run.text)) for run in reversed(line) if unwrapped(run.text))
