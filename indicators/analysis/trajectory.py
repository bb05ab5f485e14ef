"""The way of one place on one indicator: points, pace so far, pace required to 2030.

A trajectory follows one line only: one place, perimeter, method and source,
never across a series break (see :func:`indicators.analysis.derive.series`). Everything
is a straight line between published points; nothing is smoothed or filled in.
Changes are in the indicator's unit a year, with the sign of the change.

A pace is given only where it can bear a look ahead: from three points or over ten years, up to a point at most ten
years old, with no series break before the year it leads to and a value there that the indicator can take.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from indicators import sdg
from indicators.analysis import derive
from indicators.model.calendar import this_year
from indicators.model.catalogue import Indicator
from indicators.model.observations import Bools, Floats, Objects, floats, is_one_of, texts
from indicators.model.vocabulary import Direction
from indicators.sdg.reasons import ReasonCode

FEWEST_POINTS, FEWEST_YEARS = 3, 10
"""A pace asks for so many points, or for so many years between its ends."""

NO_WAY_ON = (ReasonCode.OLD_END, ReasonCode.BREAK_AHEAD)
"""What keeps any way from being drawn on from the last point."""

LONGEST_PACE = 20
"""A pace starts at most so many years before the last point, unless a base year is asked for."""

OLDEST_END = 10
"""A line whose last point is more than so many years old says nothing of the pace now."""

BASE_YEAR_COLUMNS = (
    "base_year", "base_value", "base_status", "years", "pace", "required", "share", "projected", "trend",
)  # fmt: skip


class Point(NamedTuple):
    """One observed value of the line."""

    year: int
    value: float


@dataclass(frozen=True)
class Trajectory:
    """What the points of one line say about `target` in the year `by`.

    base: the point the pace and the trend start from. pace: base to last point.
    required: from the last point to the target.
    required_from_base: from the base, what the published trend rule compares
    the pace with. projected: the value in `by`
    if the pace holds. reached: the year, with decimals, in which it reaches the
    target. trend: the published arrow's word, only where the indicator's own
    published thresholds apply (else `trend_reason`).

    `reason` says why there is no pace. `notes` says what to know of the rest,
    and why a part of it is None. Every part that cannot be had is None.
    """

    indicator: str
    place: str
    perimeter: str | None = None
    method: str | None = None
    source: str | None = None
    points: tuple[Point, ...] = ()
    target: float | None = None
    by: int = sdg.DEADLINE
    base: Point | None = None
    pace: float | None = None
    required: float | None = None
    required_from_base: float | None = None
    projected: float | None = None
    reached: float | None = None
    trend: str | None = None
    trend_reason: ReasonCode | None = None
    reason: ReasonCode | None = None
    notes: tuple[ReasonCode, ...] = ()

    @property
    def first(self) -> Point:
        """The first point; there must be one."""
        return self.points[0]

    @property
    def last(self) -> Point:
        """The last point; there must be one."""
        return self.points[-1]


@dataclass(frozen=True)
class WhatIf:
    """What reaching `target` in `by` asks for from the last point on.

    `yearly` is the change needed each year, `total` the whole of it, `times`
    how many times the pace so far that is (None where the pace so far does not
    lead there). `reason` says why there is no answer.
    """

    target: float
    by: int
    yearly: float | None = None
    total: float | None = None
    times: float | None = None
    reason: ReasonCode | None = None


def trajectory(
    observations: pd.DataFrame,
    indicator: Indicator,
    place: str,
    target: float | None = None,
    by: int = sdg.DEADLINE,
    base_year: int | None = None,
    today: int | None = None,
) -> Trajectory:
    """Return the trajectory of `place` on `indicator`.

    `observations` has the columns of :mod:`indicators.model.observations`; keep only
    one perimeter or source beforehand to ask for that one. Of several lines
    those of two points or more come first, then the one that ends latest, then
    the longest, then the later release; a newer figure off it is noted. Without a
    `target` it is the green threshold where one of the indicator's own scale
    is published. The pace starts at the point nearest to `base_year`. Without
    one it starts at the first point of the last twenty years or, where such thresholds apply, at their
    publication's baseline: the point nearest to 2015 within one year of it.
    `today` is the year that says how old the last point is, that of the calendar unless given.
    """
    return trajectories(observations, indicator, [place], target, by, base_year, today)[0]


def trajectories(
    observations: pd.DataFrame,
    indicator: Indicator,
    places: Sequence[str],
    target: float | None = None,
    by: int = sdg.DEADLINE,
    base_year: int | None = None,
    today: int | None = None,
) -> list[Trajectory]:
    """Return the trajectory of each of `places` (:func:`trajectory`); the observations are read once for all."""
    limits, unjudged = sdg.applicable(indicator)
    if target is None and limits is not None:
        target = limits.green
    table = _Points.of(observations, indicator, places)
    paths = []
    for place in places:
        empty = Trajectory(indicator=indicator.id, place=place, target=target, by=by, trend_reason=unjudged)
        line = table.line(place)
        if not line:
            paths.append(_without_pace(empty, table.why_none(place)))
            continue
        end = line[-1]
        path = replace(
            empty,
            perimeter=str(table.perimeter[end]),
            method=str(table.method[end]),
            source=str(table.source[end]),
            points=tuple(Point(int(table.year[row]), float(table.value[row])) for row in line),
        )
        years = [int(table.year[row]) for row in table.dated[place]]
        notes = []
        if _breaks_between(indicator, place, min(years), path.first.year):
            notes.append(ReasonCode.SERIES_BREAK)
        if max(years) > path.last.year:
            notes.append(ReasonCode.NEWER_ELSEWHERE)
        now = this_year() if today is None else today
        notes += _end_notes(path, indicator, now) + _target_notes(path, indicator.direction)
        path = _with_required(path, tuple(notes))
        if len(path.points) == 1:
            paths.append(_without_pace(path, ReasonCode.ONE_POINT))
        else:
            start = _base(path.points, base_year, limits is not None)
            paths.append(_with_pace(replace(path, base=start), indicator))
    return paths


def what_if(path: Trajectory, direction: Direction, target: float, by: int = sdg.DEADLINE) -> WhatIf:
    """Return what reaching `target` in `by` asks for, from the last point of `path` on.

    One point is enough to ask. No answer where there is no point, the last is of `by` or later, the target is
    reached already, or the way would begin too long ago or cross a series break.
    """
    if not path.points:
        return WhatIf(target, by, reason=path.reason)
    if path.last.year >= by:
        return WhatIf(target, by, reason=ReasonCode.AFTER_DEADLINE)
    if _is_reached(path.last.value, target, direction):
        return WhatIf(target, by, reason=ReasonCode.ALREADY_REACHED)
    for why in NO_WAY_ON:
        if why in path.notes:
            return WhatIf(target, by, reason=why)
    yearly = _number(sdg.required_pace(path.last.value, path.last.year, target, by))
    leads_there = path.pace is not None and yearly is not None and path.pace * yearly > 0
    times = yearly / path.pace if leads_there and yearly is not None and path.pace is not None else None
    return WhatIf(target, by, yearly=yearly, total=target - path.last.value, times=times)


def base_years(path: Trajectory, indicator: Indicator) -> pd.DataFrame:
    """Return how the answer changes when the base year moves: one row per point but the last.

    Columns: :data:`BASE_YEAR_COLUMNS`. The pace runs from the base to the last
    point, `required` from the base to the target in the trajectory's year,
    `share` is the first in % of the second (NaN where the base needs nothing),
    `projected` is where the pace leads; all three are NaN where the points from the base on make no pace,
    `base_status` and `trend` are None where no published threshold applies.
    """
    base = pd.DataFrame(path.points[:-1], columns=["base_year", "base_value"])
    if base.empty:
        return pd.DataFrame(columns=list(BASE_YEAR_COLUMNS))
    year, value = base["base_year"], base["base_value"]
    target = np.nan if path.target is None else path.target
    base["base_status"] = pd.Series([sdg.judge(v, indicator).status for v in value], dtype=object)
    base["years"] = path.last.year - year
    base["pace"] = sdg.pace(value, year, path.last.value, path.last.year)
    base["required"] = sdg.required_pace(value, year, target, path.by)
    forward = base["required"] * (-1.0 if indicator.direction is Direction.LOWER else 1.0) > 0
    base["projected"] = sdg.projected(value, year, path.last.value, path.last.year, path.by)
    used = len(path.points) - np.arange(len(base))
    short = (used < FEWEST_POINTS) & (base["years"].to_numpy() < FEWEST_YEARS)
    possible = [bool(np.isnan(ahead)) or _is_possible(ahead, indicator) for ahead in base["projected"].tolist()]
    bears = ~short & np.array(possible, dtype=bool) & (not set(NO_WAY_ON) & set(path.notes))
    base["pace"], base["projected"] = base["pace"].where(bears), base["projected"].where(bears)
    base["share"] = (base["pace"] / base["required"].where(forward)) * 100.0
    limits, _ = sdg.applicable(indicator)
    if limits is None:
        base["trend"] = pd.Series([None] * len(base), dtype=object)
    else:
        base["trend"] = sdg.trend(
            value, year, path.last.value, path.last.year, limits.lower, limits.optimum, limits.green
        )
    return base[list(BASE_YEAR_COLUMNS)]


@dataclass(frozen=True)
class _Points:
    """The observations of some places as arrays, and for each place the positions of its dated, observed points.

    `dated` is in the order of the lines, whose numbers `lines` gives beside it.
    """

    year: Floats
    value: Floats
    perimeter: Objects
    method: Objects
    source: Objects
    rounded: Bools
    dated: Mapping[str, list[int]]
    lines: Mapping[str, list[int]]
    valued: frozenset[str]
    observed: frozenset[str]

    @classmethod
    def of(cls, rows: pd.DataFrame, indicator: Indicator, places: Sequence[str]) -> "_Points":
        year, value, place = floats(rows["year"]), floats(rows["value"]), texts(rows["place"])
        mine = is_one_of(rows["place"], places) & is_one_of(rows["indicator"], [indicator.id]) & ~np.isnan(value)
        seen = mine & derive.is_observed(rows)
        lines = derive.lines_of(rows, seen & ~np.isnan(year), derive.part_years(rows), indicator)
        dated: dict[str, list[int]] = {}
        numbers: dict[str, list[int]] = {}
        for row, number in zip(lines.positions.tolist(), lines.line.tolist(), strict=True):
            dated.setdefault(place[row], []).append(row)
            numbers.setdefault(place[row], []).append(number)
        perimeter, method, source = (texts(rows[name]) for name in ("perimeter", "method", "source"))
        return cls(
            year,
            value,
            perimeter,
            method,
            source,
            derive.is_rounded(rows),
            dated,
            numbers,
            frozenset(place[mine]),
            frozenset(place[seen]),
        )

    def why_none(self, place: str) -> ReasonCode:
        """Return why a place has no line."""
        if place not in self.valued:
            return ReasonCode.NO_OBSERVATION
        return ReasonCode.MISSING_YEAR if place in self.observed else ReasonCode.NOT_OBSERVED

    def line(self, place: str) -> list[int]:
        """Return the positions of the points of the line to follow, in the order of years; none without a line."""
        rows: dict[int, dict[int, tuple[bool, int, int]]] = {}
        for row, number in zip(self.dated.get(place, ()), self.lines.get(place, ()), strict=True):
            points, year = rows.setdefault(number, {}), int(self.year[row])
            # A census of two releases is one point: that of a whole number, the later release's, the later row's.
            new = (not self.rounded[row], derive.release_number(str(self.source[row])), row)
            if year not in points or new[:2] >= points[year][:2]:
                points[year] = new

        def rank(points: dict[int, tuple[bool, int, int]]) -> tuple[bool, int, int, int]:
            start, end = min(points), max(points)
            return end > start, end, end - start, max(release for _, release, _ in points.values())

        chosen = max(rows.values(), key=rank, default={})
        return [chosen[year][2] for year in sorted(chosen)]


def _breaks_between(indicator: Indicator, place: str, first: int, last: int) -> bool:
    """Return whether the series of a place breaks after the year `first`, up to `last`."""
    return any(cut.place in (None, place) and first < cut.year <= last for cut in indicator.breaks)


def _base(points: tuple[Point, ...], base_year: int | None, judged: bool) -> Point:
    def distance(point: Point) -> tuple[int, int]:
        return abs(point.year - (sdg.BASELINE if base_year is None else base_year)), point.year

    nearest = min(points[:-1], key=distance)
    if base_year is not None or (judged and distance(nearest)[0] <= 1):
        return nearest
    return next((point for point in points[:-1] if points[-1].year - point.year <= LONGEST_PACE), points[-2])


def _without_pace(path: Trajectory, why: ReasonCode) -> Trajectory:
    return replace(path, reason=why, trend_reason=path.trend_reason or why)


def _with_required(path: Trajectory, notes: tuple[ReasonCode, ...]) -> Trajectory:
    closed = ReasonCode.ALREADY_REACHED in notes or any(why in notes for why in NO_WAY_ON)
    target = np.nan if path.target is None or closed else path.target
    required = _number(sdg.required_pace(path.last.value, path.last.year, target, path.by))
    return replace(path, required=required, notes=notes)


def _with_pace(path: Trajectory, indicator: Indicator) -> Trajectory:
    """Return the path with its trend, and with its pace where it has one; else with the reason why not."""
    base, last = path.base or path.first, path.last
    ends = (base.value, base.year, last.value, last.year)
    needed = np.nan if path.target is None or ReasonCode.ALREADY_REACHED in path.notes else path.target
    trend, why = sdg.judge_trend(*ends, indicator)
    required = _number(sdg.required_pace(base.value, base.year, needed, path.by))
    path = replace(path, required_from_base=required, trend=trend, trend_reason=why)
    ahead = _number(sdg.projected(*ends, deadline=path.by))
    reason = _why_no_pace(path, indicator, ahead)
    if reason is not None:
        return replace(path, reason=reason)
    reached = None
    if path.target is not None and indicator.direction is not Direction.NONE:
        reached = _number(sdg.year_of_reaching(*ends, path.target, indicator.direction))
    path = replace(path, pace=_number(sdg.pace(*ends)), projected=ahead, reached=reached)
    return replace(path, notes=(*path.notes, *_pace_notes(path)))


def _why_no_pace(path: Trajectory, indicator: Indicator, ahead: float | None) -> ReasonCode | None:
    """Return why the points of a path are a change and no pace; None where they are one. `ahead` is where it leads."""
    base, last = path.base or path.first, path.last
    points = sum(base.year <= point.year for point in path.points)
    if points < FEWEST_POINTS and last.year - base.year < FEWEST_YEARS:
        return ReasonCode.TWO_POINTS
    beyond = [ReasonCode.BEYOND_RANGE] if ahead is not None and not _is_possible(ahead, indicator) else []
    return next(iter([*(why for why in NO_WAY_ON if why in path.notes), *beyond]), None)


def _is_possible(value: float, indicator: Indicator) -> bool:
    low, high = (end if end is not None else value for end in (indicator.range.min, indicator.range.max))
    return low <= value <= high


def _end_notes(path: Trajectory, indicator: Indicator, today: int) -> list[ReasonCode]:
    """Return why no way leads on from the last point, whatever its pace; nothing where one may."""
    notes = [ReasonCode.OLD_END] if today - path.last.year > OLDEST_END else []
    if _breaks_between(indicator, path.place, path.last.year, path.by):
        notes.append(ReasonCode.BREAK_AHEAD)
    return notes


def _target_notes(path: Trajectory, direction: Direction) -> list[ReasonCode]:
    notes = {
        ReasonCode.NO_TARGET: path.target is None,
        ReasonCode.ALREADY_REACHED: path.target is not None and _is_reached(path.last.value, path.target, direction),
        ReasonCode.AFTER_DEADLINE: path.last.year >= path.by,
    }
    return [note for note, holds in notes.items() if holds]


def _pace_notes(path: Trajectory) -> list[ReasonCode]:
    if not path.pace:
        return [ReasonCode.NO_MOVEMENT]
    if path.target is None or ReasonCode.ALREADY_REACHED in path.notes:
        return []
    return [ReasonCode.MOVING_AWAY] if path.pace * (path.target - path.last.value) < 0 else []


def _is_reached(value: float, target: float, direction: Direction) -> bool:
    if direction is Direction.NONE:
        return value == target
    return value >= target if direction is Direction.HIGHER else value <= target


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
