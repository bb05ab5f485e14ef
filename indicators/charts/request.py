"""What is asked of a chart: language, indicator, kind, years; whom it compares; how a map is read, what is listed.

A request knows no page and no address: :mod:`indicators.web.links` writes it as one and reads it from one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

import pandas as pd

from indicators.analysis import peers
from indicators.findings.finding import Rule, Severity
from indicators.language.translator import N_
from indicators.maps.classes import Scheme
from indicators.model.peer_sets import PeerRule
from indicators.model.places import Place
from indicators.model.vocabulary import Level, Role, Scale
from indicators.store.dataset import Dataset, once_per_dataset

LINK_SHOWN = Rule(
    "link_shown",
    Severity.WARNING,
    N_("The link asks for “{value}”, which this map cannot show."),
    N_("The newest year is shown."),
)

LINK_DISTRICT = Rule(
    "link_district",
    Severity.WARNING,
    N_("The link names the district “{value}”, which is not among those shown{suggestion}."),
    N_("None is selected."),
)


class PointMarks(StrEnum):
    """What of a point shows its figure on the map of the world."""

    COLOUR = "colour"
    SIZE = "size"


def _stated(named: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the parts of a link that say something."""
    return [(name, value) for name, value in named if value]


AREAS = {"arrondissements": Level.DISTRICT, "prefectures": Level.PREFECTURE}
"""The parts of the city a map can show, by the word a link uses."""


@dataclass(frozen=True)
class MapView:
    """How a map is read: `shown` is a year or the change, None for the newest year; `district` the part selected.

    `city` is the one whose parts are shown, None for the home city.

    Of the map of the world: `marks` are as the indicator suggests unless chosen,
    `place` is the place selected; its year is that of the link.
    """

    shown: str | None = None
    areas: str = "arrondissements"
    classes: str = Scheme.NATURAL
    district: str | None = None
    marks: str | None = None
    place: str | None = None
    city: str | None = None

    @property
    def level(self) -> Level:
        """The level of the parts shown."""
        return AREAS[self.areas]

    def query(self) -> list[tuple[str, str]]:
        """Return the parts of a link that differ from a map as it opens."""
        named = (
            ("city", self.city or ""),
            ("shown", self.shown or ""),
            ("areas", "" if self.areas == OPENED.areas else self.areas),
            ("classes", "" if self.classes == OPENED.classes else str(self.classes)),
            ("district", self.district or ""),
            ("marks", self.marks or ""),
            ("place", self.place or ""),
        )
        return _stated(named)


OPENED = MapView()
"""A map as it opens: the newest year, the arrondissements, natural breaks, none selected."""


class Gap(StrEnum):
    """Which indicators are shown by who publishes them."""

    NOT_HERE = "not_here"
    ONLY_HERE = "only_here"
    ALL = "all"


NATIONAL = "national"
"""The word of a link for national figures beside the city's."""

AGES = (5, 10, 15)
"""Ages in years that a link can ask for: figures older than so many."""


@dataclass(frozen=True)
class AvailabilityFilter:
    """Which figures are shown: of one `theme`, with `national` ones, a `gap`, only those `older` than so many years.

    A `gap` is what the home city has no figure of, or no peer has, or every indicator; None is what peers publish.
    """

    theme: str | None = None
    national: bool = False
    gap: str | None = None
    older: int | None = None

    def query(self) -> list[tuple[str, str]]:
        """Return the parts of a link that differ from a page as it opens."""
        named = (
            ("theme", self.theme or ""),
            ("figures", NATIONAL if self.national else ""),
            ("gap", self.gap or ""),
            ("older", str(self.older) if self.older else ""),
        )
        return _stated(named)


EVERYTHING = AvailabilityFilter()
"""The page as it opens: city figures of every theme and age that peers publish."""


MOST_COMPARED = 11
"""Cities that one comparison takes besides the one that is always there."""

BY_HAND = "by_hand"
"""The peer set of the cities named in the link."""

OPENING = ""
"""No peer set chosen: the indicator's own, or every city."""

EVERY_CITY = "all"
"""The peer set of an indicator that names none."""


@dataclass(frozen=True)
class ChartRequest:
    """What a reader chose: a language, an indicator, a chart, who is compared, a value to reach by 2030.

    Of a comparison: the `view`, the indicators beside the first (`also`), the
    year, the year it runs `to`, and how many years a figure may lie off
    (`within`); None stands for the usual. Of a map: `map`. Of what is available:
    `availability`.
    """

    language: str = "en"
    indicator: str | None = None
    chart: str | None = None
    peers: str = OPENING
    cities: tuple[str, ...] = ()
    reach: float | None = None
    view: str | None = None
    also: tuple[str, ...] = ()
    year: int | None = None
    to: int | None = None
    within: int | None = None
    map: MapView = OPENED
    availability: AvailabilityFilter = EVERYTHING

    @property
    def plain(self) -> "ChartRequest":
        """The request without what only a comparison, a map or the page of availability reads."""
        return replace(self, view=None, also=(), year=None, to=None, within=None, map=OPENED, availability=EVERYTHING)


Link = Callable[[ChartRequest], str]
"""Where a request is answered: the address of the page that shows it, empty for nowhere."""


def unlinked(_: ChartRequest) -> str:
    """Return that a request leads nowhere: in downloads and on slides."""
    return ""


def peer_set_of(dataset: Dataset, state: ChartRequest) -> str:
    """Return the peer set of a link: the one it names, else the one its indicator opens with, else every city."""
    entry = dataset.catalogue.get(state.indicator or "")
    return state.peers or (entry and entry.peers) or EVERY_CITY


def cities_of(dataset: Dataset, state: ChartRequest) -> tuple[str, ...]:
    """Return the cities a link compares with the home city: those it names, or those of its peer set."""
    peer_set = peer_set_of(dataset, state)
    if peer_set == BY_HAND:
        return state.cities
    return tuple(member.place for member in members_of(dataset, peer_set, state.language))


def members_of(dataset: Dataset, peer_set: str, language: str) -> tuple[peers.Peer, ...]:
    """Return the cities of a peer set, each with why it is in; worked out once for each set and language."""
    return _members(dataset)(peer_set, language)


@once_per_dataset
def _members(dataset: Dataset) -> Callable[[str, str], tuple[peers.Peer, ...]]:
    @lru_cache(maxsize=128)
    def members(peer_set: str, language: str) -> tuple[peers.Peer, ...]:
        chosen = dataset.peer_sets[peer_set]
        home, populations, shared = dataset.home.city, None, None
        if chosen.rule is PeerRule.POPULATION:
            populations = base_populations(dataset)
        if chosen.rule is PeerRule.AVAILABILITY:
            of_cities = [key for key, entry in dataset.catalogue.items() if entry.scale is Scale.CITY]
            shared = peers.shared_indicators(dataset.observations, of_cities, home)
        incomes = dataset.income_groups
        peer_cities = peers.members(
            chosen, dataset.places, language, home, populations=populations, incomes=incomes, shared=shared
        )
        return tuple(peer_cities)

    return members


@once_per_dataset
def base_populations(dataset: Dataset) -> pd.DataFrame:
    """Return the populations by which cities are near to the home city in size (:func:`peers.population_base`)."""
    rows = [dataset.of(entry.id) for entry in dataset.catalogue.of_role(Role.PEER_BASE)]
    return peers.population_base(rows[0] if rows else dataset.observations.iloc[:0], dataset.home.city)


def to_choose(dataset: Dataset) -> list[Place]:
    """Return the places that a reader can choose by hand: every city, and the communes that a peer set names."""
    named = {place for entry in dataset.peer_sets.values() for place in entry.members}
    communes = [place for place in dataset.places.of_level(Level.COMMUNE) if place.id in named]
    return [*dataset.places.of_level(Level.CITY), *communes]
