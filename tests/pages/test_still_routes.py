""" "Is this still true?": what a figure and a sentence stated then and say now, and what nobody can tell."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.analysis.editions import edition_changes
from indicators.store import releases as releases_module
from indicators.store.dataset import open_dataset
from indicators.store.releases import releases
from indicators.web import app_state
from pages.server import routes
from tests.helpers.folders import OBSERVATIONS, change
from tests.helpers.published import dataset


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The routes with every layer."""
    with TestClient(Starlette(routes=routes.routes(), middleware=routes.middleware())) as opened:
        yield opened


def words(client: TestClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.text.split("<main>")[1]))


def test_a_figure_that_did_not_change(client: TestClient) -> None:
    first = releases(app_state.published_dataset().folder / "releases")[-1].version
    reported = words(client, f"/still/population_agglomeration/casablanca/2018?lang=en&v={first}")
    assert "It is unchanged here: 3.7 million" in reported
    assert first in reported


def test_a_figure_that_was_not_held_then(client: TestClient) -> None:
    first = releases(app_state.published_dataset().folder / "releases")[-1].version
    reported = words(client, f"/still/bathroom_at_home/casablanca/2024?lang=en&v={first}&chart=rank")
    assert "It was not held here in data version" in reported
    assert "With the figures of then" in reported


@pytest.fixture
def corrected(toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Serve figures of which that of Rabat was corrected; give the version before."""
    before = open_dataset(toy_folder)
    releases_module.record(toy_folder / "releases", before.observations, before.version, "2026-11-22", "Figures.")
    change(toy_folder, OBSERVATIONS, "rabat,network_losses,2020,19.25", "rabat,network_losses,2020,20.5")
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    return before.version


def test_a_value_that_was_changed_is_reported_with_both(client: TestClient, corrected: str) -> None:
    reported = words(client, f"/still/network_losses/rabat/2020?lang=en&v={corrected}")
    assert "It has changed here: it was 19.3% of the volume in data version" in reported
    assert "now it is 20.5%" in reported
    assert "(22 November 2026)" in reported


def test_a_sentence_with_a_range_says_that_the_range_of_then_is_not_recorded(
    client: TestClient, toy_folder: Path, corrected: str
) -> None:
    change(toy_folder, OBSERVATIONS, "rabat,network_losses,2020,20.5,,,", "rabat,network_losses,2020,20.5,19,22,")
    reported = words(client, f"/still/network_losses/rabat/2020?lang=en&v={corrected}&chart=rank")
    assert f"Limits and ranges of error of data version {corrected}" in reported
    assert "whether they changed cannot be told" in reported


def test_an_embed_says_what_changed(client: TestClient, corrected: str) -> None:
    page = client.get(f"/embed/network_losses-rank?lang=en&v={corrected}&on=2026-11-25")
    assert page.status_code == 200
    assert "Changed since 25 November 2026." in page.text
    # the day of the version stands for a day before it
    page = client.get(f"/embed/network_losses-rank?lang=en&v={corrected}&on=2026-11-01")
    assert "Changed since 22 November 2026." in page.text


def test_a_figure_that_was_removed(client: TestClient, toy_folder: Path, corrected: str) -> None:
    path = toy_folder / OBSERVATIONS
    lines = [line for line in path.read_text().splitlines() if not line.startswith("rabat,network_losses,2020")]
    path.write_text("\n".join([*lines, ""]))
    reported = words(client, f"/still/network_losses/rabat/2020?lang=en&v={corrected}")
    assert "It is no longer held here: it was 19" in reported


def test_a_version_that_is_not_held_is_not_guessed(client: TestClient) -> None:
    reported = words(client, "/still/public_sewer/casablanca/2024?lang=en&v=0123456789ab&chart=rank")
    assert "what they said cannot be told" in reported
    assert "not known here" in reported
    assert "unchanged" not in reported


def test_the_overview_has_no_figure_of_its_own(client: TestClient) -> None:
    reported = words(client, "/still/overview/rabat/2030?lang=en")
    assert "The overview speaks of many indicators: which figure of “rabat” is meant is not said." in reported
    assert "The sentence" in reported


def test_without_a_version_nothing_is_stated_of_then(client: TestClient) -> None:
    reported = words(client, "/still/public_sewer/casablanca/2024?lang=en")
    assert "names no data version" in reported
    assert "unchanged" not in reported


def test_a_projection_is_not_called_observed(client: TestClient) -> None:
    version = app_state.published_dataset().version
    reported = words(client, f"/still/population_agglomeration/casablanca/2030?lang=en&v={version}")
    assert "The figure is projected, not observed." in reported


def test_what_the_publisher_changed_between_editions_is_stated(client: TestClient) -> None:
    changed = edition_changes(dataset().observations, dataset().sources, dataset().catalogue)[0]
    reported = words(
        client,
        f"/still/{changed.indicator}/{changed.place}/{changed.earlier['year']}?lang=en&v={dataset().version}",
    )
    assert "The publisher changed this figure by" in reported


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_it_speaks_three_languages(client: TestClient, language: str) -> None:
    answer = client.get(f"/still/public_sewer/casablanca/2024?lang={language}&chart=rank")
    assert f'<html lang="{language}"' in answer.text
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("path", "stated"),
    [
        ("/still/public_sewr/casablanca/2024", "did you mean public_sewer?"),
        ("/still/public_sewer/casablnca/2024", "did you mean casablanca?"),
        ("/still/public_sewer/casablanca/20x4", "which is not a year"),
        ("/still/public_sewer/casablanca/2024/and/more", "There is no page"),
        ("/still/public_sewer?chart=pie", "pie"),
        ("/still/%3Cscript%3E", "&lt;script&gt;"),
        ("/still/" + "a/" * 2000, "is not known"),
    ],
)
def test_bad_addresses_are_answered_in_words(client: TestClient, path: str, stated: str) -> None:
    answer = client.get(path + ("&" if "?" in path else "?") + "lang=en")
    assert answer.status_code == 404
    assert stated in answer.text
