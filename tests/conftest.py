"""What all tests share."""

from pathlib import Path

import pytest
from hypothesis import settings

from tests.folders import write_folder

# A busy machine is no failure.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def toy_folder(tmp_path: Path) -> Path:
    """A complete data folder of one indicator, two cities, a country and two sources."""
    return write_folder(tmp_path / "data")
