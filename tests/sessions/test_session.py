"""Who stands on the stage: roles stated in the reader's language, names as they are written."""

import pytest

from indicators.sessions.session import CHAIR, called


@pytest.mark.parametrize(
    ("name", "language", "stated"),
    [
        (CHAIR, "en", "Chair"),
        (CHAIR, "fr", "Présidence"),
        (CHAIR, "ar", "رئاسة الجلسة"),
        ("Speaker 2", "fr", "Intervenant 2"),
        ("Speaker 12", "ar", "المتحدث 12"),
        ("Nadia Chair", "ar", "Nadia Chair"),
        ("Speaker of the house", "fr", "Speaker of the house"),
        ("نادية", "fr", "نادية"),
    ],
)
def test_a_role_is_translated_and_a_name_is_not(name: str, language: str, stated: str) -> None:
    assert called(name, language) == stated
