"""The districts: one row a district, two dates joined, the city as a line."""

import numpy as np
import pandas as pd

from indicators.analysis.verdicts import Verdict
from indicators.figures.labels import DIGIT, label_width
from indicators.figures.palette import Palette
from indicators.figures.ranking import ReferenceLine
from indicators.figures.template import FrozenFigure, Type, axis, base_layout, figure, fitted, vertical_mark


def district_dots(
    rows: pd.DataFrame, city: ReferenceLine | None, verdict: Verdict, colours: Palette, size: Type, joined: bool = True
) -> FrozenFigure:
    """Return a dot plot, first row on top.

    `rows` has the columns name, first, first_text, last, last_text, first_year,
    last_year and hover; `first` is missing where only one date is known. The
    two dates are joined only where `joined`: a changed question cuts them.
    """
    n = len(rows)
    size = fitted(size, n + 3)
    positions = np.arange(n)[::-1]
    frame = rows.assign(y=positions)
    both = frame.dropna(subset=["first", "last"])
    traces: list[dict[str, object]] = []
    if joined and len(both):
        gaps = pd.DataFrame({"a": both["first"], "b": both["last"], "c": np.nan}).to_numpy().ravel()
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": gaps.tolist(),
                "y": np.repeat(both["y"], 3).tolist(),
                "line": {"color": colours.peer_line, "width": size.dot * 0.35},
                "hoverinfo": "skip",
            }
        )
    if len(both):
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": both["first"].to_list(),
                "y": both["y"].to_list(),
                "marker": {
                    "size": size.dot,
                    "color": colours.paper,
                    "line": {"color": colours.muted, "width": 1.8},
                },
                "hovertext": both["hover"].to_list(),
                "hoverinfo": "text",
                "cliponaxis": False,
            }
        )
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": frame["last"].to_list(),
            "y": frame["y"].to_list(),
            "marker": {"size": size.dot, "color": colours.ink},
            "hovertext": frame["hover"].to_list(),
            "hoverinfo": "text",
            "cliponaxis": False,
        }
    )
    low = float(frame[["first", "last"]].min(axis=None))
    high = float(frame[["first", "last"]].max(axis=None))
    if city:
        low, high = min(low, city.value), max(high, city.value)
    spread = (high - low) or 1.0
    names_width = label_width(frame["name"], size.text) + 16
    values_width = label_width(frame["last_text"], size.small, DIGIT) + 16
    top = size.small * 4
    layout = base_layout(
        colours, size, height=n * size.row + top + 6, margin={"l": names_width, "r": values_width, "t": top, "b": 6}
    )
    layout["xaxis"] = axis(colours, size, range=[low - spread * 0.05, high + spread * 0.05], showticklabels=False)
    layout["yaxis"] = axis(
        colours,
        size,
        tickvals=positions.tolist(),
        ticktext=frame["name"].to_list(),
        range=[-0.6, n - 0.4],
        ticklabelstandoff=6,
        showgrid=True,
        tickfont={"size": size.text, "color": colours.ink},
    )
    layout["shapes"], layout["annotations"] = [], []
    if city:
        shape, note = vertical_mark(city.value, city.label, colours, size)
        shape |= {"line": {"color": colours.accent, "width": 1.6}, "layer": "below"}
        note["font"] = {"size": size.small, "color": colours.accent}
        note["yshift"] = size.small * 1.5
        layout["shapes"].append(shape)
        layout["annotations"].append(note)
    layout["annotations"] += _dates(frame, colours, size) + _values(frame, colours, size)
    layout["meta"] = {"verdict": verdict}
    return figure(traces, layout)


def _values(frame: pd.DataFrame, colours: Palette, size: Type) -> list[dict[str, object]]:
    """Write the newest values in a column of their own, where neither dots nor the city's line can cross them."""
    return [
        {
            "xref": "paper",
            "x": 1,
            "xanchor": "left",
            "xshift": 8,
            "y": int(row.y),
            "showarrow": False,
            "text": row.last_text,
            "font": {"size": size.small, "color": colours.ink},
        }
        for row in frame.itertuples()
    ]


def _dates(frame: pd.DataFrame, colours: Palette, size: Type) -> list[dict[str, object]]:
    """Write the years over the first row's dots, in place of a legend."""
    top = frame.iloc[0]
    pairs = [(top["last"], top["last_year"], colours.ink)]
    if pd.notna(top["first"]):
        pairs.append((top["first"], top["first_year"], colours.muted))
    pairs.sort()
    anchors = ["center"] if len(pairs) == 1 else ["right", "left"]
    return [
        {
            "x": x,
            "y": int(top["y"]),
            "yshift": size.small * 1.1,
            "showarrow": False,
            "text": str(year),
            "xanchor": anchor,
            "font": {"size": size.small, "color": colour},
        }
        for (x, year, colour), anchor in zip(pairs, anchors, strict=True)
    ]
