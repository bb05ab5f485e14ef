"""Direction within a text: what is isolated in Arabic, by the order in which a reader sees it."""

import re
import unicodedata

import pytest
from bidi import get_display

from indicators.language.bidi import (
    FSI,
    LRI,
    PDI,
    RLI,
    is_latin,
    isolated,
    left_to_right,
    neutral,
    signs_kept,
    unmarked,
)
from indicators.language.translator import filled, text
from indicators.text import formatting


def seen(logical: str) -> str:
    """Return a line from right to left as it is seen, its leftmost character first, without marks."""
    return re.sub(f"[{LRI}{RLI}{FSI}{PDI}]", "", get_display(logical, base_dir="R"))


def test_without_an_isolate_sign_and_per_cent_change_sides() -> None:
    assert "%3,5−" in seen("بنسبة −3,5% سنة")
    assert "−3,5%" in seen(f"بنسبة {left_to_right('−3,5%', 'ar')} سنة")


@pytest.mark.parametrize(
    "written",
    [
        formatting.signed_percent(-3.5, 1, "ar"),
        formatting.signed_percent(3.5, 1, "ar"),
        formatting.percent(66.5, 1, "ar"),
        formatting.signed(-0.7, 1, "ar"),
        formatting.number(-1234.5, 1, "ar"),
        formatting.number(1_234_567.5, 1, "ar"),
        formatting.between(2014, 2024, "ar"),
        formatting.between("−3", "5", "ar"),
    ],
)
def test_numbers_are_seen_as_they_are_written(written: str) -> None:
    plain = unmarked(written)
    assert plain in seen(f"من {written} إلى الماء")
    assert plain in seen(filled("ar", "{n} من الماء ({n})", "", {"n": written}))


NAMES = ["CO₂", "m³", "SDG 6.4.2", "PM2.5", "Fès (médina)", "C40 Cities (2024)", "a/b-c.csv", "€ 3"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_put_into_a_sentence_is_seen_as_it_is(name: str) -> None:
    assert seen(filled("ar", "انبعاثات {name} في الدار البيضاء ({name})", "", {"name": name})).count(name) == 2


def test_literal_formulas_need_no_isolate() -> None:
    assert "CO₂" in seen("طن من CO₂ للفرد")
    assert "SDG 6.4.2" in seen("المؤشر (SDG 6.4.2) في المغرب")
    assert seen("12 m³/يوم") == "موي/m³ 12"


def test_latin_names_of_a_list_stand_from_right_to_left() -> None:
    assert seen(formatting.commas(["Ahlaf", "Ain Tizgha"], "ar")) == "Ain Tizgha ،Ahlaf"


SHARE = f"{LRI}98,2%{PDI} من الأسر"
RUNNING = ["الدار البيضاء", "المدن الأخرى (عددها 3)", "المرتبة 2 من بين 4", SHARE, "2024", "1.234,5"]


@pytest.mark.parametrize("plain", RUNNING)
def test_what_runs_with_the_sentence_gets_no_mark_and_is_seen_as_if_it_had(plain: str) -> None:
    assert isolated(plain) == plain
    assert seen(f"في {plain} ثم") == seen(f"في {FSI}{plain}{PDI} ثم")


@pytest.mark.parametrize("turned", ["Rabat", "3 m", "-3", "66%", "2014–2024", "(m³)", "1 t CO₂"])
def test_what_would_turn_is_isolated_once(turned: str) -> None:
    assert isolated(turned) == f"{FSI}{turned}{PDI}"
    assert isolated(isolated(turned)) == isolated(turned)


def test_what_begins_in_latin_and_goes_on_in_arabic_is_read_from_the_right() -> None:
    assert isolated("CDP وICLEI") == f"{RLI}CDP وICLEI{PDI}"
    assert seen(f"حسب {isolated('CDP وICLEI')}، ولا") == "الو ،ICLEIو CDP بسح"


def test_a_number_beside_latin_letters_is_isolated() -> None:
    assert isolated("12", count_too=True) == f"{FSI}12{PDI}"
    assert seen(filled("ar", "ملف CSV {n}", "", {"n": 12})) == "12 CSV فلم"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_other_languages_have_no_marks(language: str) -> None:
    assert text(language, "{n} in {place}", n="−3%", place="الدار البيضاء") == "−3% in الدار البيضاء"
    assert formatting.signed_percent(-3.5, 1, language).isascii() is False
    assert unmarked(formatting.signed_percent(-3.5, 1, language)) == formatting.signed_percent(-3.5, 1, language)
    assert left_to_right("1–2", language) == "1–2"


SIGNED = [
    ("عينة من 20% من الأسر", "20%"), ("هدف العقد لسنة 2010: 74,5%", "74,5%"), ("بين 95 و105%.", "105%"),
    ("صور لاندسات (+88%).", "+88%"), ("(الوزن >+2 أو <-2 نقطة", "-2"), ("إصدار 2013-2014 الجديد", "2013-2014"),
    ("من 1990–2000 إلى اليوم", "1990–2000"), (f"حصة {LRI}20%{PDI} من الأسر", "20%"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "whole"), SIGNED)
def test_what_was_written_by_hand_keeps_its_signs(written: str, whole: str) -> None:
    kept = signs_kept(written)
    assert whole in seen(kept)
    assert unmarked(kept) == unmarked(written)
    assert signs_kept(kept) == kept


@pytest.mark.parametrize("plain", ["رقم 12 من 2024", "ISO-8859-1", "1.234,5 نسمة", "SDG 6.4.2", "PM2.5"])
def test_numbers_without_a_sign_get_no_mark(plain: str) -> None:
    assert signs_kept(plain) == plain


def test_others_names_turn_nothing() -> None:
    assert neutral("Casa\u202eblanca\u2066") == "Casablanca"
    assert neutral("\u200fالرباط\u061c") == "الرباط"
    assert neutral("Casablanca") == "Casablanca"
    assert neutral(f"المادة {LRI}6.4.2{PDI}") == f"المادة {LRI}6.4.2{PDI}", "an isolate that is closed turns nothing"
    assert neutral(f"{PDI}سد{FSI} أ") == "سد أ"


def test_others_names_cover_nothing() -> None:
    pile = neutral("Ca" + "\u0301\u0302\u0303\u0304\u0305" * 20 + "sa")
    assert pile.startswith("C")
    assert pile.endswith("sa")
    assert sum(unicodedata.combining(char) > 0 for char in pile) <= 3
    assert neutral("Fe\u0300s") == "Fès"
    assert neutral("مُحَمَّد") == unicodedata.normalize("NFC", "مُحَمَّد")


def test_latin_is_distinguished_from_arabic() -> None:
    assert is_latin("Ain Tizgha")
    assert not is_latin("عين")
    assert not is_latin("CO₂ للفرد")
    assert not is_latin("2024")
