"""The map of the world as a file: points, figures and origin, read back by GeoPandas."""

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from indicators.charts.request import ChartRequest, cities_of
from indicators.exports.map_layers import POINT_COLUMNS, geopackage, point_frame, points_geojson
from tests.helpers.checking import bounded, dataset


def frame(indicator: str, year: int | None = None) -> gpd.GeoDataFrame:
    state = ChartRequest(indicator=indicator, year=year)
    found = point_frame(dataset(), dataset().catalogue[indicator], cities_of(dataset(), state), state)
    assert found is not None
    return found


def test_every_place_carries_its_figure_and_how_it_is_shown() -> None:
    rows = frame("public_transport_access").set_index("place")
    assert len(rows) == 39
    home, paris, rabat = (rows.loc[place] for place in ("casablanca", "paris", "rabat"))
    assert (round(home["value"], 2), home["year"], home["shown_as"]) == (66.48, 2020, "figure")
    assert (paris["shown_as"], paris["reason"]) == ("not comparable", "counted by different methods")
    assert rabat["shown_as"] == "no figure"
    assert pd.isna(rabat["value"])
    assert tuple(frame("public_transport_access").columns) == (*POINT_COLUMNS, "geometry")


def test_a_bound_is_a_figure_that_is_not_compared() -> None:
    whole, entry = bounded(dataset(), "public_transport_access", "tunis", 40.0), "public_transport_access"
    state = ChartRequest(indicator=entry)
    found = point_frame(whole, whole.catalogue[entry], cities_of(whole, state), state)
    assert found is not None
    tunis = found.set_index("place").loc["tunis"]
    assert (tunis["lower"], tunis["shown_as"], tunis["year"]) == (40.0, "not comparable", 2021)
    assert pd.isna(tunis["value"])
    assert pd.isna(tunis["upper"])


def test_a_year_is_that_year_and_a_country_says_where_its_point_is() -> None:
    rows = frame("co2_per_person_national", 2005)
    assert set(rows["year"]) == {2005}
    assert set(rows["point_is"]) == {"the middle of the country's compared cities"}


def test_both_formats_come_back_with_the_same_figures(tmp_path: Path) -> None:
    rows = frame("population_agglomeration", 1990)
    path = tmp_path / "map.gpkg"
    path.write_bytes(geopackage(rows, "population_agglomeration"))
    again = gpd.read_file(path)
    assert again["value"].to_list() == rows["value"].to_list()
    record = json.loads(points_geojson(rows))
    assert "crs" not in record
    assert [feature["id"] for feature in record["features"]] == rows["place"].to_list()
    assert record["features"][0]["geometry"]["type"] == "Point"


@pytest.mark.parametrize("indicator", ["dam_fill", "non_revenue_water"])
def test_what_has_no_map_has_no_file(indicator: str) -> None:
    assert point_frame(dataset(), dataset().catalogue[indicator], (), ChartRequest(indicator=indicator)) is None
