"""The city's parts on a map: a year, or the change between two, with the list that ranks them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import pandas as pd

from indicators.charts import map_parts as parts
from indicators.charts.chart import Chart, Look, TableRow, Twin, measure_line
from indicators.charts.district_figures import Ranked, Shown, figures_of, is_doubtful, ranked_list
from indicators.charts.request import LINK_DISTRICT, LINK_SHOWN, ChartRequest, Link, MapView, unlinked
from indicators.charts.table import table
from indicators.figures import map as figures
from indicators.findings.finding import Finding
from indicators.maps import districts
from indicators.maps.city_outlines import city_of
from indicators.maps.classes import Classes, Scheme, classes_of_change, classes_of_values
from indicators.maps.districts import CHANGE, Dates
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Level, Measure, Role
from indicators.store.dataset import Dataset
from indicators.text import formatting

KINDS = ("map", "maps")
"""The kinds of chart that live on that page."""

MOST_IN_ROOM = 24
"""Lines of the list beside a map that a room can read: the first ones, and the one selected."""


@dataclass(frozen=True)
class DistrictMap:
    """A map as a chart, its ranked list, what is shown, and what else could be."""

    chart: Chart
    ranked: tuple[Ranked, ...]
    order: str
    shown: str
    dates: Dates
    selected: str | None


def district_map(
    dataset: Dataset, entry: Indicator, state: ChartRequest, look: Look, link: Link = unlinked
) -> DistrictMap | None:
    """Return the map a link means, or None where the parts have no figures.

    A date or a part that this map does not have is left aside: the newest year
    is shown, nothing is selected; the page says so.
    """
    level, city = state.map.level, state.map.city or dataset.home.city
    rows = districts.figures(dataset, entry, level, city)
    dates = districts.dates(rows, entry)
    if not dates.years:
        return None
    shown = state.map.shown if state.map.shown in dates.all else str(dates.years[-1])
    found = figures_of(dataset, entry, rows, dates, str(shown), look)
    shapes, enclaves = parts.shapes_of(dataset, level, city=city)
    selected = state.map.district if state.map.district in {*shapes, *found.values} else None
    classes = classes_for(rows, entry, dates, str(shown), state.map.classes)
    tones = parts.fills(classes, look.colours)
    fill = fill_of(found, classes, tones)

    def href(place: str) -> str:
        return "" if look.view == "room" else link(replace(state, map=replace(state.map, district=place)))

    ranked = ranked_list(dataset, entry, found, fill, href, selected, shapes, look)
    lines = {line.place: line for line in ranked if line.place in shapes}
    panel = figures.Panel(
        title="",
        heading=unit_of(entry, found, look),
        areas=parts.areas_of(
            shapes,
            fill,
            {place: _label(line, found) for place, line in lines.items()},
            {place: found.hovers.get(place, f"<b>{line.name}</b><br>{line.value}") for place, line in lines.items()},
            href,
            selected,
        )
        + parts.enclaves_of(dataset, enclaves, city, look),
        key=parts.key_of(classes, found.values.values(), found.digits, tones, look, _count(dataset, level, look, city)),
    )
    fitting = [line for at, line in enumerate(ranked) if at < MOST_IN_ROOM or line.selected]
    listed = tuple(figures.ListRow(line.rank, line.name, line.value, line.fill, line.selected) for line in fitting)
    chart = Chart.of(
        dataset,
        entry.id,
        "map",
        look,
        found.claim,
        found.rows,
        found.comparison,
        twin(dataset, entry, found, ranked, look),
        subtitle=subtitle(dataset, entry, found, state.map, look),
        figure=figures.district_map(
            [panel],
            parts.scale_of(dataset, level, city, look),
            found.comparison.verdict,
            look.colours,
            look.size,
            listed if look.view == "room" else (),
            apart=city != dataset.home.city,
        )
        if shapes
        else None,
        alt=found.claim.alt or found.claim.text,
        notes=_notes(dataset, entry, found, classes, dates, state.map.classes, shapes, look),
        outlines=(parts.credit(dataset, level, city, look), parts.outline_sources(dataset, level, city)),
    )
    return DistrictMap(chart, ranked, found.order, str(shown), dates, selected)


def _label(line: Ranked, found: Shown) -> str:
    """Return what stands on an area: its rank, with an arrow where it is of a change."""
    sign = parts.arrow(found.values[line.place]) if found.change and line.place in found.values else ""
    return sign + line.rank.split("–")[0]


def not_shown(dataset: Dataset, entry: Indicator, view: MapView) -> list[Finding]:
    """Return what of a link the map of an indicator cannot show, and what is wrong with its outlines."""
    dates = districts.dates_of(dataset, entry, view.level, view.city)
    found = []
    if view.shown is not None and view.shown not in dates.all:
        found.append(Finding(LINK_SHOWN, value=view.shown))
    if view.district is not None and view.district not in districts.parts_of(dataset, view.level, view.city):
        found.append(Finding(LINK_DISTRICT, value=view.district))
    return [*found, *parts.areas_of_parts(dataset, view.level, view.city).findings]


def classes_for(rows: pd.DataFrame, entry: Indicator, dates: Dates, shown: str, scheme: str) -> Classes:
    """Return the classes of a date: the same for all years of an unbroken line, so that a colour keeps its meaning."""
    if shown == CHANGE:
        changed = districts.changed(rows, entry, dates.years[0], dates.years[-1])
        return classes_of_change(changed["value"].to_list(), Scheme(scheme), districts.change_digits(entry))
    years = dates.years if dates.change else (int(shown),)
    values = pd.concat([districts.of_year(rows, year)["value"] for year in years])
    return classes_of_values(values.astype("float64").to_list(), Scheme(scheme), entry.digits)


def fill_of(found: Shown, classes: Classes, tones: list[str]) -> dict[str, str]:
    """Return the colour of each part that has a figure."""
    held = {place: classes.of(value, found.digits) for place, value in found.values.items()}
    return {place: tones[at] for place, at in held.items() if at is not None}


def unit_of(entry: Indicator, found: Shown, look: Look) -> str:
    """Return what the numbers of the classes are."""
    return parts.change_unit(entry, look) if found.change else entry.unit_names.get(look.language)


def _count(dataset: Dataset, level: Level, look: Look, city: str) -> Callable[[int], str]:
    """Return how the key tells how many parts a class holds: in a room, which has the list, the number alone."""
    if look.view == "room":
        return lambda n: formatting.number(n, 0, look.language)
    return lambda n: parts.counted(dataset, level, n, look, city)


def subtitle(dataset: Dataset, entry: Indicator, found: Shown, view: MapView, look: Look) -> str:
    """Return what is measured, in which unit, of which outlines, when."""
    t = look.t
    of_city = parts.counted_of_city(dataset, view.level, len(found.values), look, view.city or dataset.home.city)
    if not found.change:
        return measure_line(entry, [of_city, str(found.years[0])], look.language)
    first, last = (str(year) for year in found.years)
    when = t("change from {first} to {last} in {unit}", first=first, last=last, unit=unit_of(entry, found, look))
    return measure_line(entry, [of_city, when], look.language)


def _notes(
    dataset: Dataset,
    entry: Indicator,
    found: Shown,
    classes: Classes,
    dates: Dates,
    scheme: str,
    drawn: Collection[str],
    look: Look,
) -> list[str]:
    """Return how to read the map, and what to know before quoting it."""
    t = look.t
    ranks = t("The numbers on the map are ranks, {order}.", order=found.order)
    notes = [f"{ranks} {parts.scheme_note(scheme, classes, look)}"]
    if len(dates.years) > 1 and not dates.change:
        notes.append(t("The question changed between the censuses: no change is drawn."))
    elif dates.change and not found.change:
        first, last = str(dates.years[0]), str(dates.years[-1])
        notes.append(t("The classes are the same for {first} and {last}.", first=first, last=last))
    if entry.measure is Measure.TOTAL and not found.change:
        more = t("A count: a larger part may hold more. The density divides by the area.")
        of_home = city_of(dataset.places, next(iter(found.values))) in {dataset.home.city, None}
        notes.append(more if of_home else t("A count: a larger part may hold more."))
    if Role.PART_DENSITY in entry.roles:
        notes.append(t("Municipal population over the area of the outline; the table gives both."))
    missing = tuple(place for place in found.values if place not in drawn)
    if missing:
        named = formatting.join([parts.short(dataset, place, look) for place in missing], look.language)
        notes.append(t("Outline not here, so not on the map: {places}.", places=named))
    flagged = found.rows[is_doubtful(found.rows)]
    notes += [
        t("{place}, {year}: {note}", place=parts.short(dataset, place, look), year=int(year), note=t(note))
        for place, year, note in zip(flagged["place"].astype("str"), flagged["year"], flagged["note"], strict=True)
    ]
    return notes


def twin(dataset: Dataset, entry: Indicator, found: Shown, ranked: tuple[Ranked, ...], look: Look) -> Twin:
    """Return the table of a map: the observations of a year in the order of the list, or both ends of the change."""
    order = [line.place for line in ranked if line.place in found.values]
    areas = _areas(dataset, order)
    if found.change:
        return _change_table(dataset, entry, found, order, areas, look)
    rows = found.rows.assign(place=found.rows["place"].astype("str")).set_index("place", drop=False).loc[order]
    extra = {look.t("Area, km²"): _numbers(areas, order, 2, look)}
    counts_of = dataset.catalogue.of_role(Role.PART_POPULATION)
    if Role.PART_DENSITY in entry.roles and counts_of:
        city = city_of(dataset.places, order[0])
        people = districts.figures(dataset, counts_of[0], dataset.places[order[0]].level, city)
        people = people[people["year"] == found.years[0]]
        counts = dict(zip(people["place"].astype("str"), people["value"].astype("float64"), strict=True))
        extra = {look.t("Municipal population"): _numbers(counts, order, 0, look), **extra}
    return table(dataset, entry, rows, look, extra)


def _areas(dataset: Dataset, order: list[str]) -> dict[str, float]:
    """Return the area of each outline in km2, of those that are here."""
    if not order:
        return {}
    city = city_of(dataset.places, order[0]) or dataset.home.city
    return dict(parts.areas_of_parts(dataset, dataset.places[order[0]].level, city).areas)


def _numbers(values: dict[str, float], order: list[str], digits: int, look: Look) -> list[str]:
    return [formatting.number(values.get(place), digits, look.language) for place in order]


def _change_table(
    dataset: Dataset, entry: Indicator, found: Shown, order: list[str], areas: dict[str, float], look: Look
) -> Twin:
    t = look.t
    ends = {
        year: dict(zip(rows["place"].astype("str"), rows["value"].astype("float64"), strict=True))
        for year, rows in ((year, found.rows[found.rows["year"] == year]) for year in found.years)
    }
    columns = (
        (t("Place"), False),
        *((f"{entry.unit_names.get(look.language)}, {year}", True) for year in found.years),
        (t("Change, {unit}", unit=unit_of(entry, found, look)), True),
        (t("Area, km²"), True),
    )
    body = tuple(
        TableRow(
            (
                dataset.places[place].names.get(look.language),
                *(formatting.number(ends[year][place], entry.digits, look.language) for year in found.years),
                found.texts[place],
                formatting.number(areas.get(place), 2, look.language),
            )
        )
        for place in order
    )
    return columns, body
