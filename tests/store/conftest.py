"""Journals in each database that they may lie in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.store.folders import journal_at
from indicators.store.ledger.journal import Journal

MakeJournal = Callable[[Path], Journal]


@pytest.fixture(params=["sqlite", "postgres"])
def make_journal(request: pytest.FixtureRequest) -> MakeJournal:
    """Return what makes the journal of a store folder: in a file of SQLite, then in a database of PostgreSQL each."""
    if request.param == "sqlite":
        return Journal
    cluster = request.getfixturevalue("postgres")
    addresses: dict[Path, str] = {}
    return lambda folder: journal_at(folder, addresses.get(folder) or addresses.setdefault(folder, cluster.database()))
