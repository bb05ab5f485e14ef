"""A whole chart as one picture: its sentence, the figure, and below it all that the figure must not lose.

Verdict, notes, sources, licences, data version and address stand in the picture itself, so that they go wherever it
goes. It is drawn without a browser, as handouts are.
"""

from collections.abc import Sequence

from indicators.charts.chart import verdict_line
from indicators.handout.drawing import Colour, Drawing, Lettering, Mark, colour, shifted
from indicators.handout.figure_drawing import figure_drawing, figure_json
from indicators.handout.typeface import LINE, MISSING, wrapped, written
from indicators.language.locales import right_to_left
from indicators.language.translator import N_, Translator
from indicators.plain.chart_document import ChartDocument
from indicators.text.citations import attributions
from indicators.text.formatting import semicolons

WIDTH = 960
EDGE = 32

PAPER = "#FFFFFF"
INK, MUTED = "#191D22", "#56606B"

LICENCE = N_("Licence: {licence}")

GAP = 10
"""Pixels between two texts."""


def chart_picture(document: ChartDocument) -> Drawing | None:
    """Return a chart with its words as a drawing, None where it has no figure or one that cannot be lettered."""
    chart = document.chart
    if chart.figure is None:
        return None
    room = WIDTH - 2 * EDGE
    figure = figure_drawing(figure_json(chart), room)
    if any(MISSING in words.text for words in figure.words):
        return None
    mirrored = right_to_left(document.look.language)
    marks: list[Mark] = []
    height = _paragraph(marks, chart.title, EDGE, 27, "serif", INK, mirrored)
    height = _paragraph(marks, chart.subtitle, height, 16, "regular", MUTED, mirrored)
    marks += [shifted(mark, EDGE, height) for mark in figure.marks]
    height += figure.height + GAP
    for text, face, shade in _below(document):
        height = _paragraph(marks, text, height, 14, face, shade, mirrored)
    return Drawing(WIDTH, round(height + EDGE - GAP), tuple(marks), figure.unknown)


def _below(document: ChartDocument) -> Sequence[tuple[str, str, str]]:
    """Return what stands below the figure: each text with its face and its colour."""
    chart, language = document.chart, document.look.language
    t = Translator(language)
    line = verdict_line(chart.comparison, language)
    reasons = f"{t(': ')}{line.reasons}" if line.reasons else ""
    verdict = f"{line.sign} {line.name}{reasons}.".strip() if chart.rows and line.name else ""
    claim = chart.claim
    licences = semicolons(dict.fromkeys(t(source.licence) for source in document.sources), language)
    small = [document.citation, t(LICENCE, licence=licences) if licences else ""]
    return [
        (verdict, "bold", INK),
        (claim.rank if claim is not None and claim.kind == "value" else "", "regular", INK),
        *((note, "regular", MUTED) for note in chart.notes),
        *((text, "regular", MUTED) for text in (*small, *attributions(document.sources, language))),
    ]


def _paragraph(marks: list[Mark], text: str, top: float, size: float, face: str, shade: str, mirrored: bool) -> float:
    """Set a text from the edge at which its language begins; return where the next one begins."""
    if not text:
        return top
    for line in wrapped(written(text, face), WIDTH - 2 * EDGE, size, face):
        words = Lettering(line, EDGE, top + 0.8 * size * LINE, size, _ink(shade), face)
        if mirrored:
            words = Lettering(line, WIDTH - EDGE - words.width, words.y, size, words.colour, face)
        marks.append(words)
        top += size * LINE
    return top + GAP


def _ink(shade: str) -> Colour:
    ink = colour(shade)
    assert ink is not None
    return ink
