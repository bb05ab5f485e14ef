"""The scatter: two indicators, one point a place, each point named where there is room."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from indicators.analysis.verdicts import Verdict
from indicators.figures import drawing as draw
from indicators.figures.direction import RIGHT_TO_LEFT, Across
from indicators.figures.labels import DIGIT, SIDES, arranged, label_width
from indicators.figures.palette import Palette
from indicators.figures.template import ROOM, ROOM_HEIGHT, FrozenFigure, Type, axis, base_layout, figure, levels

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
        if accent:
            notes.append(draw.note(f"<b>{row['name']}</b>", size.text, colours.accent, **place))
        else:
            notes.append(draw.note(row["name"], size.small, colours.muted, **place))
    return notes
