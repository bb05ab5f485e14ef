"""Every figure of one part of the city, beside the city's own of the same year."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from indicators import formats, ranking, sentences
from indicators.catalogue import Indicator
from indicators.charts import map_parts as parts
from indicators.charts.chart import HOME, Look
from indicators.citations import cited, source_line
from indicators.maps import districts
from indicators.store import Dataset
from indicators.vocabulary import Level, Perimeter


@dataclass(frozen=True)
class Line:
    """One indicator of the part: its id and the cells of its row."""

    indicator: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class DistrictCard:
    """A part of the city: its name, where it lies and how large it is, its figures."""

    name: str
    lead: str
    columns: tuple[tuple[str, bool], ...]
    lines: tuple[Line, ...]
    source: str


def district_cards(dataset: Dataset, level: Level, look: Look, home: str = HOME) -> dict[str, DistrictCard]:
    """Return for each part of `home` its newest figures, each with rank and the municipality's figure of that year.

    All parts at once: the ranks of an indicator are made once for all of them.
    """
    lines: dict[str, list[Line]] = {place: [] for place in districts.parts_of(dataset, level, home)}
    sources: list[str] = []
    for entry in districts.mapped(dataset, home):
        rows = districts.figures(dataset, entry, level, home)
        years = districts.years_of(rows)
        if years:
            newest = districts.of_year(rows, years[-1])
            sources += list(dict.fromkeys(newest["source"].astype("str")))
            for place, line in _lines(dataset, entry, newest, level, look, home):
                lines[place].append(line)
    outlines = parts.layer_of(dataset, level, home).outlines
    areas = {str(place): float(area) for place, area in outlines["area_km2"].items()}
    source = look.t(
        "Source: {sources}. Data version {version}.",
        sources=source_line(cited(dataset.sources, sources), look.language),
        version=dataset.version,
    )
    return {
        place: DistrictCard(
            name=parts.short(dataset, place, look),
            lead=_lead(dataset, place, areas.get(place), look, home),
            columns=_columns(parts.short(dataset, place, look), look),
            lines=tuple(found),
            source=source,
        )
        for place, found in lines.items()
    }


def _lead(dataset: Dataset, place: str, area: float | None, look: Look, home: str) -> str:
    """Return where a part lies and how large it is."""
    parent = dataset.places[place].parent
    said = [dataset.places[parent].names.get(look.language)] if parent and parent != home else []
    if area is not None:
        said.append(look.t("{n} km², measured on the outline", n=formats.number(area, 2, look.language)))
    return "".join(f"{each}. " for each in said).rstrip()


def _columns(name: str, look: Look) -> tuple[tuple[str, bool], ...]:
    t = look.t
    return (
        (t("Indicator"), False),
        (name, True),
        (t("Municipality"), True),
        (t("Rank"), True),
        (t("Year"), True),
        (t("Unit"), False),
        (t("Note"), False),
    )


def _lines(
    dataset: Dataset, entry: Indicator, rows: pd.DataFrame, level: Level, look: Look, home: str
) -> Iterator[tuple[str, Line]]:
    """Yield the line of one indicator for each part that has a figure in `rows`, which are of one year."""
    ranked = ranking.rank(rows, entry, dataset.places, level=level).set_index("place")
    year = int(rows["year"].iloc[0])
    everything = dataset.of(entry.id)
    city = everything[
        (everything["place"] == home)
        & (everything["perimeter"] == Perimeter.MUNICIPALITY)
        & (everything["year"] == year)
    ]
    of_city = sentences.short(float(city["value"].iloc[0]), entry, look.language) if len(city) else ""
    for place, value, note in zip(rows["place"].astype("str"), rows["value"], rows["note"].astype("str"), strict=True):
        cells = (
            entry.names.get(look.language),
            sentences.short(float(value), entry, look.language),
            of_city,
            _rank(ranked.loc[place], look),
            str(year),
            entry.unit_names.get(look.language),
            look.t(note) if "doubt" in note.lower() else "",
        )
        yield place, Line(entry.id, cells)


def _rank(ranked: pd.Series, look: Look) -> str:
    if ranked["refused"]:
        return ""
    first, last, of = (int(ranked[name]) for name in ("band_first", "band_last", "of"))
    return look.t("{rank} of {n}", rank=str(first) if first == last else f"{first}–{last}", n=str(of))
