"""Dates as people write them, stored as ISO; what is no date stays as it was written."""

import pytest

from indicators.intake.written_dates import iso_date


@pytest.mark.parametrize(
    ("written", "language", "stored"),
    [
        ("12/03/2026", "fr", "2026-03-12"),
        ("12/03/2026", "en", "2026-12-03"),
        ("31.5.2024", "en", "2024-05-31"),
        ("12 mars 2026", "fr", "2026-03-12"),
        ("1er mai 2024", "fr", "2024-05-01"),
        ("March 2026", "fr", "2026-03"),
        ("2024-05", "fr", "2024-05"),
        ("2024", "en", "2024"),
        ("31/02/2024", "fr", "31/02/2024"),
        ("im Mai 2024", "fr", "im Mai 2024"),
    ],
)
def test_dates_are_taken_as_people_write_them(written: str, language: str, stored: str) -> None:
    assert iso_date(written, language) == stored
