"""Maps as layers to download: areas or points with the figures shown on them, and their origin.

GeoJSON (RFC 7946) and GeoPackage (OGC 12-128), in longitude and latitude of
WGS 84. What may not be redistributed is left out of both.
"""

import io
import json
from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import pandas as pd

from indicators.analysis.verdicts import reasons_text
from indicators.charts.chart import is_country
from indicators.charts.map_parts import home_outlines
from indicators.charts.request import ChartRequest, MapView
from indicators.charts.world_figures import is_mapped, offered, positions_in_degrees, world_figures
from indicators.exports.tables import accessed
from indicators.maps import city_outlines, districts
from indicators.maps.districts import CHANGE
from indicators.maps.outlines import ATTRIBUTION, LICENCE
from indicators.model.catalogue import Indicator
from indicators.model.observations import NUMBERS
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.citations import cited
from indicators.text.csv_safety import harmless

AREA_COLUMNS = (
    "place", "name_en", "name_fr", "name_ar", "level", "indicator", "indicator_name", "unit", "year", "value",
    "first_year", "first_value", "change", "change_unit", "perimeter", "method", "source", "citation", "licence",
    "accessed", "note", "area_km2", "outline_credit", "data_version",
)  # fmt: skip
"""The properties of each outline; of a year's map those of the change are empty."""


def map_frame(dataset: Dataset, entry: Indicator, view: MapView) -> gpd.GeoDataFrame | None:
    """Return the outlines of a map with their values and origin.

    None where the parts have no figures, or outlines that may not be redistributed.

    A part without a figure keeps its outline, its value empty. `value` and
    `year` are the last ones where the change is shown.
    """
    rows = districts.figures(dataset, entry, view.level, view.city)
    allowed = [key for key, source in dataset.sources.items() if source.redistributable]
    rows = rows[rows["source"].isin(allowed)]
    dates = districts.dates(rows, entry)
    named = city_outlines.sources_of(dataset, view.level, view.city)
    if not dates.years or not set(named) <= set(allowed):
        return None
    shown = str(view.shown if view.shown in dates.all else dates.years[-1])
    year = dates.years[-1] if shown == CHANGE else int(shown)
    layer = city_outlines.layer_of(dataset, view.level, view.city).outlines
    used = districts.of_year(rows, year)
    used = used.assign(place=used["place"].astype("str")).set_index("place").reindex(layer.index)
    out = gpd.GeoDataFrame({"place": layer.index.astype("str")}, geometry=layer.geometry.to_numpy(), crs=layer.crs)
    out["value"] = used["value"].to_numpy("float64", na_value=float("nan"))
    out["year"] = pd.array([year] * len(out), dtype="Int64")
    out.loc[out["value"].isna(), "year"] = pd.NA
    _describe(dataset, entry, out, used)
    out["area_km2"] = layer["area_km2"].to_numpy()
    credit = [f"{source.citation}, {source.licence}" for source in cited(dataset.sources, named)]
    of_home = home_outlines(dataset, view.city) is not None
    out["outline_credit"] = "; ".join([*([ATTRIBUTION] if of_home else []), *credit])
    out["first_year"] = pd.array([pd.NA] * len(out), dtype="Int64")
    out["first_value"], out["change"], out["change_unit"] = float("nan"), float("nan"), ""
    if shown == CHANGE:
        changed = districts.changed(rows, entry, dates.years[0], dates.years[-1]).set_index("place")
        changed = changed.reindex(out["place"])
        out["first_value"], out["change"] = changed["first_value"].to_numpy(), changed["value"].to_numpy()
        out["first_year"] = pd.array([dates.years[0]] * len(out), dtype="Int64")
        out["change_unit"] = "percentage points" if formatting.in_points(entry) else "% of the first value"
    return out[[*AREA_COLUMNS, "geometry"]].sort_values("place", ignore_index=True)


def _describe(dataset: Dataset, entry: Indicator, out: pd.DataFrame, used: pd.DataFrame) -> None:
    """Add what each place is called, what is measured, and how and by whom the `used` figures were published.

    Texts of the origin are empty where there is no figure.
    """
    places = [dataset.places[place] for place in out["place"]]
    for language in ("en", "fr", "ar"):
        out[f"name_{language}"] = [place.names.get(language) for place in places]
    out["level"] = [str(place.level) for place in places]
    out["indicator"], out["indicator_name"], out["unit"] = entry.id, entry.names.en, entry.unit_names.en
    out["data_version"] = dataset.version
    for name in ("perimeter", "method", "source", "note"):
        out[name] = used[name].astype("object").where(used[name].notna(), "").astype("str").to_numpy()
    out["note"] = harmless(out["note"])
    origin = {key: cited(dataset.sources, [key])[0] for key in set(out["source"]) - {""}}
    out["citation"] = [origin[key].citation if key else "" for key in out["source"]]
    out["licence"] = [origin[key].licence if key else "" for key in out["source"]]
    out["accessed"] = [accessed(origin[key]) if key else "" for key in out["source"]]


def areas_geojson(frame: gpd.GeoDataFrame) -> bytes:
    """Return a map as GeoJSON, with the credit that the outlines' licence asks for."""
    record = _record(frame)
    credit = frame["outline_credit"].iloc[0]
    licence = {"attribution": ATTRIBUTION, "licence": LICENCE} if credit.startswith(ATTRIBUTION) else {}
    head = {"type": record["type"], **(licence or {"attribution": credit})}
    return json.dumps(head | {"features": record["features"]}, ensure_ascii=False, separators=(",", ":")).encode()


def _record(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return a map as the record of its GeoJSON, each feature called by its place."""
    record: dict[str, Any] = json.loads(frame.to_json(drop_id=True, show_bbox=False))
    record.pop("crs", None)
    for feature in record["features"]:
        feature["id"] = feature["properties"]["place"]
    return record


def geopackage(frame: gpd.GeoDataFrame, layer: str) -> bytes:
    """Return a map as a GeoPackage with one layer."""
    body = io.BytesIO()
    frame.to_file(body, driver="GPKG", layer=layer)
    return body.getvalue()


POINT_COLUMNS = (
    "place", "name_en", "name_fr", "name_ar", "level", "point_is", "indicator", "indicator_name", "unit", "year",
    "value", "lower", "upper", "shown_as", "reason", "perimeter", "method", "source", "citation", "licence", "accessed",
    "note", "data_version",
)  # fmt: skip
"""The properties of each point."""

CITY, COUNTRY = "the city", "the middle of the country's compared cities"
"""What a point stands at."""

COMPARED, APART, ABSENT = "figure", "not comparable", "no figure"
"""How a place is shown."""


def point_frame(
    dataset: Dataset, entry: Indicator, cities: Iterable[str], state: ChartRequest
) -> gpd.GeoDataFrame | None:
    """Return the places of a map as points with their figures and origin, None where none has a figure.

    A place without a figure keeps its point, its value empty; so is that of a bound, which `lower` or `upper` gives.
    `reason` says why a figure is not comparable with the home city's, or with the others.
    """
    if not is_mapped(dataset, entry):
        return None
    cities = (dataset.home.city, *(city for city in cities if city != dataset.home.city))
    year = state.year if state.year in offered(dataset, entry, cities) else None
    stand = world_figures(dataset, entry, cities, year).standing
    allowed = [key for key, source in dataset.sources.items() if source.redistributable]
    rows = stand.rows[stand.rows["source"].isin(allowed)]
    if rows.empty:
        return None
    where = positions_in_degrees(dataset, stand.places, cities)
    closed = set(stand.rows["place"].astype("str")) - set(rows["place"].astype("str"))
    listed = [place for place in stand.places if place in where and place not in closed]
    used = rows.assign(place=rows["place"].astype("str")).set_index("place").reindex(listed)
    points = gpd.points_from_xy(*zip(*(where[place] for place in listed), strict=True))
    out = gpd.GeoDataFrame({"place": listed}, geometry=points, crs="EPSG:4326")
    out["point_is"] = [COUNTRY if is_country(dataset, place) else CITY for place in listed]
    out["year"] = pd.array(used["year"].to_list(), dtype="Int64")
    for name in NUMBERS:
        out[name] = used[name].to_numpy("float64", na_value=float("nan"))
    reasons = {str(row.place): reasons_text(row.reasons, "en") for row in stand.left_out.itertuples()}
    out["shown_as"] = [
        ABSENT if missing else APART if place in reasons else COMPARED
        for place, missing in zip(listed, used["source"].isna(), strict=True)
    ]
    out["reason"] = [reasons.get(place, "") for place in listed]
    _describe(dataset, entry, out, used)
    return out[[*POINT_COLUMNS, "geometry"]].sort_values("place", ignore_index=True)


def points_geojson(frame: gpd.GeoDataFrame) -> bytes:
    """Return the points as GeoJSON."""
    return json.dumps(_record(frame), ensure_ascii=False, separators=(",", ":")).encode()
