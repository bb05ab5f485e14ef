"""The districts: one row a district, two dates joined, the city as a line."""

from typing import Any

import numpy as np
import pandas as pd

from indicators.analysis.verdicts import Verdict
from indicators.figures import drawing as draw
from indicators.figures.direction import Across
from indicators.figures.labels import DIGIT, label_width
from indicators.figures.palette import Palette
from indicators.figures.ranking import ReferenceLine
from indicators.figures.template import ROOM, FrozenFigure, Type, axis, base_layout, figure, fitted


def district_dots(
    rows: pd.DataFrame,
    city: ReferenceLine | None,
    verdict: Verdict,
    colours: Palette,
    size: Type,
    direction: str,
    joined: bool = True,
    reach: tuple[float, ...] = (),
) -> FrozenFigure:
    """Return a dot plot, first row on top.

    `rows` has the columns name, first, first_text, last, last_text, first_year,
    last_year and hover; `first` is missing where only one date is known. The
    two dates are joined only where `joined`: a changed question cuts them. A row
    whose column `doubtful` is true is crossed out. Values of `reach` are on the axis, too.
    """
    n = len(rows)
    # Above the rows: the city's name over the years of both dates.
    top = round(size.small * (2.7 if size is ROOM else 4))
    size = fitted(size, n, top + 6)
    frame = rows.assign(y=np.arange(n)[::-1])
    both = frame.dropna(subset=["first", "last"])
    traces: list[dict[str, Any]] = []
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
        hollow = {"size": size.dot, "color": colours.paper, "line": {"color": colours.muted, "width": 1.8}}
        traces.append(draw.points(both["first"].to_list(), both["y"].to_list(), hollow, both["hover"]))
    doubtful = frame["doubtful"] if "doubtful" in frame else [False] * n
    full = {"size": size.dot, "color": colours.ink, "symbol": ["circle-x-open" if d else "circle" for d in doubtful]}
    traces.append(draw.points(frame["last"].to_list(), frame["y"].to_list(), full, frame["hover"]))
    shown = [*frame["first"].dropna(), *frame["last"], *([city.value] if city else []), *reach]
    low, high = float(min(shown)), float(max(shown))
    spread = (high - low) or 1.0
    names_width = label_width(frame["name"], size.text) + 16
    values_width = label_width(frame["last_text"], size.small, DIGIT) + 16
    layout = base_layout(
        verdict, colours, size, n * size.row + top + 6, left=names_width, right=values_width, top=top, bottom=6
    )
    layout["xaxis"] = axis(colours, size, range=[low - spread * 0.05, high + spread * 0.05], showticklabels=False)
    layout["yaxis"] = draw.row_axis(frame["name"], colours, size, showgrid=True)
    if city:
        shape, label = draw.vertical_mark(city.value, city.label, colours, size)
        shape |= {"line": {"color": colours.accent, "width": 1.6}, "layer": "below"}
        label |= {"font": {"size": size.small, "color": colours.accent}, "yshift": size.small * 1.5}
        layout["shapes"].append(shape)
        layout["annotations"].append(label)
    layout["annotations"] += _dates(frame, colours, size)
    # The newest values stand in a column of their own, where neither dots nor the city's line can cross them.
    column = {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 8}
    layout["annotations"] += [
        draw.note(row.last_text, size.small, colours.ink, y=int(row.y), **column) for row in frame.itertuples()
    ]
    return figure(traces, layout, direction, Across.VALUES)


def _dates(frame: pd.DataFrame, colours: Palette, size: Type) -> list[dict[str, Any]]:
    """Write the years over the first row's dots, in place of a legend."""
    top = frame.iloc[0]
    pairs = [(top["last"], top["last_year"], colours.ink)]
    if pd.notna(top["first"]):
        pairs.append((top["first"], top["first_year"], colours.muted))
    pairs.sort()
    anchors = ["center"] if len(pairs) == 1 else ["right", "left"]
    place = {"y": int(top["y"]), "yshift": size.small * 1.1}
    return [
        draw.note(str(year), size.small, colour, x=x, xanchor=anchor, **place)
        for (x, year, colour), anchor in zip(pairs, anchors, strict=True)
    ]
