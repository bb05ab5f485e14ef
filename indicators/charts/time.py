"""Small multiples: the lines over time of each place in a panel of its own, on one scale."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from indicators.analysis import comparability, derive
from indicators.analysis.verdicts import Comparison
from indicators.charts.chart import (
    Chart,
    Look,
    chart_observations,
    compared,
    is_country,
    marks_of,
    measure_line,
    names,
    observation_caption,
    source_text,
    span,
    table,
)
from indicators.charts.years_note import years_text
from indicators.claims import indicator_claims, sentences
from indicators.figures.lines import LABELLED, Line, Panel, lines_over_time, multiples
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Measure, Method
from indicators.store.dataset import Dataset
from indicators.text import formatting

Period = tuple[int | None, int | None]
"""The first and the last year to show; None is open."""


@dataclass(frozen=True)
class Drawn:
    """The lines of a chart, the observations behind them, and their verdict."""

    rows: pd.DataFrame
    lines: list[Line]
    comparison: Comparison


def drawn_lines(
    dataset: Dataset, entry: Indicator, cities: Iterable[str], look: Look, period: Period = (None, None)
) -> Drawn | None:
    """Return the lines that may be drawn on one scale, or None where no place has two dates.

    A line joins values of one place, perimeter, method and source, and is cut
    at series breaks. Of the peers one line each is drawn, the longest recent
    one, and only of the source and method most of them share; of Casablanca
    every published point.
    """
    own = indicator_claims.home(dataset, entry)
    places = compared(dataset, entry, cities)
    everything = dataset.of(entry.id)
    rows = derive.series(everything[everything["place"].isin(places)], entry)
    # A plan is no point of a line: plans stand in the table of what is expected.
    rows = within(rows[rows["year"].notna() & (rows["method"] != Method.PLANNED)], period)
    if rows.empty:
        return None
    rows = _chosen(rows, own, entry)
    seen = rows[~rows["projected"]]
    comparison = comparability.chart(seen, entry, dataset.places, change=True)
    if not (comparison.rankable and entry.rankable) and seen["place"].nunique() > 1:
        # Places that cannot be compared are not drawn on one axis: the city's own line stays, or nothing.
        rows = rows[rows["place"].astype("str") == own]
        comparison = comparability.chart(rows[~rows["projected"]], entry, dataset.places, change=True)
    dated = rows.groupby("place", observed=True)["year"].nunique()
    dated = dated[dated > 0]
    if not (dated > 1).any() or (own in dated.index and dated[own] < 2):
        return None
    lines, labelled = [], rows.groupby("place", observed=True)["line"].max()
    for key, points in rows.groupby("line", sort=True):
        place = str(points["place"].iloc[0])
        name = names(dataset, [place], look.language)[0]
        lines.append(
            Line(
                name=name,
                points=pd.DataFrame(
                    {
                        "year": points["year"],
                        "value": points["value"],
                        "text": [sentences.short(float(v), entry, look.language) for v in points["value"]],
                        "hover": [
                            f"<b>{name}</b><br>{formatting.with_unit(float(row['value']), entry, look.language)}"
                            f"<br>{observation_caption(row, look)}"
                            for row in points.to_dict("records")
                        ],
                    }
                ),
                accent=place == own,
                national=is_country(dataset, place),
                projected=bool(points["projected"].iloc[0]),
                ends=labelled[place] == key,
            )
        )
    return Drawn(rows, _bridged(lines), comparison)


def within(rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return the rows whose year lies in a period."""
    first, last = period
    inside = pd.Series(True, index=rows.index)
    if first is not None:
        inside &= (rows["year"] >= first).fillna(False)
    if last is not None:
        inside &= (rows["year"] <= last).fillna(False)
    return rows[inside.astype("bool")]


def time_chart(
    dataset: Dataset, entry: Indicator, cities: Iterable[str], look: Look, period: Period = (None, None)
) -> Chart | None:
    """Return the lines over time (:func:`drawn_lines`), or None where no place has two dates."""
    drawn = drawn_lines(dataset, entry, cities, look, period)
    if drawn is None:
        return None
    chart = described(dataset, entry, drawn, look, period)
    rows, lines = drawn.rows, drawn.lines
    notes = chart.notes
    if sum(line.ends for line in lines) > LABELLED:
        notes = (
            *notes,
            _naming(dataset, indicator_claims.home(dataset, entry), set(rows["place"].astype("str")), look),
        )
    figure = lines_over_time(
        lines,
        marks_of(entry, look.language),
        [cut.year for cut in entry.breaks],
        drawn.comparison.verdict,
        look.colours,
        look.size,
        lambda value: sentences.axis_number(value, entry, look.language),
        zero_based=zero_based(entry, rows),
    )
    return replace(chart, figure=figure, notes=notes)


def zero_based(entry: Indicator, rows: pd.DataFrame) -> bool:
    """Return whether the values start at zero: shares near the whole do not."""
    return entry.measure is not Measure.SHARE or float(rows["value"].min()) <= 50


def described(dataset: Dataset, entry: Indicator, drawn: Drawn, look: Look, period: Period = (None, None)) -> Chart:
    """Return everything of a chart of lines but its figure."""
    t = look.t
    own = indicator_claims.home(dataset, entry)
    rows, lines, comparison = drawn.rows, drawn.lines, drawn.comparison
    told = dataset.of(entry.id) if period == (None, None) else within(dataset.of(entry.id), period)
    claim = indicator_claims.movement(dataset, entry, look.language, rows=told)
    years = span(rows["year"], look.language)
    # The first chart has said that the city has no figure; this one says what it shows.
    title = ", ".join([entry.names.get(look.language), years]) if claim.kind == "absence" else claim.text
    notes = []
    if rows["projected"].any():
        notes.append(t("Dotted: projected by the source, not observed."))
    if any(line.national for line in lines):
        notes.append(t("Dashed lines with hollow points are national figures."))
    for cut in entry.breaks:
        notes.append(t("Series break in {year}: {reason}", year=cut.year, reason=cut.reason.get(look.language)))
    for part in rows.loc[rows["note"].astype("str").str.startswith(derive.PART_YEAR)].itertuples():
        note = t(str(part.note)).rstrip(".")
        notes.append(t("{year} is not a whole year ({note}).", year=int(part.year), note=note))
    own_lines = rows.loc[rows["place"].astype("str") == own, "line"].nunique()
    if own_lines > 1 and not rows["projected"].any():
        notes.append(t("Points of different sources or perimeters are not joined."))
    columns, body = table(dataset, entry, rows, look)
    return Chart(
        indicator=entry.id,
        kind="time",
        title=title,
        subtitle=measure_line(entry, [years], look.language),
        figure=None,
        alt=f"{title}. {claim.alt}" if claim.kind == "absence" else claim.alt,
        comparison=comparison,
        notes=tuple(notes),
        source=source_text(dataset, rows, look),
        sources=tuple(dict.fromkeys(rows["source"].astype("str"))),
        columns=columns,
        rows=body,
        observations=chart_observations(rows),
        claim=claim,
    )


def _naming(dataset: Dataset, own: str, drawn: set[str], look: Look) -> str:
    """Say which lines are named where not all are."""
    if own not in drawn:
        return look.t("Only the highest, the middle and the lowest line are named; the table has them all.")
    return look.t(
        "Only {place}, the highest, the middle and the lowest line are named; the table has them all.",
        place=names(dataset, [own], look.language)[0],
    )


def _chosen(rows: pd.DataFrame, own: str, entry: Indicator) -> pd.DataFrame:
    """Keep one vintage a peer: the lines of the source that most peers share, newest first."""
    if own not in set(rows["place"].astype("str")):
        shared = rows.groupby("source", observed=True).agg(places=("place", "nunique"), last=("year", "max"))
        best = shared.sort_values(["places", "last"], ascending=False).index[0]
        return rows[rows["source"] == best]
    mine = _one_perimeter(rows[rows["place"].astype("str") == own], entry)
    peers = rows[rows["place"].astype("str") != own]
    if not len(peers):
        return mine
    shared = peers.groupby("source", observed=True).agg(places=("place", "nunique"), last=("year", "max"))
    best = shared.sort_values(["last", "places"], ascending=False).index[0]
    kept = peers[peers["source"] == best]
    if (mine["source"] == best).any():
        mine = mine[mine["source"] == best]
    return pd.concat([kept, mine], ignore_index=True)


def _one_perimeter(rows: pd.DataFrame, entry: Indicator) -> pd.DataFrame:
    """Keep the perimeter of the change that the title tells; without one the perimeter with the longest line."""
    change = derive.change(rows, entry)
    if len(change):
        return rows[rows["perimeter"] == change["perimeter"].iloc[0]]
    sizes = rows.groupby("line")["year"].count()
    if sizes.empty or sizes.max() < 2:
        return rows
    longest = rows.loc[rows["line"] == sizes.idxmax(), "perimeter"].iloc[0]
    return rows[rows["perimeter"] == longest]


def _bridged(lines: list[Line]) -> list[Line]:
    """Begin each projected line at the last observed point of its place, so that no gap shows."""
    out = []
    for at, line in enumerate(lines):
        before = lines[at - 1] if at else None
        if line.projected and before is not None and before.name == line.name and not before.projected:
            joined = pd.concat([before.points.tail(1), line.points], ignore_index=True)
            line = Line(line.name, joined, line.accent, line.national, True, line.ends)
        out.append(line)
    return out


def multiples_chart(
    dataset: Dataset, entry: Indicator, cities: Iterable[str], look: Look, period: Period = (None, None)
) -> Chart | None:
    """Return one panel a place with two dates, Casablanca first; None where there is none."""
    drawn = drawn_lines(dataset, entry, cities, look, period)
    if drawn is None:
        return None
    whole = described(dataset, entry, drawn, look, period)
    own = names(dataset, [indicator_claims.home(dataset, entry)], look.language)[0]
    panels: dict[str, Panel] = {}
    for line in drawn.lines:
        panels.setdefault(line.name, []).append(line)
    kept = [panel for panel in panels.values() if sum(len(line.points) for line in panel) > 1]
    kept.sort(key=lambda panel: (panel[0].name != own, -float(panel[-1].points["value"].iloc[-1])))
    t = look.t
    note = (
        t("One scale in every panel; the thin line is {place}.", place=own)
        if own in panels
        else t("One scale in every panel.")
    )
    seen = drawn.rows[~drawn.rows["projected"]].sort_values("year").drop_duplicates("place", keep="last")
    beside = t("Beside each name the last observed value. {years}", years=years_text(dataset, seen, look))
    return replace(
        whole,
        kind="multiples",
        figure=multiples(
            kept,
            whole.comparison.verdict,
            look.colours,
            look.size,
            partial(sentences.axis_number, indicator=entry, language=look.language),
            zero_based=zero_based(entry, drawn.rows),
        ),
        alt=t("Panels, one a place, on one scale. {alt}", alt=whole.alt),
        notes=(f"{beside} {note}", *whole.notes),
    )
