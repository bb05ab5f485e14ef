"""What a link may name on this data set: the ids of indicators, peer sets, cities, charts, views and maps."""

from collections.abc import Collection
from dataclasses import dataclass

from indicators.charts.comparison import VIEWS
from indicators.charts.dispatch import KINDS
from indicators.charts.request import BY_HAND, OPENING, to_choose
from indicators.maps import districts
from indicators.model.vocabulary import Level
from indicators.store.dataset import Dataset

MOST_CITIES = 60
"""More cities than this in one link are not read."""


@dataclass(frozen=True)
class LinkChoices:
    """What a link may name: ids of indicators, peer sets, cities, charts and views of a comparison.

    Without `views` nothing of a comparison is read. `always` is a place that is
    compared whether or not the link names it; `most_cities` how many others are.
    Without `districts` nothing of a map is read; `dates` are what a map can show,
    `mapped` the cities whose parts it can show, `places` what can be selected on that of the world, whose page is
    `dated`: it reads a year without a view. Only where figures are `filtered` is it read by what.
    """

    indicators: Collection[str]
    peer_sets: Collection[str]
    cities: Collection[str]
    charts: Collection[str] = ()
    default_language: str = "en"
    default_peers: str = OPENING
    views: Collection[str] = ()
    always: str = ""
    most_cities: int = MOST_CITIES
    districts: Collection[str] = ()
    dates: Collection[str] = ()
    places: Collection[str] = ()
    mapped: Collection[str] = ()
    dated: bool = False
    filtered: bool = False


def choices(dataset: Dataset, indicators: Collection[str] | None = None) -> LinkChoices:
    """Return what a link may name: these indicators, all of the catalogue where none are given."""
    mapped = districts.cities(dataset)
    return LinkChoices(
        indicators=set(dataset.catalogue) if indicators is None else indicators,
        peer_sets={*dataset.peer_sets, BY_HAND},
        cities={place.id for place in to_choose(dataset) if place.id != dataset.home.city},
        charts=KINDS,
        views=VIEWS,
        always=dataset.home.city,
        districts={
            part
            for city in mapped
            for level in (Level.DISTRICT, Level.PREFECTURE)
            for part in districts.parts_of(dataset, level, city)
        },
        mapped=mapped,
        dates=districts.every_date(dataset),
        places={place.id for level in (Level.CITY, Level.COUNTRY) for place in dataset.places.of_level(level)},
    )
