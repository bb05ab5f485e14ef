"""Shapes of a layer: repaired where they cross themselves, measured as they came, simplified for the store."""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from indicators.intake.layers import rules
from indicators.intake.layers.features import Features
from indicators.intake.layers.position import label
from indicators.maps import added_outlines
from indicators.maps.outlines import (
    OUTLINE_EMPTY,
    OUTLINE_REPAIRED,
    OUTLINES_OVERLAP,
    STORED_CRS,
    local_crs,
    polygons_of,
    repaired,
)

AREA, LINE, POINT = 2, 1, 0
"""Dimensions of shapes."""

MOST_CROSSINGS = 2_000
"""An outline whose edges cross more often is not untangled: a repair takes a second for a few thousand crossings, and
much more than twice as long for twice as many."""

CROSSINGS_OF_ALL = 10_000
"""How many crossings of all the outlines of a file are untangled."""

_SAMPLE, _STEP = 300, 20
"""How many edges of an outline are looked at for how often they cross others, and how many of them at a time."""


@dataclass
class ExaminedShapes:
    """The usable shapes of a layer by number, whether they are areas (points otherwise), and what was found."""

    shapes: pd.Series
    areas: bool = True


def examine(features: Features, located: pd.Series) -> ExaminedShapes:
    """Return the usable shapes of a layer in WGS 84: its areas, repaired, or the points of a layer without any.

    Of a shape that holds areas and more, only the areas are used.
    """
    shapes = located.to_numpy().copy()
    dimensions = np.where(shapely.is_empty(shapes), -1, shapely.get_dimensions(shapes))
    bounds = shapely.bounds(shapes)
    dimensions[~np.isfinite(bounds).all(axis=1)] = -1
    areas = bool((dimensions == AREA).any())
    out = ExaminedShapes(located.iloc[:0], areas)
    if not areas and not (dimensions == POINT).any():
        features.note(rules.NO_SHAPES)
        return out
    wanted = dimensions == (AREA if areas else POINT)
    for index in np.flatnonzero(~wanted):
        number = int(located.index[index])
        empty = dimensions[index] < 0
        rule, params = (OUTLINE_EMPTY, {}) if empty else (rules.FEATURE_MIXED, {"found": shapes[index].geom_type})
        features.note(rule, number, value=label(features, number), **params)
    if areas:
        wanted &= _repair(features, located.index, shapes, wanted)
    else:
        several = wanted & (shapely.get_type_id(shapes) != shapely.GeometryType.POINT)
        shapes[several] = shapely.centroid(shapes[several])
    out.shapes = pd.Series(shapes[wanted], index=located.index[wanted], dtype="object")
    return out


def _repair(features: Features, index: pd.Index, shapes: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Repair areas in place; return which can be used."""
    usable = wanted.copy()
    kinds = shapely.get_type_id(shapes)
    collections = kinds == shapely.GeometryType.GEOMETRYCOLLECTION
    closed = np.isin(index.to_numpy(), list(features.repaired))
    broken = wanted & (~shapely.is_valid(shapes) | collections | closed)
    crossings_left = CROSSINGS_OF_ALL
    for position in np.flatnonzero(broken):
        number = int(index[position])
        name = label(features, number)
        crossed = crossings(shapes[position])
        crossings_left -= crossed if crossed <= MOST_CROSSINGS else 0
        if crossed > MOST_CROSSINGS or crossings_left < 0:
            features.note(rules.FEATURE_TANGLED, number, value=name)
            usable[position] = False
            continue
        whole = repaired(shapes[position])
        if whole is None:
            features.note(OUTLINE_EMPTY, number, value=name)
            usable[position] = False
            continue
        rule = OUTLINE_REPAIRED
        if collections[position] and shapely.is_valid(shapes[position]):
            rule = rules.FEATURE_TRIMMED
        features.note(rule, number, value=name)
        shapes[position] = whole
    return usable


def crossings(shape: shapely.Geometry) -> int:
    """Return about how many pairs of edges of an outline cross, by a sample that ends once they are many."""
    ends = []
    for part in polygons_of(shape):
        for ring in (part.exterior, *part.interiors):
            points = shapely.get_coordinates(ring)
            ends.append(np.stack([points[:-1], points[1:]], axis=1))
    if not ends:
        return 0
    edges = shapely.linestrings(np.concatenate(ends))
    some = edges[np.linspace(0, len(edges) - 1, min(_SAMPLE, len(edges))).astype(int)]
    tree = shapely.STRtree(edges)
    pairs = looked_at = 0
    for start in range(0, len(some), _STEP):
        looked_at = min(start + _STEP, len(some))
        pairs += len(tree.query(some[start:looked_at], predicate="crosses")[0])
        if pairs > 2 * MOST_CROSSINGS:
            break
    return round(pairs * len(edges) / looked_at / 2)


MOST_NEIGHBOURS = 20
"""On how many other areas each may lie on average, judged by the boxes around them; in a city it is about seven."""

FEW_MEETINGS = 4_000_000
"""How many points of areas may lie in the boxes of others, whatever their number: they are compared in two seconds."""


def overlap_too_often(shapes: np.ndarray) -> bool:
    """Return whether areas lie over each other so often that comparing their borders would not end in time."""
    points = shapely.get_num_coordinates(shapes).astype("int64")
    most = max(FEW_MEETINGS, 2 * MOST_NEIGHBOURS * int(points.sum()))
    boxes = shapely.box(*shapely.bounds(shapes).T)
    tree = shapely.STRtree(boxes)
    met = 0
    for start in range(0, len(boxes), _STEP):
        ours, theirs = tree.query(boxes[start : start + _STEP])
        met += int(points[start + ours].sum() + points[theirs].sum())
        if met > most:
            return True
    return False


STEPS = 3_000
"""How many steps of simplifying a stored outline is wide."""

LEAST_SHARED = 0.95
"""Outlines of one place that have less of their ground in common are reported."""

MOST_NAMED = 8


def outlines_of(
    features: Features,
    shapes: pd.Series,
    existing: gpd.GeoDataFrame,
    parents: Mapping[str, str],
    source: str,
    rows: Mapping[str, int],
) -> str:
    """Return the text of the outlines of places that have none among the `existing`, empty where all have one.

    `shapes` are areas in WGS 84 by place id, `rows` the numbers of their
    features. An existing outline stays; one that covers other ground is reported.
    """
    if shapes.empty:
        return ""
    left, bottom, right, top = shapely.total_bounds(shapes.to_numpy())
    zone = local_crs((left + right) / 2, (bottom + top) / 2)
    local = gpd.GeoSeries(shapes, crs=STORED_CRS).to_crs(zone)
    known = local.index[local.index.isin(existing.index)]
    if len(known):
        for place, share in _shared(local.loc[known], existing.loc[known].to_crs(zone)).items():
            if share < LEAST_SHARED:
                features.note(rules.OUTLINE_DIFFERS, rows[place], value=place, read=f"{100 * share:.0f}")
    wanted = local.drop(labels=known)
    if wanted.empty:
        return ""
    drawn = simplified(wanted)
    edges = shapely.coverage_invalid_edges(drawn.to_numpy())
    # the number is what a person looks for in the file; the id is what the map will call it
    overlapping = [f"{place} (#{rows[str(place)]})" for place in drawn.index[~shapely.is_empty(edges)]]
    if overlapping:
        listed = ", ".join(overlapping[:MOST_NAMED]) + (" …" if len(overlapping) > MOST_NAMED else "")
        features.note(OUTLINES_OVERLAP, value=listed)
    frame = gpd.GeoDataFrame(
        {"parent": [parents[str(place)] for place in wanted.index], "area_km2": (wanted.area / 1e6).to_numpy()},
        geometry=drawn.to_crs(STORED_CRS).to_numpy(),
        index=wanted.index,
        crs=STORED_CRS,
    )
    return added_outlines.to_text(frame, source)


def _shared(first: gpd.GeoSeries, second: gpd.GeoDataFrame) -> dict[str, float]:
    """Return what share of the ground of two outlines of one place they have in common."""
    area, other = first.to_numpy(), shapely.make_valid(second.geometry.to_numpy())
    both = shapely.area(shapely.intersection(area, other))
    either = shapely.area(area) + shapely.area(other) - both
    return {str(place): float(share) for place, share in zip(first.index, both / either, strict=True)}


def simplified(local: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return projected outlines without what no screen shows; neighbours that meet keep one common border."""
    left, bottom, right, top = local.total_bounds
    tolerance = max(right - left, top - bottom) / STEPS
    made = shapely.coverage_simplify(local.to_numpy(), tolerance)
    # where neighbours do not meet, a simplified outline may cross itself or vanish
    for position in np.flatnonzero(~shapely.is_valid(made) | shapely.is_empty(made)):
        made[position] = repaired(made[position]) or local.iloc[position]
    return gpd.GeoSeries(shapely.orient_polygons(made), index=local.index, crs=local.crs)
