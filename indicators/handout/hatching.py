"""Hatched areas: the strokes within rings, as plain lines that every kind of paper can draw."""

import math
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from shapely import MultiLineString, Polygon, box, get_parts

from indicators.handout.drawing import Contour, Mark, Pen, Points, Rectangle, colour

WAYS = {"/": (1,), "\\": (-1,), "x": (1, -1)}
"""The slopes of the strokes of each pattern: upwards to the right, downwards, both."""

READ_PATTERN = frozenset({"shape", "fgcolor", "bgcolor", "size", "solidity"})


def hatching(pattern: Mapping[str, Any], rings: Sequence[Points], clip: Rectangle) -> tuple[list[Mark], list[str]]:
    """Return the ground and the strokes of a pattern within rings (holes by the even-odd rule), and what is unknown."""
    unknown = [f"fillpattern.{name}" for name in pattern if name not in READ_PATTERN]
    if pattern["shape"] not in WAYS:
        return [], [*unknown, f"fillpattern {pattern['shape']}"]
    ground, ink = colour(pattern["bgcolor"]), colour(pattern["fgcolor"])
    marks: list[Mark] = [Contour(tuple(rings), fill=ground, closed=True, clip=clip)] if ground else []
    polygons = [Polygon(ring).buffer(0) for ring in rings if len(ring) > 3]
    if ink is None or not polygons:
        return marks, unknown
    area = reduce(lambda one, other: one.symmetric_difference(other), polygons)
    area = area.intersection(box(clip.left, clip.top, clip.right, clip.bottom))
    if area.is_empty:
        return marks, unknown
    size = float(pattern["size"])
    left, top, right, bottom = area.bounds
    strokes = []
    for way in WAYS[pattern["shape"]]:
        # One stroke for each tile of the pattern, counted from the corner of the paper so that neighbours agree.
        near, far = (left + top, right + bottom) if way > 0 else (left - bottom, right - top)
        for number in range(math.floor(near / size), math.ceil(far / size) + 1):
            at = number * size
            strokes.append([(left - 1, way * (at - left + 1)), (right + 1, way * (at - right - 1))])
    within = MultiLineString(strokes).intersection(area)
    lines = tuple(tuple(part.coords) for part in get_parts(within) if part.geom_type == "LineString")
    width = max(size * float(pattern["solidity"]) / math.sqrt(2), 0.5)
    return [*marks, Contour(lines, pen=Pen(ink, width))], unknown
