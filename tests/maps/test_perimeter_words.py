"""What the perimeter of a part is called: arrondissements of the home city, districts elsewhere."""

from dataclasses import replace

import pytest

from indicators.maps.city_outlines import perimeter_word, perimeter_words
from indicators.model.home import PartWord
from indicators.model.places import Gazetteer, Place
from indicators.model.vocabulary import Level
from indicators.store.dataset import Dataset
from tests.helpers.checking import dataset


@pytest.fixture
def data() -> Dataset:
    names = {"en": "Hassan", "fr": "Hassan", "ar": "حسان"}
    part = Place.model_validate(
        {"id": "rabat_hassan", "names": names, "level": Level.DISTRICT, "parent": "rabat", "country": "MAR"}
    )
    return replace(dataset(), places=Gazetteer([*dataset().places.values(), part]))


def test_only_the_home_city_may_have_arrondissements(data: Dataset) -> None:
    assert perimeter_word(data, "anfa", "arrondissement", "en") == "arrondissement"
    assert perimeter_word(data, "rabat_hassan", "arrondissement", "en") == "district"
    assert perimeter_word(data, "rabat_hassan", "arrondissement", "fr") == "district"
    assert perimeter_word(data, "rabat", "municipality", "en") == "municipality"
    assert perimeter_word(data, "a place that is not here", "arrondissement", "en") == "arrondissement"


def test_each_word_is_stated_once_and_in_order(data: Dataset) -> None:
    pairs = [("rabat_hassan", "arrondissement"), ("casablanca", "prefecture"), ("rabat_hassan", "arrondissement")]
    assert perimeter_words(data, pairs, "en") == ("district", "prefecture")


def test_another_home_city_has_districts(data: Dataset) -> None:
    elsewhere = replace(data, home=data.home.model_copy(update={"city": "rabat", "part": PartWord.DISTRICT}))
    assert perimeter_word(elsewhere, "rabat_hassan", "arrondissement", "en") == "district"
