"""The decks of sessions as finished answers, and slide by slide until a deck is whole.

A chart that nobody opened takes a tenth of a second to make, the first one more: a screen that waited for all of them
would stay empty for seconds. Each slide is stored by itself: a session that is changed has its other slides still.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from indicators.charts.chart import Look
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.plain.deck import deck_json, numbered, slide_json
from indicators.sessions.programme import read_programme
from indicators.sessions.session import Session, Slide
from indicators.sessions.session_files import read_sessions
from indicators.store.dataset import Dataset
from indicators.web import app_state
from pages.server.answers import JSON, Answer
from pages.shared.page_cache import shared

PICTURES = ("*.png", "*.jpg", "*.jpeg", "*.svg")

MOST_AHEAD = 100
"""Slides that are made ahead in each language, at most: a hundred take a quarter of a minute of one core."""


class SeenPicture(NamedTuple):
    """A picture beside a session's file, with what changes when it does: its size and its time."""

    path: Path
    size: int
    changed: int


class DeckShown(NamedTuple):
    """A session as a screen shows it: with the pictures beside its file, in a language and a theme.

    `public` is the address of this server for the world, empty where none is set.
    """

    session: Session
    pictures: tuple[SeenPicture, ...]
    look: Look
    public: str


def seen_pictures(folder: Path) -> tuple[SeenPicture, ...]:
    """Return the pictures beside a session's file as they are now, by name."""
    paths = {path.name: path for pattern in PICTURES for path in folder.glob(pattern)}
    seen = [(path, path.stat()) for _, path in sorted(paths.items())]
    return tuple(SeenPicture(path, stat.st_size, stat.st_mtime_ns) for path, stat in seen)


@shared
def slide_answer(dataset: Dataset, slide: Slide, picture: SeenPicture | None, look: Look, public: str) -> bytes:
    """Return one slide of a deck as JSON, without its number."""
    pictures = {} if picture is None else {picture.path.name: picture.path}
    return slide_json(dataset, slide, look, pictures, public)


def slide_of(dataset: Dataset, shown: DeckShown, number: int) -> bytes:
    """Return the slide of a number as JSON, without it."""
    slide = shown.session.slides[number - 1]
    picture = next((listed for listed in shown.pictures if listed.path.name == slide.picture), None)
    return slide_answer(dataset, slide, picture, shown.look, shown.public)


@shared
def deck_answer(dataset: Dataset, shown: DeckShown) -> Answer:
    """Return the whole deck of a session."""
    return Answer.of(200, JSON, deck_part(dataset, shown, range(1, len(shown.session.slides) + 1)))


def deck_part(dataset: Dataset, shown: DeckShown, part: range) -> bytes:
    """Return the deck of a session with the slides of some numbers; the others are null."""
    numbers = range(1, len(shown.session.slides) + 1)
    slides = [numbered(number, slide_of(dataset, shown, number)) if number in part else None for number in numbers]
    return deck_json(dataset, shown.session, shown.look, slides)


def ahead(dataset: Dataset) -> Iterator[Callable[[], object]]:
    """Yield what makes the sessions of the programme, slide by slide, for light screens.

    First in the language that each room reads first, then in the others; of a long programme its first sessions. All
    others are made when they are opened.
    """
    soon = [*of_the_programme()]
    for turn in range(len(SCREEN_LANGUAGES)):
        for session, folder in soon:
            languages = [*dict.fromkeys([*session.languages, *SCREEN_LANGUAGES])]
            look = Look(languages[turn], "light", "room")
            shown = DeckShown(session, seen_pictures(folder), look, app_state.public_address())
            for number in range(1, len(session.slides) + 1):
                yield partial(slide_of, dataset, shown, number)
            yield partial(deck_answer, dataset, shown)


def of_the_programme() -> Iterator[tuple[Session, Path]]:
    """Yield the sessions of the programme in its order, each with its folder, up to so many slides."""
    folders = app_state.folders()
    programme, _ = read_programme(folders)
    files, slides_left = read_sessions(folders).files, MOST_AHEAD
    for name in dict.fromkeys(entry.session or "" for entry in (programme.ordered if programme else ())):
        session = files[name].session if name in files else None
        if session is not None and len(session.slides) <= slides_left:
            slides_left -= len(session.slides)
            yield session, files[name].path.parent
