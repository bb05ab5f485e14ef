"""The availability page: city by indicator, how old and how comparable each figure is, and what is missing."""

from dataclasses import replace

import streamlit as st

from indicators.analysis import availability
from indicators.analysis.verdicts import Verdict, verdict_text
from indicators.charts.availability import (
    AGED,
    FRESH,
    HUES,
    PublishedPairs,
    alone,
    columns,
    groups,
    held,
    missing,
    theme_counts,
)
from indicators.charts.chart import SIGNS, Look
from indicators.charts.request import AGES, BY_HAND, AvailabilityFilter, ChartRequest, Gap
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.web import app_state
from indicators.web.links import AVAILABILITY_PAGE, address, page_link, theme_link
from pages.shared import peer_choice, shell
from pages.shared.blocks import Block, Markup, draw
from pages.shared.templating import html


def render() -> None:
    """Draw the availability page."""
    page = shell.current(AVAILABILITY_PAGE)
    shell.masthead(page)
    state = replace(page.state, indicator=None, chart=None, reach=None)
    kicker = html("theme_head", page.look.language, hue="", kicker=page.look.t("Availability"))
    draw([Markup(kicker), Markup(peer_choice.chips(page.dataset, state, AVAILABILITY_PAGE, page.look))])
    if state.peers == BY_HAND:
        peer_choice.choose(page.dataset, state)
    draw(_view(page.dataset.version, state, app_state.this_year()))


@st.cache_resource(show_spinner=False, max_entries=200)
def _held(version: str, cities: tuple[str, ...]) -> PublishedPairs:
    """Find what is published once for each set of cities; `version` keys the data."""
    return held(app_state.dataset(), cities)


@st.cache_resource(show_spinner=False, max_entries=400)
def _view(version: str, state: ChartRequest, this_year: int) -> tuple[Block, ...]:
    dataset = app_state.dataset()
    look = Look(state.language)
    cities = peer_choice.compared(dataset, state, look).cities
    found = _held(version, cities)
    return (
        *_counts(dataset, found, len(cities) + 1, state, look),
        Markup(html("sieve", look.language, rows=_choices(state, look))),
        Markup(_matrix(dataset, found, cities, state, look, this_year)),
        Markup(_gaps(dataset, found, state, look)),
        Markup(_alone(dataset, found, state, look)),
    )


def _gaps(dataset: Dataset, found: PublishedPairs, state: ChartRequest, look: Look) -> str:
    lead = look.t.plural(
        "Indicators of which at least {n} peer has an observed figure and Casablanca none.",
        "Indicators of which at least {n} peers have an observed figure and Casablanca none.",
        availability.ENOUGH,
    )
    return html(
        "to_publish", look.language, lead=lead, kinds=missing(dataset, found.cities, state, look, theme_link(dataset))
    )


def _alone(dataset: Dataset, found: PublishedPairs, state: ChartRequest, look: Look) -> str:
    rows = alone(dataset, found.cities, state, look, theme_link(dataset))
    title = look.t.plural(
        "{n} indicator with a figure of Casablanca and of no peer here",
        "{n} indicators with a figure of Casablanca and of no peer here",
        len(rows),
    )
    return html("alone", look.language, title=title, rows=rows)


def _counts(dataset: Dataset, found: PublishedPairs, places: int, state: ChartRequest, look: Look) -> tuple[Block, ...]:
    """Return how much there is: in one sentence, then by theme."""
    t, counts = look.t, availability.summary(found.cities, dataset.catalogue, places, dataset.home.city)
    total = {key: int(number) for key, number in counts.sum().items()}
    title = t.plural(
        "Casablanca has a published figure for {here} of {n} city indicator; of {missing} only peers have one",
        "Casablanca has a published figure for {here} of {n} city indicators; of {missing} only peers have one",
        total["indicators"],
        here=total["here"],
        missing=total["missing"],
    )
    lead = t(
        "{pairs} of {possible} pairs of city and indicator hold a figure ({values} values). {comparable} figures of "
        "peers are comparable with Casablanca's. A dash is a result, too: no published figure is known.",
        **{key: formatting.number(total[key], 0, look.language) for key in ("pairs", "possible", "comparable")},
        values=formatting.number(int(found.cities["values"].sum()), 0, look.language),
    )
    headings, rows = theme_counts(counts, state, look, page_link(AVAILABILITY_PAGE))
    return (
        Markup(html("head", look.language, title=title, lead=lead)),
        Markup(html("availability_themes", look.language, headings=headings, rows=rows)),
    )


def _choices(state: ChartRequest, look: Look) -> list[tuple[str, list[dict[str, object]]]]:
    """Return the rows of links that choose what is shown: a heading and its links each."""
    t, sieve = look.t, state.sieve

    def link(name: str, chosen: AvailabilityFilter) -> dict[str, object]:
        return {
            "name": name,
            "href": address(AVAILABILITY_PAGE, replace(state, sieve=chosen)),
            "current": chosen == sieve,
        }

    ages = [
        link(t.plural("Older than {n} year", "Older than {n} years", age), replace(sieve, older=age)) for age in AGES
    ]
    return [
        (
            t("Figures"),
            [
                link(t("City figures only"), replace(sieve, national=False)),
                link(t("With national figures"), replace(sieve, national=True)),
            ],
        ),
        (
            t("Indicators"),
            [
                link(t("With figures of peers"), replace(sieve, gap=None)),
                link(t("No published figure for Casablanca"), replace(sieve, gap=Gap.NOT_HERE)),
                link(t("With figures of Casablanca alone"), replace(sieve, gap=Gap.ONLY_HERE)),
                link(t("All"), replace(sieve, gap=Gap.ALL)),
            ],
        ),
        (t("Newest figure"), [link(t("Of any age"), replace(sieve, older=None)), *ages]),
    ]


def _matrix(
    dataset: Dataset, found: PublishedPairs, cities: tuple[str, ...], state: ChartRequest, look: Look, this_year: int
) -> str:
    """Return the table of city by indicator with the line of words that says what its signs mean."""
    shown, order = columns(dataset, found, cities, look)
    return html(
        "availability",
        look.language,
        groups=groups(dataset, found, order, state, look, this_year, theme_link(dataset)),
        columns=list(shown.values()),
        sieve=state.sieve,
        signs=[(SIGNS[verdict], HUES[verdict], verdict_text(verdict, look.language)) for verdict in Verdict],
        fresh=FRESH,
        aged=AGED,
    )
