"""The parts of a city: its prefectures, its districts, and the city that a part belongs to."""

from collections.abc import Mapping

from indicators.places import Gazetteer, Place
from indicators.vocabulary import Level, Perimeter

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
