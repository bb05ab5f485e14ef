"""The state of a page as a link, and what of a link cannot be honoured.

Everything a reader chose is in the address as ids: language, indicator, peer
set, cities. Reading a link never fails: what it asks for and is not known is a
finding that the page shows.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from indicators.findings import Finding
from indicators.language import SCREEN_LANGUAGES
from indicators.suggestions import nearest

MOST_CITIES = 60
"""More cities than this in one link are not read."""

BY_HAND = "by_hand"
"""The peer set of the cities named in the link."""


@dataclass(frozen=True)
class State:
    """What a link says: a language, an indicator, a chart, who is compared, a value to reach by 2030."""

    language: str = "en"
    indicator: str | None = None
    chart: str | None = None
    peers: str = "all"
    cities: tuple[str, ...] = ()
    reach: float | None = None


@dataclass(frozen=True)
class Choices:
    """What a link may name: ids of indicators, peer sets, cities and charts."""

    indicators: Collection[str]
    peer_sets: Collection[str]
    cities: Collection[str]
    charts: Collection[str] = ()
    default_language: str = "en"
    default_peers: str = "all"


def address(page: str, state: State, default_peers: str = "all") -> str:
    """Return the address of `page` ("" is the overview) in `state`, without defaults."""
    query: list[tuple[str, str]] = []
    if state.indicator:
        query.append(("indicator", state.indicator))
    if state.chart:
        query.append(("chart", state.chart))
    if state.cities and state.peers == BY_HAND:
        query.append(("cities", ",".join(state.cities)))
    elif state.peers != default_peers:
        query.append(("peers", state.peers))
    if state.reach is not None:
        query.append(("reach", f"{state.reach:g}"))
    query.append(("lang", state.language))
    return f"/{page}?{urlencode(query, safe=',')}"


def read(query: Mapping[str, str], choices: Choices) -> tuple[State, list[Finding]]:
    """Return the state a query asks for, and a finding for each part not honoured."""
    findings: list[Finding] = []

    def known(name: str, allowed: Collection[str], rule: str) -> str | None:
        value = query.get(name, "").strip()
        if not value:
            return None
        if value in allowed:
            return value
        findings.append(_not_honoured(rule, value, allowed))
        return None

    language = known("lang", SCREEN_LANGUAGES, "link_language") or choices.default_language
    indicator = known("indicator", choices.indicators, "link_indicator")
    chart = known("chart", choices.charts, "link_chart") if choices.charts else None
    peers = known("peers", choices.peer_sets, "link_peers") or choices.default_peers
    cities: list[str] = []
    named = [name.strip() for name in query.get("cities", "").split(",") if name.strip()]
    if len(named) > MOST_CITIES:
        findings.append(Finding("link_too_many", value=str(len(named)), params={"most": MOST_CITIES}))
    for name in dict.fromkeys(named[:MOST_CITIES]):
        if name in choices.cities:
            cities.append(name)
        else:
            findings.append(_not_honoured("link_city", name, choices.cities))
    if cities:
        peers = BY_HAND
    elif peers == BY_HAND:
        peers = choices.default_peers
    return State(language, indicator, chart, peers, tuple(cities), _number(query, findings)), findings


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
    findings.append(Finding("link_reach", value=written[:60]))
    return None


def _not_honoured(rule: str, value: str, allowed: Collection[str]) -> Finding:
    return Finding(rule, value=value[:60], params={"near": nearest(value, allowed)})
