"""Words of the closed vocabularies as people write them."""

import pytest

from indicators.loaders.handmade import synonyms
from indicators.model.places import fold
from indicators.model.vocabulary import Method, Perimeter
from tests.helpers.checking import dataset


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Recensement", Method.CENSUS), ("RGPH", Method.CENSUS), ("enquête", Method.SURVEY),
        ("Déclaré", Method.REPORTED), ("تقدير", Method.ESTIMATED), ("projection", Method.PROJECTED),
    ],
)  # fmt: skip
def test_methods(word: str, meant: Method) -> None:
    assert synonyms.methods()[fold(word)] == meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Commune", Perimeter.MUNICIPALITY), ("الجماعة", Perimeter.MUNICIPALITY), ("préfecture", Perimeter.PREFECTURE),
        ("Gestion déléguée", Perimeter.UTILITY), ("Région", Perimeter.REGION),
        ("Grand Casablanca", Perimeter.METROPOLITAN_AREA), ("مقاطعة", Perimeter.ARRONDISSEMENT),
    ],
)  # fmt: skip
def test_perimeters(word: str, meant: Perimeter) -> None:
    assert synonyms.perimeter_names(dataset().home)[fold(word)] == meant


def test_every_word_of_the_vocabularies_means_itself() -> None:
    assert {synonyms.methods()[fold(word)] for word in Method} == set(Method)
    assert {synonyms.perimeters()[fold(word)] for word in Perimeter} == set(Perimeter)


def test_a_name_of_two_indicators_names_neither() -> None:
    names = synonyms.indicator_names(dataset().catalogue)
    twice = dataset().catalogue["inventory_basic_gpc"].names.en
    assert fold(twice) == fold(dataset().catalogue["inventory_basic_plus_gpc"].names.en), "BASIC and BASIC+"
    assert fold(twice) not in names
    assert names[fold("NETWORK_EFFICIENCY")] == "network_efficiency"


def test_a_former_name_of_an_indicator_is_still_read() -> None:
    names = synonyms.indicator_names(dataset().catalogue)
    assert names[fold("Déchets ménagers produits")] == "waste_generated"
    assert names[fold("National share of urban people living in slums")] == "slums_national"
