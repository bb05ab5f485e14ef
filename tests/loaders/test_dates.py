"""Years as people type them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.loaders.reading.years import year_in


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2019", "2019"), (" 2019 ", "2019"), ("2019.0", "2019"), ("2019,0", "2019"), ("٢٠١٩", "2019"),
        ("31/12/2019", "2019"), ("31-12-2019", "2019"), ("31.12.2019", "2019"), ("12/31/2019", "2019"),
        ("03/04/2005", "2005"), ("2019-12-31", "2019"), ("2019-12-31 00:00:00", "2019"),
        ("2019-12-31T10:30:00", "2019"), ("2019/12/31", "2019"), ("12/2019", "2019"), ("2019/12", "2019"),
        ("déc. 2019", "2019"), ("DÉCEMBRE 2019", "2019"), ("1er janvier 2019", "2019"), ("31 août 2019", "2019"),
        ("Dec 2019", "2019"), ("sept. 2019", "2019"), ("دجنبر 2019", "2019"), ("ديسمبر 2019", "2019"),
    ],
)  # fmt: skip
def test_dates_whose_year_is_beyond_doubt(text: str, year: str) -> None:
    assert year_in(text) == (year, False)


@pytest.mark.parametrize(
    "text",
    [
        "03/04/05", "31-12-19", "05/06", "déc-19", "Dec 19", "31 déc. 19", "2019/2020", "2019-20", "2019–2020",
        "2011-12", "41639", "43830.0",
        # the years 2014 and 1990, typed into cells of dates
        "1905-07-06", "1905-06-12", "06/07/1905", "1905-07-06 00:00:00",
    ],
)  # fmt: skip
def test_dates_that_are_a_question(text: str) -> None:
    assert year_in(text) == (text, True)


@pytest.mark.parametrize("text", ["", "14", "2014.5", "last year", "T1 2019", "Rabat 2019", "12345678", "1500", "999"])
def test_what_is_no_date_is_left_to_the_check_of_years(text: str) -> None:
    assert year_in(text) == (text, False)


@pytest.mark.slow
@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    year, asked = year_in(text)
    assert year == text or (len(year) == 4 and year.isascii() and not asked)
