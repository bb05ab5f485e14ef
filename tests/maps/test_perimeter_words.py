"""What the perimeter of a part is called: Casablanca's arrondissements, districts elsewhere."""

import pytest

from indicators.maps.city_parts import perimeter_word, perimeter_words
from indicators.model.places import Gazetteer, Place
from indicators.model.vocabulary import Level
from indicators.web import app_state


@pytest.fixture
def places() -> Gazetteer:
    names = {"en": "Hassan", "fr": "Hassan", "ar": "حسان"}
    part = Place.model_validate(
        {"id": "rabat_hassan", "names": names, "level": Level.DISTRICT, "parent": "rabat", "country": "MAR"}
    )
    return Gazetteer([*app_state.dataset().places.values(), part])


def test_only_casablanca_has_arrondissements(places: Gazetteer) -> None:
    assert perimeter_word(places, "anfa", "arrondissement", "en") == "arrondissement"
    assert perimeter_word(places, "rabat_hassan", "arrondissement", "en") == "district"
    assert perimeter_word(places, "rabat_hassan", "arrondissement", "fr") == "district"
    assert perimeter_word(places, "rabat", "municipality", "en") == "municipality"
    assert perimeter_word(places, "a place that is not here", "arrondissement", "en") == "arrondissement"


def test_each_word_is_said_once_and_in_order(places: Gazetteer) -> None:
    pairs = [("rabat_hassan", "arrondissement"), ("casablanca", "prefecture"), ("rabat_hassan", "arrondissement")]
    assert perimeter_words(places, pairs, "en") == ("district", "prefecture")
