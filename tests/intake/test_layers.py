"""Files of outlines: every way they go wrong is a finding with its feature, and what is left is right."""

import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from indicators.findings.finding import Finding
from indicators.intake.file_check import FileCheck
from indicators.intake.layers import container, features
from indicators.intake.layers import shapes as repair
from indicators.intake.layers.container import is_geographic
from indicators.maps.added_outlines import read
from indicators.maps.outlines import local_crs
from tests.helpers import layers_made as made
from tests.helpers.checking import check, dataset, observation

CITY = '[layer]\ncity = "madrid"\n'
SHARED = Path(__file__).parents[3] / "shared" / "boundaries"


def told(intake: FileCheck, *also: str) -> list[tuple[str, int | None, str | None]]:
    """Return the findings but for those of how the file was read, as rule, feature and value."""
    usual = {"names_new", "names_known", "city_taken", "place_offered", "values_read", "values_unread"} - set(also)
    return [(one.rule.id, one.row, one.value) for one in intake.findings if one.rule.id not in usual]


def one(intake: FileCheck, rule: str) -> Finding:
    found = [finding for finding in intake.findings if finding.rule.id == rule]
    assert len(found) == 1, [finding.rule.id for finding in intake.findings]
    return found[0]


@pytest.fixture
def spain(tmp_path: Path) -> Path:
    return made.mapping(tmp_path, CITY)


@pytest.mark.parametrize("kind", ["geojson", "gpkg", "zip", "shp"])
def test_districts_of_another_city_are_offered_whatever_the_format(kind: str, tmp_path: Path) -> None:
    path = made.write(made.squares(), tmp_path / f"madrid.{'shp' if kind == 'zip' else kind}")
    path = made.zipped(path) if kind == "zip" else path
    intake = check(path)
    assert (intake.format, intake.rows_read, intake.accepted, intake.refused) == ("layer", 6, 0, 0)
    assert [place.id for place in intake.places] == [f"madrid_{name.lower()}" for name in made.NAMES]
    assert {(place.parent, place.country, str(place.level)) for place in intake.places} == {
        ("madrid", "ESP", "district")
    }
    assert told(intake) == []
    assert one(intake, "city_taken").params["place"] == "Madrid"
    assert one(intake, "names_new").column == "nombre"
    assert len([finding for finding in intake.findings if finding.rule.id == "place_offered"]) == 6
    outlines = read(intake.outlines).outlines
    assert set(outlines.index) == {place.id for place in intake.places}
    assert shapely.coverage_is_valid(outlines.geometry.to_numpy())


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


def test_arrondissements_are_known_by_their_names_and_their_codes(tmp_path: Path) -> None:
    names = ("Anfa", "Maarif", "Arrondissement Sidi Belyout")
    frame = made.squares(made.CASABLANCA, names).assign(running_water_at_home=[91.5, 99.0, 88.25], annee=[2024] * 3)
    intake = check(made.write(frame, tmp_path / "water.geojson"))
    assert (intake.accepted, intake.refused, intake.places) == (3, 0, ())
    assert one(intake, "names_known").params == {"count": 3, "total": 3}
    assert one(intake, "values_read").value == "running_water_at_home"
    row = observation(intake, "sidi_belyout", "running_water_at_home", 2024)
    assert (row["value"], row["perimeter"]) == (88.25, "arrondissement")
    codes = made.squares(made.CASABLANCA, ("061410101", "061410103", "061410107")).assign(households_2024=[1.0, 2, 3])
    assert check(made.write(codes, tmp_path / "codes.gpkg")).observations["place"].tolist() == [
        "anfa", "maarif", "sidi_belyout"
    ]  # fmt: skip


def test_an_outline_that_covers_other_ground_is_told_and_not_taken(tmp_path: Path) -> None:
    frame = made.squares(made.CASABLANCA, ("Anfa", "Maarif", "Sidi Belyout"))
    intake = check(made.write(frame, tmp_path / "three.geojson"))
    assert [(rule, row, value) for rule, row, value in told(intake)] == [
        ("outline_differs", 1, "anfa"), ("outline_differs", 2, "maarif"), ("outline_differs", 3, "sidi_belyout")
    ]  # fmt: skip
    assert intake.outlines == ""


def test_a_mapping_names_columns_indicators_names_and_city(tmp_path: Path) -> None:
    frame = made.squares().assign(
        label_fr=[f"Quartier {name}" for name in made.NAMES], POB2024=[10_000.0 + at for at in range(6)], cod=range(6)
    )
    path = made.write(frame, tmp_path / "madrid.geojson")
    said = made.mapping(
        tmp_path,
        '[columns]\nplace = "nombre"\nname_fr = "label_fr"\ncode = "cod"\n'
        '[indicators]\nPOB2024 = "population_municipal"\n[constants]\nmethod = "census"\n[layer]\ncity = "Madrid"\n',
    )
    intake = check(path, mapping=said)
    assert (intake.accepted, intake.refused) == (6, 0)
    assert intake.places[0].names.fr == "Quartier Centro"
    assert (intake.places[1].names.en, intake.places[1].code) == ("Norte", "1")
    row = observation(intake, "madrid_centro", "population_municipal", 2024)
    assert (row["value"], row["method"], row["perimeter"]) == (10_000, "census", "arrondissement")


def test_a_city_nobody_knows_becomes_a_place_of_its_own(tmp_path: Path) -> None:
    path = made.write(made.squares((1.44, 43.60)), tmp_path / "toulouse.geojson")
    assert told(check(path)) == [("city_needed", None, None)]
    intake = check(path, mapping=made.mapping(tmp_path, '[layer]\ncity = "Toulouse"\ncountry = "France"\n'))
    assert told(intake) == [("city_new", None, "Toulouse")]
    city, first = intake.places[:2]
    assert (city.id, city.country, city.parent) == ("toulouse", "FRA", "france")
    assert (round(city.longitude or 0, 1), round(city.latitude or 0, 1)) == (1.4, 43.6)
    assert (first.id, first.parent) == ("toulouse_centro", "toulouse")
    unknown = check(path, mapping=made.mapping(tmp_path, '[layer]\ncity = "Madird"\n'))
    assert (unknown.format, told(unknown)) == (None, [("unknown_place", None, "Madird")])
    assert one(unknown, "unknown_place").params["near"] == "Madrid"


def test_coordinates_that_are_exchanged_are_a_question(tmp_path: Path, spain: Path) -> None:
    turned = made.squares()
    turned.geometry = shapely.transform(turned.geometry.to_numpy(), lambda points: points[:, ::-1])
    path = made.write(turned, tmp_path / "turned.geojson")
    for intake in (check(path), check(path, mapping=spain)):
        assert (intake.format, told(intake)) == (None, [("coordinates_swapped", None, "Centro")])
        assert one(intake, "coordinates_swapped").params["place"] == "Madrid"
    said = check(path, mapping=made.mapping(tmp_path, CITY + "swapped = true\n"))
    assert told(said) == [("coordinates_exchanged", None, None)]
    assert len(said.places) == 6


def test_one_feature_that_is_exchanged_or_elsewhere_is_refused_by_its_number(tmp_path: Path, spain: Path) -> None:
    frame = made.squares()
    shapes = frame.geometry.to_numpy()
    shapes[1] = shapely.transform(shapes[1], lambda points: points[:, ::-1])
    shapes[4] = shapely.transform(shapes[4], lambda points: points + np.array([3, 0]))
    frame.geometry = shapes
    intake = check(made.write(frame, tmp_path / "two.geojson"), mapping=spain)
    assert told(intake) == [("coordinates_swapped", 2, "Norte"), ("feature_elsewhere", 5, "Oeste")]
    assert (intake.refused, len(intake.places)) == (2, 4)


def test_a_layer_far_from_its_city_is_no_map_of_it(tmp_path: Path, spain: Path) -> None:
    path = made.write(made.squares((13.4, 52.5)), tmp_path / "berlin.geojson")
    intake = check(path, mapping=spain)
    assert (intake.format, told(intake)) == (None, [("layer_elsewhere", None, None)])
    assert float(one(intake, "layer_elsewhere").params["found"].replace(",", "")) == pytest.approx(1870, abs=20)


def test_a_file_without_its_coordinate_system(tmp_path: Path, spain: Path) -> None:
    degrees = made.zipped(made.write(made.squares(), tmp_path / "degrees.shp"), without=(".prj",))
    assert told(check(degrees)) == [("crs_assumed", None, None)]
    metres = made.zipped(made.write(made.squares().to_crs(25830), tmp_path / "metres.shp"), without=(".prj",))
    intake = check(metres, mapping=spain)
    assert (intake.format, told(intake)) == (None, [("crs_missing", None, None)])
    assert one(intake, "crs_missing").params["near"] in {"EPSG:25830", "EPSG:32630"}
    said = check(metres, mapping=made.mapping(tmp_path, CITY + 'crs = "EPSG:25830"\n'))
    assert (told(said), len(said.places)) == ([], 6)
    wrong = check(metres, mapping=made.mapping(tmp_path, CITY + 'crs = "EPSG:999999"\n'))
    assert told(wrong) == [("crs_unknown", None, "EPSG:999999")]


def test_a_file_that_says_the_wrong_coordinate_system(tmp_path: Path, spain: Path) -> None:
    metres = made.squares().to_crs(25830).set_crs(4326, allow_override=True)
    features_ = [({"nombre": name}, shape) for name, shape in zip(made.NAMES, metres.geometry, strict=True)]
    path = made.geojson(tmp_path / "metres.geojson", features_)
    intake = check(path, mapping=spain)
    assert (intake.format, told(intake)) == (None, [("crs_wrong", None, "EPSG:4326")])
    assert one(intake, "crs_wrong").params["near"] in {"EPSG:25830", "EPSG:32630"}
    zone = made.squares().to_crs(25830).set_crs(25831, allow_override=True)
    other = check(made.write(zone, tmp_path / "zone.gpkg"), mapping=spain)
    assert told(other) == [("crs_wrong", None, "EPSG:25831")]


def test_an_outline_that_crosses_itself_is_repaired_and_told(tmp_path: Path) -> None:
    frame = made.squares()
    features_ = [({"nombre": name}, shape) for name, shape in zip(made.NAMES, frame.geometry, strict=True)]
    x, y = made.MADRID
    bow = {"type": "Polygon", "coordinates": [[[x, y], [x + 0.02, y + 0.02], [x + 0.02, y], [x, y + 0.02], [x, y]]]}
    features_[2] = ({"nombre": "Sur"}, bow)
    intake = check(made.geojson(tmp_path / "bow.geojson", features_))
    assert ("outline_repaired", 3, "Sur") in told(intake)
    assert len(intake.places) == 6
    area = read(intake.outlines).outlines.loc["madrid_sur", "area_km2"]
    assert area == pytest.approx(made_area(frame.geometry.iloc[0]) / 2, rel=0.01)


def test_a_ring_that_is_not_closed_is_closed_and_told(tmp_path: Path) -> None:
    features_ = [({"nombre": name}, shape) for name, shape in zip(made.NAMES, made.squares().geometry, strict=True)]
    ring = [list(point) for point in features_[0][1].exterior.coords][:-1]
    features_[0] = ({"nombre": "Centro"}, {"type": "Polygon", "coordinates": [ring]})
    intake = check(made.geojson(tmp_path / "open.geojson", features_))
    assert ("outline_repaired", 1, "Centro") in told(intake)
    assert len(intake.places) == 6


def test_empty_and_mixed_shapes_are_left_out_and_told(tmp_path: Path) -> None:
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
    assert told(intake) == [
        ("outline_empty", 1, "Centro"), ("outline_empty", 2, "Norte"), ("feature_mixed", 3, "Sur"),
        ("feature_mixed", 4, "Este"), ("feature_trimmed", 5, "Oeste"),
    ]  # fmt: skip
    assert [place.id for place in intake.places] == ["madrid_oeste", "madrid_puerta"]
    assert intake.refused == 4


def test_a_layer_of_lines_is_no_map(tmp_path: Path) -> None:
    line = shapely.LineString([made.MADRID, (made.MADRID[0] + 0.01, made.MADRID[1])])
    intake = check(made.geojson(tmp_path / "roads.geojson", [({"nombre": "M30"}, line)]))
    assert (intake.format, told(intake)) == (None, [("no_shapes", None, None)])


def test_features_that_share_a_name_or_have_none_are_refused(tmp_path: Path) -> None:
    names = ("Centro", "Norte", "norte ", "", "Oeste", "Puerta")
    intake = check(made.write(made.squares(names=names), tmp_path / "twice.geojson"), mapping=made.mapping(
        tmp_path, '[columns]\nplace = "nombre"\n'
    ))  # fmt: skip
    assert told(intake) == [("names_twice", 2, "Norte"), ("names_twice", 3, "norte"), ("name_blank", 4, None)]
    assert one(intake, "name_blank").column == "nombre"
    assert (intake.refused, len(intake.places)) == (3, 3)


def test_a_name_given_twice_in_a_small_layer_is_told_instead_of_another_column(tmp_path: Path) -> None:
    frame = made.squares(names=("Centro", "Norte", "Sur", "Norte", "Oeste", "Puerta"))
    intake = check(made.write(frame.assign(nom_ar=["ا", "ب", "ت", "ث", "ج", "ح"]), tmp_path / "twice.geojson"))
    assert [row for rule, row, _ in told(intake) if rule == "names_twice"] == [2, 4]
    assert one(intake, "names_new").column == "nombre"


def test_a_misspelt_arrondissement_is_a_question(tmp_path: Path) -> None:
    names = ("Anfa", "Maarif", "Sidi Beliouut")
    frame = made.squares(made.CASABLANCA, names).assign(households_2024=[1000.0, 2000, 3000])
    intake = check(made.write(frame, tmp_path / "typo.geojson"))
    finding = one(intake, "unknown_place")
    assert (finding.row, finding.column, finding.params["near"]) == (3, "nombre", "Sidi Belyout")
    assert (intake.accepted, intake.refused, intake.places) == (2, 1, ())


def test_a_layer_without_a_column_of_names_asks_for_one(tmp_path: Path) -> None:
    frame = made.squares().drop(columns="nombre").assign(n=range(6))
    intake = check(made.write(frame, tmp_path / "nameless.geojson"))
    assert one(intake, "names_needed").params["found"] == "n"
    assert (intake.refused, intake.places) == (6, ())


def test_a_mapping_that_points_at_nothing_is_told(tmp_path: Path) -> None:
    path = made.write(made.squares(), tmp_path / "madrid.geojson")
    intake = check(path, mapping=made.mapping(tmp_path, '[columns]\nplace = "barrio"\n'))
    assert [(one.rule.id, one.column) for one in intake.findings] == [("missing_column", "barrio")]
    intake = check(path, mapping=made.mapping(tmp_path, '[columns]\nplaza = "nombre"\n'))
    assert told(intake) == [("unknown_reference", None, "plaza")]
    assert told(check(path, mapping=made.mapping(tmp_path, "[layer]\nrule = 3\n")))[0][0] == "unreadable_file"
    assert told(check(path, mapping=tmp_path / "gone.toml"))[0][0] == "unreadable_file"


def test_numbers_that_were_not_read_are_named_with_a_suggestion(tmp_path: Path) -> None:
    path = made.zipped(made.write(made.squares().assign(running_wa=range(6)), tmp_path / "cut.shp"))
    finding = one(check(path), "values_unread")
    assert (finding.column, finding.params["near"]) == ("running_wa", "running_water_at_home")


def test_a_word_that_begins_several_indicators_is_no_hint_at_one_of_them(tmp_path: Path) -> None:
    path = made.write(made.squares().assign(population_2024=range(6)), tmp_path / "people.geojson")
    near = str(one(check(path), "values_unread").params["near"]).split(", ")
    assert {"population_municipal", "population_legal"} <= set(near)
    assert "population_national" not in near


@pytest.mark.parametrize(
    ("lacking", "rule"), [(".dbf", "shapefile_parts"), (".shp", "shapefile_parts"), (".shx", "shapefile_index")]
)
@pytest.mark.parametrize("packed", [True, False])
def test_a_shapefile_without_its_parts(lacking: str, rule: str, packed: bool, tmp_path: Path) -> None:
    path = made.write(made.squares(), tmp_path / "madrid.shp")
    if packed:
        path = made.zipped(path, without=(lacking,))
    else:
        path.with_suffix(lacking).unlink()
        path = path if lacking != ".shp" else path.with_suffix(".dbf")
    intake = check(path)
    assert told(intake) == [(rule, None, lacking)]
    assert intake.format == ("layer" if rule == "shapefile_index" else None)
    assert len(intake.places) == (6 if rule == "shapefile_index" else 0)


def test_french_names_of_a_shapefile_without_its_encoding(tmp_path: Path) -> None:
    names = ("Étoile", "Élysée", "Forêt", "Gâtine", "Çà", "Où")
    path = made.write(made.squares(names=names), tmp_path / "noms.shp")
    path.with_suffix(".cpg").unlink()
    assert [place.names.fr for place in check(made.zipped(path)).places] == list(names)


def test_dashes_and_ligatures_of_windows_in_a_shapefile_without_its_encoding(tmp_path: Path) -> None:
    names = ("La Goulette – Kram", "Cœur", "L’Océan", "Forêt", "Où", "Nord")
    path = tmp_path / "noms.shp"
    made.squares(names=names).to_file(path, encoding="cp1252")
    path.with_suffix(".cpg").unlink()
    assert [place.names.fr for place in check(made.zipped(path)).places] == list(names)


def test_a_geopackage_of_several_layers_says_which_was_read(tmp_path: Path) -> None:
    path = tmp_path / "many.gpkg"
    made.squares().to_file(path, layer="distritos", driver="GPKG")
    made.squares(side=0.01).to_file(path, layer="barrios", driver="GPKG")
    intake = check(path)
    assert one(intake, "layer_chosen").value == "distritos"
    assert told(check(path, sheet="barrios")) == []
    assert told(check(path, sheet="calles")) == [("unknown_sheet", None, "calles")]


def test_no_name_in_an_archive_becomes_a_path(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    folder.mkdir()
    shapefile = made.write(made.squares(), folder / "madrid.shp")
    path = made.zipped(shapefile, inside="../../evil/")
    before = sorted(one.name for one in tmp_path.rglob("*"))
    assert len(check(path).places) == 6
    assert sorted(one.name for one in tmp_path.rglob("*")) == before
    assert not (tmp_path.parent / "evil").exists()


def test_what_is_too_large_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.geojson", b" " * 3_000_000)
    monkeypatch.setattr(container, "MAX_UNPACKED", 1_000_000)
    assert told(check(path)) == [("too_large", None, None)]
    plain = made.write(made.squares(), tmp_path / "plain.geojson")
    monkeypatch.setattr(container, "MAX_BYTES", 100)
    assert told(check(plain)) == [("too_large", None, None)]
    monkeypatch.undo()
    for limit in ("MAX_FEATURES", "MAX_VERTICES", "MAX_COLUMNS"):
        monkeypatch.setattr(features, limit, 1)
        assert told(check(plain)) == [("too_large", None, None)]
        monkeypatch.undo()
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(4):
            archive.writestr(f"{number}.geojson", b"{}")
    monkeypatch.setattr(container, "MAX_MEMBERS", 3)
    assert told(check(path)) == [("too_large", None, None)]


VRT = (
    b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>"
    b"</OGRVRTDataSource>"
)
LETTERS = (
    b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":"b"},'
    b'"geometry":{"type":"Polygon","coordinates":"x"}}]}'
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.geojson", b""),
        ("words.geojson", b"This is no map."),
        ("vrt.geojson", VRT),
        ("half.geojson", b'{"type": "FeatureCollection", "features": [{"type": "Feature", "prop'),
        ("none.geojson", b'{"type": "FeatureCollection", "features": []}'),
        ("odd.geojson", b'{"type": "FeatureCollection", "features": [1, null, {"type": "Feature"}]}'),
        ("letters.geojson", LETTERS),
        ("broken.gpkg", b"SQLite format 3\x00" + b"\x00" * 52 + b"GPKG" + b"\x01" * 900),
        ("broken.zip", b"PK\x03\x04 not an archive.shp"),
        ("broken.shp", b"\x00\x00\x27\x0a" + b"\xff" * 300),
        ("nul.geojson", b"\x00" * 500),
    ],
)  # fmt: skip
def test_a_file_that_is_broken_is_a_finding(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    intake = check(path)
    assert intake.format is None
    assert intake.findings
    assert not intake.places


def test_every_cut_of_a_file_is_a_finding(tmp_path: Path) -> None:
    whole = {
        "geojson": made.write(made.squares(), tmp_path / "whole.geojson").read_bytes(),
        "gpkg": made.write(made.squares(), tmp_path / "whole.gpkg").read_bytes(),
        "zip": made.zipped(made.write(made.squares(), tmp_path / "whole.shp")).read_bytes(),
    }
    for kind, content in whole.items():
        path = tmp_path / f"cut.{kind}"
        for share in (0.1, 0.5, 0.9):
            path.write_bytes(content[: int(len(content) * share)])
            assert check(path).findings
        spoilt = bytearray(content)
        for at in range(200, len(content), max(len(content) // 40, 1)):
            spoilt[at] ^= 0xFF
        path.write_bytes(bytes(spoilt))
        check(path)


def test_an_outline_tied_in_knots_is_refused_in_time(tmp_path: Path) -> None:
    chance = np.random.default_rng(2)
    ring = np.c_[
        chance.uniform(-0.02, 0.02, 3_000) + made.MADRID[0], chance.uniform(-0.02, 0.02, 3_000) + made.MADRID[1]
    ]
    knot = shapely.Polygon(ring)
    path = made.geojson(
        tmp_path / "knot.geojson", [({"nombre": "Centro"}, knot), ({"nombre": "Sur"}, made.squares().geometry[3])]
    )
    assert ("feature_tangled", 1, "Centro") in told(check(path))
    assert not repair.is_tangled(made.cells(1, 5_000).geometry[0])


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
    mended = repair.repaired(shapely.Polygon(points))
    assert mended is not None
    assert mended.is_valid


@given(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=4, max_size=40))
def test_a_repair_is_valid_covers_ground_and_changes_nothing_that_was_right(points: list[tuple[float, float]]) -> None:
    shape = shapely.Polygon(points)
    mended = repair.repaired(shape)
    if mended is None:
        assert shapely.make_valid(shape).area == pytest.approx(0, abs=1e-9)
        return
    assert mended.is_valid
    assert mended.geom_type in {"Polygon", "MultiPolygon"}
    assert mended.area > 0
    assert shape.envelope.buffer(1e-9).covers(mended)
    if shape.is_valid:
        assert mended.symmetric_difference(shape).area == pytest.approx(0, abs=1e-9)
    again = repair.repaired(mended)
    assert again is not None
    assert again.symmetric_difference(mended).area == pytest.approx(0, abs=1e-9)


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


def test_borders_that_overlap_are_told_with_the_numbers_of_their_features(tmp_path: Path) -> None:
    frame = made.squares()
    frame.loc[4, "geometry"] = frame.geometry[4].buffer(0.004)
    said = one(check(made.write(frame, tmp_path / "over.geojson")), "outlines_overlap").value
    assert "madrid_oeste (#5)" in str(said).split(", ")


def test_workbooks_and_tables_are_no_layers(tmp_path: Path) -> None:
    path = tmp_path / "book.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("data.json", "{}")
    assert not is_geographic(path)
    assert not is_geographic(tmp_path / "gone.geojson")
    table = tmp_path / "table.csv"
    table.write_text('place,indicator\n"{""type"": ""Feature""}",x\n', encoding="utf-8")
    assert not is_geographic(table)


def test_a_layer_of_cities_gives_figures_of_cities_and_no_outlines(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"city": ["Madrid", "Rabat"], "green_area_share_2020": [12.5, 22.25]},
        geometry=[shapely.Point(made.MADRID).buffer(0.1), shapely.Point(-6.83, 33.99).buffer(0.05)],
        crs="EPSG:4326",
    )
    intake = check(made.write(frame, tmp_path / "cities.geojson"))
    assert intake.observations["place"].tolist() == ["madrid", "rabat"]
    assert (intake.outlines, intake.places) == ("", ())


def test_a_published_layer_of_casablanca_and_one_of_cities_are_recognised() -> None:
    path = SHARED / "casablanca_arrondissements.geojson"
    if not path.exists():
        pytest.skip("the published boundaries are not beside the project")
    intake = check(path)
    assert one(intake, "names_known").params == {"count": 16, "total": 16}
    assert told(intake) == []
    assert told(check(SHARED / "peers_admin_simpl.geojson")) == []
    assert dataset().outlines == ()
