"""The members of a peer set, each with the reason why it is in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from indicators.analysis import derive
from indicators.language.translator import text
from indicators.model.catalogue import Names
from indicators.model.peer_sets import GROUP_TEXTS, PLACEHOLDERS, IncomeGroup, PeerRule, PeerSet
from indicators.model.places import Gazetteer, Place
from indicators.model.vocabulary import Level
from indicators.text.formatting import compact, number


@dataclass(frozen=True)
class Peer:
    """A member of a set and why it is in, in the reader's language."""

    place: str
    reason: str


Reasons = dict[str, dict[str, str]]
"""The members of a set by id, each with the words that its reason names."""


def members(
    peers: PeerSet,
    places: Gazetteer,
    language: str,
    home: str,
    *,
    populations: pd.DataFrame | None = None,
    incomes: Mapping[str, IncomeGroup] | None = None,
    shared: Mapping[str, int] | None = None,
) -> list[Peer]:
    """Return the cities of a set in the order of the places, each with its reason.

    `populations` is one observation per place of one source and year, in
    people (see :func:`population_base`), `incomes` the income group by country,
    `shared` how many indicators a place has in common with home
    (:func:`shared_indicators`); a set whose rule needs what is not given is
    empty. Home is never its own peer.
    """
    cities = [place for place in places.of_level(Level.CITY) if place.id != home]
    if peers.rule is PeerRule.MEMBERS:
        # Only a set that names it has a commune in it: a commune has no figures but the national census's.
        named = [*cities, *places.of_level(Level.COMMUNE)]
        chosen = [place for place in named if place.id in peers.members and place.id != home]
        return [Peer(p.id, _fill(peers.grounds[peers.members[p.id]], p, places, language)) for p in chosen]
    if peers.rule is PeerRule.COUNTRIES:
        cities = [place for place in cities if place.country in peers.countries]
    if peers.rule is PeerRule.POPULATION:
        reasons = _of_population(peers, cities, language, populations, home)
    elif peers.rule is PeerRule.INCOME:
        reasons = _of_income(cities, places, language, incomes or {}, home)
    elif peers.rule is PeerRule.AVAILABILITY:
        reasons = _of_availability(cities, peers.most, shared or {}, home)
    else:
        reasons = {place.id: {} for place in cities}
    return [Peer(key, _fill(peers.member, places[key], places, language, **words)) for key, words in reasons.items()]


def population_base(observations: pd.DataFrame, home: str) -> pd.DataFrame:
    """Return the observed populations of the newest year that home has, one per place.

    `observations` are those of one indicator of one source, in people. Columns:
    place, year, value.
    """
    rows = derive.observed(observations)
    year = rows.loc[rows["place"].astype("str") == home, "year"].max()
    base = rows[(rows["year"] == year).fillna(False)]
    return base.assign(place=base["place"].astype("str"))[["place", "year", "value"]].reset_index(drop=True)


def shared_indicators(observations: pd.DataFrame, indicators: Iterable[str], home: str) -> dict[str, int]:
    """Return how many of `indicators` each place and home both have an observed figure of.

    Home's own count is that of all it has.
    """
    rows = derive.observed(observations)
    pairs = rows[["place", "indicator"]].drop_duplicates().astype("str")
    measured = set(pairs.loc[pairs["place"] == home, "indicator"]) & set(indicators)
    counts = pairs[pairs["indicator"].isin(measured)].groupby("place")["indicator"].size()
    return {str(place): int(count) for place, count in counts.items()}


def _of_income(
    cities: list[Place], places: Gazetteer, language: str, incomes: Mapping[str, IncomeGroup], home: str
) -> Reasons:
    income = incomes.get(places[home].country) if home in places else None
    if income is None:
        return {}
    words = {"group": text(language, GROUP_TEXTS[income.group]), "year": str(income.year)}
    known = [place for place in cities if place.country in incomes]
    return {place.id: words for place in known if incomes[place.country].group is income.group}


def _of_availability(cities: list[Place], most: int | None, shared: Mapping[str, int], home: str) -> Reasons:
    """Keep the cities with most indicators in common; those level with the last of them are in, too."""
    counts = {place.id: shared.get(place.id, 0) for place in cities}
    least = max(sorted(counts.values(), reverse=True)[:most][-1] if counts else 0, 1)
    of = str(shared.get(home, 0))
    return {key: {"shared": str(count), "of": of} for key, count in counts.items() if count >= least}


def _of_population(
    peers: PeerSet, cities: list[Place], language: str, populations: pd.DataFrame | None, home: str
) -> Reasons:
    if populations is None or peers.low is None or peers.high is None:
        return {}
    people = {str(row.place): (float(row.value), int(row.year)) for row in populations.itertuples()}
    if home not in people:
        return {}
    population, _ = people[home]
    reasons = {}
    for place in cities:
        count, year = people.get(place.id, (float("nan"), 0))
        if peers.low * population <= count <= peers.high * population:
            times = number(count / population, 1, language)
            reasons[place.id] = {"population": compact(count, language), "times": times, "year": str(year)}
    return reasons


def _fill(template: Names | None, place: Place, places: Gazetteer, language: str, **params: str) -> str:
    country = places.country_of(place.id)
    named = {"place": place.names.get(language), "country": country.names.get(language) if country else place.country}
    return template.get(language).format(**{**dict.fromkeys(PLACEHOLDERS, ""), **named, **params}) if template else ""
