"""What all tests share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.helpers.folders import write_folder

# A busy machine is no failure.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def nothing_brought(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep every test, and every program it starts, from the files that the user of this clone accepted."""
    before = os.environ.get("INDICATORS_DATA")
    os.environ["INDICATORS_DATA"] = str(tmp_path_factory.mktemp("brought"))
    yield
    os.environ.pop("INDICATORS_DATA")
    if before is not None:
        os.environ["INDICATORS_DATA"] = before


@pytest.fixture
def toy_folder(tmp_path: Path) -> Path:
    """A complete data folder of one indicator, two cities, a country and two sources."""
    return write_folder(tmp_path / "data")
