"""Fixtures that several modules of tests share."""

from pathlib import Path

import pytest

from tests.folders import write_folder


@pytest.fixture
def toy_folder(tmp_path: Path) -> Path:
    """A complete data folder of one indicator, two cities, a country and two sources."""
    return write_folder(tmp_path / "data")
