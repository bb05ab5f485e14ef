"""The places compared on a map of the world, their figures as colours or sizes, with the list that ranks them."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from indicators.analysis.standing import Standing
from indicators.analysis.verdicts import Comparison, comparison_text
from indicators.charts import map_parts as parts
from indicators.charts.chart import (
    Chart,
    Look,
    Subject,
    TableRow,
    Twin,
    band_text,
    hover_texts,
    is_country,
    listed,
    measure_line,
    names,
    span,
)
from indicators.charts.district_figures import Ranked
from indicators.charts.notes import left_out_notes, missing_notes, unnamed_notes
from indicators.charts.request import LINK_SHOWN, ChartRequest, Link, PointMarks, unlinked
from indicators.charts.table import table
from indicators.charts.world_figures import (
    Style,
    is_mapped,
    key_lines,
    offered,
    positions_in_degrees,
    style_of,
    world_figures,
)
from indicators.claims import indicator_claims
from indicators.claims.sentences import Claim
from indicators.claims.standing_claims import ORDERS
from indicators.figures import world_map as figures
from indicators.figures.world_map import Dot, Key, Part, PointKind
from indicators.findings.finding import Finding
from indicators.language.translator import N_
from indicators.maps import land
from indicators.model.catalogue import Indicator
from indicators.model.places import alphabetical
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
    dataset: Dataset, stand: Standing, unplaced: Sequence[str], hidden: Sequence[str], has_dates: bool, look: Look
) -> Iterator[str]:
    """Yield which places share no scale, have no figure, no point or no name on the map.

    `unplaced` are ids, `hidden` names; `has_dates` says that a year was asked for.
    """
    t = look.of_home(dataset)
    yield from left_out_notes(dataset, stand.left_out, look, SQUARES)
    dated = has_dates and bool(stand.rows["year"].notna().any())
    yield from missing_notes(dataset, stand.places, stand.rows, look, dated)
    yield from unnamed_notes(hidden, look)
    if unplaced:
        yield t(
            "Not on the map, because no coordinates are known: {places}.",
            places=listed(dataset, unplaced, look.language),
        )
    yield t("Equal-area projection (Equal Earth), land without borders; the bars of length hold at {home}.")


KIND = "points"
"""The kind of chart of the page of the world."""

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
    world_shown = world_figures(dataset, entry, cities, year)
    stand = world_shown.standing
    if stand.rows.empty:
        return None
    selected = state.map.place if state.map.place in stand.places else None
    sizable = min(world_shown.scale, default=-1.0) >= 0 and max(world_shown.scale, default=0.0) > 0
    style = style_of(entry, world_shown, state, sizable, look)

    def href(place: str) -> str:
        return "" if look.view == "room" else link(replace(state, map=replace(state.map, place=place)))

    shown = _Shown(dataset, stand, style, {place: href(place) for place in stand.places}, selected, look)
    where = positions_in_degrees(dataset, stand.places, cities)
    claim = indicator_claims.of_standing(dataset, stand, look.language)
    world, near = _parts(dataset, look)
    figure = figures.world_map(
        world,
        near,
        [shown.dot(place, land.projected(*where[place])) for place in where],
        Key(entry.unit_names.get(look.language), key_lines(entry, world_shown, style, look)),
        *look.drawn(stand.comparison.verdict),
    )
    ranked = shown.ranked()
    hidden = figure.unwritten(names(dataset, where, look.language))
    unplaced = [place for place in stand.places if place not in where]
    chart = Chart.of(
        Subject(dataset, entry.id, KIND, look),
        claim,
        # As elsewhere the line names the sources of what is drawn to scale; the table has those of all.
        stand.rows if stand.eligible.empty else stand.eligible,
        stand.comparison,
        _twin(dataset, ranked, stand, look),
        subtitle=". ".join(filter(None, (_subtitle(stand, look), claim.standing))),
        figure=figure,
        alt=_alt(claim, stand.comparison, style, look),
        notes=[
            claim.rank,
            *reading_notes(entry, style, state.map.classes, world_shown.steady and len(years) > 1, look),
            *coverage_notes(dataset, stand, unplaced, hidden, year is not None, look),
        ],
        drawn=not stand.eligible.empty,
        listed=stand.rows,
        outlines=(attribution(look), land_source(dataset)),
    )
    return WorldMap(
        chart=chart,
        ranked=ranked,
        order=look.t(ORDERS[entry.direction]),
        year=year,
        years=years,
        all_newest=bool(years) and set(world_shown.latest["year"].dropna()) == {years[-1]},
        marks=style.marks,
        sizable=sizable,
        selected=selected,
    )


def not_shown(dataset: Dataset, entry: Indicator, cities: Iterable[str], state: ChartRequest) -> list[Finding]:
    """Return what of a link the map of an indicator cannot show, and what is wrong with the outline of the land."""
    findings = []
    if state.year is not None and state.year not in offered(dataset, entry, (dataset.home.city, *cities)):
        findings.append(Finding(LINK_SHOWN, value=str(state.year)))
    return [*findings, *land.land(dataset.folder, dataset.version, land.WORLD).findings]


def attribution(look: Look) -> str:
    """Return the credit of the outline of the land."""
    return look.t("Land: {credit}, public domain.", credit=look.t(land.ATTRIBUTION))


def land_source(dataset: Dataset) -> tuple[str, ...]:
    """Return the source of the outline of the land, where the data folder describes it."""
    return (land.SOURCE,) if land.SOURCE in dataset.sources else ()


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


@dataclass(frozen=True)
class _Shown:
    """What the map and its list show of each place."""

    dataset: Dataset
    standing: Standing
    style: Style
    hrefs: Mapping[str, str]
    selected: str | None
    look: Look

    @cached_property
    def figures(self) -> dict[str, dict[Hashable, Any]]:
        """The observation of each place that has a figure."""
        return {str(row["place"]): row for row in self.standing.rows.to_dict("records")}

    @cached_property
    def values(self) -> dict[str, float]:
        """The value of each place that has a figure; that of a bound is missing."""
        return {place: float(row["value"]) for place, row in self.figures.items()}

    @cached_property
    def hovers(self) -> dict[str, str]:
        """What shows under the pointer at each place that has a figure."""
        rows = list(self.figures.values())
        texts = hover_texts(map(self.name, self.figures), rows, self.standing.indicator, self.look)
        return dict(zip(self.figures, texts, strict=True))

    @cached_property
    def incomparable(self) -> set[str]:
        """The places whose figures share no scale with the others."""
        return set(self.standing.left_out["place"].astype("str"))

    def name(self, place: str) -> str:
        """Return the name of a place."""
        return self.dataset.places[place].names.get(self.look.language)

    def fill(self, place: str) -> str:
        """Return the colour of a figure that shares the scale."""
        return self.style.fill(self.values[place], self.standing.indicator.digits, place == self.standing.home)

    def dot(self, place: str, point: tuple[float, float]) -> Dot:
        """Return the point of a place; what it shows depends on whether it has a figure that shares the scale."""
        look, name = self.look, self.name(place)
        kind, fill, size = PointKind.ABSENT, "", self.style.dot - 2
        hover = f"<b>{name}</b><br>{look.t('no figure')}"
        if place in self.values:
            hover = self.hovers[place]
        if place in self.incomparable:
            kind, hover = PointKind.INCOMPARABLE, f"{hover}<br>{look.t('not comparable')}"
        elif place in self.values:
            national = is_country(self.dataset, place)
            kind, fill = PointKind.NATIONAL if national else PointKind.FIGURE, self.fill(place)
            # A ring shows less of its colour than a full point.
            wider = 3 if national and self.style.marks is PointMarks.COLOUR else 0
            size = self.style.size(self.values[place]) + wider
        accent, selected = place == self.standing.home, place == self.selected
        return Dot(*point, name, kind, fill, size, hover, self.hrefs[place], accent, selected)

    def ranked(self) -> tuple[Ranked, ...]:
        """Return the ranked places, then those without a rank, those apart, those without a figure."""
        return tuple(self._line(place) for place in sorted(self.standing.places, key=self._order))

    def _order(self, place: str) -> tuple[bool, bool, tuple[int, int], tuple[str, str]]:
        band = self.standing.bands.get(place, (len(self.standing.places) + 1, 0))
        return place not in self.values, place in self.incomparable, band, alphabetical(self.name(place))

    def _line(self, place: str) -> Ranked:
        language, t = self.look.language, self.look.t
        value, fill, end = t("no figure"), None, ""
        if place in self.values:
            entry = self.standing.indicator
            value, fill = formatting.figure(self.figures[place], entry, language, formatting.plain), self.fill(place)
        if place in self.incomparable:
            # What is apart is an open square in the list as on the map.
            fill, end = OPEN, t("not comparable")
        band = self.standing.bands.get(place)
        rank = band_text(*band, language) if band else ""
        return Ranked(place, self.name(place), rank, value, fill, self.hrefs[place], place == self.selected, end)


def _twin(dataset: Dataset, ranked: tuple[Ranked, ...], stand: Standing, look: Look) -> Twin:
    """Return the table of a map in the order of its list, the places without a figure below."""
    keyed = stand.rows.assign(place=stand.rows["place"].astype("str")).set_index("place", drop=False)
    ordered = keyed.loc[[line.place for line in ranked if line.place in keyed.index]]
    columns, body = table(dataset, stand.indicator, ordered, look, standing=stand)
    missing = [
        TableRow((line.name, line.value, *("" for _ in columns[2:])), is_home=line.place == dataset.home.city)
        for line in ranked
        if line.place not in keyed.index
    ]
    return columns, (*body, *missing)


def _subtitle(stand: Standing, look: Look) -> str:
    n, t = len(stand.eligible), look.t
    national = stand.indicator.scale is Scale.COUNTRY
    count = t.plural("{n} country", "{n} countries", n) if national else t.plural("{n} city", "{n} cities", n)
    return measure_line(stand.indicator, [count, span(stand.eligible["year"], look.language)], look.language)


def _alt(claim: Claim, comparison: Comparison, style: Style, look: Look) -> str:
    """Return the alternative text: what is drawn, the claim, the verdict."""
    drawn = (
        look.t("Map of the world, one point a place, its size the figure.")
        if style.marks is PointMarks.SIZE
        else look.t("Map of the world, one point a place, its colour the class of the figure.")
    )
    return f"{drawn} {claim.text} {comparison_text(comparison, look.language)}."
