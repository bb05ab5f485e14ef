"""Outlines that came with an accepted file: one GeoJSON text, written here and read here.

Coordinates are longitude and latitude of WGS 84 to about a metre. Every feature
has the id of its place, the place it lies in, and the area of the outline as it came, in km2.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import shapely

from indicators.findings.finding import Finding
from indicators.maps.outlines import DECIMALS, STORED_CRS
from indicators.model.rules import UNREADABLE_FILE

_HEAD = re.compile(r'\{"type":"FeatureCollection","source":"([a-z0-9_]*)"')


def head(source: str) -> str:
    """Return how the text of outlines of a source (an id, or empty) begins."""
    return f'{{"type":"FeatureCollection","source":"{source}"'


def source_of(text: str) -> str:
    """Return the source of the outlines of a text, empty where none is named yet."""
    match = _HEAD.match(text)
    return match[1] if match else ""


def with_source(text: str, source: str) -> str:
    """Return the text of outlines with another source."""
    return _HEAD.sub(head(source), text, count=1)


@dataclass(frozen=True)
class Added:
    """Outlines that came together: their source, and a frame of parent, area_km2 and geometry by place id."""

    source: str
    outlines: gpd.GeoDataFrame


def to_text(outlines: gpd.GeoDataFrame, source: str) -> str:
    """Return outlines (columns parent, area_km2, geometry; index the place id) as GeoJSON, one feature a line."""
    ordered = outlines.sort_index()
    rounded = shapely.transform(ordered.geometry.to_numpy(), lambda points: np.round(points, DECIMALS))
    lines = [
        orjson.dumps(
            {
                "type": "Feature",
                "id": str(place),
                "properties": {"parent": str(parent), "area_km2": round(float(area), 3)},
                "geometry": orjson.Fragment(shape),
            }
        )
        for place, parent, area, shape in zip(
            ordered.index, ordered["parent"], ordered["area_km2"], shapely.to_geojson(rounded), strict=True
        )
    ]
    return head(source) + ',"features":[\n' + b",\n".join(lines).decode() + "\n]}\n"


@lru_cache(maxsize=16)
def read(text: str) -> Added:
    """Return the outlines of a text that this module wrote; raises ValueError where it is another."""
    try:
        record = orjson.loads(text)
        features = record["features"]
        index = pd.Index([feature["id"] for feature in features], dtype="str", name="id")
        frame = gpd.GeoDataFrame(
            {
                "parent": pd.Series(
                    [feature["properties"]["parent"] for feature in features], index=index, dtype="str"
                ),
                "area_km2": pd.Series(
                    [feature["properties"]["area_km2"] for feature in features], index=index, dtype="float64"
                ),
            },
            geometry=shapely.from_geojson([orjson.dumps(feature["geometry"]) for feature in features]),
            index=index,
            crs=STORED_CRS,
        )
        return Added(str(record["source"]), frame)
    except (KeyError, TypeError, shapely.errors.ShapelyError) as error:
        raise ValueError(f"these are no outlines of an accepted file: {error}") from None


@lru_cache(maxsize=8)
def merged(texts: tuple[str, ...]) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Return the outlines of several texts with the column `source`, later ones over earlier, and what is unusable."""
    frames, findings = [], []
    for text in texts:
        try:
            added = read(text)
        except ValueError as error:
            findings.append(Finding(UNREADABLE_FILE, params={"reason": " ".join(str(error).split())}))
            continue
        frames.append(added.outlines.assign(source=added.source))
    if not frames:
        return NOTHING, findings
    everything = pd.concat(frames)
    return everything[~everything.index.duplicated(keep="last")], findings


NOTHING = gpd.GeoDataFrame(
    {"parent": pd.Series(dtype="str"), "area_km2": pd.Series(dtype="float64"), "source": pd.Series(dtype="str")},
    geometry=gpd.GeoSeries([], crs=STORED_CRS),
    index=pd.Index([], dtype="str", name="id"),
)
