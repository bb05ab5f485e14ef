"""Peer sets: who is compared with the city, each set and each member with its reason.

The sets are kept in `data/peer_sets.toml`. What a set holds is a rule wherever
there is one, so that a new city joins by itself.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from string import Formatter
from typing import Annotated

import pandas as pd
from pydantic import Field, ValidationError, model_validator

from indicators.findings.finding import Finding
from indicators.language.translator import N_, text
from indicators.model.catalogue import Identifier, Model, Names
from indicators.model.income_groups import GROUP_TEXTS, IncomeGroup
from indicators.model.places import Gazetteer, Place
from indicators.model.rules import BAD_ENTRY, MISSING_FILE, UNKNOWN_REFERENCE, UNREADABLE_FILE
from indicators.model.vocabulary import Level
from indicators.text.formatting import compact, join, number

SUBJECT = "casablanca"
"""The city that is compared."""

PLACEHOLDERS = {"place", "country", "population", "times", "year", "group", "shared", "of"}


class PeerRule(StrEnum):
    """How the members of a set are found."""

    ALL = "all"
    COUNTRIES = "countries"
    MEMBERS = "members"
    POPULATION = "population"
    INCOME = "income"
    AVAILABILITY = "availability"


class PeerSet(Model):
    """A named set with its reason; `member` is the template of each member's reason.

    `countries` are ISO 3166-1 alpha-3 codes; `members` name one of the
    `grounds` each; `low` and `high` are multiples of the subject's population;
    `most` is how many cities the set of those nearest in figures holds.
    """

    id: Identifier
    order: int
    rule: PeerRule
    names: Names
    reason: Names
    member: Names | None = None
    countries: tuple[str, ...] = ()
    members: Mapping[Identifier, str] = {}
    grounds: Mapping[str, Names] = {}
    low: float | None = None
    high: float | None = None
    most: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _complete(self) -> "PeerSet":
        needed = {
            PeerRule.ALL: self.member,
            PeerRule.COUNTRIES: self.member and self.countries,
            PeerRule.MEMBERS: self.members,
            PeerRule.POPULATION: self.member
            and self.low is not None
            and self.high is not None
            and self.low < self.high,
            PeerRule.INCOME: self.member,
            PeerRule.AVAILABILITY: self.member and self.most is not None,
        }
        if not needed[self.rule]:
            raise ValueError(f"a set of rule {self.rule} lacks what the rule needs")
        unknown = sorted(set(self.members.values()) - set(self.grounds))
        if unknown:
            raise ValueError(f"grounds not given: {', '.join(unknown)}")
        for names in [self.member, *self.grounds.values()]:
            for template in (names.en, names.fr, names.ar) if names else ():
                wrong = sorted({field for _, field, _, _ in Formatter().parse(template) if field} - PLACEHOLDERS)
                if wrong:
                    raise ValueError(f"no such placeholder: {', '.join(wrong)}")
        return self


@dataclass(frozen=True)
class Peer:
    """A member of a set and why it is in, in the reader's language."""

    place: str
    reason: str


def read_peer_sets(path: Path, places: Gazetteer) -> tuple[dict[str, PeerSet], list[Finding]]:
    """Read the sets, in their order; return them by id with all findings.

    A city or country that is not among the places is a finding; a set with a
    fault in its entry is left out and named.
    """
    try:
        record = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, [Finding(MISSING_FILE, file=str(path))]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        return {}, [Finding(UNREADABLE_FILE, file=str(path), params={"reason": str(error)})]
    found: list[PeerSet] = []
    findings: list[Finding] = []
    for key, entry in record.items():
        try:
            found.append(PeerSet.model_validate({**entry, "id": key} if isinstance(entry, dict) else {"id": key}))
        except ValidationError as error:
            findings += [
                Finding(
                    BAD_ENTRY,
                    file=str(path),
                    column=".".join([key, *(str(part) for part in item["loc"])]),
                    params={"reason": item["msg"]},
                )
                for item in error.errors()
            ]
    for peers in found:
        findings += _unknown(peers, places, path)
    return {peers.id: peers for peers in sorted(found, key=lambda peers: (peers.order, peers.id))}, findings


def _unknown(peers: PeerSet, places: Gazetteer, path: Path) -> list[Finding]:
    """Find the cities and countries a set names and the places do not hold."""
    cities = {place.id for place in places.of_level(Level.CITY)}
    countries = {place.country for place in places.of_level(Level.COUNTRY)}
    named = [("members", key, "city") for key in peers.members if key not in cities]
    named += [("countries", code, "country") for code in peers.countries if code not in countries]
    return [
        Finding(UNKNOWN_REFERENCE, file=str(path), column=f"{peers.id}.{column}", value=value, params={"what": what})
        for column, value, what in named
    ]


def members(
    peers: PeerSet,
    places: Gazetteer,
    language: str,
    *,
    populations: pd.DataFrame | None = None,
    incomes: Mapping[str, IncomeGroup] | None = None,
    shared: Mapping[str, int] | None = None,
    subject: str = SUBJECT,
) -> list[Peer]:
    """Return the cities of a set in the order of the places, each with its reason.

    `populations` is one observation per place of one source and year, in
    people (see :func:`population_base`), `incomes` the income group by country,
    `shared` how many indicators a place has in common with the subject
    (:func:`shared_indicators`); a set whose rule needs what is not given is
    empty. The subject is never its own peer.
    """
    cities = [place for place in places.of_level(Level.CITY) if place.id != subject]
    if peers.rule is PeerRule.MEMBERS:
        kept = [place for place in cities if place.id in peers.members]
        return [Peer(p.id, _fill(peers.grounds[peers.members[p.id]], p, places, language)) for p in kept]
    if peers.rule is PeerRule.COUNTRIES:
        cities = [place for place in cities if place.country in peers.countries]
    if peers.rule is PeerRule.POPULATION:
        return _of_population(peers, cities, places, language, populations, subject)
    if peers.rule is PeerRule.INCOME:
        return _of_income(peers, cities, places, language, incomes or {}, subject)
    if peers.rule is PeerRule.AVAILABILITY:
        return _of_availability(peers, cities, places, language, shared or {}, subject)
    return [Peer(place.id, _fill(peers.member, place, places, language)) for place in cities]


def population_base(observations: pd.DataFrame, subject: str = SUBJECT) -> pd.DataFrame:
    """Return the observed populations of the newest year that the subject has, one per place.

    `observations` are those of one indicator of one source, in people. Columns:
    place, year, value.
    """
    rows = observations[~observations["method"].astype("str").isin(["projected", "planned"])]
    year = rows.loc[rows["place"].astype("str") == subject, "year"].max()
    base = rows[(rows["year"] == year).fillna(False)]
    return base.assign(place=base["place"].astype("str"))[["place", "year", "value"]].reset_index(drop=True)


def shared_indicators(observations: pd.DataFrame, indicators: Iterable[str], subject: str = SUBJECT) -> dict[str, int]:
    """Return how many of `indicators` each place and the subject both have an observed figure of.

    The subject's own count is that of all it has.
    """
    rows = observations[~observations["method"].isin(["projected", "planned"]) & observations["value"].notna()]
    pairs = rows[["place", "indicator"]].drop_duplicates().astype("str")
    own = set(pairs.loc[pairs["place"] == subject, "indicator"]) & set(indicators)
    counts = pairs[pairs["indicator"].isin(own)].groupby("place")["indicator"].size()
    return {str(place): int(count) for place, count in counts.items()}


def _of_income(
    peers: PeerSet,
    cities: list[Place],
    places: Gazetteer,
    language: str,
    incomes: Mapping[str, IncomeGroup],
    subject: str,
) -> list[Peer]:
    own = incomes.get(places[subject].country) if subject in places else None
    if own is None:
        return []
    kept = [place for place in cities if place.country in incomes and incomes[place.country].group is own.group]
    told = {"group": text(language, GROUP_TEXTS[own.group]), "year": str(own.year)}
    return [Peer(place.id, _fill(peers.member, place, places, language, **told)) for place in kept]


def _of_availability(
    peers: PeerSet,
    cities: list[Place],
    places: Gazetteer,
    language: str,
    shared: Mapping[str, int],
    subject: str,
) -> list[Peer]:
    """Keep the cities with most indicators in common; those level with the last of them are in, too."""
    counts = sorted((shared.get(place.id, 0) for place in cities), reverse=True)
    least = max(counts[: peers.most][-1] if counts else 0, 1)
    of = str(shared.get(subject, 0))
    return [
        Peer(place.id, _fill(peers.member, place, places, language, shared=str(shared[place.id]), of=of))
        for place in cities
        if shared.get(place.id, 0) >= least
    ]


def _of_population(
    peers: PeerSet,
    cities: list[Place],
    places: Gazetteer,
    language: str,
    populations: pd.DataFrame | None,
    subject: str,
) -> list[Peer]:
    if populations is None or peers.low is None or peers.high is None:
        return []
    people = {str(row.place): (float(row.value), int(row.year)) for row in populations.itertuples()}
    if subject not in people:
        return []
    own, _ = people[subject]
    out = []
    for place in cities:
        count, year = people.get(place.id, (float("nan"), 0))
        if peers.low * own <= count <= peers.high * own:
            told = {
                "population": compact(count, language),
                "times": number(count / own, 1, language),
                "year": str(year),
            }
            out.append(Peer(place.id, _fill(peers.member, place, places, language, **told)))
    return out


def _fill(template: Names | None, place: Place, places: Gazetteer, language: str, **told: str) -> str:
    country = places.country_of(place.id)
    named = {"place": place.names.get(language), "country": country.names.get(language) if country else place.country}
    return template.get(language).format(**{**dict.fromkeys(PLACEHOLDERS, ""), **named, **told}) if template else ""


def of_countries(peers: Iterable[Peer], places: Gazetteer, language: str, subject: str = SUBJECT) -> list[Peer]:
    """Return the countries of a set's cities, once each, the subject's own left out.

    A country's reason names the cities it stands for.
    """
    own = places[subject].country if subject in places else ""
    cities: dict[str, list[str]] = {}
    for peer in peers:
        country = places.country_of(peer.place)
        if country is not None and country.country != own:
            cities.setdefault(country.id, []).append(places[peer.place].names.get(language))
    return [
        Peer(key, text(language, N_("Country of {cities}"), cities=join(names, language)))
        for key, names in cities.items()
    ]
