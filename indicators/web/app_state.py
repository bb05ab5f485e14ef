"""What the operator sets, and the data set that the running app publishes.

The settings come from the environment, so that the same clone serves a laptop
and a public site.
"""

import logging
import math
import os
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TypeGuard

from indicators.findings.finding import DataProblem
from indicators.model import calendar
from indicators.store import additions
from indicators.store.dataset import Dataset, open_dataset
from indicators.store.folders import Folders, find_folders
from indicators.store.ledger.damages import STORE_UNUSABLE
from indicators.store.ledger.journal import Journal
from indicators.store.ledger.ledger import Ledger
from indicators.store.ledger.tables import Stamp


def folders() -> Folders:
    """Return where the figures are and where files are brought: INDICATORS_DATA, or the project's own.

    Raises :class:`DataProblem` where the folder does not exist.
    """
    return _folders_of(*(os.environ.get(name, "") for name in ("INDICATORS_DATA", "DATABASE_URL", "FILES_URL")))


@lru_cache(maxsize=8)
def _folders_of(named: str, *_: str) -> Folders:
    """Return the folders of the settings; every request asks for them, and where they are does not change under it."""
    return find_folders(Path(named) if named else None)


def journal() -> Journal:
    """Return the journal of accepted files."""
    return folders().journal


def contact() -> str:
    """Return the address error reports go to: INDICATORS_CONTACT, or empty."""
    return os.environ.get("INDICATORS_CONTACT", "")


def redis_url() -> str:
    """Return the address of the Redis in which servers share their rooms: REDIS_URL, or empty. It may hold a secret."""
    return os.environ.get("REDIS_URL", "").strip()


def public_address() -> str:
    """Return the address that citations print: INDICATORS_ADDRESS, or empty; one of this computer leads nobody here."""
    return os.environ.get("INDICATORS_ADDRESS", "").rstrip("/")


@lru_cache(maxsize=4)
def own_figures(folder: Path) -> Dataset:
    """Return the figures of a data folder without what was accepted since, read once; raises DataProblem."""
    return open_dataset(folder)


@dataclass(frozen=True)
class Published:
    """What is published at one moment: the ledger of accepted files, and the data set that it makes."""

    ledger: Ledger
    dataset: Dataset


@dataclass(frozen=True)
class _Read:
    """What was published last, with what it was read from, and when it is to be read again in any case.

    `problem` is why what is in the store is not in it; `whole` is then what was published before.
    """

    folders: Folders
    stamp: Stamp
    published: Published
    retry: float = math.inf
    whole: Published | None = None
    problem: DataProblem | None = None


RETRY_SECONDS = 3.0
"""How long a journal that cannot be read is left alone."""

_last: list[_Read] = []
_lock = Lock()


def published_dataset() -> Dataset:
    """Return the data set that is published now; raises as :func:`published` does."""
    return published().dataset


def published() -> Published:
    """Return what is published now: read once, and again whenever a file was accepted or withdrawn.

    Whoever needs it more than once in one answer reads it once and hands it on.
    Raises :class:`DataProblem` where the figures cannot be read. A journal that cannot be read leaves what was read
    before it broke, else the project's own figures, with what is wrong among the warnings; it is read again every
    few seconds until it can be.
    """
    places, last = folders(), _last[-1] if _last else None
    stamp = places.journal.stamp()
    if _current(last, places, stamp):
        return last.published
    # who comes while a journal that broke is tried again has what was read before it broke, and does not wait
    known = last if last is not None and last.retry < math.inf and last.folders == places else None
    if not _lock.acquire(blocking=known is None) and known is not None:
        return known.published
    try:
        last = _last[-1] if _last else None
        if not _current(last, places, stamp):
            last = _read_again(places, stamp, last)
            _last[:] = [last]
    finally:
        _lock.release()
    return last.published


def last_dataset() -> Dataset | None:
    """Return the data set that was read last, None before the first reading; reads nothing, and waits for nobody."""
    return _last[-1].published.dataset if _last else None


def last_version() -> str:
    """Return the data version that was read last, empty before the first reading; reads nothing itself."""
    return _last[-1].published.dataset.version if _last else ""


def check_store() -> None:
    """Raise :class:`DataProblem` where what was accepted cannot be read as it stands now."""
    published()
    last = _last[-1] if _last else None
    if last is not None and last.problem is not None:
        raise last.problem


def _current(last: _Read | None, places: Folders, stamp: Stamp) -> TypeGuard[_Read]:
    return last is not None and (last.folders, last.stamp) == (places, stamp) and monotonic() < last.retry


def _read_again(places: Folders, stamp: Stamp, last: _Read | None) -> _Read:
    """Return what is published now; where the journal cannot be read, what was published before it broke."""
    try:
        return _Read(places, stamp, read_published(places))
    except DataProblem as problem:
        # what was read before is still true; a journal that cannot be read must not close every page
        again = monotonic() + RETRY_SECONDS
        if last is not None and last.folders == places and last.problem and last.problem.findings == problem.findings:
            return replace(last, stamp=stamp, retry=again)
        logging.getLogger(__name__).error("%s", problem)
        if last is not None and last.folders == places:
            known = last.whole or last.published
        else:
            known = Published(Ledger(), own_figures(places.figures))
        warned = replace(known.dataset, warnings=[*known.dataset.warnings, *problem.findings])
        return _Read(places, stamp, replace(known, dataset=warned), again, known, problem)


def read_published(places: Folders) -> Published:
    """Return the figures of these folders with every file in force over them; raises DataProblem."""
    base, journal = own_figures(places.figures), places.journal
    ledger = journal.read()
    accepted = [acceptance for _, acceptance in ledger.in_force]
    dataset = additions.published(base, accepted, journal.observations, journal.outlines)
    # a damaged file is left out and named; where the place of all files is gone, nothing is known of them
    gone = [finding for finding in dataset.warnings if finding.rule is STORE_UNUSABLE]
    if gone:
        raise DataProblem(gone[:1])
    apart = journal.folder_findings()
    return Published(ledger, replace(dataset, warnings=[*dataset.warnings, *apart]) if apart else dataset)


def earlier_dataset(version: str) -> tuple[Dataset, str] | None:
    """Return what was published under an earlier version, and since when (ISO), None where the journal knows none.

    Only the states since the first accepted file are in it; what the project's
    own figures were before is in the log of releases.
    """
    places = folders()
    base, journal = own_figures(places.figures), places.journal
    for ledger in published().ledger.earlier():
        accepted = [acceptance for _, acceptance in ledger.in_force]
        if ledger.last is not None and additions.version(base, accepted) == version:
            return additions.published(base, accepted, journal.observations, journal.outlines), ledger.last.at
    return None


def this_year() -> int:
    """Return the year of the calendar, for the age of figures."""
    return calendar.this_year()
