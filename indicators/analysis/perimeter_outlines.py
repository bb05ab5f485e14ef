"""The outlines a city's figures refer to, side by side: area and population as published, and which figures use each.

Nothing is combined: an area stands beside a population only where both are of
one outline, each with its own source and year, and the one is never divided by
the other here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.analysis import derive
from indicators.model.observations import floats, is_one_of, texts
from indicators.model.vocabulary import Method, Perimeter, Role
from indicators.store.dataset import Dataset


@dataclass(frozen=True)
class PublishedExtent:
    """One published area or population: its indicator, value, year, method, source and note."""

    indicator: str
    value: float
    year: int | None
    method: Method
    source: str
    note: str


@dataclass(frozen=True)
class Outline:
    """One perimeter of the city: what is published of it, and which indicators use it.

    `drawn` is its area in km2 where the outline itself is here, None elsewhere.
    """

    perimeter: Perimeter
    areas: tuple[PublishedExtent, ...]
    populations: tuple[PublishedExtent, ...]
    indicators: tuple[str, ...]
    sources: tuple[str, ...]
    drawn: float | None = None


def outlines_of(dataset: Dataset, drawn: Mapping[Perimeter, float], city: str | None = None) -> list[Outline]:
    """Return every perimeter that has a figure of a city, the home city unless given, in the order of the vocabulary.

    `drawn` gives the area in km2 of the perimeters whose outline is here.
    Figures whose source states no outline come last.
    """
    rows = dataset.observations
    rows = rows[is_one_of(rows["place"], [city or dataset.home.city]) & ~np.isnan(floats(rows["value"]))]
    perimeters, indicators, sources = (texts(rows[name]) for name in ("perimeter", "indicator", "source"))
    order = list(dataset.catalogue)
    of_area, of_population = (
        tuple(entry.id for entry in dataset.catalogue.of_role(role)) for role in (Role.AREA, Role.POPULATION)
    )
    outlines = []
    for perimeter in Perimeter:
        of_perimeter = perimeters == perimeter
        if not of_perimeter.any():
            continue
        of_one, used = (
            rows[of_perimeter & is_one_of(rows["indicator"], (*of_area, *of_population))],
            set(indicators[of_perimeter]),
        )
        outlines.append(
            Outline(
                perimeter=perimeter,
                areas=_figures(of_one, of_area),
                populations=_figures(of_one, of_population),
                indicators=tuple(key for key in order if key in used),
                sources=tuple(sorted(set(sources[of_perimeter]))),
                drawn=drawn.get(perimeter),
            )
        )
    return outlines


def _figures(rows: pd.DataFrame, indicators: tuple[str, ...]) -> tuple[PublishedExtent, ...]:
    """Return the newest observed value of each indicator and source; a projected one only where nothing is observed."""
    names, sources, methods, notes = (texts(rows[name]).tolist() for name in ("indicator", "source", "method", "note"))
    years, values = floats(rows["year"]), floats(rows["value"]).tolist()
    newest: dict[tuple[str, str], int] = {}
    # What is observed comes after what is projected, a year after none: of each pair the last one stands.
    for row in np.lexsort((np.nan_to_num(years, nan=-np.inf), derive.is_observed(rows))).tolist():
        newest[names[row], sources[row]] = row
    extents = [
        PublishedExtent(
            indicator=indicator,
            value=values[row],
            year=None if np.isnan(years[row]) else int(years[row]),
            method=Method(methods[row]),
            source=source,
            note=notes[row],
        )
        for wanted in indicators
        for (indicator, source), row in sorted(newest.items())
        if indicator == wanted
    ]
    newest_first = sorted(extents, key=lambda figure: figure.year or 0, reverse=True)
    # One release after another of the same table is shown once: its newest.
    latest: dict[tuple[str, float], PublishedExtent] = {}
    for figure in newest_first:
        latest.setdefault((figure.indicator, figure.value), figure)
    return tuple(latest.values())
