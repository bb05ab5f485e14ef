"""Files of outlines: every way they go wrong is a finding with its feature, and what is left is right."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from indicators.maps.added_outlines import read
from tests.helpers import layers_made as made
from tests.helpers.checking import check, dataset, observation

pytestmark = pytest.mark.slow

CITY = '[layer]\ncity = "madrid"\n'
SHARED = Path(__file__).parents[3] / "shared" / "boundaries"


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
    assert made.reported(intake) == []
    assert made.only(intake, "city_taken").params["place"] == "Madrid"
    assert made.only(intake, "names_new").column == "nombre"
    assert len([finding for finding in intake.findings if finding.rule.id == "place_offered"]) == 6
    outlines = read(intake.outlines).outlines
    assert set(outlines.index) == {place.id for place in intake.places}
    assert shapely.coverage_is_valid(outlines.geometry.to_numpy())


@pytest.mark.slow
def test_arrondissements_are_known_by_their_names_and_their_codes(tmp_path: Path) -> None:
    names = ("Anfa", "Maarif", "Arrondissement Sidi Belyout")
    frame = made.squares(made.CASABLANCA, names).assign(running_water_at_home=[91.5, 99.0, 88.25], annee=[2024] * 3)
    intake = check(made.write(frame, tmp_path / "water.geojson"))
    assert (intake.accepted, intake.refused, intake.places) == (3, 0, ())
    assert made.only(intake, "names_known").params == {"count": 3, "total": 3}
    assert made.only(intake, "values_read").value == "running_water_at_home"
    row = observation(intake, "sidi_belyout", "running_water_at_home", 2024)
    assert (row["value"], row["perimeter"]) == (88.25, "arrondissement")
    codes = made.squares(made.CASABLANCA, ("061410101", "061410103", "061410107")).assign(households_2024=[1.0, 2, 3])
    assert check(made.write(codes, tmp_path / "codes.gpkg")).observations["place"].tolist() == [
        "anfa", "maarif", "sidi_belyout"
    ]  # fmt: skip


def test_a_mapping_names_columns_indicators_names_and_city(tmp_path: Path) -> None:
    frame = made.squares().assign(
        label_fr=[f"Quartier {name}" for name in made.NAMES],
        POB2024=[10_000.0 + index for index in range(6)],
        cod=range(6),
    )
    path = made.write(frame, tmp_path / "madrid.geojson")
    stated = made.mapping(
        tmp_path,
        '[columns]\nplace = "nombre"\nname_fr = "label_fr"\ncode = "cod"\n'
        '[indicators]\nPOB2024 = "population_municipal"\n[constants]\nmethod = "census"\n[layer]\ncity = "Madrid"\n',
    )
    intake = check(path, mapping=stated)
    assert (intake.accepted, intake.refused) == (6, 0)
    assert intake.places[0].names.fr == "Quartier Centro"
    assert (intake.places[1].names.en, intake.places[1].code) == ("Norte", "1")
    row = observation(intake, "madrid_centro", "population_municipal", 2024)
    assert (row["value"], row["method"], row["perimeter"]) == (10_000, "census", "arrondissement")


@pytest.mark.slow
def test_a_city_nobody_knows_becomes_a_place_of_its_own(tmp_path: Path) -> None:
    path = made.write(made.squares((1.44, 43.60)), tmp_path / "toulouse.geojson")
    assert made.reported(check(path)) == [("city_needed", None, None)]
    intake = check(path, mapping=made.mapping(tmp_path, '[layer]\ncity = "Toulouse"\ncountry = "France"\n'))
    assert made.reported(intake) == [("city_new", None, "Toulouse")]
    city, first = intake.places[:2]
    assert (city.id, city.country, city.parent) == ("toulouse", "FRA", "france")
    assert (round(city.longitude or 0, 1), round(city.latitude or 0, 1)) == (1.4, 43.6)
    assert (first.id, first.parent) == ("toulouse_centro", "toulouse")
    unknown = check(path, mapping=made.mapping(tmp_path, '[layer]\ncity = "Madird"\n'))
    assert (unknown.format, made.reported(unknown)) == (None, [("unknown_place", None, "Madird")])
    assert made.only(unknown, "unknown_place").params["near"] == "Madrid"


def test_coordinates_that_are_exchanged_are_a_question(tmp_path: Path, spain: Path) -> None:
    turned = made.squares()
    turned.geometry = shapely.transform(turned.geometry.to_numpy(), lambda points: points[:, ::-1])
    path = made.write(turned, tmp_path / "turned.geojson")
    for intake in (check(path), check(path, mapping=spain)):
        assert (intake.format, made.reported(intake)) == (None, [("coordinates_swapped", None, "Centro")])
        assert made.only(intake, "coordinates_swapped").params["place"] == "Madrid"
    stated = check(path, mapping=made.mapping(tmp_path, CITY + "swapped = true\n"))
    assert made.reported(stated) == [("coordinates_exchanged", None, None)]
    assert len(stated.places) == 6


def test_one_feature_that_is_exchanged_or_elsewhere_is_refused_by_its_number(tmp_path: Path, spain: Path) -> None:
    frame = made.squares()
    shapes = frame.geometry.to_numpy()
    shapes[1] = shapely.transform(shapes[1], lambda points: points[:, ::-1])
    shapes[4] = shapely.transform(shapes[4], lambda points: points + np.array([3, 0]))
    frame.geometry = shapes
    intake = check(made.write(frame, tmp_path / "two.geojson"), mapping=spain)
    assert made.reported(intake) == [("coordinates_swapped", 2, "Norte"), ("feature_elsewhere", 5, "Oeste")]
    assert (intake.refused, len(intake.places)) == (2, 4)


def test_a_layer_far_from_its_city_is_no_map_of_it(tmp_path: Path, spain: Path) -> None:
    path = made.write(made.squares((13.4, 52.5)), tmp_path / "berlin.geojson")
    intake = check(path, mapping=spain)
    assert (intake.format, made.reported(intake)) == (None, [("layer_elsewhere", None, None)])
    assert float(made.only(intake, "layer_elsewhere").params["found"].replace(",", "")) == pytest.approx(1870, abs=20)


def test_a_file_without_its_coordinate_system(tmp_path: Path, spain: Path) -> None:
    degrees = made.zipped(made.write(made.squares(), tmp_path / "degrees.shp"), without=(".prj",))
    assert made.reported(check(degrees)) == [("crs_assumed", None, None)]
    metres = made.zipped(made.write(made.squares().to_crs(25830), tmp_path / "metres.shp"), without=(".prj",))
    intake = check(metres, mapping=spain)
    assert (intake.format, made.reported(intake)) == (None, [("crs_missing", None, None)])
    assert made.only(intake, "crs_missing").params["near"] in {"EPSG:25830", "EPSG:32630"}
    stated = check(metres, mapping=made.mapping(tmp_path, CITY + 'crs = "EPSG:25830"\n'))
    assert (made.reported(stated), len(stated.places)) == ([], 6)
    wrong = check(metres, mapping=made.mapping(tmp_path, CITY + 'crs = "EPSG:999999"\n'))
    assert made.reported(wrong) == [("crs_unknown", None, "EPSG:999999")]


def test_a_file_that_says_the_wrong_coordinate_system(tmp_path: Path, spain: Path) -> None:
    metres = made.squares().to_crs(25830).set_crs(4326, allow_override=True)
    features_ = [({"nombre": name}, shape) for name, shape in zip(made.NAMES, metres.geometry, strict=True)]
    path = made.geojson(tmp_path / "metres.geojson", features_)
    intake = check(path, mapping=spain)
    assert (intake.format, made.reported(intake)) == (None, [("crs_wrong", None, "EPSG:4326")])
    assert made.only(intake, "crs_wrong").params["near"] in {"EPSG:25830", "EPSG:32630"}
    zone = made.squares().to_crs(25830).set_crs(25831, allow_override=True)
    other = check(made.write(zone, tmp_path / "zone.gpkg"), mapping=spain)
    assert made.reported(other) == [("crs_wrong", None, "EPSG:25831")]


def test_features_that_share_a_name_or_have_none_are_refused(tmp_path: Path) -> None:
    names = ("Centro", "Norte", "norte ", "", "Oeste", "Puerta")
    intake = check(made.write(made.squares(names=names), tmp_path / "twice.geojson"), mapping=made.mapping(
        tmp_path, '[columns]\nplace = "nombre"\n'
    ))  # fmt: skip
    assert made.reported(intake) == [("names_twice", 2, "Norte"), ("names_twice", 3, "norte"), ("name_blank", 4, None)]
    assert made.only(intake, "name_blank").column == "nombre"
    assert (intake.refused, len(intake.places)) == (3, 3)


def test_a_name_given_twice_in_a_small_layer_is_reported_instead_of_another_column(tmp_path: Path) -> None:
    frame = made.squares(names=("Centro", "Norte", "Sur", "Norte", "Oeste", "Puerta"))
    intake = check(made.write(frame.assign(nom_ar=["ا", "ب", "ت", "ث", "ج", "ح"]), tmp_path / "twice.geojson"))
    assert [row for rule, row, _ in made.reported(intake) if rule == "names_twice"] == [2, 4]
    assert made.only(intake, "names_new").column == "nombre"


def test_a_misspelt_arrondissement_is_a_question(tmp_path: Path) -> None:
    names = ("Anfa", "Maarif", "Sidi Beliouut")
    frame = made.squares(made.CASABLANCA, names).assign(households_2024=[1000.0, 2000, 3000])
    intake = check(made.write(frame, tmp_path / "typo.geojson"))
    finding = made.only(intake, "unknown_place")
    assert (finding.row, finding.column, finding.params["near"]) == (3, "nombre", "Sidi Belyout")
    assert (intake.accepted, intake.refused, intake.places) == (2, 1, ())


def test_a_layer_without_a_column_of_names_asks_for_one(tmp_path: Path) -> None:
    frame = made.squares().drop(columns="nombre").assign(n=range(6))
    intake = check(made.write(frame, tmp_path / "nameless.geojson"))
    assert made.only(intake, "names_needed").params["found"] == "n"
    assert (intake.refused, intake.places) == (6, ())


def test_a_mapping_that_points_at_nothing_is_reported(tmp_path: Path) -> None:
    path = made.write(made.squares(), tmp_path / "madrid.geojson")
    intake = check(path, mapping=made.mapping(tmp_path, '[columns]\nplace = "barrio"\n'))
    assert [(finding.rule.id, finding.column) for finding in intake.findings] == [("missing_column", "barrio")]
    intake = check(path, mapping=made.mapping(tmp_path, '[columns]\nplaza = "nombre"\n'))
    assert made.reported(intake) == [("unknown_reference", None, "plaza")]
    assert made.reported(check(path, mapping=made.mapping(tmp_path, "[layer]\nrule = 3\n")))[0][0] == "unreadable_file"
    assert made.reported(check(path, mapping=tmp_path / "gone.toml"))[0][0] == "unreadable_file"


def test_numbers_that_were_not_read_are_named_with_a_suggestion(tmp_path: Path) -> None:
    path = made.zipped(made.write(made.squares().assign(running_wa=range(6)), tmp_path / "cut.shp"))
    finding = made.only(check(path), "values_unread")
    assert (finding.column, finding.params["near"]) == ("running_wa", "running_water_at_home")


def test_a_word_that_begins_several_indicators_is_no_hint_at_one_of_them(tmp_path: Path) -> None:
    path = made.write(made.squares().assign(population_2024=range(6)), tmp_path / "people.geojson")
    near = str(made.only(check(path), "values_unread").params["near"]).split(", ")
    assert {"population_municipal", "population_legal"} <= set(near)
    assert "population_national" not in near


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
    assert made.only(intake, "names_known").params == {"count": 16, "total": 16}
    assert made.reported(intake) == []
    assert made.reported(check(SHARED / "peers_admin_simpl.geojson")) == []
    assert dataset().outlines == ()
