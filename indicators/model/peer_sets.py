"""Peer sets: which cities are compared with the home city, each set with its reason.

The sets are written in `data/peer_sets.toml`. A set is a rule wherever there is one, so that a new city joins by
itself; who is in it is found by :func:`indicators.analysis.peers.members`. One rule asks for the income groups of
countries: the World Bank's classes, as a publication of a stated year prints them.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from string import Formatter
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError, model_validator

from indicators.findings.finding import Finding
from indicators.language.translator import N_
from indicators.model.catalogue import Identifier, Model, Names
from indicators.model.csv_tables import read_records
from indicators.model.places import Gazetteer
from indicators.model.rules import MISSING_FILE, bad_entries, read_toml, unknown_reference
from indicators.model.vocabulary import Level

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

    `countries` are ISO 3166-1 alpha-3 codes; `members` name one of the `grounds` each; `low` and `high` are multiples
    of the home city's population; `cities` is what a sentence calls the members and the home city together.
    """

    id: Identifier
    order: int
    rule: PeerRule
    names: Names
    reason: Names
    member: Names | None = None
    cities: Names | None = None
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


def read_peer_sets(path: Path, places: Gazetteer) -> tuple[dict[str, PeerSet], list[Finding]]:
    """Read the sets, in their order; return them by id with all findings.

    A city or country that is not among the places is a finding; a set with a fault in its entry is left out and named.
    """
    if not path.exists():
        return {}, [Finding(MISSING_FILE, str(path))]
    record, findings = read_toml(path)
    sets: list[PeerSet] = []
    for key, entry in (record or {}).items():
        try:
            sets.append(PeerSet.model_validate({**entry, "id": key} if isinstance(entry, dict) else {"id": key}))
        except ValidationError as error:
            findings += bad_entries(error, path, within=key)
    for peers in sets:
        findings += _unknown(peers, places, path)
    return {peers.id: peers for peers in sorted(sets, key=lambda peers: (peers.order, peers.id))}, findings


def _unknown(peers: PeerSet, places: Gazetteer, path: Path) -> list[Finding]:
    """Return a finding for each city or country that a set names and the places lack."""
    cities = {place.id for level in (Level.CITY, Level.COMMUNE) for place in places.of_level(level)}
    countries = {place.country for place in places.of_level(Level.COUNTRY)}
    unknown = [("members", key, "city") for key in peers.members if key not in cities]
    unknown += [("countries", code, "country") for code in peers.countries if code not in countries]
    return [unknown_reference(path, kind, value, f"{peers.id}.{column}") for column, value, kind in unknown]


GROUP_COLUMNS = ("country", "group", "year", "source")


class IncomeClass(StrEnum):
    """The four classes by gross national income per person."""

    LOW = "LIC"
    LOWER_MIDDLE = "LMIC"
    UPPER_MIDDLE = "UMIC"
    HIGH = "HIC"


GROUP_TEXTS = {
    IncomeClass.LOW: N_("low income"),
    IncomeClass.LOWER_MIDDLE: N_("lower middle income"),
    IncomeClass.UPPER_MIDDLE: N_("upper middle income"),
    IncomeClass.HIGH: N_("high income"),
}


class IncomeGroup(Model):
    """The group of one country (`id`, ISO 3166-1 alpha-3) in a year, and the source that prints it."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    group: IncomeClass
    year: int
    source: Identifier


def read_income_groups(
    path: Path, sources: Mapping[str, object], needed: bool = False
) -> tuple[dict[str, IncomeGroup], list[Finding]]:
    """Read the table; return the groups by country with all findings.

    Without the file there are no groups, which is a finding where one is `needed`.
    """
    if not path.exists():
        return {}, [Finding(MISSING_FILE, file=str(path))] if needed else []

    def group(row: Mapping[str, str]) -> IncomeGroup:
        return IncomeGroup(
            id=row["country"], group=IncomeClass(row["group"]), year=int(row["year"]), source=row["source"]
        )

    records, findings = read_records(path, GROUP_COLUMNS, group)
    findings += [
        unknown_reference(path, "source", record.source, "source", row)
        for row, record in records
        if record.source not in sources
    ]
    return {record.id: record for _, record in records}, findings
