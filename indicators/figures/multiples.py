"""Small multiples: one panel a place, all on one scale, Casablanca's line behind every other."""

import math
from collections.abc import Callable
from typing import Any

import pandas as pd

from indicators.figures.lines import Line, levels
from indicators.figures.palette import Palette
from indicators.figures.template import ROOM, ROOM_HEIGHT, FrozenFigure, Type, axis, base_layout, figure, fitted
from indicators.verdicts import Verdict

Panel = list[Line]
"""The lines of one place: the observed ones and, dotted, the projected."""

ACROSS = {"screen": 2, "room": 4}
"""Panels beside each other: two stay readable on a phone."""

FOOT = 0.09
"""The share of a panel's height that keeps it off the next one's name."""


def multiples(
    panels: list[Panel],
    verdict: Verdict,
    colours: Palette,
    size: Type,
    tick_text: Callable[[float], str],
    zero_based: bool = True,
) -> FrozenFigure:
    """Return one panel a place, in the order given, on one scale of years and one of values.

    The lines are those of :func:`indicators.figures.lines.lines_over_time`. The
    line of the accent stands, thin, in every other panel too.
    """
    room = size is ROOM
    columns = min(ACROSS["room" if room else "screen"], len(panels))
    rows = math.ceil(len(panels) / columns)
    if room:
        size = fitted(size, rows * 5)
    points = pd.concat([line.points for panel in panels for line in panel])
    first, last = int(points["year"].min()), int(points["year"].max())
    low = 0.0 if zero_based and points["value"].min() >= 0 else float(points["value"].min())
    high = float(points["value"].max())
    spread = (high - low) or abs(high) or 1.0
    steps = levels(low, high, most=2)
    height = ROOM_HEIGHT if room else rows * size.row * 6
    left = int(max((len(tick_text(step)) for step in steps), default=2) * size.small * 0.56) + 12
    layout = base_layout(colours, size, height, {"l": left, "r": int(size.small * 1.3), "t": 4, "b": size.row})
    layout["annotations"], layout["shapes"] = [], []
    own = [line for panel in panels for line in panel if line.accent]
    gap = 0.06 if room else 0.13
    width = (1 - gap * (columns - 1)) / columns
    # What a panel's name takes of its height.
    head = min(0.3, size.row * 1.15 * rows / (height - size.row))
    traces: list[dict[str, Any]] = []
    for at, panel in enumerate(panels):
        row, column = divmod(at, columns)
        across = (column * (width + gap), column * (width + gap) + width)
        up = (1 - (row + 1 - FOOT) / rows, 1 - (row + head) / rows)
        suffix = "" if at == 0 else str(at + 1)
        bottom = at + columns >= len(panels)
        layout[f"xaxis{suffix}"] = axis(
            colours, size, domain=list(across), anchor=f"y{suffix}", range=[first - 0.5, last + 0.5],
            tickvals=[first, last], tickformat="d", tickangle=0, showticklabels=bottom, showline=True,
            linecolor=colours.hairline,
        )  # fmt: skip
        layout[f"yaxis{suffix}"] = axis(
            colours, size, domain=list(up), anchor=f"x{suffix}", tickvals=steps,
            ticktext=[tick_text(step) for step in steps], showticklabels=column == 0, showgrid=True,
            range=[low - (0 if low == 0 else spread * 0.06), high + spread * 0.12],
        )  # fmt: skip
        accent = any(line.accent for line in panel)
        traces += [_trace(line, suffix, colours, size, behind=True) for line in own if not accent]
        traces += [_trace(line, suffix, colours, size) for line in panel]
        told = next((line for line in reversed(panel) if not line.projected), panel[-1]).points.iloc[-1]
        text = f"{panel[0].name}  {told['text']}"
        layout["annotations"].append(
            {
                "xref": "paper", "x": across[0], "xanchor": "left", "yref": "paper", "y": up[1], "yanchor": "bottom",
                "showarrow": False, "text": f"<b>{text}</b>" if accent else text,
                "font": {"size": size.small, "color": colours.accent if accent else colours.ink},
            }
        )  # fmt: skip
    layout["meta"] = {"verdict": verdict}
    return figure(traces, layout)


def _trace(line: Line, suffix: str, colours: Palette, size: Type, behind: bool = False) -> dict[str, Any]:
    colour = colours.accent if line.accent else colours.hollow
    few = len(line.points) <= 12 and not behind
    return {
        "type": "scatter",
        "mode": "lines+markers" if few else "lines",
        "xaxis": f"x{suffix}",
        "yaxis": f"y{suffix}",
        "x": line.points["year"].astype(int).to_list(),
        "y": line.points["value"].to_list(),
        "hovertext": None if behind else line.points["hover"].to_list(),
        "hoverinfo": "skip" if behind else "text",
        "opacity": 0.45 if behind else 1,
        "line": {
            "color": colour,
            "width": 1.2 if behind else size.line * 0.8,
            "dash": "dot" if line.projected else "dash" if line.national else "solid",
        },
        "marker": {
            "size": size.dot * 0.5,
            "color": colours.paper if line.national or line.projected else colour,
            "line": {"color": colour, "width": 1.4 if line.national or line.projected else 0},
        },
        "cliponaxis": False,
    }
