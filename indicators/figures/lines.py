"""Lines over time: all places in one panel, or small multiples, one panel a place on one scale."""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from indicators.analysis.verdicts import Verdict
from indicators.figures import drawing as draw
from indicators.figures.direction import RIGHT_TO_LEFT, Across
from indicators.figures.labels import DIGIT, label_width, led, pushed_apart
from indicators.figures.palette import Palette
from indicators.figures.ranking import ReferenceLine
from indicators.figures.template import (
    ROOM,
    ROOM_HEIGHT,
    FrozenFigure,
    Type,
    ValueAxis,
    axis,
    base_layout,
    figure,
    fitted,
)

FEW_POINTS = 12
"""A line of more points than this is drawn without them."""

LABELLED = 12
"""With more lines than this only the home city and some from the highest to the lowest are named."""

NAMED = 5
"""So many: evenly from the highest to the lowest."""


@dataclass(frozen=True)
class Line:
    """One line that may be joined: years and values, and how it is shown.

    `points` has the columns year, value, text and hover. `name` is written at
    the end of one line of a place, with the last value unless it is projected; `ends` says whether
    this is that line. A `part` is of a part of its year: its point is hollow and has no name. A `limit` ("lower",
    "upper", "both") is all that is known of the figure: a triangle that points where it lies.
    """

    name: str
    points: pd.DataFrame
    accent: bool = False
    national: bool = False
    projected: bool = False
    ends: bool = True
    part: bool = False
    limit: str = ""


LIMITS = {"lower": "triangle-up-open", "upper": "triangle-down-open", "both": "diamond-tall-open"}
"""The marks of limits."""


def lines_over_time(
    lines: list[Line],
    marks: list[ReferenceLine],
    breaks: list[int],
    verdict: Verdict,
    colours: Palette,
    size: Type,
    direction: str,
    scale: ValueAxis,
) -> FrozenFigure:
    """Return the lines on the `scale` of their values; projected parts are dotted, series breaks cut them."""
    years = pd.concat([line.points["year"] for line in lines]).astype(int)
    first, last = int(years.min()), int(years.max())
    traces = [_trace(line, colours, size) for line in sorted(lines, key=lambda line: line.accent)]
    named = _named(lines)
    room = size is ROOM
    labels = {id(line): _label(line, room) for line in named}
    widest = max((len(part) for label in labels.values() for part in label.split("<br>")), default=4)
    rows = max((label.count("<br>") + 1 for label in labels.values()), default=1)
    names_width = int(widest * size.text * 0.54) + LEAD + 8
    axis_width = label_width(map(scale.text, scale.ticks()), size.small, DIGIT, 2) + 16
    height = ROOM_HEIGHT if room else max(size.row * 15, int(len(named) * rows * size.text * 1.25) + size.row * 3)
    layout = base_layout(
        verdict, colours, size, height, left=axis_width, right=names_width, top=size.row, bottom=size.row + 8
    )
    span = max(last - first, 1)
    ends = [first - span * 0.015, last + span * 0.015]
    layout["xaxis"] = axis(
        colours, size, range=ends, tickformat="d", tickangle=0, tickvals=_ticks(first, last, sorted(set(years))),
        showline=True, linecolor=colours.muted,
    )  # fmt: skip
    layout["yaxis"] = axis(colours, size, **scale.drawn(), showgrid=True, ticklabelstandoff=6)
    firsts = _first_values(named, colours, size)
    _make_room_below(firsts, layout, size)
    layout["annotations"] = _end_labels(named, labels, colours, size, rows, layout) + firsts
    for mark in marks:
        shape, label = draw.horizontal_mark(mark.value, mark.label, colours, size)
        layout["shapes"].append(shape)
        layout["annotations"].append(label)
    layout["shapes"] += [
        draw.straight(colours.muted, 1, "dash", x=year - 0.5) for year in breaks if first < year <= last
    ]
    return figure(traces, layout, direction, Across.TIME)


def _trace(line: Line, colours: Palette, size: Type) -> dict[str, Any]:
    colour = colours.accent if line.accent else colours.peer
    width = size.line if line.accent else size.line * 0.5
    return _drawn(line, colour, width, size.dot * (0.75 if line.accent else 0.5), 1.6, colours)


def _drawn(line: Line, colour: str, width: float, dot: float, edge: float, colours: Palette) -> dict[str, Any]:
    """Return a line, with its points where they are few; what is not a city's whole observed year is hollow."""
    hollow = line.national or line.projected or line.part
    year, value = line.points["year"].astype(int).to_list(), line.points["value"].to_list()
    if line.limit:
        mark = {"size": dot * 1.5, "symbol": LIMITS[line.limit], "color": colour, "line": {"color": colour, "width": 2}}
        return draw.points(year, value, mark, line.points["hover"], name=line.name)
    rim = {"color": colour, "width": edge if hollow else 0}
    return draw.points(
        year,
        value,
        {"size": dot, "color": colours.paper if hollow else colour, "line": rim},
        line.points["hover"],
        name=line.name,
        mode="lines+markers" if len(line.points) <= FEW_POINTS else "lines",
        line={"color": colour, "width": width, "dash": "dot" if line.projected else "solid"},
    )


def _named(lines: list[Line]) -> list[Line]:
    ends = [line for line in lines if line.ends]
    if len(ends) <= LABELLED:
        return ends
    by_value = sorted(ends, key=lambda line: float(line.points["value"].iloc[-1]))
    chosen = {id(by_value[round((len(by_value) - 1) * step / (NAMED - 1))]) for step in range(NAMED)}
    return [line for line in ends if line.accent or id(line) in chosen]


def _end_labels(
    named: list[Line], labels: dict[int, str], colours: Palette, size: Type, rows: int, layout: dict[str, Any]
) -> list[dict[str, object]]:
    """Place the names beside the line ends, pushed apart where they would touch."""
    low, high = layout["yaxis"]["range"]
    inner = max(layout["height"] - 2 * size.row - 8, 1)
    # In a hall many names shrink before they leave the picture.
    text = min(size.text, int(inner / (1.25 * rows * max(len(named), 1))))
    pitch = (high - low) * text * 1.25 * rows / inner
    positions = pushed_apart([float(line.points["value"].iloc[-1]) for line in named], pitch, low, high)
    out = []
    for line, label_y in zip(named, positions, strict=True):
        year, value = int(line.points["year"].iloc[-1]), float(line.points["value"].iloc[-1])
        moved = abs(label_y - value) > pitch / 4
        stroke = colours.accent if line.accent else colours.peer
        out.append(
            {
                **led(year, value, label_y, LEAD, size.dot * 0.5, stroke if moved else None),
                "text": f"<b>{labels[id(line)]}</b>" if line.accent else labels[id(line)],
                "font": {"size": text, "color": colours.accent if line.accent else colours.muted},
            }
        )
    return out


def _first_values(named: list[Line], colours: Palette, size: Type) -> list[dict[str, Any]]:
    """Write the value with which the line of home begins, where it has few points: clear of where the line goes."""
    notes = []
    for line in named:
        if not line.accent or line.projected or not 1 < len(line.points) <= FEW_POINTS:
            continue
        (first, second), text = line.points["value"].iloc[:2], str(line.points["text"].iloc[0])
        place = {"x": int(line.points["year"].iloc[0]), "y": float(first), "xanchor": "left"}
        place |= {"yanchor": "bottom", "yshift": size.dot * 0.6}
        if second > first:
            # Beside the point a gentle rise would strike it through.
            place |= {"yanchor": "top", "yshift": -size.dot * 0.6}
        notes.append(draw.note(text, size.small, colours.accent, **place))
    return notes


def _make_room_below(notes: list[dict[str, Any]], layout: dict[str, Any], size: Type) -> None:
    """Let a cut axis begin lower where a value below its point would stand on the line of the years."""
    low, high = layout["yaxis"]["range"]
    inner = max(layout["height"] - 2 * size.row - 8, 1)
    needed = size.small * 1.5 + size.dot * 0.6
    for note in notes:
        missing = needed - (note["y"] - low) / (high - low) * inner
        if note["yanchor"] == "top" and low > 0 and missing > 0:
            layout["yaxis"]["range"] = [max(low - missing * (high - low) / inner, 0), high]


LEAD = 16
"""Pixels from the end of a line to its name."""

LONG_LABEL = 16
"""Letters after which a name and its value stand on two lines, so that a phone keeps room for the lines."""


def _label(line: Line, room: bool) -> str:
    if line.projected:
        # A projected value is not printed as a figure.
        return line.name
    value = str(line.points["text"].iloc[-1])
    gap = "<br>" if not room and len(line.name) + len(value) > LONG_LABEL else " "
    return f"{line.name}{gap}{value}"


def _ticks(first: int, last: int, years: list[int]) -> list[int]:
    if len(years) <= 6:
        gap = max(last - first, 1) / 6
        return [year for index, year in enumerate(years) if index == len(years) - 1 or years[index + 1] - year >= gap]
    for step in (1, 2, 5, 10, 20, 25, 50):
        ticks = [year for year in range(first - first % step, last + 1, step) if year >= first]
        if len(ticks) <= 5:
            return ticks
    return [first, last]


Panel = list[Line]
"""The lines of one place: the observed ones and, dotted, the projected."""

ACROSS = {"screen": 2, "room": 4}
"""Panels beside each other: two stay readable on a phone."""

FOOT = 0.09
"""The share of a panel's height that keeps it off the next one's name."""


def multiples(
    panels: list[Panel], verdict: Verdict, colours: Palette, size: Type, direction: str, scale: ValueAxis
) -> FrozenFigure:
    """Return one panel a place, in the order given, on one scale of years and one of values.

    The lines are those of :func:`indicators.figures.lines.lines_over_time`. The
    line of the accent stands, thin, in every other panel too. The first panel of a row stands where reading begins.
    """
    room = size is ROOM
    columns = min(ACROSS["room" if room else "screen"], len(panels))
    rows = math.ceil(len(panels) / columns)
    if room:
        size = fitted(size, rows * 5)
    points = pd.concat([line.points for panel in panels for line in panel])
    first, last = int(points["year"].min()), int(points["year"].max())
    # On a screen, which may be a phone, a panel's value stands below its name: side by side they reach the next panel.
    lines = 1 if room else 2
    height = ROOM_HEIGHT if room else rows * size.row * 7
    left = label_width(map(scale.text, scale.ticks(2)), size.small, DIGIT, 2) + 12
    right = int(size.small * 1.3)
    layout = base_layout(verdict, colours, size, height, left=left, right=right, top=4, bottom=size.row)
    accented = [line for panel in panels for line in panel if line.accent]
    gap = 0.06 if room else 0.13
    width = (1 - gap * (columns - 1)) / columns
    # What a panel's name takes of its height.
    head = min(0.3, size.row * 1.15 * lines * rows / (height - size.row))
    traces: list[dict[str, Any]] = []
    for index, panel in enumerate(panels):
        row, column = divmod(index, columns)
        if direction == RIGHT_TO_LEFT:
            column = columns - 1 - column
        across = (column * (width + gap), column * (width + gap) + width)
        up = (1 - (row + 1 - FOOT) / rows, 1 - (row + head) / rows)
        suffix = "" if index == 0 else str(index + 1)
        bottom = index + columns >= len(panels)
        layout[f"xaxis{suffix}"] = axis(
            colours, size, domain=list(across), anchor=f"y{suffix}", range=[first - 0.5, last + 0.5],
            tickvals=[first, last], tickformat="d", tickangle=0, showticklabels=bottom, showline=True,
            linecolor=colours.hairline,
        )  # fmt: skip
        layout[f"yaxis{suffix}"] = axis(
            colours, size, domain=list(up), anchor=f"x{suffix}", **scale.drawn(0.12, most=2),
            showticklabels=column == 0, showgrid=True,
        )  # fmt: skip
        accent = any(line.accent for line in panel)
        traces += [_panel_trace(line, suffix, colours, size, behind=True) for line in accented if not accent]
        traces += [_panel_trace(line, suffix, colours, size) for line in panel]
        last_point = next((line for line in reversed(panel) if not line.projected), panel[-1]).points.iloc[-1]
        text = ("  " if room else "<br>").join((panel[0].name, last_point["text"]))
        x, side = (across[1], "right") if direction == RIGHT_TO_LEFT else (across[0], "left")
        place = {"xref": "paper", "x": x, "xanchor": side, "yref": "paper", "y": up[1], "yanchor": "bottom"}
        words, colour = (f"<b>{text}</b>", colours.accent) if accent else (text, colours.ink)
        layout["annotations"].append(draw.note(words, size.small, colour, **place, align=side))
    return figure(traces, layout, direction, Across.TIME)


def _panel_trace(line: Line, suffix: str, colours: Palette, size: Type, behind: bool = False) -> dict[str, Any]:
    colour = colours.accent if line.accent else colours.hollow
    trace = _drawn(line, colour, 1.2 if behind else size.line * 0.8, size.dot * 0.5, 1.4, colours)
    trace |= {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}", "opacity": 1}
    return trace | {"mode": "lines", "hovertext": None, "hoverinfo": "skip", "opacity": 0.45} if behind else trace
