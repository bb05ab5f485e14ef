"""The PDF: a slide a page, its type in it, an outline, whole tables; Arabic from the right."""

import base64
import io
import re
from functools import cache

import pytest
from pypdf import PdfReader

from indicators.charts.chart import TableRow
from indicators.handout.drawing import Rectangle
from indicators.handout.pdf import _table, pdf, pdf_findings
from indicators.handout.shown import shown
from indicators.handout.slide_boxes import CELL_PAD, SIZES, SOURCE, fitted, table_layout
from indicators.handout.typeface import LINE
from indicators.language.locales import SCREEN_LANGUAGES
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
@pytest.mark.parametrize("language", SCREEN_LANGUAGES)
def test_the_cover_alone_says_country_and_day_in_tamazight(language):
    file, _ = find_session(Folders(DATA_FOLDER, DATA_FOLDER / "nowhere"), "water")
    made = shown(dataset(), file.session, language, {})
    first, *others = PdfReader(io.BytesIO(pdf(made))).pages
    assert made.lockup.startswith("ⵍⵎⵖⵔⵉⴱ · ")
    assert "".join(made.lockup.split()) in "".join(first.extract_text().split())
    assert not any("ⵍⵎⵖⵔⵉⴱ" in page.extract_text() for page in others)


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


class Written:
    """Stands for the painter of a page and keeps what is written."""

    def __init__(self):
        self.words_ = []

    def words(self, mark):
        self.words_.append(mark)

    def outline(self, mark):
        """Lines are not looked at."""


def test_arabic_stands_at_the_right_of_its_box_and_a_number_where_its_column_ends():
    rows = [TableRow(("الرباط", "98,2"), is_home=True)]
    box = Rectangle(100, 0, 500, 200)
    layout = table_layout((("المكان", False), ("القيمة", True)), rows, box, (18,))
    painter = Written()
    _table(painter, layout, layout.pages[0], box, "ar")
    place, value = painter.words_[-2:]
    assert place.x + place.width == pytest.approx(box.right - CELL_PAD)
    assert value.x == pytest.approx(box.right - layout.widths[0] - layout.widths[1] + CELL_PAD)
    assert [word.face for word in painter.words_] == ["bold"] * 4


@pytest.mark.slow
def test_a_session_in_arabic_has_its_letters_joined_and_its_direction():
    session = Session(
        id="mine", title=Words(ar="الماء"), slides=(Slide(kind=SlideKind.SECTION, title=Words(ar="الماء")),)
    )
    made = shown(dataset(), session, "ar", {})
    body = pdf(made)
    assert pdf_findings(made) == []
    assert b"HandoutArabic-Bold" in body
    assert b"/Lang (ar-MA)" in body
    assert b"/Direction /R2L" in body
    # Whatever the shape of a letter, a search finds it as it is typed; the shape of two letters stays one.
    stated = PdfReader(io.BytesIO(body)).pages[0].extract_text()
    assert "الماء" in stated
    assert {letter for letter in stated if "\ufe70" <= letter <= "\ufefc"} <= set("ﻵﻶﻷﻸﻹﻺﻻﻼ")


def streams(body):
    return [
        base64.a85decode(part.strip(), adobe=True) if part.strip().endswith(b"~>") else part.strip(b"\r\n")
        for part in re.findall(rb"FlateDecode.*?stream\r?\n(.*?)endstream", body, re.DOTALL)
        if not part.startswith(b"GIF")
    ]


@pytest.mark.slow
def test_what_cannot_be_shown_stands_on_its_page():
    session = Session(id="mine", title=Words(en="Mine"), slides=(Slide(chart="no_such-rank"),))
    made = shown(dataset(), session, "en", {})
    assert [finding.rule.id for finding in made.findings] == ["chart_indicator"]
    assert len(re.findall(rb"/Type /Page\b", pdf(made))) == 1
