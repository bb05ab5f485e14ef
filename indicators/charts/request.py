"""What is asked of a chart: language, indicator, kind, peers, years; how a map is read, which figures are listed.

A request knows no page and no address: :mod:`indicators.web.links` writes it as one and reads it from one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from indicators.findings.finding import Rule, Severity
from indicators.language.translator import N_
from indicators.maps.classes import Scheme
from indicators.model.vocabulary import Level

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
        return [(name, value) for name, value in named if value]


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
        return [(name, value) for name, value in named if value]


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
    `sieve`.
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
    sieve: AvailabilityFilter = EVERYTHING

    @property
    def plain(self) -> "ChartRequest":
        """The request without what only a comparison, a map or the page of availability reads."""
        return replace(self, view=None, also=(), year=None, to=None, within=None, map=OPENED, sieve=EVERYTHING)


Link = Callable[[ChartRequest], str]
"""Where a request is answered: the address of the page that shows it, empty for nowhere."""


def unlinked(_: ChartRequest) -> str:
    """Return that a request leads nowhere: in downloads and on slides."""
    return ""
