"""Files of outlines and points for the tests of layers, made when they are asked for."""

import json
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from indicators.findings.finding import Finding
from indicators.intake.file_check import FileCheck

MADRID = (-3.7038, 40.4168)
CASABLANCA = (-7.60, 33.57)
NAMES = ("Centro", "Norte", "Sur", "Este", "Oeste", "Puerta")


def squares(
    centre: tuple[float, float] = MADRID, names: tuple[str, ...] = NAMES, side: float = 0.02
) -> gpd.GeoDataFrame:
    """Return squares that share their borders, three a row, around `centre`, with a column `nombre`."""
    x0, y0 = centre[0] - 1.5 * side, centre[1] - side
    shapes = [
        shapely.box(
            x0 + side * (index % 3), y0 + side * (index // 3), x0 + side * (index % 3 + 1), y0 + side * (index // 3 + 1)
        )
        for index in range(len(names))
    ]
    return gpd.GeoDataFrame({"nombre": list(names)}, geometry=shapes, crs="EPSG:4326")


def cells(count: int, points: int, centre: tuple[float, float] = MADRID, half: float = 0.12) -> gpd.GeoDataFrame:
    """Return `count` areas that share crooked borders of about `points` points in all, with `name` and `share`."""
    chance = np.random.default_rng(1)
    places = np.c_[chance.uniform(-half, half, count) + centre[0], chance.uniform(-half, half, count) + centre[1]]
    whole = shapely.box(centre[0] - half, centre[1] - half, centre[0] + half, centre[1] + half)
    found = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(places), extend_to=whole))
    found = shapely.intersection(found, whole)
    step = float(shapely.length(found).sum()) / points
    found = shapely.segmentize(found, step)

    def crooked(at: np.ndarray) -> np.ndarray:
        # alike on both sides of a border, and smaller than the distance of its points
        return np.round(at + 0.3 * step * np.c_[np.sin(at[:, 0] * 9e4), np.cos(at[:, 1] * 8e4)], 7)

    names = [f"Area {number}" for number in range(1, len(found) + 1)]
    shares = chance.uniform(10, 90, len(found)).round(2)
    return gpd.GeoDataFrame(
        {"name": names, "share": shares}, geometry=shapely.transform(found, crooked), crs="EPSG:4326"
    )


def geojson(path: Path, features: list[tuple[dict[str, object], object]], **more: object) -> Path:
    """Write features (properties, geometry as GeoJSON has it or a shape) as they are; return the path."""
    listed = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": shapely.geometry.mapping(shape) if isinstance(shape, shapely.Geometry) else shape,
        }
        for properties, shape in features
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", **more, "features": listed}), encoding="utf-8")
    return path


def write(frame: gpd.GeoDataFrame, path: Path) -> Path:
    """Write a layer in the format its name ends with; return the path."""
    frame.to_file(path, driver={".geojson": "GeoJSON", ".gpkg": "GPKG", ".shp": "ESRI Shapefile"}[path.suffix])
    return path


def zipped(shapefile: Path, without: tuple[str, ...] = (), inside: str = "") -> Path:
    """Return an archive of a shapefile's parts under the folder `inside`, some left out."""
    path = shapefile.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(shapefile.parent.glob(f"{shapefile.stem}.*")):
            if part.suffix not in {*without, ".zip"}:
                archive.write(part, inside + part.name)
    return path


def mapping(folder: Path, text: str) -> Path:
    """Write a mapping; return its path."""
    path = folder / "layer.toml"
    path.write_text(text, encoding="utf-8")
    return path


def reported(intake: FileCheck, *also: str) -> list[tuple[str, int | None, str | None]]:
    """Return the findings but for those of how the file was read, as rule, feature and value."""
    usual = {"names_new", "names_known", "city_taken", "place_offered", "values_read", "values_unread"} - set(also)
    findings = [finding for finding in intake.findings if finding.rule.id not in usual]
    return [(finding.rule.id, finding.row, finding.value) for finding in findings]


def only(intake: FileCheck, rule: str) -> Finding:
    """Return the one finding of a rule."""
    findings = [finding for finding in intake.findings if finding.rule.id == rule]
    assert len(findings) == 1, [finding.rule.id for finding in intake.findings]
    return findings[0]
