"""Years as people type them: a year, a date whose year is beyond doubt, or a question."""

import re
from functools import cache

from babel import Locale

from indicators.places import fold

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_YEAR = r"((?:18|19|20|21)\d\d)"
_PLAIN = re.compile(rf"{_YEAR}(?:[.,]0+)?")
_DATES = (
    re.compile(rf"{_YEAR}-\d\d?-\d\d?(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?"),
    re.compile(rf"\d\d?[/.-]\d\d?[/.-]{_YEAR}(?: \d\d?:\d\d(?::\d\d)?)?"),
    re.compile(rf"\d\d?[/.-]{_YEAR}"),
    re.compile(rf"{_YEAR}[/-](?:0?[1-9]|1[0-2])"),
    re.compile(rf"{_YEAR}/\d\d?/\d\d?|{_YEAR}\.\d\d?\.\d\d?"),
)
_WORDED = re.compile(rf"(?:\d\d?(?:er)?[ .-]+)?([^\W\d]+)\.?[ .-]+{_YEAR}")
_SHORT = re.compile(r"\d\d?[/. -]\d\d?[/. -]\d\d|\d\d?/\d\d?|(?:\d\d?[ .-])?[^\W\d]+\.?[ .-]+\d\d")
_TWO_YEARS = re.compile(rf"{_YEAR}\s*[/–-]\s*(?:{_YEAR}|(\d\d))")
_SERIAL = re.compile(r"\d{5}(?:\.0)?")
_SERIALS = range(18264, 73051)
"""The days from 1950 to 2100 as spreadsheets count them."""

_TYPED_AS_DAY = "1905"
"""The year of what a spreadsheet shows for a year typed into a cell of dates: day 2019 is the 11th of July 1905."""


@cache
def months() -> frozenset[str]:
    """Return the folded names of the months in the three languages, and in the Arabic of Morocco."""
    names = {
        fold(name)
        for language in ("en", "fr", "ar", "ar_MA", "ar_DZ")
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in Locale.parse(language).months[context][width].values()
    }
    return frozenset({*names, "sept", "fev", "janv", "juil"})


def year_in(text: str) -> tuple[str, bool]:
    """Return the year that a cell names as four digits, and whether the cell is a question.

    A cell that is no date at all comes back as it is: what is wrong with it is
    told where years are checked.
    """
    plain = text.strip().translate(_DIGITS)
    year = _PLAIN.fullmatch(plain)
    if year:
        return year[1], False
    if _is_two_years(plain):
        return text, True
    for pattern in _DATES:
        found = pattern.fullmatch(plain)
        if found:
            dated = str(next(one for one in found.groups() if one))
            return (text, True) if dated == _TYPED_AS_DAY else (dated, False)
    worded = _WORDED.fullmatch(plain)
    if worded and fold(worded[1]) in months():
        return worded[2], False
    serial = _SERIAL.fullmatch(plain) and int(float(plain)) in _SERIALS
    return text, bool(serial or _is_short(plain))


def _is_two_years(text: str) -> bool:
    """Return whether a cell names two years (2019/2020, 2019-20); 2019-12 is a month."""
    found = _TWO_YEARS.fullmatch(text)
    return found is not None and (found[2] is not None or int(found[3]) == (int(found[1]) + 1) % 100)


def _is_short(text: str) -> bool:
    """Return whether a cell looks like a date with a year of two digits."""
    if not _SHORT.fullmatch(text):
        return False
    word = re.search(r"[^\W\d]+", text)
    return word is None or fold(word[0]) in months()
