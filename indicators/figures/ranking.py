"""One row a place: ranked bars, the home city in the accent, and the dots of districts at two dates."""

import textwrap
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from indicators.analysis.verdicts import Verdict
from indicators.figures import drawing as draw
from indicators.figures.direction import Across
from indicators.figures.labels import DIGIT, label_width
from indicators.figures.palette import Palette
from indicators.figures.template import ROOM, FrozenFigure, Type, axis, base_layout, figure, fitted

LONGEST_LABEL, HALF_A_LABEL = 45, 32
"""Letters of a reference line's label that a narrow phone holds on one line, and those of a line of a longer one."""


@dataclass(frozen=True)
class ReferenceLine:
    """A labelled reference line."""

    value: float
    label: str


def ranked_bar(
    bars: pd.DataFrame, marks: list[ReferenceLine], verdict: Verdict, colours: Palette, size: Type, direction: str
) -> FrozenFigure:
    """Return bars sorted as given, first row on top.

    A row without a value is a gap: its text says what was left out.
    `bars` has the columns name, value, lower, upper (missing where none is
    stated), text (the value as printed), hover, accent and national (booleans).
    National figures are hollow. The verdict travels in the figure's metadata.
    """
    n = len(bars)
    labels = ["<br>".join(textwrap.wrap(mark.label, HALF_A_LABEL)) if len(mark.label) > LONGEST_LABEL else mark.label
              for mark in marks]  # fmt: skip
    top = size.small * 2 if marks else 6
    top += round(size.small * 1.3) * max((label.count("<br>") for label in labels), default=0)
    size = fitted(size, n, top + 6)
    positions = np.arange(n)[::-1]
    widths = np.where(bars["accent"], 2.0, 1.0)
    fill = [
        "rgba(0,0,0,0)" if national else colours.accent if accent else colours.peer
        for accent, national in zip(bars["accent"], bars["national"], strict=True)
    ]
    edge = [
        colours.accent if accent else colours.hollow if national else colours.peer
        for accent, national in zip(bars["accent"], bars["national"], strict=True)
    ]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": bars["value"].to_list(),
        "y": positions.tolist(),
        "width": 0.68,
        "marker": {"color": fill, "line": {"color": edge, "width": widths.tolist()}},
        "hovertext": bars["hover"].to_list(),
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    if bars["lower"].notna().any():
        trace["error_x"] = draw.error_bars(bars["value"], bars["lower"], bars["upper"], colours.ink, 1.2, 3)
    tops = bars["upper"].fillna(bars["value"]).clip(lower=0)
    values = {
        "type": "scatter",
        "mode": "text",
        "x": tops.fillna(0).to_list(),
        "y": positions.tolist(),
        "text": [
            f"  <b>{text}</b>" if accent else f"  {text}"
            for text, accent in zip(bars["text"], bars["accent"], strict=True)
        ],
        "textposition": "middle right",
        "textfont": {"size": size.small, "color": [colours.accent if a else colours.ink for a in bars["accent"]]},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    reach = max([float(tops.max()), *(mark.value for mark in marks)])
    floor = min(0.0, float(bars["value"].min()))
    # The values stand in the margin's room, in pixels, so that a phone cuts none of them off.
    values_width = label_width(bars["text"], size.small, DIGIT) + 16
    names_width = label_width(bars["name"], size.text) + 16
    layout = base_layout(
        verdict, colours, size, n * size.row + top + 6, left=names_width, right=values_width, top=top, bottom=6
    )
    layout["xaxis"] = axis(colours, size, range=[floor * 1.15, (reach or 1.0) * 1.02], showticklabels=False)
    layout["yaxis"] = draw.row_axis(draw.accented(bars["name"], bars["accent"], colours), colours, size)
    # The label runs towards the side with more room, so that a narrow screen does not cut it off.
    drawn = [
        draw.vertical_mark(mark.value, label, colours, size, "right" if mark.value > reach / 2 else "left")
        for mark, label in zip(marks, labels, strict=True)
    ]
    layout["shapes"] = [draw.straight(colours.muted, 1, x=0), *(shape for shape, _ in drawn)]
    layout["annotations"] = [label for _, label in drawn]
    return figure([trace, values], layout, direction, Across.VALUES)


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
        stroke = {"color": colours.peer_line, "width": size.dot * 0.35}
        traces.append(draw.line(gaps.tolist(), np.repeat(both["y"], 3).tolist(), stroke, hoverinfo="skip"))
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
