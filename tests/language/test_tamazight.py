"""Tamazight: what the CLDR publishes and nothing else."""

import re
from datetime import date

from indicators.language.tamazight import country_name, day_words, lockup, territory

TIFINAGH = re.compile("[\u2d30-\u2d67\u2d6f]+")


def test_the_country_and_a_day_are_written_in_tifinagh():
    assert country_name("MAR") == "ⵍⵎⵖⵔⵉⴱ"
    assert lockup("MAR", date(2027, 1, 13)) == "ⵍⵎⵖⵔⵉⴱ · ⴰⴽⵕⴰⵙ 13 ⵉⵏⵏⴰⵢⵔ 2027"


def test_a_country_whose_language_it_is_not_has_none():
    assert country_name("FRA") == lockup("FRA", date(2027, 1, 13)) == ""
    assert day_words("FRA") is None
    assert territory("nowhere") == ""
    assert country_name("nowhere") == ""


def test_a_script_is_given_the_same_words():
    words = day_words("MAR")
    day = date(2027, 1, 13)
    written = (
        f"{words['country']} · {words['days'][day.weekday()]} {day.day} {words['months'][day.month - 1]} {day.year}"
    )
    assert written == lockup("MAR", day)
    assert (len(words["days"]), len(words["months"])) == (7, 12)
    assert all(TIFINAGH.fullmatch(word) for word in (*words["days"], *words["months"]))
