"""The key of the map of the world: each mark drawn as on the map, and what it stands for in words."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from indicators.figures.key_words import words
from indicators.figures.palette import Palette

KEY_PITCH = 1.42
"""The distance of two lines of the key, in their type size."""

HOLE = 0.42
"""The hole of a ring, in its diameter."""


class Kind(StrEnum):
    """What a point stands for."""

    FIGURE = "figure"
    NATIONAL = "national"
    APART = "apart"
    ABSENT = "absent"


@dataclass(frozen=True)
class Line:
    """One line of the key: the mark and what it stands for."""

    kind: Kind
    fill: str
    size: float
    text: str


def key_height(key: list[Line], columns: int, points: int) -> int:
    """Return the pixels a key takes below its heading's upper edge."""
    pitch = round(points * KEY_PITCH)
    rows = -(-len(key) // columns)
    return round(pitch * 1.25) + sum(_row_height(key[row::rows], pitch) for row in range(rows))


def _row_height(lines: list[Line], pitch: int) -> int:
    return max(pitch, *(round(line.size) + 3 for line in lines))


def write_key(
    heading: str,
    key: list[Line],
    columns: int,
    corner: tuple[float, int],
    points: int,
    layout: dict[str, Any],
    colours: Palette,
) -> None:
    """Write the heading and the marks down from a corner: left as a share of the width, top in pixels."""
    left, top = corner
    pitch = round(points * KEY_PITCH)
    layout["annotations"].append(words(heading, left, -top, points, colours.ink))
    rows = -(-len(key) // columns)
    widest = max((line.size for line in key), default=0)
    y = top + round(pitch * 1.25)
    for row in range(rows):
        lines = key[row::rows]
        height = _row_height(lines, pitch)
        for column, line in enumerate(lines):
            x = left + (1 - left) / 2 * column
            layout["shapes"] += _mark(line, x, (widest / 2 + 1, -(y + height / 2)), colours)
            text_top = -(y + height / 2 - points * 0.62)
            layout["annotations"].append(words(line.text, x, text_top, points, colours.ink, shift=round(widest) + 8))
        y += height


def _mark(line: Line, left: float, middle: tuple[float, float], colours: Palette) -> list[dict[str, Any]]:
    """Return the mark of a line of the key; its middle in pixels from the upper left corner."""
    at = {
        "xref": "paper", "yref": "paper", "xsizemode": "pixel", "ysizemode": "pixel", "xanchor": left, "yanchor": 1,
    }  # fmt: skip
    half = line.size / 2

    def shape(kind: str, reach: float, fill: str | None, colour: str, width: float) -> dict[str, Any]:
        ends = {"x0": middle[0] - reach, "x1": middle[0] + reach, "y0": middle[1] - reach, "y1": middle[1] + reach}
        filled = {} if fill is None else {"fillcolor": fill}
        return {**at, **ends, **filled, "type": kind, "line": {"color": colour, "width": width}}

    if line.kind is Kind.APART:
        return [shape("rect", half, None, colours.muted, 1.3)]
    if line.kind is Kind.ABSENT:
        slant = half * 0.7
        crossed = [shape("line", slant, None, colours.muted, 1.3), shape("line", slant, None, colours.muted, 1.3)]
        crossed[1] |= {"y0": middle[1] + slant, "y1": middle[1] - slant}
        return [shape("circle", half, None, colours.muted, 1.3), *crossed]
    full = shape("circle", half, line.fill, colours.ink, 0.8)
    if line.kind is Kind.NATIONAL:
        return [full, shape("circle", half * HOLE, colours.paper, colours.ink, 0.8)]
    return [full]
