"""Sources that disagree on one indicator: every figure, the gap, and which one is drawn elsewhere."""

from collections.abc import Iterable

import pandas as pd

from indicators.analysis import derive
from indicators.analysis.comparability import chart as compare_all
from indicators.analysis.disagreements import Disagreement, duplicate_reports, newest, repeated, rivals
from indicators.analysis.editions import EditionChange, Row, of_indicator
from indicators.analysis.standing import compared, home_of, select
from indicators.analysis.verdicts import Comparison, Verdict
from indicators.charts.chart import Chart, Look, Subject, bars_of, hover_texts, is_country, measure_line, names, span
from indicators.charts.table import table
from indicators.charts.time import line_points, lines_figure
from indicators.claims.disagreement_claims import (
    choice,
    disagreement,
    elsewhere,
    repeats,
    rival_sentences,
    source_label,
)
from indicators.claims.edition_claims import edition_claim, no_trend, of_place
from indicators.figures.lines import Line
from indicators.figures.ranking import ranked_bar
from indicators.figures.template import FrozenFigure
from indicators.figures.two_values import dumbbells
from indicators.model.catalogue import Indicator
from indicators.model.observations import typed
from indicators.store.dataset import Dataset
from indicators.text import formatting


def disagreement_chart(dataset: Dataset, entry: Indicator, cities: Iterable[str], look: Look) -> Chart | None:
    """Return what the sources say that disagree, else what one source changed between editions; None where neither.

    Where they disagree on the home city (its country) every source is drawn, as
    lines where two years or more have two values, else as bars; where they
    disagree on others only, all figures stand in a table.
    """
    cases = newest(dataset.of(entry.id), entry, compared(dataset, entry, cities))
    if not cases:
        return edition_chart(dataset, entry, look)
    home_case = next((case for case in cases if case.place == home_of(dataset, entry)), None)
    others = [case for case in cases if case is not home_case]
    if home_case is None:
        others.sort(key=lambda case: -case.gap)
        comparison = select(dataset, entry, others[0].rows).comparison
        rows = pd.concat([case.rows for case in others], ignore_index=True)
        return _chart(dataset, entry, others, rows, comparison, None, look)
    comparison = select(dataset, entry, home_case.rows).comparison
    rows = _own_rows(dataset, entry, home_case)
    figure = _lines(dataset, entry, home_case, rows, comparison, look)
    if figure is None:
        rows = home_case.rows
        figure = _bars(dataset, entry, home_case, comparison.verdict, look)
    return _chart(dataset, entry, [home_case, *others], rows, comparison, figure, look)


def _chart(
    dataset: Dataset,
    entry: Indicator,
    cases: list[Disagreement],
    rows: pd.DataFrame,
    comparison: Comparison,
    figure: FrozenFigure | None,
    look: Look,
) -> Chart:
    """Return the chart of the first of the disagreements; with no `figure` all of them stand in the table."""
    t, first = look.t, cases[0]
    # Of one place and year the greatest first, as the bars stand.
    ordered = rows.sort_values(
        ["place", "year", "value", "source"], ascending=[True, False, False, True], ignore_index=True
    )
    drawn = {tuple(case.drawn[["place", "year", "source"]].astype("str")) for case in cases if not case.expected}
    keys = [tuple(key) for key in ordered[["place", "year", "source"]].astype("str").to_numpy().tolist()]
    elsewhere_drawn = {t("In the other charts"): [t("drawn") if key in drawn else "" for key in keys]}
    places = names(dataset, [first.place], look.language) if figure is not None else []
    notes = [choice(dataset, first, look.language), elsewhere(dataset, entry, cases[1:], look.language)]
    if figure is not None:
        notes.insert(1, repeats(dataset, repeated(rows, entry), look.language))
    return Chart.of(
        Subject(dataset, entry.id, "sources", look),
        disagreement(dataset, entry, cases, comparison, look.language),
        rows,
        comparison,
        table(dataset, entry, ordered, look, elsewhere_drawn),
        subtitle=measure_line(entry, [*places, span(rows["year"], look.language)], look.language),
        figure=figure,
        notes=notes,
        listed=rows,
    )


def _own_rows(dataset: Dataset, entry: Indicator, case: Disagreement) -> pd.DataFrame:
    """Return all dated figures of the sources that ever disagree on the place, of one perimeter."""
    mine = dataset.of(entry.id)
    mine = mine[(mine["place"] == case.place) & (mine["perimeter"] == case.drawn["perimeter"]) & mine["year"].notna()]
    mine = mine[mine["method"].isin(derive.NOT_OBSERVED) == case.expected]
    twice = duplicate_reports(mine, entry)
    return mine[mine["source"].isin(set(twice["source"].astype("str")))]


def _lines(
    dataset: Dataset, entry: Indicator, case: Disagreement, rows: pd.DataFrame, comparison: Comparison, look: Look
) -> FrozenFigure | None:
    """Return a line a source, the one drawn elsewhere accented; None where the sources tell one year only."""
    if rows["year"].nunique() < 2:
        return None
    parts = derive.series(rows[~rows["source"].isin(set(repeated(rows, entry)) - {str(case.drawn["source"])})], entry)
    last = parts.groupby("source", observed=True)["line"].max()
    lines = [
        Line(
            # The year of the release must not run into the value next to it.
            name=source_label(dataset, str(points["source"].iloc[0]), look.language) + look.t(": ").rstrip(" "),
            points=line_points(
                points, [source_label(dataset, str(source), look.language) for source in points["source"]], entry, look
            ),
            accent=points["source"].iloc[0] == case.drawn["source"],
            national=is_country(dataset, case.place),
            projected=case.expected,
            ends=last[points["source"].iloc[0]] == key,
        )
        for key, points in parts.groupby("line", sort=True)
    ]
    breaks = [cut.year for cut in entry.breaks if cut.place in (None, case.place)]
    return lines_figure(lines, [], breaks, entry, comparison, look)[0]


def _bars(dataset: Dataset, entry: Indicator, case: Disagreement, verdict: Verdict, look: Look) -> FrozenFigure:
    """Return a bar a source."""
    rows = case.rows.sort_values(["value", "source"], ascending=[False, True], ignore_index=True)
    labels = [source_label(dataset, str(source), look.language) for source in rows["source"]]
    texts = [formatting.number(float(value), entry.digits, look.language) for value in rows["value"]]
    # Of what is only expected none is drawn elsewhere before the other: both are the home city's.
    accent = case.expected | (rows["source"] == case.drawn["source"])
    hovers = hover_texts(labels, rows.to_dict("records"), entry, look)
    bars = bars_of(rows, labels, texts, hovers, accent, is_country(dataset, case.place))
    return ranked_bar(bars, [], *look.drawn(verdict))


def rival_notes(dataset: Dataset, entry: Indicator, drawn: pd.DataFrame, look: Look) -> list[str]:
    """Say of which figures `drawn` another source gives another value for the same year.

    `drawn` holds one observation per place.
    """
    cases = rivals(dataset.of(entry.id), entry, drawn)
    return rival_sentences(dataset, entry, cases, home_of(dataset, entry), look.language)


def edition_chart(dataset: Dataset, entry: Indicator, look: Look) -> Chart | None:
    """Return what changed between two editions, for every place it changed for; None where nothing did.

    The home city's change stands first, then the greatest.
    """
    changes = of_indicator(dataset, entry.id)
    home = home_of(dataset, entry)
    changes.sort(key=lambda change: change.place != home)
    if not changes:
        return None
    rows = _rows(changes)
    first = _rows(changes[:1])
    comparison = compare_all(first, entry, dataset.places, change=True)
    ends = (
        _edition(dataset, [change.earlier for change in changes], look),
        _edition(dataset, [change.later for change in changes], look),
    )
    return Chart.of(
        Subject(dataset, entry.id, "sources", look),
        edition_claim(dataset, entry, changes, comparison, look.language),
        rows,
        comparison,
        table(dataset, entry, rows, look),
        subtitle=measure_line(entry, [span(rows["year"], look.language)], look.language),
        figure=dumbbells(_ends(dataset, entry, changes, home, look), ends, *look.drawn(comparison.verdict)),
        notes=[
            no_trend(changes[0], look.language),
            look.t("Where a place has a figure in either edition, charts draw the one made as most others are."),
        ],
        listed=rows,
    )


def _rows(changes: list[EditionChange]) -> pd.DataFrame:
    """Return both figures of each change, the earlier first."""
    pairs = [row for change in changes for row in (change.earlier, change.later)]
    return typed(pd.DataFrame(pairs))


def _ends(dataset: Dataset, entry: Indicator, changes: list[EditionChange], home: str, look: Look) -> pd.DataFrame:
    """Return the dumbbells, one a change (:func:`indicators.figures.two_values.dumbbells`)."""
    labels = names(dataset, [change.place for change in changes], look.language)
    several = len({change.place for change in changes}) < len(changes)
    return pd.DataFrame(
        {
            "name": [
                look.t("{name} ({year})", name=label, year=formatting.year(change.later["year"], look.language))
                if several
                else label
                for label, change in zip(labels, changes, strict=True)
            ],
            "first": [float(change.earlier["value"]) for change in changes],
            "last": [float(change.later["value"]) for change in changes],
            "first_text": [_text(change.earlier, entry, look) for change in changes],
            "last_text": [_text(change.later, entry, look) for change in changes],
            "hover": [
                f"<b>{label}</b><br>{of_place(dataset, change, look.language)}"
                for label, change in zip(labels, changes, strict=True)
            ],
            "accent": [change.place == home for change in changes],
        }
    )


def _text(row: Row, entry: Indicator, look: Look) -> str:
    return formatting.short(float(row["value"]), entry, look.language)


def _edition(dataset: Dataset, rows: list[Row], look: Look) -> str:
    """Return what one end of the dumbbells is: the sources of an edition, with the years of their figures."""
    sources = dict.fromkeys(source_label(dataset, str(row["source"]), look.language) for row in rows)
    return formatting.semicolons(sources, look.language)
