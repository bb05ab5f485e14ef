"""What of a figure PowerPoint can draw by itself: bars of places, lines over time or between two dates, two indicators.

The values are read from the figure's own JSON, so that they are those of every other picture of it. What PowerPoint
has no chart for (maps, strips, distributions, dumbbells, panels) is None here and goes in as a drawing.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from indicators.handout.figure_drawing import Figure
from indicators.handout.rich_text import Run, rich_text
from indicators.handout.shaping import runs_left, unwrapped
from indicators.handout.trace_marks import each, runs

HOLLOW = "rgba(0,0,0,0)"


@dataclass(frozen=True)
class NativeBar:
    """One bar: its name, its value (None for a gap), the value as printed, its interval, how it is filled."""

    name: str
    value: float | None
    text: str
    accent: bool
    national: bool
    less: float = 0.0
    more: float = 0.0


@dataclass(frozen=True)
class NativeMark:
    """A published reference value with its label."""

    value: float
    label: str


@dataclass(frozen=True)
class NativeBars:
    """Bars from the top down, the range of their axis, and the reference values on it."""

    bars: tuple[NativeBar, ...]
    low: float
    high: float
    marks: tuple[NativeMark, ...] = ()


@dataclass(frozen=True)
class NativePoint:
    """A point of a series; `text` is its label, moved by `shift` heights of the plot upwards from where it would stand.

    `side` is where the label stands: right, left, above, below.
    """

    x: float
    y: float
    text: str = ""
    side: str = "right"
    shift: float = 0.0


@dataclass(frozen=True)
class NativeSeries:
    """A line or a set of points: `marker` is circle, diamond, triangle or none; `hollow` says how points are filled."""

    name: str
    points: tuple[NativePoint, ...]
    accent: bool
    hollow: bool
    line: float
    dotted: bool
    marker: str
    size: float
    reference: bool = False


@dataclass(frozen=True)
class NativeAxis:
    """An axis of numbers: its range, the distance of its ticks (None where they are not even), its title."""

    low: float
    high: float
    step: float | None
    title: str = ""
    digits: int = 0
    suffix: str = ""


@dataclass(frozen=True)
class NativeLines:
    """Series over two axes; `dates` are the names of two dates across where there are no numbers.

    A reference value is a dotted series from one side to the other, a break of a series a dashed one upwards.
    """

    series: tuple[NativeSeries, ...]
    x: NativeAxis
    y: NativeAxis
    dates: tuple[str, str] | None = None


Native = NativeBars | NativeLines


def native_chart(figure: Figure, kind: str, accent: str) -> Native | None:
    """Return what PowerPoint can draw of a figure of a chart of a kind, None for a drawing; `accent` is its colour."""
    data, layout = figure["data"], figure["layout"]
    if any(name in layout for name in ("xaxis2", "yaxis2")):
        return None
    if len(data) == 2 and data[0]["type"] == "bar" and data[0].get("orientation") == "h" and data[1].get("text"):
        return _bars(data[0], data[1], layout, accent)
    if kind in ("time", "lines", "sources") and all(_is_line(trace) for trace in data):
        return _lines(data, layout, accent)
    if kind == "slope" and all(trace.get("x") == [0, 1] for trace in data):
        return _slope(data, layout, accent)
    # Intervals of points would be lost in a sheet of single values: such a scatter is drawn.
    stated = any(name in trace for trace in data for name in ("error_x", "error_y"))
    if kind == "scatter" and len(data) == 1 and data[0].get("mode") == "markers" and not stated:
        return _scatter(data[0], layout, accent)
    return None


def _is_line(trace: Mapping[str, Any]) -> bool:
    known = trace["type"] == "scatter" and not trace.get("fill")
    return bool(known and trace.get("mode") in ("lines", "lines+markers", "markers") and trace.get("name"))


def plain(text: str) -> str:
    """Return the words of a figure's text without its tags."""
    lines = (_line_words(line) for line in rich_text(text).lines)
    return " ".join(" ".join(lines).split(" ")).strip()


def _line_words(line: tuple[Run, ...]) -> str:
    """Return the words of a line as they are read: from right to left its runs stand the other way round."""
    from_right = runs_left("".join(run.text for run in line))
    return "".join(unwrapped(run.text) for run in (reversed(line) if from_right else line))


def _bars(
    bar: Mapping[str, Any], texts: Mapping[str, Any], layout: Mapping[str, Any], accent: str
) -> NativeBars | None:
    names = dict(zip(layout["yaxis"].get("tickvals", ()), layout["yaxis"].get("ticktext", ()), strict=False))
    if set(bar["y"]) - names.keys():
        return None
    count = len(bar["y"])
    fills, edges = each(bar["marker"]["color"], count), each(bar["marker"].get("line", {}).get("color"), count)
    error = bar.get("error_x", {})
    made = [
        NativeBar(
            name=plain(names[place]),
            value=value,
            text=plain(text),
            accent=edge == accent,
            national=fill == HOLLOW,
            less=float(error["arrayminus"][index] or 0) if error else 0.0,
            more=float(error["array"][index] or 0) if error else 0.0,
        )
        for index, (place, value, text, fill, edge) in enumerate(
            zip(bar["y"], bar["x"], texts["text"], fills, edges, strict=True)
        )
    ]
    order = sorted(range(count), key=lambda index: -bar["y"][index])
    # In a language from right to left the axis of our figure runs from the right: the chart turns its own.
    low, high = sorted(layout["xaxis"]["range"])
    return NativeBars(tuple(made[index] for index in order), float(low), float(high), tuple(_marks(layout, "x")))


def _marks(layout: Mapping[str, Any], side: str) -> list[NativeMark]:
    """Return the reference values of a figure: dotted lines across it, their labels at the same value."""
    other = "y" if side == "x" else "x"
    labels = {
        note[side]: plain(note["text"])
        for note in layout.get("annotations", ())
        if note.get(f"{other}ref") == "paper" and side in note
    }
    return [
        NativeMark(float(shape[f"{side}0"]), labels.get(shape[f"{side}0"], ""))
        for shape in layout.get("shapes", ())
        if shape.get("line", {}).get("dash") == "dot" and shape.get(f"{other}ref") == "paper"
    ]


def _axis(record: Mapping[str, Any], title: str = "") -> NativeAxis:
    low, high = map(float, record["range"])
    ticks = record.get("tickvals") or []
    steps = {round(b - a, 9) for a, b in pairwise(ticks)}
    step = steps.pop() if len(steps) == 1 else None
    texts = [str(text) for text in record.get("ticktext") or ()]
    digits = max(
        (len(decimals[1]) for text in texts if (decimals := re.search(r"\d[.,](\d{1,2})(?!\d)", text))), default=0
    )
    suffix = "%" if texts and all("%" in text for text in texts) else ""
    return NativeAxis(low, high, step, title, digits, suffix)


def _from_a_tick(axis: NativeAxis, record: Mapping[str, Any], values: list[float]) -> NativeAxis:
    """Return an axis that begins at a tick of ours below all values: PowerPoint counts its ticks from there."""
    ticks = record.get("tickvals") or []
    if axis.step is None or not ticks or axis.low == 0:
        return axis
    least = min([*values, ticks[0]])
    return replace(axis, low=round(ticks[0] - math.ceil((ticks[0] - least) / axis.step - 1e-9) * axis.step, 9))


def _labels(layout: Mapping[str, Any]) -> dict[tuple[float, float], tuple[str, float]]:
    """Return the labels that stand at points of lines: their words, and how far up they were moved."""
    low, high = layout["yaxis"]["range"]
    return {
        (float(note["x"]), float(note["y"])): (plain(note["text"]), (note["ay"] - note["y"]) / (high - low))
        for note in layout.get("annotations", ())
        if note.get("showarrow") and note.get("ayref") == "y"
    }


def _series(trace: Mapping[str, Any], points: list[NativePoint], accent: str) -> NativeSeries:
    marker, line = trace.get("marker", {}), trace.get("line", {})
    edge = marker.get("line", {})
    shade = line.get("color") or edge.get("color") or marker.get("color")
    symbol = str(marker.get("symbol", "circle"))
    with_points = "markers" in trace["mode"]
    return NativeSeries(
        name=plain(str(trace.get("name", ""))),
        points=tuple(points),
        accent=shade == accent,
        hollow=symbol.endswith("-open") or (bool(edge.get("width")) and marker.get("color") != edge.get("color")),
        line=float(line.get("width", 0)) if "lines" in trace["mode"] else 0.0,
        dotted=line.get("dash") in ("dot", "dash"),
        marker=symbol.split("-", maxsplit=1)[0] if with_points else "none",
        size=float(marker.get("size", 0)) if with_points else 0.0,
    )


def _first_values(layout: Mapping[str, Any]) -> dict[tuple[float, float], str]:
    """Return the values that stand at the first points of lines."""
    return {
        (float(note["x"]), float(note["y"])): plain(note["text"])
        for note in layout.get("annotations", ())
        if not note.get("showarrow", True) and "paper" not in (note.get("xref"), note.get("yref"))
    }


def _reference(name: str, ends: tuple[NativePoint, NativePoint]) -> NativeSeries:
    return NativeSeries(name, ends, False, False, 1.4, True, "none", 0.0, reference=True)


def _lines(data: list[Mapping[str, Any]], layout: Mapping[str, Any], accent: str) -> NativeLines:
    labels, firsts = _labels(layout), _first_values(layout)
    series = []
    for trace in data:
        for stretch in runs(trace["x"], trace["y"]):
            points = []
            for number, (x, y) in enumerate(stretch):
                at, last = (float(x), float(y)), number == len(stretch) - 1
                text, shift = labels.get(at, ("", 0.0)) if last else ("", 0.0)
                first = firsts.get(at, "") if number == 0 and not text else ""
                points.append(NativePoint(*at, text or first, "above" if first else "right", shift))
            series.append(_series(trace, points, accent))
    years = [point.x for line in series for point in line.points]
    values = [point.y for line in series for point in line.points]
    x, y = _from_a_tick(_axis(layout["xaxis"]), layout["xaxis"], years), _axis(layout["yaxis"])
    y = _from_a_tick(y, layout["yaxis"], values)
    for mark in _marks(layout, "y"):
        ends = (NativePoint(x.low, mark.value, mark.label, "above"), NativePoint(x.high, mark.value))
        series.append(_reference(mark.label, ends))
    for shape in layout.get("shapes", ()):
        if shape.get("line", {}).get("dash") == "dash" and shape.get("yref") == "paper":
            year = float(shape["x0"])
            name = f"{math.floor(year)} | {math.ceil(year)}"
            series.append(_reference(name, (NativePoint(year, y.low), NativePoint(year, y.high))))
    if x.step is None:
        x = replace(x, low=min(years), step=max(1.0, math.ceil((x.high - x.low) / 6)))
    return NativeLines(tuple(series), x, y)


def _slope(data: list[Mapping[str, Any]], layout: Mapping[str, Any], accent: str) -> NativeLines | None:
    labels = _labels(layout)
    dates = [plain(note["text"]) for note in layout["annotations"] if note.get("yref") == "paper"]
    if len(dates) != 2:
        return None
    series = []
    for trace in data:
        points = []
        for x, y in zip(trace["x"], trace["y"], strict=True):
            text, shift = labels.get((float(x), float(y)), ("", 0.0))
            points.append(NativePoint(float(x), float(y), text, "right" if x else "left", shift))
        series.append(_series(trace, points, accent))
    return NativeLines(tuple(series), NativeAxis(0, 1, 1), _axis(layout["yaxis"]), (dates[0], dates[1]))


def _scatter(trace: Mapping[str, Any], layout: Mapping[str, Any], accent: str) -> NativeLines:
    count = len(trace["x"])
    names = {
        (float(note["x"]), float(note["y"])): note
        for note in layout.get("annotations", ())
        if note.get("xref", "x") == "x" and note.get("yref", "y") == "y"
    }
    titles = {
        note["yanchor"]: plain(note["text"]).strip("↑→ ")
        for note in layout.get("annotations", ())
        if note.get("xref") == "paper" and note.get("yref") == "paper"
    }
    marker = trace["marker"]
    shades, symbols = each(marker["color"], count), each(marker["symbol"], count)
    sizes = each(marker["size"], count)
    series = []
    for index, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        note = names.get((float(x), float(y)))
        side = {"left": "right", "right": "left"}.get(note.get("xanchor", ""), "") if note else ""
        side = side or ({"bottom": "above", "top": "below"}.get(note.get("yanchor", ""), "right") if note else "right")
        text = plain(note["text"]) if note else ""
        name = text or plain(str(trace["hovertext"][index]).split("</b>")[0])
        point = NativePoint(float(x), float(y), text, side)
        series.append(
            NativeSeries(
                name, (point,), shades[index] == accent, symbols[index].endswith("-open"), 0.0, False,
                symbols[index].split("-")[0], float(sizes[index]),
            )
        )  # fmt: skip
    x = _from_a_tick(_axis(layout["xaxis"], titles.get("top", "")), layout["xaxis"], trace["x"])
    y = _from_a_tick(_axis(layout["yaxis"], titles.get("bottom", "")), layout["yaxis"], trace["y"])
    return NativeLines(tuple(series), x, y)
