"""Dates as people write them into a form: 12/03/2026, 12 mars 2026, March 2026."""

import re
from collections.abc import Iterator
from datetime import date

from babel.dates import get_month_names

MONTHS = 12


def iso_date(written: str, language: str) -> str:
    """Return a date that people write (12/03/2026, 12 mars 2026, March 2026) as ISO; anything else as it is.

    Of two numbers the day is the one above twelve; where both may be the month, the reader's language decides.
    """
    numbers = re.fullmatch(r"(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})", written.strip())
    if numbers:
        first, second, year = map(int, numbers.groups())
        day_first = language != "en" or first > MONTHS
        day, month = (first, second) if day_first else (second, first)
        return _iso(written, year, month, day)
    words = re.fullmatch(r"(?:(\d{1,2})(?:er|st|nd|rd|th)?\s+)?([^\W\d]+)\.?\s+(\d{4})", written.strip().casefold())
    named = {name.casefold().rstrip("."): number for number, name in _month_names(language)}
    if words and words[2] in named:
        return _iso(written, int(words[3]), named[words[2]], int(words[1]) if words[1] else None)
    return written


def _month_names(language: str) -> Iterator[tuple[int, str]]:
    """Yield the months' names, in full and short, in the reader's language and in English."""
    for code in {language, "en"}:
        for width in ("wide", "abbreviated"):
            yield from get_month_names(width, locale=code).items()


def _iso(written: str, year: int, month: int, day: int | None) -> str:
    """Return a date as ISO, to the month where no day is given; as it was written where there is none such."""
    try:
        date(year, month, day or 1)
    except ValueError:
        return written
    return f"{year}-{month:02}" if day is None else f"{year}-{month:02}-{day:02}"
