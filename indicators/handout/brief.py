"""The council brief of a theme as PDF: exactly two pages of A4 in one language.

The first page has the headline figures with their verdicts and one chart, the second two further charts, what is not
known, where the pace so far leads, what 2030 would take (where a value to reach is published), the sources, the data
version and the address. It says nothing that the pages do not say: every sentence is a chart's claim, a verdict or a
reason of theirs.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from indicators.analysis.assessment import newest_figure
from indicators.analysis.standing import home_of
from indicators.charts.chart import Chart, Look, verdict_line
from indicators.charts.dispatch import charts_of
from indicators.charts.progress import answer, progress
from indicators.charts.request import ChartRequest, cities_of
from indicators.handout.drawing import Colour, Contour, Lettering, Pen, opaque
from indicators.handout.figure_drawing import figure_drawing, figure_json
from indicators.handout.pdf_drawing import PdfPainter, blank_pdf
from indicators.handout.shaping import needs_order, wrapped_left
from indicators.handout.typeface import LINE, wrapped, written
from indicators.language.locales import right_to_left
from indicators.language.translator import Translator
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Scale, Theme
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.citations import cited
from indicators.text.labels import word
from indicators.web.links import address

WIDTH, HEIGHT, EDGE = 794.0, 1123.0, 57.0
"""A page of A4 upright and its margins, in pixels of 1/96 inch."""

END = HEIGHT - EDGE - 24
"""Where what is written on a page ends, above its foot."""

POINT = 0.75
"""Points in such a pixel."""

CHARTS = 3
"""Charts of a brief."""

HIGHEST = 480.0
"""Pixels that a chart of a brief is high at most: a higher one would be made too small to read."""

LEAST = 190.0
"""Pixels that a chart of the second page has at least, its words not counted."""

SIZES = (13.0, 12.0, 11.0, 10.0, 9.0)
"""The sizes of type that are tried for the second page, the largest that leaves room for all of it."""


_COLOURS = Look().colours
INK, MUTED, HAIR = map(opaque, (_COLOURS.ink, _COLOURS.muted, _COLOURS.hairline))


@dataclass(frozen=True)
class Headline:
    """A headline figure: its name, its value with unit and year, its chart's claim and verdict."""

    name: str
    value: str
    claim: str
    verdict: str


@dataclass(frozen=True)
class Brief:
    """What a brief says, finished, in the order of its pages."""

    brand: str
    title: str
    language: str
    headlines: Sequence[Headline]
    charts: Sequence[Chart]
    sections: Sequence[tuple[str, Sequence[str]]]
    foot: str


def brief_of(dataset: Dataset, theme: Theme, language: str, public: str = "") -> Brief:
    """Return the brief of a theme in a language; `public` is the address of this server for the world."""
    look = Look(language)
    t = look.of_home(dataset)
    entries = dataset.catalogue.of_theme(theme)
    heads = [entry for entry in entries if entry.headline]
    first = {entry.id: _first_chart(dataset, entry, look) for entry in heads}
    drawn = [chart for chart in first.values() if chart is not None and chart.figure is not None][:CHARTS]
    unknown = [
        entry.names.get(language)
        for entry in entries
        if entry.scale is Scale.CITY and newest_figure(dataset, entry.id, home_of(dataset, entry)) is None
    ]
    ways = [_way(dataset, entry, look) for entry in heads]
    used = cited(dataset.sources, [source for chart in first.values() if chart is not None for source in chart.sources])
    sections = [
        (
            t("What is not known"),
            [t("No figure of {home} is held here for: {names}.", names=formatting.join(unknown, language))]
            if unknown
            else [t("Every city indicator of this theme has a figure of {home} here.")],
        ),
        (t("2030 at this pace"), ways),
        (t("What 2030 would take"), _needs(dataset, heads, look)),
        (t("Sources"), [source.producer + t(": ") + t(source.citation) for source in used]),
    ]
    link = public + address(theme, ChartRequest(language), version=dataset.version)
    version = t("Data version {version}", version=dataset.version)
    return Brief(
        brand=f"{dataset.places[dataset.home.city].names.get(language)} · {look.t('smart-city indicators')}",
        title=t("{theme}: brief for the council", theme=word(theme, language)),
        language=language,
        headlines=[_headline(dataset, entry, first[entry.id], look) for entry in heads],
        charts=drawn,
        sections=sections,
        foot=" · ".join(filter(None, (version, link if public else ""))),
    )


def _way(dataset: Dataset, entry: Indicator, look: Look) -> str:
    """Return where the pace so far leads, where the rules give one; else why they give none."""
    made = progress(dataset, entry, look)
    if made.chart is not None and made.path.projected is not None:
        return made.chart.title
    return entry.names.get(look.language) + look.t(": ") + next(iter(made.working), "")


def _needs(dataset: Dataset, heads: Sequence[Indicator], look: Look) -> list[str]:
    """Return what reaching the published value asks for, of each figure that has one; the others are named."""
    lines, without = [], []
    for entry in heads:
        name = entry.names.get(look.language)
        path = progress(dataset, entry, look).path
        if path.target is None:
            without.append(name)
        else:
            lines.append(name + look.t(": ") + " ".join(answer(dataset, entry, path, path.target, look)))
    if without:
        names = formatting.join(without, look.language)
        lines.append(look.t("No value to reach by 2030 is held here for: {names}.", names=names))
    return lines


def _first_chart(dataset: Dataset, entry: Indicator, look: Look) -> Chart | None:
    state = ChartRequest(look.language, indicator=entry.id)
    charts = charts_of(dataset, entry, cities_of(dataset, state), look)
    # What answers first, unless its rows would be too small to read on half a page.
    return next((chart for chart in charts if _height(chart) <= HIGHEST), next(iter(charts), None))


def _height(chart: Chart) -> float:
    return float(chart.figure.to_dict()["layout"].get("height", 0)) if chart.figure is not None else 0.0


def _headline(dataset: Dataset, entry: Indicator, chart: Chart | None, look: Look) -> Headline:
    figure = newest_figure(dataset, entry.id, home_of(dataset, entry))
    value = ""
    if figure is not None:
        written_ = formatting.figure(figure._asdict(), entry, look.language, formatting.short)
        unit = entry.unit_names.get(look.language).lstrip("%").strip()
        value = " · ".join((f"{written_} {unit}".strip(), formatting.year(figure.year, look.language)))
    line = verdict_line(chart.comparison, look.language) if chart is not None and chart.rows else None
    verdict = " ".join(filter(None, (line.sign, line.name))) if line is not None else ""
    return Headline(entry.names.get(look.language), value, chart.title if chart is not None else "", verdict)


class _PageWriter:
    """Writes down a page, one text below another; without a painter it only counts the room that is taken."""

    def __init__(self, painter: PdfPainter | None, language: str, top: float = EDGE) -> None:
        self.y = top
        self._painter, self._left = painter, right_to_left(language)

    def text(self, words: str, size: float, ink: Colour = INK, face: str = "regular", after: float = 0.0) -> None:
        """Write a text in as many lines as it takes."""
        for line in wrapped(written(words, face), WIDTH - 2 * EDGE, size, face):
            self.y += size * LINE
            self._line(line, size, ink, face)
        self.y += after

    def _line(self, line: str, size: float, ink: Colour, face: str) -> None:
        if self._painter is None or not line:
            return
        mark = Lettering(
            wrapped_left(line) if self._left and needs_order(line) else line, EDGE, self.y, size, ink, face
        )
        self._painter.words(replace(mark, x=WIDTH - EDGE - mark.width) if self._left else mark)

    def rule(self) -> None:
        """Draw a hairline across."""
        self.y += 6
        if self._painter is not None:
            ends = ((EDGE, self.y), (WIDTH - EDGE, self.y))
            self._painter.outline(Contour((ends,), pen=Pen(HAIR, 1)))
        self.y += 4

    def chart(self, chart: Chart, language: str, room: float) -> None:
        """Draw a chart with its claim above it and its verdict below, no higher than the room there is."""
        self.text(chart.title, 15, INK, "serif", after=2)
        line = verdict_line(chart.comparison, language)
        drawing = figure_drawing(figure_json(chart), WIDTH - 2 * EDGE)
        scale = min(1.0, room / drawing.height)
        if self._painter is not None:
            left = EDGE + (WIDTH - 2 * EDGE - drawing.width * scale) / 2
            self._painter.within(left, self.y + 4, scale).drawing(drawing)
        self.y += drawing.height * scale + 6
        self.text(" ".join(filter(None, (line.sign, line.name))), 11, MUTED, "bold", after=8)


def brief_pdf(brief: Brief) -> bytes:
    """Return a brief as PDF: two pages, whatever it says."""
    out = io.BytesIO()
    canvas = blank_pdf(out, (WIDTH * POINT, HEIGHT * POINT), brief.title, brief.brand, brief.language)
    first = _charts_of_the_first_page(brief)
    size = next((size for size in SIZES if _second(None, brief, size, first) <= END), SIZES[-1])
    spare = max(END - _second(None, brief, size, first), 0.0) / max(len(brief.charts) - first, 1)
    pages: list[Callable[[PdfPainter], float]] = [
        lambda painter: _opening(painter, brief, first),
        lambda painter: _second(painter, brief, size, first, LEAST + spare),
    ]
    for number, paint in enumerate(pages, start=1):
        painter = PdfPainter(canvas, 0, HEIGHT * POINT, POINT)
        paint(painter)
        _PageWriter(painter, brief.language, HEIGHT - EDGE).text(f"{brief.foot} · {number}/{len(pages)}", 9, MUTED)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _charts_of_the_first_page(brief: Brief) -> int:
    """Return two where a second chart fits there, else one: those of the second page are larger then."""
    return 2 if len(brief.charts) > 2 and _opening(None, brief, 2) <= END else 1


def _opening(painter: PdfPainter | None, brief: Brief, charts: int) -> float:
    """Write the first page: the headline figures, then a chart, or two; return where it ends."""
    column, t = _PageWriter(painter, brief.language), Translator(brief.language)
    column.text(brief.brand, 11, MUTED)
    column.text(brief.title, 24, INK, "serif", after=4)
    column.rule()
    for head in brief.headlines:
        column.text(head.name + t(": ") + head.value if head.value else head.name, 13, INK, "bold")
        column.text(head.claim, 12, INK)
        column.text(head.verdict, 10, MUTED, after=5)
    column.rule()
    for index, chart in enumerate(brief.charts[:charts]):
        room_left = END - 90 - column.y
        column.chart(
            chart, brief.language, room_left if charts == 1 else HEIGHT if index == 0 else max(LEAST, room_left)
        )
    return column.y


def _second(painter: PdfPainter | None, brief: Brief, size: float, first: int, room: float = LEAST) -> float:
    """Write the second page: the charts after the first, then the sections in type of a size; return where it ends."""
    column = _PageWriter(painter, brief.language)
    for chart in brief.charts[first:]:
        column.chart(chart, brief.language, room)
    for heading, lines in brief.sections:
        column.rule()
        column.text(heading, size + 1, INK, "bold")
        for line in lines:
            column.text(line, size, INK if heading != brief.sections[-1][0] else MUTED)
    return column.y
