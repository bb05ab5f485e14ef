"""What the operator sets, and the data set that the running app shows.

The settings come from the environment, so that the same clone serves a laptop
and a public site.
"""

import logging
import os
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

from indicators.analysis.standing import newest_of_homes
from indicators.findings.finding import DataProblem
from indicators.model import calendar
from indicators.store import additions
from indicators.store.dataset import Dataset, open_dataset
from indicators.store.folders import Folders, find_folders
from indicators.store.ledger.journal import Journal


def folders() -> Folders:
    """Return where the figures are and where files are brought: INDICATORS_DATA, or the project's own.

    Raises :class:`DataProblem` where the folder does not exist.
    """
    return find_folders()


def journal() -> Journal:
    """Return the journal of accepted files."""
    return Journal(folders().store)


def contact() -> str:
    """Return the address error reports go to: INDICATORS_CONTACT, or empty."""
    return os.environ.get("INDICATORS_CONTACT", "")


def public_address() -> str:
    """Return the address citations print: INDICATORS_ADDRESS, or this computer's."""
    return os.environ.get("INDICATORS_ADDRESS", "http://localhost:8501").rstrip("/")


@cache
def own_figures(folder: Path) -> Dataset:
    """Return the figures of a data folder without what was accepted since, read once; raises DataProblem."""
    return open_dataset(folder)


@dataclass(frozen=True)
class _Shown:
    """The published data set, with what it was made of."""

    folders: Folders
    stamp: tuple[int, int] | None
    dataset: Dataset


_published: list[_Shown] = []
_lock = Lock()
_of_this_run: ContextVar[Dataset | None] = ContextVar("dataset", default=None)


def dataset() -> Dataset:
    """Return the data set of this run: the draft it is set to show, else what is published; raises DataProblem."""
    return _of_this_run.get() or published_dataset()


def show(draft: Dataset | None) -> None:
    """Let :func:`dataset` return `draft` for the rest of this run, or what is published."""
    _of_this_run.set(draft)


def published_dataset() -> Dataset:
    """Return what is published now: read once, and again whenever a file was accepted or withdrawn.

    Raises :class:`DataProblem` where nothing can be read; once something was, that stays
    shown for as long as the journal cannot be read.
    """
    here, last = folders(), _published[-1] if _published else None
    stamp = Journal(here.store).stamp()
    if last is not None and (last.folders, last.stamp) == (here, stamp):
        return last.dataset
    with _lock:
        last = _published[-1] if _published else None
        if last is None or (last.folders, last.stamp) != (here, stamp):
            try:
                last = _Shown(here, stamp, read_published(here))
            except DataProblem as problem:
                if last is None or last.folders != here:
                    raise
                # what was read before is still true; a journal that cannot be read must not close every page
                logging.getLogger(__name__).error("%s", problem)
                last = _Shown(here, stamp, last.dataset)
            _published[:] = [last]
    return last.dataset


def read_published(here: Folders) -> Dataset:
    """Return the figures of these folders with every file in force over them; raises DataProblem."""
    base, journal = own_figures(here.figures), Journal(here.store)
    return additions.published(
        base, [accepted for _, accepted in journal.read().in_force], journal.observations, journal.outlines
    )


def earlier_dataset(version: str) -> tuple[Dataset, str] | None:
    """Return what was published under an earlier version, and since when (ISO), None where the journal knows none.

    Only the states since the first accepted file are in it; what the project's
    own figures were before is in the log of releases.
    """
    here = folders()
    base, journal = own_figures(here.figures), Journal(here.store)
    for ledger in journal.read().earlier():
        accepted = [one for _, one in ledger.in_force]
        if ledger.last is not None and additions.version(base, accepted) == version:
            return additions.published(base, accepted, journal.observations, journal.outlines), ledger.last.at
    return None


@lru_cache(maxsize=8)
def _newest(version: str) -> dict[str, float]:
    return newest_of_homes(dataset())


def newest() -> dict[str, float]:
    """Return the newest figure of Casablanca (or Morocco) by indicator, found once for each data version."""
    return _newest(dataset().version)


def this_year() -> int:
    """Return the year of the calendar, for the age of figures."""
    return calendar.this_year()
