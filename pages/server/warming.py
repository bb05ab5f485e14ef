"""What the first reader would otherwise wait for: every page as it first opens, made when the server starts."""

import gc
from threading import Thread

from indicators.charts.chart import Look
from indicators.language.translator import SCREEN_LANGUAGES
from indicators.model.vocabulary import Theme
from indicators.web import app_state
from pages.shared import templating
from pages.views import overview, theme, world


def begin() -> None:
    """Make the pages beside the serving; a reader who comes earlier has the one asked for made first."""
    _freeze_long_lived_objects()
    Thread(target=prepare, name="warming", daemon=True).start()


def prepare() -> None:
    """Make the opening view of every page in every language, for the light screen.

    The first dark screen has its own made, as has every other choice: what is made here costs each start.
    """
    templating.load_all()
    dataset = app_state.published_dataset()
    for look in map(Look, SCREEN_LANGUAGES):
        overview.prepare(dataset, look)
        for page in Theme:
            theme.prepare(dataset, page, look)
        world.prepare(dataset, look)
    _freeze_long_lived_objects()


def _freeze_long_lived_objects() -> None:
    """Keep the garbage collector from searching what lasts as long as the server.

    A full search of the data and the libraries holds up every reader for a tenth of a second. What is set
    aside is never searched again. The second collection finds nothing: it tells Python that little is left to
    search, so that full searches, cheap now, come often enough to find the figures that were put out of a
    store; they refer to themselves, and nothing else frees them.
    """
    gc.collect()
    gc.freeze()
    gc.collect()
    gc.set_threshold(1_000, 5, 3)
