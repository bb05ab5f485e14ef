"""What all tests share."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.helpers.folders import write_folder
from tests.helpers.postgres import Postgres, running

# A busy machine is no failure. What counts its examples itself keeps its count.
PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("all", max_examples=60, **PATIENT)
settings.register_profile("quick", max_examples=15, **PATIENT)
settings.load_profile("all")

BROWSER = {"browser"}
PAGES = {"pages"}
WHOLE_DATA = {"charts", "cli", "exports", "packages", "tools"}
"""Folders whose tests go through the project's own data."""
WHOLE_FILES = {"test_cases.py", "test_resolution.py", "test_c40.py", "test_bad_files.py"}
"""Files of other folders that check whole files against all of the data, a third of a second or more each test."""
LONGEST = {
    "test_one_verdict.py", "test_ledger_killed.py", "test_every_indicator.py", "test_import_reference.py",
    "test_several_processes.py",
}  # fmt: skip
"""Files of other folders, or of these, that take longer than a dozen seconds."""
WAITING = {"test_shared_services.py", "test_replaced_processes.py"}
"""Files that wait for servers most of the time: the others have the processors meanwhile."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what draws whole pages, and what goes through all of the data, by its folder.

    Where workers share the files, those that take longest begin first: none is left with one when the others have
    ended. Alone, a process begins with what answers soonest.
    """
    for item in items:
        folder = item.path.parent.name
        if folder in PAGES:
            item.add_marker("pages")
        if folder in WHOLE_DATA or item.path.name in WHOLE_FILES:
            item.add_marker("slow")
    longest_first = hasattr(config, "workerinput")
    items.sort(key=lambda item: _weight(item.path), reverse=longest_first)


@pytest.hookimpl(tryfirst=True)
def pytest_collection() -> None:
    """Keep the garbage collector from searching modules and tests again and again while they are gathered."""
    gc.disable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """Nor while tests run: they last as long as the process. What tests make is searched."""
    gc.collect()
    gc.freeze()
    gc.enable()


def _weight(path: Path) -> int:
    """Return how long the tests of a file take beside others: a browser's longest, then those of all pages and data."""
    folder = path.parent.name
    if path.name in WAITING:
        return 4
    return 3 if folder in BROWSER else 2 if path.name in LONGEST else 1 if folder in PAGES | WHOLE_DATA else 0


@pytest.fixture(scope="session", autouse=True)
def nothing_brought(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep every test, and every program it starts, from the files that the user of this clone accepted."""
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("INDICATORS_DATA", str(tmp_path_factory.mktemp("brought")))
        settings.delenv("DATABASE_URL", raising=False)
        settings.delenv("FILES_URL", raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def host_of_tests() -> Iterator[None]:
    """Let the application answer for the host that Starlette's test client names."""
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("INDICATORS_HOSTS", "testserver")
        yield


@pytest.fixture(scope="session", autouse=True)
def nothing_made_ahead() -> Iterator[None]:
    """Keep servers from making pages that no test asks for: it costs each as much again as its start."""
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("INDICATORS_AHEAD", "0")
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Run a PostgreSQL for all tests of this process that want one; it ends with them."""
    with running() as cluster:
        yield cluster


@pytest.fixture
def toy_folder(tmp_path: Path) -> Path:
    """A complete data folder of one indicator, two cities, a country and two sources."""
    return write_folder(tmp_path / "data")
