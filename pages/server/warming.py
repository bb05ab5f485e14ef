"""What the first reader would otherwise wait for: what all pages share, before the server answers; then pages."""

import gc
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from threading import Lock, Thread

from indicators.charts.chart import Look
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import translations
from indicators.model.vocabulary import Theme
from indicators.text import formatting
from indicators.web import app_state
from pages.server import decks
from pages.shared import elements, indicator_index
from pages.views import overview, theme, world

SETTING = "INDICATORS_AHEAD"
"""The setting that, as 0, keeps a server from making pages ahead: it takes three seconds of a core at each start."""

PAUSE = 1.0
"""Seconds without a run of a page before one is made ahead."""


@dataclass
class Runs:
    """What readers and programs wait for, page runs above all: how many are under way, and when the last one ended."""

    under_way: int = 0
    ended: float = field(default_factory=time.monotonic)
    lock: Lock = field(default_factory=Lock)

    def wait_for_quiet(self, pause: float = PAUSE) -> None:
        """Return once no page was run for so many seconds."""
        while self.under_way or time.monotonic() - self.ended < pause:
            time.sleep(pause / 10)


_runs = Runs()


@contextmanager
def gives_way(runs: Runs = _runs) -> Iterator[None]:
    """Let what is made ahead wait while a page or a program's answer is made: both would take twice as long."""
    with runs.lock:
        runs.under_way += 1
    try:
        yield
    finally:
        with runs.lock:
            runs.under_way -= 1
            runs.ended = time.monotonic()


def load() -> None:
    """Load what pages ask for in every language: texts, the forms of numbers, templates, the newest figures.

    Of the overview, which most readers open first, also where home stands.
    """
    elements.load_all()
    for language in SCREEN_LANGUAGES:
        translations(language)
        formatting.number(0.5, 1, language)
    dataset = app_state.published_dataset()
    indicator_index.newest(dataset)
    indicator_index.definitions(dataset)
    overview.load(dataset)


def begin(environment: Mapping[str, str] = os.environ) -> None:
    """Make pages ahead beside the serving, unless the setting forbids: one after another, while no reader waits."""
    if environment.get(SETTING, "").strip() != "0":
        Thread(target=prepare, args=(_runs,), name="warming", daemon=True).start()


def prepare(runs: Runs | None = None) -> None:
    """Make the opening view of every page in every language, for the light screen; between `runs` where they are given.

    Before them the slides of the programme's sessions, which a hall would wait for.
    The first dark screen has its own made, as has every other choice: what is made here costs each start.
    """
    for make in _pages():
        if runs is not None:
            runs.wait_for_quiet()
        make()
    set_aside()


def _pages() -> Iterator[Callable[[], object]]:
    """Yield what makes one page each."""
    dataset = app_state.published_dataset()
    yield from decks.ahead(dataset)
    for look in map(Look, SCREEN_LANGUAGES):
        yield partial(overview.prepare, dataset, look)
        for page in Theme:
            yield partial(theme.prepare, dataset, page, look)
        yield partial(world.prepare, dataset, look)


def set_aside() -> None:
    """Keep the garbage collector from searching what lasts as long as the server; turn it on.

    A full search of the data and the libraries holds up every reader for a tenth of a second. What is set
    aside is never searched again. The second collection finds nothing: it tells Python that little is left to
    search, so that full searches, cheap now, come often enough to find the figures that were put out of a
    store; they refer to themselves, and nothing else frees them.
    """
    gc.collect()
    gc.freeze()
    gc.collect()
    gc.set_threshold(1_000, 5, 3)
    gc.enable()
