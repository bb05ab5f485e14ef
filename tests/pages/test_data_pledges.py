"""A file of pledges on the data page: recognised, its pledges listed, and nothing to accept."""

import pytest

from tests.helpers.bringing import bring
from tests.helpers.checking import FORMATS_FOLDER


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("INDICATORS_DATA", str(tmp_path))


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("cdp_targets.csv", "CDP’s targets of cities", "24,190,000 t CO₂e in 2030"),
        ("net_zero_tracker.csv", "a snapshot of the Net Zero Tracker", "50% less than in 2004 by 2030"),
    ],
)
def test_pledges_are_listed_and_are_no_values(name, kind, said):
    visit = bring((FORMATS_FOLDER / name).read_bytes(), name=name)
    assert f"Recognised as {kind}." in visit.words
    assert "a pledge is no figure, so none becomes a value" in visit.words
    assert "pledges, which are no figures" in visit.words
    assert said in visit.words
    assert "Accepted by" not in visit.words


def test_inventories_are_recognised():
    visit = bring((FORMATS_FOLDER / "c40.csv").read_bytes(), name="c40.csv")
    assert "Recognised as C40’s database of city inventories." in visit.words
