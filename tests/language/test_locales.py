"""Which locale and which direction a language has: those of Morocco."""

from datetime import date

from babel.dates import format_date

from indicators.language.locales import LANGUAGE_NAMES, LOCALES, direction, locale
from indicators.language.translator import LANGUAGES

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
