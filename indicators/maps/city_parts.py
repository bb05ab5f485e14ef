"""The parts of a city: which places they are, and what their perimeter is called."""

from collections.abc import Iterable, Mapping

from indicators.language.translator import N_, text
from indicators.model.home import PartWord
from indicators.model.places import Gazetteer, Place
from indicators.model.vocabulary import Level, Perimeter
from indicators.store.dataset import Dataset
from indicators.text.labels import word

PERIMETERS = {Level.DISTRICT: Perimeter.ARRONDISSEMENT, Level.PREFECTURE: Perimeter.PREFECTURE}
"""The outline in which a figure of a part is counted: its own."""


def parts_of(places: Gazetteer, level: Level, city: str) -> tuple[str, ...]:
    """Return the city's prefectures, or the districts that lie in them; in the city itself where it has none.

    A commune of its own in the middle of a city of prefectures is no part of it.
    """
    within = [place.id for place in places.of_level(Level.PREFECTURE, city)]
    if level is Level.PREFECTURE:
        return tuple(within)
    above = set(within) or {city}
    return tuple(place.id for place in places.of_level(Level.DISTRICT) if place.parent in above)


def city_of(places: Mapping[str, Place], part: str) -> str | None:
    """Return the city that a district or prefecture lies in, through its parents; None where there is none."""
    seen = set()
    at: str | None = part
    while at is not None and at in places and at not in seen:
        if places[at].level is Level.CITY:
            return at
        seen.add(at)
        at = places[at].parent
    return None


DISTRICT = N_("district")


def has_arrondissements(dataset: Dataset, city: str | None) -> bool:
    """Return whether the districts of a city, the home city unless given, are called arrondissements."""
    return city in {None, dataset.home.city} and dataset.home.part is PartWord.ARRONDISSEMENT


def perimeter_word(dataset: Dataset, place: str, perimeter: str, language: str) -> str:
    """Return the word for the outline that a figure of `place` was counted in."""
    read = Perimeter(perimeter)
    if (
        read is Perimeter.ARRONDISSEMENT
        and place in dataset.places
        and not has_arrondissements(dataset, city_of(dataset.places, place))
    ):
        return text(language, DISTRICT)
    return word(read, language)


def perimeter_words(dataset: Dataset, pairs: Iterable[tuple[object, object]], language: str) -> tuple[str, ...]:
    """Return the words for pairs of place and perimeter, each once, in their order."""
    distinct = dict.fromkeys((str(place), str(perimeter)) for place, perimeter in pairs)
    return tuple(dict.fromkeys(perimeter_word(dataset, place, perimeter, language) for place, perimeter in distinct))
