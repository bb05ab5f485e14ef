"""The axes of a figure as Plotly's JSON describes them: where a value lies on the paper, grid, line and labels.

Read is what our figures use: explicit ranges, linear axes, ticks with their texts. Any other property is named.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from indicators.handout.drawing import Colour, Contour, Mark, Pen, Rectangle, colour
from indicators.handout.rich_text import rich_text

SILENT_AXIS = frozenset(
    {"fixedrange", "automargin", "ticks", "anchor", "constrain", "scaleratio", "type", "ticklabeloverflow"}
)
"""Properties of an axis that change nothing here, or that are read with its partner."""

READ_AXIS = frozenset({
    "showgrid", "zeroline", "showline", "gridcolor", "tickfont", "range", "domain", "tickvals", "ticktext",
    "tickformat", "tickangle", "showticklabels", "linecolor", "ticklabelstandoff", "title", "scaleanchor",
    "constraintoward", "side",
})  # fmt: skip
"""Properties that are drawn."""

ONLY = {
    "automargin": (False,), "ticks": ("",), "zeroline": (False,), "constrain": ("domain",), "scaleratio": (1,),
    "tickformat": ("d",), "tickangle": (0,), "type": ("linear",), "ticklabeloverflow": ("allow",),
}  # fmt: skip
"""Properties of which we draw these values alone."""

TICK_GAP = 3
"""Pixels between an axis and its labels."""


def strange(where: str, record: Mapping[str, Any], known: Iterable[str]) -> list[str]:
    """Return which properties of a record of a figure are not known, with where they stand."""
    return [f"{where}.{name}" for name in record if name not in known]


@dataclass(frozen=True)
class PlotAxis:
    """One axis: its name (`x`, `y2`), its range of values, and the pixels that its ends lie at."""

    name: str
    low: float
    high: float
    start: float
    end: float
    record: Mapping[str, Any]

    def at(self, value: float) -> float:
        """Return the pixel of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def per_unit(self) -> float:
        """How many pixels one unit takes."""
        return abs((self.end - self.start) / (self.high - self.low))


@dataclass(frozen=True)
class Plot:
    """The paper of a figure: its width and height, the box within its margins, its axes by name."""

    width: float
    height: float
    box: Rectangle
    axes: Mapping[str, PlotAxis]

    def frame(self, x: str, y: str) -> Rectangle:
        """Return the box of the axes x and y."""
        across, up = self.axes[x], self.axes[y]
        return Rectangle(across.start, up.end, across.end, up.start)

    def across(self, ref: str, value: float) -> float:
        """Return the pixel of a position across, on an axis or as a share of the paper within the margins."""
        return self.box.left + value * self.box.width if ref == "paper" else self.axes[ref].at(value)

    def up(self, ref: str, value: float) -> float:
        """Return the pixel of a position upwards."""
        return self.box.bottom - value * self.box.height if ref == "paper" else self.axes[ref].at(value)


def plot_of(layout: Mapping[str, Any], width: float) -> tuple[Plot, list[str]]:
    """Return the paper of a layout at a width, and what of its axes is not understood."""
    margin, height = layout["margin"], float(layout["height"])
    box = Rectangle(margin["l"], margin["t"], width - margin["r"], height - margin["b"])
    axes: dict[str, PlotAxis] = {}
    unknown: list[str] = []
    for key, record in layout.items():
        if not key.startswith(("xaxis", "yaxis")):
            continue
        unknown += strange(key, record, READ_AXIS | SILENT_AXIS)
        unknown += [
            f"{key}.{name}={record[name]}" for name, known in ONLY.items() if record.get(name, known[0]) not in known
        ]
        name = key.replace("axis", "")
        first, last = record.get("domain", (0, 1))
        low, high = map(float, record["range"])
        start, end = box.left + first * box.width, box.left + last * box.width
        if name.startswith("y"):
            start, end = box.bottom - first * box.height, box.bottom - last * box.height
        axes[name] = PlotAxis(name, low, high, start, end, record)
    for name, axis in list(axes.items()):
        partner = axis.record.get("scaleanchor")
        if partner:
            _equalise(axes, name, partner)
    return Plot(width, height, box, axes), unknown


def _equalise(axes: dict[str, PlotAxis], name: str, partner: str) -> None:
    """Shrink the longer of two axes so that one unit takes the same pixels on both."""
    first, other = axes[name], axes[partner]
    scale = min(first.per_unit, other.per_unit)
    for axis in (first, other):
        length = scale * abs(axis.high - axis.low)
        toward = axis.record.get("constraintoward", "middle" if axis.name.startswith("y") else "center")
        # The end that stays: an axis upwards starts at the bottom.
        share = {"left": 0.0, "bottom": 0.0, "center": 0.5, "middle": 0.5, "right": 1.0, "top": 1.0}[toward]
        whole = axis.end - axis.start
        used = length if whole > 0 else -length
        start = axis.start + (whole - used) * share
        axes[axis.name] = replace(axis, start=start, end=start + used)


def ticks_of(axis: PlotAxis) -> list[tuple[float, str]]:
    """Return the ticks of an axis within its range, each with its text."""
    values = axis.record.get("tickvals") or []
    texts = axis.record.get("ticktext") or [f"{value:g}" for value in values]
    low, high = sorted((axis.low, axis.high))
    edge = (high - low) * 1e-9
    return [(v, str(text)) for v, text in zip(values, texts, strict=True) if low - edge <= v <= high + edge]


def axis_marks(plot: Plot, axis: PlotAxis, font: float, ink: Colour) -> tuple[list[Mark], list[Mark], list[str]]:
    """Return the grid of an axis, its line and labels, and what was not understood of them."""
    record = axis.record
    upwards = axis.name.startswith("y")
    partner = axis.name.replace("y", "x") if upwards else axis.name.replace("x", "y")
    frame = plot.frame(partner, axis.name) if upwards else plot.frame(axis.name, partner)
    # In a language from right to left the names of rows stand on the right of them.
    mirrored = upwards and record.get("side") == "right"
    grid: list[Mark] = []
    marks: list[Mark] = []
    unknown: list[str] = []
    shade = colour(record.get("gridcolor"))
    if record.get("showgrid") and shade:
        for value, _ in ticks_of(axis):
            position = axis.at(value)
            ends = (
                ((frame.left, position), (frame.right, position))
                if upwards
                else ((position, frame.top), (position, frame.bottom))
            )
            grid.append(Contour((ends,), pen=Pen(shade, 1)))
    line = colour(record.get("linecolor", "#444444"))
    if record.get("showline") and line:
        at_line = (frame.right if mirrored else frame.left) if upwards else frame.bottom
        ends = (
            ((at_line, frame.top), (at_line, frame.bottom))
            if upwards
            else ((frame.left, at_line), (frame.right, at_line))
        )
        marks.append(Contour((ends,), pen=Pen(line, 1)))
    type_ = {"size": font, **record.get("tickfont", {})}
    unknown += strange(f"{axis.name}.tickfont", type_, ("size", "color", "family"))
    of_labels = colour(type_.get("color")) or ink
    away = TICK_GAP + record.get("ticklabelstandoff", 0)
    if record.get("showticklabels", True):
        end = -math.inf
        for value, written in ticks_of(axis):
            text = rich_text(written)
            unknown += text.unknown
            if not upwards:
                # Of two labels that would touch, the first is written.
                half = text.width(type_["size"]) / 2
                if axis.at(value) - half < end:
                    continue
                end = axis.at(value) + half + TICK_GAP
            if upwards:
                edge, side = (frame.right + away, "left") if mirrored else (frame.left - away, "right")
                marks += text.placed(edge, axis.at(value), type_["size"], of_labels, side, "middle")
            else:
                marks += text.placed(axis.at(value), frame.bottom + away, type_["size"], of_labels, "center", "top")
    title = record.get("title")
    if title:
        unknown += strange(f"{axis.name}.title", title, ("text", "font"))
        if upwards:
            unknown.append(f"{axis.name}.title")
        size = title.get("font", {}).get("size", font)
        text = rich_text(title["text"])
        below = away + type_["size"] * 1.3 if record.get("showticklabels", True) else away
        marks += text.placed((frame.left + frame.right) / 2, frame.bottom + below, size, ink, "center", "top")
    return grid, marks, unknown
