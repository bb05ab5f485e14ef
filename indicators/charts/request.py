"""What a link says of the availability of figures: theme, kinds of figure, gaps, age."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model.suggestions import nearest
from indicators.model.vocabulary import Level, Theme

LINK_CITY = Rule(
    "link_city",
    Severity.WARNING,
    N_("The link names the city “{value}”, which is not known{suggestion}."),
    N_("It is left out."),
)

LINK_SHOWN = Rule(
    "link_shown",
    Severity.WARNING,
    N_("The link asks for “{value}”, which this map cannot show."),
    N_("The newest year is shown."),
)

LINK_AREAS = Rule(
    "link_areas",
    Severity.WARNING,
    N_("The link asks for the areas “{value}”, which are not known."),
    N_("The arrondissements are shown."),
)

LINK_CLASSES = Rule(
    "link_classes",
    Severity.WARNING,
    N_("The link asks for the classes “{value}”, which are not known."),
    N_("Natural breaks are shown."),
)

LINK_DISTRICT = Rule(
    "link_district",
    Severity.WARNING,
    N_("The link names the district “{value}”, which is not among those shown{suggestion}."),
    N_("None is selected."),
)

LINK_SIEVE = Rule(
    "link_sieve",
    Severity.WARNING,
    N_("The link asks for “{column}={value}”, which is not known{suggestion}; {column} can be {allowed}."),
    N_("It is left out."),
)


class Scheme(StrEnum):
    """How the breaks between the classes of a map are found."""

    NATURAL = "natural"
    QUANTILES = "quantiles"
    ROUND = "round"


class PointMarks(StrEnum):
    """What of a point shows its figure on the map of the world."""

    COLOUR = "colour"
    SIZE = "size"


MAP_HOME = "casablanca"
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
    city: str = MAP_HOME

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

    def known(name: str, allowed: Collection[str], rule: Rule) -> str | None:
        value = query.get(name, "").strip()
        if not value or value in allowed:
            return value or None
        told = {"near": nearest(value, allowed), "allowed": ", ".join(allowed)}
        column = name if rule is LINK_SIEVE else None
        findings.append(Finding(rule, column=column, value=value[:60], params=told))
        return None

    view = MapView(
        shown=known("shown", shown, LINK_SHOWN),
        areas=known("areas", AREAS, LINK_AREAS) or "arrondissements",
        classes=known("classes", [str(scheme) for scheme in Scheme], LINK_CLASSES) or Scheme.NATURAL,
        district=known("district", districts, LINK_DISTRICT),
        marks=known("marks", [str(mark) for mark in PointMarks], LINK_SIEVE),
        place=known("place", places, LINK_CITY),
        city=known("city", cities or (MAP_HOME,), LINK_CITY) or MAP_HOME,
    )
    return view, findings


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

    A `gap` is what Casablanca has no figure of, or no peer has, or every indicator; None is what peers publish.
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
        return [(name, value) for name, value in named if value]


EVERYTHING = AvailabilityFilter()
"""The page as it opens: city figures of every theme and age that peers publish."""


def read_availability_filter(query: Mapping[str, str]) -> tuple[AvailabilityFilter, list[Finding]]:
    """Return what a query asks to see, and a finding for each part not honoured."""
    findings: list[Finding] = []

    def known(name: str, allowed: list[str]) -> str | None:
        value = query.get(name, "").strip()
        if not value or value in allowed:
            return value or None
        params = {"near": nearest(value, allowed), "allowed": ", ".join(allowed)}
        findings.append(Finding(LINK_SIEVE, column=name, value=value[:60], params=params))
        return None

    older = known("older", [str(age) for age in AGES])
    return AvailabilityFilter(
        theme=known("theme", [str(theme) for theme in Theme]),
        national=known("figures", [NATIONAL]) is not None,
        gap=known("gap", [str(gap) for gap in Gap]),
        older=int(older) if older else None,
    ), findings
