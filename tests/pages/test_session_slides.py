"""The slides of a session on its page: moved, rewritten, added, and mistakes that keep what was typed."""

import pytest

from indicators.sessions.session import Guess
from indicators.sessions.session_store import versions
from indicators.store.folders import Folders
from pages.shared.session_copies import as_typed
from tests.helpers.bringing import press
from tests.helpers.pictures import png, svg
from tests.helpers.session_pages import charts, choose, opened, press_ending, slide_button, stored, widget
from tests.helpers.sessions import session, write
from tests.helpers.visits import Visit

pytestmark = pytest.mark.usefixtures("here")


def test_slides_are_moved_doubled_and_deleted(here: Folders) -> None:
    visit = opened(here)
    first, second, third = charts(stored(here))
    press(visit, "slide_down")
    assert charts(stored(here)) == [second, first, third]
    assert "Slide 1 is slide 2 now." in visit.words
    press(visit, "slide_down")
    press(visit, "slide_up")
    press(visit, "slide_double")
    assert charts(stored(here)) == [second, first, first, third]
    press(visit, "slide_delete")
    press(visit, "slide_delete")
    assert charts(stored(here)) == [second, first]
    press(visit, "slide_delete")
    press(visit, "slide_delete")
    assert charts(stored(here)) == []
    assert "There is no slide yet." in visit.words
    assert len(versions(here, "opening")) == 9


def test_a_slide_is_rewritten(here: Folders) -> None:
    visit = opened(here)
    choose(visit, 2)
    titles = [one for one in visit.app.text_input if "slide" in str(one.key) and str(one.key).endswith("-title-fr")]
    titles[0].set_value("Quelle part se perd ?")
    widget(visit, "text_area", "-notes-en").set_value("Say that it is not leakage.")
    widget(visit, "text_area", "-hard-en").set_value("And today?")
    widget(visit, "number_input", "-seconds").set_value(120)
    widget(visit, "selectbox", "-guess").set_value("")
    press(visit, next(one.key for one in visit.app.button if "slide" in str(one.key) and str(one.key).endswith("-now")))
    slide = stored(here).slides[2]
    assert (slide.title and slide.title.fr, slide.notes and slide.notes.en) == (
        "Quelle part se perd ?",
        "Say that it is not leakage.",
    )
    assert (slide.seconds, slide.guess, slide.chart) == (120, None, "network_efficiency-time")
    assert slide.hard_question is not None
    assert "Slide 3 is saved." in visit.words


def test_the_slide_that_is_open_says_what_its_chart_says_and_leads_to_it(here: Folders) -> None:
    visit = opened(here)
    choose(visit, 1)
    assert 'href="/c/public_sewer-rank?lang=en"' in visit.html
    assert "Connected to the public sewer: 98.2% of households in Casablanca in 2024" in visit.words


def test_a_slide_whose_chart_is_gone_can_be_repaired(here: Folders) -> None:
    gone = "title.en='T'\ntitle.fr='T'\n[[slides]]\nchart='https://x.example/c/public_sewr-rank'\n"
    write(here.store / "sessions", "gone", gone)
    visit = Visit("sessions", lang="en", session="gone")
    visit.assert_sound()
    assert "slide 1: The address names the indicator “public_sewr”" in visit.words
    widget(visit, "text_input", "-chart").set_value("public_sewer-rank")
    press(visit, slide_button(visit))
    assert charts(stored(here, "gone")) == ["public_sewer-rank"]


def test_a_mistake_in_a_slide_keeps_what_was_typed(here: Folders) -> None:
    visit = opened(here)
    choose(visit, 2)
    widget(visit, "text_input", "-chart").set_value("nonsense")
    widget(visit, "text_area", "-notes-en").set_value("Mine")
    press(visit, slide_button(visit))
    assert "“nonsense” is not the link of a chart." in visit.words
    assert widget(visit, "text_input", "-chart").value == "nonsense"
    assert widget(visit, "text_area", "-notes-en").value == "Mine"
    assert stored(here) == session()
    widget(visit, "text_input", "-chart").set_value("/water?indicator=public_sewer&chart=time&lang=fr")
    press(visit, slide_button(visit))
    assert charts(stored(here))[2] == "public_sewer-time"
    assert stored(here).slides[2].guess is Guess.VALUE


def test_a_section_needs_its_title(here: Folders) -> None:
    visit = opened(here)
    for one in visit.app.text_input:
        if "-slide" in str(one.key) and "-title-" in str(one.key):
            one.set_value("")
    press(visit, slide_button(visit))
    assert "a section and a statement need a title" in visit.words
    assert stored(here) == session()


def test_slides_of_every_kind_are_added(here: Folders) -> None:
    visit = opened(here)
    widget(visit, "text_input", "new_section-title-en").set_value("Energy")
    press_ending(visit, "new_section-now")
    widget(visit, "text_input", "new_statement-title-fr").set_value("Rien n’est estimé")
    press_ending(visit, "new_statement-now")
    widget(visit, "text_input", "new_chart-link").set_value("https://x.example/c/public_sewer-map?lang=fr")
    press_ending(visit, "new_chart-now")
    made = stored(here)
    assert [str(slide.kind) for slide in made.slides] == ["section", "section", "statement", "chart", "chart", "chart"]
    assert charts(made)[3] == "public_sewer-map"
    press_ending(visit, "new_chart-now")
    assert "is not the link of a chart" in visit.words
    assert stored(here) == made


def test_a_picture_is_taken_by_its_content(here: Folders) -> None:
    visit = opened(here)

    def bring(content: bytes, name: str, media_type: str) -> None:
        visit.app.get("file_uploader")[0].set_value((name, content, media_type))
        widget(visit, "text_input", "new_picture-alt-en").set_value("The dam")
        press_ending(visit, "new_picture-now")

    bring(svg("<script>alert(1)</script>"), "dam.svg", "image/svg+xml")
    assert "The picture “dam.svg” holds more than a drawing: <script>." in visit.words
    assert widget(visit, "text_input", "new_picture-alt-en").value == "The dam"
    assert stored(here) == session()
    bring(png(), "dam.png", "image/png")
    slide = stored(here).slides[1]
    assert slide.picture is not None
    assert (here.store / "sessions" / slide.picture).read_bytes() == png()


def test_a_label_keeps_the_hard_spaces_of_french_and_no_mark_of_its_own() -> None:
    assert as_typed(" L’eau\u00a0: 98,5\u00a0%\n  de *tout* ") == "L’eau\u00a0\\: 98,5\u00a0% de \\*tout\\*"
