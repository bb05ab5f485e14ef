"""Where do we stand: one strip an indicator, every peer a dot, the home city the accent."""

import textwrap

import numpy as np
import pandas as pd

from indicators.analysis.verdicts import Verdict
from indicators.figures import drawing as draw
from indicators.figures.direction import Across
from indicators.figures.labels import label_width
from indicators.figures.palette import Palette
from indicators.figures.template import ROOM, ROOM_HEIGHT, FrozenFigure, Type, axis, base_layout, figure

ROOM_NAME, PHONE_WIDTH = 36, 42
"""Characters of a name on one line where the names stand beside the strips, and where they stand above them."""


def strips(
    rows: pd.DataFrame, dots: pd.DataFrame, verdict: Verdict, colours: Palette, size: Type, direction: str
) -> FrozenFigure:
    """Return one strip a row, each on its own scale.

    The names stand above the strips; in a room, where the height is scarce, beside them, the home city's values on the
    other side, and the ends of the strips are not named.
    `rows` has the columns indicator, name, own_text (the home city's value), low_text and
    high_text, and the ends of the scale, low and high; `dots` the columns indicator, value, hover and accent.
    """
    n = len(rows)
    order = {key: n - 1 - i for i, key in enumerate(rows["indicator"])}
    ends = rows.set_index("indicator")
    low = dots["indicator"].map(ends["low"])
    spread = (dots["indicator"].map(ends["high"]) - low).replace(0, 1)
    placed = dots.assign(x=(dots["value"] - low) / spread, y=dots["indicator"].map(order))
    peers, of_city = placed[~placed["accent"]], placed[placed["accent"]]
    in_room = size is ROOM
    names = ["<br>".join(textwrap.wrap(name, PHONE_WIDTH)) for name in rows["name"]]
    if in_room:
        # One line each: the height is scarce.
        names = [textwrap.shorten(name, ROOM_NAME, placeholder=" ...") for name in rows["name"]]
    lines = max(name.count("<br>") for name in names)
    pitch = size.row * 3.3 + lines * size.text * 1.25
    if in_room:
        pitch = min(size.row * 2.1, (ROOM_HEIGHT - size.row) / n)
    of_peer = {"size": size.dot, "color": colours.peer, "line": {"color": colours.paper, "width": 1}}
    of_home = {"size": size.dot * 1.5, "color": colours.accent, "symbol": "diamond"}
    of_home |= {"line": {"color": colours.paper, "width": 1.5}}
    traces = [
        draw.points(group["x"].round(4).to_list(), group["y"].to_list(), marker, group["hover"])
        for group, marker in ((peers, of_peer), (of_city, of_home))
    ]
    left = label_width(names, size.text) + 24 if in_room else 10
    right = label_width(rows["own_text"], size.text, 0.58) + 24 if in_room else 10
    height = int(n * pitch + size.row)
    layout = base_layout(verdict, colours, size, height, left=left, right=right, top=4, bottom=14)
    layout["xaxis"] = axis(colours, size, range=[-0.02, 1.02], showticklabels=False)
    layout["yaxis"] = axis(
        colours,
        size,
        range=[-0.5, n - 0.45] if in_room else [-0.36, n - 0.35],
        showticklabels=in_room,
        tickvals=[order[key] for key in rows["indicator"]],
        ticktext=names,
        ticklabelstandoff=14,
        tickfont={"size": size.small, "color": colours.ink},
    )
    layout["shapes"] = [
        draw.straight(colours.hairline, 2, x0=0, x1=1, y0=y, y1=y, layer="below") for y in np.arange(n).tolist()
    ]
    for name, row in zip(names, rows.itertuples(), strict=True):
        y = order[row.indicator]
        if not in_room:
            above = {"x": 0, "xanchor": "left", "y": y, "yanchor": "bottom", "yshift": size.text * 1.9, "align": "left"}
            layout["annotations"].append(draw.note(f"<b>{name}</b>", size.text, colours.ink, **above))
        else:
            # The value in a column of its own: beside the dots of the next strip there is no room for it.
            column = {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 12, "y": y}
            layout["annotations"].append(draw.note(f"<b>{row.own_text}</b>", size.text, colours.accent, **column))
            continue
        x = float(of_city.loc[of_city["indicator"] == row.indicator, "x"].iloc[0])
        above = {"x": x, "xanchor": "left" if x < 0.2 else "right" if x > 0.8 else "center"}
        above |= {"y": y, "yshift": size.text * 1.2}
        layout["annotations"].append(draw.note(f"<b>{row.own_text}</b>", size.text, colours.accent, **above))
        below = {"y": y, "yanchor": "top", "yshift": -size.small * 0.6}
        positions = placed.loc[placed["indicator"] == row.indicator, "x"]
        layout["annotations"] += [
            draw.note(text, size.small, colours.muted, x=x, xanchor=anchor, align=anchor, **below)
            for x, anchor, text in _end_notes(
                float(positions.min()), float(positions.max()), row.low_text, row.high_text
            )
        ]
    return figure(traces, layout, direction, Across.VALUES)


ROOM_FOR_BOTH = 0.5
"""The part of a strip's width that the names of both of its ends need."""


def _end_notes(low: float, high: float, low_text: str, high_text: str) -> tuple[tuple[float, str, str], ...]:
    """Return where the names of the lowest and highest place stand: below their dots, apart where these are near."""
    if high - low >= ROOM_FOR_BOTH:
        return (low, "left", low_text), (high, "right", high_text)
    if low < 1 - high:
        return (low, "left", low_text), (max(high, low + ROOM_FOR_BOTH / 2), "left", high_text)
    return (min(low, high - ROOM_FOR_BOTH / 2), "right", low_text), (high, "right", high_text)
