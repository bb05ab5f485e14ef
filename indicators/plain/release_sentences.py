"""What charts stated before and after each release, for the feeds: made once by `build`, and stored beside the data.

A release changes the sentences of hundreds of charts, and each takes its chart twice, with the figures of before and of
after. Both are written by one program, so that a difference between them is one of figures, not of wording: by that of
the day on which the release was built. What is not stored is made when it is asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from indicators.charts.changes import then_and_now
from indicators.charts.chart import Look
from indicators.charts.request import ChartRequest
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.open.earlier import EarlierData, data_at
from indicators.store import derived_file
from indicators.store.dataset import Dataset, once_per_dataset
from indicators.store.releases import Release, releases

FILE = Path("derived") / "release_sentences.json.gz"

OTHERWISE = "the sentences of feeds are made when they are first asked for"


@dataclass(frozen=True)
class ReleaseSentences:
    """What a chart says with the figures of two data versions, empty where there is no such chart.

    `of_log` says that the figures of then are what the log of releases knows of them; `bounded` that one of the figures
    is a limit or has a range of error, `left_out` that one was held then that cannot be shown now.
    """

    then: str
    now: str
    of_log: bool = False
    bounded: bool = False
    left_out: bool = False


def sentences_of(dataset: Dataset, before: str, after: str, state: ChartRequest) -> ReleaseSentences | None:
    """Return what a chart says with the figures of two data versions, None where those of then are not held.

    `dataset` is what is published now.
    """
    stored = derived_file.read(dataset.folder / FILE, OTHERWISE).get(_key(before, after, state))
    return _made(dataset)(before, after, state) if stored is None else ReleaseSentences(*stored)


def _key(before: str, after: str, state: ChartRequest) -> str:
    return " ".join((before, after, state.indicator or "overview", state.chart or "", state.language))


@once_per_dataset
def _made(dataset: Dataset) -> Callable[[str, str, ChartRequest], ReleaseSentences | None]:
    """Return what makes the sentences of a chart, each once: feeds share them."""

    @lru_cache(maxsize=1024)
    def of(before: str, after: str, state: ChartRequest) -> ReleaseSentences | None:
        return _compared(data_at(dataset, before), data_at(dataset, after), state)

    return of


def _compared(then: EarlierData | None, now: EarlierData | None, state: ChartRequest) -> ReleaseSentences | None:
    if then is None or now is None:
        return None
    both = then_and_now(then.dataset, now.dataset, state, Look(state.language))
    left_out = then.left_out(state.indicator or "")
    return ReleaseSentences(both.then.sentence, both.now.sentence, not then.whole, both.bounded, left_out)


def write(dataset: Dataset, only: Sequence[Release] | None = None) -> Path:
    """Store the sentences of every release, or of some besides those that are stored; return the file.

    What is stored already stays as it was worded then. `dataset` is what the project's own figures are now.
    """
    path, known = dataset.folder / FILE, releases(dataset.folder / "releases")
    stored = derived_file.read(path, OTHERWISE) if path.exists() else {}
    wanted = {} if only is None else dict(stored)
    for release, before in pairwise(known):
        if only is None or release in only:
            then, now = (data_at(dataset, edition.version, _no_journal) for edition in (before, release))
            for state in _charts_of(dataset, release):
                key = _key(before.version, release.version, state)
                made = stored.get(key)
                if made is None:
                    sentences = _compared(then, now, state)
                    made = None if sentences is None else astuple(sentences)
                if made is not None:
                    wanted[key] = made
    return derived_file.write(path, wanted)


def _no_journal(_: str) -> None:
    """Return that no accepted file is known: releases are of the project's own figures."""


def _charts_of(dataset: Dataset, release: Release) -> list[ChartRequest]:
    """Return the charts that say something else since a release, in every language."""
    charts = dict.fromkeys(
        (meaning.indicator, meaning.kind) for meaning in release.meanings if meaning.indicator in dataset.catalogue
    )
    return [ChartRequest(language, *chart) for chart in charts for language in SCREEN_LANGUAGES]
