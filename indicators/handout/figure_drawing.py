"""A figure as a drawing: Plotly's JSON of our own builders, read without a browser.

It reads what :mod:`indicators.figures` writes, and names whatever it does not understand in
:attr:`~indicators.handout.drawing.Drawing.unknown`; a test draws every chart of the catalogue and finds nothing there.
No text is cut off: what would leave the paper is moved in.
"""

import math
from collections.abc import Mapping
from typing import Any, Protocol

import orjson

from indicators.charts.chart import Chart
from indicators.handout.drawing import Colour, Contour, Disc, Drawing, Lettering, Mark, Pen, Rectangle, colour, inside
from indicators.handout.plot_axes import Plot, axis_marks, plot_of, strange
from indicators.handout.rich_text import rich_text
from indicators.handout.trace_marks import dashed, trace_marks

Figure = Mapping[str, Any]
"""A figure as Plotly's JSON has it: `data` and `layout`."""

SILENT_LAYOUT = frozenset({
    "template", "autosize", "hovermode", "hoverlabel", "dragmode", "uirevision", "meta", "showlegend", "bargap",
    "clickmode", "hoverdistance", "minreducedwidth",
})  # fmt: skip
"""Properties of a layout that are no part of the picture; bars bring their own width, and margins are never reduced."""

READ_LAYOUT = frozenset({"height", "margin", "paper_bgcolor", "plot_bgcolor", "font", "shapes", "annotations"})

READ_SHAPE = frozenset({
    "type", "x0", "x1", "y0", "y1", "xref", "yref", "line", "fillcolor", "layer", "xsizemode", "ysizemode",
    "xanchor", "yanchor", "opacity", "name",
})  # fmt: skip

READ_NOTE = frozenset({
    "showarrow", "text", "font", "x", "y", "xref", "yref", "xanchor", "yanchor", "xshift", "yshift", "align",
    "borderpad", "ax", "ay", "axref", "ayref", "arrowhead", "arrowwidth", "arrowcolor", "standoff", "bgcolor",
    "opacity", "name",
})  # fmt: skip
NOT_DRAWN_NOTE = frozenset({"hovertext", "captureevents", "clicktoshow", "hoverlabel"})

PAD = 2
"""Pixels that Plotly leaves around the text of an annotation: its border and the room within."""


def figure_json(chart: Chart) -> Figure:
    """Return the figure of a chart that has one, as JSON's own types."""
    if chart.figure is None:
        raise ValueError(f"{chart.id} has no figure")
    return as_json(chart.figure)


class Drawable(Protocol):
    """A figure that says what it holds."""

    def to_dict(self) -> Any:
        """Return it as Plotly's JSON has it."""
        ...


def as_json(figure: Drawable) -> Figure:
    """Return a figure as JSON's own types."""
    made: Figure = orjson.loads(orjson.dumps(figure.to_dict()))
    return made


def figure_drawing(figure: Figure, width: float) -> Drawing:
    """Return a figure drawn at a width in pixels; its height is its own."""
    layout = figure["layout"]
    plot, unknown = plot_of(layout, width)
    unknown += [
        f"layout.{name}"
        for name in layout
        if name not in READ_LAYOUT | SILENT_LAYOUT and not name.startswith(("xaxis", "yaxis"))
    ]
    unknown += [f"layout.{name}" for name in ("paper_bgcolor", "plot_bgcolor") if colour(layout.get(name)) is not None]
    font, ink = float(layout["font"]["size"]), colour(layout["font"]["color"])
    if ink is None:
        raise ValueError("the type of a figure cannot be transparent")
    grids: list[Mark] = []
    labels: list[Mark] = []
    for axis in plot.axes.values():
        grid, marks, strange_ = axis_marks(plot, axis, font, ink)
        grids, labels, unknown = grids + grid, labels + marks, unknown + strange_
    shapes: dict[str, list[Mark]] = {"below": [], "above": []}
    for shape in layout.get("shapes", ()):
        marks, strange_ = _shape(plot, shape)
        shapes[shape.get("layer", "above")] += marks
        unknown += strange_
    traces: list[Mark] = []
    for trace in figure["data"]:
        marks, strange_ = trace_marks(plot, trace, font, ink)
        traces, unknown = traces + marks, unknown + strange_
    notes: list[Mark] = []
    for note in layout.get("annotations", ()):
        marks, strange_ = _note(plot, note, font, ink)
        notes, unknown = notes + marks, unknown + strange_
    painted = [*grids, *shapes["below"], *_texts_last(traces), *labels, *shapes["above"], *notes]
    marks_inside = tuple(inside(mark, width, plot.height) if isinstance(mark, Lettering) else mark for mark in painted)
    return Drawing(width, plot.height, marks_inside, tuple(dict.fromkeys(unknown)))


def _texts_last(traces: list[Mark]) -> list[Mark]:
    """Return the marks of traces as they are painted: texts over everything else."""
    return sorted(traces, key=lambda mark: isinstance(mark, Lettering))


def _shape(plot: Plot, shape: Mapping[str, Any]) -> tuple[list[Mark], list[str]]:
    unknown = strange("shape", shape, READ_SHAPE)
    line = shape.get("line", {})
    unknown += strange("shape.line", line, ("color", "width", "dash"))
    x = [_corner(plot, shape, "x", name) for name in ("x0", "x1")]
    y = [_corner(plot, shape, "y", name) for name in ("y0", "y1")]
    shade, width = colour(line.get("color")), float(line.get("width", 2))
    covers = float(shape.get("opacity", 1))
    pen = Pen(shade.thinned(covers), width, dashed(line.get("dash"), width)) if shade and width else None
    fill = colour(shape.get("fillcolor"))
    fill = fill.thinned(covers) if fill else None
    refs = (shape.get("xref", "x"), shape.get("yref", "y"))
    # What stands on axes is cut where they end.
    clip = plot.frame(*refs) if "paper" not in refs else None
    if shape["type"] == "line":
        return [Contour((((x[0], y[0]), (x[1], y[1])),), pen=pen, clip=clip)], unknown
    if shape["type"] == "rect":
        return [Contour((Rectangle(x[0], y[0], x[1], y[1]).corners,), fill, pen, closed=True, clip=clip)], unknown
    if shape["type"] == "circle" and math.isclose(abs(x[1] - x[0]), abs(y[1] - y[0]), rel_tol=0.02):
        return [Disc((x[0] + x[1]) / 2, (y[0] + y[1]) / 2, abs(x[1] - x[0]) / 2, fill, pen)], unknown
    return [], [*unknown, f"shape {shape['type']}"]


def _corner(plot: Plot, shape: Mapping[str, Any], side: str, name: str) -> float:
    """Return a corner of a shape in pixels; one that is given in pixels counts from its anchor, upwards for y."""
    ref, place = shape.get(f"{side}ref", side), plot.across if side == "x" else plot.up
    if shape.get(f"{side}sizemode") != "pixel":
        return place(ref, shape[name])
    anchor: float = place(ref, shape[f"{side}anchor"])
    return anchor + float(shape[name]) if side == "x" else anchor - float(shape[name])


def _note(plot: Plot, note: Mapping[str, Any], font: float, ink: Colour) -> tuple[list[Mark], list[str]]:
    unknown = strange("annotation", note, READ_NOTE | NOT_DRAWN_NOTE)
    type_ = {"size": font, **note.get("font", {})}
    unknown += strange("annotation.font", type_, ("size", "color", "family"))
    shade = colour(type_.get("color")) or ink
    text = rich_text(note["text"])
    unknown += text.unknown
    xref, yref = note.get("xref", "x"), note.get("yref", "y")
    head_x, head_y = plot.across(xref, note["x"]), plot.up(yref, note["y"])
    shift = note.get("xshift", 0), -note.get("yshift", 0)
    x, y = head_x + shift[0], head_y + shift[1]
    arrow = note.get("showarrow", True)
    marks: list[Mark] = []
    if arrow:
        if note.get("axref", "pixel") != "pixel" or note.get("ayref") != yref or note.get("arrowhead", 1) != 0:
            unknown.append("annotation.arrow")
        x, y = head_x + note["ax"], plot.up(yref, note["ay"])
        marks += _arrow(note, (head_x, head_y), (x, y))
    across = _anchor(note, "x", xref, arrow)
    up = _anchor(note, "y", yref, arrow)
    pad = 1 + note.get("borderpad", PAD - 1)
    x += {"left": pad, "center": 0, "right": -pad}[across]
    y += {"top": pad, "middle": 0, "bottom": -pad}[up]
    size = float(type_["size"])
    words = text.placed(x, y, size, shade, across, up, note.get("align", "center"))
    ground = colour(note.get("bgcolor"))
    if ground and words:
        boxes = [word.box for word in words]
        left, right = min(box.left for box in boxes) - pad, max(box.right for box in boxes) + pad
        behind = Rectangle(left, min(box.top for box in boxes), right, max(box.bottom for box in boxes))
        marks.append(Contour((behind.corners,), fill=ground, closed=True))
    return [*marks, *words], unknown


def _anchor(note: Mapping[str, Any], side: str, ref: str, arrow: bool) -> str:
    """Return which edge of a text is at its place; Plotly takes the nearer one where the place is of the paper."""
    edges = ("left", "center", "right") if side == "x" else ("bottom", "middle", "top")
    written = note.get(f"{side}anchor", "auto")
    if written != "auto":
        return str(written)
    if ref != "paper" or arrow:
        return edges[1]
    return edges[0 if note[side] <= 1 / 3 else 2 if note[side] >= 2 / 3 else 1]


def _arrow(note: Mapping[str, Any], head: tuple[float, float], tail: tuple[float, float]) -> list[Mark]:
    shade, width = colour(note.get("arrowcolor")), float(note.get("arrowwidth", 1))
    length = math.dist(head, tail)
    away = float(note.get("standoff", 0))
    if shade is None or length <= away:
        return []
    near = tuple(h + (t - h) * away / length for h, t in zip(head, tail, strict=True))
    return [Contour((((near[0], near[1]), tail),), pen=Pen(shade, width))]
