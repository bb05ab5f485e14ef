"""Small multiples: the lines over time of each place in a panel of its own, on one scale."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from indicators.analysis import derive
from indicators.analysis.movement import Movement, Period, movement
from indicators.analysis.verdicts import Verdict
from indicators.charts.chart import Chart, Look, Subject, hover_texts, is_country, marks_of, measure_line, names, span
from indicators.charts.notes import break_notes, years_text
from indicators.charts.table import table
from indicators.claims import indicator_claims
from indicators.figures.lines import LABELLED, Line, Panel, lines_over_time, multiples
from indicators.figures.ranking import ReferenceLine
from indicators.figures.template import FrozenFigure
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Measure
from indicators.store.dataset import Dataset
from indicators.text import formatting


@dataclass(frozen=True)
class Drawn:
    """The lines of a chart as they are drawn, and the movement they show."""

    movement: Movement
    lines: list[Line]


def drawn_lines(
    dataset: Dataset, entry: Indicator, cities: Iterable[str], look: Look, period: Period = (None, None)
) -> Drawn | None:
    """Return the lines of :func:`indicators.analysis.movement.movement`, None where no place has two dates."""
    moved = movement(dataset, entry, cities, period)
    if moved is None:
        return None
    lines, labelled = [], moved.rows.groupby("place", observed=True)["line"].max()
    for key, points in moved.rows.groupby("line", sort=True):
        place = str(points["place"].iloc[0])
        name = names(dataset, [place], look.language)[0]
        lines.append(
            Line(
                name=name,
                points=line_points(points, [name] * len(points), entry, look),
                accent=place == moved.home,
                national=is_country(dataset, place),
                projected=bool(points["projected"].iloc[0]),
                ends=labelled[place] == key,
            )
        )
    return Drawn(moved, _bridged(lines))


def line_points(points: pd.DataFrame, labels: list[str], entry: Indicator, look: Look) -> pd.DataFrame:
    """Return the points of a line as a figure takes them: year, value, text, and what shows under the pointer."""
    return pd.DataFrame(
        {
            "year": points["year"],
            "value": points["value"],
            "text": [formatting.short(float(value), entry, look.language) for value in points["value"]],
            "hover": hover_texts(labels, points, entry, look),
        }
    )


def time_chart(
    dataset: Dataset, entry: Indicator, cities: Iterable[str], look: Look, period: Period = (None, None)
) -> Chart | None:
    """Return the lines over time (:func:`drawn_lines`), or None where no place has two dates."""
    drawn = drawn_lines(dataset, entry, cities, look, period)
    if drawn is None:
        return None
    chart = described(dataset, drawn, look)
    rows, notes = drawn.movement.rows, chart.notes
    if sum(line.ends for line in drawn.lines) > LABELLED:
        notes = (*notes, _naming(dataset, drawn.movement.home, set(rows["place"].astype("str")), look))
    marks, breaks = marks_of(entry, look.language), [cut.year for cut in entry.breaks]
    figure = lines_figure(drawn.lines, marks, breaks, entry, rows, chart.comparison.verdict, look)
    return replace(chart, figure=figure, notes=notes)


def lines_figure(
    lines: list[Line],
    marks: list[ReferenceLine],
    breaks: list[int],
    entry: Indicator,
    rows: pd.DataFrame,
    verdict: Verdict,
    look: Look,
) -> FrozenFigure:
    """Return the figure of lines of an indicator, made of `rows`."""
    tick_text = partial(formatting.on_axis, indicator=entry, language=look.language)
    zero_based = _zero_based(entry, rows)
    return lines_over_time(lines, marks, breaks, *look.drawn(verdict), tick_text, zero_based)


def _zero_based(entry: Indicator, rows: pd.DataFrame) -> bool:
    """Return whether the values start at zero: shares near the whole do not."""
    return entry.measure is not Measure.SHARE or float(rows["value"].min()) <= 50


def described(dataset: Dataset, drawn: Drawn, look: Look) -> Chart:
    """Return everything of a chart of lines but its figure."""
    moved = drawn.movement
    entry, rows = moved.indicator, moved.rows
    claim = indicator_claims.of_change(dataset, entry, moved.published, moved.comparison, look.language)
    years = span(rows["year"], look.language)
    title, alt = claim.text, claim.alt
    if claim.kind == "absence":
        # The first chart states that the city has no figure; this one says what it shows.
        title = ", ".join([entry.names.get(look.language), years])
        alt = f"{title}. {claim.alt}"
    return Chart.of(
        Subject(dataset, entry.id, "time", look),
        claim,
        rows,
        moved.comparison,
        table(dataset, entry, rows, look),
        subtitle=measure_line(entry, [years], look.language),
        drawn=True,
        title=title,
        alt=alt,
        notes=_notes(drawn, look),
    )


def _notes(drawn: Drawn, look: Look) -> Iterator[str]:
    """Yield how to read the lines: what is projected or national, where they break, why points are not joined."""
    t, rows = look.t, drawn.movement.rows
    if rows["projected"].any():
        yield t("Dotted: projected by the source, not observed.")
    if any(line.national for line in drawn.lines):
        yield t("Dashed lines with hollow points are national figures.")
    yield from break_notes(drawn.movement.indicator, look)
    for part in rows.loc[derive.part_year(rows)].itertuples():
        yield t("{year} is not a whole year ({note}).", year=int(part.year), note=t(str(part.note)).rstrip("."))
    own_lines = rows.loc[rows["place"].astype("str") == drawn.movement.home, "line"].nunique()
    if own_lines > 1 and not rows["projected"].any():
        yield t("Points of different sources or perimeters are not joined.")


def _naming(dataset: Dataset, own: str, drawn: set[str], look: Look) -> str:
    """Say which lines are named where not all are."""
    if own not in drawn:
        return look.t("Only the highest, the middle and the lowest line are named; the table has them all.")
    return look.t(
        "Only {place}, the highest, the middle and the lowest line are named; the table has them all.",
        place=names(dataset, [own], look.language)[0],
    )


def _bridged(lines: list[Line]) -> list[Line]:
    """Begin each projected line at the last observed point of its place, so that no gap shows."""
    bridged = []
    for before, line in zip([None, *lines], lines, strict=False):
        if line.projected and before is not None and before.name == line.name and not before.projected:
            joined = pd.concat([before.points.tail(1), line.points], ignore_index=True)
            line = Line(line.name, joined, line.accent, line.national, True, line.ends)
        bridged.append(line)
    return bridged


def multiples_chart(
    dataset: Dataset, entry: Indicator, cities: Iterable[str], look: Look, period: Period = (None, None)
) -> Chart | None:
    """Return one panel a place with two dates, the home city first; None where there is none."""
    drawn = drawn_lines(dataset, entry, cities, look, period)
    if drawn is None:
        return None
    whole, rows = described(dataset, drawn, look), drawn.movement.rows
    own = names(dataset, [drawn.movement.home], look.language)[0]
    by_place: dict[str, Panel] = {}
    for line in drawn.lines:
        by_place.setdefault(line.name, []).append(line)
    panels = [panel for panel in by_place.values() if sum(len(line.points) for line in panel) > 1]
    panels.sort(key=lambda panel: (panel[0].name != own, -float(panel[-1].points["value"].iloc[-1])))
    t = look.t
    scale = t("One scale in every panel.")
    if own in by_place:
        scale = t("One scale in every panel; the thin line is {place}.", place=own)
    last = rows[~rows["projected"]].sort_values("year").drop_duplicates("place", keep="last")
    values = t("Beside each name the last observed value. {years}", years=years_text(dataset, last, look))
    return replace(
        whole,
        kind="multiples",
        figure=multiples(
            panels,
            *look.drawn(whole.comparison.verdict),
            partial(formatting.on_axis, indicator=entry, language=look.language),
            zero_based=_zero_based(entry, rows),
        ),
        alt=t("Panels, one a place, on one scale. {alt}", alt=whole.alt),
        notes=(f"{values} {scale}", *whole.notes),
    )
