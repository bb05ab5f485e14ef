"""The data as they were at an earlier version: from the journal of accepted files, else from the log of releases.

The journal gives back everything that was published then. The log gives back values alone: names, outlines and the
limits of figures without a value are those of today (:func:`indicators.store.revisions.values_at`).
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from indicators.findings.finding import DataProblem
from indicators.store import releases, revisions
from indicators.store.dataset import Dataset
from indicators.web import app_state


@dataclass(frozen=True)
class EarlierData:
    """The data of an earlier version, and the day (ISO) of it, empty where none is recorded.

    `limits` says whether the limits of figures without a value are those of then, too.
    """

    dataset: Dataset
    day: str
    limits: bool


@lru_cache(maxsize=6)
def data_at(dataset: Dataset, version: str) -> EarlierData | None:
    """Return the data as they were at `version`, None where neither journal nor log holds it.

    `dataset` is what is published now.
    """
    folder = dataset.folder / "releases"
    if version == dataset.version:
        return EarlierData(dataset, releases.day_of(folder, version), limits=True)
    try:
        known = app_state.earlier_dataset(version)
    except DataProblem:  # a journal that cannot be read tells nothing; the log still may
        known = None
    if known is not None:
        before, since = known
        return EarlierData(before, since[:10], limits=True)
    then = revisions.values_at(folder, dataset.observations, version)
    if then is None:
        return None
    return EarlierData(replace(dataset, observations=then, version=version), releases.day_of(folder, version), False)
