"""What a link says of a map: the date or the change, which parts, the classes, what is selected, the marks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from indicators.findings import Finding
from indicators.suggestions import nearest
from indicators.vocabulary import Level


class Scheme(StrEnum):
    """How the breaks between the classes of a map are found."""

    NATURAL = "natural"
    QUANTILES = "quantiles"
    ROUND = "round"


class Marks(StrEnum):
    """What of a point shows its figure on the map of the world."""

    COLOUR = "colour"
    SIZE = "size"


HOME = "casablanca"
"""The city whose parts a map shows unless a link names another."""

AREAS = {"arrondissements": Level.DISTRICT, "prefectures": Level.PREFECTURE}
"""The parts of the city a map can show, by the word a link uses."""


@dataclass(frozen=True)
class MapView:
    """How a map is read: `shown` is a year or the change, None for the newest year; `district` the part selected.

    `city` is the one whose parts are shown.

    Of the map of the world: `marks` are as the indicator suggests unless chosen,
    `place` is the place selected; its year is that of the link.
    """

    shown: str | None = None
    areas: str = "arrondissements"
    classes: str = Scheme.NATURAL
    district: str | None = None
    marks: str | None = None
    place: str | None = None
    city: str = HOME

    @property
    def level(self) -> Level:
        """The level of the parts shown."""
        return AREAS[self.areas]

    def query(self) -> list[tuple[str, str]]:
        """Return the parts of a link that differ from a map as it opens."""
        named = (
            ("city", "" if self.city == OPENED.city else self.city),
            ("shown", self.shown or ""),
            ("areas", "" if self.areas == OPENED.areas else self.areas),
            ("classes", "" if self.classes == OPENED.classes else str(self.classes)),
            ("district", self.district or ""),
            ("marks", self.marks or ""),
            ("place", self.place or ""),
        )
        return [(name, value) for name, value in named if value]


OPENED = MapView()
"""A map as it opens: the newest year, the arrondissements, natural breaks, none selected."""


def read_map(
    query: Mapping[str, str],
    shown: Collection[str],
    districts: Collection[str],
    places: Collection[str] = (),
    cities: Collection[str] = (),
) -> tuple[MapView, list[Finding]]:
    """Return the map a query asks for, and a finding for each part not honoured.

    `shown` are the dates any map has, `districts` the ids of all parts, `places` those of the world's map,
    `cities` those whose parts a map can show.
    """
    findings: list[Finding] = []

    def known(name: str, allowed: Collection[str], rule: str) -> str | None:
        value = query.get(name, "").strip()
        if not value or value in allowed:
            return value or None
        told = {"near": nearest(value, allowed), "allowed": ", ".join(allowed)}
        column = name if rule == "link_sieve" else None
        findings.append(Finding(rule, column=column, value=value[:60], params=told))
        return None

    view = MapView(
        shown=known("shown", shown, "link_shown"),
        areas=known("areas", AREAS, "link_areas") or "arrondissements",
        classes=known("classes", [str(scheme) for scheme in Scheme], "link_classes") or Scheme.NATURAL,
        district=known("district", districts, "link_district"),
        marks=known("marks", [str(mark) for mark in Marks], "link_sieve"),
        place=known("place", places, "link_city"),
        city=known("city", cities or (HOME,), "link_city") or HOME,
    )
    return view, findings
