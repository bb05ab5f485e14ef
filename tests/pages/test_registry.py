"""What a page is called in the browser's tab."""

import pytest

from pages.shared import registry
from tests.helpers.published import dataset


@pytest.mark.parametrize(
    ("address", "indicator", "language", "title"),
    [
        ("water", "", "en", "Water · Casablanca"),
        ("water", "public_sewer", "en", "Connected to the public sewer · Water · Casablanca"),
        ("water", "public_sewer", "fr", "Raccordement à l’égout public · Eau · Casablanca"),
        ("sdg", "public_sewer", "en", "Connected to the public sewer · SDG · Casablanca"),
        # the page of another theme shows one of its own, the overview none
        ("carbon", "public_sewer", "en", "Carbon · Casablanca"),
        ("", "public_sewer", "en", "Overview · Casablanca"),
        ("water", "no_such_indicator", "en", "Water · Casablanca"),
    ],
)
def test_the_title_names_the_indicator_that_the_page_shows(
    address: str, indicator: str, language: str, title: str
) -> None:
    entry = registry.entry_at(dataset(), address)
    assert registry.document_title(dataset(), entry, language, indicator) == title
