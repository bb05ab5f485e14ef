"""The availability page: city by indicator, how old and how comparable each figure is, and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from indicators import availability, formats, site
from indicators.catalogue import Indicator
from indicators.charts.chart import HOME, SIGNS, Look, names, span
from indicators.citations import cited, source_line
from indicators.links import BY_HAND, State, address
from indicators.sieve import AGES, Gap, Sieve
from indicators.store import Dataset
from indicators.verdicts import Verdict, reasons_text, verdict_text
from indicators.vocabulary import Method, Perimeter, Scale, Theme
from indicators.words import word
from pages.parts import peerset, shell
from pages.parts.blocks import Block, Markup, draw
from pages.parts.templating import html

PAGE = "availability"
FRESH, AGED = 5, 10
"""Up to so many years a figure is drawn in full tint, in half tint; older ones faintly."""

VERDICT_CLASSES = {Verdict.COMPARABLE: "cs-fit", Verdict.WITH_CARE: "cs-care", Verdict.NOT_COMPARABLE: "cs-unfit"}
OWN_WORD = {Method.REPORTED, Method.METERED, Method.CENSUS, Method.SURVEY}
"""Methods by which a city or its operators publish for themselves."""


@dataclass(frozen=True)
class Held:
    """The pairs with a figure: of cities and city indicators, of countries and national ones."""

    cities: pd.DataFrame
    countries: pd.DataFrame


def render() -> None:
    """Draw the availability page."""
    page = shell.current(PAGE)
    shell.masthead(page)
    state = replace(page.state, indicator=None, chart=None, reach=None)
    draw([Markup(peerset.chips(page.dataset, state, PAGE, page.look))])
    if state.peers == BY_HAND:
        peerset.choose(page.dataset, state)
    draw(_view(page.dataset.version, state, site.this_year()))


@st.cache_resource(show_spinner=False, max_entries=200)
def _held(version: str, cities: tuple[str, ...]) -> Held:
    """Find what is published once for each set of cities; `version` keys the data."""
    dataset = site.dataset()
    countries = dict.fromkeys(country.id for city in (HOME, *cities) if (country := dataset.places.country_of(city)))
    own = dataset.places.country_of(HOME)
    return Held(
        availability.pairs(dataset.observations, _of_scale(dataset, Scale.CITY), (HOME, *cities), dataset.places),
        availability.pairs(
            dataset.observations,
            _of_scale(dataset, Scale.COUNTRY),
            countries,
            dataset.places,
            own.id if own else "",
        ),
    )


def _of_scale(dataset: Dataset, scale: Scale) -> list[Indicator]:
    return [entry for entry in dataset.catalogue.values() if entry.scale is scale]


@st.cache_resource(show_spinner=False, max_entries=400)
def _view(version: str, state: State, this_year: int) -> tuple[Block, ...]:
    dataset = site.dataset()
    look = Look(state.language)
    cities = peerset.compared(dataset, state, look).cities
    held = _held(version, cities)
    counts = availability.summary(held.cities, dataset.catalogue, len(cities) + 1)
    return (
        Markup(_head(counts, held.cities, look)),
        Markup(_themes(counts, state, look)),
        Markup(html("sieve", look.language, rows=_choices(state, look))),
        Markup(_matrix(dataset, held, cities, state, look, this_year)),
        Markup(_to_publish(dataset, held.cities, state, look)),
        Markup(_alone(dataset, held.cities, state, look)),
    )


def _head(counts: pd.DataFrame, pairs: pd.DataFrame, look: Look) -> str:
    t, total = look.t, counts.sum()
    title = t.plural(
        "Casablanca has a published figure for {here} of {n} city indicator; peers alone publish {missing}",
        "Casablanca has a published figure for {here} of {n} city indicators; peers alone publish {missing}",
        int(total["indicators"]),
        here=int(total["here"]),
        missing=int(total["missing"]),
    )
    lead = t(
        "{pairs} of {possible} pairs of city and indicator hold a figure ({values} values). {comparable} figures of "
        "peers may stand beside Casablanca's. A dash is a result, too: nobody has published that figure.",
        **{key: formats.number(int(total[key]), 0, look.language) for key in ("pairs", "possible", "comparable")},
        values=formats.number(int(pairs["values"].sum()), 0, look.language),
    )
    return html("head", look.language, title=title, lead=lead)


def _themes(counts: pd.DataFrame, state: State, look: Look) -> str:
    """Return the counts by theme as a table, each theme a link that shows it alone."""
    t = look.t
    keys = ("indicators", "here", "missing", "alone", "pairs", "comparable")
    headings = (
        t("City indicators"), t("Casablanca publishes"), t("only peers publish"), t("only Casablanca publishes"),
        t("pairs of city and indicator"), t("may stand beside Casablanca's"),
    )  # fmt: skip
    rows = [
        {
            "name": word(Theme(theme), look.language),
            "hue": theme,
            "href": address(PAGE, replace(state, sieve=replace(state.sieve, theme=theme))),
            "current": state.sieve.theme == theme,
            "numbers": [formats.number(int(counts.loc[theme, key]), 0, look.language) for key in keys],
        }
        for theme in map(str, Theme)
        if theme in counts.index
    ]
    total = {
        "name": t("All themes"),
        "hue": "",
        "href": address(PAGE, replace(state, sieve=replace(state.sieve, theme=None))),
        "current": state.sieve.theme is None,
        "numbers": [formats.number(int(counts[key].sum()), 0, look.language) for key in keys],
    }
    return html("availability_themes", look.language, headings=headings, rows=[total, *rows])


def _choices(state: State, look: Look) -> list[tuple[str, list[dict[str, object]]]]:
    """Return the rows of links that choose what is shown: a heading and its links each."""
    t, sieve = look.t, state.sieve

    def link(name: str, chosen: Sieve) -> dict[str, object]:
        return {"name": name, "href": address(PAGE, replace(state, sieve=chosen)), "current": chosen == sieve}

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
                link(t("Published by peers"), replace(sieve, gap=None)),
                link(t("No published figure for Casablanca"), replace(sieve, gap=str(Gap.NOT_HERE))),
                link(t("Published by Casablanca alone"), replace(sieve, gap=str(Gap.ONLY_HERE))),
                link(t("All"), replace(sieve, gap=str(Gap.ALL))),
            ],
        ),
        (t("Newest figure"), [link(t("Of any age"), replace(sieve, older=None)), *ages]),
    ]


def _matrix(dataset: Dataset, held: Held, cities: tuple[str, ...], state: State, look: Look, this_year: int) -> str:
    """Return the table of city by indicator, in groups by theme."""
    sieve = state.sieve
    columns = [HOME, *sorted(cities, key=lambda city: dataset.places[city].names.get(look.language))]
    cell = _Cells(dataset, held, columns, state, look, this_year)
    groups = []
    for theme in Theme:
        if sieve.theme not in (None, theme):
            continue
        entries = dataset.catalogue.of_theme(theme)
        rows = [row for entry in entries if entry.scale is Scale.CITY and (row := cell.row(entry))]
        # Where most cities have a figure stands first: there is most to compare.
        rows.sort(key=lambda row: -int(str(row["count"])))
        national = [row for entry in entries if entry.scale is Scale.COUNTRY and (row := cell.national_row(entry))]
        title = word(theme, look.language)
        if rows:
            groups.append({"title": title, "hue": theme, "rows": rows})
        if national:
            told = look.t("{theme}: national figures, which never stand for a city", theme=title)
            groups.append({"title": told, "hue": theme, "rows": national})
    totals = held.cities.groupby("place").size()
    return html(
        "availability",
        look.language,
        groups=groups,
        columns=[
            {"name": name, "count": int(totals.get(city, 0)), "own": city == HOME}
            for city, name in zip(columns, names(dataset, columns, look.language), strict=True)
        ],
        age=sieve.older,
        national=sieve.national,
        signs=[(SIGNS[verdict], VERDICT_CLASSES[verdict], verdict_text(verdict, look.language)) for verdict in Verdict],
        fresh=FRESH,
        aged=AGED,
    )


class _Cells:
    """The cells of the table: one for each place and indicator with a figure."""

    def __init__(
        self, dataset: Dataset, held: Held, columns: list[str], state: State, look: Look, this_year: int
    ) -> None:
        self.dataset, self.columns, self.look, self.this_year = dataset, columns, look, this_year
        self.state, self.sieve = state.apart, state.sieve
        self.cities = self._kept(held.cities)
        self.countries = self._kept(held.countries) if state.sieve.national else {}
        self.published = {str(key): set(own) for key, own in held.cities.groupby("indicator", sort=False)["place"]}
        self.country = {city: country.id for city in columns if (country := dataset.places.country_of(city))}

    def _kept(self, pairs: pd.DataFrame) -> dict[tuple[str, str], dict[str, object]]:
        if self.sieve.older is not None:
            pairs = pairs[availability.older(pairs, self.sieve.older, self.this_year)]
        return {(row["indicator"], row["place"]): self._cell(row) for row in pairs.to_dict("records")}

    def row(self, entry: Indicator) -> dict[str, object] | None:
        """Return the row of a city indicator; None where nothing of it is to be shown."""
        places = self.published.get(entry.id, set())
        shown = {
            None: bool(places - {HOME}),
            Gap.NOT_HERE: HOME not in places,
            Gap.ONLY_HERE: places == {HOME},
            Gap.ALL: True,
        }
        if not places or not shown[Gap(self.sieve.gap) if self.sieve.gap else None]:
            return None
        cells = [
            self.cities.get((entry.id, city)) or self._stand_in(entry, city, city in places) for city in self.columns
        ]
        if not any(cell["text"] for cell in cells if not cell["hollow"]):
            return None
        return self._row(entry, cells, len(places))

    def national_row(self, entry: Indicator) -> dict[str, object] | None:
        """Return the row of a national indicator, each city showing its country's figure."""
        if self.sieve.gap in (Gap.NOT_HERE, Gap.ONLY_HERE):
            return None
        found = [self.countries.get((entry.id, self.country.get(city, ""))) for city in self.columns]
        if not any(found):
            return None
        cells = [{**cell, "hollow": True, "href": self._href(entry)} if cell else self._none(False) for cell in found]
        return self._row(entry, cells, sum(cell is not None for cell in found))

    def _row(self, entry: Indicator, cells: list[dict[str, object]], count: int) -> dict[str, object]:
        return {
            "name": entry.names.get(self.look.language),
            "href": self._href(entry),
            "count": count,
            "of": len(self.columns),
            "cells": cells,
        }

    def _href(self, entry: Indicator) -> str:
        return address(entry.theme, replace(self.state, indicator=entry.id))

    def _stand_in(self, entry: Indicator, city: str, newer: bool) -> dict[str, object]:
        """Return the national figure the catalogue names for a city without one; else an empty cell."""
        found = self.countries.get((entry.stand_in or "", self.country.get(city, ""))) if not newer else None
        if found is None:
            return self._none(newer)
        return {
            **found,
            "hollow": True,
            "sign": SIGNS[Verdict.NOT_COMPARABLE],
            "hue": VERDICT_CLASSES[Verdict.NOT_COMPARABLE],
            "why": self.look.t("national figure"),
            "href": self._href(self.dataset.catalogue[str(entry.stand_in)]),
        }

    @staticmethod
    def _none(newer: bool) -> dict[str, object]:
        """Return a cell without a figure, or one whose figure is newer than asked for."""
        return {"text": "", "hollow": False, "newer": newer}

    def _cell(self, row: dict[str, object]) -> dict[str, object]:
        t, language = self.look.t, self.look.language
        year, first, last = (None if pd.isna(row[key]) else int(str(row[key])) for key in ("year", "first", "last"))
        verdict = Verdict(str(row["verdict"])) if row["verdict"] else None
        age = None if year is None else self.this_year - year
        why = reasons_text(row["reasons"], language)
        return {
            "text": t("n.d.") if year is None else str(year),
            "since": "" if first == last else f"{first}–{last if last != year else ''}",
            "sign": SIGNS[verdict] if verdict else "",
            "hue": VERDICT_CLASSES[verdict] if verdict else "cs-alone",
            "age": "cs-fresh"
            if age is not None and age <= FRESH
            else "cs-aged"
            if age is not None and age <= AGED
            else "",
            "expected": bool(row["expected"]),
            "why": f"{verdict_text(verdict, language)}{t(': ')}{why}" if verdict else "",
            "hollow": False,
            "href": self._href(self.dataset.catalogue[str(row["indicator"])]),
        }


def _to_publish(dataset: Dataset, pairs: pd.DataFrame, state: State, look: Look) -> str:
    """Return what Casablanca would have to publish to be compared, by who counts it."""
    t = look.t
    found = availability.to_publish(pairs, dataset.catalogue, dataset.places)
    groups: dict[str, list[dict[str, object]]] = {"own": [], "counted": [], "differ": []}
    for row in found.to_dict("records"):
        entry = dataset.catalogue[row["indicator"]]
        own_word = set(map(Method, row["methods"])) <= OWN_WORD
        group = "differ" if not row["comparable"] else "own" if own_word else "counted"
        groups[group].append(_missing(dataset, entry, row, state, look))
    titles = {
        "own": t("Cities report it themselves: Casablanca could do the same"),
        "counted": t("Others count it for cities they choose: Casablanca would have to be included"),
        "differ": t("Publishing would not be enough: definitions differ between publications"),
    }
    return html(
        "to_publish",
        look.language,
        title=t("What Casablanca would have to publish to be compared"),
        lead=t.plural(
            "Indicators of which at least {n} peer has an observed figure and Casablanca none.",
            "Indicators of which at least {n} peers have an observed figure and Casablanca none.",
            availability.ENOUGH,
        ),
        none=t("There is none: each indicator that so many of these peers publish has a figure for Casablanca."),
        groups=[{"title": titles[key], "clusters": _by_absence(rows)} for key, rows in groups.items() if rows],
    )


def _by_absence(rows: list[dict[str, object]]) -> dict[object, list[dict[str, object]]]:
    """Return the rows by the words that say why Casablanca has none, so that the words stand once."""
    clusters: dict[object, list[dict[str, object]]] = {}
    for row in rows:
        clusters.setdefault(row["absence"], []).append(row)
    return clusters


def _missing(dataset: Dataset, entry: Indicator, row: dict[str, object], state: State, look: Look) -> dict[str, object]:
    t = look.t
    peers, comparable, places = int(str(row["peers"])), int(str(row["comparable"])), _texts(row["places"])
    sources = cited(dataset.sources, _texts(row["sources"]))
    producers = formats.semicolons(dict.fromkeys(t(source.producer) for source in sources), look.language)
    joined = t.plural("{n} could be compared with the others", "{n} could be compared with each other", comparable)
    return {
        "name": entry.names.get(look.language),
        "href": address(entry.theme, replace(state.apart, indicator=entry.id)),
        "hue": entry.theme,
        "count": t.plural("{n} city", "{n} cities", peers),
        "facts": [
            span(pd.Series([row["first"], row["last"]], dtype="Int64"), look.language),
            formats.join([word(Method(method), look.language) for method in _texts(row["methods"])], look.language),
            formats.join([word(Perimeter(one), look.language) for one in _texts(row["perimeters"])], look.language),
            *([joined] if comparable else []),
        ],
        "source": source_line(sources, look.language) if len(sources) == 1 else producers,
        "places": formats.join(names(dataset, places, look.language), look.language),
        "absence": entry.absence.get(look.language) if entry.absence else "",
    }


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, Iterable) else []


def _alone(dataset: Dataset, pairs: pd.DataFrame, state: State, look: Look) -> str:
    """Return what Casablanca publishes and none of the peers does."""
    t = look.t
    rows = [
        {
            "name": entry.names.get(look.language),
            "href": address(entry.theme, replace(state.apart, indicator=entry.id)),
            "hue": entry.theme,
            "when": formats.year(None if pd.isna(row["year"]) else int(row["year"]), look.language),
            "expected": bool(row["expected"]),
        }
        for row in availability.alone(pairs).to_dict("records")
        for entry in [dataset.catalogue[row["indicator"]]]
    ]
    title = t.plural(
        "{n} indicator that Casablanca publishes and no peer here does",
        "{n} indicators that Casablanca publishes and no peer here does",
        len(rows),
    )
    lead = t("There is nothing to set these figures beside, however good they are.")
    return html("alone", look.language, title=title, lead=lead, rows=rows)
