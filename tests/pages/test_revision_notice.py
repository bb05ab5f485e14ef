"""The notice on a link made with an earlier data version, on the pages as they run."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from indicators.intake import acceptance
from indicators.store import releases
from indicators.store.dataset import open_dataset
from indicators.store.ledger.journal import Journal
from tests.helpers.folders import OBSERVATIONS, change
from tests.helpers.offers import CASABLANCA, RABAT, offer, shown
from tests.helpers.serving import PATIENCE

PAGES = Path(__file__).parents[2] / "pages"

Opened = Callable[..., list[str]]


@pytest.fixture
def version(toy_folder: Path) -> str:
    """The version of a release before the figure of Rabat was corrected."""
    dataset = open_dataset(toy_folder)
    releases.record(toy_folder / "releases", dataset.observations, dataset.version, "2026-11-22", "Figures.")
    change(toy_folder, OBSERVATIONS, "rabat,network_losses,2020,19.25", "rabat,network_losses,2020,20.5")
    return dataset.version


@pytest.fixture
def opened(toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Open a page with a query; give the notices on it."""
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))

    def notices(page: str, **query: str) -> list[str]:
        run = AppTest.from_file(PAGES / f"{page}.py", default_timeout=PATIENCE)
        for name, value in query.items():
            run.query_params[name] = value
        run.run()
        assert not run.exception
        return [one.proto.body for one in run.get("html") if "cs-notice" in one.proto.body]

    return notices


@pytest.mark.parametrize("page", ["water", "present"])
def test_the_numbers_that_differ_are_named(opened: Opened, version: str, page: str) -> None:
    (notice,) = opened(page, indicator="network_losses", chart="rank", v=version)
    assert f"The data changed since this link was made (version {version}, 22 November 2026): 1 of the" in notice
    assert "<td>Rabat</td><td>19.3% of the volume (2020)</td><td>20.5% of the volume (2020)</td>" in notice


def test_in_french(opened: Opened, version: str) -> None:
    (notice,) = opened("water", indicator="network_losses", v=version, lang="fr")
    assert "22 novembre 2026" in notice
    assert "The data changed" not in notice


def test_the_page_alone_means_its_first_indicator(opened: Opened, version: str) -> None:
    (notice,) = opened("water", v=version)
    assert "1 of the numbers" in notice


@pytest.mark.parametrize("page", ["sources", "changes"])
def test_pages_without_charts_say_nothing(opened: Opened, version: str, page: str) -> None:
    assert opened(page, v=version) == []


def test_a_correction_behind_the_printed_digits_is_shown(opened: Opened, version: str, toy_folder: Path) -> None:
    change(toy_folder, OBSERVATIONS, "2020,20.5", "2020,19.2501")
    (notice,) = opened("water", indicator="network_losses", v=version)
    assert "<td>19.2500% of the volume (2020)</td><td>19.2501% of the volume (2020)</td>" in notice


def test_a_chart_whose_numbers_stand_says_so(opened: Opened, version: str, toy_folder: Path) -> None:
    change(toy_folder, OBSERVATIONS, "2020,20.5", "2020,19.25")
    change(toy_folder, OBSERVATIONS, "casablanca,network_losses,2020,23.5", "casablanca,network_losses,2020,24")
    (notice,) = opened("water", indicator="network_losses", chart="rank", v=version)
    assert "none of the numbers shown here did" in notice
    assert "<table" not in notice


@pytest.mark.parametrize("unknown", ["0123456789ab", "<script>alert(1)</script>", "x" * 5000])
def test_an_unknown_version_is_named_and_shown_as_text(opened: Opened, version: str, unknown: str) -> None:
    (notice,) = opened("water", indicator="network_losses", v=unknown)
    assert "not in the log of releases" in notice
    assert "<script" not in notice
    assert len(notice) < 1000


def test_the_version_at_hand_says_nothing(opened: Opened, version: str, toy_folder: Path) -> None:
    now = open_dataset(toy_folder).version
    assert now != version
    assert opened("water", indicator="network_losses", v=now) == []
    assert opened("water", indicator="network_losses") == []
    assert opened("water", indicator="network_losses", v="") == []


def test_a_link_to_what_was_accepted_earlier(opened: Opened, toy_folder: Path) -> None:
    journal = Journal(toy_folder / "store")
    acceptance.accept(journal, offer(toy_folder, journal, RABAT, "first.csv"), "a")
    version = shown(toy_folder, journal).version
    acceptance.accept(journal, offer(toy_folder, journal, RABAT.replace(",19,", ",26.5,"), "second.csv"), "a")
    (notice,) = opened("water", indicator="network_losses", chart="rank", v=version)
    assert f"The data changed since this link was made (version {version}, " in notice
    assert "<td>19.0% of the volume (2021)</td><td>26.5% of the volume (2021)</td>" in notice


def test_the_steps_are_listed_on_the_page_of_changes(toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(toy_folder / "store")
    acceptance.accept(journal, offer(toy_folder, journal, RABAT, "first.csv"), "a")
    acceptance.accept(journal, offer(toy_folder, journal, CASABLANCA, "second.csv"), "a", replaces=1)
    journal.withdraw(2, "a", "2026-11-22T10:00:00+00:00")
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    run = AppTest.from_file(PAGES / "changes.py", default_timeout=PATIENCE).run()
    assert not run.exception
    words = " ".join(one.proto.body for one in run.get("html"))
    assert "<td>22 November 2026</td><td>Withdrawn</td><td>second.csv</td><td>known sources</td>" in words
    assert "<td>Accepted, in place of first.csv</td><td>second.csv</td>" in words
