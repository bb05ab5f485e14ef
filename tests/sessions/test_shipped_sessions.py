"""The sessions that ship: finished, true, and without a fault in the room check."""

import re
from functools import cache
from pathlib import Path

import pytest

from indicators.charts.chart import Chart, Look
from indicators.charts.dispatch import chart_of
from indicators.charts.request import ChartRequest
from indicators.findings.finding import Finding
from indicators.language.locales import LANGUAGES
from indicators.sessions.programme import read_programme
from indicators.sessions.room_check import check_session
from indicators.sessions.session import Session, SlideKind
from indicators.sessions.session_files import find_session, in_words, read_sessions
from indicators.sessions.slide_charts import slide_chart
from indicators.store.dataset import DATA_FOLDER, SHOWN
from indicators.store.folders import Folders
from tests.helpers.checking import dataset
from tests.helpers.languages import faults_of_type

pytestmark = pytest.mark.slow

NUMBER = re.compile(r"\d+(?:[.,]\d+)?")

ALSO = {
    ("casablanca", 5): ("basic_or_slum_dwellings", "time"),
    ("water", 9): ("bathroom_at_home", "rank"),
}
"""Slides whose notes quote another chart of the same indicator."""

COUNTED = {"1", "100"}
"""Numbers of notes that are no figures: a point, a whole."""


@cache
def shipped(name: str) -> Session:
    file, findings = find_session(Folders(DATA_FOLDER, Path("nowhere")), name)
    assert findings == []
    assert file is not None
    assert file.session is not None
    return file.session


SLIDES = [(name, number) for name, slides in (("water", 10), ("casablanca", 5)) for number in range(1, slides + 1)]


@pytest.mark.parametrize(("name", "slides", "most"), [("water", 10, 8), ("casablanca", 5, 4)])
def test_a_session_is_finished(name: str, slides: int, most: int) -> None:
    session = shipped(name)
    assert len(session.slides) == slides
    assert sum(slide.kind is SlideKind.CHART for slide in session.slides) <= most
    assert any(slide.guess for slide in session.slides)
    for slide in session.slides:
        for words in (slide.title, slide.notes, slide.hard_question):
            assert words is not None
            assert words.missing(LANGUAGES) == []


@pytest.mark.parametrize("name", ["water", "casablanca"])
def test_the_room_check_finds_nothing(name: str) -> None:
    programme, findings = read_programme(Folders(DATA_FOLDER, Path("nowhere")))
    assert programme is not None
    found: list[Finding] = [*findings, *check_session(dataset(), shipped(name), programme=programme)]
    assert [in_words(finding) for finding in found] == []


def test_five_slides_go_across_the_themes() -> None:
    themes = [
        dataset().catalogue[slide.chart.split("-")[0]].theme for slide in shipped("casablanca").slides if slide.chart
    ]
    assert themes == ["water", "energy", "carbon", "land"]
    assert {dataset().catalogue[s.chart.split("-")[0]].theme for s in shipped("water").slides if s.chart} == {"water"}


def numbers(text: str) -> set[str]:
    return {found.replace(",", ".") for found in NUMBER.findall(text.replace("\u202f", "").replace("\u00a0", " "))}


def texts_of(chart: Chart) -> str:
    cells = [cell for row in chart.rows for cell in row.cells]
    return " ".join([chart.title, chart.subtitle, *chart.notes, *cells])


@pytest.mark.parametrize(("name", "number"), SLIDES)
def test_no_figure_is_stated_that_is_not_held(name: str, number: int) -> None:
    slide = shipped(name).slides[number - 1]
    for language in LANGUAGES:
        chart, _ = slide_chart(dataset(), slide, Look(language))
        known = texts_of(chart) if chart else ""
        if (name, number) in ALSO:
            indicator, kind = ALSO[name, number]
            other = chart_of(dataset(), ChartRequest(language, indicator, kind), Look(language))
            assert other is not None
            known += " " + texts_of(other)
        whole = {f"{round(float(number)):d}" for number in numbers(known)}
        stated = " ".join(words.get(language) for words in (slide.title, slide.notes, slide.hard_question) if words)
        assert numbers(stated) - numbers(known) - whole - COUNTED == set()


@pytest.mark.parametrize("name", ["water", "casablanca"])
def test_french_is_set_as_french(name: str) -> None:
    session = shipped(name)
    words = [session.title, *(w for s in session.slides for w in (s.title, s.notes, s.hard_question) if w)]
    assert {word.fr: texts for word in words if word.fr and (texts := faults_of_type(word.fr))} == {}
    assert [word.en for word in words if "'" in str(word.en)] == []


def test_sessions_are_no_part_of_the_data_version() -> None:
    assert "sessions" not in {part.parts[0] for part in (Path(name) for name in SHOWN)}
    assert set(read_sessions(Folders(DATA_FOLDER, Path("nowhere"))).sessions) == {"water", "casablanca"}
