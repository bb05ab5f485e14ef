"""Layers made to hurt: addresses in place of coordinate systems, views without an end, more layers than anyone has."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from indicators.intake.layers import container, shapes
from indicators.intake.layers import features as features_module
from indicators.intake.layers.declared_crs import is_definition
from indicators.intake.layers.features import Features, read_features
from indicators.intake.layers.shapes import MOST_CROSSINGS, crossings, overlap_too_often
from tests.helpers import layers_made as made
from tests.helpers.checking import check

pytestmark = pytest.mark.slow


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """Listen on this machine; give the address, and the list of what was asked for."""
    texts: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            texts.append(self.path)
            self.send_error(404)

        do_POST = do_HEAD = do_CONNECT = do_GET

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/crs", texts
        server.shutdown()


def geojson(tmp_path: Path, crs: object, key: str = "crs") -> Path:
    path = made.write(made.squares(), tmp_path / "made.geojson")
    document = json.loads(path.read_text(encoding="utf-8"))
    document.pop("crs", None)
    text = json.dumps({"type": document.pop("type"), "CRS": crs, **document}).replace('"CRS"', f'"{key}"', 1)
    path.write_text(text, encoding="utf-8")
    return path


def package(tmp_path: Path, *statements: str) -> Path:
    path = tmp_path / "made.gpkg"
    made.squares().to_file(path, layer="areas")
    with sqlite3.connect(path) as database:
        # what a test writes need not outlast a power cut: each of thousands of statements would wait for the disk
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA journal_mode = MEMORY")
        for statement in statements:
            database.execute(statement)
    database.close()
    return path


def shapefile(tmp_path: Path, definition: str) -> Path:
    path = tmp_path / "made.shp"
    made.squares().to_file(path)
    path.with_suffix(".prj").write_text(definition, encoding="utf-8")
    return path


def rules(features: Features) -> list[str]:
    return [finding.rule.id for finding in features.findings]


ADDRESSES: dict[str, Callable[[Path, str], Path]] = {
    "link": lambda folder, url: geojson(folder, {"type": "link", "properties": {"href": url, "type": "proj4"}}),
    "url": lambda folder, url: geojson(folder, {"type": "url", "properties": {"url": url}}),
    "name": lambda folder, url: geojson(folder, {"type": "name", "properties": {"name": url}}),
    "escaped key": lambda folder, url: geojson(folder, {"type": "url", "properties": {"url": url}}, "\\u0063r\\u0073"),
    "file": lambda folder, url: geojson(folder, {"type": "name", "properties": {"name": f"/vsicurl/{url}"}}),
    "object": lambda folder, url: geojson(folder, {"type": "OGC", "properties": {"urn": url, "a": {"b": {"c": {}}}}}),
    "GeoPackage": lambda folder, url: package(
        folder, f"UPDATE gpkg_spatial_ref_sys SET organization = 'x', definition = '{url}' WHERE srs_id = 4326"
    ),
    "grid": lambda folder, url: package(
        folder,
        "UPDATE gpkg_spatial_ref_sys SET organization = 'x', definition = "
        f'\'GEOGCS["a",EXTENSION["PROJ4","+proj=longlat +nadgrids=/vsicurl/{url}"]]\' WHERE srs_id = 4326',
    ),
    "shapefile": shapefile,
}


@pytest.mark.parametrize("form", ADDRESSES)
def test_no_address_is_asked_for_a_coordinate_system(tmp_path: Path, listener, form: str) -> None:
    url, asked = listener
    features = read_features(ADDRESSES[form](tmp_path, url))
    assert rules(features) == ["crs_unknown"]
    assert not features.usable
    assert asked == []


@pytest.mark.parametrize(
    "crs",
    [
        None,
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}},
        {"type": "name", "properties": {"name": "EPSG:26191"}},
        {"type": "name", "properties": {"name": "http://www.opengis.net/def/crs/EPSG/0/4326"}},
        {"type": "EPSG", "properties": {"code": 4326}},
    ],
)
def test_a_system_known_by_its_code_is_read(tmp_path: Path, crs: object) -> None:
    features = read_features(geojson(tmp_path, crs))
    assert len(features.shapes) == len(made.NAMES)
    assert features.findings == []


@pytest.mark.parametrize("code", [4326, 26191, 26192, 2154, 25830, 3857, 32629, 4258])
def test_usual_systems_are_definitions(code: int) -> None:
    crs = gpd.GeoSeries([], crs=code).crs
    for version in ("WKT1_GDAL", "WKT1_ESRI", "WKT2_2019", "WKT2_2015_SIMPLIFIED"):
        assert is_definition(crs.to_wkt(version)), version


def scribble(points: int) -> shapely.Polygon:
    """Return an outline drawn criss-cross over itself."""
    return shapely.Polygon(np.random.default_rng(1).uniform(33.5, 33.6, (points, 2)) - [41.1, 0])


def test_crossings_are_counted_or_estimated() -> None:
    assert crossings(shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])) == 1
    assert crossings(shapely.Point(0, 0).buffer(1, quad_segs=10_000)) == 0
    edges = shapely.get_parts(shapely.polygonize_full([scribble(100).exterior])[0])
    assert crossings(scribble(100)) > len(edges)
    assert crossings(scribble(2_000)) > 50 * MOST_CROSSINGS


def test_an_outline_scribbled_over_itself_is_not_repaired(tmp_path: Path) -> None:
    shape = scribble(400)
    path = made.geojson(tmp_path / "a.geojson", [({"name": "Anfa"}, shape), ({"name": "Maârif"}, scribble(5))])
    found = {finding.rule.id: finding.value for finding in check(path).findings}
    assert found["feature_tangled"] == "Anfa"
    assert found["outline_repaired"] == "Maârif"


def test_crossings_of_all_outlines_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "CROSSINGS_OF_ALL", 1)
    path = made.geojson(tmp_path / "a.geojson", [({"name": name}, scribble(5)) for name in ("Anfa", "Maârif", "Sbata")])
    ids = [finding.rule.id for finding in check(path).findings]
    assert "feature_tangled" in ids


ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS fid, NULL AS geom FROM n"
REGISTERED = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('a_view', 'features', 'a', 4326)",
    "INSERT INTO gpkg_geometry_columns VALUES ('a_view', 'geom', 'POLYGON', 4326, 0, 0)",
)


def test_a_view_is_never_run(tmp_path: Path) -> None:
    path = package(tmp_path, f"CREATE VIEW a_view AS {ENDLESS}", *REGISTERED)
    assert list(read_features(path).cells["nombre"]) == list(made.NAMES)
    assert rules(read_features(path, "a_view")) == ["unknown_sheet"]


@pytest.mark.parametrize("table", ["gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"])
def test_a_view_in_place_of_a_table_of_the_format_is_never_run(tmp_path: Path, table: str) -> None:
    path = package(tmp_path, "PRAGMA writable_schema = ON", f"ALTER TABLE {table} RENAME TO kept",
                   f"CREATE VIEW {table} AS SELECT * FROM kept, ({ENDLESS})")  # fmt: skip
    features = read_features(path)
    assert rules(features) in (["unreadable_file"], ["no_shapes"], ["crs_missing"], [])
    assert not features.usable or table == "gpkg_spatial_ref_sys"


def test_triggers_and_virtual_tables_are_never_run(tmp_path: Path) -> None:
    path = package(
        tmp_path,
        "CREATE TABLE seen (x)",
        "CREATE TRIGGER t BEFORE DELETE ON gpkg_contents BEGIN INSERT INTO seen VALUES (1); END",
        "CREATE VIRTUAL TABLE v USING fts5(x)",
        *REGISTERED,
    )
    copy = tmp_path / "copy.gpkg"
    copy.write_bytes(path.read_bytes())
    assert container.strip_geopackage(copy) == 1
    with sqlite3.connect(copy) as database:
        kinds = {kind for (kind,) in database.execute("SELECT DISTINCT type FROM sqlite_master")}
        assert database.execute("SELECT count(*) FROM seen").fetchone() == (0,)
        assert not database.execute("SELECT 1 FROM sqlite_master WHERE sql LIKE 'create virtual%'").fetchall()
    database.close()
    assert kinds <= {"table", "index"}
    assert list(read_features(path).cells["nombre"]) == list(made.NAMES)


def test_a_file_of_hundreds_of_layers_is_not_listed(tmp_path: Path) -> None:
    more = [
        f"INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('t{n}', 'features', 't{n}')"
        for n in range(container.MOST_LAYERS)
    ]
    tables = [f"CREATE TABLE t{n} (fid INTEGER PRIMARY KEY, geom BLOB)" for n in range(container.MOST_LAYERS)]
    features = read_features(package(tmp_path, *tables, *more))
    assert [(finding.rule.id, finding.params["found"]) for finding in features.findings] == [
        ("too_large", "301 layers")
    ]


def test_a_file_of_more_tables_than_any_layer_has_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert container.MOST_TABLES == 5_000
    monkeypatch.setattr(container, "MOST_TABLES", 100)
    tables = [f"CREATE TABLE t{n} (x)" for n in range(container.MOST_TABLES)]
    (finding,) = read_features(package(tmp_path, *tables)).findings
    assert finding.rule.id == "unreadable_file"
    assert "more than 100 tables" in finding.params["reason"]


@pytest.mark.parametrize("column", ["zeroblob(900000000)", "hex(zeroblob(450000000))"])
def test_a_column_that_is_computed_is_never_read(tmp_path: Path, column: str) -> None:
    path = package(tmp_path, f"ALTER TABLE areas ADD COLUMN more GENERATED ALWAYS AS ({column}) VIRTUAL")
    (finding,) = read_features(path).findings
    assert (finding.rule.id, finding.params["reason"]) == (
        "unreadable_file",
        "a table computes a column as it is read",
    )


def test_so_many_properties_are_refused_before_a_library_makes_columns_of_them(tmp_path: Path) -> None:
    shape = shapely.box(-7.6, 33.5, -7.59, 33.51)
    properties = {f"property {n:0>20}": n for n in range(60_000)}
    path = made.geojson(tmp_path / "a.geojson", [({"name": "Anfa", **properties}, shape)])
    (finding,) = read_features(path).findings
    assert (finding.rule.id, finding.params["found"]) == ("too_large", "over 5,000 columns")


def test_columns_and_cells_are_counted_before_any_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shape = shapely.box(-7.6, 33.5, -7.59, 33.51)
    path = made.geojson(tmp_path / "a.geojson", [({"name": "Anfa", **{f"p{n}": n for n in range(500)}}, shape)])
    assert [finding.params["found"] for finding in read_features(path).findings] == ["502 columns"]
    monkeypatch.setattr(features_module, "MAX_CELLS", 5)
    few = made.geojson(
        tmp_path / "b.geojson", [({"name": name, "share": 1}, shape) for name in ("Anfa", "Sbata", "Maârif")]
    )
    assert [finding.params["found"] for finding in read_features(few).findings] == ["9 cells"]


def test_a_long_value_is_no_name_of_a_column(tmp_path: Path) -> None:
    """Strings differ from names by the colon behind them, whatever quotes and colons they hold."""
    shape = shapely.box(-7.6, 33.5, -7.59, 33.51)
    note = "".join(f'\\"{n}\\": ' for n in range(100_000))
    path = made.geojson(tmp_path / "a.geojson", [({"name": "Anfa", "note": note}, shape)])
    assert path.stat().st_size > features_module.SHORT
    assert read_features(path).findings == []


def discs(count: int, steps: int, names: str = "Area") -> list[tuple[dict[str, object], shapely.Geometry]]:
    chance = np.random.default_rng(1).uniform(-0.02, 0.02, (count, 2)) + made.MADRID
    return [
        ({"name": f"{names} {n}", "households": 1_000 + n}, shapely.Point(*at).buffer(0.03, quad_segs=steps))
        for n, at in enumerate(chance)
    ]


@pytest.mark.parametrize(("count", "steps"), [(1_000, 8), (60, 500)])
def test_areas_that_lie_over_each_other_are_refused_before_their_borders_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, steps: int
) -> None:
    monkeypatch.setattr(shapely, "coverage_simplify", None)
    monkeypatch.setattr(shapely, "coverage_invalid_edges", None)
    intake = check(made.geojson(tmp_path / "a.geojson", discs(count, steps)))
    assert intake.format is None
    assert [finding.rule.id for finding in intake.findings if finding.severity == "error"] == ["areas_overlap"]


def test_parts_that_meet_and_a_few_that_overlap_are_compared() -> None:
    assert not overlap_too_often(made.cells(2_000, 200_000).geometry.to_numpy())
    assert not overlap_too_often(np.array([shape for _, shape in discs(150, 8)], dtype=object))
