"""What to make of a chart's sentence: what the places chosen have, how it is quoted, what it does not say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from indicators.analysis import derive, editions
from indicators.analysis.standing import Standing, home_of, standing
from indicators.analysis.verdicts import Verdict, reasons_text, verdict_text
from indicators.charts.chart import Chart, Look, names
from indicators.charts.request import to_choose
from indicators.claims.edition_claims import changed
from indicators.maps.city_outlines import perimeter_word
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Method, Perimeter, Scale
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.citations import cited
from indicators.text.labels import word

OLD = 6
"""A figure older than this many years is not one of today."""

MOST_NAMED = 8
"""Places whose figures are written out under a title; of more their number is."""

NOT_COUNTED = frozenset({Method.MODELLED, Method.ESTIMATED, Method.PROJECTED, Method.PLANNED, Method.SATELLITE})
"""The methods whose figures nobody counted or metered."""

SHORT = 3
"""Producers named behind a sentence."""


def asked_places(dataset: Dataset, entry: Indicator, cities: Iterable[str], look: Look) -> str:
    """Say which of the places chosen have a figure, and what it is; of many places how many have.

    Where none has, the sentence names what is held of others.
    """
    t = look.t
    if entry.scale is Scale.FACILITY:
        return ""
    stand = standing(dataset, entry, cities)
    wanted = [place for place in stand.places if place != stand.home]
    if not wanted:
        return ""
    if len(wanted) > MOST_NAMED:
        return " ".join(_counted(dataset, stand, wanted, look))
    written = [_written(dataset, stand, row, look) for row in _in_order(stand.rows, wanted)]
    absent = names(dataset, [place for place in wanted if place in stand.absent], look.language)
    sentences = []
    if written:
        sentences.append(t("Compared with: {places}.", places=formatting.semicolons(written, look.language)))
    if absent:
        sentences.append(t("No figure here for: {places}.", places=formatting.join(absent, look.language)))
    if not written:
        sentences += _held_instead(dataset, entry, look)
    return " ".join(sentences)


def _counted(dataset: Dataset, stand: Standing, wanted: Sequence[str], look: Look) -> list[str]:
    """Say of many places how many have a figure; nothing where all have."""
    have = len(wanted) - sum(place in stand.absent for place in wanted)
    if have == len(wanted):
        return []
    if not have:
        none = look.t("None of the {n} places compared has a figure here.", n=str(len(wanted)))
        return [none, *_held_instead(dataset, stand.indicator, look)]
    return [
        look.t.plural(
            "{n} of the {all} places compared has a figure here.",
            "{n} of the {all} places compared have a figure here.",
            have,
            all=str(len(wanted)),
        )
    ]


def _in_order(rows: pd.DataFrame, places: Sequence[str]) -> list[pd.Series]:
    """Return the rows of some places, in the order of these."""
    by_place = {str(row["place"]): row for _, row in rows.iterrows()}
    return [by_place[place] for place in places if place in by_place]


def _written(dataset: Dataset, stand: Standing, row: pd.Series, look: Look) -> str:
    """Return the figure of a place with its year, and that it is not comparable where it is not."""
    place = str(row["place"])
    judged = stand.against_home.get(place)
    unfit = judged is not None and judged.verdict is Verdict.NOT_COMPARABLE
    year = formatting.year(None if formatting.missing(row["year"]) else int(row["year"]), look.language)
    name = names(dataset, [place], look.language)[0]
    written = formatting.figure(row, stand.indicator, look.language)
    if unfit:
        return look.t("{place} {value} ({year}, not comparable)", place=name, value=written, year=year)
    return look.t("{place} {value} ({year})", place=name, value=written, year=year)


def _held_instead(dataset: Dataset, entry: Indicator, look: Look) -> list[str]:
    """Say which other places have a figure, those that are comparable before the others; nothing where none has."""
    held = standing(dataset, entry, [place.id for place in to_choose(dataset)])
    comparable = _others(held.eligible, held.home) if held.drawable else []
    others = comparable or _others(held.rows, held.home)
    if not others:
        return []
    listed = formatting.join(names(dataset, others[:SHORT], look.language), look.language)
    if comparable:
        return [look.t("Held here instead: {places}.", places=listed)]
    return [look.t("Held here instead, not comparable: {places}.", places=listed)]


def _others(rows: pd.DataFrame, home: str) -> list[str]:
    return [place for place in rows["place"].astype("str") if place != home]


def to_quote(dataset: Dataset, chart: Chart, look: Look) -> str:
    """Return the sentence of a chart with who published its figures, and by how much they changed the home city's.

    What they changed between editions is stated for the figure of the home city that is drawn.
    """
    sources = cited(dataset.sources, chart.sources)
    producers = list(dict.fromkeys(look.t(source.producer) for source in sources))
    named = formatting.semicolons(producers[:SHORT], look.language)
    quote = look.t("{claim} Source: {sources}.", claim=chart.title, sources=named) if named else chart.title
    home = home_of(dataset, dataset.catalogue[chart.indicator]) if chart.indicator in dataset.catalogue else ""
    shown = chart.observations
    home_rows = shown[(shown["place"].astype("str") == home) & shown["drawn"].astype(bool)]
    is_title = chart.claim is not None and chart.claim.kind == "edition_change"
    changes = [] if is_title else editions.of_figures(dataset, home_rows)
    return " ".join([quote, *(changed(change, look.language) for change in changes if len(changes) == 1)])


def not_to_say(dataset: Dataset, entry: Indicator, chart: Chart, this_year: int, look: Look) -> list[str]:
    """Return what the figure of the home city (its country) in a chart does not say."""
    t = look.of_home(dataset)
    home = home_of(dataset, entry)
    shown = chart.observations
    home_rows = derive.latest(shown[(shown["place"].astype("str") == home) & shown["drawn"].astype(bool)])
    home_rows = home_rows if len(home_rows) else derive.latest(shown[shown["place"].astype("str") == home])
    avoid = []
    if entry.scale is Scale.COUNTRY:
        avoid.append(t("“in {home}”: the figures are national"))
    if len(home_rows):
        row = home_rows.iloc[0]
        perimeter, method = Perimeter(str(row["perimeter"])), Method(str(row["method"]))
        if entry.scale is Scale.CITY and perimeter is not Perimeter.MUNICIPALITY:
            outline = perimeter_word(dataset, home, perimeter, look.language)
            avoid.append(t("“{home}” without its outline: {outline}", outline=outline))
        age = derive.age(None if pd.isna(row["year"]) else int(row["year"]), this_year)
        if age is not None and age > OLD:
            avoid.append(t("“today”: the figure is of {year}", year=int(row["year"])))
        if pd.isna(row["year"]):
            avoid.append(t("a year: the source states none"))
        if method in NOT_COUNTED:
            avoid.append(t("“measured”: the figure is of the kind “{method}”", method=word(method, look.language)))
    verdict = chart.comparison.verdict
    if not chart.comparison.single and verdict is not Verdict.COMPARABLE:
        reasons = reasons_text(chart.comparison.reasons, look.language)
        words = verdict_text(verdict, look.language).lower()
        avoid.append(
            t("“exactly comparable”: {verdict} ({reasons})", verdict=words, reasons=reasons)
            if reasons
            else t("“exactly comparable”: {verdict}", verdict=words)
        )
    return avoid


OF_ONE = frozenset({"value", "position", "stand_in"})
"""The kinds of sentence (:attr:`indicators.claims.sentences.Claim.kind`) that give one figure of one place."""


@dataclass(frozen=True)
class QuotedFigure:
    """A figure by what names it; `row` is its observation. `year` is None where the source states none."""

    indicator: str
    place: str
    year: int | None
    perimeter: str
    source: str
    row: pd.Series


def quoted_figure(dataset: Dataset, chart: Chart) -> QuotedFigure | None:
    """Return the figure that the sentence of a chart gives, None where it gives none or several.

    It is the observation of the home city (its country, its facility) that the chart itself holds.
    """
    claim = chart.claim
    if claim is None or claim.kind not in OF_ONE or claim.indicator not in dataset.catalogue:
        return None
    entry = dataset.catalogue[claim.indicator]
    rows = chart.observations
    home_rows = rows[
        (rows["place"].astype("str") == home_of(dataset, entry)) & (rows["indicator"].astype("str") == entry.id)
    ]
    newest = derive.latest(home_rows)
    if newest.empty or not _is_stated(newest.iloc[0], claim.parts):
        return None
    row = newest.iloc[0]
    year = None if pd.isna(row["year"]) else int(row["year"])
    return QuotedFigure(entry.id, str(row["place"]), year, str(row["perimeter"]), str(row["source"]), row)


def _is_stated(row: pd.Series, parts: object) -> bool:
    """Return whether the sentence gives the number of this observation: its value, or the bounds in its place."""
    stated = parts if isinstance(parts, dict) else {}
    names = [name for name in ("value", "lower", "upper") if name in stated]
    return bool(names) and all(not pd.isna(row[name]) and float(row[name]) == float(stated[name]) for name in names)
