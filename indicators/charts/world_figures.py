"""How figures become the marks of the world's map: classes and their colours, or sizes; and the key of both."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import mean

import numpy as np
import pandas as pd

from indicators.analysis import derive
from indicators.analysis.standing import Standing, compared, level_of, of_places
from indicators.charts import map_parts as parts
from indicators.charts.chart import Look, is_country
from indicators.charts.request import ChartRequest, PointMarks
from indicators.figures.template import ROOM
from indicators.figures.world_map import KeyLine, PointKind
from indicators.maps.classes import Classes, Scheme, classes_of_values
from indicators.model.catalogue import Indicator
from indicators.model.observations import texts
from indicators.model.vocabulary import Level, Measure, Scale
from indicators.store.dataset import Dataset, once_per_dataset
from indicators.text import formatting

FEWEST = 3
"""Fewer places with a figure than this are no map."""

MOST_VALUES = 300
"""Values that classes are found from; of more, so many evenly from the lowest to the highest."""


@dataclass(frozen=True)
class WorldFigures:
    """The figures of one map: where the places stand, and the scale their figures share.

    `latest` are the figures that share a scale where no year is asked for; `scale` are the values it is made of: theirs
    and those of other years on the same ground, `steady` where they hold what is shown.
    """

    standing: Standing
    latest: pd.DataFrame
    scale: tuple[float, ...]
    steady: bool


def mapped(dataset: Dataset) -> list[Indicator]:
    """Return the indicators that a map of the world can show: ranked ones with figures of three places or more."""
    return [entry for entry in dataset.catalogue.values() if is_mapped(dataset, entry)]


def is_mapped(dataset: Dataset, entry: Indicator) -> bool:
    """Return whether a map of the world can show an indicator."""
    if entry.scale is Scale.FACILITY or not entry.rankable:
        return False
    return _places_by_level(dataset)[entry.id, level_of(entry)] >= FEWEST


@once_per_dataset
def _places_by_level(dataset: Dataset) -> Counter[tuple[str, Level]]:
    """Return how many places of a level have an observed figure of an indicator, counted in one pass."""
    rows = dataset.observations
    seen = derive.is_observed(rows)
    pairs = set(zip(*(texts(rows[name])[seen].tolist() for name in ("indicator", "place")), strict=True))
    return Counter((indicator, dataset.places[place].level) for indicator, place in pairs)


def offered(dataset: Dataset, entry: Indicator, cities: Iterable[str]) -> tuple[int, ...]:
    """Return the years in which a place compared has a figure, oldest first."""
    rows = dataset.of(entry.id)
    seen = derive.observed(rows[rows["place"].isin(compared(dataset, entry, cities))])
    return tuple(sorted({int(year) for year in seen["year"].dropna()}))


def world_figures(dataset: Dataset, entry: Indicator, cities: Iterable[str], year: int | None) -> WorldFigures:
    """Return the figures of `year` and no other, or the latest of each place."""
    places = compared(dataset, entry, cities)
    stand = of_places(dataset, entry, places, year, None if year is None else 0)
    latest = stand if year is None else of_places(dataset, entry, places)
    scale, steady = _scale(dataset, entry, stand.places, stand.eligible, latest.eligible)
    return WorldFigures(stand, latest.eligible, scale, steady)


def _scale(
    dataset: Dataset, entry: Indicator, places: tuple[str, ...], shown: pd.DataFrame, latest: pd.DataFrame
) -> tuple[tuple[float, ...], bool]:
    """Return the values of one scale for all years, and whether it holds what is shown; else the shown values."""
    everything = dataset.of(entry.id)
    seen = derive.observed(everything[everything["place"].isin(list(places))])

    def ground(rows: pd.DataFrame) -> list[tuple[str, str]]:
        """Return the perimeter and the method of each row."""
        return list(zip(texts(rows["perimeter"]).tolist(), texts(rows["method"]).tolist(), strict=True))

    common = set(ground(latest))
    alike = [row in common for row in ground(seen)]
    values = np.sort(seen.loc[alike, "value"].to_numpy("float64"))
    values_shown = shown["value"].to_numpy("float64")
    steady = bool(
        len(values) and len(values_shown) and values[0] <= values_shown.min() and values_shown.max() <= values[-1]
    )
    if not steady:
        return tuple(values_shown.tolist()), False
    chosen = np.unique(np.linspace(0, len(values) - 1, min(len(values), MOST_VALUES)).round().astype("int64"))
    return tuple(values[chosen].tolist()), True


def positions_in_degrees(
    dataset: Dataset, places: Iterable[str], cities: Iterable[str]
) -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of each place; none where its coordinates are not known.

    A country lies in the middle of its compared cities, for the map shows no outline of it.
    """
    cities = list(cities)
    points = {}
    for place in places:
        if is_country(dataset, place):
            country = dataset.places[place].country
            members = [city for city in cities if dataset.places[city].country == country]
        else:
            members = [place]
        known = [
            (member.longitude, member.latitude)
            for member in (dataset.places[key] for key in members)
            if member.longitude is not None and member.latitude is not None
        ]
        if known:
            points[place] = (mean(x for x, _ in known), mean(y for _, y in known))
    return points


WIDEST, SMALLEST = 34.0, 5.0
"""Pixels of the largest and of the smallest point of a map whose sizes are figures."""


@dataclass(frozen=True)
class Style:
    """How figures become marks: classes and their colours, or the greatest figure of a scale of sizes."""

    marks: PointMarks
    classes: Classes
    tones: tuple[str, ...]
    greatest: float
    widest: float
    dot: float
    look: Look

    def fill(self, value: float, digits: int, is_home: bool) -> str:
        """Return the colour of a figure; `is_home` where it is the home city's or its country's."""
        if self.marks is PointMarks.SIZE:
            return self.look.colours.accent if is_home else self.look.colours.peer
        slot = self.classes.of(value, digits)
        return self.look.colours.muted if slot is None else self.tones[slot]

    def size(self, value: float) -> float:
        """Return the diameter of a figure's point in pixels."""
        if self.marks is PointMarks.COLOUR:
            return self.dot
        return max(SMALLEST, self.widest * math.sqrt(max(value, 0.0) / self.greatest))


def usual_marks(entry: Indicator) -> PointMarks:
    """Return what shows a figure unless chosen: the size a total, which a colour would hide, the colour all else."""
    return PointMarks.SIZE if entry.measure is Measure.TOTAL else PointMarks.COLOUR


def style_of(entry: Indicator, world_shown: WorldFigures, state: ChartRequest, sizable: bool, look: Look) -> Style:
    """Return how the figures of a map are drawn; sizes only where it is `sizable`: no figure below zero."""
    marks = PointMarks(state.map.marks) if state.map.marks else usual_marks(entry)
    marks = marks if sizable else PointMarks.COLOUR
    room = look.size is ROOM
    dot, widest = (look.size.dot, WIDEST * 1.3) if room else (look.size.dot + 1.0, WIDEST)
    classes = Classes(Scheme(state.map.classes), ())
    if marks is PointMarks.COLOUR:
        classes = classes_of_values(list(world_shown.scale), Scheme(state.map.classes), entry.digits)
    tones = tuple(parts.fills(classes, look.colours)) if classes.slots else ()
    return Style(marks, classes, tones, max(world_shown.scale, default=1.0), widest, dot, look)


def key_lines(entry: Indicator, world_shown: WorldFigures, style: Style, look: Look) -> list[KeyLine]:
    """Return the key: the classes with how many places each holds, or three sizes; then the other marks."""
    t = look.t
    national = PointKind.NATIONAL if entry.scale is Scale.COUNTRY else PointKind.FIGURE
    if style.marks is PointMarks.COLOUR:
        values = world_shown.standing.eligible["value"].astype("float64")
        texts = parts.class_texts(style.classes, values, entry.digits, look, parts.plain_count(look))
        lines = [
            KeyLine(national, fill, style.dot, text) for fill, text in zip(style.tones, texts, strict=True) if text
        ][::-1]
    else:
        lines = [
            KeyLine(national, look.colours.peer, style.size(value), formatting.plain(value, entry, look.language))
            for value in round_sizes(style.greatest)
        ]
    for kind, places, words in (
        (PointKind.INCOMPARABLE, len(world_shown.standing.left_out), t("not comparable")),
        (PointKind.ABSENT, len(world_shown.standing.absent), t("no figure")),
    ):
        if places:
            count = formatting.number(places, 0, look.language)
            lines.append(KeyLine(kind, "", style.dot - 2, t("{range}: {count}", range=words, count=count)))
    return lines


def round_sizes(greatest: float) -> list[float]:
    """Return three round figures whose points show a scale of sizes, the largest first."""
    sizes: list[float] = []
    for share in (1.0, 4.0, 16.0):
        power = 10.0 ** math.floor(math.log10(greatest / share))
        step = max(step for step in (1, 2, 5) if step * power <= greatest / share * (1 + 1e-9))
        sizes.append(step * power)
    return list(dict.fromkeys(sizes))
