"""A session as PDF: a slide a page, drawn in vectors, and behind the slides the figures of each as a table.

The type comes along. In a language from right to left the pages are the other way round: texts at the right, columns
of tables from the right. Arabic letters are joined, and found by a search all the same.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from PIL import Image
from reportlab.lib.utils import ImageReader

from indicators.charts.chart import Look
from indicators.findings.finding import Finding, Rule, Severity
from indicators.handout import slide_boxes as boxes
from indicators.handout.drawing import Colour, Contour, Lettering, Pen, Rectangle, opaque
from indicators.handout.figure_drawing import figure_drawing, figure_json
from indicators.handout.pdf_drawing import PdfPainter, blank_pdf
from indicators.handout.shaping import needs_order, wrapped_left
from indicators.handout.shown import ShownSession, ShownSlide, Step, no_step
from indicators.handout.typeface import LINE, tamazight_line, wrapped, written
from indicators.language.locales import right_to_left
from indicators.language.translator import N_
from indicators.plain.chart_document import ChartDocument
from indicators.sessions.session import SlideKind
from indicators.sessions.session_files import of_slide

POINT = 0.75
"""Points of a page in a pixel of a slide: a page is 13.33 inches wide."""

PDF_SVG = Rule(
    "pdf_svg",
    Severity.WARNING,
    N_("The picture “{value}” is an SVG, which the PDF cannot show; what it shows stands there in words."),
    N_("Put a PNG or JPEG beside the session."),
)


LIGHT = Look().colours


INK, MUTED, HAIR, ACCENT = map(opaque, (LIGHT.ink, LIGHT.muted, LIGHT.hairline, LIGHT.accent))


@dataclass(frozen=True)
class PdfPage:
    """A page: its name in the outline (empty for none), its level there, and what paints it."""

    name: str
    level: int
    paint: Callable[[PdfPainter], None]


def pdf_findings(session: ShownSession) -> list[Finding]:
    """Return what of a session the PDF cannot show, each with its slide."""
    findings: list[Finding] = []
    for slide in session.slides:
        if slide.picture is not None and slide.picture.suffix.lower() == ".svg":
            findings += of_slide([Finding(PDF_SVG, value=slide.picture.name)], slide.number)
    return findings


def pdf(session: ShownSession, step: Step = no_step) -> bytes:
    """Return a session as PDF."""
    t = session.look.t
    pages: list[PdfPage] = []
    for slide in session.slides:
        pages += _slide_pages(slide, session)
    if not session.slides:
        empty = LanguageText(t("The session has no slides."), session.look.language)
        pages.append(PdfPage(session.title, 0, _statement(LanguageText(session.title, session.title_language), empty)))
    with_figures = [slide for slide in session.slides if slide.document is not None and slide.document.chart.figure]
    tables = [page for slide in with_figures for page in _table_pages(slide, session)]
    if tables:
        heading = t("The figures of the slides as tables")
        pages.append(PdfPage(heading, 0, _statement(LanguageText(heading, session.look.language))))
        pages += tables
    return _written(session, pages, step)


def _written(session: ShownSession, pages: Sequence[PdfPage], step: Step) -> bytes:
    out = io.BytesIO()
    canvas = blank_pdf(
        out, (boxes.WIDTH * POINT, boxes.HEIGHT * POINT), session.title, session.brand, session.look.language
    )
    canvas.setSubject(session.look.t("Data version {version}", version=session.version))
    canvas.showOutline()
    for number, page in enumerate(pages, start=1):
        painter = PdfPainter(canvas, 0, boxes.HEIGHT * POINT, POINT)
        page.paint(painter)
        foot = " · ".join(filter(None, (session.brand, session.title)))
        count = f"{number} / {len(pages)}"
        for words, ends in ((foot, False), (count, True)):
            set_ = Lettering(words, boxes.FOOT.left, boxes.FOOT.bottom - 4, 12, MUTED)
            _line(painter, set_, boxes.FOOT, session.look.language, ends)
        if page.name:
            key = f"page-{number}"
            canvas.bookmarkPage(key)
            canvas.addOutlineEntry(page.name, key, page.level, closed=False)
        canvas.showPage()
        step()
    canvas.save()
    return out.getvalue()


def _line(painter: PdfPainter, words: Lettering, box: Rectangle, language: str, ends: bool = False) -> None:
    """Write a line where lines of a language begin in a box, or where they end."""
    if not words.text:
        return
    from_right = right_to_left(language)
    text = written(words.text, words.face)
    words = replace(words, text=wrapped_left(text) if from_right and needs_order(text) else text)
    painter.words(replace(words, x=box.right - words.width if from_right != ends else box.left))


def _write(painter: PdfPainter, made: boxes.Fitted, ink: Colour, language: str, from_below: bool = False) -> None:
    """Write a fitted text; `from_below` lets its last line end at the foot of its box."""
    spare = made.box.height - len(made.lines) * made.size * LINE if from_below else 0
    for y, line in made.baselines():
        words = Lettering(line, made.box.left, y + spare, made.size, ink, made.face)
        _line(painter, words, made.box, language)


@dataclass(frozen=True)
class LanguageText:
    """A text and the language that it is in."""

    text: str
    language: str


def _statement(title: LanguageText, below: LanguageText | None = None) -> Callable[[PdfPainter], None]:
    def paint(painter: PdfPainter) -> None:
        _write(painter, boxes.fitted(title.text, boxes.MIDDLE, "middle", "serif"), INK, title.language, from_below=True)
        if below is not None and below.text:
            _write(painter, boxes.fitted(below.text, boxes.BELOW, "below"), MUTED, below.language)

    return paint


def _slide_pages(slide: ShownSlide, session: ShownSession) -> list[PdfPage]:
    title, name = slide.title, f"{slide.number}. {slide.title}"
    if slide.document is not None:
        chart = slide.document.chart
        if chart.figure is None:
            layout = boxes.table_layout(chart.columns, chart.rows, boxes.FIGURE, sizes=(22, 20, 18, 16, 14))
            many = len(layout.pages)
            return [
                PdfPage(
                    name if number == 1 else "",
                    0,
                    _chart(slide, title if many == 1 else f"{title} ({number}/{many})", layout, page),
                )
                for number, page in enumerate(layout.pages, start=1)
            ]
        return [PdfPage(name, 0, _chart(slide, title))]
    if slide.slide.kind is SlideKind.PICTURE and slide.picture is not None and slide.picture.suffix.lower() != ".svg":
        return [PdfPage(name, 0, _picture(slide, title))]
    text = "\n".join(filter(None, (slide.text or slide.alt, *slide.remarks)))
    below = LanguageText(text, session.look.language if slide.remarks else slide.text_language)
    statement, cover = _statement(LanguageText(title, slide.title_language), below), session.cover_line(slide)

    def paint(painter: PdfPainter) -> None:
        statement(painter)
        _tamazight(painter, cover, right_to_left(slide.title_language))

    return [PdfPage(name, 0, paint)]


def _tamazight(painter: PdfPainter, words: str, at_the_right: bool) -> None:
    """Write a line of Tamazight above the title of the cover, on the side where the title begins."""
    parts = tamazight_line(words, boxes.LOCKUP.height)
    width = sum(part.width for part in parts)
    left = boxes.LOCKUP.right - width if at_the_right else boxes.LOCKUP.left
    for part in parts:
        painter.words(Lettering(part.text, left + part.right, boxes.LOCKUP.bottom, part.size, MUTED, part.face))


def _chart(
    slide: ShownSlide, title: str, layout: boxes.TableLayout | None = None, page: boxes.TablePage | None = None
) -> Callable[[PdfPainter], None]:
    """Return what paints a slide of a chart: its figure, or a page of its table."""

    def paint(painter: PdfPainter) -> None:
        document = slide.document
        if document is None:
            return
        chart, language = document.chart, document.look.language
        _write(painter, boxes.fitted(title, boxes.TITLE, "title", "serif"), INK, slide.title_language, from_below=True)
        _write(painter, boxes.fitted(chart.subtitle, boxes.SUBTITLE, "subtitle"), MUTED, language)
        if chart.figure is not None:
            drawing = figure_drawing(figure_json(chart), boxes.FIGURE.width)
            box = boxes.FIGURE.holding(drawing.width, drawing.height, down=0.25, most=1.0)
            painter.within(box.left, box.top, box.height / drawing.height).drawing(drawing)
        elif layout is not None and page is not None and chart.rows:
            _table(painter, layout, page, boxes.FIGURE, language)
        _write(painter, boxes.fitted(slide.verdict_text, boxes.VERDICT, "verdict"), INK, language)
        _write(painter, boxes.fitted(chart.source, boxes.SOURCE, "source"), MUTED, language, from_below=True)

    return paint


def _picture(slide: ShownSlide, title: str) -> Callable[[PdfPainter], None]:
    def paint(painter: PdfPainter) -> None:
        if slide.picture is None:
            return
        _write(painter, boxes.fitted(title, boxes.TITLE, "title", "serif"), INK, slide.title_language, from_below=True)
        with Image.open(slide.picture) as image:
            painter.image(ImageReader(image), boxes.PICTURE.holding(*image.size, down=0))

    return paint


TABLE = Rectangle(boxes.EDGE, 96, boxes.WIDTH - boxes.EDGE, 676)
"""Where the table of a slide stands on its own page."""


def _table_pages(slide: ShownSlide, session: ShownSession) -> list[PdfPage]:
    """Return the figures of a slide as a table, its notes and how it is quoted, on as many pages as it takes."""
    document = slide.document
    if document is None or not document.chart.rows:
        return []
    t = session.look.t
    chart = document.chart
    layout = boxes.table_layout(chart.columns, chart.rows, TABLE, sizes=(16, 15, 14, 13))
    heading = t("Slide {n}: {title}", n=slide.number, title=chart.title)
    pages: list[PdfPage] = []
    for number, page in enumerate(layout.pages):
        pages.append(PdfPage(heading if number == 0 else "", 1, _table_page(document, heading, layout, page)))
    words = [*chart.notes, slide.verdict_text, chart.source, document.citation]
    lines = [line for text in words if text for line in (*wrapped(written(text), TABLE.width, 14), "")]
    used = layout.pages[-1].head_height + sum(row[1] for row in layout.pages[-1].rows)
    room = int((TABLE.height - used - 24) / (14 * LINE))
    if 0 < len(lines) <= room:
        pages[-1] = PdfPage(
            pages[-1].name, 1, _table_page(document, heading, layout, layout.pages[-1], lines, TABLE.top + used + 30)
        )
        return pages
    most = int(TABLE.height / (14 * LINE))
    for start in range(0, len(lines), most):
        pages.append(
            PdfPage("", 1, _table_page(document, heading, layout, None, lines[start : start + most], TABLE.top + 14))
        )
    return pages


def _table_page(
    document: ChartDocument,
    heading: str,
    layout: boxes.TableLayout,
    page: boxes.TablePage | None,
    lines: Iterable[str] = (),
    top: float = 0.0,
) -> Callable[[PdfPainter], None]:
    def paint(painter: PdfPainter) -> None:
        language = document.look.language
        _write(
            painter,
            boxes.fitted(heading, Rectangle(boxes.EDGE, 24, boxes.WIDTH - boxes.EDGE, 64), "subtitle", "bold"),
            INK,
            language,
        )
        below = Rectangle(boxes.EDGE, 66, boxes.WIDTH - boxes.EDGE, 88)
        _write(painter, boxes.fitted(document.chart.subtitle, below, "source"), MUTED, language)
        if page is not None:
            _table(painter, layout, page, TABLE, language)
        for number, line in enumerate(lines):
            words = Lettering(line, TABLE.left, top + number * 14 * LINE, 14, MUTED)
            _line(painter, words, TABLE, language)

    return paint


def _table(
    painter: PdfPainter, layout: boxes.TableLayout, page: boxes.TablePage, box: Rectangle, language: str
) -> None:
    """Write a page of a table: headings, rows with a hairline below each, home's in bold and its colour."""
    y = box.top
    for cells, height, ink, face in (
        (page.head, page.head_height, MUTED, "bold"),
        *(
            (cells, height, ACCENT if is_home else INK, "bold" if is_home else "regular")
            for cells, height, is_home in page.rows
        ),
    ):
        used = 0.0
        for lines, width, numeric in zip(cells, layout.widths, layout.numeric, strict=True):
            left = box.right - used - width if right_to_left(language) else box.left + used
            cell = Rectangle(left + boxes.CELL_PAD, y, left + width - boxes.CELL_PAD, y + height)
            for number, line in enumerate(lines):
                base = y + (number + 0.95) * layout.size * LINE - 2
                words = Lettering(line, cell.left, base, layout.size, ink, face)
                _line(painter, words, cell, language, ends=numeric)
            used += width
        y += height
        painter.outline(Contour((((box.left, y - 3), (box.right, y - 3)),), pen=Pen(HAIR, 1)))
