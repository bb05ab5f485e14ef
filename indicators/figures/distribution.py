"""The home city among thousands: a distribution counted in classes, places marked on it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.analysis.verdicts import Verdict
from indicators.figures import drawing as draw
from indicators.figures.direction import Across
from indicators.figures.palette import Palette
from indicators.figures.template import ROOM, ROOM_HEIGHT, FrozenFigure, Type, axis, base_layout, figure, levels

NEAR_AN_END = 0.12
"""The share of the axis at each end where a name would not fit if it stood in the middle of its line."""

NEAR_A_ROUND_VALUE = 0.02
"""The share of the axis within which the next round value is taken as its end: 100 where the highest is 99.9."""

EDGE = 14
"""Pixels at each side: half of what the value at an end of the axis takes."""


@dataclass(frozen=True)
class CountedAxis:
    """What the classes are of: its title in words, and the values written at it where it is logarithmic."""

    title: str
    ticks: list[tuple[float, str]] | None = None


def distribution(
    values: np.ndarray,
    marked: pd.DataFrame,
    counted: CountedAxis,
    verdict: Verdict,
    colours: Palette,
    size: Type,
    direction: str,
    classes: int = 60,
) -> FrozenFigure:
    """Return a histogram with places marked on it, on a logarithmic axis where it has ticks, else on a plain one.

    On a logarithmic axis `values` are positive, and the farthest two in a thousand at each end are beyond it. Only the
    counts of `classes` classes go to the browser. `marked` has the columns name, value, hover and accent.
    """
    ticks = counted.ticks
    scale = np.log10 if ticks is not None else np.asarray
    drawn = scale(values[values > 0] if ticks is not None else values)
    low, high = np.quantile(drawn, [0.002, 0.998]) if ticks is not None else (drawn.min(), drawn.max())
    counts, edges = np.histogram(drawn, bins=classes, range=(low, high))
    # Where all are the same value, the classes lie around it.
    low, high = float(edges[0]), float(edges[-1])
    centres = (edges[:-1] + edges[1:]) / 2
    tallest = int(counts.max())
    bars = {
        "type": "bar",
        "x": centres.tolist(),
        "y": counts.tolist(),
        "width": float(edges[1] - edges[0]) * 0.92,
        "marker": {"color": colours.peer},
        "hoverinfo": "skip",
    }
    others = marked[~marked["accent"]]
    strokes = draw.points(
        scale(others["value"].to_numpy("float64")).tolist(),
        [-tallest * 0.035] * len(others),
        {"symbol": "line-ns", "size": size.dot, "line": {"color": colours.muted, "width": 1.6}},
        others["hover"],
    )
    height = ROOM_HEIGHT if size is ROOM else size.row * 11
    layout = base_layout(verdict, colours, size, height, left=EDGE, right=EDGE, top=size.row * 2, bottom=size.row * 2)
    labels = {}
    if ticks is not None:
        labels = {
            "tickvals": [float(scale(position)) for position, _ in ticks],
            "ticktext": [label for _, label in ticks],
        }
    title = {"text": counted.title, "font": {"size": size.small}}
    ends = [low, high] if ticks is not None else _round_ends(low, high)
    layout["xaxis"] = axis(colours, size, range=ends, title=title, **labels)
    foot, top = -tallest * 0.08, tallest * 1.04
    layout["yaxis"] = axis(colours, size, range=[foot, top], showticklabels=False)
    layout["bargap"] = 0
    for row in marked[marked["accent"]].itertuples():
        x = float(scale(row.value))
        layout["shapes"].append(draw.straight(colours.accent, size.line, x0=x, x1=x, y0=foot, y1=top))
        name = draw.note(
            f"<b>{row.name}</b>", size.text, colours.accent, x=x, y=top, yanchor="bottom",
            xanchor=_side((x - ends[0]) / (ends[1] - ends[0])),
        )  # fmt: skip
        layout["annotations"].append(name)
    return figure([bars, strokes], layout, direction, Across.VALUES)


def _round_ends(low: float, high: float) -> list[float]:
    """Return the ends of an axis: the round value beyond each where it is near, or it would have no label."""
    marks = levels(low, high)
    if len(marks) < 2:
        return [low, high]
    step, near = marks[1] - marks[0], (high - low) * NEAR_A_ROUND_VALUE
    before, after = marks[0] - step, marks[-1] + step
    return [before if low - before <= near else low, after if after - high <= near else high]


def _side(share: float) -> str:
    """Return which side of a name stands at its line, for a line at a share of the axis."""
    return "left" if share < NEAR_AN_END else "right" if share > 1 - NEAR_AN_END else "center"
