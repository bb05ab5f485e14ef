"""The slope: each place a line from one date to another, its values and its name at the ends."""

from typing import Any

import pandas as pd

from indicators.analysis.verdicts import Verdict
from indicators.figures import drawing as draw
from indicators.figures.direction import RIGHT_TO_LEFT, Across
from indicators.figures.labels import label_width, led, pushed_apart
from indicators.figures.palette import Palette
from indicators.figures.template import ROOM, ROOM_HEIGHT, FrozenFigure, Type, axis, base_layout, figure, fitted

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
