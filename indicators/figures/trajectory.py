"""The trajectory: observed points, the pace so far carried on, the pace required, the target."""

from dataclasses import dataclass
from typing import Any

from indicators.analysis.verdicts import Verdict
from indicators.figures import drawing as draw
from indicators.figures.direction import Across
from indicators.figures.labels import DIGIT, label_width
from indicators.figures.palette import Palette
from indicators.figures.template import ROOM, ROOM_HEIGHT, FrozenFigure, Type, ValueAxis, axis, base_layout, figure


@dataclass(frozen=True)
class Way:
    """A straight way to a value in a year: `label` stands at its end."""

    year: int
    value: float
    label: str


@dataclass(frozen=True)
class Course:
    """What a trajectory shows of one place.

    `points` are year, value and hover text in order. `pace` is where the pace
    from `base_year` leads, `required` the way to the target, `target` its value
    and label. `national` points are hollow.
    """

    points: list[tuple[int, float, str]]
    pace: Way | None = None
    required: Way | None = None
    target: tuple[float, str] | None = None
    base_year: int | None = None
    national: bool = False

    @property
    def values(self) -> list[float]:
        """Every value that is drawn."""
        ways = [way.value for way in (self.pace, self.required) if way is not None]
        return [*(value for _, value, _ in self.points), *ways, *([self.target[0]] if self.target else [])]


def trajectory_figure(
    course: Course, verdict: Verdict, colours: Palette, size: Type, direction: str, scale: ValueAxis
) -> FrozenFigure:
    """Return the trajectory: points joined, the pace dotted on, the way required dashed, the target a line."""
    points, pace, required, target = course.points, course.pace, course.required, course.target
    ways = [way for way in (pace, required) if way is not None]
    years = [year for year, _, _ in points] + [way.year for way in ways]
    axis_width = label_width(map(scale.text, scale.ticks()), size.small, DIGIT, 2) + 14
    names_width = label_width((way.label for way in ways), size.text, least=4) + 18
    height = ROOM_HEIGHT if size is ROOM else size.row * 14
    layout = base_layout(
        verdict, colours, size, height, left=axis_width, right=names_width, top=size.row, bottom=size.row + 8
    )
    span = max(max(years) - min(years), 1)
    marked = {points[0][0], points[-1][0], *(way.year for way in ways)}
    if course.base_year is not None:
        marked.add(course.base_year)
    ends = [min(years) - span * 0.03, max(years) + span * 0.03]
    layout["xaxis"] = axis(
        colours, size, range=ends, tickvals=sorted(marked), tickformat="d", tickangle=0, showline=True,
        linecolor=colours.muted,
    )  # fmt: skip
    layout["yaxis"] = axis(colours, size, **scale.drawn(0.12), showgrid=True)
    last = points[-1]
    traces: list[dict[str, Any]] = []
    if required is not None:
        traces.append(_way(last, required, colours.ink, "dash", size))
    if pace is not None:
        traces.append(_way(last, pace, colours.accent, "dot", size))
    observed = {
        "size": size.dot * 0.75,
        "color": colours.paper if course.national else colours.accent,
        "line": {"color": colours.accent, "width": 1.8},
    }
    line = {"color": colours.accent, "width": size.line}
    x, y, hover = (list(column) for column in zip(*points, strict=True))
    traces.append(draw.points(x, y, observed, hover, mode="lines+markers", line=line))
    if target is not None:
        shape, label = draw.horizontal_mark(*target, colours, size)
        layout["shapes"].append(shape)
        layout["annotations"].append(label)
    layout["annotations"] += _ends(ways, pace, colours, size, scale.spread, layout["height"])
    return figure(traces, layout, direction, Across.TIME)


def _way(last: tuple[int, float, str], way: Way, colour: str, dash: str, size: Type) -> dict[str, Any]:
    stroke = {"color": colour, "width": size.line * 0.8, "dash": dash}
    hover = {"hovertext": way.label, "hoverinfo": "text", "cliponaxis": False}
    return draw.line([last[0], way.year], [last[1], way.value], stroke, **hover)


def _ends(
    ways: list[Way], pace: Way | None, colours: Palette, size: Type, spread: float, height: int
) -> list[dict[str, Any]]:
    """Place the labels of the ways at their ends, pushed apart where they would touch."""
    pitch = spread * 1.22 * size.text * 1.3 / max(height - 2 * size.row - 8, 1)
    notes: list[dict[str, Any]] = []
    floor: float | None = None
    for way in sorted(ways, key=lambda way: way.value):
        y = way.value if floor is None else max(way.value, floor + pitch)
        floor = y
        place = {"xref": "paper", "x": 1, "y": y, "xanchor": "left", "yanchor": "middle", "xshift": 6}
        text, colour = (f"<b>{way.label}</b>", colours.accent) if way is pace else (way.label, colours.ink)
        notes.append(draw.note(text, size.text, colour, **place))
    return notes
