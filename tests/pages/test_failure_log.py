"""The operator's log: one line for a page that failed, and the failure goes on."""

import logging

import pytest

from pages.server.failure_log import logged
from tests.helpers.checking import dataset


def test_a_failure_is_one_line_with_page_and_version(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(ValueError, match="two"), logged("water"):
        raise ValueError("two\nlines")
    (record,) = caplog.records
    line = record.getMessage()
    assert line.startswith("page=/water state=")
    assert f"version={dataset().version}" in line
    assert line.endswith("error=ValueError: two lines")


def test_a_page_that_does_not_fail_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR), logged("water"):
        pass
    assert caplog.records == []
