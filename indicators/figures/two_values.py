"""Two values a place: a slope from one date to another, a dumbbell of two on one scale, a scatter of two indicators."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from indicators.analysis.verdicts import Verdict
from indicators.figures import drawing as draw
from indicators.figures.direction import RIGHT_TO_LEFT, Across
from indicators.figures.labels import DIGIT, SIDES, arranged, label_width, led, pushed_apart, value_width
from indicators.figures.palette import Palette
from indicators.figures.template import ROOM, ROOM_HEIGHT, FrozenFigure, Type, axis, base_layout, figure, fitted, levels

LEAD = 24
"""Pixels from an end to its label."""


def slopes(
    ends: pd.DataFrame, dates: tuple[str, str], verdict: Verdict, colours: Palette, size: Type, direction: str
) -> FrozenFigure:
    """Return one line a place between two dates, on an axis that fits the data.

    `ends` has the columns name, first, last, first_text, last_text, hover,
    accent and national (booleans); `dates` stand above the two ends. National
    figures have hollow ends. The verdict travels in the metadata.
    """
    room = size is ROOM
    size = fitted(size, int(len(ends) * 1.25) + 2)
    ordered = ends.sort_values("accent", kind="stable")
    values = pd.concat([ends["first"], ends["last"]])
    low, high = float(values.min()), float(values.max())
    spread = (high - low) or abs(high) or 1.0
    height = ROOM_HEIGHT if room else max(size.row * 13, int(len(ends) * size.text * 1.45) + 3 * size.row)
    top, bottom = size.row + 8, 12
    bounds = (low - spread * 0.05, high + spread * 0.05)
    left = label_width(ends["first_text"], size.text, 0.54) + LEAD + 8
    # The value stands at the end of its line in either direction.
    order = ("name", "last_text") if direction == RIGHT_TO_LEFT else ("last_text", "name")
    names = [f"{first} {second}" for first, second in zip(*(ends[column] for column in order), strict=True)]
    right = label_width(names, size.text) + LEAD + 8
    layout = base_layout(verdict, colours, size, height, left=left, right=right, top=top, bottom=bottom)
    layout["xaxis"] = axis(colours, size, range=[-0.02, 1.02], showticklabels=False)
    layout["yaxis"] = axis(colours, size, range=list(bounds), showticklabels=False)
    pitch = (bounds[1] - bounds[0]) * size.text * 1.3 / (height - top - bottom)
    layout["shapes"] = [draw.straight(colours.hairline, 1, x=end, layer="below") for end in (0, 1)]
    above = {"xanchor": "center", "yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 4}
    layout["annotations"] = [
        draw.note(f"<b>{date}</b>", size.text, colours.ink, x=end, **above) for end, date in enumerate(dates)
    ]
    for end, column, texts in ((0, "first", ends["first_text"].to_list()), (1, "last", names)):
        wanted = ends[column].to_list()
        placed = pushed_apart(wanted, pitch, *bounds)
        for y, label_y, text, accent in zip(wanted, placed, texts, ends["accent"], strict=True):
            layout["annotations"].append(_label(end, y, label_y, text, bool(accent), colours, size))
    return figure([_line(row, colours, size) for row in ordered.to_dict("records")], layout, direction, Across.TIME)


def _line(row: dict[Any, Any], colours: Palette, size: Type) -> dict[str, Any]:
    accent, national = bool(row["accent"]), bool(row["national"])
    colour = colours.accent if accent else colours.peer
    line = {"color": colour, "width": size.line if accent else size.line * 0.55}
    marker = {
        "size": size.dot * (0.8 if accent else 0.6),
        "color": colours.paper if national else colour,
        "line": {"color": colour, "width": 1.6 if national else 0},
    }
    ends = [row["first"], row["last"]]
    return draw.points([0, 1], ends, marker, [row["hover"]] * 2, name=row["name"], mode="lines+markers", line=line)


def _label(end: int, y: float, label_y: float, text: str, accent: bool, colours: Palette, size: Type) -> dict[str, Any]:
    away = LEAD if end else -LEAD
    return {
        **led(end, y, label_y, away, size.dot * 0.6, colours.accent if accent else colours.peer),
        "text": f"<b>{text}</b>" if accent else text,
        "font": {"size": size.text, "color": colours.accent if accent else colours.muted},
    }


LONG_ENDS = 36
"""Letters after which the names of the two ends stand on two lines: a phone is that wide."""


def dumbbells(
    rows: pd.DataFrame, ends: tuple[str, str], verdict: Verdict, colours: Palette, size: Type, direction: str
) -> FrozenFigure:
    """Return one dumbbell a row, in the order given, the first row on top.

    `rows` has the columns name, first, last, first_text, last_text, hover and
    accent; `ends` say what the two ends are: the first is hollow, the last
    filled, and a line above the rows says so. The verdict travels in the metadata.
    """
    n = len(rows)
    long = len(ends[0]) + len(ends[1]) > LONG_ENDS
    size = fitted(size, n + (3 if long else 1))
    positions = np.arange(n)[::-1]
    colour = [colours.accent if accent else colours.hollow for accent in rows["accent"]]
    x = [x for a, b in zip(rows["first"], rows["last"], strict=True) for x in (a, b, None)]
    y = [y for position in positions.tolist() for y in (position, position, None)]
    bar = {"color": colours.peer, "width": size.line}
    traces: list[dict[str, Any]] = [draw.line(x, y, bar, hoverinfo="skip", cliponaxis=False)]
    for column, filled in (("first", False), ("last", True)):
        fill = colour if filled else colours.paper
        marker = {"size": size.dot, "color": fill, "line": {"color": colour, "width": 2}}
        traces.append(draw.points(rows[column].to_list(), positions.tolist(), marker, rows["hover"]))
    values = pd.concat([rows["first"], rows["last"]])
    low, high = float(values.min()), float(values.max())
    values_width = value_width([*rows["first_text"], *rows["last_text"]], size.small) + size.dot + 8
    names_width = label_width(rows["name"], size.text) + 10
    top = int(size.text * (3.4 if long else 2))
    left, height = names_width + values_width, n * size.row + top + 6
    layout = base_layout(verdict, colours, size, height, left=left, right=values_width, top=top, bottom=6)
    layout["xaxis"] = axis(colours, size, range=[low, high if high > low else low + 1], showticklabels=False)
    names = draw.accented(rows["name"], rows["accent"], colours)
    layout["yaxis"] = draw.row_axis(names, colours, size, ticklabelstandoff=values_width)
    layout["shapes"] = [draw.straight(colours.hairline, 1, y=y, layer="below") for y in positions.tolist()]
    layout["annotations"] = _values(rows, positions.tolist(), colours, size)
    key = f"○ {ends[0]}{'<br>' if long else '   '}● {ends[1]}"
    corner = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": -left, "yref": "paper", "y": 1, "yshift": 4}
    layout["annotations"].append(draw.note(key, size.small, colours.ink, yanchor="bottom", align="left", **corner))
    return figure(traces, layout, direction, Across.VALUES)


def _values(rows: pd.DataFrame, positions: list[int], colours: Palette, size: Type) -> list[dict[str, Any]]:
    """Write the values outside the two ends, so that neither covers the bar."""
    notes = []
    for row, y in zip(rows.to_dict("records"), positions, strict=True):
        grows = row["last"] >= row["first"]
        for column, outward in (("first", -1 if grows else 1), ("last", 1 if grows else -1)):
            text = row[f"{column}_text"]
            place = {"x": row[column], "xanchor": "left" if outward > 0 else "right"}
            place |= {"xshift": outward * (size.dot // 2 + 4), "y": y, "yanchor": "middle"}
            written = f"<b>{text}</b>" if column == "last" else text
            notes.append(draw.note(written, size.small, colours.accent if row["accent"] else colours.ink, **place))
    return notes


PLOT_WIDTHS = {"screen": (290.0, 700.0), "room": (1000.0,)}
"""Widths of the plot, in pixels, in which the names must not collide: a phone's and a desk's, or a hall's."""


@dataclass(frozen=True)
class AxisScale:
    """An axis: its title in words, and how a value of it is written."""

    title: str
    text: Callable[[float], str]
    digits: int | None = None


def scatter(
    points: pd.DataFrame,
    across: AxisScale,
    up: AxisScale,
    verdict: Verdict,
    colours: Palette,
    size: Type,
    direction: str,
) -> FrozenFigure:
    """Return one point a place, the home city's a diamond with lines that show who has more and less of each.

    `points` has the columns name, x, y, hover, accent and national, and
    x_lower, x_upper, y_lower, y_upper where an error is stated. National points
    are hollow. A name without room is left to the pointer and to the table.
    """
    ordered = points.sort_values("accent", ascending=False, kind="stable").reset_index(drop=True)
    ranges = {name: _range(ordered, name) for name in ("x", "y")}
    height = ROOM_HEIGHT if size is ROOM else size.row * 16
    steps = {name: levels(*ranges[name], digits=scale.digits) for name, scale in (("x", across), ("y", up))}
    left = label_width(map(up.text, steps["y"]), size.small, DIGIT, 2) + 14
    top, bottom = int(size.small * 2.2), int(size.small * 3.4)
    layout = base_layout(verdict, colours, size, height, left=left, right=12, top=top, bottom=bottom)
    layout["xaxis"] = axis(
        colours, size, range=list(ranges["x"]), tickvals=steps["x"], ticktext=[across.text(v) for v in steps["x"]],
        showgrid=True, tickangle=0,
    )  # fmt: skip
    layout["yaxis"] = axis(
        colours, size, range=list(ranges["y"]), tickvals=steps["y"], ticktext=[up.text(v) for v in steps["y"]],
        showgrid=True, ticklabelstandoff=4,
    )  # fmt: skip
    above = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": -left, "yref": "paper", "y": 1, "yanchor": "bottom"}
    below = {"xref": "paper", "x": 1, "xanchor": "right", "yref": "paper", "y": 0, "yanchor": "top"}
    # The arrow stands at the right end of the title, where its axis leads, in either direction.
    to_the_right = f"→ {across.title}" if direction == RIGHT_TO_LEFT else f"{across.title} →"
    layout["annotations"] = [
        draw.note(f"↑ {up.title}", size.small, colours.ink, yshift=6, align="left", **above),
        draw.note(to_the_right, size.small, colours.ink, yshift=-int(size.small * 1.6), **below),
    ]
    for row in ordered[ordered["accent"]].to_dict("records"):
        layout["shapes"] += [
            draw.straight(colours.accent, 1, "dot", **{direction: row[direction]}, layer="below")
            for direction in ("x", "y")
        ]
    layout["annotations"] += _names(ordered, ranges, height - top - bottom, colours, size)
    return figure([_trace(ordered, colours, size)], layout, direction, Across.TIME)


def _range(points: pd.DataFrame, name: str) -> tuple[float, float]:
    """Return the range of an axis: from zero where the values begin near it, with room for the marks."""
    low = float(points[[name, f"{name}_lower"]].min().min())
    high = float(points[[name, f"{name}_upper"]].max().max())
    spread = (high - low) or abs(high) or 1.0
    start = 0.0 if 0 <= low <= spread * 0.6 else low - spread * 0.1
    return start, high + (high - start) * 0.08


def _trace(points: pd.DataFrame, colours: Palette, size: Type) -> dict[str, Any]:
    colour = [
        colours.accent if accent else colours.hollow if national else colours.peer
        for accent, national in zip(points["accent"], points["national"], strict=True)
    ]
    symbols = [
        ("diamond-open" if national else "diamond") if accent else "circle-open" if national else "circle"
        for accent, national in zip(points["accent"], points["national"], strict=True)
    ]
    sizes = [size.dot * (1.4 if accent else 1) for accent in points["accent"]]
    outline = {"color": colour, "width": 1.6}
    marker = {"size": sizes, "symbol": symbols, "color": colour, "opacity": 1, "line": outline}
    trace = draw.points(points["x"].to_list(), points["y"].to_list(), marker, points["hover"])
    for name in ("x", "y"):
        lower, upper = points[f"{name}_lower"], points[f"{name}_upper"]
        if lower.notna().any():
            trace[f"error_{name}"] = draw.error_bars(points[name], lower, upper, colours.peer_line, 1, 0)
    return trace


def _names(
    points: pd.DataFrame, ranges: dict[str, tuple[float, float]], height: float, colours: Palette, size: Type
) -> list[dict[str, Any]]:
    """Return the names that have room beside their points, the home city's first."""
    view = "room" if size is ROOM else "screen"
    x, y = (((points[name] - low) / (high - low)).to_list() for name, (low, high) in ranges.items())
    shares = list(zip(x, y, strict=True))
    widths = [
        len(name) * (size.text * 0.58 if accent else size.small * 0.53)
        for name, accent in zip(points["name"], points["accent"], strict=True)
    ]
    frames = [(width, float(height)) for width in PLOT_WIDTHS[view]]
    crosses = [(x, y) for (x, y), accent in zip(shares, points["accent"], strict=True) if accent]
    sides = arranged(shares, widths, size.small * 1.15, size.dot, frames, crosses, sure=len(crosses))
    notes = []
    for row, side in zip(points.to_dict("records"), sides, strict=True):
        if side is None:
            continue
        across, up = SIDES[side]
        accent = bool(row["accent"])
        gap = size.dot // 2 + (6 if accent else 3)
        corner = 0.4 if across and up else 1.0
        place = {"x": row["x"], "xanchor": {1: "left", -1: "right", 0: "center"}[across]}
        place |= {"y": row["y"], "yanchor": {1: "bottom", -1: "top", 0: "middle"}[up]}
        place |= {"xshift": across * gap * corner, "yshift": up * gap * corner}
        name, points_high, colour = row["name"], size.small, colours.muted
        if accent:
            name, points_high, colour = f"<b>{name}</b>", size.text, colours.accent
        notes.append(draw.note(name, points_high, colour, **place))
    return notes
