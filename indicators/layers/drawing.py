"""Outlines of a layer as they are kept: measured as they came, simplified to more than a screen shows."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from indicators.findings import Finding
from indicators.maps import added_outlines
from indicators.maps.geography import STORED_CRS, local_crs, repaired

STEPS = 3_000
"""How many steps of simplifying a stored outline is wide."""

LEAST_SHARED = 0.95
"""Outlines of one place that have less of their ground in common are told."""

MOST_NAMED = 8


def outlines_of(
    file: str,
    shapes: pd.Series,
    here: gpd.GeoDataFrame,
    parents: Mapping[str, str],
    source: str,
    rows: Mapping[str, int],
) -> tuple[str, list[Finding]]:
    """Return the text of the outlines of places that have none `here`, empty where all have one; and what was found.

    `shapes` are areas in WGS 84 by place id, `rows` the numbers of their
    features. An outline that is here stays; one that covers other ground is told.
    """
    if shapes.empty:
        return "", []
    left, bottom, right, top = shapely.total_bounds(shapes.to_numpy())
    zone = local_crs((left + right) / 2, (bottom + top) / 2)
    local = gpd.GeoSeries(shapes, crs=STORED_CRS).to_crs(zone)
    known = local.index[local.index.isin(here.index)]
    findings = []
    if len(known):
        for place, share in _shared(local.loc[known], here.loc[known].to_crs(zone)).items():
            if share < LEAST_SHARED:
                params = {"read": f"{100 * share:.0f}"}
                findings.append(Finding("outline_differs", file, row=rows[place], value=place, params=params))
    wanted = local.drop(labels=known)
    if wanted.empty:
        return "", findings
    drawn = simplified(wanted)
    edges = shapely.coverage_invalid_edges(drawn.to_numpy())
    # the number is what a person looks for in the file; the id is what the map will call it
    apart = [f"{place} (#{rows[str(place)]})" for place in drawn.index[~shapely.is_empty(edges)]]
    if apart:
        said = ", ".join(apart[:MOST_NAMED]) + (" …" if len(apart) > MOST_NAMED else "")
        findings.append(Finding("outlines_overlap", file, value=said))
    frame = gpd.GeoDataFrame(
        {"parent": [parents[str(place)] for place in wanted.index], "area_km2": (wanted.area / 1e6).to_numpy()},
        geometry=drawn.to_crs(STORED_CRS).to_numpy(),
        index=wanted.index,
        crs=STORED_CRS,
    )
    return added_outlines.to_text(frame, source), findings


def _shared(first: gpd.GeoSeries, second: gpd.GeoDataFrame) -> dict[str, float]:
    """Return what share of the ground of two outlines of one place they have in common."""
    one, other = first.to_numpy(), shapely.make_valid(second.geometry.to_numpy())
    both = shapely.area(shapely.intersection(one, other))
    either = shapely.area(one) + shapely.area(other) - both
    return {str(place): float(share) for place, share in zip(first.index, both / either, strict=True)}


def simplified(local: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return projected outlines without what no screen shows; neighbours that meet keep one common border."""
    left, bottom, right, top = local.total_bounds
    tolerance = max(right - left, top - bottom) / STEPS
    made = shapely.coverage_simplify(local.to_numpy(), tolerance)
    # where neighbours do not meet, a simplified outline may cross itself or vanish
    for at in np.flatnonzero(~shapely.is_valid(made) | shapely.is_empty(made)):
        made[at] = repaired(made[at]) or local.iloc[at]
    return gpd.GeoSeries(shapely.orient_polygons(made), index=local.index, crs=local.crs)
