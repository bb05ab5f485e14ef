"""A session, or one chart, as PowerPoint: charts that can be edited, drawings where it has none, notes, alt text."""

import io
from typing import Any

from PIL import Image
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from indicators.handout import powerpoint_theme as theme
from indicators.handout import slide_boxes as boxes
from indicators.handout.drawing import Drawing, Lettering, Rectangle, opaque
from indicators.handout.figure_drawing import figure_drawing, figure_json
from indicators.handout.native_chart import native_chart
from indicators.handout.picture import png, svg
from indicators.handout.powerpoint_chart import add_chart
from indicators.handout.shown import ShownSession, ShownSlide, Step, no_step
from indicators.plain.chart_document import ChartDocument
from indicators.sessions.session import SlideKind

SLACK = 0.86
"""The part of a box's width that our own type may fill: PowerPoint may set wider letters."""

LEAST_CHART = 220.0
"""Pixels that a chart is high at least."""

TIFINAGH = "Ebrima"
"""The face of Tifinagh in Office; elsewhere another that has the letters stands for it."""

SVG_PART = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
SVG_SPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"


def powerpoint(session: ShownSession, step: Step = no_step) -> bytes:
    """Return a session as a PowerPoint file."""
    deck = theme.blank_presentation(session.title, session.brand)
    for slide in session.slides:
        _add(deck, slide, session)
        step()
    if not session.slides:
        empty = _new(deck, theme.STATEMENT, session.title, session.title_language, "middle")
        t = session.look.t
        _fill(empty, theme.TEXT_AT, t("The session has no slides."), session.look.language, "below")
    return _saved(deck)


def chart_powerpoint(document: ChartDocument, brand: str) -> bytes:
    """Return one chart as a PowerPoint file of one slide."""
    deck = theme.blank_presentation(document.chart.title, brand)
    chart, language = document.chart, document.look.language
    _add_chart_slide(deck, document, chart.title, language, chart.verdict_text(language), [])
    return _saved(deck)


def _saved(deck: Any) -> bytes:
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _add(deck: Any, slide: ShownSlide, session: ShownSession) -> None:
    words = _spoken_notes(slide, session)
    if slide.document is not None:
        _add_chart_slide(
            deck, slide.document, slide.title, slide.title_language, slide.verdict_text, words, slide.notes_language
        )
        return
    if slide.slide.kind is SlideKind.PICTURE and slide.picture is not None:
        made = _new(deck, theme.CHART, slide.title, slide.title_language, "title")
        for place in (theme.SUBTITLE_AT, theme.VERDICT_AT, theme.SOURCE_AT):
            _fill(made, place, "", session.language, "source")
        _add_file(made, slide)
    else:
        made = _new(deck, theme.STATEMENT, slide.title, slide.title_language, "middle")
        text = "\n".join(filter(None, (slide.text or slide.alt, *slide.remarks)))
        language = session.look.language if slide.remarks else slide.text_language
        _fill(made, theme.TEXT_AT, text, language, "below")
        _add_tamazight(made, session.cover_line(slide), theme.rtl(slide.title_language))
    _write_notes(made, words, slide.notes_language)


def _spoken_notes(slide: ShownSlide, session: ShownSession) -> list[str]:
    """Return what the speaker has for a slide: notes, the hard question."""
    t = session.look.t
    hard_question = f"{t('Likely hard question')}{t(': ')}{slide.hard_question}" if slide.hard_question else ""
    return [words for words in (slide.notes, hard_question, *slide.remarks) if words]


def _add_chart_slide(
    deck: Any,
    document: ChartDocument,
    title: str,
    title_language: str,
    verdict: str,
    notes: list[str],
    notes_language: str | None = None,
) -> None:
    chart, language = document.chart, document.look.language
    if chart.figure is None:
        _add_table_slides(deck, document, title, title_language, verdict, notes)
        return
    slide = _chart_texts(deck, document, title, title_language, verdict)
    figure = figure_json(chart)
    native = native_chart(figure, chart.kind, document.look.colours.accent)
    drawing = figure_drawing(figure, boxes.FIGURE.width)
    if native is not None:
        height = min(boxes.FIGURE.height, max(drawing.height, LEAST_CHART))
        top = boxes.FIGURE.top + (boxes.FIGURE.height - height) / 4
        box = Rectangle(boxes.FIGURE.left, top, boxes.FIGURE.right, top + height)
        add_chart(slide, native, figure["layout"], box, chart.title[:80], chart.alt, language)
    else:
        box = boxes.FIGURE.holding(drawing.width, drawing.height, down=0.25, most=1.0)
        _add_drawing(slide, drawing, box, chart.alt, language)
    words = [*notes, *chart.notes, _source_words(document)]
    if native is None:
        words += table_words(document)
    _write_notes(slide, words, notes_language or language)


def _source_words(document: ChartDocument) -> str:
    return " ".join(filter(None, (document.chart.source, document.citation)))


def table_words(document: ChartDocument) -> list[str]:
    """Return the figures of a chart as text, one line a row, for notes that no picture is left without."""
    chart, t = document.chart, document.look.t
    head = " | ".join(name for name, _ in chart.columns)
    rows = [" | ".join(row.cells) for row in chart.rows]
    return [t("The same as a table"), head, *rows] if rows else []


def _chart_texts(deck: Any, document: ChartDocument, title: str, title_language: str, verdict: str) -> Any:
    chart, language = document.chart, document.look.language
    slide = _new(deck, theme.CHART, title, title_language, "title")
    _fill(slide, theme.SUBTITLE_AT, chart.subtitle, language, "subtitle")
    _fill(slide, theme.VERDICT_AT, verdict, language, "verdict")
    _fill(slide, theme.SOURCE_AT, chart.source, language, "source")
    return slide


def _new(deck: Any, layout: str, title: str, language: str, kind: str) -> Any:
    slide = deck.slides.add_slide(theme.layout_named(deck, layout))
    slide.shapes._spTree.append(theme.page_number_xml(90, theme.locale(language)))
    size = boxes.fitted(title, boxes.TITLE if kind == "title" else boxes.MIDDLE, kind, "serif", SLACK).size
    theme.write_paragraphs(slide.shapes.title.text_frame, title, language, size, font="+mj-cs")
    return slide


def _fill(slide: Any, place: int, text: str, language: str, kind: str) -> None:
    """Write a text into its place in the type in which it fits; an empty place is taken away."""
    shape = next(placeholder for placeholder in slide.placeholders if placeholder.placeholder_format.idx == place)
    if not text:
        shape._element.getparent().remove(shape._element)
        return
    frame = slide.slide_layout.placeholders
    of_layout = next(placeholder for placeholder in frame if placeholder.placeholder_format.idx == place)
    left, top, width, height = of_layout.left, of_layout.top, of_layout.width, of_layout.height
    box = Rectangle(*(length / theme.PIXEL for length in (left, top, left + width, top + height)))
    theme.write_paragraphs(shape.text_frame, text, language, boxes.fitted(text, box, kind, "regular", SLACK).size)


def _add_tamazight(slide: Any, words: str, at_the_right: bool) -> None:
    """Put a line of Tamazight above the title of the cover, in the face that Windows has for Tifinagh."""
    if not words:
        return
    place = theme.emus(boxes.LOCKUP.left, boxes.LOCKUP.top - 12, boxes.LOCKUP.width, boxes.LOCKUP.height * 2)
    frame = slide.shapes.add_textbox(*place).text_frame
    frame.word_wrap = True
    theme.write_paragraphs(frame, words, "zgh", boxes.LOCKUP.height, "r" if at_the_right else "l")
    for run in frame.paragraphs[0].runs:
        properties = run._r.get_or_add_rPr()
        properties.set("lang", "zgh-MA")
        run.font.name = TIFINAGH


def _add_drawing(slide: Any, drawing: Drawing, box: Rectangle, alt: str, language: str) -> None:
    """Put a drawing on a slide: as SVG, with a picture of two pixels for one where a program reads none."""
    _add_picture(slide, png(drawing), svg(drawing, alt, language=language).encode(), box, alt)


def _add_picture(slide: Any, picture: bytes, vector: bytes | None, box: Rectangle, alt: str) -> None:
    shape = slide.shapes.add_picture(io.BytesIO(picture), *theme.frame_of(box))
    theme.describe(shape, alt)
    if vector is None:
        return
    package = slide.part.package
    number = sum(1 for part in package.iter_parts() if str(part.partname).startswith("/ppt/media/vector")) + 1
    part = Part(PackURI(f"/ppt/media/vector{number}.svg"), "image/svg+xml", package, vector)
    relation = slide.part.relate_to(part, SVG_PART)
    blip = shape._element.find(".//" + qn("a:blip"))
    blip.append(
        parse_xml(
            f'<a:extLst {nsdecls("a", "r")}><a:ext uri="{SVG_EXTENSION}">'
            f'<asvg:svgBlip xmlns:asvg="{SVG_SPACE}" r:embed="{relation}"/></a:ext></a:extLst>'
        )
    )


def _add_file(slide: Any, shown: ShownSlide) -> None:
    """Put the picture of a picture slide on it, as large as its box."""
    if shown.picture is None:
        return
    content = shown.picture.read_bytes()
    if shown.picture.suffix.lower() == ".svg":
        # A program that reads no SVG shows what the picture shows in words.
        card = Drawing(boxes.WIDTH, 600, tuple(_card(shown.alt)))
        _add_picture(slide, png(card), content, boxes.PICTURE, shown.alt)
        return
    with Image.open(io.BytesIO(content)) as image:
        box = boxes.PICTURE.holding(*image.size)
    _add_picture(slide, content, None, box, shown.alt)


def _card(text: str) -> list[Lettering]:
    made = boxes.fitted(text, Rectangle(100, 100, boxes.WIDTH - 100, 500), "below")
    return [Lettering(line, made.box.left, y, made.size, opaque("#191D22")) for y, line in made.baselines()]


def _add_table_slides(
    deck: Any, document: ChartDocument, title: str, title_language: str, verdict: str, notes: list[str]
) -> None:
    """Show a chart without a figure as its table, on as many slides as it takes."""
    chart, language = document.chart, document.look.language
    layout = boxes.table_layout(chart.columns, chart.rows, boxes.FIGURE, sizes=(22, 20, 18, 16, 14))
    many = len(layout.pages)
    for number, page in enumerate(layout.pages, start=1):
        counted = title if many == 1 else f"{title} ({number}/{many})"
        slide = _chart_texts(deck, document, counted, title_language, verdict)
        if chart.rows:
            _add_table(slide, page, layout, language, chart.alt)
        _write_notes(slide, [*notes, *chart.notes, _source_words(document)] if number == 1 else [], language)


def _add_table(slide: Any, page: boxes.TablePage, layout: boxes.TableLayout, language: str, alt: str) -> None:
    height = page.head_height + sum(row[1] for row in page.rows)
    frame = theme.emus(boxes.FIGURE.left, boxes.FIGURE.top, boxes.FIGURE.width, height)
    shape = slide.shapes.add_table(len(page.rows) + 1, len(layout.widths), *frame)
    theme.describe(shape, alt)
    table = shape.table
    properties = table._tbl.tblPr
    if theme.rtl(language):
        properties.set("rtl", "1")
    style = properties.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
    for column, width in zip(table.columns, theme.emus(*layout.widths), strict=True):
        column.width = width
    rows = [(page.head, page.head_height, True), *page.rows]
    for record, (cells, row_height, bold) in zip(table.rows, rows, strict=True):
        (record.height,) = theme.emus(row_height)
        for at, (cell, lines) in enumerate(zip(record.cells, cells, strict=True)):
            cell.margin_left, cell.margin_right, cell.margin_top, cell.margin_bottom = theme.emus(8, 8, 2, 2)
            side = "r" if layout.numeric[at] else "l"
            theme.write_paragraphs(cell.text_frame, " ".join(lines), language, layout.size * 0.9, side)
            for paragraph in cell.text_frame.paragraphs:
                for run in paragraph.runs:
                    run.font.bold = bold
            _rule_below(cell)


def _rule_below(cell: Any) -> None:
    properties = cell._tc.get_or_add_tcPr()
    fill = '<a:solidFill><a:schemeClr val="bg2"/></a:solidFill>'
    properties.append(parse_xml(f'<a:lnB {nsdecls("a")} w="{theme.PIXEL}">{fill}</a:lnB>'))


def _write_notes(slide: Any, words: list[str], language: str) -> None:
    """Write the notes of a slide, a paragraph for each."""
    if not words:
        return
    frame = slide.notes_slide.notes_text_frame
    theme.write_paragraphs(frame, "\n".join(words), language)
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(12)
