"""The forms of the data page: columns pointed out, new entries, origins, and files from the inbox."""

import pytest

from indicators.model.vocabulary import Direction, Level, Measure, Scale, SdgKind, Theme
from indicators.web import app_state
from indicators.web.publishing import Permission
from pages.shared import permissions
from tests.helpers.bringing import FRENCH, bring, keys, press
from tests.helpers.visits import Visit
from tests.helpers.workbooks import write_xlsx


@pytest.fixture(autouse=True)
def brought(tmp_path, monkeypatch):
    """A folder of accepted files of this test alone, at a computer that may publish."""
    monkeypatch.setenv("INDICATORS_DATA", str(tmp_path))
    monkeypatch.setattr(permissions, "visitor_permission", lambda: Permission.THIS_COMPUTER)
    return tmp_path


def test_a_table_of_no_known_format_is_read_as_pointed_out_and_remembered(brought):
    table = "Ville;Part;2014;2024\nCasablanca;x;96,2;98,4\nRabat;x;97,5;99,0\n"
    visit = bring(table, "tableau.csv")
    assert "No known format fits." in visit.words
    assert visit.app.button(key="map_it").disabled
    visit.app.selectbox(key="map_indicator_constant").set_value("public_sewer")
    visit.app.run()
    assert "Casablanca Connected to the public sewer 2014 96.2% of households" in visit.words
    press(visit, "map_it")
    assert "Recognised as a table with a column mapping." in visit.words
    assert "4 values can be shown." in visit.words
    assert len(list((brought / "store" / "mappings").glob("*.toml"))) == 1
    again = bring("Ville;Part;2014;2024;2025\nTanger;x;90,1;92,4;93,0\n", "suivant.csv")
    assert "Recognised as a table with a column mapping." in again.words
    assert "3 values can be shown." in again.words
    press(again, "map_again")
    assert "No known format fits." in again.words


NEW = """\
place,indicator,year,value,source
Casablanca,Street trees,2024,12,hcp_rgph_2024
Rabat,Street trees,2024,31,hcp_rgph_2024
"""


def fill_entry(visit):
    visit.app.text_input(key="entry_definition_en").set_value("Trees along streets.")
    visit.app.text_input(key="entry_unit_names_en").set_value("trees per person")
    for name, value in {
        "theme": Theme.LAND,
        "scale": Scale.CITY,
        "measure": Measure.PER_PERSON,
        "direction": Direction.HIGHER,
        "sdg.target": "11.7",
        "sdg.kind": SdgKind.CONTEXT,
    }.items():
        visit.app.selectbox(key=f"entry_{name}").set_value(value)
    visit.app.selectbox(key="entry_unit").set_value("percent")


def test_a_new_indicator_is_described_shown_as_a_test_card_and_accepted_with_the_file():
    visit = bring(NEW)
    assert "2 values are refused" in visit.words
    visit.app.selectbox(key="new_indicator").set_value("Street trees")
    visit.app.run()
    press(visit, "add_indicator")
    assert "Definition (English): it is missing." in visit.words
    assert "Theme: choose one of the list." in visit.words
    assert "SDG target: choose one of the list." in visit.words
    fill_entry(visit)
    press(visit, "add_indicator")
    assert "New indicator, as it would look: Street trees" in visit.words
    assert "2 values can be shown." in visit.words
    assert visit.specs
    press(visit, "edit-street_trees")
    assert visit.app.text_input(key="entry_definition_en").value == "Trees along streets."
    assert visit.app.selectbox(key="entry_theme").value == Theme.LAND
    press(visit, "add_indicator")
    assert "New indicator, as it would look: Street trees" in visit.words
    press(visit, "accept")
    entry = app_state.published_dataset().catalogue["street_trees"]
    assert (entry.names.en, entry.names.fr) == ("Street trees", "Street trees (à traduire)")
    other = Visit("land", lang="en", indicator="street_trees")
    other.assert_sound()
    assert "Street trees" in other.words


def test_a_new_place_is_described_and_its_values_are_shown():
    visit = bring("place,indicator,year,value,source\nSettat Ville,public_sewer,2024,91,hcp_rgph_2024\n")
    visit.app.selectbox(key="new_place").set_value("Settat Ville")
    visit.app.run()
    for code in ("en", "fr", "ar"):
        visit.app.text_input(key=f"entry_names_{code}").set_value("Settat Ville")
    visit.app.selectbox(key="entry_level").set_value(Level.CITY)
    visit.app.selectbox(key="entry_parent").set_value("morocco")
    visit.app.text_input(key="entry_latitude").set_value("133,0")
    press(visit, "add_place")
    assert "Latitude: it is too large." in visit.words
    visit.app.text_input(key="entry_latitude").set_value("33,0")
    press(visit, "add_place")
    assert "New place: Settat Ville, city." in visit.words
    assert "1 value can be shown." in visit.words


def test_files_of_the_inbox_are_listed_with_their_check_and_open_as_a_draft(brought):
    folder = brought / "inbox"
    folder.mkdir()
    (folder / "depot.csv").write_text(FRENCH.format(source="hcp_rgph_2024"), encoding="cp1252")
    (folder / "page.csv").write_text("<!doctype html><html><body>404</body></html>", encoding="utf-8")
    visit = Visit("data", lang="en")
    visit.assert_sound()
    assert "In the inbox" in visit.words
    assert "depot.csv" in visit.words
    assert "This is a web page" in visit.words or "this is a web page" in visit.words
    opened = [key for key in keys(visit) if key and key.startswith("inbox-")]
    assert len(opened) == 1
    press(visit, opened[0])
    assert "Draft: 2 values of depot.csv, seen by you alone." in visit.words


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.csv", "a\r\nSet-Cookie: x.csv", '<img src=x onerror=alert(1)>".csv']
)
def test_a_name_is_never_a_path_or_markup(name):
    visit = bring(FRENCH.format(source="hcp_rgph_2024"), name)
    assert "<img" not in visit.html
    assert "/etc" not in visit.html.replace("/etc/", "")
    assert "2 values can be shown." in visit.words


def test_a_known_source_is_chosen_from_the_list():
    visit = bring(FRENCH.format(source=""))
    visit.app.radio(key="origin_way").set_value("known")
    visit.app.run()
    visit.app.selectbox(key="known_source").set_value(app_state.published_dataset().sources["hcp_rgph_2024"])
    visit.app.run()
    visit.assert_sound()
    assert "names no source" not in visit.words
    assert app_state.published_dataset().sources["hcp_rgph_2024"].citation in visit.words
    press(visit, "other_source")
    assert "2 values name no source." in visit.words


def test_an_origin_record_is_dropped_beside_the_file():
    visit = bring(FRENCH.format(source=""))
    visit.app.radio(key="origin_way").set_value("record")
    visit.app.run()
    record = 'producer = "Régie"\ntitle = "Bilan"\nlink = "https://example.org/b"\nlicence = "CC BY"\npublished = "x"\n'
    visit.app.get("file_uploader")[1].set_value(("eau.csv.origin.toml", record.encode(), "application/toml"))
    visit.app.run()
    visit.assert_sound()
    assert "The origin does not say “May downloads include the figures?”." in visit.words
    assert "X is not a date." in visit.words or "x is not a date." in visit.words
    whole = record.replace('"x"', '"2025"') + "redistributable = true\n"
    visit.app.get("file_uploader")[1].set_value(("eau.csv.origin.toml", whole.encode(), "application/toml"))
    visit.app.run()
    assert "Régie (2025), Bilan" in visit.words
    assert "names no source" not in visit.words


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<!doctype html><html><body>404</body></html>", "web page"),
        (b"\x00\x01\x02" * 400, "not text and not a workbook"),
        (b"", "no rows"),
        (b"PK\x03\x04" + b"\x00" * 60, "cannot be read"),
    ],
)
def test_what_is_no_table_is_reported_and_the_page_stays(content, words):
    visit = bring(content, "figures.xlsx")
    assert "This file could not be read as a table of figures." in visit.words
    assert words in visit.words
    assert "Draft:" not in visit.words
    assert "accept" not in keys(visit)


def test_a_sheet_of_a_workbook_is_chosen_or_all_of_one_shape(tmp_path):
    head = ("place", "indicator", "year", "value", "source")
    sheets = {
        "2023": [head, ("Casablanca", "public_sewer", 2023, 97.9, "hcp_rgph_2024")],
        "2022": [head, ("Casablanca", "public_sewer", 2022, 97.5, "hcp_rgph_2024")],
    }
    visit = bring(write_xlsx(tmp_path / "two.xlsx", sheets).read_bytes(), "two.xlsx")
    assert "1 value can be shown." in visit.words
    choice = visit.app.selectbox(key="sheet-two.xlsx")
    assert choice.options == ["The first that fits", "All sheets of one shape", "2023", "2022"]
    choice.set_value("*")
    visit.app.run()
    assert "2 values can be shown." in visit.words
