"""An idle page shows newly accepted figures by itself, and keeps what its reader chose."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from indicators.intake import acceptance
from indicators.store.ledger.journal import Journal
from tests.browser.visit import Visit
from tests.helpers.offers import RABAT, offer
from tests.helpers.serving import running_app

PAGE = "/water?indicator=network_losses&chart=time&lang=fr"


@pytest.fixture
def journal(toy_folder: Path) -> Journal:
    return Journal(toy_folder / "store")


def test_what_is_accepted_is_shown_without_a_touch(
    begin_visit: Callable[..., Visit], toy_folder: Path, tmp_path: Path, journal: Journal
) -> None:
    with running_app(tmp_path / "app.log", INDICATORS_DATA=str(toy_folder)) as base:
        pages = [begin_visit(base).page for _ in range(3)]
        for page in pages:
            page.goto(base + PAGE)
            expect(page.locator("h1").first).to_be_visible()
        number = acceptance.accept(journal, offer(toy_folder, journal, RABAT.replace(",19,", ",17.5,")), "a")
        for page in pages:
            expect(page.locator("table", has_text="17,5").first).to_be_attached()
            assert "indicator=network_losses" in page.url
        journal.withdraw(number, "a", "2026-01-01")
        for page in pages:
            expect(page.locator("table", has_text="17,5")).to_have_count(0)
