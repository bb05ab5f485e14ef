"""What charts say, and what of it changes: the claims that a release keeps, a draft's effects, one chart then and now.

Sentences that are compared are made by the program of today, so that a difference is one of figures, not of wording.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from indicators.analysis.verdicts import REASON_TEXTS, VERDICT_TEXTS, Verdict, VerdictRule
from indicators.charts.chart import Chart, Look, verdict_name
from indicators.charts.dispatch import KINDS, OF_PAGE, chart_of, charts_of
from indicators.charts.request import ChartRequest, cities_of
from indicators.claims.indicator_claims import NAMED_PARTS
from indicators.language.translator import N_, Translator, text
from indicators.model.observations import number_text
from indicators.store import claim_changes
from indicators.store.claim_changes import ABSENT, COLUMNS, PRESENT, STAND_IN, Aspect
from indicators.store.dataset import Dataset
from indicators.store.revisions import Revision, differences
from indicators.text import formatting

LOOK = Look()
"""Claims are stored in English; their meaning is of no language."""

SINGLE = "single"
"""The verdict of a single figure, which there is none of."""

ASPECT_TEXTS = {
    Aspect.PRESENCE: N_("Figure held here"),
    Aspect.BAND: N_("Place among those compared"),
    Aspect.CHANGE: N_("Direction of the change"),
    Aspect.VERDICT: N_("Verdict"),
    Aspect.NAMED: N_("Named in the sentence"),
}

WORDS = {
    Aspect.PRESENCE: {ABSENT: N_("none"), STAND_IN: N_("a national one only"), PRESENT: N_("there is one")},
    Aspect.CHANGE: {
        "": N_("none stated"),
        "+": N_("a rise"),
        "-": N_("a fall"),
        "0": N_("no change at this precision"),
    },
    Aspect.VERDICT: {
        **{str(verdict): VERDICT_TEXTS[verdict] for verdict in Verdict},
        SINGLE: REASON_TEXTS[VerdictRule.SINGLE_FIGURE, ""],
    },
}


def claims_table(dataset: Dataset) -> pd.DataFrame:
    """Return the claims of every chart of the opening peer sets (:data:`indicators.store.claim_changes.COLUMNS`)."""
    return _table(dataset, claimed(dataset)).sort_values("chart", ignore_index=True)


def claimed(dataset: Dataset, indicators: Collection[str] | None = None, look: Look = LOOK) -> Iterator[Chart]:
    """Yield the overview's chart, then each indicator's: those of its own page, then those of others.

    With `indicators` only the overview's chart and those of these indicators.
    """
    opening = chart_of(dataset, ChartRequest(), look)
    if opening is not None:
        yield opening
    for entry in dataset.catalogue.values():
        if indicators is not None and entry.id not in indicators:
            continue
        yield from charts_of(dataset, entry, cities_of(dataset, ChartRequest(indicator=entry.id)), look)
        for kind in sorted(set(KINDS) - set(OF_PAGE)):
            chart = chart_of(dataset, ChartRequest(indicator=entry.id, chart=kind), look)
            if chart is not None:
                yield chart


def row_of(dataset: Dataset, chart: Chart) -> dict[str, str]:
    """Return what a chart claims, by the names of :data:`indicators.store.claim_changes.COLUMNS`."""
    claim = chart.claim
    parts = claim.parts if claim is not None else {}
    row = {
        "chart": chart.id,
        "indicator": chart.indicator,
        "kind": chart.kind,
        "claim": claim.kind if claim is not None else "",
        "verdict": SINGLE if chart.comparison.single else str(chart.comparison.verdict),
    }
    numbers = ("value", "band_first", "band_last", "of", "median")
    row |= {name: number_text(parts[name]) if name in parts else "" for name in numbers}
    row["change"] = row["named"] = ""
    if claim is not None and claim.kind == "change":
        digits = dataset.catalogue[claim.indicator].digits
        # What the sentence prints, so that a change behind its digits has no direction.
        last, first = (formatting.rounded(float(parts[end]), digits) for end in ("last", "first"))
        row["change"] = number_text(float(last - first))
    if claim is not None and claim.kind == "spread":
        row["named"] = " ".join(claim.places)
    if claim is not None and claim.kind == "opening":
        row["named"] = " ".join(parts.values())
    if claim is not None and claim.kind == "parts":
        row["named"] = " ".join(list(parts)[:NAMED_PARTS])
    return row


def aspect_text(aspect: str, language: str) -> str:
    """Return what of a sentence changed, in words."""
    return text(language, ASPECT_TEXTS[Aspect(aspect)])


def meaning_text(dataset: Dataset, aspect: str, value: str, language: str) -> str:
    """Return an old or new meaning in words; ids that are no longer known stay ids."""
    t = Translator(language)
    if aspect in WORDS:
        words = WORDS[Aspect(aspect)]
        return t(words[value]) if value in words else value
    if not value:
        return t(N_("none"))
    if aspect == Aspect.BAND:
        first, last = (formatting.ordinal(int(end), language) for end in value.split())
        return first if first == last else t(N_("{first} to {last}"), first=first, last=last)
    return formatting.join([_name(dataset, key, language) for key in value.split()], language)


def _name(dataset: Dataset, key: str, language: str) -> str:
    for known in (dataset.places, dataset.catalogue):
        if key in known:
            return known[key].names.get(language)
    return key


@dataclass(frozen=True)
class Effects:
    """The charts that a draft alters.

    `charts` are those whose figures or sentence differ, as they would be, in
    catalogue order; `gone` the ids of those that would be no more. `meanings`
    has :data:`indicators.store.claim_changes.CHANGE_COLUMNS`: what sentences would say
    otherwise, verdicts among them.
    """

    charts: tuple[Chart, ...]
    gone: tuple[str, ...]
    meanings: pd.DataFrame

    @property
    def verdicts(self) -> pd.DataFrame:
        """The changed verdicts alone."""
        return self.meanings[self.meanings["aspect"] == Aspect.VERDICT]


def effects(
    before: Dataset,
    after: Dataset,
    indicators: Collection[str],
    look: Look,
    charts_before: Callable[[Dataset, frozenset[str], Look], Iterable[Chart]] = claimed,
) -> Effects:
    """Compare the charts of `indicators`, and of those they stand in for or are part of, in two data sets.

    `charts_before` gives those of `before`, which whoever compares it again and again may have kept.
    """
    related = related_to(before, after, indicators)
    old = {chart.id: chart for chart in charts_before(before, related, look)}
    new = {chart.id: chart for chart in claimed(after, related, look)}
    altered = tuple(chart for key, chart in new.items() if key not in old or _statement(old[key]) != _statement(chart))
    return Effects(
        charts=altered,
        gone=tuple(key for key in old if key not in new),
        meanings=claim_changes.changed(_table(before, old.values()), _table(after, new.values())),
    )


def related_to(before: Dataset, after: Dataset, indicators: Collection[str]) -> frozenset[str]:
    """Return the indicators whose charts may differ between two data sets that differ in the figures of `indicators`.

    Besides these: what they stand in for, what is of a family with them, and the shares of them. Of what a share is a
    share of, charts read the home country's figures alone: others alter none.
    """
    at_home = {name for name in indicators if name in after.catalogue and _differs_at_home(before, after, name)}
    families = {after.catalogue[name].family for name in indicators if name in after.catalogue} - {None}
    return frozenset(
        entry.id
        for entry in after.catalogue.values()
        if entry.id in indicators or entry.stand_in in indicators or entry.whole in at_home or entry.family in families
    )


def _differs_at_home(before: Dataset, after: Dataset, indicator: str) -> bool:
    """Return whether the figures of the home country, its cities and their parts are not the same in both data sets."""
    then, now = (_rows_at_home(dataset, indicator) for dataset in (before, after))
    return not then.equals(now)


def _rows_at_home(dataset: Dataset, indicator: str) -> pd.DataFrame:
    rows = dataset.of(indicator)
    country = dataset.places[dataset.home.city].country
    places = [place for place in rows["place"].unique() if dataset.places[str(place)].country == country]
    shown = rows[rows["place"].isin(places)].astype("str")
    return shown.sort_values(list(shown.columns), ignore_index=True)


def _statement(chart: Chart) -> tuple[object, ...]:
    return chart.title, tuple(tuple(row.cells) for row in chart.rows), chart.comparison


def _table(dataset: Dataset, charts: Iterable[Chart]) -> pd.DataFrame:
    return pd.DataFrame([row_of(dataset, chart) for chart in charts], columns=list(COLUMNS), dtype="str")


@dataclass(frozen=True)
class ChartStatement:
    """What a chart says: its sentence and the words of its verdict, both empty where there is no such chart."""

    sentence: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class ThenAndNow:
    """What a chart says with the figures of then and with those of now, and the numbers that differ.

    `bounded` says whether a figure shown then or now is a limit or has a range of error.
    """

    then: ChartStatement
    now: ChartStatement
    revisions: tuple[Revision, ...]
    bounded: bool = False

    @property
    def same(self) -> bool:
        """Whether neither the sentence nor the verdict nor any number of the chart differs."""
        return self.then == self.now and not self.revisions


def then_and_now(before: Dataset, dataset: Dataset, state: ChartRequest, look: Look) -> ThenAndNow:
    """Return what the chart of a request says with the figures of two data sets, the earlier one first."""
    charts = chart_of(before, state, look), chart_of(dataset, state, look)
    then, now = (_stated_by(chart, look.language) for chart in charts)
    empty = dataset.observations.iloc[:0]
    shown = [empty if chart is None else chart.observations for chart in charts]
    bounded = any(bool(rows[["lower", "upper"]].notna().to_numpy().any()) for rows in shown)
    return ThenAndNow(then, now, tuple(differences(*shown)), bounded)


def _stated_by(chart: Chart | None, language: str) -> ChartStatement:
    if chart is None:
        return ChartStatement()
    return ChartStatement(chart.title, verdict_name(chart.comparison, language) if chart.rows else "")
