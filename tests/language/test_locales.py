"""Which locale and which direction a language has: those of Morocco; and what the CLDR publishes of Tamazight."""

import re
from datetime import date

from babel.dates import format_date

from indicators.language.locales import (
    LANGUAGE_NAMES,
    LANGUAGES,
    LOCALES,
    day_words,
    direction,
    locale,
    lockup,
    tamazight_name,
)

MONTHS = "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر"
MOIS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"


def test_every_language_has_a_name_and_a_locale() -> None:
    assert set(LANGUAGE_NAMES) == set(LOCALES) == set(LANGUAGES)
    assert {language: str(locale(language)) for language in LANGUAGES} == {"en": "en_GB", "fr": "fr_MA", "ar": "ar_MA"}
    assert str(locale("xx")) == "en_GB"


def test_arabic_alone_runs_from_right_to_left() -> None:
    assert [direction(language) for language in (*LANGUAGES, "xx")] == ["ltr", "ltr", "rtl", "ltr"]


def test_months_are_those_of_morocco() -> None:
    written = {
        language: [format_date(date(2024, month, 5), "MMMM", locale=locale(language)) for month in range(1, 13)]
        for language in ("fr", "ar")
    }
    assert written == {"fr": MOIS.split(), "ar": MONTHS.split()}


TIFINAGH = re.compile("[\u2d30-\u2d67\u2d6f]+")


def test_the_country_and_a_day_are_written_in_tifinagh():
    assert tamazight_name("MAR") == "ⵍⵎⵖⵔⵉⴱ"
    assert lockup("MAR", date(2027, 1, 13)) == "ⵍⵎⵖⵔⵉⴱ · ⴰⴽⵕⴰⵙ 13 ⵉⵏⵏⴰⵢⵔ 2027"


def test_a_country_whose_language_it_is_not_has_none():
    assert tamazight_name("FRA") == lockup("FRA", date(2027, 1, 13)) == ""
    assert day_words("FRA") is None
    assert tamazight_name("nowhere") == ""


def test_a_script_is_given_the_same_words():
    words = day_words("MAR")
    day = date(2027, 1, 13)
    written = (
        f"{words['country']} · {words['days'][day.weekday()]} {day.day} {words['months'][day.month - 1]} {day.year}"
    )
    assert written == lockup("MAR", day)
    assert (len(words["days"]), len(words["months"])) == (7, 12)
    assert all(TIFINAGH.fullmatch(word) for word in (*words["days"], *words["months"]))
