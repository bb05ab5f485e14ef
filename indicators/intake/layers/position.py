"""Where a layer lies: its coordinate system, exchanged coordinates, and the city it is about.

What does not fit is a question, never a guess: a layer is moved only where its mapping says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from indicators.findings.finding import Finding
from indicators.intake.layers import rules
from indicators.intake.layers.columns import LayerMapping
from indicators.intake.layers.declared_crs import is_system
from indicators.intake.layers.features import Features
from indicators.maps.outlines import STORED_CRS, local_crs
from indicators.model.places import Gazetteer, Place
from indicators.model.vocabulary import Level

FARTHEST_KM = 100.0
"""What lies farther than this from the middle of its city is somewhere else."""

AROUND_KM = 40.0
"""A layer whose city nobody named is that of the known city this near, if it is small enough to be of one:"""

WIDEST_DEGREES = 1.5

USUAL = ("EPSG:3857", "EPSG:26191", "EPSG:26192", "EPSG:2154", "EPSG:25829", "EPSG:25830", "EPSG:25831")
"""Systems tried where the coordinates do not fit, besides the UTM zone of each city: web maps, Morocco, neighbours."""

_GEOD = pyproj.Geod(ellps="WGS84")
_BOUNDS = (180.0, 90.0)


@dataclass
class Located:
    """A layer in longitude and latitude of WGS 84, the city it is about, and what was found; no shapes if unusable.

    `outside` are the numbers of features that lie somewhere else than the city.
    """

    shapes: pd.Series = field(default_factory=lambda: pd.Series(dtype="object"))
    city: Place | None = None
    outside: tuple[int, ...] = ()


def locate(
    features: Features, about: LayerMapping, city: Place | None, places: Gazetteer, guess: bool = True
) -> Located:
    """Bring a layer to WGS 84 and say which city it is about.

    `city` is the one that the mapping or the names of the features say, None where neither does: then it is the known
    city that the layer lies around, if there is one to `guess`.
    """
    out = Located(city=city)
    shapes = features.shapes
    crs, problem = _system(features, about, city, places)
    if problem is not None:
        features.findings.append(problem)
        if crs is None:
            return out
    if about.swapped:
        shapes = _exchanged(shapes)
        features.note(rules.COORDINATES_EXCHANGED)
    out.shapes = gpd.GeoSeries(shapes, crs=crs).to_crs(STORED_CRS)
    middles = _middles(out.shapes)
    if len(middles) and (city is not None or guess):
        _place(features, crs, middles, places, out)
    return out


def _place(features: Features, crs: Any, middles: pd.DataFrame, places: Gazetteer, out: Located) -> None:
    """Find the city of a layer and what of it lies somewhere else; no shapes are left where that is a question."""
    near = out.city or around(middles, _size(out.shapes), places)
    if near is None:
        if _ask_where(features, crs, middles, _homes(places), None):
            out.shapes = out.shapes.iloc[:0]
        return
    if out.city is None:
        features.note(rules.CITY_TAKEN, place=near.names.en)
        out.city = near
    if near.longitude is None or near.latitude is None:
        return
    far = _away(middles, near)
    if float(np.median(far)) > FARTHEST_KM:
        _ask_where(features, crs, middles, [near], near)
        out.shapes = out.shapes.iloc[:0]
        return
    for number, away in zip(middles.index[far > FARTHEST_KM], far[far > FARTHEST_KM], strict=True):
        name, turned = label(features, int(number)), _turned(middles.loc[[number]])
        if _away(turned, near)[0] <= AROUND_KM:
            features.note(rules.COORDINATES_SWAPPED, int(number), value=name, place=near.names.en)
        else:
            features.note(rules.FEATURE_ELSEWHERE, int(number), value=name, place=near.names.en, found=f"{away:,.0f}")
        out.outside = (*out.outside, int(number))


def find_city_by_location(features: Features, about: LayerMapping, places: Gazetteer) -> Place | None:
    """Return the known city that a layer lies around as its coordinates are, None where it lies around none."""
    crs, _ = _system(features, about, None, places)
    middles = _middles(features.shapes)
    if crs is None or not len(middles):
        return None
    order = ("y", "x") if about.swapped else ("x", "y")
    corners = middles[list(order)].to_numpy()
    moved = gpd.GeoSeries(shapely.points(corners), crs=crs).to_crs(STORED_CRS)
    spread = _middles(moved)
    return around(spread, _size(moved), places) if len(spread) else None


def around(middles: pd.DataFrame, size: float, places: Gazetteer) -> Place | None:
    """Return the known city nearest to the middle of features that are small enough to be of one city, or None."""
    x, y = float(middles["x"].median()), float(middles["y"].median())
    if size > WIDEST_DEGREES or abs(x) > _BOUNDS[0] or abs(y) > _BOUNDS[1]:
        return None
    distances = [(_GEOD.inv(x, y, home.longitude, home.latitude)[2] / 1000, home.id) for home in _homes(places)]
    away, city = min(distances, default=(np.inf, ""))
    return places[city] if away <= AROUND_KM else None


def _homes(places: Gazetteer) -> list[Place]:
    return [
        place for place in places.of_level(Level.CITY) if place.longitude is not None and place.latitude is not None
    ]


def _system(
    features: Features, about: LayerMapping, city: Place | None, places: Gazetteer
) -> tuple[Any, Finding | None]:
    """Return the coordinate system to read a layer in, and the finding about it; None where it is a question."""
    crs = features.crs
    if about.crs:
        try:
            crs = pyproj.CRS.from_user_input(about.crs) if is_system(about.crs) else None
        except pyproj.exceptions.CRSError:
            crs = None
        if crs is None:
            return None, Finding(rules.CRS_UNKNOWN, features.file, value=about.crs)
    degrees = _in_degrees(features.shapes)
    if crs is None:
        if degrees:
            return pyproj.CRS(STORED_CRS), Finding(rules.CRS_ASSUMED, features.file)
        near = _system_that_fits(_middles(features.shapes), [city] if city else _homes(places))
        return None, Finding(rules.CRS_MISSING, features.file, params={"near": near})
    if pyproj.CRS(crs).is_geographic and not degrees:
        middles = _middles(features.shapes)
        if about.swapped or (_fits(_turned(middles)) and not _fits(middles)):
            return crs, None
        near = _system_that_fits(middles, [city] if city else _homes(places))
        return None, Finding(rules.CRS_WRONG, features.file, value=_name(crs), params={"near": near})
    return crs, None


def _name(crs: Any) -> str:
    read = pyproj.CRS(crs)
    code = read.to_authority()
    return ":".join(code) if code else str(read.name)


def _in_degrees(shapes: pd.Series) -> bool:
    """Return whether all coordinates can be longitudes and latitudes."""
    bounds = shapely.bounds(shapes.to_numpy())
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    return bool((np.abs(bounds) <= np.array([*_BOUNDS, *_BOUNDS]) + 1e-6).all())


def _fits(middles: pd.DataFrame) -> bool:
    return bool((middles["x"].abs() <= _BOUNDS[0]).all() and (middles["y"].abs() <= _BOUNDS[1]).all())


def _middles(shapes: pd.Series) -> pd.DataFrame:
    """Return the middle of each feature that has one, as x and y by number."""
    bounds = shapely.bounds(shapes.to_numpy())
    frame = pd.DataFrame(
        {"x": (bounds[:, 0] + bounds[:, 2]) / 2, "y": (bounds[:, 1] + bounds[:, 3]) / 2}, index=shapes.index
    )
    return frame[np.isfinite(frame).all(axis=1)]


def _size(shapes: pd.Series) -> float:
    """Return how wide or high a layer is."""
    bounds = shapely.bounds(shapes.to_numpy())
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    return float(max(np.ptp(bounds[:, [0, 2]]), np.ptp(bounds[:, [1, 3]])))


def _away(middles: pd.DataFrame, city: Place) -> np.ndarray:
    """Return how far from its city each feature lies, in km."""
    inside = middles["x"].abs().le(_BOUNDS[0]) & middles["y"].abs().le(_BOUNDS[1])
    out = np.full(len(middles), np.inf)
    n = int(inside.sum())
    if n:
        x, y = np.full(n, float(city.longitude or 0.0)), np.full(n, float(city.latitude or 0.0))
        out[inside.to_numpy()] = (
            _GEOD.inv(middles.loc[inside, "x"].to_numpy(), middles.loc[inside, "y"].to_numpy(), x, y)[2] / 1000
        )
    return out


def _turned(middles: pd.DataFrame) -> pd.DataFrame:
    """Return middles whose longitude is the latitude."""
    return middles.rename(columns={"x": "y", "y": "x"})


def _ask_where(features: Features, crs: Any, middles: pd.DataFrame, cities: list[Place], named: Place | None) -> bool:
    """Report the question of a layer that lies around no city; return whether anything tells what is wrong with it."""
    middle = middles.median().to_frame().T
    swapped = next((city for city in cities if _away(_turned(middle), city)[0] <= AROUND_KM), None)
    near = _system_that_fits(_middles(features.shapes).median().to_frame().T, cities)
    if swapped is not None:
        first = label(features, int(features.shapes.index[0]))
        features.note(rules.COORDINATES_SWAPPED, value=first, place=swapped.names.en)
    elif near and near != _name(crs):
        features.note(rules.CRS_WRONG, value=_name(crs), near=near)
    elif named is not None:
        away = _away(middle, named)[0]
        features.note(rules.LAYER_ELSEWHERE, place=named.names.en, found=f"{away:,.0f}" if np.isfinite(away) else "∞")
    return swapped is not None or bool(near and near != _name(crs)) or named is not None


def label(features: Features, number: int) -> str:
    """Return what to call a feature: its first text that is not a number, else its number."""
    texts = [name for name in features.cells.columns if name not in features.numeric]
    label = next((text for name in texts if (text := str(features.cells[name].at[number]))), "")
    return label[:80] or f"#{number}"


def _system_that_fits(middles: pd.DataFrame, cities: Iterable[Place]) -> str | None:
    """Return the coordinate system in which the coordinates lie in one of the cities, or None."""
    if not len(middles):
        return None
    x, y = float(middles["x"].median()), float(middles["y"].median())
    listed = [city for city in cities if city.longitude is not None and city.latitude is not None]
    zones = [local_crs(float(city.longitude or 0.0), float(city.latitude or 0.0)) for city in listed]
    for code in dict.fromkeys([STORED_CRS, *zones, *USUAL]):
        longitude, latitude = pyproj.Transformer.from_crs(code, STORED_CRS, always_xy=True).transform(x, y)
        if not (np.isfinite(longitude) and np.isfinite(latitude)):
            continue
        point = pd.DataFrame({"x": [longitude], "y": [latitude]})
        if any(_away(point, city)[0] <= AROUND_KM for city in listed):
            return code
    return None


def _exchanged(shapes: pd.Series) -> pd.Series:
    """Return shapes whose first coordinate became the second."""
    turned = shapely.transform(shapes.to_numpy(), lambda points: points[:, ::-1])
    return pd.Series(turned, index=shapes.index, dtype="object")
