"""The look shared by every figure: type, margins, axes, hover."""

from dataclasses import dataclass, replace
from typing import Any

import orjson
import plotly.graph_objects as go

from indicators.figures.palette import Palette

FONT = '"Source Sans", "Source Sans Pro", "Noto Sans Arabic", "Noto Sans", sans-serif'


@dataclass(frozen=True)
class Type:
    """Sizes in pixels: text, small text, the pitch of a bar row, the width of a line."""

    text: int
    small: int
    row: int
    line: float
    dot: int


SCREEN = Type(text=14, small=13, row=25, line=2.6, dot=11)
ROOM = Type(text=24, small=20, row=40, line=4.5, dot=18)


def type_size(name: str) -> Type:
    """Return the type sizes of a view: "room" for a projector, else a screen."""
    return ROOM if name == "room" else SCREEN


ROOM_HEIGHT = 430
"""Pixels a figure may be high in the room: what a title leaves of the smallest projector."""


WIDEST_ROW = 54
"""Pixels a row may take in the room: few rows fill it, one does not become a wall."""


def fitted(size: Type, rows: int) -> Type:
    """Return the type sizes with which `rows` rows fill the room; a screen scrolls and keeps its own."""
    if size is not ROOM:
        return size
    if rows * size.row <= ROOM_HEIGHT:
        return replace(size, row=min(ROOM_HEIGHT // rows, WIDEST_ROW))
    pitch = ROOM_HEIGHT // rows
    text = min(size.text, int(pitch * 0.78))
    return replace(size, row=pitch, text=text, small=min(size.small, text), dot=min(size.dot, int(pitch * 0.6)))


def base_layout(colours: Palette, size: Type, height: int, margin: dict[str, int]) -> dict[str, Any]:
    """Return the layout every figure starts from."""
    return {
        # An empty one: without any, Plotly sends its own of 7 kB with every figure.
        "template": {},
        "autosize": True,
        "height": height,
        "margin": {"pad": 0, **margin},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": size.text, "color": colours.ink},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": colours.paper,
            "bordercolor": colours.muted,
            "font": {"family": FONT, "size": size.text, "color": colours.ink},
            "align": "left",
        },
        "dragmode": False,
        "uirevision": "fixed",
    }


def axis(colours: Palette, size: Type, **overrides: Any) -> dict[str, Any]:
    """Return a quiet axis: no box, hairline grid, fixed range."""
    return {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "fixedrange": True,
        "gridcolor": colours.hairline,
        "tickfont": {"size": size.small, "color": colours.muted},
        "automargin": False,
        **overrides,
    }


def vertical_mark(
    x: float, label: str, colours: Palette, size: Type, anchor: str = "center"
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the dotted line and the label of a published reference value; `anchor` is the label's end at the line."""
    shape = {
        "type": "line",
        "x0": x,
        "x1": x,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": colours.mark, "width": 1.4, "dash": "dot"},
    }
    note = {
        "x": x,
        "xanchor": anchor,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "text": label,
        "font": {"size": size.small, "color": colours.ink},
    }
    return shape, note


class FrozenFigure(go.Figure):
    """A figure whose JSON is made once and shared by every reader.

    Streamlit asks a figure for its dictionary on every run. A frozen figure
    answers with JSON already written, so a second reader costs no rebuild.
    It is never changed after it is made.
    """

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as a dictionary of finished JSON fragments."""
        return self._finished[0]

    @property
    def size(self) -> int:
        """The length of its JSON in bytes."""
        return self._finished[1]

    @property
    def _finished(self) -> tuple[dict[str, Any], int]:
        finished: tuple[dict[str, Any], int] | None = self.__dict__.get("_frozen")
        if finished is None:
            plain, size = super().to_dict(), 0

            def fragment(value: Any) -> orjson.Fragment:
                nonlocal size
                written = _json(value)
                size += len(written)
                return orjson.Fragment(written)

            frozen = {
                "data": [
                    {key: fragment(value) if key != "type" else value for key, value in trace.items()}
                    for trace in plain["data"]
                ],
                "layout": {
                    key: value if key in {"width", "height"} else fragment(value)
                    for key, value in plain["layout"].items()
                },
            }
            finished = frozen, size
            object.__setattr__(self, "_frozen", finished)
        return finished


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)


def figure(traces: list[dict[str, Any]], layout: dict[str, Any]) -> FrozenFigure:
    """Return a frozen figure; the traces and the layout are validated by Plotly."""
    return FrozenFigure(data=traces, layout=layout)
