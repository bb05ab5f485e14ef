"""The data page, run by Streamlit's test client: a file becomes a draft of one session, then everyone's figures."""

import pytest
import streamlit as st

from indicators import site
from indicators.publishing import Permission
from indicators.vocabulary import Direction, Kind, Level, Measure, Scale, Theme
from pages.parts import data_accept, visitor
from tests.visits import SCRIPTS, Visit

# HCP, census of 2024: 98.2 % in Casablanca; 98.4 and 99.1 are typed here.
FRENCH = """\
Raccordement à l'égout;;;;
Ville;Indicateur;Année;Valeur;Source
Casablanca;public_sewer;2024;98,4;{source}
Casablnca;public_sewer;2023;97,9;{source}
Rabat;public_sewer;2024;99,1;{source}
""".replace("\n", "\r\n")

TOLD = "Taux de raccordement"


@pytest.fixture(autouse=True)
def brought(tmp_path, monkeypatch):
    """A folder of accepted files of this test alone, at a computer that may publish."""
    monkeypatch.setenv("INDICATORS_DATA", str(tmp_path))
    monkeypatch.setattr(visitor, "given", lambda: Permission.THIS_COMPUTER)
    return tmp_path


def bring(text, name="eau.csv", language="en"):
    """Open the data page and drop a file on it."""
    visit = Visit("data", lang=language)
    drop(visit, text, name)
    return visit


def drop(visit, text, name="eau.csv"):
    content = text if isinstance(text, bytes) else text.encode("cp1252")
    visit.app.get("file_uploader")[0].set_value((name, content, "text/csv"))
    visit.app.run()
    visit.assert_sound()


def go(visit, address, **query):
    visit.app.switch_page(SCRIPTS[address])
    for name, value in query.items():
        visit.app.query_params[name] = value
    visit.app.run()
    visit.assert_sound()
    return visit


def press(visit, key):
    next(button for button in visit.app.button if button.key == key).click()
    visit.app.run()
    visit.assert_sound()


def keys(visit):
    return {button.key for button in visit.app.button}


def describe(visit):
    """Fill in the form of the origin."""
    for name, value in {
        "producer": "Régie de l'eau",
        "title": "Bilan 2024",
        "link": "https://example.org/bilan",
        "published": "2025",
        "licence": "CC BY 4.0",
    }.items():
        visit.app.text_input(key=f"origin_{name}").set_value(value)
    visit.app.selectbox(key="origin_may").set_value("yes")


def test_a_file_is_checked_at_once_and_everything_said_in_the_readers_language():
    visit = bring(FRENCH.format(source="hcp_rgph_2024"), language="fr")
    for words in (
        "Reconnu : un tableau au format du projet.",
        "3 lignes ont été lues.",
        "2 valeurs peuvent être montrées.",
        "1 valeur est refusée",
        "✕ refusé Ligne 4, colonne",
        "vouliez-vous dire Casablanca",
        "Brouillon : 2 valeurs de eau.csv, visibles de vous seul.",
    ):
        assert words in visit.words


def test_old_and_new_stand_side_by_side_and_the_charts_that_change_are_named():
    visit = bring("place,indicator,year,value,perimeter,method,source\n"
                  "Casablanca,public_sewer,2024,98.4,municipality,census,hcp_rgph_2024\n")  # fmt: skip
    assert "1 value would change." in visit.words
    assert "Casablanca 2024 98.2% of households 98.4% of households municipality, census" in visit.words
    assert "charts change." in visit.words


def test_a_draft_is_shown_on_every_page_of_its_session_and_to_nobody_else():
    visit = bring(FRENCH.format(source="hcp_rgph_2024"))
    for address in SCRIPTS:
        go(visit, address, lang="en")
        assert "Draft: 2 values of eau.csv, seen by you alone." in visit.words, address
        assert "Figures (CSV)" not in visit.html, address
        assert 'href="/download/' not in visit.html, address
    go(visit, "water", indicator="public_sewer", lang="en")
    assert "98.4%" in visit.words
    other = Visit("water", lang="en", indicator="public_sewer")
    assert "Draft:" not in other.words
    assert "98.4%" not in other.words
    assert "Figures (CSV)" in other.words


def test_a_draft_prints_a_version_of_its_own_and_may_be_left_and_taken_up_again():
    visit = go(bring(FRENCH.format(source="hcp_rgph_2024")), "water", lang="en", indicator="public_sewer")
    assert "v=draft-" in visit.html
    visit.app.query_params["draft"] = "leave"
    visit.app.run()
    assert "Draft:" not in visit.words
    assert "98.4%" not in visit.words
    assert "draft" not in visit.app.query_params
    go(visit, "data", lang="en")
    assert "eau.csv" in visit.words
    press(visit, "show_draft")
    assert "Draft:" in visit.words


def test_values_without_a_source_are_a_draft_but_cannot_be_accepted():
    visit = bring(FRENCH.format(source=""))
    assert "2 values name no source." in visit.words
    assert "Draft: 2 values of eau.csv" in visit.words
    assert visit.app.button(key="accept").disabled


def test_a_source_is_described_and_the_file_accepted_without_what_was_refused(brought):
    visit = bring(FRENCH.format(source=""))
    describe(visit)
    press(visit, "use_origin")
    assert "Régie de l'eau (2025), Bilan 2024" in visit.words
    assert visit.app.button(key="accept").disabled
    visit.app.checkbox(key="without_refused").check()
    visit.app.text_input(key="who").set_value("Amina")
    visit.app.run()
    press(visit, "accept")
    version = site.published_dataset().version
    assert (
        f"Accepted as number 1: 2 values of eau.csv. Everyone sees them now, in data version {version}." in visit.words
    )
    assert "Draft:" not in visit.words
    other = Visit("water", lang="en", indicator="public_sewer")
    assert "98.4%" in other.words
    ledger = site.journal().read()
    [(number, one)] = ledger.in_force
    assert (number, one.who, one.accepted, one.refused) == (1, "Amina", 2, 1)
    assert site.journal().kept(one.content).read_bytes() == FRENCH.format(source="").encode("cp1252")


def test_what_the_origin_lacks_is_named_by_its_label():
    visit = bring(FRENCH.format(source=""), language="fr")
    visit.app.text_input(key="origin_producer").set_value("Régie de l'eau")
    press(visit, "use_origin")
    assert "« Titre de la publication »" in visit.words
    assert "« Qui a publié les chiffres »" not in visit.words


def accepted():
    visit = bring(FRENCH.format(source="hcp_rgph_2024"))
    visit.app.checkbox(key="without_refused").check()
    visit.app.run()
    press(visit, "accept")
    return visit


def test_an_accepted_file_is_withdrawn_and_brought_back_with_a_second_click():
    visit = accepted()
    press(visit, "ask-1")
    assert site.journal().read().in_force
    press(visit, "sure-1")
    assert not site.journal().read().in_force
    assert "withdrawn on" in visit.words
    press(visit, "ask-1")
    press(visit, "no-1")
    assert not site.journal().read().in_force
    press(visit, "ask-1")
    press(visit, "sure-1")
    assert site.journal().read().in_force


def test_the_same_file_again_is_told_to_be_in_force():
    visit = accepted()
    drop(visit, FRENCH.format(source="hcp_rgph_2024"))
    assert "in force already, as number 1" in visit.words
    assert "accept" not in keys(visit)


def test_who_comes_second_is_told_who_came_first():
    first, second = (
        bring(FRENCH.format(source="hcp_rgph_2024")),
        bring(FRENCH.format(source="hcp_rgph_2024").replace("98,4", "98,5"), "autre.csv"),
    )
    for visit in (first, second):
        visit.app.checkbox(key="without_refused").check()
        visit.app.text_input(key="who").set_value("Amina" if visit is first else "Youssef")
        visit.app.run()
    press(first, "accept")
    press(second, "accept")
    assert "Meanwhile Amina accepted eau.csv" in second.words
    assert [one.name for _, one in site.journal().read().in_force] == ["eau.csv"]
    # it was checked again, against what is in force now: the other value is a change, and can be accepted
    assert "1 value would change." in second.words
    press(second, "accept")
    assert len(site.journal().read().in_force) == 2


@pytest.mark.parametrize(
    ("permission", "words"),
    [
        (Permission.NO_SIGN_IN, "Here files can be checked, not published"),
        (Permission.SIGN_IN, "Publishing to everyone needs a signed-in analyst."),
        (Permission.NOT_AN_ANALYST, "who may check files but not publish them"),
    ],
)
def test_who_may_not_publish_is_told_why_and_has_no_button(monkeypatch, permission, words):
    accepted()
    monkeypatch.setattr(visitor, "given", lambda: permission)
    visit = bring(FRENCH.format(source="hcp_rgph_2024").replace("98,4", "98,6"))
    assert "Draft: 2 values" in visit.words
    assert words in visit.words
    assert not keys(visit) & {"accept", "ask-1"}
    assert not visit.app.get("download_button") or all(
        "original" not in (button.key or "") for button in visit.app.get("download_button")
    )
    assert ("sign_in" in keys(visit)) == (permission is Permission.SIGN_IN)


def test_a_permission_that_ended_stops_the_press_of_a_button_drawn_before(monkeypatch):
    visit = bring(FRENCH.format(source="hcp_rgph_2024"))
    visit.app.checkbox(key="without_refused").check()
    visit.app.run()
    monkeypatch.setattr(visitor, "given", lambda: Permission.NOT_AN_ANALYST)
    press(visit, "accept")
    assert not site.journal().read().in_force


def test_a_table_of_no_known_format_is_read_as_pointed_out_and_remembered(brought):
    table = "Ville;Part;2014;2024\nCasablanca;x;96,2;98,4\nRabat;x;97,5;99,0\n"
    visit = bring(table, "tableau.csv")
    assert "No known format fits." in visit.words
    assert visit.app.button(key="map_it").disabled
    visit.app.selectbox(key="map_indicator_constant").set_value("public_sewer")
    visit.app.run()
    assert "Casablanca Connected to the public sewer 2014 96.2% of households" in visit.words
    press(visit, "map_it")
    assert "Recognised as a table whose columns were pointed out." in visit.words
    assert "4 values can be shown." in visit.words
    assert len(list((brought / "store" / "mappings").glob("*.toml"))) == 1
    again = bring("Ville;Part;2014;2024;2025\nTanger;x;90,1;92,4;93,0\n", "suivant.csv")
    assert "Recognised as a table whose columns were pointed out." in again.words
    assert "3 values can be shown." in again.words
    press(again, "map_again")
    assert "No known format fits." in again.words


NEW = """\
place,indicator,year,value,source
Casablanca,Street trees,2024,12,hcp_rgph_2024
Rabat,Street trees,2024,31,hcp_rgph_2024
"""


def fill_entry(visit):
    for code in ("en", "fr", "ar"):
        if code != "en":
            visit.app.text_input(key=f"entry_names_{code}").set_value(f"Arbres {code}")
        visit.app.text_input(key=f"entry_definition_{code}").set_value(f"Trees along streets, {code}.")
        visit.app.text_input(key=f"entry_unit_names_{code}").set_value(f"trees {code}")
    for name, value in {
        "theme": Theme.LAND,
        "scale": Scale.CITY,
        "measure": Measure.PER_PERSON,
        "direction": Direction.HIGHER,
        "sdg.target": "11.7",
        "sdg.kind": Kind.CONTEXT,
    }.items():
        visit.app.selectbox(key=f"entry_{name}").set_value(value)
    visit.app.text_input(key="entry_unit").set_value("count / person")


def test_a_new_indicator_is_described_shown_as_a_test_card_and_accepted_with_the_file():
    visit = bring(NEW)
    assert "2 values are refused" in visit.words
    visit.app.selectbox(key="new_indicator").set_value("Street trees")
    visit.app.run()
    press(visit, "add_indicator")
    assert "Name (French): it is missing." in visit.words
    assert "Theme: choose one of the list." in visit.words
    assert "SDG target: choose one of the list." in visit.words
    fill_entry(visit)
    press(visit, "add_indicator")
    assert "New indicator, as it would look: Street trees" in visit.words
    assert "2 values can be shown." in visit.words
    assert visit.specs
    press(visit, "accept")
    assert "street_trees" in site.published_dataset().catalogue
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
    visit.app.selectbox(key="known_source").set_value(site.published_dataset().sources["hcp_rgph_2024"])
    visit.app.run()
    visit.assert_sound()
    assert "names no source" not in visit.words
    assert site.published_dataset().sources["hcp_rgph_2024"].citation in visit.words
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
    assert "The origin does not say “May downloads hold the figures?”." in visit.words
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
def test_what_is_no_table_is_told_and_the_page_stays(content, words):
    visit = bring(content, "figures.xlsx")
    assert "This file could not be read as a table of figures." in visit.words
    assert words in visit.words
    assert "Draft:" not in visit.words
    assert "accept" not in keys(visit)


def test_a_file_is_put_away():
    visit = bring(FRENCH.format(source="hcp_rgph_2024"))
    press(visit, "let_go")
    assert "eau.csv" not in visit.words
    assert "Draft:" not in visit.words


def test_a_store_that_cannot_be_written_is_told_and_the_draft_stays(brought, monkeypatch):
    visit = bring(FRENCH.format(source="hcp_rgph_2024"))
    visit.app.checkbox(key="without_refused").check()
    visit.app.run()
    (brought / "store").write_text("a file in the way", encoding="utf-8")
    press(visit, "accept")
    assert "What was accepted cannot be read or written" in visit.words
    assert "Draft: 2 values of eau.csv" in visit.words


def test_a_run_that_another_overtakes_still_ends_the_draft(monkeypatch):
    """What is accepted makes the pages run again: the run that accepted it may no longer write to its own state."""
    visit = bring(FRENCH.format(source="hcp_rgph_2024"))
    visit.app.checkbox(key="without_refused").check()
    visit.app.run()
    real = data_accept.adding.accept

    def overtaken(*arguments):
        number = real(*arguments)
        monkeypatch.setattr(type(st.session_state), "__setitem__", lambda *_: None)
        monkeypatch.setattr(type(st.session_state), "__delitem__", lambda *_: None)
        return number

    monkeypatch.setattr(data_accept.adding, "accept", overtaken)
    press(visit, "accept")
    monkeypatch.undo()
    assert "Accepted as number 1" in visit.words
    assert "Draft:" not in visit.words
