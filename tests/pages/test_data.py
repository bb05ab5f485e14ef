"""The data page, run by Streamlit's test client: a file becomes a draft of one session, then everyone's figures."""

import pytest
import streamlit as st

from indicators.store.ledger.ledger import Meant
from indicators.web import app_state
from indicators.web.publishing import Permission
from pages.shared import permissions
from pages.shared.registry import published_entries
from pages.views.data import accept
from tests.helpers.bringing import FRENCH, bring, describe, drop, go, keys, press
from tests.helpers.visits import Visit


@pytest.fixture(autouse=True)
def brought(tmp_path, monkeypatch):
    """A folder of accepted files of this test alone, at a computer that may publish."""
    monkeypatch.setenv("INDICATORS_DATA", str(tmp_path))
    monkeypatch.setattr(permissions, "visitor_permission", lambda: Permission.THIS_COMPUTER)
    return tmp_path


def test_a_file_is_checked_at_once_and_everything_stated_in_the_readers_language():
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
                  "Casablanca,public_sewer,2024,98.4,prefecture,census,hcp_rgph_2024\n")  # fmt: skip
    assert "1 value would change." in visit.words
    assert "Casablanca 2024 98.2% of households 98.4% of households prefecture, census" in visit.words
    assert "2 charts change." in visit.words


def test_a_value_that_no_chart_draws_changes_none():
    cells = "Casablanca,population_legal,2014,4270751,metropolitan area,census,hcp_grand_casablanca_2014"
    visit = bring(f"place,indicator,year,value,perimeter,method,source\n{cells}\n")
    assert "1 value would change." in visit.words
    assert "No chart changes." in visit.words


def test_a_draft_is_shown_on_every_page_of_its_session_and_to_nobody_else():
    visit = bring(FRENCH.format(source="hcp_rgph_2024"))
    for address in [entry.address for entry in published_entries() if not entry.restricted]:
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
    version = app_state.published_dataset().version
    assert (
        f"Accepted as number 1: 2 values of eau.csv. Everyone sees them now, in data version {version}." in visit.words
    )
    assert "Draft:" not in visit.words
    other = Visit("water", lang="en", indicator="public_sewer")
    assert "98.4%" in other.words
    ledger = app_state.journal().read()
    [(number, one)] = ledger.in_force
    assert (number, one.who, one.accepted, one.refused) == (1, "Amina", 2, 1)
    assert app_state.journal().file_of(one.content).read_bytes() == FRENCH.format(source="").encode("cp1252")


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
    assert app_state.journal().read().in_force
    press(visit, "sure-1")
    assert not app_state.journal().read().in_force
    assert "withdrawn on" in visit.words
    press(visit, "ask-1")
    press(visit, "no-1")
    assert not app_state.journal().read().in_force
    press(visit, "ask-1")
    press(visit, "sure-1")
    assert app_state.journal().read().in_force


def test_the_same_file_again_is_reported_to_be_in_force():
    visit = accepted()
    drop(visit, FRENCH.format(source="hcp_rgph_2024"))
    assert "in force already, as number 1" in visit.words
    assert "accept" not in keys(visit)


def test_who_comes_second_is_reported_who_came_first():
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
    assert [one.name for _, one in app_state.journal().read().in_force] == ["eau.csv"]
    # it was checked again, against what is in force now: the other value is a change, and can be accepted
    assert "1 value would change." in second.words
    press(second, "accept")
    assert len(app_state.journal().read().in_force) == 2


@pytest.mark.parametrize(
    ("permission", "words"),
    [
        (Permission.NO_SIGN_IN, "Here files can be checked, not published"),
        (Permission.SIGN_IN, "Publishing to everyone needs a signed-in analyst."),
        (Permission.NOT_AN_ANALYST, "who may check files but not publish them"),
    ],
)
def test_who_may_not_publish_is_reported_why_and_has_no_button(monkeypatch, permission, words):
    accepted()
    monkeypatch.setattr(permissions, "visitor_permission", lambda: permission)
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
    monkeypatch.setattr(permissions, "visitor_permission", lambda: Permission.NOT_AN_ANALYST)
    press(visit, "accept")
    assert not app_state.journal().read().in_force


def test_a_file_is_put_away():
    visit = bring(FRENCH.format(source="hcp_rgph_2024"))
    press(visit, "let_go")
    assert "eau.csv" not in visit.words
    assert "Draft:" not in visit.words


def test_a_store_that_cannot_be_written_is_reported_and_the_draft_stays(brought, monkeypatch):
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
    real = accept.acceptance.accept

    def overtaken(*arguments):
        number = real(*arguments)
        monkeypatch.setattr(type(st.session_state), "__setitem__", lambda *_: None)
        monkeypatch.setattr(type(st.session_state), "__delitem__", lambda *_: None)
        return number

    monkeypatch.setattr(accept.acceptance, "accept", overtaken)
    press(visit, "accept")
    monkeypatch.undo()
    assert "Accepted as number 1" in visit.words
    assert "Draft:" not in visit.words


QUESTION = "place,indicator,year,value,source\nCasablanca,public_sewer,2024,98.4,hcp_rgph_2024\n"


def test_it_is_asked_which_figures_are_meant_and_the_answer_is_stored():
    visit = bring(QUESTION)
    assert "Which figures are meant?" in visit.words
    assert "Say which figures are meant first, in step 2." in visit.words
    radio = next(one for one in visit.app.radio if one.key.startswith("meant-"))
    assert radio.value is None
    radio.set_value(radio.options and Meant.KNOWN).run()
    visit.assert_sound()
    assert "1 value would change." in visit.words
    assert "Say which figures are meant first" not in visit.words
    press(visit, "accept")
    assert "Accepted as number 1: 1 value of eau.csv." in visit.words
    assert "where no perimeter or method is named: new values of the known figures" in visit.words
    assert app_state.journal().read().acceptances[0][1].meant is Meant.KNOWN
