"""The land of the world as one outline without borders, from Natural Earth."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from indicators.findings.finding import DataProblem, Finding
from indicators.model.rules import MISSING_FILE

PUBLISHED = "ne_110m_land.json"
FILE = "land.geojson"
ATTRIBUTION = "Made with Natural Earth"
LICENCE = "Public domain, https://www.naturalearthdata.com/about/terms-of-use/"

SOUTHERNMOST = -60.0
"""Degrees: nobody lives farther south, and maps of cities leave it out."""

DECIMALS = 2
"""Of a degree: about a kilometre, far below what the scale of the outline, 1 to 110 million, can bear."""


def read(boundaries: Path) -> list[shapely.Polygon]:
    """Return the land as polygons in degrees that do not meet, the largest first.

    Raises :class:`DataProblem` where the published file is missing.
    """
    path = boundaries / PUBLISHED
    if not path.exists():
        raise DataProblem([Finding(MISSING_FILE, file=str(path))])
    inhabited = shapely.box(-180, SOUTHERNMOST, 180, 90)
    land = shapely.union_all([shapely.make_valid(shape) for shape in gpd.read_file(path).geometry])
    rounded = shapely.set_precision(shapely.intersection(land, inhabited), 10.0**-DECIMALS)
    parts = [part for part in shapely.get_parts(rounded) if shapely.get_dimensions(part) == 2]
    # Areas in degrees only give the file an order of its own.
    return sorted(parts, key=lambda part: (-part.area, part.bounds))


def write(boundaries: Path, target: Path) -> Path:
    """Write the land to the folder `target`, one polygon a line; return the file written."""
    parts = [shapely.transform(part, lambda points: np.round(points, DECIMALS)) for part in read(boundaries)]
    lines = [
        json.dumps(
            {
                "type": "Feature",
                "id": f"land_{number}",
                "properties": {},
                "geometry": shapely.geometry.mapping(shapely.orient_polygons(part)),
            },
            separators=(",", ":"),
        )
        for number, part in enumerate(parts, 1)
    ]
    head = json.dumps({"attribution": ATTRIBUTION, "licence": LICENCE})[1:-1]
    body = ",\n".join(lines)
    target.mkdir(parents=True, exist_ok=True)
    path = target / FILE
    path.write_text(
        f'{{"type": "FeatureCollection", {head}, "features": [\n{body}\n]}}\n', encoding="utf-8", newline="\n"
    )
    return path
