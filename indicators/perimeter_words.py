"""What a perimeter is called: a part of Casablanca is an arrondissement, one of another city a district."""

from collections.abc import Iterable, Mapping

from indicators.language import N_, text
from indicators.maps.city_parts import city_of
from indicators.places import Place
from indicators.sentences import SUBJECT
from indicators.vocabulary import Perimeter
from indicators.words import word

DISTRICT = N_("district")


def perimeter_word(places: Mapping[str, Place], place: str, perimeter: str, language: str) -> str:
    """Return the word for the outline that a figure of `place` was counted in."""
    read = Perimeter(perimeter)
    if read is Perimeter.ARRONDISSEMENT and place in places and city_of(places, place) not in {SUBJECT, None}:
        return text(language, DISTRICT)
    return word(read, language)


def perimeter_words(
    places: Mapping[str, Place], pairs: Iterable[tuple[object, object]], language: str
) -> tuple[str, ...]:
    """Return the words for pairs of place and perimeter, each once, in their order."""
    distinct = dict.fromkeys((str(place), str(perimeter)) for place, perimeter in pairs)
    return tuple(dict.fromkeys(perimeter_word(places, place, perimeter, language) for place, perimeter in distinct))
