"""Header words in three languages."""

import pytest

from indicators.loaders.handmade.synonyms import WORDS, column_of, read_header, split_unit
from indicators.loaders.reading.headers import key
from indicators.loaders.tidy import NEEDED, OPTIONAL


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Ville", "place"), ("PLACE", "place"), ("المدينة", "place"), ("Commune", "place"), ("Année", "year"),
        ("annee ", "year"), ("السنة", "year"), ("Valeur (L/hab/j)", "value"), ("Valeur en %", "value"),
        ("القيمة", "value"), ("Indicateur", "indicator"), ("Unité", "unit"), ("Périmètre", "perimeter"),
        ("Méthode", "method"), ("المصدر", "source"), ("Remarques", "note"), ("Population", None), ("", None),
    ],
)  # fmt: skip
def test_columns(header: str, column: str | None) -> None:
    assert column_of(header) == column


def test_every_tidy_column_has_words_and_no_word_names_two() -> None:
    assert WORDS.keys() == {*NEEDED, *OPTIONAL}
    words = [key(word) for words in WORDS.values() for word in words]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("header", "name", "unit"),
    [
        ("Consommation (L/hab/j)", "Consommation", "L/hab/j"),
        ("Water use [US gallons per person per day]", "Water use", "US gallons per person per day"),
        ("Valeur en %", "Valeur", "%"),
        ("Population (1)", "Population", ""),
        ("Population (a)", "Population", ""),
        ("Population", "Population", ""),
        ("(en milliers)", "(en milliers)", ""),
    ],
)
def test_units_in_headers(header: str, name: str, unit: str) -> None:
    assert split_unit(header) == (name, unit)


def test_the_better_word_names_the_column() -> None:
    stated = read_header(["Date", "Année", "Ville", "place", "Valeur (m3)"])
    assert stated.names == {"year": "Année", "place": "place", "value": "Valeur (m3)"}
    assert (stated.unit, stated.year) == ("m3", "")
    assert stated.translated == {"year": "Année", "value": "Valeur (m3)"}


def test_a_year_in_the_header_of_the_values() -> None:
    assert read_header(["Ville", "Indicateur", "Valeur (2014)"]).year == "2014"
    assert read_header(["Ville", "Indicateur", "Année", "Valeur (2014)"]).year == ""
