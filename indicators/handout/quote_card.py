"""The card of a chart: its sentence as a picture that is passed on, with all that the sentence must not lose.

Place, value, year, perimeter, verdict, source and data version stand on it, and a code that opens "is this still
true?". It is a drawing like those of handouts, so that SVG and PNG are the same and need no browser.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import segno

from indicators.analysis.verdicts import Verdict
from indicators.charts.chart import verdict_line
from indicators.charts.quoting import QuotedFigure, quoted_figure
from indicators.handout.drawing import Colour, Contour, Drawing, Lettering, Mark, colour
from indicators.handout.typeface import LINE, fitting, wrapped, written
from indicators.language.locales import right_to_left
from indicators.language.translator import N_
from indicators.maps.city_outlines import perimeter_word
from indicators.model.vocabulary import Perimeter
from indicators.plain.chart_document import ChartDocument
from indicators.plain.embed import CARD_SIZE
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.citations import short_source_line

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
    line = verdict_line(chart.comparison, language)
    reasons = f"{t(': ')}{line.reasons}" if line.reasons else ""
    verdict = f"{line.sign} {line.name}{reasons}.".strip() if chart.rows else ""
    claim = chart.claim
    refused = claim is not None and claim.kind == "value" and chart.comparison.verdict is Verdict.NOT_COMPARABLE
    return QuoteCard(
        brand=brand,
        sentence=chart.title,
        value="" if quoted is None else _value(dataset, quoted, language),
        what="" if quoted is None else _what(dataset, quoted, language),
        verdict=verdict,
        no_rank=claim.rank if claim is not None and (refused or claim.kind == "value") else "",
        source=short_source_line(document.sources, language),
        version=t(N_("Data version {version}"), version=document.version),
        still=t(N_("Is this still true?")),
        link=link,
        language=language,
    )


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
    painter = _CardPainter(right_to_left(card.language))
    painter.bar()
    painter.line(card.brand, EDGE, 84, 22, "regular", MUTED)
    size, lines = fitting(_set(card.sentence, "serif"), WIDTH - 2 * EDGE, SENTENCE_HEIGHT, SENTENCE_SIZES, "serif")
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


def _ink(written_: str) -> Colour:
    ink = colour(written_)
    if ink is None:
        raise ValueError(f"not a colour: {written_}")
    return ink


def _set(text: str, face: str) -> str:
    return written(text, face)


class _CardPainter:
    """Sets words from the left edge, or mirrored from the right one."""

    def __init__(self, mirrored: bool) -> None:
        self.marks: list[Mark] = []
        self._mirrored = mirrored

    def bar(self) -> None:
        """Paint the bar along the upper edge."""
        self.box(0, 0, WIDTH, 12, ACCENT)

    def box(self, left: float, top: float, width: float, height: float, shade: str) -> None:
        """Paint a box; it is not mirrored."""
        right, bottom = left + width, top + height
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        self.marks.append(Contour((corners,), fill=_ink(shade), closed=True))

    def line(self, text: str, start: float, base: float, size: float, face: str, shade: str) -> None:
        """Set a line that begins `start` pixels from the edge at which its language begins."""
        words = Lettering(_set(text, face), start, base, size, _ink(shade), face)
        if self._mirrored:
            words = Lettering(words.text, WIDTH - start - words.width, base, size, words.colour, face)
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
        size, lines = fitting(_set(text, face), width, height, sizes, face)
        return self.lines(lines, start, top, size, face, shade)

    def paragraphs(
        self, texts: Sequence[tuple[str, str, str]], start: float, top: float, width: float, height: float
    ) -> None:
        """Set texts below each other in the largest size in which all fit."""
        shaped_texts = [(_set(text, face), face, shade) for text, face, shade in texts if text]
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
        left = WIDTH - start - width if self._mirrored else start
        rings = tuple(
            ((x, y), (x + side, y), (x + side, y + side), (x, y + side))
            for at_y, row in enumerate(modules)
            for at_x, dark in enumerate(row)
            if dark
            for x, y in [(left + at_x * side, top + at_y * side)]
        )
        self.marks.append(Contour(rings, fill=_ink("#000000"), closed=True))
