"""Where do we stand: one strip an indicator, every peer a dot, the home city the accent."""

import textwrap

import numpy as np
import pandas as pd

from indicators.analysis.verdicts import Verdict
from indicators.figures.palette import Palette
from indicators.figures.template import ROOM, ROOM_HEIGHT, FrozenFigure, Type, axis, base_layout, figure

NAME_WIDTH = 22
"""Characters of a name on one line where the names stand beside the strips."""


def strips(rows: pd.DataFrame, dots: pd.DataFrame, verdict: Verdict, colours: Palette, size: Type) -> FrozenFigure:
    """Return one strip a row, each on its own scale from its lowest to its highest place.

    The names stand above the strips, in a room beside them, where the height is scarce.
    `rows` has the columns indicator, name, own_text (the home city's value), low_text and
    high_text; `dots` the columns indicator, value, hover and accent.
    """
    n = len(rows)
    order = {key: n - 1 - i for i, key in enumerate(rows["indicator"])}
    ranges = dots.groupby("indicator")["value"].agg(["min", "max"])
    low = dots["indicator"].map(ranges["min"])
    spread = (dots["indicator"].map(ranges["max"]) - low).replace(0, 1)
    placed = dots.assign(x=(dots["value"] - low) / spread, y=dots["indicator"].map(order))
    peers, own = placed[~placed["accent"]], placed[placed["accent"]]
    in_room = size is ROOM
    pitch = min(size.row * 2.1, (ROOM_HEIGHT - size.row) / n) if in_room else size.row * 3.1
    traces = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": peers["x"].round(4).to_list(),
            "y": peers["y"].to_list(),
            "marker": {"size": size.dot, "color": colours.peer, "line": {"color": colours.paper, "width": 1}},
            "hovertext": peers["hover"].to_list(),
            "hoverinfo": "text",
            "cliponaxis": False,
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": own["x"].round(4).to_list(),
            "y": own["y"].to_list(),
            "marker": {
                "size": size.dot * 1.5,
                "color": colours.accent,
                "symbol": "diamond",
                "line": {"color": colours.paper, "width": 1.5},
            },
            "hovertext": own["hover"].to_list(),
            "hoverinfo": "text",
            "cliponaxis": False,
        },
    ]
    names = ["<br>".join(textwrap.wrap(name, NAME_WIDTH)) for name in rows["name"]]
    left = int(NAME_WIDTH * size.text * 0.52) + 24 if in_room else 10
    layout = base_layout(colours, size, height=int(n * pitch + size.row), margin={"l": left, "r": 10, "t": 4, "b": 14})
    layout["xaxis"] = axis(colours, size, range=[-0.02, 1.02], showticklabels=False)
    layout["yaxis"] = axis(
        colours,
        size,
        range=[-0.5, n - 0.45] if in_room else [-0.42, n - 0.35],
        showticklabels=in_room,
        tickvals=[order[key] for key in rows["indicator"]],
        ticktext=names,
        ticklabelstandoff=14,
        tickfont={"size": size.small, "color": colours.ink},
    )
    layout["shapes"] = [
        {
            "type": "line",
            "x0": 0,
            "x1": 1,
            "y0": y,
            "y1": y,
            "layer": "below",
            "line": {"color": colours.hairline, "width": 2},
        }
        for y in np.arange(n).tolist()
    ]
    layout["annotations"] = []
    for row in rows.itertuples():
        y = order[row.indicator]
        ends = [(0, "left", row.low_text), (1, "right", row.high_text)]
        if not in_room:
            layout["annotations"].append(
                {
                    "x": 0,
                    "xanchor": "left",
                    "y": y,
                    "yshift": size.text * 2.6,
                    "showarrow": False,
                    "text": f"<b>{row.name}</b>",
                    "font": {"size": size.text, "color": colours.ink},
                }
            )
        x = float(own.loc[own["indicator"] == row.indicator, "x"].iloc[0])
        layout["annotations"].append(
            {
                "x": x,
                "xanchor": "left" if x < 0.2 else "right" if x > 0.8 else "center",
                "y": y,
                "yshift": size.text * 1.2,
                "showarrow": False,
                "text": f"<b>{row.own_text}</b>",
                "font": {"size": size.text, "color": colours.accent},
            }
        )
        layout["annotations"] += [
            {
                "x": x,
                "xanchor": anchor,
                "y": y,
                "yshift": -size.small * 1.25,
                "showarrow": False,
                "text": text,
                "font": {"size": size.small, "color": colours.muted},
            }
            for x, anchor, text in ends
        ]
    layout["meta"] = {"verdict": verdict}
    return figure(traces, layout)
