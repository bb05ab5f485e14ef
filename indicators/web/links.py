"""The state of a page as a link, and what of a link cannot be honoured.

Everything a reader chose is in the address as ids: language, indicator, peer
set, cities, and of a comparison its view, further indicators and years. Reading
a link never fails: what it asks for and is not known is a finding that the page
shows.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from urllib.parse import quote_plus

from indicators.charts.request import (
    AGES,
    AREAS,
    BY_HAND,
    LINK_DISTRICT,
    LINK_SHOWN,
    MOST_COMPARED,
    NATIONAL,
    OPENING,
    AvailabilityFilter,
    ChartRequest,
    Gap,
    Link,
    MapView,
    PointMarks,
)
from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import N_
from indicators.maps.classes import Scheme
from indicators.model.places import nearest
from indicators.model.vocabulary import Theme
from indicators.store.dataset import Dataset
from indicators.web.link_choices import LinkChoices

STATEMENT = "/accessibility"
"""Where the statement of accessibility is; a plain page."""

WORLD_PAGE = "world"
"""The page of the map of the world."""

AVAILABILITY_PAGE = "availability"
"""The page of what is published."""

LINK_CITY = Rule(
    "link_city",
    Severity.WARNING,
    N_("The link names the city “{value}”, which is not known{suggestion}."),
    N_("It is left out."),
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

LINK_FILTER = Rule(
    "link_sieve",
    Severity.WARNING,
    N_("The link asks for “{column}={value}”, which is not known{suggestion}; {column} can be {allowed}."),
    N_("It is left out."),
)

LINK_LANGUAGE = Rule(
    "link_language",
    Severity.WARNING,
    N_("The link asks for the language “{value}”, which is not available."),
    "",
)

LINK_INDICATOR = Rule(
    "link_indicator",
    Severity.WARNING,
    N_("The link asks for the indicator “{value}”, which is not known{suggestion}."),
    N_("The first is shown."),
)

LINK_CHART = Rule(
    "link_chart",
    Severity.WARNING,
    N_("The link asks for the chart “{value}”, which is not known."),
    N_("The first is shown."),
)

LINK_PEERS = Rule(
    "link_peers",
    Severity.WARNING,
    N_("The link asks for the peer set “{value}”, which is not known."),
    N_("All peers are shown."),
)

LINK_REACH = Rule(
    "link_reach",
    Severity.WARNING,
    N_("The link asks for the value “{value}” by 2030, which is not a number."),
    N_("It is left out."),
)

LINK_TOO_MANY = Rule(
    "link_too_many", Severity.WARNING, N_("The link names {value} cities."), N_("The first {most} are read.")
)

LINK_VIEW = Rule(
    "link_view",
    Severity.WARNING,
    N_("The link asks for the view “{value}”, which is not known."),
    N_("The first is shown."),
)

LINK_FURTHER = Rule(
    "link_further",
    Severity.WARNING,
    N_("The link asks for the further indicator “{value}”, which is not known{suggestion}."),
    N_("It is left out."),
)

LINK_MANY_FURTHER = Rule(
    "link_many_further",
    Severity.WARNING,
    N_("The link names {value} further indicators."),
    N_("The first {most} are read."),
)

LINK_YEAR = Rule(
    "link_year",
    Severity.WARNING,
    N_("The link asks for the year “{value}”, which is not a year between {low} and {high}."),
    N_("It is left out."),
)

LINK_YEARS = Rule(
    "link_years",
    Severity.WARNING,
    N_("The link runs from {first} to {found}, which is not forward."),
    N_("The years are put in order."),
)

LINK_WITHIN = Rule(
    "link_within",
    Severity.WARNING,
    N_("The link asks for figures within “{value}” years, which is not a whole number from {low} to {high}."),
    N_("The usual tolerance applies."),
)


MOST_FURTHER = 7
"""Further indicators that one comparison takes besides its first."""

FURTHEST = 10
"""Years a tolerance may span."""

YEARS = range(1900, 2101)
"""Years a link may name."""


VERSION = "v"
"""The part of a link that says which data version it was made with."""


def address(page: str, state: ChartRequest, default_peers: str = OPENING, version: str = "") -> str:
    """Return the address of `page` ("" is the overview) in `state`, without defaults.

    A link that is copied or cited names the data version it was made with.
    """
    query: list[tuple[str, str]] = []
    if state.view:
        query.append(("view", state.view))
    if state.indicator:
        query.append(("indicator", state.indicator))
    if state.also:
        query.append(("also", ",".join(state.also)))
    if state.chart:
        query.append(("chart", state.chart))
    if state.cities and state.peers == BY_HAND:
        query.append(("cities", ",".join(state.cities)))
    elif state.peers != default_peers:
        query.append(("peers", state.peers))
    years = (("year", state.year), ("to", state.to), ("within", state.within))
    query += [(name, str(number)) for name, number in years if number is not None]
    query += [*state.map.query(), *state.availability.query()]
    if state.reach is not None:
        query.append(("reach", f"{state.reach:g}"))
    query.append(("lang", state.language))
    if version:
        query.append((VERSION, version))
    return f"/{page}?" + "&".join(f"{name}={_quoted(value)}" for name, value in query)


@lru_cache(maxsize=4096)
def _quoted(value: str) -> str:
    """Return a value as an address writes it; a page has hundreds of links with the same values."""
    return quote_plus(value, safe=",")


def page_link(page: str) -> Link:
    """Return the link function of a page: the address of that page for each request."""
    return partial(address, page)


def theme_link(dataset: Dataset) -> Link:
    """Return the link function that leads to an indicator on the page of its theme."""
    return lambda request: address(dataset.catalogue[str(request.indicator)].theme, request)


def download(page: str, state: ChartRequest, form: str) -> str:
    """Return the address of a chart as a file, `form` being csv or zip; of its table alone, html."""
    return "/download" + address(page or "overview", state).replace("?", f".{form}?", 1)


def made_with(query: Mapping[str, str]) -> str:
    """Return the data version a link was made with, empty where it does not say."""
    return query.get(VERSION, "").strip()[:60]


def read(query: Mapping[str, str], choices: LinkChoices) -> tuple[ChartRequest, list[Finding]]:
    """Return the state a query asks for, and a finding for each part not honoured."""
    findings: list[Finding] = []

    def known(name: str, allowed: Collection[str], rule: Rule) -> str | None:
        value = query.get(name, "").strip()
        if not value:
            return None
        if value in allowed:
            return value
        findings.append(_not_honoured(rule, value, allowed))
        return None

    language = known("lang", SCREEN_LANGUAGES, LINK_LANGUAGE) or choices.default_language
    indicator = known("indicator", choices.indicators, LINK_INDICATOR)
    chart = known("chart", choices.charts, LINK_CHART) if choices.charts else None
    peers = known("peers", choices.peer_sets, LINK_PEERS) or choices.default_peers
    named = [name for name in _listed(query, "cities") if name != choices.always]
    # A comparison holds fewer wherever it is shown: on its page, on a slide, in a download.
    compared = bool(choices.views and query.get("view"))
    most = min(choices.most_cities, MOST_COMPARED) if compared else choices.most_cities
    cities = _known(named, choices.cities, most, (LINK_TOO_MANY, LINK_CITY), findings)
    if cities:
        peers = BY_HAND
    elif peers == BY_HAND and named:
        peers = choices.default_peers
    state = ChartRequest(language, indicator, chart, peers, cities, _number(query, findings))
    if choices.districts:
        view, problems = read_map(
            query, choices.dates, choices.districts, choices.places, choices.mapped, choices.always
        )
        state, findings = replace(state, map=view), findings + problems
    if choices.filtered:
        shown, problems = read_availability_filter(query)
        state, findings = replace(state, availability=shown), findings + problems
    if choices.dated:
        state = replace(state, year=_whole(query, "year", YEARS, LINK_YEAR, findings))
    if not choices.views:
        return state, findings
    further = [name for name in _listed(query, "also") if name != indicator]
    also = _known(further, choices.indicators, MOST_FURTHER, (LINK_MANY_FURTHER, LINK_FURTHER), findings)
    year, to = (_whole(query, name, YEARS, LINK_YEAR, findings) for name in ("year", "to"))
    if year is not None and to is not None and to <= year:
        findings.append(Finding(LINK_YEARS, value=f"{year}, {to}", params={"first": year, "found": to}))
        year, to = (to, year) if to < year else (year, None)
    return replace(
        state,
        view=known("view", choices.views, LINK_VIEW),
        also=also,
        year=year,
        to=to,
        within=_whole(query, "within", range(FURTHEST + 1), LINK_WITHIN, findings),
    ), findings


def _listed(query: Mapping[str, str], name: str) -> list[str]:
    return [part.strip() for part in query.get(name, "").split(",") if part.strip()]


def _known(
    named: list[str], allowed: Collection[str], most: int, rules: tuple[Rule, Rule], findings: list[Finding]
) -> tuple[str, ...]:
    """Return the names that are known, each once; `rules` are for too many and for an unknown one."""
    too_many, unknown = rules
    if len(named) > most:
        findings.append(Finding(too_many, value=str(len(named)), params={"most": most}))
    names: list[str] = []
    for name in dict.fromkeys(named[:most]):
        if name in allowed:
            names.append(name)
        else:
            findings.append(_not_honoured(unknown, name, allowed))
    return tuple(names)


def _whole(query: Mapping[str, str], name: str, allowed: range, rule: Rule, findings: list[Finding]) -> int | None:
    """Return a whole number of a link, a finding where it is none or out of what is allowed."""
    written = query.get(name, "").strip()
    if not written:
        return None
    # Sixty characters are read at most: no number that may be named is longer.
    value = int(written) if written.isascii() and written.isdigit() and len(written) <= 60 else None
    if value is not None and value in allowed:
        return value
    findings.append(Finding(rule, value=written[:60], params={"low": allowed.start, "high": allowed.stop - 1}))
    return None


def _number(query: Mapping[str, str], findings: list[Finding]) -> float | None:
    """Return the value to reach, a finding where it is not a finite number."""
    written = query.get("reach", "").strip()
    if not written:
        return None
    try:
        value = float(written)
    except ValueError:
        value = math.nan
    if math.isfinite(value):
        return value
    findings.append(Finding(LINK_REACH, value=written[:60]))
    return None


def _not_honoured(rule: Rule, value: str, allowed: Collection[str]) -> Finding:
    return Finding(rule, value=value[:60], params={"near": nearest(value, allowed)})


def _chosen(
    query: Mapping[str, str], findings: list[Finding], name: str, allowed: Collection[str], rule: Rule = LINK_FILTER
) -> str | None:
    """Return one of the words that a part of a query may be; a finding, with all of them, where it is another."""
    value = query.get(name, "").strip()
    if not value or value in allowed:
        return value or None
    params = {"near": nearest(value, allowed), "allowed": ", ".join(allowed)}
    column = name if rule is LINK_FILTER else None
    findings.append(Finding(rule, column=column, value=value[:60], params=params))
    return None


def read_map(
    query: Mapping[str, str],
    shown: Collection[str],
    districts: Collection[str],
    places: Collection[str] = (),
    cities: Collection[str] = (),
    home: str = "",
) -> tuple[MapView, list[Finding]]:
    """Return the map a query asks for, and a finding for each part not honoured.

    `shown` are the dates any map has, `districts` the ids of all parts, `places` those of the world's map,
    `cities` those whose parts a map can show, `home` among them.
    """
    findings: list[Finding] = []
    known = partial(_chosen, query, findings)
    city = known("city", cities or (home,), LINK_CITY)
    view = MapView(
        shown=known("shown", shown, LINK_SHOWN),
        areas=known("areas", AREAS, LINK_AREAS) or "arrondissements",
        classes=known("classes", [str(scheme) for scheme in Scheme], LINK_CLASSES) or Scheme.NATURAL,
        district=known("district", districts, LINK_DISTRICT),
        marks=known("marks", [str(mark) for mark in PointMarks]),
        place=known("place", places, LINK_CITY),
        city=None if city == home else city,
    )
    return view, findings


def read_availability_filter(query: Mapping[str, str]) -> tuple[AvailabilityFilter, list[Finding]]:
    """Return what a query asks to see, and a finding for each part not honoured."""
    findings: list[Finding] = []
    known = partial(_chosen, query, findings)
    older = known("older", [str(age) for age in AGES])
    return AvailabilityFilter(
        theme=known("theme", [str(theme) for theme in Theme]),
        national=known("figures", [NATIONAL]) is not None,
        gap=known("gap", [str(gap) for gap in Gap]),
        older=int(older) if older else None,
    ), findings
