"""A file as a layer: figures for the checks, new places that are offered, and outlines for the maps."""

from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from indicators.findings.finding import Finding
from indicators.intake.layers import columns as column_roles
from indicators.intake.layers import layer_values, matching
from indicators.intake.layers.columns import Columns, Pointing, read_pointing
from indicators.intake.layers.features import Features, read_features
from indicators.intake.layers.layer_values import LayerValues
from indicators.intake.layers.position import Located, find_city_by_location, locate
from indicators.intake.layers.rules import AREAS_OVERLAP, CITY_NEEDED, NO_PARTS
from indicators.intake.layers.shapes import AREA, ExaminedShapes, examine, outlines_of, overlap_too_often
from indicators.maps.city_outlines import PERIMETERS, layer_of
from indicators.maps.outlines import STORED_CRS
from indicators.model.places import Place
from indicators.model.vocabulary import Level
from indicators.store.dataset import Dataset

NAME = "layer"


@dataclass
class Layer:
    """What a geographic file holds: raw rows for the checks, new places, outlines as text, and what was found.

    `features` counts what the file holds, `refused` the values (at least one a feature) that cannot be used because of
    where or whose they are. `usable` is false where nothing of the file can be used.
    """

    table: LayerValues = field(default_factory=LayerValues)
    features: int = 0
    refused: int = 0
    out_of_scope: int = 0
    places: tuple[Place, ...] = ()
    outlines: str = ""
    usable: bool = False
    findings: list[Finding] = field(default_factory=list)


@dataclass
class _Reading:
    """One file on its way: its features and columns, what was pointed out, and what is known."""

    features: Features
    roles: Columns
    pointing: Pointing
    dataset: Dataset
    source: str
    out: Layer

    @property
    def level(self) -> Level:
        """The level of the parts it is about."""
        return Level(self.pointing.layer.level)

    @property
    def width(self) -> int:
        """How many values a feature has, at least one."""
        return max(1, len(self.roles.figures))


def read_layer(
    path: Path, dataset: Dataset, sheet: str | None = None, mapping: Path | None = None, source: str = ""
) -> Layer:
    """Read a geographic file against what is known; nothing is stored, nothing is raised.

    `sheet` names the layer of a file that holds several, `mapping` a file that says what the columns are
    (:mod:`indicators.intake.layers.columns`), `source` the source of a file that names none.
    """
    pointing, problems = read_pointing(mapping) if mapping else (Pointing(), [])
    if problems:
        return Layer(findings=problems)
    features = read_features(path, sheet or pointing.sheet)
    out = Layer(findings=features.findings)
    if not features.usable:
        return out
    out.features = len(features.shapes)
    areas = bool((shapely.get_dimensions(features.shapes.to_numpy()) == AREA).any())
    city, findings = matching.named_city(pointing.layer, dataset.places, features.file)
    out.findings += findings
    # Districts of two cities may share their names: those of the city it lies in count.
    near = city or find_city_by_location(features, pointing.layer, dataset.places)
    known = dataset.places if near is None else matching.without_others(dataset.places, near.id)
    roles = column_roles.settle(features, pointing, dataset.catalogue, known, areas)
    if roles.unusable or (pointing.layer.city and city is None):
        return out
    source = roles.constants.get("source", "") or source
    if city is None and areas:
        city = matching.city_of_names(features, roles, known)
    _read(_Reading(features, roles, pointing, dataset, source, out), areas, city)
    return out


def _read(reading: _Reading, areas: bool, city: Place | None) -> None:
    """Go from features to figures and outlines, as far as the file allows."""
    features, dataset, out, about = reading.features, reading.dataset, reading.out, reading.pointing.layer
    whole = areas and city is None and matching.are_places(features, reading.roles, dataset.places)
    located = locate(features, about, city, dataset.places, guess=not whole)
    if located.shapes.empty:
        return
    seen = examine(features, located.shapes)
    seen.shapes = seen.shapes.drop(labels=list(located.outside), errors="ignore")
    if seen.shapes.empty:
        return
    if located.city is not None and located.city.id not in dataset.places:
        located.city = _placed(located.city, seen.shapes)
        out.places = (located.city,)
    if areas and overlap_too_often(seen.shapes.to_numpy()):
        features.note(AREAS_OVERLAP)
        return
    if areas:
        _areas(reading, seen, located)
    else:
        _points(reading, seen, located)
    out.refused += out.table.refused
    out.usable = True


def _placed(city: Place, shapes: pd.Series) -> Place:
    """Return a new city with the middle of its features for its position."""
    left, bottom, right, top = shapely.total_bounds(shapes.to_numpy())
    return city.model_copy(update={"longitude": round((left + right) / 2, 4), "latitude": round((bottom + top) / 2, 4)})


def _areas(reading: _Reading, seen: ExaminedShapes, located: Located) -> None:
    """Match areas to places, gather their figures, and keep the outlines of parts that have none here."""
    dataset, out, city, level = reading.dataset, reading.out, located.city, reading.level
    matched = matching.match(reading.features, seen.shapes, reading.roles, reading.pointing.layer, city, dataset.places)
    ids = matched.ids.drop(labels=list(located.outside), errors="ignore")
    used = set(ids)
    new = [place for place in matched.new if place.id in used]
    out.refused += len({*matched.refused, *located.outside}) * reading.width
    perimeter = str(PERIMETERS[level]) if city is not None else ""
    out.table = layer_values.areas_table(reading.features, ids, reading.roles, perimeter)
    if city is None:
        return
    drawn = ids[ids.index.isin(seen.shapes.index)]
    shapes = pd.Series(seen.shapes.loc[drawn.index].to_numpy(), index=drawn.to_numpy(), dtype="object")
    new = _within_prefectures(new, shapes, city, dataset)
    out.places = (*out.places, *new)
    parents = {place.id: place.parent or city.id for place in (*dataset.places.values(), *new)}
    known_outlines = layer_of(dataset, level, city.id).outlines
    rows = {str(place): int(str(number)) for number, place in drawn.items()}
    out.outlines = outlines_of(reading.features, shapes, known_outlines, parents, reading.source, rows)


def _within_prefectures(new: list[Place], shapes: pd.Series, city: Place, dataset: Dataset) -> list[Place]:
    """Return new districts as parts of the prefecture they lie in, where the city has prefectures with outlines."""
    above = layer_of(dataset, Level.PREFECTURE, city.id).outlines
    if above.empty or not new or new[0].level is not Level.DISTRICT:
        return new
    names = [place.id for place in new]
    inside = gpd.GeoDataFrame(
        geometry=shapely.point_on_surface(shapes.loc[names].to_numpy()), index=names, crs=STORED_CRS
    )
    pairs = gpd.sjoin(inside, above[["geometry"]], predicate="within")
    column = next(name for name in pairs.columns if name != "geometry")
    parents = {str(place): str(parent) for place, parent in pairs[column].items()}
    return [place.model_copy(update={"parent": parents.get(place.id, place.parent)}) for place in new]


def _points(reading: _Reading, seen: ExaminedShapes, located: Located) -> None:
    """Join points to the parts of the city and make one figure of those of each part."""
    features, dataset, out = reading.features, reading.dataset, reading.out
    city, level = located.city, reading.level
    out.refused += len(located.outside) * reading.width
    parts = layer_of(dataset, level, city.id).outlines if city is not None else None
    if parts is None or parts.empty:
        features.note(NO_PARTS if city is not None else CITY_NEEDED)
        out.refused += len(seen.shapes) * reading.width
        return
    places = layer_values.joined(features, seen.shapes, parts)
    out.out_of_scope += (len(seen.shapes) - len(places)) * reading.width
    rule = reading.pointing.layer.rule
    out.table = layer_values.points_table(features, places, reading.roles, str(PERIMETERS[level]), rule)
