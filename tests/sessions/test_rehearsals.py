"""Rehearsals: what was stated and how long it took is stored, and a broken file is only a finding."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from indicators.sessions.rehearsals import read_rehearsal, record_rehearsal, rehearsal_path
from tests.helpers.checking import dataset
from tests.helpers.sessions import LEAKS, SEWER, folders, session

pytestmark = pytest.mark.slow

AT = datetime(2027, 1, 12, 18, 0, tzinfo=UTC)


def test_a_rehearsal_keeps_claims_verdicts_and_seconds(tmp_path: Path) -> None:
    here = folders(tmp_path)
    assert record_rehearsal(here, dataset(), session(), [20.0, 61.5, 100.0], AT) == []
    rehearsal, findings = read_rehearsal(here, "opening")
    assert findings == []
    assert rehearsal is not None
    assert (rehearsal.data_version, rehearsal.recorded, rehearsal.seconds) == (dataset().version, AT, 181.5)
    section, sewer, leaks = rehearsal.slides
    assert (section.claim, section.verdict, section.seconds) == (None, None, 20.0)
    assert sewer.claim is not None
    assert sewer.claim.startswith("Connected to the public sewer: 98.2% of households in Casablanca in 2024")
    assert (sewer.chart, sewer.verdict) == (SEWER, "comparable")
    assert (leaks.verdict, rehearsal.of_chart(LEAKS)) == ("with care", leaks)
    assert rehearsal.of_chart("other") is None


def test_a_slide_that_was_not_timed_leaves_the_whole_unknown(tmp_path: Path) -> None:
    here = folders(tmp_path)
    record_rehearsal(here, dataset(), session(), [20.0], AT)
    rehearsal, _ = read_rehearsal(here, "opening")
    assert rehearsal is not None
    assert rehearsal.seconds is None


def test_a_broken_rehearsal_is_a_finding(tmp_path: Path) -> None:
    here = folders(tmp_path)
    assert read_rehearsal(here, "opening") == (None, [])
    assert read_rehearsal(here, "../opening") == (None, [])
    path = rehearsal_path(here, "opening")
    path.parent.mkdir(parents=True)
    for content in ("{", "[]", '{"session": "opening"}', "[" * 100_000):
        path.write_text(content)
        rehearsal, findings = read_rehearsal(here, "opening")
        assert rehearsal is None
        assert [finding.rule.id for finding in findings] == ["unreadable_file"]


def test_a_disk_that_refuses_is_stated(tmp_path: Path) -> None:
    here = folders(tmp_path)
    here.store.mkdir(parents=True)
    (here.store / "sessions").write_text("in the way")
    refused = record_rehearsal(here, dataset(), session(), [], AT)
    assert [finding.rule.id for finding in refused] == ["unreadable_file"]
