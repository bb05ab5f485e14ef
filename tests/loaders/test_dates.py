"""Years as people type them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.loaders.reading.years import header_year, year_in


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2019", "2019"), (" 2019 ", "2019"), ("2019.0", "2019"), ("2019,0", "2019"), ("٢٠١٩", "2019"),
        ("31/12/2019", "2019"), ("31-12-2019", "2019"), ("31.12.2019", "2019"), ("12/31/2019", "2019"),
        ("03/04/2005", "2005"), ("2019-12-31", "2019"), ("2019-12-31 00:00:00", "2019"),
        ("2019-12-31T10:30:00", "2019"), ("2019/12/31", "2019"), ("12/2019", "2019"), ("2019/12", "2019"),
        ("déc. 2019", "2019"), ("DÉCEMBRE 2019", "2019"), ("1er janvier 2019", "2019"), ("31 août 2019", "2019"),
        ("Dec 2019", "2019"), ("sept. 2019", "2019"), ("دجنبر 2019", "2019"), ("ديسمبر 2019", "2019"),
        ("\u200f۲۰۱۹\u200f", "2019"), ("2019-06-30T23:00:00Z", "2019"), ("2019-12-31T00:00:00+01:00", "2019"),
    ],
)  # fmt: skip
def test_dates_whose_year_is_beyond_doubt(text: str, year: str) -> None:
    assert year_in(text) == (year, False)


@pytest.mark.parametrize(
    "text",
    [
        "03/04/05", "31-12-19", "05/06", "déc-19", "Dec 19", "31 déc. 19", "2019/2020", "2019-20", "2019–2020",
        "2011-12", "41639", "43830.0", "2008/9", "2005-6", "2009/0",
        # clocks elsewhere show another year
        "2021-12-31T23:00:00Z", "2020-01-01T00:30:00+00:00",
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


@pytest.mark.parametrize(
    ("header", "year"),
    [
        ("2014", "2014"), ("2014p", "2014"), ("2015*", "2015"), ("2019 (1)", "2019"), ("2023 (p)", "2023"),
        ("2020 [YR2020]", "2020"), ("2021.0", "2021"), ("2014¹", "2014"), ("2024-09-01", "2024"), ("٢٠٢٤", "2024"),
    ],
)  # fmt: skip
def test_headers_that_are_years(header: str, year: str) -> None:
    assert header_year(header) == year


@pytest.mark.parametrize(
    "header",
    [
        "2016-2017", "FY18", "FY2015/16", "avant 2016", "before 2016", "Var. 2017 (%)", "1905-07-14", "Population 2014",
        "2030 (objectif)", "2014 2015", "", "Anfa",
    ],
)  # fmt: skip
def test_headers_whose_words_are_a_question(header: str) -> None:
    assert header_year(header) == ""
