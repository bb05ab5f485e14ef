"""A layer in the ledger: accepted whole, shown, withdrawn without a trace, brought back; as a command and on a page."""

import json
from pathlib import Path

import pytest

from indicators.charts.request import MapView
from indicators.cli.commands import main
from indicators.exports.map_layers import areas_geojson, map_frame
from indicators.intake.inbox import dropped, publish_ready
from indicators.maps import city_outlines, districts
from indicators.maps.added_outlines import read, source_of, to_text, with_source
from indicators.model.vocabulary import Level
from indicators.store.dataset import Dataset
from indicators.store.folders import find_folders
from indicators.store.ledger.journal import Journal
from indicators.web import app_state
from tests.helpers import layers_made as made
from tests.helpers.visits import Visit

pytestmark = pytest.mark.slow

ORIGIN = [
    "--producer", "Ayuntamiento de Madrid", "--title", "Distritos", "--link", "https://datos.madrid.es/",
    "--published", "2024", "--licence", "CC BY 4.0", "--redistributable", "yes", "--attribution", "Madrid",
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of what is brought, over the project's own figures."""
    brought = tmp_path / "brought"
    brought.mkdir()
    monkeypatch.setenv("INDICATORS_DATA", str(brought))
    return brought


def madrid(tmp_path: Path, **columns: list[float]) -> Path:
    return made.write(made.squares().assign(**columns), tmp_path / "madrid.gpkg")


def shown(folder: Path) -> Dataset:
    return app_state.read_published(find_folders(folder)).dataset


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict]:
    status = main([str(argument) for argument in arguments])
    printed = capsys.readouterr().out
    return status, json.loads(printed) if printed.startswith("{") else {}


def test_districts_are_added_withdrawn_and_brought_back(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = madrid(tmp_path, households_2021=[10.0, 20, 30, 40, 50, 60], households_2024=[12.0, 20, 33, 41, 52, 66])
    before = shown(folder)
    status, stated = run(capsys, "check", path, "--json")
    assert (status, stated["accepted"], len(stated["places"]), stated["outlines"]) == (0, 12, 6, True)
    assert shown(folder).version == before.version
    status, stated = run(capsys, "add", path, "--json", *ORIGIN)
    assert (status, stated["stored"], stated["number"]) == (0, True, 1)
    added = shown(folder)
    assert added.version == stated["data_version"] != before.version
    assert districts.cities(added) == ("casablanca", "madrid")
    assert [entry.id for entry in districts.mapped(added, "madrid")] == ["households"]
    layer = city_outlines.layer_of(added, Level.DISTRICT, "madrid")
    assert (len(layer.outlines), layer.findings) == (6, ())
    assert set(added.sources) - set(before.sources) == set(city_outlines.sources_of(added, Level.DISTRICT, "madrid"))
    assert main(["withdraw", "1"]) == 0
    gone = shown(folder)
    assert (gone.version, gone.outlines, set(gone.places)) == (before.version, (), set(before.places))
    assert main(["restore", "1"]) == 0
    again = shown(folder)
    assert (again.version, again.outlines) == (added.version, added.outlines)
    status, stated = run(capsys, "add", path, "--json", *ORIGIN)
    assert [one["rule"] for one in stated["findings"]][-1] == "accepted_already"


def test_outlines_alone_are_accepted_with_an_origin_only(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = madrid(tmp_path)
    status, stated = run(capsys, "add", path, "--json")
    assert (stated["stored"], {one["rule"] for one in stated["findings"]} >= {"origin_missing"}) == (False, True)
    assert status == 2
    status, stated = run(capsys, "add", path, "--json", *ORIGIN)
    assert (status, stated["stored"], stated["accepted"]) == (0, True, 0)
    dataset = shown(folder)
    assert "madrid_centro" in dataset.places
    assert city_outlines.cities(dataset) == ("casablanca", "madrid")
    assert districts.cities(dataset) == ("casablanca",)
    table = tmp_path / "values.csv"
    rows = [
        f"madrid_{name.lower()},households,2024,{index},arrondissement,census"
        for index, name in enumerate(made.NAMES, 100)
    ]
    table.write_text("\n".join(["place,indicator,year,value,perimeter,method", *rows]) + "\n", encoding="utf-8")
    status, stated = run(capsys, "add", table, "--json", *ORIGIN)
    assert (status, stated["accepted"]) == (0, 6)
    assert districts.cities(shown(folder)) == ("casablanca", "madrid")


def test_a_shapefile_is_stored_with_all_its_parts(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made.write(made.squares(), tmp_path / "madrid.shp")
    status, stated = run(capsys, "add", path, "--json", *ORIGIN)
    assert (status, stated["stored"]) == (0, True)
    journal = Journal(find_folders(folder).store)
    ((_, record),) = journal.read().in_force
    stored = journal.file_of(record.content).read_bytes()
    assert record.name == "madrid.zip"
    assert all(suffix.encode() in stored for suffix in (".shp", ".shx", ".dbf", ".prj"))
    status, stated = run(capsys, "add", path, "--json", *ORIGIN)
    assert [one["rule"] for one in stated["findings"]][-1] == "accepted_already"


def test_a_refused_feature_keeps_the_whole_file_out(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("Centro", "Norte", "Norte", "Este", "Oeste", "Puerta")
    path = made.write(made.squares(names=names), tmp_path / "twice.geojson")
    stated = made.mapping(tmp_path, '[columns]\nplace = "nombre"\n')
    status, document = run(capsys, "add", path, "--mapping", stated, "--json", *ORIGIN)
    assert (status, document["stored"], document["refused"]) == (1, False, 2)
    assert shown(folder).outlines == ()
    status, document = run(capsys, "add", path, "--mapping", stated, "--without-refused", "--json", *ORIGIN)
    assert (document["stored"], len(document["places"])) == (True, 4)


def test_new_places_in_the_inbox_wait_for_a_person(folder: Path, tmp_path: Path) -> None:
    inbox = find_folders(folder).inbox
    inbox.mkdir()
    path = made.write(made.squares(), inbox / "madrid.geojson")
    path.with_name("madrid.geojson.origin.toml").write_text(
        'producer = "M"\ntitle = "D"\nlink = "https://example.org"\npublished = "2024"\nlicence = "CC0"\n'
        "redistributable = true\n",
        encoding="utf-8",
    )
    assert [one.path for one in dropped(inbox)] == [path]
    ((_, problems),) = publish_ready(find_folders(folder), lambda: shown(folder), 2026)
    assert [(problem.rule.id, problem.params["count"]) for problem in problems] == [("places_wait", 6)]


def test_a_new_column_of_casablanca_becomes_a_map(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = shown(folder)
    outlines = city_outlines.layer_of(base, Level.DISTRICT).outlines
    frame = outlines[["geometry"]].assign(arr=outlines.index, metres=range(10, 26)).to_crs(26191)
    stated = made.mapping(
        tmp_path, '[indicators]\nmetres = "green_area_per_person"\n[constants]\nyear = "2023"\nmethod = "satellite"\n'
    )
    path = made.write(frame, tmp_path / "green.gpkg")
    assert "green_area_per_person" not in {entry.id for entry in districts.mapped(base)}
    status, document = run(capsys, "add", path, "--mapping", stated, "--json", *ORIGIN)
    assert (status, document["accepted"], document["places"], document["outlines"]) == (0, 16, [], False)
    assert "green_area_per_person" in {entry.id for entry in districts.mapped(shown(folder))}
    visit = Visit("casablanca", lang="en", indicator="green_area_per_person")
    visit.assert_sound()
    assert visit.html.count("data-stay data-hold=") == 16


def test_the_page_shows_another_citys_districts(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = madrid(tmp_path, households_2021=[10.0, 20, 30, 40, 50, 60], households_2024=[12.0, 20, 33, 41, 52, 66])
    assert run(capsys, "add", path, "--json", *ORIGIN)[1]["stored"]
    for language in ("en", "fr"):
        visit = Visit("casablanca", lang=language, city="madrid")
        visit.assert_sound()
        assert visit.html.count("data-stay data-hold=") == 6
        assert "Madrid" in visit.words
        assert "Méchouar" not in json.dumps(visit.specs, ensure_ascii=False)
    visit = Visit("casablanca", lang="en", city="madrid", indicator="households", shown="change", district="madrid_sur")
    visit.assert_sound()
    assert "6 districts of Madrid" in visit.words
    assert "Outlines: Madrid, CC BY 4.0." in visit.words
    assert "Sur" in visit.headings(2)
    home = Visit("casablanca", lang="en", indicator="households")
    home.assert_sound()
    assert any("city=madrid" in link for link in home.links)
    assert home.html.count("data-stay data-hold=") == 16
    other = Visit("casablanca", lang="en", city="madrid", indicator="public_sewer")
    other.assert_sound()
    assert "households" in " ".join(link for link in other.links if "city=madrid" in link)


def test_a_map_of_another_city_is_taken_away_with_its_own_credit(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = madrid(tmp_path, households_2024=[12.0, 20, 33, 41, 52, 66])
    assert run(capsys, "add", path, "--json", *ORIGIN)[1]["stored"]
    dataset = shown(folder)
    frame = map_frame(dataset, dataset.catalogue["households"], MapView(city="madrid"))
    assert frame is not None
    record = json.loads(areas_geojson(frame))
    assert "Madrid" in record["attribution"]
    assert "OpenStreetMap" not in record["attribution"]
    assert len(record["features"]) == 6


def test_the_text_of_outlines_comes_back_as_it_was(tmp_path: Path) -> None:
    frame = made.squares().assign(parent="madrid", area_km2=[1.5 + index for index in range(6)]).set_index("nombre")
    text = to_text(frame, "")
    named = with_source(text, "madrid_2024")
    assert (source_of(text), source_of(named), read(named).source) == ("", "madrid_2024", "madrid_2024")
    assert read(named).outlines.loc["Este", "area_km2"] == 4.5
    assert to_text(read(text).outlines, "") == text
    with pytest.raises(ValueError, match="no outlines"):
        read('{"type":"FeatureCollection","features":[{"id":"x"}]}')


def test_two_cities_may_have_districts_of_the_same_names(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for city, at in (("madrid", made.MADRID), ("paris", (2.3522, 48.8566))):
        path = made.write(made.squares(at).assign(households_2024=[1.0, 2, 3, 4, 5, 6]), tmp_path / f"{city}.geojson")
        status, stated = run(capsys, "add", path, "--json", *ORIGIN)
        assert (status, stated["stored"], stated["places"][0]) == (0, True, f"{city}_centro")
    assert districts.cities(shown(folder)) == ("casablanca", "madrid", "paris")
