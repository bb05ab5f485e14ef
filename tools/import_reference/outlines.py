"""The outlines of the city's parts: published files read and checked, measured, simplified, written as GeoJSON.

Areas are measured on the published outline, before it is simplified, in the
UTM zone of Casablanca (29 N), where the scale error stays below 0.1 %.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from indicators.findings.finding import DataProblem, Finding
from indicators.maps.outlines import ATTRIBUTION, DECIMALS, LICENCE, LOCAL_CRS, STORED_CRS, area_km2
from indicators.model.rules import MISSING_FILE, UNREADABLE_FILE

TOLERANCE_M = 10.0

ARRONDISSEMENTS = "casablanca_arrondissements.geojson"
PREFECTURES = "casablanca_prefectures.geojson"


def read_coverage(path: Path, code: str) -> gpd.GeoDataFrame:
    """Read outlines that share borders, indexed by the statistical code in column `code`.

    Raises :class:`DataProblem` where the file is missing, an outline is
    invalid, or neighbours overlap or do not meet on the same points.
    """
    if not path.exists():
        raise DataProblem([Finding(MISSING_FILE, file=str(path))])
    outlines = gpd.read_file(path).set_index(code)
    broken = outlines.index[~outlines.is_valid]
    if len(broken):
        raise _unusable(path, f"invalid outline of {', '.join(broken)}")
    edges = shapely.coverage_invalid_edges(outlines.geometry.to_numpy())
    overlapping = outlines.index[~shapely.is_empty(edges)]
    if len(overlapping):
        raise _unusable(path, f"the borders of {', '.join(overlapping)} overlap or do not meet")
    return outlines


def _unusable(path: Path, reason: str) -> DataProblem:
    return DataProblem([Finding(UNREADABLE_FILE, file=str(path), params={"reason": reason})])


def simplify(outlines: gpd.GeoDataFrame, tolerance: float = TOLERANCE_M) -> gpd.GeoDataFrame:
    """Simplify outlines to `tolerance` metres; neighbours keep one common border.

    Coordinates come back in degrees, rounded to about a metre.
    """
    local = outlines.to_crs(LOCAL_CRS)
    drawn = local.set_geometry(shapely.coverage_simplify(local.geometry.to_numpy(), tolerance))
    degrees = drawn.to_crs(STORED_CRS)
    rounded = shapely.transform(degrees.geometry.to_numpy(), lambda points: np.round(points, DECIMALS))
    return degrees.set_geometry(shapely.orient_polygons(rounded))


def feature_collection(outlines: gpd.GeoDataFrame) -> str:
    """Return outlines as GeoJSON text, one feature a line, with the attribution their licence asks for.

    The index is the place id; every column but the geometry is a property.
    """
    ordered = outlines.sort_index()
    columns = [name for name in ordered.columns if name != ordered.geometry.name]
    lines = [
        json.dumps(
            {
                "type": "Feature",
                "id": place,
                "properties": {name: ordered.loc[place, name] for name in columns},
                "geometry": shapely.geometry.mapping(ordered.geometry.loc[place]),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for place in ordered.index
    ]
    head = json.dumps({"attribution": ATTRIBUTION, "licence": LICENCE}, ensure_ascii=False)[1:-1]
    body = ",\n".join(lines)
    return f'{{"type": "FeatureCollection", {head}, "features": [\n{body}\n]}}\n'


def layers(boundaries: Path, ids: Mapping[str, str]) -> dict[str, gpd.GeoDataFrame]:
    """Make the layers of Casablanca from the published outlines in `boundaries`.

    `ids` gives the place id of each statistical code. A prefecture is the
    union of its simplified arrondissements, so the borders of the two layers
    are the same lines. Raises KeyError for a code without a place.
    """
    source = read_coverage(boundaries / ARRONDISSEMENTS, "hcp_code")
    drawn = simplify(source)
    small = gpd.GeoDataFrame(
        {"parent": [ids[code] for code in source["pref_code"]], "area_km2": area_km2(source).to_numpy()},
        geometry=drawn.geometry.to_numpy(),
        index=[ids[code] for code in source.index],
        crs=STORED_CRS,
    )
    groups = small.groupby("parent", sort=True)
    large = gpd.GeoDataFrame(
        {"area_km2": groups["area_km2"].sum().round(3)},
        geometry=[shapely.orient_polygons(shapely.coverage_union_all(part.geometry.to_numpy())) for _, part in groups],
        crs=STORED_CRS,
    )
    return {ARRONDISSEMENTS: small, PREFECTURES: large}


def build(boundaries: Path, ids: Mapping[str, str], target: Path) -> list[Path]:
    """Write the layers of Casablanca to the folder `target`; return the files written."""
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, layer in layers(boundaries, ids).items():
        (target / name).write_text(feature_collection(layer), encoding="utf-8", newline="\n")
        written.append(target / name)
    return written
