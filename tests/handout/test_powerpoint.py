"""PowerPoint: editable charts with the store's values, notes, alternative texts, languages, one theme."""

import io
import re
import zipfile
from functools import cache

import pytest
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from indicators.handout.chart_xml import PointLabel
from indicators.handout.drawing import Rectangle
from indicators.handout.native_chart import NativeBar, NativeBars
from indicators.handout.powerpoint import powerpoint
from indicators.handout.powerpoint_chart import add_chart
from indicators.handout.powerpoint_theme import CHART, blank_presentation, layout_named, marked
from indicators.handout.shown import shown
from indicators.sessions.session import Session, Slide, SlideKind, Words
from indicators.sessions.session_files import find_session
from indicators.store.dataset import DATA_FOLDER
from indicators.store.folders import Folders
from tests.helpers.published import dataset

pytestmark = pytest.mark.slow

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f0003860180"
    "5a347d6b0000000049454e44ae426082"
)  # fmt: skip


@cache
def water():
    file, _ = find_session(Folders(DATA_FOLDER, DATA_FOLDER / "nowhere"), "water")
    return powerpoint(shown(dataset(), file.session, "en", {}))


def made(*slides, language="en", pictures=None):
    session = Session(id="mine", title=Words(en="Mine"), slides=slides)
    return powerpoint(shown(dataset(), session, language, pictures or {}))


def opened(content):
    return Presentation(io.BytesIO(content))


def parts(content, start):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.startswith(start)}


def test_it_is_wide_and_has_a_slide_each():
    deck = opened(water())
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9)
    assert len(deck.slides) == 10
    assert deck.core_properties.title == "Casablanca’s water"
    assert deck.core_properties.comments == ""


def test_charts_hold_the_values_of_the_store():
    charts = [shape.chart for slide in opened(water()).slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 6
    rows = dataset().of("running_water_at_home")
    for chart in charts:
        plot = chart.plots[0]
        if plot.categories and "Fes" in list(plot.categories) and 98.8 in plot.series[0].values:
            values = dict(zip(plot.categories, plot.series[0].values, strict=True))
            if values["Casablanca"] == 98.5:
                assert set(values.values()) <= set(rows["value"])
                break
    else:
        raise AssertionError("no chart of running water")


def test_the_cover_alone_says_country_and_day_in_tamazight():
    texts = [[shape.text_frame for shape in slide.shapes if shape.has_text_frame] for slide in opened(water()).slides]
    found = [(index, frame) for index, frames in enumerate(texts) for frame in frames if "ⵍⵎⵖⵔⵉⴱ" in frame.text]
    [(at, frame)] = found
    assert at == 0
    run = frame.paragraphs[0].runs[0]
    assert (run.font.name, run._r.rPr.get("lang")) == ("Ebrima", "zgh-MA")


def test_home_stands_out_by_the_theme():
    (xml,) = [x for n, x in parts(water(), "ppt/charts/chart").items() if b"Casablanca" in x and b"Marrakesh" in x][:1]
    root = parse_xml(xml)
    points = root.findall(".//" + qn("c:dPt"))
    accents = [p for p in points if p.find(".//" + qn("a:schemeClr")).get("val") == "accent1"]
    assert len(accents) == 1
    assert root.findall(".//" + qn("c:dLbl"))
    assert b"srgbClr" not in xml


def test_the_theme_is_our_own():
    themes = parts(water(), "ppt/theme/theme1")
    xml = next(iter(themes.values())).decode()
    assert 'name="Casablanca indicators"' in xml
    assert '<a:accent1><a:srgbClr val="C4321F"/>' in xml
    assert '<a:latin typeface="Georgia"/>' in xml
    assert xml.count('<a:cs typeface="Arial"/>') == 2


def test_every_graphic_says_what_it_shows():
    for slide in opened(water()).slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table or shape.shape_type == 13:
                assert len(shape._element.xpath(".//p:cNvPr")[0].get("descr")) > 20


def test_notes_hold_the_question_and_of_a_picture_its_figures():
    slides = list(opened(water()).slides)
    notes = slides[7].notes_slide.notes_text_frame.text
    assert "Likely hard question" in notes
    assert "Hay Mohammadi | 99.7" in notes
    assert "Sources:" in notes or "Source:" in notes


def test_a_map_is_an_svg_with_a_picture_of_twice_its_size():
    media = parts(water(), "ppt/media/")
    assert sum(name.endswith(".svg") for name in media) == 2
    slide = parts(water(), "ppt/slides/slide8.xml")["ppt/slides/slide8.xml"]
    assert b"svgBlip" in slide


ARABIC = Slide(
    chart="public_sewer-rank", title=Words(en="The sewer", ar="الصرف الصحي"), notes=Words(ar="ملاحظات"),
)  # fmt: skip


def test_arabic_runs_from_right_to_left():
    content = made(ARABIC, Slide(kind=SlideKind.SECTION, title=Words(ar="الماء")), language="ar")
    for name, xml in parts(content, "ppt/slides/slide").items():
        root = parse_xml(xml)
        runs = [
            run for run in root.iter(qn("a:r")) if any("\u0600" <= one <= "\u06ff" for one in run.findtext(qn("a:t")))
        ]
        assert runs, name
        for run in runs:
            assert run.find(qn("a:rPr")).get("lang") == "ar-MA"
            assert run.find(qn("a:rPr")).find(qn("a:cs")).get("typeface") in ("+mj-cs", "+mn-cs")
            paragraph = run.getparent().find(qn("a:pPr"))
            assert (paragraph.get("rtl"), paragraph.get("algn")) == ("1", "r")
    notes = b"".join(parts(content, "ppt/notesSlides/notesSlide").values()).decode()
    assert 'lang="ar-MA"' in notes


def test_charts_in_arabic_are_mirrored():
    deck = blank_presentation("t", "a")
    slide = deck.slides.add_slide(layout_named(deck, CHART))
    bars = NativeBars((NativeBar("الدار البيضاء", 98.2, "98.2", True, False),), 0, 100)
    axis = {"tickfont": {"size": 20}}
    layout = {
        "margin": {"l": 200, "r": 60, "t": 6, "b": 6},
        "height": 200,
        "font": {"size": 24},
        "yaxis": axis,
        "xaxis": axis,
    }
    shape = add_chart(slide, bars, layout, Rectangle(0, 0, 1000, 300), "n", "alt", "ar")
    root = shape.chart._chartSpace
    assert root.find(".//" + qn("c:valAx")).find(qn("c:scaling")).find(qn("c:orientation")).get("val") == "maxMin"
    properties = root.find(".//" + qn("c:catAx")).find(qn("c:txPr")).find(".//" + qn("a:pPr"))
    assert properties.get("rtl") == "1"
    assert properties.find(qn("a:defRPr")).get("lang") == "ar-MA"
    assert properties.find(qn("a:defRPr")).find(qn("a:cs")).get("typeface") == "+mn-cs"
    assert 'rtl="1"' in PointLabel(0, "الدار", False, False, 20, "tx1", False, "outEnd").xml("ar")


def test_numbers_within_arabic_keep_their_signs_in_programs_that_know_no_isolates():
    isolated = "الماء \u2066-3,5%\u2069 في \u2068الدار البيضاء\u2069"
    assert marked(isolated) == "الماء \u200e-3,5%\u200e في الدار البيضاء"
    label = PointLabel(0, "\u206623,0%\u2069", True, True, 20, "tx1", False, "r").xml("ar")
    assert 'formatCode="[$-40C]&quot;\u200e&quot;0.0&quot;%&quot;"' in label


@pytest.mark.slow
def test_the_bars_of_arabic_keep_the_margins_and_names_of_our_figure():
    content = made(Slide(chart="public_sewer-rank"), language="ar")
    (chart,) = [xml.decode() for name, xml in parts(content, "ppt/charts/chart").items() if name.endswith(".xml")]
    assert '<c:orientation val="maxMin"/><c:min val' in chart
    assert "<c:v>الدار البيضاء</c:v>" in chart
    assert not re.search("[\u2066-\u2069]", chart)
    layout = re.search(r'<c:x val="([\d.]+)"/><c:y val="[\d.]+"/><c:w val="([\d.]+)"/>', chart)
    left, width = map(float, layout.groups())
    # The names stand at the right, and need more room there than values at the left.
    assert 1 - left - width > left


@pytest.mark.slow
@pytest.mark.parametrize(("chart", "ends"), [("public_sewer-rank", 0), ("reservoir_surface-time", 1)])
def test_an_axis_of_values_ends_where_edited_ones_do(chart, ends):
    (xml,) = [
        xml.decode()
        for name, xml in parts(made(Slide(chart=chart)), "ppt/charts/chart").items()
        if name.endswith(".xml")
    ]
    # Only the years of a line have an end that is written down.
    assert xml.count("<c:max ") == ends
    assert "<c:min " in xml


def test_what_cannot_be_shown_stands_on_its_slide():
    deck = opened(made(Slide(chart="no_such-rank"), Slide(chart="public_sewer-rank")))
    assert "no_such" in "".join(shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame)
    assert len(deck.slides) == 2


def test_a_session_without_slides_says_so():
    (slide,) = opened(made()).slides
    assert "The session has no slides." in [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def test_a_picture_slide_shows_its_picture(tmp_path):
    path = tmp_path / "dam.png"
    path.write_bytes(PIXEL)
    slide = Slide(kind=SlideKind.PICTURE, picture="dam.png", alt=Words(en="The dam in August"), title=Words(en="Dam"))
    (shown_slide,) = opened(made(slide, pictures={"dam.png": path})).slides
    (picture,) = [shape for shape in shown_slide.shapes if shape.shape_type == 13]
    assert picture._element.xpath(".//p:cNvPr")[0].get("descr") == "The dam in August"


def test_a_chart_without_a_figure_is_its_table():
    deck = opened(made(Slide(chart="network_efficiency-rank")))
    assert any(shape.has_table or shape.has_chart for shape in deck.slides[0].shapes)
