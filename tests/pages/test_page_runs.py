"""The runs of pages: each is counted with its time, one that failed is one line of the log, and the failure goes on."""

import logging

import pytest

from indicators.operations.metrics import METRICS
from pages.server import page_runs
from pages.server.page_runs import observed


def runs(end: str) -> float:
    return METRICS.registry.get_sample_value("indicators_page_runs_total", {"page": "water", "end": end}) or 0.0


def timed() -> float:
    return METRICS.registry.get_sample_value("indicators_page_run_seconds_count", {"page": "water"}) or 0.0


def test_a_failure_is_one_line_and_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    before = runs("failed")
    with caplog.at_level(logging.ERROR), pytest.raises(ValueError, match="two"), observed("water"):
        raise ValueError("two\nlines")
    (record,) = caplog.records
    assert record.getMessage() == "failed: ValueError: two lines"
    assert record.exc_info is not None
    assert runs("failed") == before + 1


def test_a_page_that_does_not_fail_is_counted_with_its_time_and_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    before, times = runs("done"), timed()
    with caplog.at_level(logging.ERROR), observed("water"):
        pass
    assert caplog.records == []
    assert (runs("done"), timed()) == (before + 1, times + 1)


class OvertakenByAnotherRun(BaseException):
    """As Streamlit ends a run that a later one overtakes."""


def test_a_run_that_is_overtaken_has_no_time_of_its_own() -> None:
    before, times = runs("stopped"), timed()
    with pytest.raises(OvertakenByAnotherRun), observed("water"):
        raise OvertakenByAnotherRun
    assert (runs("stopped"), timed()) == (before + 1, times)


@pytest.mark.parametrize(("address", "name"), [("", "overview"), ("casablanca", "districts"), ("nowhere", "overview")])
def test_a_page_is_named_by_its_script(address: str, name: str) -> None:
    assert page_runs.name_of(address) == name
