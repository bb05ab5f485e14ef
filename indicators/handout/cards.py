"""A chart as a picture that is passed on: the card of its sentence, or the whole of it, with all it must not lose.

On a card stand place, value, year, perimeter, verdict, source and data version, and a code that opens "is this still
true?"; below a whole chart verdict, notes, sources, licences, data version and address. Both are drawings like those of
handouts, so that SVG and PNG are the same and need no browser.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import segno

from indicators.charts.chart import Chart
from indicators.charts.quoting import QuotedFigure, quoted_figure
from indicators.handout.drawing import Contour, Drawing, Lettering, Mark, Rectangle, opaque, shifted
from indicators.handout.figure_drawing import figure_drawing, figure_json
from indicators.handout.typeface import LINE, MISSING, fitting, wrapped, written
from indicators.language.locales import right_to_left
from indicators.language.translator import N_, Translator
from indicators.maps.city_outlines import perimeter_word
from indicators.model.vocabulary import Perimeter
from indicators.plain.chart_document import ChartDocument
from indicators.plain.embed import CARD_SIZE
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.citations import attributions, short_source_line

WIDTH, HEIGHT = CARD_SIZE
EDGE = 56
CODE = 200
"""Pixels that the code is wide."""

PAPER = "#FFFFFF"
INK, MUTED, ACCENT = "#191D22", "#56606B", "#C4321F"

SENTENCE_SIZES = (46, 42, 38, 34, 30, 27, 24, 21)
SENTENCE_HEIGHT = 232
FACTS_TOP = 352
FACT_SIZES = (40, 34, 28, 24)
SMALL_SIZES = (24, 22, 20, 18, 16)

CHART_WIDTH = 960
CHART_EDGE = 32

LICENCE = N_("Licence: {licence}")

GAP = 10
"""Pixels between two texts of a whole chart."""


@dataclass(frozen=True)
class QuoteCard:
    """What stands on a card, in its reader's language.

    `value` and `what` are empty for a sentence that gives no single figure; `no_rank` says why a place has no rank,
    empty where it has one; `link` is what the code opens.
    """

    brand: str
    sentence: str
    value: str
    what: str
    verdict: str
    no_rank: str
    source: str
    version: str
    still: str
    link: str
    language: str


def quote_card(dataset: Dataset, document: ChartDocument, link: str, brand: str) -> QuoteCard:
    """Return the card of a chart; `link` is where its code leads, in full."""
    chart, look = document.chart, document.look
    t, language = look.t, look.language
    quoted = quoted_figure(dataset, chart)
    return QuoteCard(
        brand=brand,
        sentence=chart.title,
        value="" if quoted is None else _value(dataset, quoted, language),
        what="" if quoted is None else _what(dataset, quoted, language),
        verdict=chart.verdict_text(language),
        no_rank=_no_rank(chart),
        source=short_source_line(document.sources, language),
        version=t(N_("Data version {version}"), version=document.version),
        still=t(N_("Is this still true?")),
        link=link,
        language=language,
    )


def _no_rank(chart: Chart) -> str:
    """Return why the figure of a sentence has no rank, empty where it has one."""
    return chart.claim.rank if chart.claim is not None and chart.claim.kind == "value" else ""


def _value(dataset: Dataset, quoted: QuotedFigure, language: str) -> str:
    return formatting.figure(quoted.row, dataset.catalogue[quoted.indicator], language)


def _what(dataset: Dataset, quoted: QuotedFigure, language: str) -> str:
    """Return place, year and perimeter of a figure."""
    parts = (
        dataset.places[quoted.place].names.get(language),
        formatting.year(quoted.year, language),
        perimeter_word(dataset, quoted.place, Perimeter(quoted.perimeter), language),
    )
    return " · ".join(parts)


def card_drawing(card: QuoteCard) -> Drawing:
    """Return a card as a drawing; in a language from right to left it begins at the right."""
    painter = _CardPainter(WIDTH, right_to_left(card.language))
    painter.box(0, 0, WIDTH, 12, ACCENT)
    painter.line(card.brand, EDGE, 84, 22, "regular", MUTED)
    size, lines = fitting(written(card.sentence, "serif"), WIDTH - 2 * EDGE, SENTENCE_HEIGHT, SENTENCE_SIZES, "serif")
    painter.lines(lines, EDGE, 104, size, "serif", INK)
    room = WIDTH - 3 * EDGE - CODE
    y = float(FACTS_TOP)
    if card.value:
        y = painter.fitted(card.value, EDGE, y, room, 52, FACT_SIZES, "bold", ACCENT)
        y = painter.fitted(card.what, EDGE, y, room, 34, (24, 21, 18, 16), "regular", INK)
    facts = [(card.verdict, "bold", INK), (card.no_rank, "regular", INK), (card.source, "regular", MUTED)]
    facts.append((card.version, "regular", MUTED))
    painter.paragraphs(facts, EDGE, y + 8, room, HEIGHT - EDGE / 2 - y - 8)
    painter.code(card.link, WIDTH - EDGE - CODE, FACTS_TOP + 14, CODE)
    painter.fitted(card.still, WIDTH - EDGE - CODE, FACTS_TOP + CODE + 20, CODE, 30, (20, 18, 16, 14), "bold", INK)
    return Drawing(WIDTH, HEIGHT, tuple(painter.marks))


class _CardPainter:
    """Sets words from the left edge, or mirrored from the right one."""

    def __init__(self, width: float, mirrored: bool) -> None:
        self.marks: list[Mark] = []
        self._width, self._mirrored = width, mirrored

    def box(self, left: float, top: float, width: float, height: float, shade: str) -> None:
        """Paint a box; it is not mirrored."""
        box = Rectangle(left, top, left + width, top + height)
        self.marks.append(Contour((box.corners,), fill=opaque(shade), closed=True))

    def line(self, text: str, start: float, base: float, size: float, face: str, shade: str) -> None:
        """Set a line that begins `start` pixels from the edge at which its language begins."""
        words = Lettering(written(text, face), start, base, size, opaque(shade), face)
        if self._mirrored:
            words = Lettering(words.text, self._width - start - words.width, base, size, words.colour, face)
        self.marks.append(words)

    def lines(self, lines: Sequence[str], start: float, top: float, size: float, face: str, shade: str) -> float:
        """Set lines below each other; return where the next one would begin."""
        for number, text in enumerate(lines):
            self.line(text, start, top + (number + 0.8) * size * LINE, size, face, shade)
        return top + len(lines) * size * LINE

    def fitted(
        self,
        text: str,
        start: float,
        top: float,
        width: float,
        height: float,
        sizes: Sequence[float],
        face: str,
        shade: str,
    ) -> float:
        """Set a text in the largest size that fits a box; return where the next would begin."""
        size, lines = fitting(written(text, face), width, height, sizes, face)
        return self.lines(lines, start, top, size, face, shade)

    def paragraphs(
        self, texts: Sequence[tuple[str, str, str]], start: float, top: float, width: float, height: float
    ) -> None:
        """Set texts below each other in the largest size in which all fit."""
        shaped_texts = [(written(text, face), face, shade) for text, face, shade in texts if text]
        size = SMALL_SIZES[-1]
        for size in SMALL_SIZES:
            count = sum(len(wrapped(text, width, size, face)) for text, face, _ in shaped_texts)
            if count * size * LINE <= height:
                break
        for text, face, shade in shaped_texts:
            top = self.lines(wrapped(text, width, size, face), start, top, size, face, shade)

    def code(self, link: str, start: float, top: float, width: float) -> None:
        """Paint the code of a link, dark on white."""
        modules = [list(row) for row in segno.make(link, error="m", micro=False).matrix]
        side = width / len(modules)
        left = self._width - start - width if self._mirrored else start
        rings = tuple(
            Rectangle(x, y, x + side, y + side).corners
            for at_y, row in enumerate(modules)
            for at_x, dark in enumerate(row)
            if dark
            for x, y in [(left + at_x * side, top + at_y * side)]
        )
        self.marks.append(Contour(rings, fill=opaque("#000000"), closed=True))


def chart_picture(document: ChartDocument) -> Drawing | None:
    """Return a chart with its words as a drawing, None where it has no figure or one that cannot be lettered."""
    chart = document.chart
    if chart.figure is None:
        return None
    room = CHART_WIDTH - 2 * CHART_EDGE
    figure = figure_drawing(figure_json(chart), room)
    if any(MISSING in words.text for words in figure.words):
        return None
    painter = _CardPainter(CHART_WIDTH, right_to_left(document.look.language))

    def set_below(top: float, text: str, size: float, face: str, shade: str) -> float:
        if not text:
            return top
        return painter.lines(wrapped(written(text, face), room, size, face), CHART_EDGE, top, size, face, shade) + GAP

    top = set_below(CHART_EDGE, chart.title, 27, "serif", INK)
    top = set_below(top, chart.subtitle, 16, "regular", MUTED)
    painter.marks += [shifted(mark, CHART_EDGE, top) for mark in figure.marks]
    top += figure.height + GAP
    for text, face, shade in _below(document):
        top = set_below(top, text, 14, face, shade)
    return Drawing(CHART_WIDTH, round(top + CHART_EDGE - GAP), tuple(painter.marks), figure.unknown)


def _below(document: ChartDocument) -> Sequence[tuple[str, str, str]]:
    """Return what stands below the figure: each text with its face and its colour."""
    chart, language = document.chart, document.look.language
    t = Translator(language)
    licences = formatting.semicolons(dict.fromkeys(t(source.licence) for source in document.sources), language)
    licence = t(LICENCE, licence=licences) if licences else ""
    small = (*chart.notes, document.citation, licence, *attributions(document.sources, language))
    return [
        (chart.verdict_text(language), "bold", INK),
        (_no_rank(chart), "regular", INK),
        *((text, "regular", MUTED) for text in small),
    ]
