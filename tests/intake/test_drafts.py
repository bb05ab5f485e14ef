"""Drafts: what would be shown, marked so that nothing takes it for published."""

from dataclasses import replace
from pathlib import Path

import pytest

from indicators.intake.drafts import alterations, draft, is_draft, touched
from indicators.store.dataset import open_dataset
from indicators.store.ledger.journal import Journal
from tests.helpers.offers import CASABLANCA, RABAT, YEAR, offer, values

pytestmark = pytest.mark.slow

UNCHANGED = "rabat,network_losses,2020,19.25,,,municipality,reported,open_2020,\n"


@pytest.mark.slow
def test_a_draft_is_what_would_be_published(toy_folder: Path, tmp_path: Path) -> None:
    base = open_dataset(toy_folder, YEAR)
    intake = offer(toy_folder, Journal(tmp_path / "store"), RABAT + CASABLANCA).intake
    shown = draft(base, intake)
    assert is_draft(shown)
    assert not is_draft(base)
    assert values(shown)["rabat", 2021] == 19.0
    assert values(base).get(("rabat", 2021)) is None
    assert shown.version == draft(base, intake).version


def test_values_without_a_source_are_not_drawn(toy_folder: Path, tmp_path: Path) -> None:
    rows = RABAT.replace("open_2020", "")
    intake = offer(toy_folder, Journal(tmp_path / "store"), rows).intake
    assert intake.accepted == 1
    assert ("rabat", 2021) not in values(draft(open_dataset(toy_folder, YEAR), intake))


def test_old_and_new_stand_side_by_side(toy_folder: Path, tmp_path: Path) -> None:
    intake = offer(toy_folder, Journal(tmp_path / "store"), UNCHANGED + CASABLANCA + RABAT).intake
    (changed,) = alterations(intake, open_dataset(toy_folder, YEAR))
    assert (changed.place, changed.year, changed.old["value"], changed.new["value"]) == ("casablanca", 2020, 23.5, 24.5)
    assert touched(intake) == ["network_losses"]


def test_nothing_new_touches_nothing(toy_folder: Path, tmp_path: Path) -> None:
    intake = offer(toy_folder, Journal(tmp_path / "store"), UNCHANGED).intake
    assert alterations(intake, open_dataset(toy_folder, YEAR)) == []
    assert touched(intake) == []


@pytest.mark.slow
def test_no_two_drafts_share_a_version(toy_folder: Path, tmp_path: Path) -> None:
    base, journal = open_dataset(toy_folder, YEAR), Journal(tmp_path / "store")
    intake = offer(toy_folder, journal, RABAT).intake
    other = offer(toy_folder, journal, RABAT.replace(",19,", ",19.5,")).intake
    source = base.sources["open_2020"].model_copy(update={"id": "another"})
    later = replace(base, version="0123456789ab")
    drafts = [draft(base, intake), draft(base, other), draft(base, intake, (source,)), draft(later, intake)]
    assert len({each.version for each in drafts}) == len(drafts)
    assert len(set(drafts)) == len(drafts)
    assert draft(base, intake) == drafts[0] != base
