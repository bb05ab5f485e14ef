"""Years as people type them: dates whose year is beyond doubt, headers that are years, or a question."""

import re
from functools import cache

from babel import Locale

from indicators.loaders.reading.numbers import plain_characters
from indicators.model.places import fold

_YEAR = r"((?:18|19|20|21)\d\d)"
_PLAIN = re.compile(rf"{_YEAR}(?:[.,]0+)?")
_ZONED = re.compile(
    rf"{_YEAR}-(\d\d)-(\d\d)[T ](\d\d):\d\d(?::\d\d(?:[.,]\d+)?)? ?(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)", re.I
)
"""A moment in a zone of time, as programs write it."""

_DATES = (
    re.compile(rf"{_YEAR}-\d\d?-\d\d?(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?"),
    re.compile(rf"\d\d?[/.-]\d\d?[/.-]{_YEAR}(?: \d\d?:\d\d(?::\d\d)?)?"),
    re.compile(rf"\d\d?[/.-]{_YEAR}"),
    re.compile(rf"{_YEAR}[/-](?:0?[1-9]|1[0-2])"),
    re.compile(rf"{_YEAR}/\d\d?/\d\d?|{_YEAR}\.\d\d?\.\d\d?"),
)
_WORDED = re.compile(rf"(?:\d\d?(?:er)?[ .-]+)?([^\W\d]+)\.?[ .-]+{_YEAR}")
_SHORT = re.compile(r"\d\d?[/. -]\d\d?[/. -]\d\d|\d\d?/\d\d?|(?:\d\d?[ .-])?[^\W\d]+\.?[ .-]+\d\d")
_TWO_YEARS = re.compile(rf"{_YEAR}\s*[/–-]\s*(?:{_YEAR}|(\d\d?))")
_MARKED = re.compile(
    rf"(?:YR)?{_YEAR}(?:[.,]0+)?"
    r"(?:\s*(?:\((?:p|e|r|b|prov\.?|provisoire|provisional|rev\.?|révisé|revised|\d{1,2}|\*+|[a-c])\)"
    r"|[pre]\b|\*+|[¹²³⁴⁵⁶⁷⁸⁹]+|ᵃ|ᵇ|ᶜ|\[YR\d{4}\]))*",
    re.I,
)
"""A year with the marks of a footnote, or of a figure that is provisional or revised."""
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
    reported where years are checked.
    """
    plain = plain_characters(text)
    year = _PLAIN.fullmatch(plain)
    if year:
        return year[1], False
    if _is_two_years(plain):
        return text, True
    zoned = _ZONED.fullmatch(plain)
    if zoned:
        # near the turn of the year a clock elsewhere shows another one
        _, month, day, hour = zoned.groups()
        is_near = (month, day) in {("12", "31"), ("01", "01")} and (
            int(hour) >= 10 if month == "12" else int(hour) < 14
        )
        return (text, True) if is_near else (zoned[1], False)
    for pattern in _DATES:
        date = pattern.fullmatch(plain)
        if date:
            dated = str(next(part for part in date.groups() if part))
            return (text, True) if dated == _TYPED_AS_DAY else (dated, False)
    worded = _WORDED.fullmatch(plain)
    if worded and fold(worded[1]) in months():
        return worded[2], False
    serial = _SERIAL.fullmatch(plain) and int(float(plain)) in _SERIALS
    return text, bool(serial or _is_short(plain))


def _is_two_years(text: str) -> bool:
    """Return whether a cell names two years (2019/2020, 2019-20, 2019/0); 2019-12 is a month."""
    years = _TWO_YEARS.fullmatch(text)
    if years is None or years[2]:
        return years is not None
    digits: str = years[3]
    return bool(int(digits) == (int(years[1]) + 1) % 10 ** len(digits))


def header_year(header: str) -> str:
    """Return the year that a header is, as four digits; blank where it says anything else besides.

    A footnote, or the mark of a provisional figure, may stand behind it; a date counts as its year where that is
    beyond doubt. "FY2015/16", "before 2016" and "Var. 2017" are no years.
    """
    marked = _MARKED.fullmatch(plain_characters(header))
    if marked:
        return marked[1]
    year, is_question = year_in(header)
    return year if not is_question and _PLAIN.fullmatch(year) else ""


def _is_short(text: str) -> bool:
    """Return whether a cell looks like a date with a year of two digits."""
    if not _SHORT.fullmatch(text):
        return False
    word = re.search(r"[^\W\d]+", text)
    return word is None or fold(word[0]) in months()
