"""The dumbbell: two values a place on one scale, joined by a bar, one row a place."""

from typing import Any

import numpy as np
import pandas as pd

from indicators.analysis.verdicts import Verdict
from indicators.figures import drawing as draw
from indicators.figures.direction import Across
from indicators.figures.labels import label_width, value_width
from indicators.figures.palette import Palette
from indicators.figures.template import FrozenFigure, Type, axis, base_layout, figure, fitted

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
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [x for a, b in zip(rows["first"], rows["last"], strict=True) for x in (a, b, None)],
            "y": [y for position in positions.tolist() for y in (position, position, None)],
            "line": {"color": colours.peer, "width": size.line},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    ]
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
