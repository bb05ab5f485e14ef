"""Stored outlines as maps use them: read and examined once, projected, simplified to what a screen shows.

What is wrong with a file is reported, never raised: a map leaves out what
it cannot draw and says so.

What maps draw is made once by `build` and stored beside the outlines it is made of. The file holds every result under a
hash of what it was made from: the file of outlines, the kind of the result and its parameters. A result that no longer
fits is not found; a map then makes its own, as it does without the file. Nothing in it is data: the data version does
not cover it.
"""

import hashlib
import json
import logging
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model.rules import MISSING_COLUMN, MISSING_FILE, UNREADABLE_FILE
from indicators.store import derived_file

LOCAL_CRS = "EPSG:32629"
"""The UTM zone of the home city."""
STORED_CRS = "EPSG:4326"
DECIMALS = 5
"""Decimals of stored degrees: about a metre."""
ATTRIBUTION = "© OpenStreetMap contributors"
LICENCE = "Open Database License (ODbL) 1.0, https://opendatacommons.org/licenses/odbl/1-0/"

OUTLINE_UNKNOWN = Rule(
    "outline_unknown", Severity.WARNING, N_("the outline {value} is of no place the map knows."),
    N_("Correct its id; it is not drawn."),
)  # fmt: skip

OUTLINE_TWICE = Rule(
    "outline_twice", Severity.WARNING, N_("there are two outlines of {value}."), N_("Keep one; the first is drawn.")
)

OUTLINE_EMPTY = Rule(
    "outline_empty", Severity.WARNING, N_("the outline of {value} is empty."), N_("Draw it anew; it is left out.")
)

OUTLINE_ELSEWHERE = Rule(
    "outline_elsewhere", Severity.WARNING, N_("the outline of {value} does not lie in its city."),
    N_("Check the coordinate system, and that longitude comes before latitude; it is left out."),
)  # fmt: skip

OUTLINE_REPAIRED = Rule(
    "outline_repaired", Severity.WARNING, N_("the outline of {value} crossed itself and was repaired."),
    N_("Compare it with its publication."),
)  # fmt: skip

OUTLINES_OVERLAP = Rule(
    "outlines_overlap", Severity.WARNING, N_("the borders of {value} overlap or do not meet."),
    N_("Draw neighbours on the same points; they are drawn as they are."),
)  # fmt: skip


@dataclass(frozen=True)
class OutlineSet:
    """Stored outlines ready to be used, and what was found wrong with them.

    `outlines` has the columns area_km2, parent (empty where there is none) and
    geometry, indexed by place id, in :data:`STORED_CRS`. It is shared: nobody
    writes into it.
    """

    outlines: gpd.GeoDataFrame
    findings: tuple[Finding, ...] = ()


NO_OUTLINES = gpd.GeoDataFrame(
    {"area_km2": pd.Series(dtype="float64"), "parent": pd.Series(dtype="str")},
    geometry=gpd.GeoSeries([], crs=STORED_CRS),
    index=pd.Index([], dtype="str", name="id"),
)
FARTHEST_DEGREES = 1.0
"""An outline whose middle is farther than this from its city is somewhere else."""

POLYGON = 2
"""The dimension of what covers ground."""

GRID_M = 0.01
"""Outlines are united on a grid this fine: borders that nearly meet cannot tie it in knots."""

SLIVER_M2 = 10_000.0
"""What is smaller between outlines is an error of drawing, not a territory."""


@lru_cache(maxsize=8)
def city_layer(
    folder: Path, _version: str, name: str, places: tuple[str, ...], centre: tuple[float, float]
) -> OutlineSet:
    """Return the layer `name` of a data folder, read once for each version of the data (:func:`read_layer`)."""
    return read_layer(folder / "boundaries" / name, places, centre)


def read_layer(path: Path, places: Collection[str], centre: tuple[float, float]) -> OutlineSet:
    """Read stored outlines of `places` around `centre` (degrees); what is wrong is found, never raised.

    An outline that cannot be used is left out, one that crosses itself is
    repaired; each is a finding with the number of its feature.
    """
    if not path.exists():
        return OutlineSet(NO_OUTLINES, (Finding(MISSING_FILE, file=path.name),))
    try:
        raw = gpd.read_file(path)
    except (RuntimeError, OSError, ValueError) as error:
        return OutlineSet(NO_OUTLINES, (Finding(UNREADABLE_FILE, file=path.name, params={"reason": str(error)}),))
    if "id" not in raw.columns or raw.crs is None:
        columns = ", ".join(str(name) for name in raw.columns)
        params = {"found": columns}
        return OutlineSet(NO_OUTLINES, (Finding(MISSING_COLUMN, file=path.name, column="id", params=params),))
    raw = raw.to_crs(STORED_CRS)
    findings: list[Finding] = []
    valid: dict[str, shapely.Geometry] = {}
    for number, (place, shape) in enumerate(zip(raw["id"].astype("str"), raw.geometry, strict=True), 1):
        rule, repaired = _examined(place, shape, places, centre, valid)
        if rule:
            findings.append(Finding(rule, file=path.name, row=number, value=place))
        if repaired is not None:
            valid[place] = repaired
    if not valid:
        return OutlineSet(NO_OUTLINES, tuple(findings))
    rows = raw.assign(id=raw["id"].astype("str")).drop_duplicates("id").set_index("id").loc[list(valid)]
    outlines = gpd.GeoDataFrame(
        {"parent": rows["parent"].astype("str") if "parent" in rows else ""},
        geometry=list(valid.values()),
        index=pd.Index(list(valid), name="id"),
        crs=STORED_CRS,
    )
    measured = area_km2(outlines, local_crs(*centre))
    outlines["area_km2"] = rows["area_km2"].astype("float64").fillna(measured) if "area_km2" in rows else measured
    edges = shapely.coverage_invalid_edges(outlines.geometry.to_numpy())
    overlapping = [str(place) for place in outlines.index[~shapely.is_empty(edges)]]
    if overlapping:
        findings.append(Finding(OUTLINES_OVERLAP, file=path.name, value=", ".join(overlapping)))
    return OutlineSet(outlines, tuple(findings))


def _examined(
    place: str,
    shape: shapely.Geometry | None,
    places: Collection[str],
    centre: tuple[float, float],
    valid: Collection[str],
) -> tuple[Rule | None, shapely.Geometry | None]:
    """Return the rule an outline breaks (None where none) and the outline to use (None where none can be)."""
    if place not in places:
        return OUTLINE_UNKNOWN, None
    if place in valid:
        return OUTLINE_TWICE, None
    if shape is None or shape.is_empty or shapely.get_dimensions(shape) < POLYGON:
        return OUTLINE_EMPTY, None
    middle = shape.centroid
    if math.hypot(middle.x - centre[0], middle.y - centre[1]) > FARTHEST_DEGREES:
        return OUTLINE_ELSEWHERE, None
    if shape.is_valid:
        return None, shape
    areas = repaired(shape)
    return (OUTLINE_EMPTY, None) if areas is None else (OUTLINE_REPAIRED, areas)


def local_crs(longitude: float, latitude: float) -> str:
    """Return the UTM zone of a position in degrees, where lengths and areas are true to about 0.1 %."""
    zone = min(int((longitude + 180) // 6) + 1, 60)
    return f"EPSG:{32600 + zone if latitude >= 0 else 32700 + zone}"


def area_km2(outlines: gpd.GeoDataFrame, crs: str = LOCAL_CRS) -> pd.Series:
    """Return the area of each outline in km2, to 0.001 km2, on its index; `crs` is the zone it lies in."""
    return (outlines.to_crs(crs).area / 1e6).round(3).rename("area_km2")


def repaired(shape: shapely.Geometry) -> shapely.Geometry | None:
    """Return the areas of a shape made valid, None where nothing of it covers ground.

    Coordinates below a billionth of their unit count as 0: no survey is finer,
    and on numbers next to nothing the geometry library gives up.
    """
    plain = shapely.transform(shape, lambda points: np.where(np.abs(points) < 1e-9, 0.0, points))
    try:
        parts = [part for part in polygons_of(shapely.make_valid(plain)) if part.area > 0]
        united = shapely.union_all(parts)
        return united if parts and shapely.is_valid(united) and united.area > 0 else None
    except shapely.errors.GEOSException:
        return None


def polygons_of(shape: shapely.Geometry) -> list[shapely.Geometry]:
    """Return the polygons of a shape, however deep they lie in collections."""
    if shape.geom_type == "Polygon":
        return [shape]
    return [polygon for part in getattr(shape, "geoms", ()) for polygon in polygons_of(part)]


def drawn(layer: gpd.GeoDataFrame, tolerance: float) -> gpd.GeoDataFrame:
    """Return outlines in metres of the UTM zone they lie in, simplified to what a screen can show.

    Neighbours keep one common border where their borders meet.
    """
    left, bottom, right, top = layer.total_bounds
    local = layer.to_crs(local_crs((left + right) / 2, (bottom + top) / 2))
    shapes = local.geometry.to_numpy()
    meet = shapely.coverage_is_valid(layer.geometry.to_numpy())
    made = shapely.coverage_simplify(shapes, tolerance) if meet else shapely.simplify(shapes, tolerance)
    for index in np.flatnonzero(~shapely.is_valid(made) | shapely.is_empty(made)):
        made[index] = repaired(made[index]) or repaired(shapes[index]) or shapes[index]
    return local.set_geometry(shapely.orient_polygons(made))


def rings(shape: shapely.Geometry) -> list[np.ndarray]:
    """Return the rings of an outline, the outer one of each part before its holes, as arrays of x and y."""
    lines: list[np.ndarray] = []
    for part in shapely.get_parts(shape):
        lines.append(shapely.get_coordinates(part.exterior))
        lines += [shapely.get_coordinates(ring) for ring in part.interiors]
    return lines


def holes(layer: gpd.GeoDataFrame) -> list[shapely.Polygon]:
    """Return what projected outlines enclose together and none of them covers."""
    whole = shapely.union_all(layer.geometry.to_numpy(), grid_size=GRID_M)
    interiors = [shapely.Polygon(ring) for part in shapely.get_parts(whole) for ring in part.interiors]
    return [hole for hole in interiors if hole.area > SLIVER_M2]


def middle(shape: shapely.Geometry) -> tuple[float, float]:
    """Return the middle of the largest circle inside an outline, where a label stands."""
    radius = shapely.maximum_inscribed_circle(max(shapely.get_parts(shape), key=lambda part: part.area), 20)
    (x, y), _ = shapely.get_coordinates(radius)
    return float(x), float(y)


Rings = tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]


def rings_of(stored: Any) -> Rings:
    """Return rings that were stored as JSON."""
    return tuple((tuple(x), tuple(y)) for x, y in stored)


@dataclass(frozen=True)
class OutlineShape:
    """An outline as a figure takes it: rings of x and y in metres, and where a label stands."""

    rings: Rings
    at: tuple[float, float]

    @classmethod
    def of(cls, stored: Any) -> "OutlineShape":
        """Return a shape that was stored as JSON."""
        return cls(rings_of(stored["rings"]), tuple(stored["at"]))


def shape_of(outline: shapely.Geometry, quick: bool = False) -> OutlineShape:
    """Return a projected outline as rings of whole metres; `quick` labels it at some point inside it."""
    x, y = shapely.get_coordinates(shapely.point_on_surface(outline))[0] if quick else middle(outline)
    parts = [np.round(ring) for ring in rings(outline)]
    return OutlineShape(
        tuple((tuple(part[:, 0].tolist()), tuple(part[:, 1].tolist())) for part in parts), (round(x), round(y))
    )


@dataclass(frozen=True)
class Whole:
    """The parts of the city as one outline, and with the enclaves they enclose; areas in km2."""

    parts: OutlineShape
    filled: OutlineShape
    parts_km2: float
    enclaves_km2: float


@lru_cache(maxsize=8)
def city_whole(
    folder: Path, version: str, name: str, places: tuple[str, ...], centre: tuple[float, float], tolerance: float
) -> Whole | None:
    """Return the city as one outline, None where no part has one; made once a version."""
    layer = city_layer(folder, version, name, places, centre).outlines
    if layer.empty:
        return None
    united = shapely.union_all(drawn(layer, tolerance).geometry.to_numpy())
    outer = [shapely.Polygon(part.exterior) for part in shapely.get_parts(united)]
    enclaves = shapely.union_all(holes(layer.to_crs(LOCAL_CRS)))
    return Whole(
        parts=shape_of(united),
        filled=shape_of(shapely.MultiPolygon(outer)),
        parts_km2=float(layer["area_km2"].sum()),
        enclaves_km2=float(enclaves.area) / 1e6,
    )


STORED_FILE = Path("derived") / "maps.json.gz"

RECIPE = 1
"""The way in which results are made: a change of it makes all stored ones unfit."""

OTHERWISE = "maps are made when they are first opened"
"""What is done where the file does not serve."""

LOG = logging.getLogger(__name__)


def key_of(outlines: Path, kind: str, *parameters: object) -> str:
    """Return the hash of what a result is made from; empty where the file of outlines cannot be read."""
    try:
        # a clone on Windows may have other line ends, and shows the same
        content = outlines.read_bytes().replace(b"\r\n", b"\n")
    except OSError:
        return ""
    recipe = json.dumps([RECIPE, kind, *parameters], default=str)
    return hashlib.sha256(recipe.encode() + b"\0" + content).hexdigest()


def stored(folder: Path, key: str) -> Any | None:
    """Return the stored result of a data folder under `key`; None where there is none that fits."""
    if not key:
        return None
    path = folder / STORED_FILE
    results = derived_file.read(path, OTHERWISE)
    if results and key not in results:
        _note_stale(path, derived_file.stamp(path))
    return results.get(key)


@lru_cache(maxsize=8)
def _note_stale(path: Path, _stamp: int | None) -> None:
    LOG.warning("%s is of other outlines; %s (python -m indicators build).", path, OTHERWISE)


def write_stored(folder: Path, results: Mapping[str, Any]) -> Path:
    """Write the results to a data folder: the same bytes for the same results. Return the file."""
    return derived_file.write(folder / STORED_FILE, results)
