"""The land of the world: built without borders, projected with equal areas, cut to the frames of the map."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from pyproj import Geod

from indicators.findings.finding import DataProblem
from indicators.maps import land
from indicators.model.vocabulary import Level
from indicators.store.dataset import DATA_FOLDER
from tests.helpers.checking import dataset
from tools.import_reference import background_tables as builder

pytestmark = pytest.mark.slow

PUBLISHED = Path(__file__).parents[3] / "shared" / "boundaries"
STORED = DATA_FOLDER / "boundaries" / builder.LAND_FILE

needs_published = pytest.mark.skipif(
    not PUBLISHED.is_dir(), reason="the published outlines are not beside the project (../shared/boundaries)"
)


def stored() -> gpd.GeoDataFrame:
    return gpd.read_file(STORED)


def test_the_stored_land_is_valid_and_credits_its_origin() -> None:
    layer = stored()
    assert layer.is_valid.all()
    assert layer.total_bounds[1] >= builder.SOUTHERNMOST
    record = json.loads(STORED.read_text(encoding="utf-8"))
    assert record["attribution"] == "Made with Natural Earth"
    assert record["licence"].startswith("Public domain")
    assert dataset().sources[land.SOURCE].licence == "Public domain"


def test_no_polygon_meets_another_so_no_border_is_drawn() -> None:
    shapes = stored().geometry
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="intersects")
    assert (first == second).all()


def test_the_area_of_the_land_is_that_of_the_inhabited_continents() -> None:
    # 148.9 million km2 of land less the 14.0 of Antarctica; the outline is coarse.
    assert stored().to_crs(land.CRS).area.sum() / 1e12 == pytest.approx(134.9, rel=0.01)


def test_every_compared_city_lies_on_the_land_or_near_its_coast() -> None:
    places = [place for place in dataset().places.of_level(Level.CITY) if place.longitude is not None]
    points = gpd.GeoSeries.from_xy([p.longitude for p in places], [p.latitude for p in places], crs="EPSG:4326")
    far = points.to_crs(land.CRS).distance(stored().to_crs(land.CRS).union_all()) / 1000
    assert [place.id for place, km in zip(places, far, strict=True) if km > 30] == []


@pytest.mark.parametrize("frame", [land.WORLD, land.NEAR])
def test_land_is_cut_to_the_frame_and_small_enough_to_be_sent(frame: land.Frame) -> None:
    rings = land.land(DATA_FOLDER, dataset().version, frame).rings
    xs, ys = [x for ring in rings for x in ring[0]], [y for ring in rings for y in ring[1]]
    assert frame.west <= min(xs) <= max(xs) <= frame.east
    assert frame.south <= min(ys) <= max(ys) <= frame.north
    assert 100 < len(xs) < 2000


def test_the_bar_of_length_is_as_long_as_the_parallel_says() -> None:
    # A thousand kilometres east of Casablanca along its parallel, in degrees by the ellipsoid.
    latitude = 33.5
    degree = Geod(ellps="WGS84").inv(0, latitude, 0.01, latitude)[2] / 10
    east, _ = land.projected(1000 / degree, latitude)
    assert land.drawn_length(1000, latitude) == pytest.approx(east, rel=1e-3)


def test_a_missing_or_broken_file_is_reported_and_the_sea_is_empty(tmp_path: Path) -> None:
    land_found = land.land(tmp_path, "none", land.WORLD)
    assert (land_found.rings, [finding.rule.id for finding in land_found.findings]) == ((), ["missing_file"])
    (tmp_path / "boundaries").mkdir()
    (tmp_path / "boundaries" / land.FILE).write_text("no land", encoding="utf-8")
    land_found = land.land(tmp_path, "broken", land.WORLD)
    assert (land_found.rings, [finding.rule.id for finding in land_found.findings]) == ((), ["unreadable_file"])


def test_the_builder_names_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match=r"ne_110m_land\.json: the file is missing"):
        builder.read_land(tmp_path)


@needs_published
def test_the_committed_land_is_what_the_builder_writes(tmp_path: Path) -> None:
    assert builder.write_land(PUBLISHED, tmp_path).read_bytes() == STORED.read_bytes()
