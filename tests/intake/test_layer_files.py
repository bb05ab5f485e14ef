"""The files that layers come in: whatever is wrong with one is a finding, and nothing in it becomes a path."""

import zipfile
from pathlib import Path

import pytest

from indicators.intake.layers import container, features
from indicators.intake.layers.container import is_geographic
from tests.helpers import layers_made as made
from tests.helpers.checking import check

pytestmark = pytest.mark.slow


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
    assert made.reported(intake) == [(rule, None, lacking)]
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
    assert made.only(intake, "layer_chosen").value == "distritos"
    assert made.reported(check(path, sheet="barrios")) == []
    assert made.reported(check(path, sheet="calles")) == [("unknown_sheet", None, "calles")]


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
    assert made.reported(check(path)) == [("too_large", None, None)]
    plain = made.write(made.squares(), tmp_path / "plain.geojson")
    monkeypatch.setattr(container, "MAX_BYTES", 100)
    assert made.reported(check(plain)) == [("too_large", None, None)]
    monkeypatch.undo()
    for limit in ("MAX_FEATURES", "MAX_VERTICES", "MAX_COLUMNS"):
        monkeypatch.setattr(features, limit, 1)
        assert made.reported(check(plain)) == [("too_large", None, None)]
        monkeypatch.undo()
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(4):
            archive.writestr(f"{number}.geojson", b"{}")
    monkeypatch.setattr(container, "MAX_MEMBERS", 3)
    assert made.reported(check(path)) == [("too_large", None, None)]


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
        for index in range(200, len(content), max(len(content) // 40, 1)):
            spoilt[index] ^= 0xFF
        path.write_bytes(bytes(spoilt))
        check(path)


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


def test_areas_are_read_before_roads_and_points(tmp_path: Path) -> None:
    path = tmp_path / "city.gpkg"
    frame = made.squares()
    frame.assign(geometry=frame.boundary).to_file(path, layer="streets", driver="GPKG")
    frame.assign(geometry=frame.representative_point()).to_file(path, layer="stations", driver="GPKG")
    frame.to_file(path, layer="districts", driver="GPKG")
    intake = check(path)
    finding = made.only(intake, "layer_chosen")
    assert (finding.value, finding.params["found"]) == ("districts", "districts, stations, streets")
    assert len(intake.places) == 6


def test_geojson_of_two_bytes_a_letter_is_read(tmp_path: Path) -> None:
    plain = made.write(made.squares(names=("Étoile", "Centre", "Sud", "Est", "Ouest", "Porte")), tmp_path / "a.geojson")
    for encoding in ("utf-16", "utf-32"):
        wide = tmp_path / f"{encoding}.geojson"
        wide.write_text(plain.read_text(encoding="utf-8"), encoding=encoding)
        assert next(place.names.fr for place in check(wide).places) == "Étoile"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ('{"type": "Topology", "objects": {"a": {"type": "Polygon", "arcs": []}}, "arcs": []}', "topojson"),
        ('var json_districts_1 = {"type": "FeatureCollection", "features": []};', "map_script"),
        ("<html><body>Sign in</body></html>", "not_geojson"),
    ],
)
def test_what_is_called_a_map_and_is_none_is_named(content: str, rule: str, tmp_path: Path) -> None:
    path = tmp_path / "map.geojson"
    path.write_text(content, encoding="utf-8")
    intake = check(path)
    assert (intake.format, [finding.rule.id for finding in intake.findings]) == (None, [rule])
