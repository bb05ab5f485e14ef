"""A file of pledges on the data page: recognised, its pledges listed, accepted, shown beside the emissions."""

import pytest

from indicators.web import app_state
from indicators.web.publishing import Permission
from pages.shared import permissions
from tests.helpers.bringing import bring, describe, go, press
from tests.helpers.checking import FORMATS_FOLDER


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("INDICATORS_DATA", str(tmp_path))


@pytest.mark.parametrize(
    ("name", "kind", "stated"),
    [
        ("cdp_targets.csv", "CDP’s targets of cities", "24,190,000 t CO₂e in 2030"),
        ("net_zero_tracker.csv", "a snapshot of the Net Zero Tracker", "50% less than in 2004 by 2030"),
    ],
)
def test_pledges_are_listed_and_are_no_values(name, kind, stated):
    visit = bring((FORMATS_FOLDER / name).read_bytes(), name=name)
    assert f"Recognised as {kind}." in visit.words
    assert "a pledge is no figure, so none becomes a value" in visit.words
    assert "pledges, which are no figures" in visit.words
    assert stated in visit.words
    assert "What would change" in visit.words


def test_accepted_pledges_stand_on_the_carbon_page_until_they_are_withdrawn(monkeypatch):
    monkeypatch.setattr(permissions, "visitor_permission", lambda: Permission.THIS_COMPUTER)
    visit = bring((FORMATS_FOLDER / "net_zero_tracker.csv").read_bytes(), name="nzt.csv")
    assert "Draft:" in visit.words
    assert "pledges of nzt.csv, seen by you alone." in visit.words
    describe(visit)
    press(visit, "use_origin")
    press(visit, "accept")
    assert "pledges of nzt.csv. Everyone sees them now" in visit.words
    assert "Régie de l'eau" in go(visit, "carbon", lang="en").words
    go(visit, "changes", lang="en")
    assert "pledges" in visit.words
    app_state.journal().withdraw(1, "amina", "2026-11-28")
    assert "Régie de l'eau" not in go(visit, "carbon", lang="en").words


def test_inventories_are_recognised():
    visit = bring((FORMATS_FOLDER / "c40.csv").read_bytes(), name="c40.csv")
    assert "Recognised as C40’s database of city inventories." in visit.words
