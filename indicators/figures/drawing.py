"""What figures are drawn of: points, straight lines, words, the axis of rows, reference lines, outlines, scale bars."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from indicators.figures.palette import Palette
from indicators.figures.template import Type, axis


def row_axis(names: Iterable[str], colours: Palette, size: Type, **overrides: Any) -> dict[str, Any]:
    """Return the upright axis of a figure of rows: a name each, the first on top."""
    texts = list(names)
    return axis(
        colours,
        size,
        tickvals=list(range(len(texts)))[::-1],
        ticktext=texts,
        range=[-0.6, len(texts) - 0.4],
        tickfont={"size": size.text, "color": colours.ink},
        # The last row's name is higher than half its row.
        ticklabeloverflow="allow",
        **{"ticklabelstandoff": 6, **overrides},
    )


def accented(names: Iterable[str], accents: Iterable[bool], colours: Palette) -> list[str]:
    """Return the names as an axis prints them, those with the accent bold and in its colour."""
    return [
        f'<b><span style="color:{colours.accent}">{name}</span></b>' if accent else name
        for name, accent in zip(names, accents, strict=True)
    ]


def straight(colour: str, width: float, dash: str | None = None, **ends: Any) -> dict[str, Any]:
    """Return a straight line; with x or y alone it runs through the whole figure there."""
    if "x" in ends:
        x = ends.pop("x")
        ends = {"x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1, **ends}
    if "y" in ends:
        y = ends.pop("y")
        ends = {"y0": y, "y1": y, "xref": "paper", "x0": 0, "x1": 1, **ends}
    line = {"color": colour, "width": width}
    return {"type": "line", **ends, "line": line | {"dash": dash} if dash else line}


def note(text: str, points: float, colour: str, **place: Any) -> dict[str, Any]:
    """Return words in type of `points` at a place of the figure."""
    return {"showarrow": False, "text": text, "font": {"size": points, "color": colour}, **place}


def points(x: list[Any], y: list[Any], marker: dict[str, Any], hover: Iterable[str], **more: Any) -> dict[str, Any]:
    """Return a trace of points with what shows under the pointer."""
    shown = {"hovertext": list(hover), "hoverinfo": "text", "cliponaxis": False}
    return {"type": "scatter", "mode": "markers", "x": x, "y": y, "marker": marker, **shown, **more}


def line(x: list[Any], y: list[Any], stroke: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a trace of a line without points."""
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": stroke, **more}


def error_bars(
    values: pd.Series, lower: pd.Series, upper: pd.Series, colour: str, thickness: float, width: int
) -> dict[str, Any]:
    """Return the stated interval of each value; none where one is not stated."""
    return {
        "type": "data",
        "symmetric": False,
        "array": (upper - values).fillna(0).to_list(),
        "arrayminus": (values - lower).fillna(0).to_list(),
        "color": colour,
        "thickness": thickness,
        "width": width,
    }


def vertical_mark(
    x: float, label: str, colours: Palette, size: Type, anchor: str = "center"
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the dotted line and the label of a published reference value; `anchor` is the label's end at the line."""
    place = {"x": x, "xanchor": anchor, "align": anchor, "y": 1, "yref": "paper", "yanchor": "bottom"}
    return straight(colours.mark, 1.4, "dot", x=x), note(label, size.small, colours.ink, **place)


def horizontal_mark(y: float, label: str, colours: Palette, size: Type) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the same for a figure whose values run upwards."""
    place = {"xref": "paper", "x": 0, "xanchor": "left", "y": y, "yanchor": "bottom"}
    return straight(colours.mark, 1.4, "dot", y=y), note(label, size.small, colours.ink, **place)


KEY_PITCH = 1.42
"""The distance of two lines of a map's key, in their type size."""


def words(text: str, left: float, y: float, points: float, colour: str, shift: float = 0) -> dict[str, Any]:
    """Return words that begin at a place: left as a share of the width and `shift` pixels, `y` pixels above the top."""
    corner = {"xref": "paper", "yref": "paper", "x": left, "y": 1, "xanchor": "left", "yanchor": "top"}
    return note(text, points, colour, **corner, xshift=shift, yshift=y, align="left", borderpad=0)


def in_pixels(left: float, **shape: Any) -> dict[str, Any]:
    """Return a shape whose corners are in pixels from the top, at `left` as a share of the width."""
    in_pixels_from = {"xsizemode": "pixel", "ysizemode": "pixel", "xanchor": left, "yanchor": 1}
    return {"xref": "paper", "yref": "paper", **in_pixels_from, **shape}


def joined(rings: Iterable[tuple[float, ...]]) -> list[float | None]:
    """Return one coordinate of rings in one row, a gap between them."""
    row: list[float | None] = []
    for ring in rings:
        row += [*([None] if row else []), *ring]
    return row


def rings_of(rings: Iterable[tuple[tuple[float, ...], tuple[float, ...]]], **trace: Any) -> dict[str, Any]:
    """Return a trace of filled outlines, holes among them."""
    rings = list(rings)
    x, y = (joined(ring[dimension] for ring in rings) for dimension in (0, 1))
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "fill": "toself", **trace}


def scale_bar(
    x0: float, y: float, length: float, text: str, points: float, colours: Palette, **axes: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a bar of a map's scale, as long as its axis counts, and the words over it."""
    bar = straight(colours.ink, 2.4, x0=x0, x1=x0 + length, y0=y, y1=y, **axes)
    return bar, note(text, points, colours.ink, x=x0, y=y, xanchor="left", yanchor="bottom", **axes)
