"""Which way a figure is read: in a language written from right to left, values run from the right, time never does.

A builder makes its figure as it is read from left to right and says in :func:`indicators.figures.template.figure` what
runs across it (:class:`Across`). The direction of the reader's language is an argument of every builder; what it
changes is decided here and nowhere else.

Plotly sets every text from left to right, whatever the page around it. So a text with letters written from right to
left stands in an isolate of its own (U+2067 ... U+2069), line by line, and a number with a sign in it in another, or
the minus and the percent sign would stand on the wrong side of the number.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Any

from indicators.language.bidi import FSI, LRI, PDI, RLI

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "ltr", "rtl"
"""The directions, by the names that HTML has for them (:func:`indicators.language.locales.direction`)."""

ISOLATES = dict.fromkeys(map(ord, (LRI, RLI, FSI, PDI)))
"""The marks that a text of a figure may have, each with nothing."""


class Across(StrEnum):
    """What a position across a figure stands for."""

    VALUES = "values"
    """A value, or the place of a row's name: mirrored."""

    TIME = "time"
    """A year, or a value beside another one in a scatter: from left to right in every language.

    So are maps of one date after the other.
    """

    PLACES = "places"
    """A place on a map: as it lies, but keys and lists stand on the other side."""


def bare(text: str) -> str:
    """Return a text of a figure without its isolates, as whoever sets lines of his own needs it."""
    return text.translate(ISOLATES)


def is_right_to_left(text: str) -> bool:
    """Return whether a text has letters that are written from right to left."""
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


NUMBER = re.compile(
    r"(?<![\w\u2066-\u2068.,\-\u2212+±])[-\u2212+±]?\d(?:[\d.,\u00a0\u202f]*\d)?"
    r"(?:[-–]\d(?:[\d.,]*\d)?)*(?:[\u00a0\u202f ]?[%‰])?"
)
"""A number with its sign, the other end of its range and its percent sign, not in an isolate yet."""

MARKUP = re.compile(r"(<[^>]*>)")
"""The markup in a text of Plotly."""


def set_text(text: str, direction: str) -> str:
    """Return a text of a figure as Plotly has to get it; a number or foreign words alone stay as they are.

    Each line of it is read from right to left whatever it begins with, a number with a sign in it from left to right.
    """
    if direction != RIGHT_TO_LEFT or not (is_right_to_left(text) or _is_row(text)):
        return text
    return "<br>".join(_line(line) for line in text.split("<br>"))


def _is_row(text: str) -> bool:
    """Return whether a text without letters is more than one number: `80,2: 1` is read from the right, too."""
    plain = bare(text)
    return not any(map(str.isalpha, plain)) and bool(re.search(r"\d.*[:;·،؛] ?.*\d", plain))


def _line(line: str) -> str:
    parts = MARKUP.split(line)
    # Every second part is markup, whose colours and sizes are no numbers of the text.
    parts[::2] = [NUMBER.sub(_isolated, part) for part in parts[::2]]
    return f"{RLI}{''.join(parts)}{PDI}"


def _isolated(match: re.Match[str]) -> str:
    number = match.group()
    # Digits with their separators keep their order anyway.
    return number if number.strip("0123456789.,") == "" else f"{LRI}{number}{PDI}"


def turned(
    traces: list[dict[str, Any]], layout: dict[str, Any], direction: str, across: Across
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return traces and layout as a reader of a direction sees them; from left to right they stay what they are.

    Where values run across, the axis runs from the right, with the names of rows there; on a map what has a place on
    the paper changes sides, and nothing on the ground. What is written is set from right to left in both, and where
    time runs across.
    """
    if direction != RIGHT_TO_LEFT:
        return traces, layout
    traces, layout = [_worded_trace(trace) for trace in traces], _worded_layout(layout)
    if across is Across.TIME:
        return traces, layout
    if across is Across.VALUES:
        traces = [_turned_trace(trace) for trace in traces]
    return traces, _turned_layout(layout, values=across is Across.VALUES)


TEXTS_OF_TRACE = ("text", "hovertext", "name")

SIDES = {"left": "right", "right": "left"}


def other_side(words: str) -> str:
    """Return a position in Plotly's words ("middle right", "left") on the other side; in the middle it stays."""
    return " ".join(SIDES.get(word, word) for word in words.split())


def _set(value: Any) -> Any:
    if isinstance(value, str):
        return set_text(value, RIGHT_TO_LEFT)
    return [_set(item) for item in value] if isinstance(value, list | tuple) else value


def _worded_trace(trace: dict[str, Any]) -> dict[str, Any]:
    return trace | {name: _set(trace[name]) for name in TEXTS_OF_TRACE if name in trace}


def _worded_layout(layout: dict[str, Any]) -> dict[str, Any]:
    made = dict(layout)
    made["annotations"] = [note | {"text": _set(note["text"])} for note in layout["annotations"]]
    made["hoverlabel"] = layout["hoverlabel"] | {"align": "right"}
    for name, axis in _axes(layout, "xy"):
        words = {"ticktext": _set(axis["ticktext"])} if "ticktext" in axis else {}
        if "title" in axis:
            words["title"] = axis["title"] | {"text": _set(axis["title"]["text"])}
        made[name] = axis | words
    return made


def _axes(layout: dict[str, Any], letters: str) -> list[tuple[str, dict[str, Any]]]:
    return [(name, value) for name, value in layout.items() if re.fullmatch(rf"[{letters}]axis\d*", name)]


def _turned_trace(trace: dict[str, Any]) -> dict[str, Any]:
    position = trace.get("textposition")
    if position is None:
        return trace
    turned_position = [*map(other_side, position)] if isinstance(position, list) else other_side(position)
    return trace | {"textposition": turned_position, "text": [*map(_spaced_behind, trace["text"])]}


def _spaced_behind(text: str) -> str:
    """Return a text with the spaces behind it that keep it off its mark; one in an isolate begins at the right."""
    begins = text.lstrip(" ")
    return begins + text[: len(text) - len(begins)]


def _turned_layout(layout: dict[str, Any], values: bool) -> dict[str, Any]:
    margin = layout["margin"]
    made = layout | {"margin": margin | {"l": margin["r"], "r": margin["l"]}}
    for name, axis in _axes(layout, "x"):
        turned_axis = dict(axis)
        if "domain" in axis:
            turned_axis["domain"] = [1 - end for end in reversed(axis["domain"])]
        if "constraintoward" in axis:
            turned_axis["constraintoward"] = other_side(axis["constraintoward"])
        if values:
            turned_axis["range"] = axis["range"][::-1]
        made[name] = turned_axis
    if values:
        made |= {name: axis | {"side": "right"} for name, axis in _axes(layout, "y")}
    made["annotations"] = [
        turned_note(note) if values or note.get("xref") == "paper" else note for note in layout["annotations"]
    ]
    made["shapes"] = [turned_shape(shape) for shape in layout["shapes"]]
    return made


def turned_note(note: dict[str, Any]) -> dict[str, Any]:
    """Return an annotation on the other side: of the paper where it has its place there, else of its point."""
    made = dict(note)
    if note.get("xref") == "paper":
        made["x"] = 1 - note["x"]
    for name in ("xanchor", "align"):
        if name in note:
            made[name] = other_side(note[name])
    if "xshift" in note:
        made["xshift"] = -note["xshift"]
    if note.get("axref") == "pixel":
        made["ax"] = -note["ax"]
    return made


def turned_shape(shape: dict[str, Any]) -> dict[str, Any]:
    """Return a shape on the other side of the paper; one that has its place at a value stays there."""
    if shape.get("xref") != "paper":
        return shape
    if shape.get("xsizemode") == "pixel":
        # The ends change places with the sides, so that a stroke keeps the slant of the hatching it stands for.
        return shape | {"xanchor": 1 - shape["xanchor"], "x0": -shape["x1"], "x1": -shape["x0"]}
    return shape | {"x0": 1 - shape["x1"], "x1": 1 - shape["x0"]}
