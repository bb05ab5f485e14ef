"""Stored outlines as maps use them: what is wrong is found and reported, what is right is drawn."""

import math
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from indicators.findings.finding import describe
from indicators.maps.outlines import (
    NO_OUTLINES,
    STORED_CRS,
    OutlineSet,
    city_layer,
    drawn,
    holes,
    middle,
    read_layer,
    rings,
)

pytestmark = pytest.mark.slow

ARRONDISSEMENTS, PREFECTURES = "casablanca_arrondissements.geojson", "casablanca_prefectures.geojson"
CENTRE = (-7.6, 33.55)
FOLDER = Path(__file__).parents[2] / "data"
TWO = (shapely.box(-7.60, 33.5, -7.59, 33.51), shapely.box(-7.59, 33.5, -7.58, 33.51))
BOW_TIE = shapely.Polygon([(-7.6, 33.5), (-7.59, 33.51), (-7.59, 33.5), (-7.6, 33.51)])


def stored(folder: Path, *shapes: object, ids: tuple[str, ...] = ("a", "b", "c"), crs: str = STORED_CRS) -> Path:
    path = folder / "outlines.geojson"
    frame = gpd.GeoDataFrame({"id": list(ids[: len(shapes)])}, geometry=list(shapes), crs=crs)
    path.write_text(frame.to_json(drop_id=True), encoding="utf-8")
    return path


def city(name: str) -> gpd.GeoDataFrame:
    places = tuple(gpd.read_file(FOLDER / "boundaries" / name)["id"])
    return city_layer(FOLDER, "test", name, places, CENTRE).outlines


def test_sound_outlines_are_read_without_a_word(tmp_path: Path) -> None:
    layer = read_layer(stored(tmp_path, *TWO), ("a", "b"), CENTRE)
    assert layer.findings == ()
    assert list(layer.outlines.index) == ["a", "b"]
    # 0.01 degrees of longitude are 0.929 km here, of latitude 1.109 km
    assert layer.outlines["area_km2"].to_list() == pytest.approx([0.929 * 1.109] * 2, rel=0.003)


@pytest.mark.parametrize(
    ("shapes", "ids", "rule", "row", "left"),
    [
        (TWO, ("a", "x"), "outline_unknown", 2, ["a"]),
        (TWO, ("a", "a"), "outline_twice", 2, ["a"]),
        ((TWO[0], shapely.Polygon()), ("a", "b"), "outline_empty", 2, ["a"]),
        ((TWO[0], shapely.Point(-7.59, 33.5)), ("a", "b"), "outline_empty", 2, ["a"]),
        ((TWO[0], shapely.transform(TWO[1], lambda xy: xy[:, ::-1])), ("a", "b"), "outline_elsewhere", 2, ["a"]),
        ((BOW_TIE, TWO[1]), ("a", "b"), "outline_repaired", 1, ["a", "b"]),
    ],
)
def test_a_faulty_outline_is_reported_with_its_number(
    tmp_path: Path, shapes: tuple[object, ...], ids: tuple[str, ...], rule: str, row: int, left: list[str]
) -> None:
    layer = read_layer(stored(tmp_path, *shapes, ids=ids), ("a", "b"), CENTRE)
    assert [(finding.rule.id, finding.row) for finding in layer.findings] == [(rule, row)]
    assert list(layer.outlines.index) == left
    assert layer.outlines.is_valid.all()
    message, fix = describe(layer.findings[0])
    assert ids[row - 1] in message
    assert fix


def test_borders_that_overlap_are_reported_and_drawn(tmp_path: Path) -> None:
    wide = shapely.box(-7.595, 33.5, -7.58, 33.51)
    layer = read_layer(stored(tmp_path, TWO[0], wide), ("a", "b"), CENTRE)
    assert [(finding.rule.id, finding.value) for finding in layer.findings] == [("outlines_overlap", "a, b")]
    assert len(drawn(layer.outlines, 20)) == 2


def test_files_that_hold_no_outlines_are_reported(tmp_path: Path) -> None:
    missing = read_layer(tmp_path / "none.geojson", ("a",), CENTRE)
    broken = tmp_path / "broken.geojson"
    broken.write_text('{"type": "FeatureCollection", "features": [', encoding="utf-8")
    nameless = tmp_path / "nameless.geojson"
    nameless.write_text(gpd.GeoDataFrame({"name": ["a"]}, geometry=[TWO[0]], crs=STORED_CRS).to_json(drop_id=True))
    for layer, rule in (
        (missing, "missing_file"),
        (read_layer(broken, ("a",), CENTRE), "unreadable_file"),
        (read_layer(nameless, ("a",), CENTRE), "missing_column"),
    ):
        assert [finding.rule.id for finding in layer.findings] == [rule]
        assert layer.outlines.empty
    assert missing == OutlineSet(NO_OUTLINES, missing.findings)


def test_nothing_usable_leaves_nothing_and_says_why(tmp_path: Path) -> None:
    layer = read_layer(stored(tmp_path, *TWO), ("x", "y"), CENTRE)
    assert layer.outlines.empty
    assert [finding.rule.id for finding in layer.findings] == ["outline_unknown"] * 2


def test_the_citys_outlines_are_sound_and_add_up() -> None:
    small, large = city(ARRONDISSEMENTS), city(PREFECTURES)
    assert (len(small), len(large)) == (16, 8)
    assert small["area_km2"].sum() == pytest.approx(216.1, abs=0.05)
    assert large["area_km2"].sum() == pytest.approx(small["area_km2"].sum(), abs=0.01)


def test_areas_agree_with_an_independent_computation() -> None:
    """The shoelace formula on longitude and latitude scaled by the metre lengths of WGS 84 at 33.56 degrees."""
    phi = math.radians(33.56)
    e2 = 0.00669437999014
    bend = 1 - e2 * math.sin(phi) ** 2
    north = math.radians(1) * 6378137 * (1 - e2) / bend**1.5
    east = math.radians(1) * 6378137 * math.cos(phi) / math.sqrt(bend)
    layer = city(ARRONDISSEMENTS)
    for place, outline in layer.geometry.items():
        signed = 0.0
        for ring in rings(outline):
            x, y = ring[:, 0] * east, ring[:, 1] * north
            signed += float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2
        assert abs(signed) / 1e6 == pytest.approx(layer.loc[place, "area_km2"], rel=0.003)


def test_drawn_outlines_are_metres_with_common_borders() -> None:
    local = drawn(city(ARRONDISSEMENTS), 60)
    assert local.crs.to_epsg() == 32629
    assert shapely.coverage_is_valid(local.geometry.to_numpy())
    assert (local.area / 1e6 / local["area_km2"] - 1).abs().max() < 0.01
    assert shapely.get_num_coordinates(local.geometry.to_numpy()).sum() < 800


def test_the_enclave_of_the_mechouar_is_the_only_hole() -> None:
    (hole,) = holes(drawn(city(ARRONDISSEMENTS), 20))
    assert hole.area / 1e6 == pytest.approx(0.42, abs=0.02)


def test_a_label_stands_inside_its_outline() -> None:
    for outline in drawn(city(ARRONDISSEMENTS), 20).geometry:
        assert outline.contains(shapely.Point(middle(outline)))
