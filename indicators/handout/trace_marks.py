"""The traces of a figure as marks of a drawing: lines, gaps, outlines and hatching, points, texts, bars, intervals."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from itertools import groupby
from typing import Any

from shapely import MultiLineString, Polygon, box, get_parts

from indicators.handout.drawing import Colour, Contour, Disc, Lettering, Mark, Pen, Points, Rectangle, colour
from indicators.handout.plot_axes import Plot, PlotAxis, strange
from indicators.handout.rich_text import rich_text

SILENT_TRACE = frozenset(
    {"hovertext", "hoverinfo", "hoverlabel", "hoveron", "customdata", "meta", "name", "type", "ids"}
)
"""Properties of a trace that are no part of its picture."""

READ_SCATTER = frozenset({
    "mode", "x", "y", "xaxis", "yaxis", "line", "marker", "fill", "fillcolor", "text", "textposition", "textfont",
    "opacity", "cliponaxis", "fillpattern", "error_x", "error_y", "connectgaps", "showlegend",
})  # fmt: skip
READ_BAR = frozenset({
    "orientation", "x", "y", "xaxis", "yaxis", "width", "marker", "error_x", "error_y", "cliponaxis", "opacity",
    "showlegend",
})  # fmt: skip

DASHES = {"solid": (), "dot": (1.0, 2.0), "dash": (3.0, 3.0)}
"""Strokes and gaps of a dashed line, in its width."""

TEXT_SIDES = {
    "middle right": (1, 0), "middle left": (-1, 0), "top center": (0, -1), "bottom center": (0, 1),
    "top right": (1, -1), "bottom right": (1, 1), "top left": (-1, -1), "bottom left": (-1, 1), "middle center": (0, 0),
}  # fmt: skip
"""Where a text stands beside its point, across and down."""

STROKES = {"/": (1,), "\\": (-1,), "x": (1, -1)}
"""The slopes of the strokes of each pattern: upwards to the right, downwards, both."""

READ_PATTERN = frozenset({"shape", "fgcolor", "bgcolor", "size", "solidity"})


def dashed(name: str | None, width: float) -> tuple[float, ...]:
    """Return the strokes and gaps of a dash in pixels; raises KeyError for one that is not drawn."""
    return tuple(part * max(width, 1.0) for part in DASHES[name or "solid"])


def each(value: Any, count: int) -> list[Any]:
    """Return a property of points as one for each: a list as it is, a single value repeated."""
    return list(value) if isinstance(value, list) else [value] * count


def runs(x: Sequence[Any], y: Sequence[Any]) -> list[list[tuple[Any, Any]]]:
    """Return the stretches of a line between its gaps."""
    pairs = zip(x, y, strict=True)
    return [list(part) for gap, part in groupby(pairs, key=lambda pair: None in pair) if not gap]


def trace_marks(plot: Plot, trace: Mapping[str, Any], font: float, ink: Colour) -> tuple[list[Mark], list[str]]:
    """Return the marks of one trace, and what of it is not understood."""
    kind = trace["type"]
    if kind not in ("scatter", "bar"):
        return [], [f"trace {kind}"]
    unknown = strange(kind, trace, (READ_SCATTER if kind == "scatter" else READ_BAR) | SILENT_TRACE)
    x, y = plot.axes[trace.get("xaxis", "x")], plot.axes[trace.get("yaxis", "y")]
    clip = plot.frame(x.name, y.name)
    opacity = float(trace.get("opacity", 1))
    marks: list[Mark] = []
    if kind == "bar":
        marks += _bars(trace, x, y, opacity, unknown)
        marks += _intervals(trace, x, y, unknown)
        return marks, unknown
    modes = set(str(trace.get("mode", "lines")).split("+"))
    unknown += [f"mode {mode}" for mode in modes - {"lines", "markers", "text", "none"}]
    places = [
        (None, None) if a is None or b is None else (x.at(a), y.at(b))
        for a, b in zip(trace["x"], trace["y"], strict=True)
    ]
    if "lines" in modes or trace.get("fill"):
        marks += _line(trace, places, clip, opacity, "lines" in modes, unknown)
    marks += _intervals(trace, x, y, unknown)
    shown = [(index, place) for index, place in enumerate(places) if None not in place]
    if "markers" in modes:
        marks += _markers(trace, shown, len(places), opacity, unknown)
    if "text" in modes:
        marks += _texts(trace, shown, len(places), font, ink, "markers" in modes, unknown)
    return marks, unknown


def _line(
    trace: Mapping[str, Any], places: list[Any], clip: Rectangle, opacity: float, stroked: bool, unknown: list[str]
) -> list[Mark]:
    line = trace.get("line", {})
    unknown += strange("line", line, ("color", "width", "dash", "simplify", "shape"))
    if line.get("shape", "linear") != "linear":
        unknown.append(f"line.shape={line['shape']}")
    width = float(line.get("width", 2))
    shade = colour(line.get("color"))
    pen = Pen(shade.thinned(opacity), width, dashed(line.get("dash"), width)) if stroked and shade and width else None
    stretches: list[Points] = [tuple(part) for part in runs(*zip(*places, strict=True))] if places else []
    fill = None
    if trace.get("fill") not in (None, "none"):
        if trace["fill"] != "toself":
            unknown.append(f"fill={trace['fill']}")
        written = colour(trace.get("fillcolor"))
        fill = written.thinned(opacity) if written else None
    if fill is None and pen is None:
        return []
    # A line from one place to the next leaves no mark where it has one place alone.
    stretches = [part for part in stretches if len(part) > 1]
    if not stretches:
        return []
    marks: list[Mark] = []
    pattern = trace.get("fillpattern")
    if pattern and fill is not None:
        marks, strange_ = _hatching(pattern, stretches, clip)
        unknown += strange_
        fill = None
    return [*marks, Contour(tuple(stretches), fill, pen, trace.get("fill") == "toself", clip)]


def _hatching(pattern: Mapping[str, Any], rings: Sequence[Points], clip: Rectangle) -> tuple[list[Mark], list[str]]:
    """Return the ground and the strokes of a pattern within rings (holes by the even-odd rule), and what is unknown."""
    unknown = [f"fillpattern.{name}" for name in pattern if name not in READ_PATTERN]
    if pattern["shape"] not in STROKES:
        return [], [*unknown, f"fillpattern {pattern['shape']}"]
    ground, ink = colour(pattern["bgcolor"]), colour(pattern["fgcolor"])
    marks: list[Mark] = [Contour(tuple(rings), fill=ground, closed=True, clip=clip)] if ground else []
    polygons = [Polygon(ring).buffer(0) for ring in rings if len(ring) > 3]
    if ink is None or not polygons:
        return marks, unknown
    area = reduce(lambda first, other: first.symmetric_difference(other), polygons)
    area = area.intersection(box(clip.left, clip.top, clip.right, clip.bottom))
    if area.is_empty:
        return marks, unknown
    size = float(pattern["size"])
    left, top, right, bottom = area.bounds
    strokes = []
    for way in STROKES[pattern["shape"]]:
        # One stroke for each tile of the pattern, counted from the corner of the paper so that neighbours agree.
        near, far = (left + top, right + bottom) if way > 0 else (left - bottom, right - top)
        for number in range(math.floor(near / size), math.ceil(far / size) + 1):
            offset = number * size
            strokes.append([(left - 1, way * (offset - left + 1)), (right + 1, way * (offset - right - 1))])
    within = MultiLineString(strokes).intersection(area)
    lines = tuple(tuple(part.coords) for part in get_parts(within) if part.geom_type == "LineString")
    width = max(size * float(pattern["solidity"]) / math.sqrt(2), 0.5)
    return [*marks, Contour(lines, pen=Pen(ink, width))], unknown


def _markers(trace: Mapping[str, Any], shown: list[Any], count: int, opacity: float, unknown: list[str]) -> list[Mark]:
    marker = trace.get("marker", {})
    unknown += strange("marker", marker, ("size", "color", "symbol", "line", "opacity"))
    edge = marker.get("line", {})
    unknown += strange("marker.line", edge, ("color", "width"))
    sizes, fills = each(marker.get("size", 6), count), each(marker.get("color"), count)
    symbols, through = each(marker.get("symbol", "circle"), count), each(marker.get("opacity", 1), count)
    edges, widths = each(edge.get("color"), count), each(edge.get("width"), count)
    marks: list[Mark] = []
    for index, (x, y) in shown:
        symbol = str(symbols[index])
        name = symbol.removesuffix("-open").removesuffix("-x")
        open_, crossed = symbol.endswith("-open"), "-x" in symbol
        covers = opacity * float(through[index])
        fill = colour(fills[index])
        rim = fill if open_ else colour(edges[index])
        width = widths[index] if widths[index] is not None else (1.0 if open_ or name.startswith("line-") else 0.0)
        if name.startswith("line-"):
            rim, fill = colour(edges[index]) or fill, None
        pen = Pen(rim.thinned(covers), float(width)) if rim and width else None
        inner = None if open_ or fill is None else fill.thinned(covers)
        half = float(sizes[index]) / 2
        if name not in SYMBOLS:
            unknown.append(f"symbol {symbol}")
        elif name == "circle":
            marks.append(Disc(x, y, half, inner, pen))
        else:
            shape = SYMBOLS[name](x, y, half)
            marks.append(Contour((shape,), inner, pen, closed=len(shape) > 2))
        if crossed:
            slant = half * math.sqrt(0.5)
            strokes = (
                ((x - slant, y - slant), (x + slant, y + slant)),
                ((x - slant, y + slant), (x + slant, y - slant)),
            )
            marks.append(Contour(strokes, pen=pen))
    return marks


def _triangle(x: float, y: float, half: float, way: int) -> Points:
    """Return a triangle that points up (-1) or down (1), of the size that Plotly gives it."""
    wide, tip = half * 2 / math.sqrt(3), half
    return ((x - wide, y - way * half / 2), (x + wide, y - way * half / 2), (x, y + way * tip))


SYMBOLS: Mapping[str, Callable[[float, float, float], Points]] = {
    "circle": lambda *_: (),
    "square": lambda x, y, r: ((x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)),
    "diamond": lambda x, y, r: ((x, y - r * 1.3), (x + r * 1.3, y), (x, y + r * 1.3), (x - r * 1.3, y)),
    "diamond-tall": lambda x, y, r: ((x, y - r * 1.4), (x + r * 0.7, y), (x, y + r * 1.4), (x - r * 0.7, y)),
    "triangle-up": lambda x, y, r: _triangle(x, y, r, -1),
    "triangle-down": lambda x, y, r: _triangle(x, y, r, 1),
    "line-ns": lambda x, y, r: ((x, y - r * 1.4), (x, y + r * 1.4)),
}
"""The corners of each symbol from its middle and half its size, as Plotly draws them."""

BETWEEN = 3
"""Pixels between a point and its text."""


def _texts(
    trace: Mapping[str, Any], shown: list[Any], count: int, font: float, ink: Colour, marked: bool, unknown: list[str]
) -> list[Lettering]:
    type_ = {"size": font, **trace.get("textfont", {})}
    unknown += strange("textfont", type_, ("size", "color", "family"))
    texts, sides = each(trace.get("text"), count), each(trace.get("textposition", "middle center"), count)
    sizes, shades = each(type_["size"], count), each(type_.get("color"), count)
    dots = each(trace.get("marker", {}).get("size", 6) if marked else 0, count)
    words: list[Lettering] = []
    for index, (x, y) in shown:
        if not texts[index]:
            continue
        if sides[index] not in TEXT_SIDES:
            unknown.append(f"textposition {sides[index]}")
            continue
        across, down = TEXT_SIDES[sides[index]]
        gap = float(dots[index]) / 2 + (BETWEEN if marked else 0)
        text = rich_text(str(texts[index]))
        unknown += text.unknown
        side = {1: "left", 0: "center", -1: "right"}[across]
        edge = {1: "top", 0: "middle", -1: "bottom"}[down]
        shade = colour(shades[index]) or ink
        words += text.placed(x + across * gap, y + down * gap, float(sizes[index]), shade, side, edge)
    return words


def _bars(trace: Mapping[str, Any], x: PlotAxis, y: PlotAxis, opacity: float, unknown: list[str]) -> list[Mark]:
    lying = trace.get("orientation", "v") == "h"
    marker = trace.get("marker", {})
    unknown += strange("bar.marker", marker, ("color", "line", "opacity"))
    edge = marker.get("line", {})
    unknown += strange("bar.marker.line", edge, ("color", "width"))
    values, places = (trace["x"], trace["y"]) if lying else (trace["y"], trace["x"])
    count = len(values)
    fills, edges = each(marker.get("color"), count), each(edge.get("color"), count)
    line_widths, widths = each(edge.get("width", 0), count), each(trace.get("width", 0.8), count)
    marks: list[Mark] = []
    for index, (value, place) in enumerate(zip(values, places, strict=True)):
        if value is None or place is None:
            continue
        half = widths[index] / 2
        if lying:
            ends, sides = (x.at(0), x.at(value)), (y.at(place - half), y.at(place + half))
        else:
            sides, ends = (y.at(0), y.at(value)), (x.at(place - half), x.at(place + half))
        (left, right), (top, bottom) = sorted(ends), sorted(sides)
        fill, rim = colour(fills[index]), colour(edges[index])
        pen = Pen(rim.thinned(opacity), float(line_widths[index])) if rim and line_widths[index] else None
        corners = Rectangle(left, top, right, bottom).corners
        marks.append(Contour((corners,), fill.thinned(opacity) if fill else None, pen, closed=True))
    return marks


def _intervals(trace: Mapping[str, Any], x: PlotAxis, y: PlotAxis, unknown: list[str]) -> list[Mark]:
    marks: list[Mark] = []
    for axis, name in ((x, "error_x"), (y, "error_y")):
        record = trace.get(name)
        if record is None:
            continue
        known = ("type", "symmetric", "array", "arrayminus", "color", "thickness", "width", "visible")
        unknown += strange(name, record, known)
        shade = colour(record["color"])
        if record["type"] != "data" or record["symmetric"] is not False or shade is None:
            unknown.append(f"{name}.type")
            continue
        pen, cap = Pen(shade, record["thickness"]), float(record["width"])
        values = trace["x"] if axis is x else trace["y"]
        for index, (px, py) in enumerate(zip(trace["x"], trace["y"], strict=True)):
            more, less = record["array"][index], record["arrayminus"][index]
            if px is None or py is None or not (more or less):
                continue
            low, high = axis.at(values[index] - less), axis.at(values[index] + more)
            other = y.at(py) if axis is x else x.at(px)
            lines = [((low, other), (high, other))]
            lines += [((end, other - cap), (end, other + cap)) for end in (low, high) if cap]
            rings = lines if axis is x else [tuple((b, a) for a, b in line) for line in lines]
            marks.append(Contour(tuple(rings), pen=pen))
    return marks
