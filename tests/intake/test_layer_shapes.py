"""The shapes of a layer: repaired where they can be, measured as they came, left out and reported where not."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from indicators.intake.layers import shapes as repair
from indicators.maps.added_outlines import read
from indicators.maps.outlines import local_crs
from tests.helpers import layers_made as made
from tests.helpers.checking import check

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("crs", ["EPSG:25830", "EPSG:3857", "EPSG:2062", "EPSG:4258"])
def test_another_coordinate_system_gives_the_same_areas(crs: str, tmp_path: Path) -> None:
    plain = made.squares()
    here = read(check(made.write(plain, tmp_path / "plain.geojson")).outlines).outlines["area_km2"]
    moved = plain.to_crs(crs)
    there = read(check(made.write(moved, tmp_path / "moved.gpkg")).outlines).outlines["area_km2"]
    assert np.allclose(here, there, rtol=1e-3)
    ellipsoid = [abs(made_area(shape)) for shape in plain.geometry]
    assert np.allclose(sorted(here), sorted(ellipsoid), rtol=1e-3)


def made_area(shape: shapely.Polygon) -> float:
    """Return the area on the ellipsoid in km2, by another way than the project's."""
    return Geod(ellps="WGS84").geometry_area_perimeter(shapely.segmentize(shape, 0.001))[0] / 1e6


def test_an_outline_that_covers_other_ground_is_reported_and_not_taken(tmp_path: Path) -> None:
    frame = made.squares(made.CASABLANCA, ("Anfa", "Maarif", "Sidi Belyout"))
    intake = check(made.write(frame, tmp_path / "three.geojson"))
    assert [(rule, row, value) for rule, row, value in made.reported(intake)] == [
        ("outline_differs", 1, "anfa"), ("outline_differs", 2, "maarif"), ("outline_differs", 3, "sidi_belyout")
    ]  # fmt: skip
    assert intake.outlines == ""


def test_an_outline_that_crosses_itself_is_repaired_and_reported(tmp_path: Path) -> None:
    frame = made.squares()
    features_ = [({"nombre": name}, shape) for name, shape in zip(made.NAMES, frame.geometry, strict=True)]
    x, y = made.MADRID
    bow = {"type": "Polygon", "coordinates": [[[x, y], [x + 0.02, y + 0.02], [x + 0.02, y], [x, y + 0.02], [x, y]]]}
    features_[2] = ({"nombre": "Sur"}, bow)
    intake = check(made.geojson(tmp_path / "bow.geojson", features_))
    assert ("outline_repaired", 3, "Sur") in made.reported(intake)
    assert len(intake.places) == 6
    area = read(intake.outlines).outlines.loc["madrid_sur", "area_km2"]
    assert area == pytest.approx(made_area(frame.geometry.iloc[0]) / 2, rel=0.01)


def test_a_ring_that_is_not_closed_is_closed_and_reported(tmp_path: Path) -> None:
    features_ = [({"nombre": name}, shape) for name, shape in zip(made.NAMES, made.squares().geometry, strict=True)]
    ring = [list(point) for point in features_[0][1].exterior.coords][:-1]
    features_[0] = ({"nombre": "Centro"}, {"type": "Polygon", "coordinates": [ring]})
    intake = check(made.geojson(tmp_path / "open.geojson", features_))
    assert ("outline_repaired", 1, "Centro") in made.reported(intake)
    assert len(intake.places) == 6


def test_empty_and_mixed_shapes_are_left_out_and_reported(tmp_path: Path) -> None:
    shapes: list[object] = list(made.squares().geometry)
    shapes[0] = None
    shapes[1] = {"type": "Polygon", "coordinates": []}
    shapes[2] = shapely.Point(*made.MADRID)
    shapes[3] = shapely.LineString([made.MADRID, (made.MADRID[0] + 0.01, made.MADRID[1])])
    shapes[4] = shapely.GeometryCollection([shapes[4], shapes[3]])
    path = made.geojson(
        tmp_path / "mixed.geojson", [({"nombre": n}, s) for n, s in zip(made.NAMES, shapes, strict=True)]
    )
    intake = check(path)
    assert made.reported(intake) == [
        ("outline_empty", 1, "Centro"), ("outline_empty", 2, "Norte"), ("feature_mixed", 3, "Sur"),
        ("feature_mixed", 4, "Este"), ("feature_trimmed", 5, "Oeste"),
    ]  # fmt: skip
    assert [place.id for place in intake.places] == ["madrid_oeste", "madrid_puerta"]
    assert intake.refused == 4


def test_a_layer_of_lines_is_no_map(tmp_path: Path) -> None:
    line = shapely.LineString([made.MADRID, (made.MADRID[0] + 0.01, made.MADRID[1])])
    intake = check(made.geojson(tmp_path / "roads.geojson", [({"nombre": "M30"}, line)]))
    assert (intake.format, made.reported(intake)) == (None, [("no_shapes", None, None)])


def test_an_outline_tied_in_knots_is_refused_in_time(tmp_path: Path) -> None:
    chance = np.random.default_rng(2)
    ring = np.c_[
        chance.uniform(-0.02, 0.02, 3_000) + made.MADRID[0], chance.uniform(-0.02, 0.02, 3_000) + made.MADRID[1]
    ]
    knot = shapely.Polygon(ring)
    path = made.geojson(
        tmp_path / "knot.geojson", [({"nombre": "Centro"}, knot), ({"nombre": "Sur"}, made.squares().geometry[3])]
    )
    assert ("feature_tangled", 1, "Centro") in made.reported(check(path))
    assert repair.crossings(made.cells(1, 5_000).geometry[0]) <= repair.MOST_CROSSINGS


COORDINATES = st.floats(-1, 1).map(lambda number: round(number, 3))


@pytest.mark.parametrize(
    "points",
    [
        [(1, 0), (0, -1), (1, 1), (1, 0), (0, -0.5), (-1, 0), (0, 4e-244), (-1, -1), (0, 0)],
        [(0, 0), (1, 0), (0, 1), (1, 1), (4e-244, 0), (-1, 1)],
        [(0, 1), (0.5, 0), (0, 0), (0, -0.5), (0.5, 1), (-1, -1), (0.5, 0), (1, 0), (0, -1e-45), (1, 1), (0, 0)],
    ],
)
def test_numbers_next_to_nothing_do_not_stop_a_repair(points: list[tuple[float, float]]) -> None:
    geometry = repair.repaired(shapely.Polygon(points))
    assert geometry is not None
    assert geometry.is_valid


@given(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=4, max_size=40))
def test_a_repair_is_valid_covers_ground_and_changes_nothing_that_was_right(points: list[tuple[float, float]]) -> None:
    shape = shapely.Polygon(points)
    geometry = repair.repaired(shape)
    if geometry is None:
        assert shapely.make_valid(shape).area == pytest.approx(0, abs=1e-9)
        return
    assert geometry.is_valid
    assert geometry.geom_type in {"Polygon", "MultiPolygon"}
    assert geometry.area > 0
    assert shape.envelope.buffer(1e-9).covers(geometry)
    if shape.is_valid:
        assert geometry.symmetric_difference(shape).area == pytest.approx(0, abs=1e-9)
    again = repair.repaired(geometry)
    assert again is not None
    assert again.symmetric_difference(geometry).area == pytest.approx(0, abs=1e-9)


def test_neighbours_keep_one_border_and_areas_are_those_of_the_file(tmp_path: Path) -> None:
    frame = made.cells(40, 20_000)
    intake = check(made.write(frame, tmp_path / "cells.geojson"))
    outlines = read(intake.outlines).outlines
    assert len(outlines) == 40
    assert shapely.get_num_coordinates(outlines.geometry.to_numpy()).sum() < 14_000
    zone = local_crs(*made.MADRID)
    exact = frame.to_crs(zone).area / 1e6
    assert np.allclose(sorted(outlines["area_km2"]), sorted(exact), atol=0.001)
    local = outlines.to_crs(zone)
    assert shapely.union_all(local.geometry.to_numpy()).area == pytest.approx(local.area.sum(), rel=1e-4)


def test_borders_that_overlap_are_reported_with_the_numbers_of_their_features(tmp_path: Path) -> None:
    frame = made.squares()
    frame.loc[4, "geometry"] = frame.geometry[4].buffer(0.004)
    value = made.only(check(made.write(frame, tmp_path / "over.geojson")), "outlines_overlap").value
    assert "madrid_oeste (#5)" in str(value).split(", ")
