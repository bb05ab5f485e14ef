"""Maps: filled outlines on plain axes in metres, classes beside them in words, a scale bar.

No map tile, no world outline and so no request to anybody: the outlines come
projected, and north is up.
"""

from dataclasses import dataclass, replace
from typing import Any

from indicators.analysis.verdicts import Verdict
from indicators.figures import drawing as draw
from indicators.figures.direction import RIGHT_TO_LEFT, Across, turned_note, turned_shape
from indicators.figures.labels import label_width
from indicators.figures.palette import Palette
from indicators.figures.template import ROOM, ROOM_HEIGHT, FrozenFigure, Type, axis, base_layout, figure
from indicators.model.contrast import ratio

HEIGHT = 425
"""Pixels of one map on a screen: as high as a column is wide, with room for the classes above the coast."""


LIST_FROM = 0.66
"""Where the list beside a map begins, as a share of the width; the key before it at:"""

KEY_FROM = 0.482

KEY_WIDTH = 0.24
"""The share of the width that a key takes before a map with a list beside it that leaves no corner free."""


MANY = 300
"""More areas than this are drawn class by class: a thousand traces are slow in a browser, a thousand rings are not."""


@dataclass(frozen=True)
class Area:
    """One outline and how it is shown.

    `rings` are pairs of x and y in metres, holes among them. `fill` is None
    where there is no figure: the area is hatched, crosswise where the figure
    is `doubtful`. `at` is where the label stands. `href` is where a click leads.
    """

    rings: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]
    fill: str | None
    label: str
    at: tuple[float, float]
    hover: str
    href: str = ""
    selected: bool = False
    doubtful: bool = False


@dataclass(frozen=True)
class Class:
    """One line of the key: a colour (None is hatched, `doubtful` crosswise) and what it stands for."""

    fill: str | None
    text: str
    doubtful: bool = False


@dataclass(frozen=True)
class Panel:
    """One map: a title (empty where it is the only one), its areas, its key."""

    title: str
    areas: tuple[Area, ...]
    key: tuple[Class, ...]
    heading: str = ""


@dataclass(frozen=True)
class ListRow:
    """One line of the list beside a map in a room."""

    number: str
    name: str
    value: str
    fill: str | None
    selected: bool = False


@dataclass(frozen=True)
class ScaleBar:
    """The scale bar: its length in metres, and that in words."""

    metres: float
    text: str


@dataclass(frozen=True)
class MapSheet:
    """What stands around the maps: their scale, the list beside them, the height of one map, the place of its key.

    The key stands in the sea north-west of the home city; `key_outside` gives it room
    above the map of a city that leaves no corner free, before it where there is
    a list.
    """

    scale: ScaleBar
    rows: tuple[ListRow, ...] = ()
    height: int = HEIGHT
    key_outside: bool = False


def district_map(
    panels: list[Panel], sheet: MapSheet, verdict: Verdict, colours: Palette, size: Type, direction: str
) -> FrozenFigure:
    """Return maps side by side at one scale; the verdict travels in the figure's metadata."""
    rows, key_outside = sheet.rows, sheet.key_outside
    width = LIST_FROM if rows else 1.0
    points = size.small
    bounds = _bounds(panels, key_outside)
    above = max(_key_height(panel, points) for panel in panels) if key_outside and not rows else 0
    before = KEY_WIDTH if key_outside and rows else 0.0
    height = ROOM_HEIGHT if size is ROOM else sheet.height + above
    layout = base_layout(verdict, colours, size, height, left=0, right=0, top=4, bottom=4)
    traces: list[dict[str, Any]] = []
    for index, panel in enumerate(panels):
        left, right = (width * (index + end) / len(panels) for end in (0, 0.96 if len(panels) > 1 else 1))
        name = "" if index == 0 else str(index + 1)
        layout[f"xaxis{name}"] = axis(
            colours, size, domain=[left + before, right], range=[bounds[0], bounds[2]], showticklabels=False,
            constrain="domain", anchor=f"y{name}",
        )  # fmt: skip
        layout[f"yaxis{name}"] = axis(
            colours, size, domain=[0, 1 - above / height], range=[bounds[1], bounds[3]], showticklabels=False,
            scaleanchor=f"x{name}", scaleratio=1, constrain="domain", constraintoward="bottom", anchor=f"x{name}",
        )  # fmt: skip
        traces += _traces(panel, name, colours, size)
        corner = (left, 0.0)
        if rows and len(rows) >= sum(area.fill is not None for area in panel.areas):
            # The list holds every part with its colour and figure: only what has none is left to the key.
            panel = replace(panel, key=tuple(line for line in panel.key if line.fill is None), heading="")
        if rows and not key_outside:
            # Beside a list the map is as wide as high, and the sea is not: the corner below the map is free.
            lines = len(panel.key) + (1.2 if panel.heading else 0)
            # It is so east of the map's middle: where the list stands before the map, that is the edge of the picture.
            begins = 0.0 if direction == RIGHT_TO_LEFT else KEY_FROM
            corner = (begins, height - 10 - lines * round(points * draw.KEY_PITCH))
        if direction == RIGHT_TO_LEFT and not rows:
            # Maps beside each other are of one date after the other, so they stay where they are. The key is turned
            # in its place, which is over the sea; above a map that leaves no corner free it begins at the right.
            left, shift = (1 - right, 0) if key_outside else (1 - left, -_key_width(panel, points, size))
            key: dict[str, Any] = {"shapes": [], "annotations": []}
            _write_key(panel, (left, 0.0), points, key, colours, size, shift)
            layout["shapes"] += map(turned_shape, key["shapes"])
            layout["annotations"] += map(turned_note, key["annotations"])
        else:
            _write_key(panel, corner, points, layout, colours, size)
    west, south, east, north = bounds
    corner = (west + (east - west) * 0.01, south + (north - south) * 0.02)
    bar, length = draw.scale_bar(*corner, sheet.scale.metres, sheet.scale.text, size.small, colours)
    layout["shapes"].append(bar)
    layout["annotations"].append(length)
    _write_rows(rows, width, layout, colours, size)
    return figure(traces, layout, direction, Across.PLACES if rows else Across.TIME)


def hatching(colours: Palette, doubtful: bool = False) -> dict[str, Any]:
    """Return the pattern of an area without a figure, or with a doubtful one."""
    return {
        "shape": "x" if doubtful else "/",
        "fgcolor": colours.muted,
        "bgcolor": colours.hairline,
        "size": 6,
        "solidity": 0.3,
    }


def _key_height(panel: Panel, points: int) -> int:
    """Return the pixels that title, heading and classes take, and some air."""
    pitch = round(points * draw.KEY_PITCH)
    return sum(round(pitch * 1.2) for text in (panel.title, panel.heading) if text) + pitch * len(panel.key) + 12


def _key_width(panel: Panel, points: int, size: Type) -> int:
    """Return the pixels that the longest line of a key takes."""
    lines = label_width((line.text for line in panel.key), points) + round(points * 0.95 * 1.5) + 7
    return max(lines, label_width([panel.heading], points), label_width([panel.title], size.text))


def _bounds(panels: list[Panel], key_outside: bool) -> tuple[float, float, float, float]:
    """Return the least and greatest x and y of all maps, so that all have one scale, with a rim for outlines.

    Of a map that leaves no corner free (`key_outside`) there is room for the scale bar below it.
    """
    rings = [ring for panel in panels for area in panel.areas for ring in area.rings]
    xs, ys = [x for ring in rings for x in ring[0]], [y for ring in rings for y in ring[1]]
    rim = (max(xs) - min(xs)) * 0.01
    bar = (max(ys) - min(ys)) * 0.09 if key_outside else 0
    return min(xs) - rim, min(ys) - rim - bar, max(xs) + rim, max(ys) + rim


def _traces(panel: Panel, name: str, colours: Palette, size: Type) -> list[dict[str, Any]]:
    many = len(panel.areas) > MANY
    axes = {"xaxis": f"x{name}", "yaxis": f"y{name}"}
    traces: list[dict[str, Any]] = _by_class(panel, name, colours) if many else []
    # What is selected comes last, so that no neighbour covers its outline.
    for area in sorted(panel.areas, key=lambda area: area.selected):
        if many and not area.selected:
            continue
        line = {"color": colours.paper, "width": 1.2}
        if area.selected:
            line = {"color": colours.accent, "width": size.line * 1.4}
        shown = {"hoveron": "fills", "text": area.hover, "hoverinfo": "text", "meta": {"href": area.href}}
        trace = draw.rings_of(area.rings, **axes, **shown, line=line)
        if area.fill is None:
            trace |= {"fillpattern": hatching(colours, area.doubtful), "fillcolor": colours.hairline}
            trace["line"] |= {} if area.selected else {"color": colours.muted}
        else:
            trace["fillcolor"] = area.fill
        traces.append(trace)
    labelled = [area for area in panel.areas if area.label and (area.selected or not many)]
    if labelled:
        ink = [_readable(area.fill, colours) for area in labelled]
        traces.append(
            {
                **axes,
                "type": "scatter",
                "mode": "text",
                "x": [area.at[0] for area in labelled],
                "y": [area.at[1] for area in labelled],
                "text": [f"<b>{area.label}</b>" if area.selected else area.label for area in labelled],
                "textfont": {"size": size.small, "color": ink},
                "hoverinfo": "skip",
            }
        )
    return traces


def _by_class(panel: Panel, name: str, colours: Palette) -> list[dict[str, Any]]:
    """Return one trace for all areas of a colour, and one of their middles, which answer the pointer."""
    traces: list[dict[str, Any]] = []
    axes = {"xaxis": f"x{name}", "yaxis": f"y{name}"}
    for fill, doubtful in dict.fromkeys((area.fill, area.doubtful) for area in panel.areas):
        alike = [area for area in panel.areas if (area.fill, area.doubtful) == (fill, doubtful)]
        rings = [ring for area in alike for ring in area.rings]
        line = {"color": colours.paper if fill else colours.muted, "width": 0.4}
        trace = draw.rings_of(rings, **axes, hoverinfo="skip", line=line, fillcolor=fill or colours.hairline)
        traces.append(trace if fill else trace | {"fillpattern": hatching(colours, doubtful)})
    middles = {
        **axes,
        "type": "scatter",
        "mode": "markers",
        "x": [area.at[0] for area in panel.areas],
        "y": [area.at[1] for area in panel.areas],
        "text": [area.hover for area in panel.areas],
        "hoverinfo": "text",
        "marker": {"size": 9, "opacity": 0},
        "meta": {"hrefs": [area.href for area in panel.areas]},
    }
    return [*traces, middles]


def _readable(fill: str | None, colours: Palette) -> str:
    """Return ink or paper, whichever reads better on a colour: a picture for paper turns both round with it."""
    return max((colours.ink, colours.paper), key=lambda text: ratio(text, fill or colours.hairline))


def _write_key(
    panel: Panel,
    corner: tuple[float, float],
    points: int,
    layout: dict[str, Any],
    colours: Palette,
    size: Type,
    shift: int = 0,
) -> None:
    """Write title, heading and classes down from a corner: left as a share of the width and `shift` pixels, and top."""
    left, y = corner
    pitch, edge = round(points * draw.KEY_PITCH), round(points * 0.95)
    for text, letters in ((f"<b>{panel.title}</b>" if panel.title else "", size.text), (panel.heading, points)):
        if text:
            layout["annotations"].append(draw.words(text, left, -y, letters, colours.ink, shift=shift))
            y += round(pitch * 1.2)
    for line in panel.key:
        corners = (shift, -y - edge - 3), (shift + round(edge * 1.5), -y - 3)
        layout["shapes"] += _swatch(line.fill, left, *corners, colours, line.doubtful)
        after = shift + round(edge * 1.5) + 7
        layout["annotations"].append(draw.words(line.text, left, -y, points, colours.ink, shift=after))
        y += pitch


def _swatch(
    fill: str | None,
    left: float,
    low: tuple[float, float],
    high: tuple[float, float],
    colours: Palette,
    doubtful: bool = False,
) -> list[dict[str, Any]]:
    """Return a small rectangle of a class, hatched without a colour; corners in pixels from the upper left corner."""
    line = {"color": colours.muted, "width": 0.8}
    box = {"x0": low[0], "y0": low[1], "x1": high[0], "y1": high[1], "line": line}
    shapes = [draw.in_pixels(left, type="rect", fillcolor=fill or colours.hairline, **box)]
    if fill is None:
        height = high[1] - low[1]
        shapes += [
            draw.in_pixels(left, type="line", x0=x, y0=low[1], x1=x + height, y1=high[1], line=line)
            for x in range(int(low[0]), int(high[0] - height) + 1, 4)
        ]
        if doubtful:
            shapes += [{**shape, "y0": shape["y1"], "y1": shape["y0"]} for shape in shapes[1:]]
    return shapes


def _write_rows(rows: tuple[ListRow, ...], width: float, layout: dict[str, Any], colours: Palette, size: Type) -> None:
    """Write the ranked list to the right of the map, for a room that cannot click."""
    if not rows:
        return
    pitch, points = min(round(size.small * 1.5), ROOM_HEIGHT // len(rows)), size.small
    for index, row in enumerate(rows):
        colour = colours.accent if row.selected else colours.ink
        y = -index * pitch
        layout["shapes"] += _swatch(row.fill, width + 0.015, (0, y - points), (round(points * 0.7), y - 6), colours)
        for text, x, anchor in ((f"{row.number}", width + 0.095, "right"), (row.name, width + 0.105, "left"),
                                (row.value, 1.0, "right")):  # fmt: skip
            cell = draw.words(f"<b>{text}</b>" if row.selected else text, x, y, points, colour)
            layout["annotations"].append({**cell, "xanchor": anchor})
