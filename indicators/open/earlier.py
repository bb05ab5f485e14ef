"""The data as they were at an earlier version: from the journal of accepted files, else from the log of releases.

The journal gives back everything that was published then. The log gives back keys and values; what else a figure has
is today's, and what can therefore not be known comes with it (:class:`indicators.store.release_states.ReleaseState`).
Every door asks here: charts of an earlier version, embeds, the page of a quoted figure, feeds and notices.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from indicators.findings.finding import DataProblem, Finding, Rule, Severity
from indicators.language.translator import N_, Translator
from indicators.model.observations import typed
from indicators.open.problems import GONE, RequestProblem
from indicators.store import releases
from indicators.store.dataset import Dataset
from indicators.store.release_states import ReleaseState, state_at
from indicators.web import app_state

Journal = Callable[[str], tuple[Dataset, str] | None]
"""Returns what was published under a version since the first accepted file, and since when (ISO)."""


@dataclass(frozen=True)
class EarlierData:
    """The data of an earlier version, and the day (ISO) of it, empty where none is recorded.

    `of_log` is what the log of releases knows and does not know of that state, None where all of it is as it was.
    """

    dataset: Dataset
    day: str
    of_log: ReleaseState | None = None

    @property
    def whole(self) -> bool:
        """Whether bounds, names and texts are those of then, too."""
        return self.of_log is None

    def left_out(self, indicator: str) -> bool:
        """Return whether a figure of an indicator was held then that cannot be shown now."""
        return self.of_log is not None and indicator in self.of_log.left_out


def data_at(dataset: Dataset, version: str, journal: Journal = app_state.earlier_dataset) -> EarlierData | None:
    """Return the data as they were at `version`, None where neither journal nor log holds it.

    `dataset` is what is published now.
    """
    if version == dataset.version:
        return EarlierData(dataset, releases.day_of(dataset.folder / "releases", version))
    return _data_at(dataset, version, journal)


@lru_cache(maxsize=6)
def _data_at(dataset: Dataset, version: str, journal: Journal) -> EarlierData | None:
    try:
        known = journal(version)
    except DataProblem:  # a journal that cannot be read tells nothing; the log still may
        known = None
    if known is not None:
        before, since = known
        return EarlierData(before, since[:10])
    words: dict[str, Collection[str]] = {
        "indicator": dataset.catalogue,
        "place": dataset.places,
        "source": dataset.sources,
    }
    folder = dataset.folder / "releases"
    state = state_at(folder, dataset.observations, version, words)
    if state is None:
        return None
    then = replace(dataset, observations=state.observations, version=version)
    return EarlierData(then, releases.day_of(folder, version), state)


VERSION_GONE = Rule(
    "open_version_gone",
    Severity.ERROR,
    N_("The figures of the data version {value} are no longer held here, or never were."),
    N_("Leave version out for today's figures; the versions that are held are listed at /api/v1/releases."),
)


@dataclass(frozen=True)
class FiguresOf:
    """The data set of a version, and what of it is not what it was: nothing for today's.

    `from_log` says that key and value are those of that release and the rest is today's; `unknown` counts figures whose
    indicator, place or source is no longer known, `limits` those whose bounds the log does not hold.
    """

    dataset: Dataset
    from_log: bool = False
    unknown: int = 0
    limits: int = 0

    def caution(self, language: str) -> str:
        """Return what a reader of an earlier release has to know; empty for figures as they were published."""
        if not self.from_log:
            return ""
        t = Translator(language)
        sentences = [
            t(
                N_(
                    "These are the values of an earlier release. The log of releases holds keys and values: ranges of "
                    "error are left blank; names, notes, units and the rules of the verdict are today's."
                )
            )
        ]
        if self.limits:
            sentences.append(
                t.plural(
                    "{n} limit is left out: its bound is not in the log.",
                    "{n} limits are left out: their bounds are not in the log.",
                    self.limits,
                )
            )
        if self.unknown:
            sentences.append(
                t.plural(
                    "{n} figure is left out: its indicator, place or source is no longer held here.",
                    "{n} figures are left out: their indicator, place or source is no longer held here.",
                    self.unknown,
                )
            )
        return " ".join(sentences)


def figures_of(dataset: Dataset, version: str, earlier: Journal) -> FiguresOf:
    """Return the figures of a data version.

    Raises :class:`indicators.open.problems.RequestProblem` where they are gone. `dataset` is what is published now; an
    empty version means it.
    """
    if version in ("", dataset.version):
        return FiguresOf(dataset)
    data = data_at(dataset, version, earlier)
    if data is None:
        raise RequestProblem(GONE, [Finding(VERSION_GONE, column="version", value=version)])
    return _handed_on(data)


@lru_cache(maxsize=4)
def _handed_on(earlier: EarlierData) -> FiguresOf:
    """Return what of an earlier state may be handed on as that of then: of a release, keys and values."""
    state = earlier.of_log
    if state is None:
        return FiguresOf(earlier.dataset)
    stated = state.observations["value"].notna()
    values = state.observations[stated].assign(lower=np.nan, upper=np.nan).reset_index(drop=True)
    return FiguresOf(
        replace(earlier.dataset, observations=typed(values)),
        from_log=True,
        unknown=len(state.unknown),
        limits=len(state.limits) + int((~stated).sum()),
    )
