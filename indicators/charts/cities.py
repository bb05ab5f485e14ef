"""Whom a request compares the home city with: the peer set it means, its members, the cities to choose from."""

from collections.abc import Callable
from functools import lru_cache

import pandas as pd

from indicators.analysis import peers
from indicators.charts.request import BY_HAND, EVERY_CITY, ChartRequest
from indicators.model.peer_sets import PeerRule
from indicators.model.places import Place
from indicators.model.vocabulary import Level, Role, Scale
from indicators.store.dataset import Dataset, once_per_dataset


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
