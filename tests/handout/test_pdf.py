"""The PDF: a slide a page, its type in it, an outline, whole tables; and no Arabic written wrongly."""

import re
from functools import cache

import pytest

from indicators.charts.chart import TableRow
from indicators.handout.drawing import Rectangle
from indicators.handout.pdf import pdf, pdf_findings
from indicators.handout.shown import shown
from indicators.handout.slide_boxes import SIZES, SOURCE, fitted, table_layout
from indicators.handout.typeface import LINE
from indicators.sessions.session import Session, Slide, SlideKind, Words
from indicators.sessions.session_files import find_session
from indicators.store.dataset import DATA_FOLDER
from indicators.store.folders import Folders
from tests.helpers.published import dataset


@cache
def water():
    file, _ = find_session(Folders(DATA_FOLDER, DATA_FOLDER / "nowhere"), "water")
    return shown(dataset(), file.session, "fr", {})


@pytest.mark.slow
def test_a_slide_is_a_page_and_the_tables_follow():
    body = pdf(water())
    assert body.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", body)) > 10
    assert b"HandoutSans-Regular" in body
    assert b"HandoutSerif-SemiBold" in body
    assert b"/Lang (fr-FR)" in body
    assert b"/Outlines" in body
    assert b"/MediaBox [ 0 0 960 540 ]" in body


@pytest.mark.slow
def test_it_is_the_same_twice_and_has_no_pictures():
    assert pdf(water()) == pdf(water())
    assert b"/Subtype /Image" not in pdf(water())


@pytest.mark.slow
def test_every_source_line_fits_its_box():
    for slide in water().slides:
        if slide.document is not None:
            made = fitted(slide.document.chart.source, SOURCE, "source")
            assert len(made.lines) * made.size * LINE <= SOURCE.height
            assert made.size > min(SIZES["source"])


def test_no_row_of_a_table_is_cut():
    rows = [TableRow((f"Place {number}", "A long note that takes several lines. " * 6, "98.2")) for number in range(60)]
    box = Rectangle(0, 0, 600, 400)
    layout = table_layout((("Place", False), ("Note", False), ("Value", True)), rows, box, (18, 14))
    assert len(layout.pages) > 1
    assert sum(len(page.rows) for page in layout.pages) == 60
    for page in layout.pages:
        assert page.head_height + sum(row[1] for row in page.rows) <= box.height
    assert sum(layout.widths) == pytest.approx(box.width)


@pytest.mark.slow
def test_a_title_in_arabic_alone_is_not_written():
    session = Session(
        id="mine", title=Words(ar="الماء"), slides=(Slide(kind=SlideKind.SECTION, title=Words(ar="الماء")),)
    )
    made = shown(dataset(), session, "en", {})
    assert [finding.rule.id for finding in pdf_findings(made)] == ["pdf_arabic"]
    assert pdf(made).startswith(b"%PDF")


@pytest.mark.slow
def test_what_cannot_be_shown_stands_on_its_page():
    session = Session(id="mine", title=Words(en="Mine"), slides=(Slide(chart="no_such-rank"),))
    made = shown(dataset(), session, "en", {})
    assert [finding.rule.id for finding in made.findings] == ["chart_indicator"]
    assert len(re.findall(rb"/Type /Page\b", pdf(made))) == 1
