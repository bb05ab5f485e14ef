"""A map as a file: outlines, values and origin, read back by GeoPandas."""

import io
import json

import geopandas as gpd
import pandas as pd
import pytest

from indicators.charts.request import MapView
from indicators.exports.map_layers import AREA_COLUMNS, areas_geojson, geopackage, map_frame
from tests.helpers.checking import dataset


def frame(indicator: str, view: MapView | None = None) -> gpd.GeoDataFrame:
    found = map_frame(dataset(), dataset().catalogue[indicator], view or MapView())
    assert found is not None
    return found


def test_every_outline_carries_its_value_and_where_both_come_from() -> None:
    rows = frame("public_sewer").set_index("place")
    assert len(rows) == 16
    anfa = rows.loc["anfa"]
    assert (anfa["value"], anfa["year"], anfa["source"]) == (94.2, 2024, "hcp_rgph_2024")
    assert anfa["citation"].startswith("HCP")
    assert "OpenStreetMap" in anfa["outline_credit"]
    assert anfa["data_version"] == dataset().version
    assert pd.isna(anfa["change"])
    assert tuple(frame("public_sewer").columns) == (*AREA_COLUMNS, "geometry")


def test_a_change_carries_both_ends() -> None:
    anfa = frame("public_sewer", MapView(shown="change")).set_index("place").loc["anfa"]
    assert (anfa["first_value"], anfa["first_year"], anfa["value"], anfa["change"]) == (86.6, 2014, 94.2, 7.6)
    assert anfa["change_unit"] == "percentage points"


def test_geojson_is_as_its_standard_asks_and_credits_the_outlines() -> None:
    record = json.loads(areas_geojson(frame("public_sewer")))
    assert record["attribution"] == "© OpenStreetMap contributors"
    assert "crs" not in record
    assert record["features"][0]["id"] == record["features"][0]["properties"]["place"]


@pytest.mark.parametrize("areas", ["arrondissements", "prefectures"])
def test_both_formats_come_back_with_the_same_values(areas: str, tmp_path) -> None:
    rows = frame("population_density", MapView(areas=areas))
    path = tmp_path / "map.gpkg"
    path.write_bytes(geopackage(rows, "population_density"))
    for read in (gpd.read_file(io.BytesIO(areas_geojson(rows))), gpd.read_file(path, layer="population_density")):
        assert read.crs.to_epsg() == 4326
        assert read["value"].to_list() == rows["value"].to_list()
        assert read.geometry.geom_equals(rows.geometry).all()


def test_what_may_not_be_given_away_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    data = dataset()
    closed = data.sources["hcp_rgph_2024"].model_copy(update={"redistributable": False})
    monkeypatch.setitem(data.sources, "hcp_rgph_2024", closed)
    assert set(frame("public_sewer")["year"]) == {2014}
    assert map_frame(data, data.catalogue["population_legal"], MapView()) is None
