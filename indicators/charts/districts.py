"""The parts of the city: the dot plot of one indicator, and every figure of one part beside the city's own."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from indicators.analysis.standing import select
from indicators.charts import map_parts as parts
from indicators.charts.chart import Chart, Look, Subject, band_text, measure_line, names, value_axis
from indicators.charts.district_figures import doubt_notes, doubtful, standing_of_parts
from indicators.charts.map_parts import QUESTION_CHANGED
from indicators.charts.table import table
from indicators.claims import indicator_claims
from indicators.figures.ranking import ReferenceLine, district_dots
from indicators.maps import city_outlines, districts
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Level, Perimeter
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.citations import cited, source_line


def district_chart(dataset: Dataset, entry: Indicator, look: Look) -> Chart | None:
    """Return the dot plot, or None where fewer than three districts of the home city have a figure."""
    everything = dataset.of(entry.id)
    of_home = everything["place"].isin(districts.parts_of(dataset, Level.DISTRICT))
    rows = everything[of_home & (everything["perimeter"] == Perimeter.ARRONDISSEMENT)]
    if rows["place"].nunique() < 3:
        return None
    years = sorted(rows["year"].dropna().unique().tolist())
    first, last = years[0], years[-1]
    wide = rows.assign(place=rows["place"].astype("str")).pivot_table(
        index="place", columns="year", values="value", aggfunc="first"
    )
    doubted = doubtful(rows[rows["year"] == last])
    wide = wide.dropna(subset=[last]).sort_values(last, ascending=False)
    # What is doubtful stands below the others.
    wide = wide.loc[sorted(wide.index, key=lambda place: place in doubted)]
    joined = first != last and not any(first < cut.year <= last for cut in entry.breaks)
    frame = pd.DataFrame({"name": names(dataset, wide.index, look.language), "last": wide[last].to_numpy()})
    frame["doubtful"] = [place in doubted for place in wide.index]
    frame["name"] = [
        look.t("{place} (doubtful)", place=name) if flag else name
        for name, flag in zip(frame["name"], frame["doubtful"], strict=True)
    ]
    frame["first"] = wide[first].to_numpy() if joined else float("nan")
    frame["first_year"], frame["last_year"] = first, last
    for column in ("first", "last"):
        frame[f"{column}_text"] = [formatting.number(float(v), entry.digits, look.language) for v in frame[column]]
    hovers = []
    for name, *ends in zip(frame["name"], frame["last_text"], frame["first_text"], strict=True):
        dated = [
            look.t("{year}: {value}", year=y, value=end) for y, end in zip((last, first), ends, strict=True) if end
        ]
        hovers.append("<br>".join([f"<b>{name}</b>", *dated]))
    frame["hover"] = hovers
    city_rows = _of_whole(dataset, entry, dataset.home.city, last).head(1)
    city = None
    if len(city_rows):
        value = formatting.number(float(city_rows["value"].iloc[0]), entry.digits, look.language)
        home = dataset.places[dataset.home.city].names.get(look.language)
        city = ReferenceLine(float(city_rows["value"].iloc[0]), f"{home} {value}")
    shown = rows[rows["year"].isin([first, last] if joined else [last])]
    comparison = select(dataset, entry, shown, change=True).comparison
    axis = value_axis(entry, [*frame["first"].dropna(), *frame["last"]], look)
    changed = [] if joined or first == last else [look.t(QUESTION_CHANGED)]
    count = parts.counted(dataset, Level.DISTRICT, len(frame), look)
    return Chart.of(
        Subject(dataset, entry.id, "districts", look),
        indicator_claims.districts(dataset, entry, shown[shown["year"] == last], comparison, look.language),
        shown,
        comparison,
        table(dataset, entry, rows.sort_values(["year", "value"], ascending=False), look),
        subtitle=measure_line(
            entry, [count, formatting.between(first, last, look.language) if joined else str(last)], look.language
        ),
        figure=district_dots(frame, city, *look.drawn(comparison.verdict), joined, (axis.low, axis.high)),
        notes=[*changed, *doubt_notes(dataset, shown, look)],
        beside=city_rows,
        listed=rows,
    )


def _of_whole(dataset: Dataset, entry: Indicator, city: str, year: int) -> pd.DataFrame:
    """Return the figures of the whole municipality in a year."""
    rows = dataset.of(entry.id)
    rows = rows[(rows["place"] == city) & (rows["perimeter"] == Perimeter.MUNICIPALITY)]
    return rows[rows["year"] == year]


@dataclass(frozen=True)
class CardRow:
    """One indicator of the part: its id and the cells of its row."""

    indicator: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class DistrictCard:
    """A part of the city: its name, where it lies and how large it is, its figures."""

    name: str
    lead: str
    columns: tuple[tuple[str, bool], ...]
    lines: tuple[CardRow, ...]
    source: str


def district_cards(dataset: Dataset, level: Level, look: Look, city: str | None = None) -> dict[str, DistrictCard]:
    """Return for each part of a city, the home city unless given, its newest figures.

    Each has its rank and the municipality's figure of that year. All parts at once: the ranks of an indicator are
    made once for all of them.
    """
    city = city or dataset.home.city
    lines: dict[str, list[CardRow]] = {place: [] for place in districts.parts_of(dataset, level, city)}
    sources: list[str] = []
    for entry in districts.mapped(dataset, city):
        rows = districts.figures(dataset, entry, level, city)
        years = districts.years_of(rows)
        if years:
            newest = districts.of_year(rows, years[-1])
            sources += list(dict.fromkeys(newest["source"].astype("str")))
            for place, line in _lines(dataset, entry, newest, level, look, city):
                lines[place].append(line)
    areas = city_outlines.drawn_parts(dataset, level, city).areas
    source = look.t(
        "Source: {sources}. Data version {version}.",
        sources=source_line(cited(dataset.sources, sources), look.language),
        version=dataset.version,
    )
    return {
        place: DistrictCard(
            name=parts.short(dataset, place, look),
            lead=_lead(dataset, place, areas.get(place), look, city),
            columns=_columns(parts.short(dataset, place, look), look),
            lines=tuple(card_lines),
            source=source,
        )
        for place, card_lines in lines.items()
    }


def _lead(dataset: Dataset, place: str, area: float | None, look: Look, city: str) -> str:
    """Return where a part lies and how large it is."""
    parent = dataset.places[place].parent
    sentences = [dataset.places[parent].names.get(look.language)] if parent and parent != city else []
    if area is not None:
        sentences.append(look.t("{n} km², measured on the outline", n=formatting.number(area, 2, look.language)))
    return "".join(f"{part}. " for part in sentences).rstrip()


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
    dataset: Dataset, entry: Indicator, rows: pd.DataFrame, level: Level, look: Look, city: str
) -> Iterator[tuple[str, CardRow]]:
    """Yield the line of one indicator for each part that has a figure in `rows`, which are of one year."""
    stand = standing_of_parts(dataset, entry, rows, level)
    year = int(rows["year"].iloc[0])
    of_whole = _of_whole(dataset, entry, city, year)
    of_city = formatting.short(float(of_whole["value"].iloc[0]), entry, look.language) if len(of_whole) else ""
    for place, value, note in zip(rows["place"].astype("str"), rows["value"], rows["note"].astype("str"), strict=True):
        band = stand.bands.get(place)
        cells = (
            entry.names.get(look.language),
            formatting.short(float(value), entry, look.language),
            of_city,
            look.t("{rank} of {n}", rank=band_text(*band, look.language), n=str(len(stand.with_rank))) if band else "",
            str(year),
            entry.unit_names.get(look.language),
            look.t(note) if "doubt" in note.lower() else "",
        )
        yield place, CardRow(entry.id, cells)
