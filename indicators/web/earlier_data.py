"""The data as they were at an earlier version: from the journal of accepted files, else from the log of releases.

The journal gives back everything that was published then. The log gives back keys and values; what else a figure has
is today's, and what can therefore not be known comes with it (:class:`indicators.store.release_states.ReleaseState`).
Every door asks here: charts of an earlier version, embeds, the page of a quoted figure, feeds and notices.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import lru_cache

from indicators.findings.finding import DataProblem
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
