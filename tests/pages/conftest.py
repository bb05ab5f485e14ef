"""What the tests of pages share."""

from pathlib import Path

import pytest

from indicators.store.dataset import DATA_FOLDER
from indicators.store.folders import Folders
from indicators.web.publishing import Permission
from pages.shared import permissions
from tests.helpers.redis_server import redis_of_tests

__all__ = ["here", "redis_of_tests"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """A store of this test alone, at a computer that may publish."""
    monkeypatch.setenv("INDICATORS_DATA", str(tmp_path))
    monkeypatch.setattr(permissions, "visitor_permission", lambda: Permission.THIS_COMPUTER)
    return Folders(DATA_FOLDER, tmp_path)
