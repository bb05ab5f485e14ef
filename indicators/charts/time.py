"""Lines over time: of all places in one picture, or of each place in a panel of its own, on one scale."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import pandas as pd

from indicators.analysis import derive
from indicators.analysis.movement import Movement, Period, movement
from indicators.analysis.verdicts import Comparison
from indicators.charts.chart import (
    Asked,
    Chart,
    Look,
    Record,
    Subject,
    hover_texts,
    is_country,
    marks_of,
    measure_line,
    names,
    span,
    value_axis,
)
from indicators.charts.notes import CUT_AXIS, NATIONAL_FIGURES, break_notes, years_used_text
from indicators.charts.table import table
from indicators.claims import indicator_claims
from indicators.claims.sentences import Claim
from indicators.figures.lines import LABELLED, Line, Panel, lines_over_time, multiples
from indicators.figures.ranking import ReferenceLine
from indicators.figures.template import FrozenFigure, ValueAxis
from indicators.model.catalogue import Indicator
from indicators.store.dataset import Dataset, once_per_dataset
from indicators.text import formatting


@dataclass(frozen=True)
class Drawn:
    """The lines of a chart as they are drawn, the movement they show, and what is claimed of it."""

    dataset: Dataset
    look: Look
    movement: Movement
    claim: Claim
    lines: list[Line]

    @cached_property
    def described(self) -> Chart:
        """Everything of a chart of these lines but its figure."""
        return _described(self)


def drawn_lines(dataset: Dataset, entry: Indicator, cities: Iterable[str], look: Look, period: Period) -> Drawn | None:
    """Return the lines of :func:`indicators.analysis.movement.movement`, None where no place has two dates.

    One picture and one panel a place show the same lines: the last few are shared, and nobody writes into them.
    """
    return _last_drawn(dataset)(entry, tuple(cities), look, period)


DrawnOf = Callable[[Indicator, tuple[str, ...], Look, Period], Drawn | None]


@once_per_dataset
def _last_drawn(dataset: Dataset) -> DrawnOf:
    @lru_cache(maxsize=4)
    def made(entry: Indicator, cities: tuple[str, ...], look: Look, period: Period) -> Drawn | None:
        return _drawn(dataset, entry, cities, look, period)

    return made


def _drawn(dataset: Dataset, entry: Indicator, cities: tuple[str, ...], look: Look, period: Period) -> Drawn | None:
    moved = movement(dataset, entry, cities, period)
    if moved is None:
        return None
    claim = indicator_claims.of_change(dataset, entry, moved.rows, moved.comparison, look.language)
    lines, labelled, records = [], _labelled(moved, claim), moved.rows.to_dict("records")
    by_line, part = moved.rows.groupby("line", sort=True), derive.part_years(moved.rows)
    for key, points in by_line:
        positions = by_line.indices[key]
        first = records[positions[0]]
        place = str(first["place"])
        name = names(dataset, [place], look.language)[0]
        lines.append(
            Line(
                name=name,
                points=line_points(
                    points, [name] * len(points), entry, look, [records[number] for number in positions]
                ),
                accent=place == moved.home,
                national=is_country(dataset, place),
                projected=bool(first["projected"]),
                ends=key in labelled,
                part=bool(part[positions].any()),
                limit=_limit(points),
            )
        )
    return Drawn(dataset, look, moved, claim, _bridged(lines))


def _labelled(moved: Movement, claim: Claim) -> set[object]:
    """Return the line of each place that carries its name: of home the one that ends in the figure the title cites.

    Of the others it is the one that leads farthest: a projection, else the latest line of whole years.
    """
    rows = moved.rows.assign(
        place=moved.rows["place"].astype("str"), whole=~derive.part_year(moved.rows), value=_numbers(moved.rows)
    )
    ends = rows.groupby("line").agg(
        place=("place", "first"),
        projected=("projected", "first"),
        whole=("whole", "first"),
        year=("year", "last"),
        points=("year", "size"),
        value=("value", "last"),
    )
    cited = next((claim.parts[name] for name in ("last", "value", "lower", "upper") if name in claim.parts), None)
    ends["cited"] = (ends["place"] == moved.home) & (ends["value"] == cited)
    ends["cited"] &= ends["year"].isin(claim.years)
    ordered = ends.sort_values(["projected", "cited", "whole", "year", "points"], kind="stable")
    return set(ordered.groupby("place").tail(1).index)


def _numbers(points: pd.DataFrame) -> pd.Series:
    """Return where each point stands: a limit at the number that its figure is not below or not above."""
    return points["value"].fillna(points["lower"]).fillna(points["upper"])


def _limit(points: pd.DataFrame) -> str:
    """Return whether a line is a figure known by a limit alone: the lower one, the upper one or both."""
    if points["value"].notna().any():
        return ""
    stated = [name for name in ("lower", "upper") if points[name].notna().any()]
    return stated[0] if len(stated) == 1 else "both"


def line_points(
    points: pd.DataFrame, labels: list[str], entry: Indicator, look: Look, records: Sequence[Record] | None = None
) -> pd.DataFrame:
    """Return the points of a line as a figure takes them: year, value, text, and what shows under the pointer.

    `records` are the points once more, where they are at hand: unpacking them takes longer than all the rest.
    """
    records = points.to_dict("records") if records is None else records
    return pd.DataFrame(
        {
            "year": points["year"],
            "value": _numbers(points),
            "text": [formatting.figure(row, entry, look.language, formatting.short) for row in records],
            "hover": hover_texts(labels, records, entry, look),
        }
    )


def time_chart(
    dataset: Dataset, entry: Indicator, cities: Iterable[str], look: Look, period: Period = (None, None)
) -> Chart | None:
    """Return the lines over time (:func:`drawn_lines`), or None where no place has two dates."""
    drawn = drawn_lines(dataset, entry, cities, look, period)
    if drawn is None:
        return None
    chart = drawn.described
    rows, notes = drawn.movement.rows, chart.notes
    if sum(line.ends for line in drawn.lines) > LABELLED:
        notes = (*notes, _naming(dataset, drawn.movement.home, set(rows["place"].astype("str")), look))
    breaks = [cut.year for cut in entry.breaks]
    figure, axis = lines_figure(drawn.lines, marks_of(entry, look.language), breaks, entry, chart.comparison, look)
    return replace(chart, figure=figure, notes=(*notes, look.t(CUT_AXIS)) if axis.cut else notes)


def lines_figure(
    lines: list[Line],
    marks: list[ReferenceLine],
    breaks: list[int],
    entry: Indicator,
    comparison: Comparison,
    look: Look,
) -> tuple[FrozenFigure, ValueAxis]:
    """Return the figure of lines of an indicator, and the scale of their values."""
    values = [value for line in lines for value in line.points["value"]]
    axis = value_axis(entry, [*values, *(mark.value for mark in marks)], look)
    return lines_over_time(lines, marks, breaks, *look.drawn(comparison.verdict), axis), axis


def _described(drawn: Drawn) -> Chart:
    dataset, look, moved, claim = drawn.dataset, drawn.look, drawn.movement, drawn.claim
    entry, rows = moved.indicator, moved.rows
    years = span(rows["year"], look.language)
    title, alt = claim.text, claim.alt
    if claim.kind == "absence":
        # The first chart states that the city has no figure; this one says what it shows.
        title = formatting.commas([entry.names.get(look.language), years], look.language)
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
        notes=_notes(drawn),
    )


def _notes(drawn: Drawn) -> Iterator[str]:
    """Yield how to read the lines: what is projected or national, where they break, why points are not joined."""
    look, rows = drawn.look, drawn.movement.rows
    t = look.t
    if rows["projected"].any():
        yield t("Dotted: projected by the source, not observed.")
    if any(line.national for line in drawn.lines):
        yield t(NATIONAL_FIGURES)
    if any(line.limit for line in drawn.lines):
        yield t(
            "An open triangle is a limit: the figure is more than it where it points up, less where it points down."
        )
    yield from break_notes(drawn.movement.indicator, rows["year"], look)
    for part in rows.loc[derive.part_year(rows)].itertuples():
        yield t("{year} is not a whole year ({note}).", year=int(part.year), note=t(str(part.note)).rstrip("."))
    own_lines = rows.loc[rows["place"].astype("str") == drawn.movement.home, "line"].nunique()
    if own_lines > 1 and not rows["projected"].any():
        yield t("Points of different sources or perimeters are not joined.")


def _naming(dataset: Dataset, home: str, drawn: set[str], look: Look) -> str:
    """Say which lines are named where not all are."""
    if home not in drawn:
        return look.t("Only some lines from the highest to the lowest are named; the table has them all.")
    return look.t(
        "Only {place} and some lines from the highest to the lowest are named; the table has them all.",
        place=names(dataset, [home], look.language)[0],
    )


def _bridged(lines: list[Line]) -> list[Line]:
    """Begin each projected line at the last observed point of its place, so that no gap shows."""
    bridged = []
    for before, line in zip([None, *lines], lines, strict=False):
        if line.projected and before is not None and before.name == line.name and not before.projected:
            joined = pd.concat([before.points.tail(1), line.points], ignore_index=True)
            line = replace(line, points=joined)
        bridged.append(line)
    return bridged


def multiples_chart(asked: Asked) -> Chart | None:
    """Return one panel a place with two dates, the home city first; None where there is none."""
    dataset, entry, look = asked.dataset, asked.entry, asked.look
    drawn = drawn_lines(dataset, entry, asked.cities, look, asked.period)
    if drawn is None:
        return None
    whole, rows = drawn.described, drawn.movement.rows
    home = names(dataset, [drawn.movement.home], look.language)[0]
    by_place: dict[str, Panel] = {}
    for line in drawn.lines:
        by_place.setdefault(line.name, []).append(line)
    panels = [panel for panel in by_place.values() if sum(len(line.points) for line in panel) > 1]
    panels.sort(key=lambda panel: (panel[0].name != home, -float(panel[-1].points["value"].iloc[-1])))
    t = look.t
    scale = t("One scale in every panel.")
    if home in by_place:
        scale = t("One scale in every panel; the thin line is {place}.", place=home)
    axis = value_axis(entry, rows["value"], look)
    last = rows[~rows["projected"]].sort_values("year").drop_duplicates("place", keep="last")
    values = t("Beside each name the last observed value. {years}", years=years_used_text(dataset, last, look))
    return replace(
        whole,
        kind="multiples",
        figure=multiples(panels, *look.drawn(whole.comparison.verdict), axis),
        alt=t("Panels, one a place, on one scale. {alt}", alt=whole.alt),
        notes=(f"{values} {scale}", *whole.notes, *([t(CUT_AXIS)] if axis.cut else [])),
    )
