"""The parts of a city: which places they are, what their perimeter is called, and their outlines.

Outlines are those of the data folder, and those that came with accepted files.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from indicators.findings.finding import Finding
from indicators.language.translator import N_, text
from indicators.maps import added_outlines, outlines
from indicators.maps.outlines import NO_OUTLINES, OutlineSet, OutlineShape, Whole, local_crs
from indicators.model.home import PartWord
from indicators.model.places import Gazetteer, Place
from indicators.model.vocabulary import OWN_PERIMETER, Level, Perimeter
from indicators.store.dataset import Dataset
from indicators.text.labels import word

SCREEN, SMALL = 750, 280
"""How many steps of simplifying a map is wide, and a small one: about one a pixel."""

MANY = 400
"""Of more parts than this each is labelled at a quick point inside it, not at the roomiest."""

PERIMETERS = {level: OWN_PERIMETER[level] for level in (Level.DISTRICT, Level.PREFECTURE)}
"""The outline in which a figure of a part is counted: its own."""


def parts_of(places: Gazetteer, level: Level, city: str) -> tuple[str, ...]:
    """Return the city's prefectures, or the districts that lie in them; in the city itself where it has none.

    A commune of its own in the middle of a city of prefectures is no part of it.
    """
    within = [place.id for place in places.of_level(Level.PREFECTURE, city)]
    if level is Level.PREFECTURE:
        return tuple(within)
    above = set(within) or {city}
    return tuple(place.id for place in places.of_level(Level.DISTRICT) if place.parent in above)


def city_of(places: Mapping[str, Place], part: str) -> str | None:
    """Return the city that a district or prefecture lies in, through its parents; None where there is none."""
    seen = set()
    place: str | None = part
    while place is not None and place in places and place not in seen:
        if places[place].level is Level.CITY:
            return place
        seen.add(place)
        place = places[place].parent
    return None


DISTRICT = N_("district")


def has_arrondissements(dataset: Dataset, city: str | None) -> bool:
    """Return whether the districts of a city, the home city unless given, are called arrondissements."""
    return city in {None, dataset.home.city} and dataset.home.part is PartWord.ARRONDISSEMENT


def perimeter_word(dataset: Dataset, place: str, perimeter: str, language: str) -> str:
    """Return the word for the outline that a figure of `place` was counted in."""
    read = Perimeter(perimeter)
    if (
        read is Perimeter.ARRONDISSEMENT
        and place in dataset.places
        and not has_arrondissements(dataset, city_of(dataset.places, place))
    ):
        return text(language, DISTRICT)
    return word(read, language)


def perimeter_words(dataset: Dataset, pairs: Iterable[tuple[object, object]], language: str) -> tuple[str, ...]:
    """Return the words for pairs of place and perimeter, each once, in their order."""
    distinct = dict.fromkeys((str(place), str(perimeter)) for place, perimeter in pairs)
    return tuple(dict.fromkeys(perimeter_word(dataset, place, perimeter, language) for place, perimeter in distinct))


@dataclass(frozen=True)
class _Wanted:
    """What the outlines of a city's parts are made from, in a form that a cache can know again."""

    folder: Path
    version: str
    texts: tuple[str, ...]
    parts: tuple[str, ...]
    level: Level
    file: str | None
    centre: tuple[float, float]


def _wanted(dataset: Dataset, level: Level, city: str | None) -> _Wanted:
    home = dataset.home
    city = city or home.city
    place = dataset.places.get(city)
    return _Wanted(
        folder=dataset.folder,
        version=dataset.version,
        texts=dataset.outlines,
        parts=parts_of(dataset.places, level, city),
        level=level,
        file=home.outlines.file(level) if home.outlines is not None and city == home.city else None,
        centre=((place.longitude or 0.0), (place.latitude or 0.0)) if place else (0.0, 0.0),
    )


def layer_of(dataset: Dataset, level: Level, city: str | None = None) -> OutlineSet:
    """Return the outlines of the parts of a city, the home city unless given, with what was found wrong with them.

    They are shared: nobody writes into them.
    """
    return _layer(_wanted(dataset, level, city))


def _of_folder(wanted: _Wanted) -> OutlineSet:
    """Return the outlines of the data folder, which are those of the home city."""
    if wanted.file is None or not wanted.parts:
        return OutlineSet(NO_OUTLINES)
    return outlines.city_layer(wanted.folder, wanted.version, wanted.file, wanted.parts, wanted.centre)


@lru_cache(maxsize=32)
def _layer(wanted: _Wanted) -> OutlineSet:
    """Return the outlines of the folder, and of parts without one those that came with files."""
    base = _of_folder(wanted)
    if not wanted.texts:
        return base
    frame, findings = added_outlines.merged(wanted.texts)
    more = frame[frame.index.isin(wanted.parts) & ~frame.index.isin(base.outlines.index)]
    all_findings = (*base.findings, *findings)
    if more.empty:
        return OutlineSet(base.outlines, all_findings)
    columns = ["parent", "area_km2", "geometry"]
    both = pd.concat([base.outlines[columns], more[columns]]) if len(base.outlines) else more[columns]
    return OutlineSet(gpd.GeoDataFrame(both, geometry="geometry", crs=more.crs), all_findings)


@dataclass(frozen=True)
class DrawnParts:
    """The area (km2) of each part whose outline is here, and what was found wrong with the outlines."""

    areas: Mapping[str, float]
    findings: tuple[Finding, ...] = ()


def drawn_parts(dataset: Dataset, level: Level, city: str | None = None) -> DrawnParts:
    """Return the parts of a city, the home city unless given, that have an outline."""
    return _drawn_parts(_wanted(dataset, level, city))


@lru_cache(maxsize=32)
def _drawn_parts(wanted: _Wanted) -> DrawnParts:
    stored = None if wanted.texts else _stored(wanted, "areas")
    return _areas_of(_layer(wanted)) if stored is None else DrawnParts(stored)


def _areas_of(layer: OutlineSet) -> DrawnParts:
    areas = {str(place): float(area) for place, area in layer.outlines["area_km2"].items()}
    return DrawnParts(areas, layer.findings)


def _key(wanted: _Wanted, kind: str, *parameters: float) -> str:
    path = wanted.folder / "boundaries" / str(wanted.file)
    return outlines.key_of(path, kind, wanted.parts, wanted.centre, *parameters)


def _stored(wanted: _Wanted, kind: str, *parameters: float) -> Any | None:
    """Return what `build` stored of the outlines of the data folder (:func:`to_store`), None where nothing fits."""
    if wanted.file is None or not wanted.parts:
        return None
    return outlines.stored(wanted.folder, _key(wanted, kind, *parameters))


def to_store(dataset: Dataset) -> dict[str, Any]:
    """Return what maps draw of the home city's outlines, by the keys of :mod:`indicators.maps.outlines`.

    Outlines with which something is wrong are left out: their findings are made with them.
    """
    results: dict[str, Any] = {}
    for level in (Level.DISTRICT, Level.PREFECTURE):
        wanted = replace(_wanted(dataset, level, None), texts=())
        layer = _of_folder(wanted)
        if layer.findings or layer.outlines.empty:
            continue
        results[_key(wanted, "areas")] = _areas_of(layer).areas
        for small in (False, True):
            tolerance = tolerance_of(dataset, level, dataset.home.city, small)
            shapes, enclaves = _made_shapes(wanted, tolerance)
            results[_key(wanted, "shapes", tolerance)] = {
                "shapes": {place: asdict(shape) for place, shape in shapes.items()},
                "enclaves": [asdict(shape) for shape in enclaves],
            }
            if level is Level.DISTRICT and small:
                whole = _made_whole(wanted, tolerance)
                results[_key(wanted, "whole", tolerance)] = asdict(whole) if whole is not None else None
    return results


def sources_of(dataset: Dataset, level: Level, city: str | None = None) -> tuple[str, ...]:
    """Return the sources of the outlines of a city's parts, as far as the data set describes them, each once."""
    draws_parts = len(_drawn_parts(replace(_wanted(dataset, level, city), texts=())).areas) > 0
    drawn = list(drawn_parts(dataset, level, city).areas)
    added = added_outlines.merged(dataset.outlines)[0]
    of_home = dataset.home.outlines
    named = [
        *([of_home.source] if of_home is not None and draws_parts else []),
        *added.loc[added.index.isin(drawn), "source"].astype("str"),
    ]
    return tuple(name for name in dict.fromkeys(named) if name in dataset.sources)


def cities(dataset: Dataset) -> tuple[str, ...]:
    """Return the cities that have parts with outlines, the home city first."""
    drawn_cities: dict[str, None] = {dataset.home.city: None}
    added, _ = added_outlines.merged(dataset.outlines)
    named = (city_of(dataset.places, str(parent)) for parent in dict.fromkeys(added["parent"]))
    drawn_cities |= dict.fromkeys(city for city in named if city is not None)
    return tuple(drawn_cities)


def width_m(layer: gpd.GeoDataFrame) -> float:
    """Return how wide or high a layer is, whichever is more, in metres."""
    left, bottom, right, top = layer.total_bounds
    ends = gpd.GeoSeries(gpd.points_from_xy([left, right], [bottom, top]), crs=layer.crs)
    local = ends.to_crs(local_crs((left + right) / 2, (bottom + top) / 2))
    return float(max(abs(local.x[1] - local.x[0]), abs(local.y[1] - local.y[0])))


def tolerance_of(dataset: Dataset, level: Level, city: str, small: bool = False) -> float:
    """Return the metres an outline may be simplified by on a map, or on a small one.

    It is set for the home city's; for another's it follows from its width.
    """
    of_home = dataset.home.outlines if city == dataset.home.city else None
    if of_home is not None:
        set_for_home = of_home.small_tolerance_m if small else of_home.tolerance_m
        if set_for_home is not None:
            return set_for_home
    layer = layer_of(dataset, level, city).outlines
    return 0.0 if layer.empty else round(width_m(layer) / (SMALL if small else SCREEN), 1)


def shapes_of(
    dataset: Dataset, level: Level, city: str, tolerance: float
) -> tuple[dict[str, OutlineShape], tuple[OutlineShape, ...]]:
    """Return the drawn outlines of a city's parts, and what they enclose and none of them covers."""
    return _shapes(_wanted(dataset, level, city), tolerance)


@lru_cache(maxsize=32)
def _shapes(wanted: _Wanted, tolerance: float) -> tuple[dict[str, OutlineShape], tuple[OutlineShape, ...]]:
    stored = None if wanted.texts else _stored(wanted, "shapes", tolerance)
    if stored is None:
        return _made_shapes(wanted, tolerance)
    shapes = {place: OutlineShape.of(shape) for place, shape in stored["shapes"].items()}
    return shapes, tuple(map(OutlineShape.of, stored["enclaves"]))


def _made_shapes(wanted: _Wanted, tolerance: float) -> tuple[dict[str, OutlineShape], tuple[OutlineShape, ...]]:
    layer = _layer(wanted).outlines
    if layer.empty:
        return {}, ()
    local = outlines.drawn(layer, tolerance)
    quick = len(local) > MANY
    shapes = {
        str(place): outlines.shape_of(outline, quick)
        for place, outline in zip(local.index, local.geometry, strict=True)
        if not shapely.is_empty(outline)
    }
    return shapes, tuple(outlines.shape_of(hole, quick) for hole in outlines.holes(local))


def whole_of(dataset: Dataset) -> Whole | None:
    """Return the home city as one outline, from its districts; None where no district has one."""
    wanted = replace(_wanted(dataset, Level.DISTRICT, None), texts=())
    if wanted.file is None:
        return None
    return _whole(wanted, tolerance_of(dataset, Level.DISTRICT, dataset.home.city, small=True))


@lru_cache(maxsize=8)
def _whole(wanted: _Wanted, tolerance: float) -> Whole | None:
    stored = _stored(wanted, "whole", tolerance)
    if stored is None:
        return _made_whole(wanted, tolerance)
    parts, filled = OutlineShape.of(stored["parts"]), OutlineShape.of(stored["filled"])
    return Whole(parts, filled, stored["parts_km2"], stored["enclaves_km2"])


def _made_whole(wanted: _Wanted, tolerance: float) -> Whole | None:
    return outlines.city_whole(wanted.folder, wanted.version, str(wanted.file), wanted.parts, wanted.centre, tolerance)
