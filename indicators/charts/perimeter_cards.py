"""The boundary card: the outlines the city's figures refer to, side by side, drawn to one scale where they are here."""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.analysis.perimeter_outlines import Outline, PublishedExtent, outlines_of
from indicators.analysis.verdicts import Comparison, Reason, VerdictRule, comparison_text
from indicators.charts import map_parts as parts
from indicators.charts.chart import Look
from indicators.figures.map import Area, MapSheet, Panel, ScaleBar, district_map
from indicators.figures.template import FrozenFigure
from indicators.maps import city_outlines
from indicators.maps.outlines import OutlineShape
from indicators.model.vocabulary import Level, Method, Perimeter
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.citations import cited, source_line
from indicators.text.labels import word

HEIGHT = 260
"""Pixels of the two outlines."""

COMPARISON = Comparison.of([Reason(VerdictRule.PERIMETERS_DIFFER)])
"""Figures of two outlines are not compared."""


@dataclass(frozen=True)
class OutlineCard:
    """One perimeter in words: each figure with its unit, year and source; the indicators that use it."""

    name: str
    outline: str
    areas: tuple[str, ...]
    populations: tuple[str, ...]
    used: str
    indicators: tuple[tuple[str, str], ...]
    sources: str


@dataclass(frozen=True)
class BoundaryCard:
    """All perimeters of the city, and the figure of those whose outline is here (None where none is)."""

    title: str
    verdict: str
    figure: FrozenFigure | None
    alt: str
    cards: tuple[OutlineCard, ...]
    source: str


def boundary_card(dataset: Dataset, look: Look) -> BoundaryCard:
    """Return the city's perimeters side by side."""
    t = look.of_home(dataset)
    home = dataset.places[dataset.home.city]
    whole = city_outlines.whole_of(dataset)
    drawn: dict[Perimeter, tuple[float, OutlineShape]] = {}
    if whole is not None:
        drawn = {
            Perimeter.MUNICIPALITY: (whole.parts_km2, whole.parts),
            Perimeter.PREFECTURE: (whole.parts_km2 + whole.enclaves_km2, whole.filled),
        }
    outlines = outlines_of(dataset, {perimeter: area for perimeter, (area, _) in drawn.items()})
    stated = [outline for outline in outlines if outline.perimeter is not Perimeter.NOT_STATED]
    title = t.plural(
        "“{home}” means {n} outline in these figures.",
        "“{home}” means {n} different outlines in these figures.",
        len(stated),
    )
    alt = t("The outlines of the municipality and of the prefecture at one scale: nearly the same.")
    version = t("Data version {version}.", version=dataset.version)
    return BoundaryCard(
        title=title,
        verdict=f"{comparison_text(COMPARISON, look.language)}.",
        figure=_figure(drawn, parts.scale_of(dataset, Level.DISTRICT, home.id, look), look) if drawn else None,
        alt=f"{alt} {title}",
        cards=tuple(_card(dataset, outline, look) for outline in outlines),
        source=" ".join(filter(None, [parts.attribution(dataset, look), version])),
    )


def _figure(drawn: dict[Perimeter, tuple[float, OutlineShape]], bar: ScaleBar, look: Look) -> FrozenFigure:
    panels = []
    for perimeter, (area, shape) in drawn.items():
        name = _capital(word(perimeter, look.language))
        size = _area(area, look)
        panels.append(
            Panel(
                title=name,
                heading=size,
                areas=(Area(shape.rings, look.colours.peer, "", shape.at, f"<b>{name}</b><br>{size}"),),
                key=(),
            )
        )
    return district_map(panels, MapSheet(bar, height=HEIGHT), *look.drawn(COMPARISON.verdict))


def _card(dataset: Dataset, outline: Outline, look: Look) -> OutlineCard:
    t = look.t
    areas = list(_figures(dataset, outline.areas, look))
    if outline.drawn is not None:
        drawn_text = t("Outline here, drawn above.")
        areas.insert(0, t("{area}, measured on the outline (OpenStreetMap)", area=_area(outline.drawn, look)))
    elif outline.perimeter is Perimeter.NOT_STATED:
        drawn_text = t("These sources do not say which outline they mean.")
    else:
        drawn_text = t("Outline not here.")
    return OutlineCard(
        name=_capital(word(outline.perimeter, look.language)),
        outline=drawn_text,
        areas=tuple(areas),
        populations=tuple(_figures(dataset, outline.populations, look)),
        used=t.plural("Used by {n} indicator", "Used by {n} indicators", len(outline.indicators)),
        indicators=tuple((key, dataset.catalogue[key].names.get(look.language)) for key in outline.indicators),
        sources=source_line(cited(dataset.sources, outline.sources), look.language),
    )


def _figures(dataset: Dataset, figures: Iterable[PublishedExtent], look: Look) -> Iterable[str]:
    """Say each published figure: what it is, its value, year, how obtained, and by whom."""
    t = look.t
    for figure in figures:
        entry = dataset.catalogue[figure.indicator]
        year = formatting.year(figure.year, look.language)
        when = (
            formatting.commas((year, word(figure.method, look.language)), look.language)
            if figure.method is Method.PROJECTED
            else year
        )
        sentence = t(
            "{value} ({name}, {when}; {source})",
            value=f"{formatting.number(figure.value, entry.digits, look.language)} "
            f"{entry.unit_names.get(look.language)}",
            name=entry.names.get(look.language),
            when=when,
            source=look.t(dataset.sources[figure.source].producer),
        )
        yield f"{sentence} {t(figure.note)}" if figure.note else sentence


def _area(km2: float, look: Look) -> str:
    return look.t("{n} km²", n=formatting.number(km2, 1, look.language))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
