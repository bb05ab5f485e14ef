"""Numbers, units, years and lists as each language writes them."""

import math

import pandas as pd
import pytest

from indicators.text import formatting
from indicators.text.formatting import ARABIC_ADJECTIVES, ARABIC_NOUNS, arabic_unit, with_unit
from tests.helpers.checking import dataset
from tests.helpers.comparison_examples import entry, footprint_entry, names, population_entry

NBSP, NARROW, MINUS, LRI, PDI = "\u00a0", "\u202f", "\u2212", "\u2066", "\u2069"


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "3,197,332.5"), ("fr", f"3{NARROW}197{NARROW}332,5"), ("ar", "3.197.332,5")]
)
def test_numbers_have_the_separators_of_the_language(language, expected):
    assert formatting.number(3_197_332.5, 1, language) == expected


def test_numbers_have_exactly_the_digits_asked_for():
    assert formatting.number(66.4804528150314, 1, "en") == "66.5"
    assert formatting.number(77, 1, "en") == "77.0"
    assert formatting.number(0.25, 1, "en") == "0.3", "halves away from zero, as readers round"
    assert formatting.number(2.675, 2, "en") == "2.68", "as printed, not as stored in binary"
    assert formatting.number(-0.04, 1, "en") == "0.0"
    assert formatting.number(-12.5, 1, "en") == f"{MINUS}12.5"


@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf, pd.NA])
def test_what_is_missing_is_written_as_nothing(value):
    assert formatting.number(value, 1, "en") == ""
    assert formatting.signed(value, 1, "en") == ""
    assert formatting.percent(value, 1, "fr") == ""
    assert formatting.compact(value, "fr") == ""
    assert formatting.with_unit(value, entry(), "en") == ""


@pytest.mark.parametrize(
    ("value", "en", "fr"),
    [
        (3_197_332, "3.2 million", "3,2 millions"),
        (1_000_000, "1 million", "1 million"),
        (1_500_000, "1.5 million", "1,5 million"),
        (1_960_000, "2 million", "2 millions"),
        (37_468_302, "37.5 million", "37,5 millions"),
        (999_999.6, "1 million", "1 million"),
        (999_999, "999,999", f"999{NARROW}999"),
        (3_590_000_000, "3.6 billion", "3,6 milliards"),
        (-2_500_000, f"{MINUS}2.5 million", f"{MINUS}2,5 millions"),
    ],
)
def test_large_numbers_are_written_in_words(value, en, fr):
    assert formatting.compact(value, "en").replace(NBSP, " ") == en
    assert formatting.compact(value, "fr").replace(NBSP, " ") == fr


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (3_197_332, "3,2 مليون"),
        (3_000_000, "3 ملايين"),
        (1_000_000, "1 مليون"),
        (20_000_000, "20 مليون"),
        (3_590_000_000, "3,6 مليار"),
        (-2_500_000, f"{LRI}{MINUS}2,5{PDI} مليون"),
        (999_999, "999.999"),
    ],
)
def test_large_numbers_in_arabic_words(value, written):
    assert formatting.compact(value, "ar").replace(NBSP, " ") == written


def test_axes_in_arabic_use_western_digits():
    assert formatting.abbreviated(20_000_000, "ar") == f"20{NBSP}مليون"
    assert formatting.on_axis(40, entry(), "ar") == f"{LRI}40%{PDI}"


def test_signs_stay_with_their_numbers_in_arabic():
    assert formatting.signed(8.1, 1, "ar") == f"{LRI}+8,1{PDI}"
    assert formatting.signed(0.04, 1, "ar") == f"{LRI}0,0{PDI}"
    assert formatting.number(-0.7, 1, "ar") == f"{LRI}{MINUS}0,7{PDI}"
    assert formatting.number(0.7, 1, "ar") == "0,7"
    assert formatting.signed_percent(-4.4, 0, "ar") == f"{LRI}{MINUS}4%{PDI}"
    assert formatting.between(2014, 2024, "ar") == f"{LRI}2014–2024{PDI}"
    assert formatting.between(2014, 2024, "fr") == "2014–2024"


def test_days():
    assert formatting.day("2024-08-05", "ar") == "5 غشت 2024"
    assert formatting.day("2024-08-05", "fr") == "5 août 2024"
    assert formatting.day("2022-07-01", "fr") == "1er juillet 2022"
    assert formatting.day("2022-07-11", "fr") == "11 juillet 2022"
    assert formatting.day("2024-08-05", "en") == "5 August 2024"


def test_per_cent_stands_off_in_french_only():
    assert formatting.percent(66.48, 1, "en") == "66.5%"
    assert formatting.percent(66.48, 1, "fr") == f"66,5{NBSP}%"
    assert formatting.with_unit(98.2, entry(), "en") == "98.2% of residents"
    assert formatting.with_unit(98.2, entry(), "fr") == f"98,2{NBSP}% des habitants"
    assert formatting.with_unit(98.2, entry(), "ar") == f"{LRI}98,2%{PDI} من السكان"


def test_units_stay_with_their_number():
    assert formatting.with_unit(1.8, footprint_entry(), "fr") == f"1,8{NBSP}t CO₂ par personne"
    assert formatting.with_unit(599_376, population_entry(), "en") == f"599,376{NBSP}people"
    assert formatting.with_unit(3_683_566, population_entry(), "en") == f"3.7{NBSP}million people"


def test_a_change_has_its_sign_unless_it_rounds_to_none():
    assert formatting.signed(8.1, 1, "fr") == "+8,1"
    assert formatting.signed(-0.7, 1, "en") == f"{MINUS}0.7"
    assert formatting.signed(0.04, 1, "en") == "0.0"
    assert formatting.signed(-0.04, 1, "en") == "0.0"


def test_years_have_no_separator_and_say_when_they_are_missing():
    assert formatting.year(2024, "fr") == "2024"
    assert formatting.year(None, "en") == "year not stated"
    assert formatting.year(pd.NA, "en") == "year not stated"


def test_ordinals():
    assert [formatting.ordinal(n, "en") for n in (1, 2, 3, 4, 11, 12, 13, 21, 102)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd",
    ]  # fmt: skip
    assert [formatting.ordinal(n, "fr") for n in (1, 2, 21)] == ["1re", "2e", "21e"]
    assert formatting.ordinal(4, "ar") == "4"


def test_lists():
    assert formatting.join(["Rabat", "Tangier", "Tunis"], "en") == "Rabat, Tangier and Tunis"
    assert formatting.join(["Rabat", "Tanger"], "fr") == "Rabat et Tanger"
    assert formatting.join(["الرباط", "طنجة"], "ar") == "الرباط وطنجة"
    assert formatting.join([], "en") == ""


def test_french_contracts_its_articles():
    assert formatting.tidy("à Le Caire en 2020", "fr") == "au Caire en 2020"
    assert formatting.tidy("population de Alger et de Le Cap", "fr") == "population d’Alger et du Cap"
    assert formatting.tidy("de Émeraude à Les Roches", "fr") == "d’Émeraude aux Roches"
    assert formatting.tidy("part de Hay Hassani et de Aïn Chock", "fr") == "part de Hay Hassani et d’Aïn Chock"
    assert formatting.tidy("à Lagos, à La Haye, de La Paz", "fr") == "à Lagos, à La Haye, de La Paz"
    assert formatting.tidy("in Le Havre", "en") == "in Le Havre"


def test_phrases_are_set_apart_as_the_language_does():
    assert formatting.semicolons(["HCP", "CDP"], "en") == "HCP; CDP"
    assert formatting.semicolons(["HCP", "CDP"], "fr") == f"HCP{NBSP}; CDP"
    assert formatting.semicolons([], "fr") == ""
    assert formatting.semicolons(["الماء", "الطاقة"], "ar") == "الماء؛ الطاقة"
    assert formatting.commas(["الماء", "2024"], "ar") == "الماء، 2024"
    assert formatting.commas(["Water", "2024"], "en") == "Water, 2024"


def test_changes_in_per_cent():
    assert formatting.signed_percent(37.3, 0, "en") == "+37%"
    assert formatting.signed_percent(-4.4, 0, "fr") == f"{MINUS}4{NBSP}%"
    assert formatting.signed_percent(None, 0, "fr") == ""


@pytest.mark.parametrize(("value", "french", "english"), [(0.4, 0, 100), (1.0, 1, 1), (-1.5, 1, 100), (2.5, 2, 100)])
def test_a_number_with_decimals_takes_the_plural_form_of_its_language(value, french, english):
    assert formatting.plural_number(value, "fr") == french
    assert formatting.plural_number(value, "en") == english


def test_french_units_are_singular_below_two():
    volume = entry(measure="total", unit_names=names("million m³ a year", "millions de m³ par an"), digits=1)
    assert formatting.with_unit(1.34, volume, "fr") == f"1,3{NBSP}million de m³ par an"
    assert formatting.with_unit(1.96, volume, "fr") == f"2,0{NBSP}millions de m³ par an"
    assert formatting.with_unit(218, volume, "fr") == f"218,0{NBSP}millions de m³ par an"
    assert formatting.with_unit(1.34, volume, "en") == f"1.3{NBSP}million m³ a year"


def test_an_unknown_language_is_written_as_english():
    assert formatting.number(1234.5, 1, "xx") == "1,234.5"


def test_units_that_are_no_per_cent_keep_their_words():
    ha = entry(measure="total", unit_names=names("ha"), digits=0)
    assert formatting.with_unit(216, ha, "en") == f"216{NBSP}ha"


def test_a_value_is_distinguished_from_the_limit_beside_it():
    # Safely managed drinking water, Morocco 2020: 79.95 %, red below 80.
    water = entry()
    assert formatting.short_beside(79.95, (100.0, 80.0), water, "en") == "79.95%"
    assert formatting.short_beside(80.0, (100.0, 80.0), water, "en") == "80.0%"
    assert formatting.short_beside(75.2, (100.0, 80.0), water, "fr") == "75,2\u00a0%"


@pytest.mark.parametrize(
    ("unit", "whole", "written"),
    [
        ("متر مكعب في اليوم", 5, "أمتار مكعبة في اليوم"),
        ("متر مكعب في اليوم", 55, "مترًا مكعبًا في اليوم"),
        ("متر مكعب في اليوم", 207, "أمتار مكعبة في اليوم"),
        ("متر مكعب في اليوم", 500, "متر مكعب في اليوم"),
        ("محطة", 10, "محطات"),
        ("محطة", 11, "محطة"),
        ("طن مكافئ CO₂", -40, "طنًا مكافئ CO₂"),
        ("كيلوواط ساعة للفرد", 55, "كيلوواط ساعة للفرد"),
        ("", 5, ""),
    ],
)
def test_a_noun_follows_its_number(unit: str, whole: int, written: str) -> None:
    assert arabic_unit(unit, whole) == written


def test_figures_are_written_so() -> None:
    stations = entry(measure="total", unit_names=names("stations", "stations", "محطة"), digits=0)
    assert with_unit(10, stations, "ar") == "10\u00a0محطات"
    assert with_unit(10, stations, "en") == "10\u00a0stations"


def test_every_whole_unit_of_the_catalogue_is_known() -> None:
    """Of other units the noun would stand in the wrong form behind 3 to 99."""
    whole = {
        one.unit_names.ar
        for one in dataset().catalogue.values()
        if not one.digits and not one.unit_names.ar.startswith("%")
    }
    energy = {"تيراواط", "جيغاواط", "كيلوواط", "جيغاجول"}
    assert {unit.split(" ")[0] for unit in whole} <= {*ARABIC_NOUNS, *energy, "مليون", "درجة"}
    assert set(ARABIC_ADJECTIVES) <= {word for unit in whole for word in unit.split(" ")} | {"أمريكي"}
