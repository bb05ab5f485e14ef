"""The map of the world to take away: its places as points with the figures shown on them, and their origin.

GeoJSON (RFC 7946) and GeoPackage (OGC 12-128), in longitude and latitude of
WGS 84. What may not be redistributed is left out of both.
"""

import json
from collections.abc import Iterable

import geopandas as gpd
import pandas as pd

from indicators.catalogue import Indicator
from indicators.charts.chart import HOME, is_country
from indicators.charts.world_figures import is_mapped, offered, positions_in_degrees, world_figures
from indicators.citations import cited
from indicators.downloads import harmless
from indicators.links import State
from indicators.store import Dataset
from indicators.verdicts import reasons_text

COLUMNS = (
    "place", "name_en", "name_fr", "name_ar", "level", "point_is", "indicator", "indicator_name", "unit", "year",
    "value", "shown_as", "reason", "perimeter", "method", "source", "citation", "licence", "note", "data_version",
)  # fmt: skip
"""The properties of each point."""

CITY, COUNTRY = "the city", "the middle of the country's compared cities"
"""What a point stands at."""

COMPARED, APART, ABSENT = "figure", "not comparable", "no figure"
"""How a place is shown."""


def point_frame(dataset: Dataset, entry: Indicator, cities: Iterable[str], state: State) -> gpd.GeoDataFrame | None:
    """Return the places of a map as points with their figures and origin, None where none has a figure.

    A place without a figure keeps its point, its value empty. `reason` says why
    a figure is not comparable with Casablanca's, or with the others.
    """
    if not is_mapped(dataset, entry):
        return None
    cities = (HOME, *(city for city in cities if city != HOME))
    year = state.year if state.year in offered(dataset, entry, cities) else None
    found = world_figures(dataset, entry, cities, year)
    allowed = [key for key, source in dataset.sources.items() if source.redistributable]
    rows = found.rows[found.rows["source"].isin(allowed)]
    if rows.empty:
        return None
    where = positions_in_degrees(dataset, found.places, cities)
    closed = set(found.rows["place"].astype("str")) - set(rows["place"].astype("str"))
    listed = [place for place in found.places if place in where and place not in closed]
    used = rows.assign(place=rows["place"].astype("str")).set_index("place").reindex(listed)
    places = [dataset.places[place] for place in listed]
    points = gpd.points_from_xy(*zip(*(where[place] for place in listed), strict=True))
    out = gpd.GeoDataFrame({"place": listed}, geometry=points, crs="EPSG:4326")
    for language in ("en", "fr", "ar"):
        out[f"name_{language}"] = [place.names.get(language) for place in places]
    out["level"] = [str(place.level) for place in places]
    out["point_is"] = [COUNTRY if is_country(dataset, place) else CITY for place in listed]
    out["indicator"], out["indicator_name"], out["unit"] = entry.id, entry.names.en, entry.unit_names.en
    out["year"] = pd.array(used["year"].to_list(), dtype="Int64")
    out["value"] = used["value"].to_numpy("float64", na_value=float("nan"))
    reasons = {str(row.place): reasons_text(row.reasons, "en") for row in found.apart.itertuples()}
    out["shown_as"] = [
        ABSENT if missing else APART if place in reasons else COMPARED
        for place, missing in zip(listed, out["value"].isna(), strict=True)
    ]
    out["reason"] = [reasons.get(place, "") for place in listed]
    for name in ("perimeter", "method", "source", "note"):
        out[name] = used[name].astype("object").where(used[name].notna(), "").astype("str").to_numpy()
    out["note"] = harmless(out["note"])
    origin = {key: cited(dataset.sources, [key])[0] for key in set(out["source"]) - {""}}
    out["citation"] = [origin[key].citation if key else "" for key in out["source"]]
    out["licence"] = [origin[key].licence if key else "" for key in out["source"]]
    out["data_version"] = dataset.version
    return out[[*COLUMNS, "geometry"]].sort_values("place", ignore_index=True)


def geojson(frame: gpd.GeoDataFrame) -> bytes:
    """Return the points as GeoJSON."""
    record = json.loads(frame.to_json(drop_id=True, show_bbox=False))
    record.pop("crs", None)
    for feature in record["features"]:
        feature["id"] = feature["properties"]["place"]
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
