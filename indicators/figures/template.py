"""The look shared by every figure: type, margins, axes, hover."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import orjson
from plotly.basedatatypes import BaseFigure

from indicators.analysis.verdicts import Verdict
from indicators.figures.direction import Across, bare, turned
from indicators.figures.palette import Palette

FONT = '"Source Sans", "Source Sans Pro", "Casablanca Arabic", "Noto Sans Arabic", "Noto Sans", sans-serif'


@dataclass(frozen=True)
class Type:
    """Sizes in pixels: text, small text, the pitch of a bar row, the width of a line."""

    text: int
    small: int
    row: int
    line: float
    dot: int


SCREEN = Type(text=14, small=13, row=25, line=2.6, dot=11)
ROOM = Type(text=24, small=24, row=40, line=4.5, dot=18)
"""Nothing is smaller than 24 pixels on the smallest projector, 1280 by 720: the last row of a hall reads it."""


def type_size(name: str) -> Type:
    """Return the type sizes of a view: "room" for a projector, else a screen."""
    return ROOM if name == "room" else SCREEN


ROOM_HEIGHT = 430
"""Pixels a figure may be high in the room: what a title leaves of the smallest projector."""


WIDEST_ROW = 54
"""Pixels a row may take in the room: few rows fill it, one does not become a wall."""


def fitted(size: Type, rows: float, height_used: int = 0) -> Type:
    """Return the type sizes with which `rows` rows fill a room but for `height_used` pixels; a screen keeps its own."""
    if size is not ROOM:
        return size
    # Rows move together; their type stays what a hall can read.
    pitch = min(int((ROOM_HEIGHT - height_used) / rows), WIDEST_ROW)
    return replace(size, row=pitch, dot=min(size.dot, int(pitch * 0.6)))


NARROWEST_PLOT = 24
"""Pixels that a plot has at least between its margins."""


def base_layout(
    verdict: Verdict, colours: Palette, size: Type, height: int, left: int, right: int, top: int, bottom: int
) -> dict[str, Any]:
    """Return the layout every figure starts from, its margins in pixels; the verdict travels in the metadata."""
    return {
        # An empty one, as Plotly writes it: without any, one of 7 kB would go with every figure.
        "template": {"data": {"scatter": [{"type": "scatter"}]}},
        "autosize": True,
        "height": height,
        # Where margins leave less, Plotly makes them smaller and cuts names; a narrow plot is better than that.
        "minreducedwidth": NARROWEST_PLOT,
        "margin": {"pad": 0, "l": left, "r": right, "t": top, "b": bottom},
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
        "shapes": [],
        "annotations": [],
        "meta": {"verdict": verdict},
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


def levels(low: float, high: float, most: int = 5, digits: int | None = None) -> list[float]:
    """Return round values between `low` and `high`, at most about `most`, with no more decimals than `digits`."""
    rough = (high - low) / (most + 0.5) or abs(high) or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    steps = [factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough]
    # A step between the digits shown would print one label twice.
    fitting = (step for step in steps if digits is None or math.isclose(round(step, digits), step))
    step = next(fitting, 10.0**-digits if digits is not None else steps[0])
    # An end that is itself round is written, whatever its last binary digit.
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(multiple * step, 12) for multiple in range(first, last + 1)]


@dataclass(frozen=True)
class ValueAxis:
    """A scale of values: its ends, how a value of it is written, and with how many decimals."""

    low: float
    high: float
    text: Callable[[float], str]
    digits: int | None = None

    @property
    def spread(self) -> float:
        """The distance of its ends, never zero."""
        return (self.high - self.low) or abs(self.high) or 1.0

    @property
    def cut(self) -> bool:
        """Whether zero is not on it."""
        return self.low > 0 or self.high < 0

    def ticks(self, most: int = 5) -> list[float]:
        """Return the round values that are written at it."""
        return levels(self.low, self.high, most, self.digits)

    def drawn(self, above: float = 0.08, **overrides: Any) -> dict[str, Any]:
        """Return what of a Plotly axis it sets: its range, with room `above` as a share, and its ticks."""
        most = overrides.pop("most", 5)
        start = self.low - (0 if self.low == 0 else self.spread * 0.06)
        ticks = self.ticks(most)
        texts = [self.text(tick) for tick in ticks]
        return {"range": [start, self.high + self.spread * above], "tickvals": ticks, "ticktext": texts, **overrides}


class FrozenFigure(BaseFigure):
    """A figure whose JSON is made once and shared by every reader.

    Streamlit asks a figure for its dictionary on every run. A frozen figure
    answers with JSON already written, so a second reader costs no rebuild.
    It is never changed after it is made.

    Plotly's own figure would make and check an object for every property, which took longer than all that a
    page computes; that each chart passes these checks unchanged is held by the tests.
    """

    def __init__(self, traces: list[dict[str, Any]], layout: dict[str, Any]) -> None:
        # Plotly's own __init__ is left out: it makes the objects that nobody asks for.
        size = 0

        def written(value: Any) -> orjson.Fragment:
            nonlocal size
            json = orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)
            size += len(json)
            # orjson's bytes keep the four kilobytes they were written in, however short they are: a copy does not.
            return orjson.Fragment(bytes(memoryview(json)))

        def parts(properties: dict[str, Any], plain: set[str]) -> dict[str, Any]:
            return {
                name: value if name in plain else written(value)
                for name, value in properties.items()
                if value is not None and value != []
            }

        # Streamlit asks for the height; a type tells the kinds of traces apart.
        self._written = {
            "data": [parts(trace, {"type"}) for trace in traces],
            "layout": parts(layout, {"width", "height"}),
        }
        self._size = size
        texts = [str(note["text"]) for note in layout.get("annotations", ())]
        texts += [str(text) for trace in traces for text in trace.get("text") or ()]
        self._texts = frozenset(bare(text).removeprefix("<b>").removesuffix("</b>") for text in texts)

    @property
    def size(self) -> int:
        """The length of its JSON in bytes."""
        return self._size

    def unwritten(self, names: Iterable[str]) -> list[str]:
        """Return which of some names found no room in the figure."""
        return [name for name in names if name not in self._texts]

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as a dictionary of finished JSON fragments."""
        return self._written


def figure(traces: list[dict[str, Any]], layout: dict[str, Any], direction: str, across: Across) -> FrozenFigure:
    """Return a frozen figure of traces and a layout, both as Plotly's JSON has them, read in a direction.

    They are given as read from left to right; `across` is what their horizontal positions stand for.
    """
    return FrozenFigure(*turned(traces, layout, direction, across))
