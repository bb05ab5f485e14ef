"""The map of the world: points on land without borders, one part of it enlarged, the key in words below.

Both parts are ordinary charts with axes in kilometres of one projection, so
that nothing is asked for elsewhere. A point without a figure is crossed out, a
figure that shares no scale with the others is a square, a national one a ring.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from indicators.analysis.verdicts import Verdict
from indicators.figures import drawing as draw
from indicators.figures.direction import Across
from indicators.figures.labels import arranged
from indicators.figures.palette import Palette
from indicators.figures.template import ROOM, ROOM_HEIGHT, FrozenFigure, Type, axis, base_layout, figure
from indicators.maps.land import Frame
from indicators.maps.outlines import Rings

HOLE = 0.42
"""The hole of a ring, in its diameter."""


class PointKind(StrEnum):
    """What a point stands for."""

    FIGURE = "figure"
    NATIONAL = "national"
    INCOMPARABLE = "incomparable"
    ABSENT = "absent"


@dataclass(frozen=True)
class KeyLine:
    """One line of the key: the mark and what it stands for."""

    kind: PointKind
    fill: str
    size: float
    text: str


@dataclass(frozen=True)
class Key:
    """The key of a map: what it is of, and its lines."""

    heading: str
    lines: list[KeyLine]


def key_height(key: list[KeyLine], columns: int, points: int) -> int:
    """Return the pixels a key takes below its heading's upper edge."""
    pitch = round(points * draw.KEY_PITCH)
    rows = -(-len(key) // columns)
    return round(pitch * 1.25) + sum(_row_height(key[row::rows], pitch) for row in range(rows))


def _row_height(lines: list[KeyLine], pitch: int) -> int:
    return max(pitch, *(round(line.size) + 3 for line in lines))


def write_key(
    heading: str,
    key: list[KeyLine],
    columns: int,
    corner: tuple[float, int],
    points: int,
    layout: dict[str, Any],
    colours: Palette,
) -> None:
    """Write the heading and the marks down from a corner: left as a share of the width, top in pixels."""
    left, top = corner
    pitch = round(points * draw.KEY_PITCH)
    y = top
    if heading:
        layout["annotations"].append(draw.words(heading, left, -top, points, colours.ink))
        y += round(pitch * 1.25)
    rows = -(-len(key) // columns)
    widest = max((line.size for line in key), default=0)
    for row in range(rows):
        lines = key[row::rows]
        height = _row_height(lines, pitch)
        for column, line in enumerate(lines):
            x = left + (1 - left) / 2 * column
            layout["shapes"] += _mark(line, x, (widest / 2 + 1, -(y + height / 2)), colours)
            text_top = -(y + height / 2 - points * 0.62)
            layout["annotations"].append(
                draw.words(line.text, x, text_top, points, colours.ink, shift=round(widest) + 8)
            )
        y += height


def _mark(line: KeyLine, left: float, middle: tuple[float, float], colours: Palette) -> list[dict[str, Any]]:
    """Return the mark of a line of the key; its middle in pixels from the upper left corner."""
    half = line.size / 2

    def shape(kind: str, reach: float, fill: str | None, colour: str, width: float) -> dict[str, Any]:
        ends = {"x0": middle[0] - reach, "x1": middle[0] + reach, "y0": middle[1] - reach, "y1": middle[1] + reach}
        filled = {} if fill is None else {"fillcolor": fill}
        return draw.in_pixels(left, **ends, **filled, type=kind, line={"color": colour, "width": width})

    if line.kind is PointKind.INCOMPARABLE:
        return [shape("rect", half, None, colours.muted, 1.3)]
    if line.kind is PointKind.ABSENT:
        slant = half * 0.7
        crossed = [shape("line", slant, None, colours.muted, 1.3), shape("line", slant, None, colours.muted, 1.3)]
        crossed[1] |= {"y0": middle[1] + slant, "y1": middle[1] - slant}
        return [shape("circle", half, None, colours.muted, 1.3), *crossed]
    full = shape("circle", half, line.fill, colours.ink, 0.8)
    if line.kind is PointKind.NATIONAL:
        return [full, shape("circle", half * HOLE, colours.paper, colours.ink, 0.8)]
    return [full]


WORLD_HEIGHT, NEAR_HEIGHT, TITLE_HEIGHT = 246, 300, 26
"""Pixels of both parts on a screen, and of the title between them."""

COLUMN_WIDTHS = (350.0, 490.0)
"""Widths of the map in which the names must not collide: a phone's and a desk's."""

ROOM_WIDTH, ROOM_SPLIT = 1180.0, 0.62
"""The width of a hall's screen, and the share of it that the world takes."""

NEAR_IN_ROOM = (56.0, 298.0)
"""The upper and the lower edge of the enlarged part in a hall: below its title and one line of names, above the key."""

SCALE_MARKS, SCALE_STEP, SCALE_MIDDLE = 4, 0.04, 0.07
"""The words of a scale bar as so many marks that names keep clear of: their distance and their middle, as shares."""

SHORT = 24
"""Letters of a line of the key that fit half a phone."""


ACCENT_RING, SELECTED_RING = 6, 12
"""Pixels by which the rings around the home city and around what is selected are wider than the point."""

TEXT_POSITIONS = {
    "right": "middle right", "left": "middle left", "top": "top center", "bottom": "bottom center",
    "upper right": "top right", "lower right": "bottom right", "upper left": "top left", "lower left": "bottom left",
}  # fmt: skip
"""What Plotly calls the sides of a point."""


@dataclass(frozen=True)
class Dot:
    """One place: where it is, what it shows; `fill` is the colour of a figure, `size` its diameter in pixels."""

    x: float
    y: float
    name: str
    kind: PointKind
    fill: str
    size: float
    hover: str
    href: str = ""
    accent: bool = False
    selected: bool = False


@dataclass(frozen=True)
class Part:
    """A part of the map: its frame, the land in it, its title.

    Its scale bar is so many kilometres long as drawn, labelled in words, and begins
    at a share of the width where few names are.
    """

    frame: Frame
    land: Rings
    scale: float
    scale_text: str
    scale_from: float
    title: str = ""


def world_map(
    world: Part, near: Part, dots: list[Dot], key: Key, verdict: Verdict, colours: Palette, size: Type, direction: str
) -> FrozenFigure:
    """Return the world above its enlarged part (beside it in a room); the verdict travels in the metadata.

    Names stand where they have room: in the enlarged part those that lie in it, in the world the others.
    """
    room = size is ROOM
    points = size.small
    columns = 2 if max((len(line.text) for line in key.lines), default=0) <= SHORT else 1
    maps = WORLD_HEIGHT + TITLE_HEIGHT + NEAR_HEIGHT
    height = ROOM_HEIGHT if room else maps + 16 + key_height(key.lines, columns, points)
    layout = base_layout(verdict, colours, size, height, left=0, right=0, top=0, bottom=0)
    if room:
        boxes = [(0.0, ROOM_SPLIT, 0.0, float(height)), (ROOM_SPLIT + 0.02, 1.0, *NEAR_IN_ROOM)]
    else:
        top = WORLD_HEIGHT + TITLE_HEIGHT
        boxes = [(0.0, 1.0, 0.0, float(WORLD_HEIGHT)), (0.0, 1.0, float(top), float(top + NEAR_HEIGHT))]
    widths = [ROOM_WIDTH] if room else list(COLUMN_WIDTHS)
    traces: list[dict[str, Any]] = []
    # What is chosen comes last, so that nothing covers it; of the others the smaller.
    ordered = sorted(dots, key=lambda dot: (dot.accent or dot.selected, dot.kind is not PointKind.ABSENT, -dot.size))
    for name, part, box in (("", world, boxes[0]), ("2", near, boxes[1])):
        left, right, above, below = box
        x, y = f"x{name}", f"y{name}"
        layout[f"xaxis{name}"] = axis(
            colours, size, domain=[left, right], range=[part.frame.west, part.frame.east], showticklabels=False,
            constrain="domain", constraintoward="left", anchor=y,
        )  # fmt: skip
        layout[f"yaxis{name}"] = axis(
            colours, size, domain=[1 - below / height, 1 - above / height],
            range=[part.frame.south, part.frame.north], showticklabels=False, scaleanchor=x, scaleratio=1,
            constrain="domain", constraintoward="top", anchor=x,
        )  # fmt: skip
        inside = [dot for dot in ordered if part.frame.holds(dot.x, dot.y)]
        named = [dot for dot in inside if name or dot.accent or not near.frame.holds(dot.x, dot.y)]
        frames = [_drawn(part.frame, width * (right - left), below - above) for width in widths]
        sides = _sides(part, inside, named, frames, points)
        traces += _traces(part, inside, sides, (x, y), points, colours, size)
        frame, on = part.frame, dict[str, Any](xref=x, yref=y)
        corner = (frame.west + frame.width * part.scale_from, frame.south + frame.height * 0.03)
        bar, length = draw.scale_bar(*corner, part.scale, part.scale_text, points, colours, **on)
        layout["shapes"].append(bar)
        layout["annotations"].append({**length, "align": "left"})
        if part.title:
            title_top = 0.0 if room else above - TITLE_HEIGHT + 5
            title = draw.words(f"<b>{part.title}</b>", left, -title_top, points, colours.ink)
            layout["annotations"].append(title)
    limits = {"x0": near.frame.west, "x1": near.frame.east, "y0": near.frame.south, "y1": near.frame.north}
    edge = {"color": colours.muted, "width": 1}
    for suffix in ("", "2"):
        layout["shapes"].append({"type": "rect", "xref": f"x{suffix}", "yref": f"y{suffix}", "line": edge, **limits})
    # In a room the unit stands in the line above the map alone.
    corner = (ROOM_SPLIT + 0.02, round(NEAR_IN_ROOM[1] + 8)) if room else (0.0, maps + 12)
    write_key("" if room else key.heading, key.lines, columns, corner, points, layout, colours)
    return figure(traces, layout, direction, Across.PLACES)


def _drawn(frame: Frame, width: float, height: float) -> tuple[float, float]:
    """Return the pixels a frame takes in a box, its proportions preserved."""
    scale = min(width / frame.width, height / frame.height)
    return frame.width * scale, frame.height * scale


def _traces(
    part: Part, dots: list[Dot], sides: dict[str, str], axes: tuple[str, str], points: int, colours: Palette, size: Type
) -> list[dict[str, Any]]:
    on = {"type": "scatter", "xaxis": axes[0], "yaxis": axes[1], "cliponaxis": False}
    line = {"width": 0, "color": colours.hairline}
    land = draw.rings_of(part.land, **on, fillcolor=colours.hairline, line=line, hoverinfo="skip")
    traces: list[dict[str, Any]] = [land]
    if not dots:
        return traces
    symbols = {PointKind.INCOMPARABLE: "square-open", PointKind.ABSENT: "circle-x-open"}
    open_ = [dot.kind in symbols for dot in dots]
    quiet = {dot.name: sides[dot.name] for dot in dots if dot.name in sides and not (dot.accent or dot.selected)}
    traces.append(
        {
            **on,
            **_written(dots, quiet, points, colours),
            "x": [dot.x for dot in dots],
            "y": [dot.y for dot in dots],
            "hovertext": [dot.hover for dot in dots],
            "hoverinfo": "text",
            "marker": {
                "symbol": [symbols.get(dot.kind, "circle") for dot in dots],
                "size": [round(dot.size, 1) for dot in dots],
                "color": [colours.muted if plain else dot.fill for dot, plain in zip(dots, open_, strict=True)],
                "opacity": 1,
                "line": {
                    "color": [colours.muted if plain else colours.ink for plain in open_],
                    "width": [1.3 if plain else 0.8 for plain in open_],
                },
            },
            "meta": {"hrefs": [dot.href for dot in dots]},
        }
    )
    rings = [dot for dot in dots if dot.kind is PointKind.NATIONAL]
    if rings:
        marker = {"size": [round(dot.size * HOLE, 1) for dot in rings], "color": colours.paper, "opacity": 1}
        marker["line"] = {"color": colours.ink, "width": 0.8}
        traces.append({**on, **_at(rings), "marker": marker})
    for chosen, colour, wider, named in (
        ([dot for dot in dots if dot.accent], colours.accent, ACCENT_RING, [dot for dot in dots if not dot.selected]),
        ([dot for dot in dots if dot.selected], colours.ink, SELECTED_RING, dots),
    ):
        if chosen:
            marker = {
                "symbol": "circle-open",
                "size": [round(dot.size + wider, 1) for dot in chosen],
                "color": colour,
                "opacity": 1,
                "line": {"color": colour, "width": size.line},
            }
            # A name stands clear of the widest ring of its point.
            words = _written(chosen, {dot.name: sides[dot.name] for dot in named if dot.name in sides}, points, colours)
            traces.append({**on, **_at(chosen), **words, "marker": marker})
    return traces


def _at(dots: list[Dot]) -> dict[str, Any]:
    return {"mode": "markers", "x": [dot.x for dot in dots], "y": [dot.y for dot in dots], "hoverinfo": "skip"}


def _sides(
    part: Part, dots: list[Dot], named: list[Dot], frames: list[tuple[float, float]], points: int
) -> dict[str, str]:
    """Return on which side of its point each name has room: the home city's first, then the one selected.

    Names keep clear of the words of the scale bar, too.
    """
    frame = part.frame
    first = sorted(named, key=lambda dot: (not dot.accent, not dot.selected, dot.y))
    order = [*first, *(dot for dot in dots if dot not in first)]
    shares = [((dot.x - frame.west) / frame.width, (dot.y - frame.south) / frame.height) for dot in order]
    sizes = [_reach(dot) for dot in order]
    shares += [(part.scale_from + step * SCALE_STEP, SCALE_MIDDLE) for step in range(SCALE_MARKS)]
    sizes += [points] * SCALE_MARKS
    widths = [len(dot.name) * points * (0.6 if dot.accent or dot.selected else 0.53) for dot in order]
    loud = sum(dot.accent or dot.selected for dot in first)
    sides = arranged(shares, widths, points * 1.15, sizes, frames, named=len(first), sure=loud)
    return {dot.name: side for dot, side in zip(first, sides, strict=False) if side is not None}


def _reach(dot: Dot) -> float:
    """Return the diameter of a point with its rings, and what Plotly leaves between a point and its name."""
    return (dot.size + (SELECTED_RING if dot.selected else ACCENT_RING if dot.accent else 0)) * 1.25


def _written(dots: list[Dot], sides: dict[str, str], points: int, colours: Palette) -> dict[str, Any]:
    """Return names as part of a trace of markers; Plotly measures them faster than as annotations."""
    return {
        "mode": "markers+text",
        "text": [
            (f"<b>{dot.name}</b>" if dot.accent or dot.selected else dot.name) if dot.name in sides else ""
            for dot in dots
        ],
        "textposition": [TEXT_POSITIONS[sides.get(dot.name, "right")] for dot in dots],
        "textfont": {"size": points, "color": [colours.accent if dot.accent else colours.ink for dot in dots]},
    }
