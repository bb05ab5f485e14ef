"""The closed vocabularies of the data contract.

Every word a table may hold is here once. Their texts for the screen are in :mod:`indicators.text.labels`.
"""

from enum import StrEnum


class Theme(StrEnum):
    """The four themes of the conference."""

    WATER = "water"
    ENERGY = "energy"
    LAND = "land"
    CARBON = "carbon"


class Level(StrEnum):
    """What kind of territory a place is."""

    DISTRICT = "district"
    PREFECTURE = "prefecture"
    CITY = "city"
    COMMUNE = "commune"
    """A municipality with figures of the national census alone: ranked with cities, in the peer sets that name it."""
    METROPOLITAN_AREA = "metropolitan area"
    REGION = "region"
    COUNTRY = "country"
    FACILITY = "facility"


class Perimeter(StrEnum):
    """Which outline a figure was counted in."""

    MUNICIPALITY = "municipality"
    PREFECTURE = "prefecture"
    ARRONDISSEMENT = "arrondissement"
    URBAN_CENTRE = "urban centre"
    AGGLOMERATION = "agglomeration"
    UTILITY = "utility perimeter"
    METROPOLITAN_AREA = "metropolitan area"
    REGION = "region"
    COUNTRY = "country"
    FACILITY = "facility"
    NOT_STATED = "not stated"


OWN_PERIMETER = {
    Level.DISTRICT: Perimeter.ARRONDISSEMENT,
    Level.PREFECTURE: Perimeter.PREFECTURE,
    Level.COUNTRY: Perimeter.COUNTRY,
    Level.FACILITY: Perimeter.FACILITY,
}
"""The outline of a place itself, of the levels that have one only: a city may be counted in several."""


class Method(StrEnum):
    """How a figure was obtained."""

    CENSUS = "census"
    SURVEY = "survey"
    METERED = "metered"
    REPORTED = "reported"
    SATELLITE = "satellite"
    MODELLED = "modelled"
    ESTIMATED = "estimated"
    PROJECTED = "projected"
    PLANNED = "planned"
    LITERATURE = "literature"


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


class SdgKind(StrEnum):
    """How strongly an indicator speaks to its SDG target."""

    OFFICIAL = "official"
    PROXY = "proxy"
    CONTEXT = "context"


class Measure(StrEnum):
    """What a value counts; decides what a change of perimeter does to it.

    Shares and per-person figures carry their own denominator; totals and
    densities do not survive a change of perimeter.
    """

    SHARE = "share"
    PER_PERSON = "per person"
    INTENSITY = "intensity"
    DENSITY = "density"
    TOTAL = "total"


class Scale(StrEnum):
    """The scale an indicator describes."""

    CITY = "city"
    COUNTRY = "country"
    FACILITY = "facility"


class Role(StrEnum):
    """What the product uses an indicator's figures for, besides showing them."""

    AREA = "area"
    """The area of a whole outline of a city."""
    POPULATION = "population"
    """The population of a whole outline of a city."""
    PEER_BASE = "peer base"
    """The population by which cities are near to the home city in size."""
    PART_POPULATION = "part population"
    """The population of a part of a city."""
    PART_DENSITY = "part density"
    """The part's population over the area of its outline."""
