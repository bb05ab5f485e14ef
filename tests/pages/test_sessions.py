"""The page of sessions: listing, adding a chart, what a session says of itself, versions."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from indicators.charts.chart import Look
from indicators.charts.request import BY_HAND, AvailabilityFilter, ChartRequest
from indicators.live.keys import FileKeys
from indicators.sessions.rehearsals import record_rehearsal
from indicators.sessions.session import Slide, Words
from indicators.sessions.session_edits import slide_of_link
from indicators.sessions.session_files import find_session, made_folder
from indicators.sessions.session_store import VERSIONS, save, versions
from indicators.sessions.slide_charts import slide_chart
from indicators.store.folders import Folders
from indicators.web.publishing import Permission
from pages.shared import permissions
from pages.shared.blocks import may_be_slide, session_link
from pages.views.session_links import live_links
from tests.helpers.bringing import press
from tests.helpers.checking import dataset
from tests.helpers.session_pages import charts, choose, opened, press_ending, stored, widget
from tests.helpers.sessions import session, write
from tests.helpers.visits import Visit

pytestmark = pytest.mark.usefixtures("here")


def test_sessions_are_listed_with_slides_minutes_and_check() -> None:
    visit = Visit("sessions", lang="en")
    visit.assert_sound()
    assert (
        "Casablanca’s water 10 slides · 15 minutes · ships with the figures Room check: nothing found." in visit.words
    )
    for address in vars(live_links("water", "en")).values():
        assert f'href="{address}"' in visit.html
    assert 'href="/programme?lang=en"' in visit.html


def test_what_is_wrong_is_stated_in_words_and_in_french(here: Folders) -> None:
    write(here.store / "sessions", "broken", "title = ")
    write(here.store / "sessions", "gone", "title.en='T'\ntitle.fr='T'\n[[slides]]\nchart='public_sewr-rank'\n")
    write(here.store / "sessions", "programme", "title = ")
    visit = Visit("sessions", lang="fr")
    visit.assert_sound()
    assert "broken.toml : the file cannot be read" not in visit.words
    assert "broken.toml : le fichier ne peut pas être lu" in visit.words
    assert "programme.toml : le fichier ne peut pas être lu" in visit.words
    assert "Contrôle de salle : 1 point à corriger." in visit.words
    assert "diapositive 1 : L’adresse nomme l’indicateur « public_sewr », qui n’est pas connu" in visit.words


def test_a_session_that_is_not_there_is_stated() -> None:
    visit = Visit("sessions", lang="en", session="watr")
    visit.assert_sound()
    assert "There is no session “watr” (did you mean water?)." in visit.words


def test_who_may_not_publish_sees_and_changes_nothing(here: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "visitor_permission", lambda: Permission.NO_SIGN_IN)
    visit = Visit("sessions", lang="en", session="water", add="public_sewer-rank")
    visit.assert_sound()
    assert "Who may publish here can make and change sessions." in visit.words
    assert "1. Section · Casablanca’s water: where it comes from" in visit.words
    assert {button.key for button in visit.app.button} == set()
    assert not (here.store / "sessions").exists()


def test_a_new_session_is_made_and_opened(here: Folders) -> None:
    visit = Visit("sessions", lang="en")
    press(visit, "session_new_now")
    assert "The title is empty." in visit.words
    visit.app.text_input(key="session_new_title").set_value("Our day")
    press(visit, "session_new_now")
    assert visit.app.query_params["session"] == "our-day"
    assert "There is no slide yet." in visit.words
    assert stored(here, "our-day").title.en == "Our day"


def hand_in(visit: Visit, content: bytes, name: str) -> None:
    field = next(one for one in visit.app.get("file_uploader") if "session_file" in one.proto.id)
    field.set_value((name, content, "application/toml"))
    press(visit, "session_file_now")


def test_a_file_that_a_speaker_hands_in_becomes_a_session(here: Folders) -> None:
    visit = Visit("sessions", lang="en")
    hand_in(visit, b"title = ", "talk.toml")
    assert "Talk.toml: the file cannot be read" in visit.words
    text = "title.en='Our talk'\n[[slides]]\nchart='public_sewer-rank'\n[[slides]]\nkind='film'\n"
    hand_in(visit, text.encode(), "talk.toml")
    assert "Talk.toml, slide 2, kind: the slide cannot be read and is left out" in visit.words
    assert visit.app.query_params["session"] == "talk"
    assert charts(stored(here, "talk")) == ["public_sewer-rank"]
    hand_in(visit, text.encode(), "talk.toml")
    assert charts(stored(here, "our-talk")) == ["public_sewer-rank"]


def test_marks_in_a_title_stay_what_they_are(here: Folders) -> None:
    picture = "![x](https://example.org/x.png) *b* <b>&amp;"
    save(here, session().model_copy(update={"slides": (Slide(kind="statement", title=Words(en=picture)),)}))
    visit = Visit("sessions", lang="en", session="opening")
    visit.assert_sound()
    label = widget(visit, "radio", "session_slides-opening").options[0]
    assert "](" not in label
    assert "\\!\\[x\\]\\(https" in label


def test_a_chart_is_added_to_a_session(here: Folders) -> None:
    save(here, session())
    visit = Visit("sessions", lang="en", add="running_water_at_home-rank?cities=rabat")
    visit.assert_sound()
    assert "Running water at home: 98.5% of households in Casablanca" in visit.words
    visit.app.selectbox(key="session_add_to").set_value("opening")
    press(visit, "session_add_now")
    assert charts(stored(here))[-1] == "running_water_at_home-rank?cities=rabat"
    assert "Added as slide 4." in visit.words
    assert "add" not in visit.app.query_params
    assert visit.app.query_params["session"] == "opening"


def test_a_chart_is_added_to_a_new_session_or_the_mistake_is_stated(here: Folders) -> None:
    visit = Visit("sessions", lang="fr", add="public_sewer-rank")
    visit.app.selectbox(key="session_add_to").set_value("")
    press(visit, "session_add_now")
    assert "Le titre est vide." in visit.words
    visit.app.text_input(key="session_add_title").set_value("L’eau")
    press(visit, "session_add_now")
    assert charts(stored(here, "l-eau")) == ["public_sewer-rank"]
    assert stored(here, "l-eau").title.fr == "L’eau"


@pytest.mark.parametrize("brought", ["nonsense", "public_sewr-rank", "http://[", "x" * 5000])
def test_a_link_that_is_no_chart_is_stated(brought: str) -> None:
    visit = Visit("sessions", lang="en", add=brought)
    visit.assert_sound()
    assert "is not the link of a chart." in visit.words
    assert "session_add_now" not in {button.key for button in visit.app.button}


def test_a_session_is_renamed_and_its_room_named(here: Folders) -> None:
    visit = opened(here)
    titles = {str(one.key)[-2:]: one for one in visit.app.text_input if "-0-title-" in str(one.key)}
    titles["en"].set_value("Water first")
    widget(visit, "text_area", "-speakers").set_value("Speaker 1\n\n Speaker 2 ")
    widget(visit, "multiselect", "-languages").set_value(["fr", "ar"])
    press_ending(visit, "-head_now")
    made = stored(here)
    assert (made.title.en, made.speakers, made.languages) == ("Water first", ("Speaker 1", "Speaker 2"), ("fr", "ar"))


def test_an_earlier_version_comes_back(here: Folders) -> None:
    visit = opened(here)
    press(visit, "slide_delete")
    widget(visit, "selectbox", "session_version-opening").set_value(1)
    visit.app.run()
    press(visit, "session_restore")
    assert stored(here) == session()
    assert "Version 1 is in place again." in visit.words


def test_a_session_is_deleted_and_brought_back(here: Folders) -> None:
    visit = opened(here)
    press(visit, "session_delete")
    assert find_session(here, "opening")[0] is None
    assert "session" not in visit.app.query_params
    assert "is deleted." in visit.words
    press_ending(visit, "session_back-opening")
    assert stored(here) == session()
    assert visit.app.query_params["session"] == "opening"
    assert "The session is back." in visit.words


def test_why_a_session_cannot_be_brought_back_is_said(here: Folders) -> None:
    visit = opened(here)
    press(visit, "session_delete")
    for version in (made_folder(here) / VERSIONS).glob("opening-*.toml"):
        version.write_text("title = ", encoding="utf-8")
    press_ending(visit, "session_back-opening")
    assert find_session(here, "opening")[0] is None
    assert "The session is back." not in visit.words
    assert "The session has no version" in visit.words


def test_a_session_that_ships_offers_no_deletion() -> None:
    visit = Visit("sessions", lang="en", session="water")
    visit.assert_sound()
    assert "session_delete" not in [one.key for one in visit.app.button]


def test_a_copy_is_another_session(here: Folders) -> None:
    visit = opened(here)
    visit.app.text_input(key="session_copy_title").set_value("Second day")
    press(visit, "session_copy_now")
    assert charts(stored(here, "second-day")) == charts(stored(here))
    assert visit.app.query_params["session"] == "second-day"


def test_what_another_saved_is_not_lost_and_neither_is_mine(here: Folders) -> None:
    visit = opened(here)
    theirs = session().model_copy(update={"chair": "Theirs"})
    choose(visit, 1)
    save(here, theirs)
    # the page was drawn before they saved: its copy is of the state before
    copies = visit.app.session_state["session_copies"]
    copies["opening"].stamp = "older"
    copies["opening"].session = session().model_copy(update={"chair": "Mine"})
    press(visit, "slide_double")
    assert "The session was saved by someone else since you opened it" in visit.words
    assert stored(here) == theirs
    press(visit, "session_save")
    assert stored(here).chair == "Mine"
    assert len(stored(here).slides) == 4
    assert len(versions(here, "opening")) == 3


def test_my_changes_can_be_discarded(here: Folders) -> None:
    visit = opened(here)
    copies = visit.app.session_state["session_copies"]
    copies["opening"].session = session().model_copy(update={"chair": "Mine"})
    visit.app.run()
    press(visit, "session_discard")
    assert "session_save" not in {button.key for button in visit.app.button}
    assert stored(here) == session()


def test_a_store_that_cannot_be_written_to_is_stated(here: Folders) -> None:
    visit = opened(here)
    folder = here.store / "sessions" / "versions"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_text("in the way")
    press(visit, "slide_down")
    assert "the file cannot be read" in visit.words
    assert stored(here) == session()
    folder.unlink()
    press(visit, "session_save")
    assert charts(stored(here))[0] == "public_sewer-rank"


def test_every_chart_can_be_added_and_what_cannot_be_a_slide_cannot() -> None:
    state = ChartRequest("fr", "public_sewer", "rank", peers=BY_HAND, cities=("rabat", "tunis"))
    assert session_link(state) == "/sessions?add=public_sewer-rank%3Fcities%3Drabat%2Ctunis&lang=fr"
    assert may_be_slide(state)
    assert not may_be_slide(ChartRequest(indicator="public_sewer", chart="availability"))
    assert not may_be_slide(ChartRequest(availability=AvailabilityFilter(theme="water")))
    assert 'href="/sessions?add=public_sewer-' in Visit("water", lang="en", indicator="public_sewer").html


def test_the_speakers_links_are_made_when_they_are_asked_for(here: Folders) -> None:
    visit = opened(here)
    keys = here.store / "live_keys.json"
    assert not keys.exists()
    assert "#key=" not in visit.html
    press(visit, "session_keys_show")
    made = FileKeys(here.store).of(session())
    assert [one.speaker for one in made] == ["Chair"]
    assert f'href="/live/opening/presenter?lang=en#key={made[0].key}"' in visit.html
    press(visit, "session_keys_fresh")
    assert made[0].key not in visit.html
    assert "#key=" in visit.html


def test_a_rehearsal_is_reported_on_the_card(here: Folders) -> None:
    save(here, session())
    record_rehearsal(here, dataset(), session(), [60.0, 60.0, 60.0], datetime(2027, 1, 12, 18, tzinfo=UTC))
    visit = Visit("sessions", lang="en")
    assert "3 slides · 4 minutes · made here · rehearsed on 12 January 2027 in 3 minutes" in visit.words


PAGES_OF_CHARTS = [
    ("", {}),
    ("water", {"indicator": "public_sewer"}),
    ("casablanca", {"indicator": "public_sewer", "district": "anfa", "shown": "change"}),
    ("world", {"indicator": "people_near_open_space", "place": "rabat"}),
    ("sdg", {"indicator": "public_sewer", "reach": "99.5"}),
    ("compare", {"view": "slope", "indicator": "public_sewer", "cities": "rabat,tangier"}),
    ("compare", {"view": "table"}),
]


@pytest.mark.parametrize(("address", "query"), PAGES_OF_CHARTS)
def test_a_chart_that_is_added_is_the_chart_that_was_seen(address: str, query: dict[str, str]) -> None:
    visit = Visit(address, lang="fr", **query)
    links = [parse_qs(urlsplit(link).query) for link in visit.links if link.startswith("/sessions?add=")]
    assert links
    seen = {title for level in (1, 2, 3) for title in visit.headings(level)}
    for link in links:
        slide, findings = slide_of_link(dataset(), link["add"][0])
        assert findings == []
        assert slide is not None
        chart, _ = slide_chart(dataset(), slide, Look("fr"))
        assert chart is not None
        assert " ".join(chart.title.replace("\u00a0", " ").split()) in seen
