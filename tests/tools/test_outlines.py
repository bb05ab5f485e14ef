"""Outlines: read and checked, measured before they are simplified, borders preserved in common."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from indicators.findings.finding import DataProblem
from indicators.maps.outlines import STORED_CRS, area_km2
from tools.import_reference import outlines as published_outlines
from tools.import_reference.census import place_codes

OUTLINES = Path(__file__).parents[2] / "data" / "boundaries"
PUBLISHED = Path(__file__).parents[3] / "shared" / "boundaries"

needs_published = pytest.mark.skipif(
    not PUBLISHED.is_dir(), reason="the published outlines are not beside the project (../shared/boundaries)"
)


def square(x: float, y: float, side: float = 0.01) -> shapely.Polygon:
    return shapely.box(x, y, x + side, y + side)


def outlines(*shapes: shapely.Polygon) -> gpd.GeoDataFrame:
    codes = [f"0{number}" for number in range(len(shapes))]
    return gpd.GeoDataFrame({"hcp_code": codes}, geometry=list(shapes), crs=STORED_CRS)


def stored(tmp_path: Path, frame: gpd.GeoDataFrame) -> Path:
    path = tmp_path / "outlines.geojson"
    frame.to_file(path, driver="GeoJSON")
    return path


def read(name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(OUTLINES / name).set_index("id")


def test_neighbours_that_share_a_border_are_read(tmp_path: Path) -> None:
    path = stored(tmp_path, outlines(square(-7.60, 33.5), square(-7.59, 33.5)))
    assert list(published_outlines.read_coverage(path, "hcp_code").index) == ["00", "01"]


def test_overlapping_outlines_are_refused_by_name(tmp_path: Path) -> None:
    path = stored(tmp_path, outlines(square(-7.60, 33.5), square(-7.595, 33.5)))
    with pytest.raises(DataProblem, match=r"outlines\.geojson: .*00, 01 overlap or do not meet"):
        published_outlines.read_coverage(path, "hcp_code")


def test_an_invalid_outline_is_refused_by_name(tmp_path: Path) -> None:
    bow_tie = shapely.Polygon([(-7.6, 33.5), (-7.5, 33.6), (-7.5, 33.5), (-7.6, 33.6)])
    with pytest.raises(DataProblem, match="invalid outline of 00"):
        published_outlines.read_coverage(stored(tmp_path, outlines(bow_tie)), "hcp_code")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match=r"nowhere\.geojson: the file is missing"):
        published_outlines.read_coverage(tmp_path / "nowhere.geojson", "hcp_code")


def test_area_is_measured_in_the_local_zone() -> None:
    # A hundredth of a degree each way at 33.5 degrees north: 1.109 km by 0.929 km.
    area = area_km2(outlines(square(-7.6, 33.495)))
    assert area.iloc[0] == pytest.approx(1.109 * 0.929, rel=0.002)


def test_simplified_neighbours_keep_one_border() -> None:
    wavy = np.linspace(33.5, 33.6, 200)
    border = np.column_stack([-7.55 + 0.0001 * np.sin(wavy * 3000), wavy])
    west = shapely.Polygon([(-7.6, 33.5), *border, (-7.6, 33.6)])
    east = shapely.Polygon([(-7.5, 33.6), *border[::-1], (-7.5, 33.5)])
    before = outlines(west, east)
    after = published_outlines.simplify(before, tolerance=50)
    assert shapely.coverage_is_valid(after.geometry.to_numpy())
    assert after.count_coordinates().sum() < before.count_coordinates().sum() / 5


def test_committed_outlines_are_valid_and_name_their_licence() -> None:
    for name, count in ((published_outlines.ARRONDISSEMENTS, 16), (published_outlines.PREFECTURES, 8)):
        layer = read(name)
        assert len(layer) == count
        assert layer.is_valid.all()
        assert shapely.coverage_is_valid(layer.geometry.to_numpy())
        record = json.loads((OUTLINES / name).read_text(encoding="utf-8"))
        assert record["attribution"] == "© OpenStreetMap contributors"
        assert "ODbL" in record["licence"]


def test_prefectures_are_the_sum_of_their_arrondissements() -> None:
    small, large = read(published_outlines.ARRONDISSEMENTS), read(published_outlines.PREFECTURES)
    assert small.groupby("parent")["area_km2"].sum().to_dict() == pytest.approx(large["area_km2"].to_dict())
    assert small["area_km2"].sum() == pytest.approx(216.1, abs=0.05)
    for prefecture, parts in small.groupby("parent"):
        assert shapely.equals(parts.union_all(), large.geometry.loc[prefecture])


def test_areas_agree_with_those_on_the_ellipsoid() -> None:
    """Karney's geodesic area knows no projection; the scale of the zone stays below a thousandth at Casablanca."""
    ellipsoid = Geod(ellps="WGS84")
    layer = read(published_outlines.ARRONDISSEMENTS)
    measured = layer.geometry.map(lambda shape: abs(ellipsoid.geometry_area_perimeter(shape)[0]) / 1e6)
    assert (layer["area_km2"] / measured - 1).abs().max() < 0.001
    assert measured.sum() == pytest.approx(216.2, abs=0.1)


def test_simplifying_changes_no_area_by_more_than_a_thousandth() -> None:
    layer = read(published_outlines.ARRONDISSEMENTS)
    drawn = area_km2(layer)
    assert (drawn / layer["area_km2"] - 1).abs().max() < 0.001


@needs_published
def test_areas_agree_with_the_published_ones() -> None:
    for name, code in ((published_outlines.ARRONDISSEMENTS, "hcp_code"), (published_outlines.PREFECTURES, "pref_code")):
        published = gpd.read_file(PUBLISHED / name).set_index(code)["area_km2_osm"].rename(index=place_codes())
        assert (read(name)["area_km2"] / published - 1).abs().max() < 0.0005


@needs_published
def test_the_committed_outlines_are_what_the_builder_writes(tmp_path: Path) -> None:
    for path in published_outlines.build(PUBLISHED, place_codes(), tmp_path):
        assert path.read_bytes() == (OUTLINES / path.name).read_bytes()
