"""The shapes of a layer, examined one by one: what is empty, crosses itself, or is no area, and what is left of it."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely

from indicators.findings import Finding
from indicators.layers.features import Features
from indicators.layers.position import label
from indicators.maps.geography import polygons_of, repaired

AREA, LINE, POINT = 2, 1, 0
"""Dimensions of shapes."""

MOST_CROSSINGS = 200_000
"""More pairs of edges than this that may cross are not untangled: it would take all memory there is."""

_SAMPLE = 200


@dataclass
class Examined:
    """The usable shapes of a layer by number, whether they are areas (points otherwise), and what was found."""

    shapes: pd.Series
    areas: bool = True
    findings: list[Finding] = field(default_factory=list)


def examine(features: Features, located: pd.Series) -> Examined:
    """Return the usable shapes of a layer in WGS 84: its areas, repaired, or the points of a layer without any.

    Of a shape that holds areas and more, the areas are kept.
    """
    shapes = located.to_numpy().copy()
    dimensions = np.where(shapely.is_empty(shapes), -1, shapely.get_dimensions(shapes))
    bounds = shapely.bounds(shapes)
    dimensions[~np.isfinite(bounds).all(axis=1)] = -1
    areas = bool((dimensions == AREA).any())
    out = Examined(located.iloc[:0], areas)
    if not areas and not (dimensions == POINT).any():
        out.findings.append(Finding("no_shapes", features.file))
        return out
    wanted = dimensions == (AREA if areas else POINT)
    for at in np.flatnonzero(~wanted):
        number = int(located.index[at])
        empty = dimensions[at] < 0
        rule, params = ("outline_empty", {}) if empty else ("feature_mixed", {"found": shapes[at].geom_type})
        out.findings.append(Finding(rule, features.file, row=number, value=label(features, number), params=params))
    if areas:
        wanted &= _mend(features, located.index, shapes, wanted, out)
    else:
        several = wanted & (shapely.get_type_id(shapes) != shapely.GeometryType.POINT)
        shapes[several] = shapely.centroid(shapes[several])
    out.shapes = pd.Series(shapes[wanted], index=located.index[wanted], dtype="object")
    return out


def _mend(features: Features, index: pd.Index, shapes: np.ndarray, wanted: np.ndarray, out: Examined) -> np.ndarray:
    """Repair areas in place; return which can be used."""
    usable = wanted.copy()
    kinds = shapely.get_type_id(shapes)
    collections = kinds == shapely.GeometryType.GEOMETRYCOLLECTION
    closed = np.isin(index.to_numpy(), list(features.mended))
    broken = wanted & (~shapely.is_valid(shapes) | collections | closed)
    for at in np.flatnonzero(broken):
        number = int(index[at])
        what = label(features, number)
        if is_tangled(shapes[at]):
            out.findings.append(Finding("feature_tangled", features.file, row=number, value=what))
            usable[at] = False
            continue
        mended = repaired(shapes[at])
        if mended is None:
            out.findings.append(Finding("outline_empty", features.file, row=number, value=what))
            usable[at] = False
            continue
        rule = "outline_repaired"
        if collections[at] and shapely.is_valid(shapes[at]):
            rule = "feature_trimmed"
        out.findings.append(Finding(rule, features.file, row=number, value=what))
        shapes[at] = mended
    return usable


def is_tangled(shape: shapely.Geometry) -> bool:
    """Return whether so many edges may cross that a repair could take all memory: by a sample of them."""
    edges = []
    for part in polygons_of(shape):
        for ring in (part.exterior, *part.interiors):
            points = shapely.get_coordinates(ring)
            edges.append(np.hstack([points[:-1], points[1:]]))
    ends = np.vstack(edges) if edges else np.empty((0, 4))
    count = len(ends)
    if count * count <= MOST_CROSSINGS:
        return False
    low = np.minimum(ends[:, :2], ends[:, 2:])
    high = np.maximum(ends[:, :2], ends[:, 2:])
    some = np.linspace(0, count - 1, min(_SAMPLE, count)).astype(int)
    pairs = sum(int(((low <= high[at]) & (high >= low[at])).all(axis=1).sum()) for at in some)
    # every edge meets its two neighbours and itself
    return (pairs / len(some) - 3) * count > MOST_CROSSINGS
