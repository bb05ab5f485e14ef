"""A slide on a phone: complete as text, in the reader's language, and silent on what the room still guesses."""

import gzip
import re
from pathlib import Path

import pytest

from indicators.charts.chart import Look
from indicators.plain.phone_slide import PhoneSlide, phone_slide
from indicators.sessions.session import Session
from indicators.sessions.session_files import read_session_file
from indicators.store.dataset import DATA_FOLDER, Dataset, open_dataset

SESSIONS = sorted((DATA_FOLDER / "sessions").glob("[!p]*.toml"))


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return open_dataset(DATA_FOLDER)


def session_of(*slides: dict) -> Session:
    return Session.model_validate({"id": "water", "title": {"en": "Water"}, "slides": list(slides)})


def made(dataset: Dataset, slide: dict, look: Look = Look(), revealed: bool = False) -> PhoneSlide:  # noqa: B008
    return phone_slide(dataset, session_of(slide), 1, look, revealed)


def read(html: str) -> str:
    """Return the words of a piece of HTML."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_chart_is_complete_as_text(dataset: Dataset) -> None:
    slide = made(dataset, {"chart": "public_sewer-rank"})
    words = read(slide.html)
    assert slide.title.text.startswith("Connected to the public sewer: 98.2% of households in Casablanca in 2024")
    parts = (slide.title.text, "= Comparable : same source", "Source: Haut-Commissariat au Plan", "Rabat 99.0 2024")
    assert [part for part in parts if part not in words] == []
    assert slide.figure is not None
    assert {"id": "rabat", "name": "Rabat"} in slide.marks


def test_a_speakers_title_stands_over_the_claim(dataset: Dataset) -> None:
    titled = {"chart": "public_sewer-rank", "title": {"en": "Nearly all homes"}}
    slide = made(dataset, titled)
    assert slide.title.text == "Nearly all homes"
    assert "98.2% of households in Casablanca in 2024" in read(slide.html)
    # in a language that the speaker did not write, the claim is made instead
    assert made(dataset, titled, Look("fr")).title.text.startswith("Raccordement")


def test_a_text_in_another_language_says_so(dataset: Dataset) -> None:
    slide = made(dataset, {"kind": "section", "title": {"fr": "Les pertes"}, "text": {"ar": "الماء"}})
    assert '<h1 id="claim" tabindex="-1" lang="fr" dir="ltr">Les pertes</h1>' in slide.html
    assert '<p class="said" lang="ar" dir="rtl">الماء</p>' in slide.html
    assert slide.record()["title_language"] == "fr"


def test_names_with_scripts_are_text(dataset: Dataset) -> None:
    slide = made(dataset, {"kind": "statement", "title": {"en": "<script>alert(1)</script>"}})
    assert "<script" not in slide.html
    assert "&lt;script&gt;" in slide.html


def test_a_picture_is_named_and_described(dataset: Dataset) -> None:
    slide = made(dataset, {"kind": "picture", "picture": "dam.png", "alt": {"fr": "Le barrage"}})
    assert 'src="/live/water/pictures/dam.png" alt="Le barrage" lang="fr"' in slide.html


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("slide", "secrets"),
    [
        ({"chart": "non_revenue_water-time", "guess": "value"}, ("23.0", "23,0", "35.9", "35,9")),
        ({"chart": "public_sewer-rank", "guess": "rank"}, ("98.2", "98,2", "98.5", "98,5")),
    ],
)
def test_what_is_guessed_is_nowhere(dataset: Dataset, language: str, slide: dict, secrets: tuple[str, ...]) -> None:
    """Neither in the words nor in the figure, whatever the speaker wrote over the chart."""
    telling = {**slide, "title": {"en": "23.0% and 98.2%", "fr": "23,0 % et 98,2 %"}, "text": {"en": "It is 23.0%"}}
    asked = made(dataset, telling, Look(language))
    body = asked.json().decode()
    assert asked.hidden
    assert not [secret for secret in secrets if secret in body]
    record = asked.record()
    assert (record["figure"], record["marks"]) == (None, [])
    assert "answer" not in record["guess"]
    assert "<table" not in record["html"]
    shown = made(dataset, telling, Look(language), revealed=True)
    assert not shown.hidden
    assert secrets[0 if language == "en" else 1] in shown.json().decode()


def test_a_question_has_its_empty_axis(dataset: Dataset) -> None:
    slide = made(dataset, {"chart": "non_revenue_water-time", "guess": "value", "title": {"en": "What is lost?"}})
    guess = slide.record()["guess"]
    assert slide.title.text == "What is lost?"
    assert (guess["low"], guess["high"], guess["pattern"]) == (0, 100, "{n}%")
    assert 'type="range"' in slide.html
    assert "One guess each." in read(slide.html)


def test_a_rank_is_asked_among_the_places_that_have_one(dataset: Dataset) -> None:
    slide = made(dataset, {"chart": "public_sewer-rank", "guess": "rank"})
    assert slide.title.text == "Connected to the public sewer: where does Casablanca stand among these 10 places?"
    assert "Compared: Agadir, Casablanca, Fes," in read(slide.html)
    assert "1 is the highest figure" in read(slide.html)


def test_the_answer_has_its_year_and_its_band(dataset: Dataset) -> None:
    value = made(dataset, {"chart": "non_revenue_water-time", "guess": "value"}, revealed=True)
    assert "Published: 23.0% of the volume put into the network (2021)." in read(value.html)
    assert value.record()["guess"]["answer"] == [23.0, 23.0]
    rank = made(dataset, {"chart": "public_sewer-rank", "guess": "rank"}, revealed=True)
    assert "Published: 4th to 9th of 10 comparable cities, highest first (2024)." in read(rank.html)
    assert rank.record()["guess"]["answer"] == [4, 9]


def test_a_question_refuses_itself_and_says_why(dataset: Dataset) -> None:
    slide = made(dataset, {"chart": "non_revenue_water-rank", "guess": "rank"})
    words = read(slide.html)
    assert not slide.hidden
    assert slide.record()["guess"] is None
    assert "The room cannot guess a rank here: the figures are not comparable." in words
    assert "Definitions differ between publications." in words
    assert "23.0%" in words, "there is nothing to hide"


def test_an_unknown_chart_is_reported_in_words(dataset: Dataset) -> None:
    slide = made(dataset, {"chart": "no_such_thing-rank", "title": {"en": "A title"}})
    assert "The address names the indicator “no_such_thing”" in read(slide.html)
    assert slide.figure is None


@pytest.mark.slow
@pytest.mark.parametrize("path", SESSIONS, ids=[path.stem for path in SESSIONS])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_slide_that_ships_is_small(dataset: Dataset, path: Path, language: str) -> None:
    session = read_session_file(path).session
    assert session is not None
    for number in range(1, len(session.slides) + 1):
        slide = phone_slide(dataset, session, number, Look(language, "dark"), revealed=True)
        assert len(gzip.compress(slide.json(), 6)) <= 30_000
        assert slide.title.text
