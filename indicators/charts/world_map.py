"""The places compared on a map of the world, their figures as colours or sizes, with the list that ranks them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indicators.analysis.standing import home_of
from indicators.analysis.verdicts import Comparison, comparison_text
from indicators.charts import map_parts as parts
from indicators.charts.chart import (
    Chart,
    Look,
    TableRow,
    Twin,
    is_country,
    measure_line,
    names,
    observation_caption,
    span,
)
from indicators.charts.district_figures import Ranked
from indicators.charts.notes import left_out_notes, missing_notes
from indicators.charts.request import LINK_SHOWN, ChartRequest, Link, PointMarks, unlinked
from indicators.charts.table import table
from indicators.charts.world_figures import (
    Style,
    WorldFigures,
    is_mapped,
    key_lines,
    offered,
    positions,
    style_of,
    world_figures,
)
from indicators.claims import indicator_claims
from indicators.claims.sentences import ORDERS, Claim
from indicators.figures import world_map as figures
from indicators.figures.world_map import Dot, Part, PointKind
from indicators.findings.finding import Finding
from indicators.language.translator import N_
from indicators.maps import land
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Scale
from indicators.store.dataset import Dataset
from indicators.text import formatting

SQUARES = (
    N_("Squares, because not comparable ({why}): {places}."),
    N_("Squares, because not comparable with the others: {places}."),
)
"""Which figures are squares, with and without a reason."""


def reading_notes(entry: Indicator, style: Style, scheme: str, same_for_all_years: bool, look: Look) -> list[str]:
    """Return what the marks mean and how they were found."""
    t = look.t
    if style.marks is PointMarks.SIZE:
        notes = [t("The area of a point is its figure; the smallest are drawn large enough to be seen.")]
        notes += [t("The sizes are the same for all years.")] if same_for_all_years else []
    else:
        notes = [parts.scheme_note(scheme, style.classes, look)]
        notes += [t("The classes are the same for all years.")] if same_for_all_years else []
    if entry.scale is Scale.COUNTRY:
        notes.append(t("Hollow points are national figures. They say nothing of the cities."))
        notes.append(t("A country’s point stands in the middle of its compared cities."))
    return notes


def coverage_notes(
    dataset: Dataset, found: WorldFigures, unplaced: Sequence[str], hidden: Sequence[str], asked: bool, look: Look
) -> list[str]:
    """Return which places share no scale, have no figure, no point or no name on the map.

    `unplaced` are ids, `hidden` names; `asked` says that a year was asked for.
    """
    t = look.of_home(dataset)
    notes = left_out_notes(dataset, found.apart, look, SQUARES)
    notes += missing_notes(dataset, found.places, found.rows, look, asked and bool(found.rows["year"].notna().any()))
    if hidden:
        listed = formatting.join(hidden, look.language)
        notes.append(t("Points without room for a name: {places}; the table has them.", places=listed))
    if unplaced:
        listed = formatting.join(names(dataset, unplaced, look.language), look.language)
        notes.append(t("Not on the map, because no coordinates are known: {places}.", places=listed))
    notes.append(t("Equal-area projection (Equal Earth), land without borders; the bars of length hold at {home}."))
    return notes


KIND = "points"
"""The kind of chart that lives on that page."""

OPEN = "transparent"
"""The colour of the square of a figure that shares no scale with the others."""

SCALES_KM = (2000, 500)
"""The lengths of the scale bars of the world and of its enlarged part."""


@dataclass(frozen=True)
class WorldMap:
    """A map as a chart, its ranked list, the year shown (None is the latest of each place), and what else could be.

    The list has the order of the chart's table. `all_newest` says that the
    latest figures are all of the newest year.
    """

    chart: Chart
    ranked: tuple[Ranked, ...]
    order: str
    year: int | None
    years: tuple[int, ...]
    all_newest: bool
    marks: PointMarks
    sizable: bool
    selected: str | None


def world_map(
    dataset: Dataset, entry: Indicator, cities: Iterable[str], state: ChartRequest, look: Look, link: Link = unlinked
) -> WorldMap | None:
    """Return the map a link means, or None where the indicator has none or no place compared has a figure.

    A year in which none has one is left aside, as is a place that is not on the
    map: the latest figures are shown, nothing is selected; the page says so.
    """
    if not is_mapped(dataset, entry):
        return None
    cities = (dataset.home.city, *(city for city in cities if city != dataset.home.city))
    years = offered(dataset, entry, cities)
    year = state.year if state.year in years else None
    found = world_figures(dataset, entry, cities, year)
    if found.rows.empty:
        return None
    where = positions(dataset, found.places, cities)
    selected = state.map.place if state.map.place in found.places else None
    sizable = min(found.scale, default=-1.0) >= 0 and max(found.scale, default=0.0) > 0
    style = style_of(entry, found, state, sizable, look)
    own = home_of(dataset, entry)

    def href(place: str) -> str:
        return "" if look.view == "room" else link(replace(state, map=replace(state.map, place=place)))

    dots = [_dot(dataset, entry, place, found, where[place], style, look) for place in where]
    hrefs = {place: href(place) for place in found.places}
    dots = [
        replace(dot, href=hrefs[place], accent=place == own, selected=place == selected)
        for dot, place in zip(dots, where, strict=True)
    ]
    comparison = found.standing.comparison
    claim = indicator_claims.of_standing(dataset, found.standing, look.language)
    figure = figures.world_map(
        *_parts(dataset, look),
        dots,
        key_lines(entry, found, style, look),
        entry.unit_names.get(look.language),
        comparison.verdict,
        look.colours,
        look.size,
    )
    ranked = _ranked(dataset, entry, found, hrefs, selected, style, look)
    hidden = figure.unwritten(names(dataset, where, look.language))
    # As elsewhere the line names the sources of what is drawn to scale; the table has those of all.
    credited = found.rows if found.shown.empty else found.shown
    steady = found.steady and len(years) > 1
    unplaced = [place for place in found.places if place not in where]
    notes = [
        claim.rank,
        *reading_notes(entry, style, state.map.classes, steady, look),
        *coverage_notes(dataset, found, unplaced, hidden, year is not None, look),
    ]
    chart = Chart.of(
        dataset,
        entry.id,
        KIND,
        look,
        claim,
        credited,
        comparison,
        _twin(dataset, entry, ranked, found, look),
        subtitle=_subtitle(entry, found, look),
        figure=figure,
        alt=_alt(claim, comparison, style, look),
        notes=notes,
        drawn=not found.shown.empty,
        listed=found.rows,
        outlines=(attribution(look), land_source(dataset)),
    )
    return WorldMap(
        chart=chart,
        ranked=ranked,
        order=look.t(ORDERS[entry.direction]),
        year=year,
        years=years,
        all_newest=bool(years) and set(found.latest["year"].dropna()) == {years[-1]},
        marks=style.marks,
        sizable=sizable,
        selected=selected,
    )


def not_shown(dataset: Dataset, entry: Indicator, cities: Iterable[str], state: ChartRequest) -> list[Finding]:
    """Return what of a link the map of an indicator cannot show, and what is wrong with the outline of the land."""
    found = []
    if state.year is not None and state.year not in offered(dataset, entry, (dataset.home.city, *cities)):
        found.append(Finding(LINK_SHOWN, value=str(state.year)))
    return [*found, *land.land(dataset.folder, dataset.version, land.WORLD).findings]


def attribution(look: Look) -> str:
    """Return the credit of the outline of the land."""
    return look.t("Land: {credit}, public domain.", credit=look.t(land.ATTRIBUTION))


def land_source(dataset: Dataset) -> tuple[str, ...]:
    """Return the source of the outline of the land, where the data folder describes it."""
    return (land.SOURCE,) if land.SOURCE in dataset.sources else ()


def _dot(
    dataset: Dataset,
    entry: Indicator,
    place: str,
    found: WorldFigures,
    at: tuple[float, float],
    style: Style,
    look: Look,
) -> Dot:
    """Return the point of a place; what it shows depends on whether it has a figure that shares the scale."""
    name = dataset.places[place].names.get(look.language)
    rows = found.rows[found.rows["place"] == place]
    if rows.empty:
        hover = f"<b>{name}</b><br>{look.t('no figure')}"
        return Dot(*at, name, PointKind.ABSENT, "", style.dot - 2, hover)
    row = rows.iloc[0]
    value = float(row["value"])
    hover = f"<b>{name}</b><br>{formatting.with_unit(value, entry, look.language)}<br>{observation_caption(row, look)}"
    if place in set(found.apart["place"].astype("str")):
        return Dot(*at, name, PointKind.APART, "", style.dot - 2, f"{hover}<br>{look.t('not comparable')}")
    kind = PointKind.NATIONAL if is_country(dataset, place) else PointKind.FIGURE
    fill = style.fill(value, entry.digits, place == home_of(dataset, entry))
    # A ring shows less of its colour than a full point.
    wider = 3 if kind is PointKind.NATIONAL and style.marks is PointMarks.COLOUR else 0
    return Dot(*at, name, kind, fill, style.size(value) + wider, hover)


def _parts(dataset: Dataset, look: Look) -> tuple[Part, Part]:
    """Return the world and its enlarged part, each with its land and its scale bar."""
    latitude = dataset.places[dataset.home.city].latitude or 0.0
    made = []
    for frame, length, begin, title in (
        (land.WORLD, SCALES_KM[0], 0.72, ""),
        (land.NEAR, SCALES_KM[1], 0.4, look.t("Enlarged: around the Mediterranean")),
    ):
        label = look.t("{n} km", n=formatting.number(length, 0, look.language))
        rings = land.land(dataset.folder, dataset.version, frame).rings
        made.append(Part(frame, rings, land.drawn_length(length, latitude), label, begin, title))
    return made[0], made[1]


def _ranked(
    dataset: Dataset,
    entry: Indicator,
    found: WorldFigures,
    hrefs: dict[str, str],
    selected: str | None,
    style: Style,
    look: Look,
) -> tuple[Ranked, ...]:
    """Return the ranked places, then those that share the scale without a rank, those apart, those without a figure."""
    values = dict(zip(found.rows["place"].astype("str"), found.rows["value"].astype("float64"), strict=True))
    incomparable = set(found.apart["place"].astype("str"))
    own = home_of(dataset, entry)
    unranked = len(found.places) + 1

    def order(place: str) -> tuple[bool, bool, tuple[int, int], str]:
        return place not in values, place in incomparable, found.bands.get(place, (unranked, 0)), name(place)

    def name(place: str) -> str:
        return dataset.places[place].names.get(look.language)

    lines = []
    for place in sorted(found.places, key=order):
        first, last = found.bands.get(place, (0, 0))
        drawn = place in values and place not in incomparable
        lines.append(
            Ranked(
                place=place,
                name=name(place),
                rank="" if not first else str(first) if first == last else f"{first}–{last}",
                value=formatting.plain(values[place], entry, look.language) if place in values else look.t("no figure"),
                # What is apart is an open square in the list as on the map.
                fill=style.fill(values[place], entry.digits, place == own)
                if drawn
                else OPEN
                if place in incomparable
                else None,
                href=hrefs[place],
                selected=place == selected,
                end=look.t("not comparable") if place in incomparable else "",
            )
        )
    return tuple(lines)


def _twin(dataset: Dataset, entry: Indicator, ranked: tuple[Ranked, ...], found: WorldFigures, look: Look) -> Twin:
    """Return the table of a map in the order of its list, the places without a figure below."""
    keyed = found.rows.assign(place=found.rows["place"].astype("str")).set_index("place", drop=False)
    ordered = keyed.loc[[line.place for line in ranked if line.place in keyed.index]]
    columns, body = table(dataset, entry, ordered, look, standing=found.standing)
    missing = [
        TableRow((line.name, line.value, *("" for _ in columns[2:])), own=line.place == dataset.home.city)
        for line in ranked
        if line.place not in keyed.index
    ]
    return columns, (*body, *missing)


def _subtitle(entry: Indicator, found: WorldFigures, look: Look) -> str:
    n = len(found.shown)
    count = (
        look.t.plural("{n} country", "{n} countries", n)
        if entry.scale is Scale.COUNTRY
        else look.t.plural("{n} city", "{n} cities", n)
    )
    return measure_line(entry, [count, span(found.shown["year"], look.language)], look.language)


def _alt(claim: Claim, comparison: Comparison, style: Style, look: Look) -> str:
    """Return the alternative text: what is drawn, the claim, the verdict."""
    drawn = (
        look.t("Map of the world, one point a place, its size the figure.")
        if style.marks is PointMarks.SIZE
        else look.t("Map of the world, one point a place, its colour the class of the figure.")
    )
    return f"{drawn} {claim.text} {comparison_text(comparison, look.language)}."
