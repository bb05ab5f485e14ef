"""How figures become the marks of the world's map: classes and their colours, or sizes; and the key of both."""

import math
from dataclasses import dataclass

from indicators import formats
from indicators.catalogue import Indicator
from indicators.charts import map_parts as parts
from indicators.charts.chart import Look
from indicators.charts.rank import printed
from indicators.charts.world_figures import WorldFigures
from indicators.figures.template import ROOM
from indicators.figures.world_key import Kind, Line
from indicators.links import State
from indicators.maps.classes import Classes, classes_of_values
from indicators.maps.map_view import Marks, Scheme
from indicators.vocabulary import Measure, Scale

WIDEST, SMALLEST = 34.0, 5.0
"""Pixels of the largest and of the smallest point of a map whose sizes are figures."""


@dataclass(frozen=True)
class Style:
    """How figures become marks: classes and their colours, or the greatest figure of a scale of sizes."""

    marks: Marks
    classes: Classes
    tones: tuple[str, ...]
    greatest: float
    widest: float
    dot: float
    look: Look

    def fill(self, value: float, digits: int, own: bool) -> str:
        """Return the colour of a figure; `own` is Casablanca's or its country's."""
        if self.marks is Marks.SIZE:
            return self.look.colours.accent if own else self.look.colours.peer
        at = self.classes.of(value, digits)
        return self.look.colours.muted if at is None else self.tones[at]

    def size(self, value: float) -> float:
        """Return the diameter of a figure's point in pixels."""
        if self.marks is Marks.COLOUR:
            return self.dot
        return max(SMALLEST, self.widest * math.sqrt(max(value, 0.0) / self.greatest))


def usual_marks(entry: Indicator) -> Marks:
    """Return what shows a figure unless chosen: the size a total, which a colour would hide, the colour all else."""
    return Marks.SIZE if entry.measure is Measure.TOTAL else Marks.COLOUR


def style_of(entry: Indicator, found: WorldFigures, state: State, sizable: bool, look: Look) -> Style:
    """Return how the figures of a map are drawn; sizes only where it is `sizable`: no figure below zero."""
    marks = Marks(state.map.marks) if state.map.marks else usual_marks(entry)
    marks = marks if sizable else Marks.COLOUR
    room = look.size is ROOM
    dot, widest = (look.size.dot, WIDEST * 1.3) if room else (look.size.dot + 1.0, WIDEST)
    classes = Classes(Scheme(state.map.classes), ())
    if marks is Marks.COLOUR:
        classes = classes_of_values(list(found.scale), Scheme(state.map.classes), entry.digits)
    tones = tuple(parts.fills(classes, look.colours)) if classes.slots else ()
    return Style(marks, classes, tones, max(found.scale, default=1.0), widest, dot, look)


def key_lines(entry: Indicator, found: WorldFigures, style: Style, look: Look) -> list[Line]:
    """Return the key: the classes with how many places each holds, or three sizes; then the other marks."""
    t = look.t
    national = Kind.NATIONAL if entry.scale is Scale.COUNTRY else Kind.FIGURE
    values = found.shown["value"].astype("float64").to_list()
    lines = []
    if style.marks is Marks.COLOUR:
        held = [style.classes.of(value, entry.digits) for value in values]
        for at, (slot, fill) in enumerate(zip(style.classes.slots, style.tones, strict=True)):
            words = parts.range_text(slot, at == 0, style.classes, entry.digits, look)
            count = formats.number(held.count(at), 0, look.language)
            lines.append(Line(national, fill, style.dot, t("{range}: {count}", range=words, count=count)))
        lines = lines[::-1]
    else:
        lines = [
            Line(national, look.colours.peer, style.size(value), printed(value, entry, look))
            for value in round_sizes(style.greatest)
        ]
    for kind, places, words in (
        (Kind.APART, len(found.apart), t("not comparable")),
        (Kind.ABSENT, len(found.absent), t("no figure")),
    ):
        if places:
            count = formats.number(places, 0, look.language)
            lines.append(Line(kind, "", style.dot - 2, t("{range}: {count}", range=words, count=count)))
    return lines


def round_sizes(greatest: float) -> list[float]:
    """Return three round figures whose points show a scale of sizes, the largest first."""
    found: list[float] = []
    for share in (1.0, 4.0, 16.0):
        power = 10.0 ** math.floor(math.log10(greatest / share))
        step = max(step for step in (1, 2, 5) if step * power <= greatest / share * (1 + 1e-9))
        found.append(step * power)
    return list(dict.fromkeys(found))
