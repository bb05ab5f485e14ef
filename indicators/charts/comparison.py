"""A comparison as a link asks for it: its view, its indicators, its cities, its years, made into one chart."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from indicators.analysis import derive, years
from indicators.analysis.standing import compared, home_of, select, standing
from indicators.analysis.verdicts import Comparison
from indicators.charts.bars import Bars, bars_table
from indicators.charts.chart import Asked, Chart, Look, Subject, measure_line, span
from indicators.charts.notes import NO_FIGURE_HERE, dated_text, places_note
from indicators.charts.rank import rank_chart
from indicators.charts.request import MOST_COMPARED, ChartRequest, base_populations
from indicators.charts.table import table
from indicators.charts.time import multiples_chart, time_chart
from indicators.charts.two_values import pair_chart, same_unit, two_dates_chart
from indicators.claims.sentences import absence
from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Scale
from indicators.store.dataset import Dataset

NO_FIGURES = Rule("no_figures", Severity.WARNING, N_("{value}: no figure of the places compared is held here."), "")

NO_FIGURES_THEN = Rule(
    "no_figures_then",
    Severity.WARNING,
    N_("{value}: none of the places compared has a figure between {low} and {high}."),
    N_("Choose other years."),
)

YEAR_NOT_STATED = Rule(
    "year_not_stated",
    Severity.WARNING,
    N_("{value}: the source states no year, so none can be chosen."),
    N_("The figures are shown as they are."),
)


def undrawn(asked: Asked) -> Chart:
    """Return a chart without a figure: why nothing is drawn as its title, and what is published as its table."""
    dataset, entry, look = asked.dataset, asked.entry, asked.look
    everything = dataset.of(entry.id)
    newest = standing(dataset, entry, asked.cities)
    rows = everything[everything["place"].isin(newest.places)]
    listed = newest.rows if len(newest.rows) else rows.sort_values(["place", "year"])
    title = _why(asked, rows)
    return Chart.of(
        Subject(dataset, entry.id, str(asked.state.view), look),
        None,
        listed,
        select(dataset, entry, listed).comparison if len(listed) else Comparison.of(()),
        table(dataset, entry, listed, look),
        title=title,
        subtitle=measure_line(entry, [span(listed["year"], look.language)] if len(listed) else [], look.language),
        alt=title,
        listed=listed,
    )


def _why(asked: Asked, rows: pd.DataFrame) -> str:
    """Say why a view has nothing to draw."""
    t, entry, view, language = asked.look.t, asked.entry, asked.state.view, asked.look.language
    name = entry.names.get(language)
    if not rows["value"].notna().any():
        return absence(entry, asked.dataset.places, language, home_of(asked.dataset, entry)).text
    if view == "scatter" or (view == "dumbbell" and len(asked.entries) > 1):
        return _why_not_two(asked)
    if view in ("rank", "table"):
        return t("{name}: no figure of the places compared lies in the years asked for.", name=name)
    return t("{name}: no place compared has figures of two dates on one unbroken line in these years.", name=name)


def _why_not_two(asked: Asked) -> str:
    """Say why two indicators do not make one picture."""
    t, look = asked.look.t, asked.look
    if len(asked.entries) == 1:
        return t("A scatter needs a second indicator: choose one with the + in the list.")
    first, second, *_ = asked.entries
    named = {"first": first.names.get(look.language), "second": second.names.get(look.language)}
    if first.scale is not second.scale:
        return t("“{first}” and “{second}”: a national figure and a city’s are not drawn together.", **named)
    if asked.state.view == "dumbbell" and not same_unit(first, second):
        return t(
            "“{first}” and “{second}” are counted in different units, so one scale cannot serve both. "
            "The scatter gives each its own.",
            **named,
        )
    return t("“{first}” and “{second}”: no place compared has both in these years.", **named)


VIEWS: Mapping[str, str] = {
    "rank": N_("Ranked bars"),
    "lines": N_("Lines"),
    "slope": N_("Slope"),
    "dumbbell": N_("Dumbbell"),
    "scatter": N_("Scatter"),
    "multiples": N_("Small multiples"),
    "table": N_("Table with bars"),
}
"""The views of a comparison, by the word a link uses."""

TWO_DATES = ("lines", "slope", "dumbbell", "multiples")
"""The views that run from one year to another; a dumbbell of two indicators is of one."""

MOST = MOST_COMPARED + 1
"""Cities that one comparison takes, the home city among them."""


@dataclass(frozen=True)
class ComparisonView:
    """A comparison made: its chart, the table with bars where it is one, what could not be honoured.

    `cities` are those compared with the home city; `bars` is None but for the view table.
    """

    chart: Chart
    bars: Bars | None
    findings: tuple[Finding, ...]
    cities: tuple[str, ...]


def cities_to_compare(dataset: Dataset, entries: Sequence[Indicator], cities: Iterable[str]) -> tuple[str, ...]:
    """Return the cities of a set that one comparison takes.

    First come those with most of the figures that are comparable with the home city's,
    among these the nearest to it in population.

    For national figures a country stands once, for its first city; the home city's
    own is there already.
    """
    listed = [city for city in dict.fromkeys(cities) if city != dataset.home.city]
    national = all(entry.scale is Scale.COUNTRY for entry in entries)
    if national:
        countries: dict[str, str] = {}
        home_country = dataset.places[dataset.home.city].country
        for city in listed:
            if dataset.places[city].country != home_country:
                countries.setdefault(dataset.places[city].country, city)
        listed = list(countries.values())
    if len(listed) < MOST:
        return tuple(listed)
    base = base_populations(dataset)
    people = dict(zip(base["place"], base["value"], strict=True))
    own_size = people.get(dataset.home.city, 0.0)
    have = dict.fromkeys(listed, 0)
    for entry in entries:
        latest = standing(dataset, entry, listed)
        with_figure = set(latest.eligible["place"].astype("str")) if len(latest.rows) else set()
        for city in listed:
            country = dataset.places.country_of(city)
            place = country.id if entry.scale is Scale.COUNTRY and country else city
            have[city] += place in with_figure

    def order(city: str) -> tuple[int, float]:
        size = people.get(city, 0.0)
        away = abs(math.log(size / own_size)) if size > 0 and own_size > 0 else math.inf
        return -have[city], away

    chosen = set(sorted(listed, key=order)[: MOST - 1])
    return tuple(city for city in listed if city in chosen)


def comparison(dataset: Dataset, state: ChartRequest, cities: Iterable[str], look: Look) -> ComparisonView:
    """Return the comparison a link asks for; where nothing can be drawn the chart says why in words.

    `state` must name an indicator, and a view of :data:`VIEWS`; `cities` are
    those chosen or those of the peer set, of which :func:`cities_to_compare` are taken.
    """
    entries = tuple(dataset.catalogue[key] for key in (str(state.indicator), *state.also))
    asked = Asked(dataset, entries, cities_to_compare(dataset, entries, cities), state, look)
    bars = None
    if state.view == "table":
        bars = bars_table(asked)
        chart = bars.chart if bars else None
    else:
        chart = DRAWN[str(state.view)](asked)
    return ComparisonView(chart or undrawn(asked), bars, tuple(_findings(asked)), asked.cities)


DRAWN: Mapping[str, Callable[[Asked], Chart | None]] = {
    "rank": lambda a: _dated(a, rank_chart(a.dataset, a.entry, a.cities, a.look, a.state.year, a.state.within)),
    "lines": lambda a: _with_absent(a, time_chart(a.dataset, a.entry, a.cities, a.look, a.period)),
    "slope": lambda a: two_dates_chart(a, "slope"),
    "dumbbell": lambda a: pair_chart(a, "dumbbell") if len(a.entries) > 1 else two_dates_chart(a, "dumbbell"),
    "scatter": lambda a: pair_chart(a, "scatter"),
    "multiples": lambda a: _with_absent(a, multiples_chart(a)),
}
"""The views that are one picture."""


def _dated(asked: Asked, ranked: Chart | None) -> Chart | None:
    """Say in front of a ranking's notes which years it uses."""
    if ranked is None or ranked.figure is None:
        return ranked
    drawn = ranked.observations[ranked.observations["drawn"]]
    note = dated_text(asked.dataset, drawn, asked.state.year, asked.state.within, asked.look)
    return replace(ranked, notes=(note, *ranked.notes))


def _with_absent(asked: Asked, chart: Chart | None) -> Chart | None:
    """Name below a chart of lines the places that have none."""
    if chart is None:
        return None
    dataset, entry, look = asked.dataset, asked.entry, asked.look
    drawn = set(chart.observations.loc[chart.observations["drawn"], "place"].astype("str"))
    published = set(dataset.of(entry.id)["place"].astype("str"))
    absent = [place for place in compared(dataset, entry, asked.cities) if place not in drawn]
    notes = list(chart.notes)
    for message, places in (
        (N_("Published, but not drawn on these lines: {places}."), [p for p in absent if p in published]),
        (NO_FIGURE_HERE, [p for p in absent if p not in published]),
    ):
        if places:
            notes.append(places_note(dataset, message, places, look))
    return replace(chart, notes=tuple(notes))


def _findings(asked: Asked) -> list[Finding]:
    """Find the indicators without a figure for these places, or without one in the years asked for."""
    findings, state = [], asked.state
    has_dates = state.year is not None or state.to is not None or state.within is not None
    for entry in asked.entries:
        name = entry.names.get(asked.look.language)
        everything = asked.dataset.of(entry.id)
        rows = everything[everything["place"].isin(compared(asked.dataset, entry, asked.cities))]
        if not rows["value"].notna().any():
            findings.append(Finding(NO_FIGURES, value=name))
        elif has_dates and not rows["year"].notna().any():
            findings.append(Finding(YEAR_NOT_STATED, value=name))
        elif has_dates and state.view in TWO_DATES and len(asked.entries) == 1:
            first, last = (state.year or rows["year"].min()), (state.to or rows["year"].max())
            if not rows["year"].between(int(first), int(last)).any():
                findings.append(Finding(NO_FIGURES_THEN, value=name, params={"low": int(first), "high": int(last)}))
        elif state.year is not None and state.view not in TWO_DATES:
            off = years.USUAL if state.within is None else state.within
            if derive.as_of(rows, state.year, off).empty:
                low, high = state.year - off, state.year + off
                findings.append(Finding(NO_FIGURES_THEN, value=name, params={"low": low, "high": high}))
    return findings
