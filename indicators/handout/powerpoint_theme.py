"""The look of our PowerPoint files: one theme with our colours and type, one master, and a layout a kind of slide.

Texts of slides take their colour, type and place from here, so that a reader who changes the theme changes all slides.
Paragraphs know their language, and run from right to left where it does.
"""

import re
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu

from indicators.charts.chart import Look
from indicators.handout.drawing import Rectangle
from indicators.handout.shaping import is_arabic
from indicators.handout.slide_boxes import BELOW, FOOT, HEIGHT, MIDDLE, SOURCE, SUBTITLE, TITLE, VERDICT, WIDTH
from indicators.language.locales import right_to_left

LIGHT = Look().colours

THEME = "Casablanca indicators"

COLOURS = {
    "dk1": LIGHT.ink, "lt1": LIGHT.paper, "dk2": LIGHT.muted, "lt2": LIGHT.hairline, "accent1": LIGHT.accent,
    "accent2": LIGHT.peer, "accent3": LIGHT.steps[3], "accent4": LIGHT.better[2], "accent5": LIGHT.falls[1],
    "accent6": LIGHT.rises[1], "hlink": LIGHT.accent, "folHlink": LIGHT.muted,
}  # fmt: skip
"""The colours of the theme by their names in it: the first accent is home's."""

SUBTITLE_AT, VERDICT_AT, SOURCE_AT, TEXT_AT = 10, 11, 12, 13
"""The numbers of the places of a slide's texts."""

CHART, STATEMENT = "Chart", "Statement"
"""The names of the layouts: a title with a figure, verdict and source; a title alone, with a text below."""

LAYOUTS = {
    CHART: (
        ("title", None, TITLE, "b", 32), ("body", SUBTITLE_AT, SUBTITLE, "t", 20),
        ("body", VERDICT_AT, VERDICT, "t", 18), ("body", SOURCE_AT, SOURCE, "b", 14),
    ),
    STATEMENT: (("title", None, MIDDLE, "b", 50), ("body", TEXT_AT, BELOW, "t", 24)),
}  # fmt: skip
"""What each layout holds: the kind and number of a place, its box, where its text stands in it, its type in pixels."""


def blank_presentation(title: str, author: str) -> Any:
    """Return a presentation of python-pptx without slides, in our look, 16:9."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = emus(WIDTH, HEIGHT)
    master = deck.slide_master
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = theme_xml(theme.blob.decode()).encode()
    layouts = dict(zip(LAYOUTS, list(deck.slide_layouts), strict=False))
    for layout in list(deck.slide_layouts):
        if layout not in layouts.values():
            deck.slide_layouts.remove(layout)
    for name, layout in layouts.items():
        layout.name = name
        tree = layout.shapes._spTree
        for shape in list(layout.placeholders):
            tree.remove(shape._element)
        for number, place in enumerate(LAYOUTS[name], start=2):
            tree.append(_placeholder(number, *place))
        tree.append(_page_number(len(LAYOUTS[name]) + 2))
    _write_master(master)
    deck.core_properties.title = title
    deck.core_properties.author = author
    deck.core_properties.last_modified_by = author
    # The template of the library names the library, in English.
    deck.core_properties.comments = ""
    return deck


def layout_named(deck: Any, name: str) -> Any:
    """Return a layout of a presentation by its name."""
    return next(layout for layout in deck.slide_layouts if layout.name == name)


def theme_xml(xml: str) -> str:
    """Return a theme with our name, colours and type in the place of its own; its effects stay."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value[1:]}"/></a:{name}>' for name, value in COLOURS.items())
    fonts = "".join(
        f'<a:{kind}><a:latin typeface="{latin}"/><a:ea typeface=""/><a:cs typeface="{ARABIC}"/>'
        f'<a:font script="Arab" typeface="{ARABIC}"/></a:{kind}>'
        for kind, latin in (("majorFont", SERIF), ("minorFont", LATIN))
    )
    xml = re.sub(r'(<a:theme\b[^>]*?name=")[^"]*', rf"\g<1>{THEME}", xml)
    xml = re.sub(
        r"<a:clrScheme.*?</a:clrScheme>", f'<a:clrScheme name="{THEME}">{colours}</a:clrScheme>', xml, flags=re.DOTALL
    )
    return re.sub(
        r"<a:fontScheme.*?</a:fontScheme>", f'<a:fontScheme name="{THEME}">{fonts}</a:fontScheme>', xml, flags=re.DOTALL
    )


def frame_xml(box: Rectangle) -> str:
    """Return where a shape stands."""
    return (
        f'<a:xfrm><a:off x="{round(box.left * PIXEL)}" y="{round(box.top * PIXEL)}"/>'
        f'<a:ext cx="{round(box.width * PIXEL)}" cy="{round(box.height * PIXEL)}"/></a:xfrm>'
    )


def _placeholder(number: int, kind: str, place: int | None, box: Rectangle, anchor: str, size: float) -> Any:
    index = f' idx="{place}"' if place is not None else ""
    colour = "tx1" if place in (None, VERDICT_AT, TEXT_AT) else "tx2"
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="{kind} {place or ""}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}"{index}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{frame_xml(box)}</p:spPr><p:txBody><a:bodyPr anchor="{anchor}" lIns="0" tIns="0" rIns="0" bIns="0">'
        '<a:normAutofit/></a:bodyPr><a:lstStyle><a:lvl1pPr marL="0" indent="0">'
        '<a:lnSpc><a:spcPct val="96000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/><a:defRPr sz="{round(size * 75)}" b="0">'
        f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>'
        "<a:p><a:endParaRPr/></a:p></p:txBody></p:sp>"
    )


def page_number_xml(number: int, language: str = "en-GB") -> Any:
    """Return the number of a slide, as a field that PowerPoint counts."""
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="Slide number"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldNum" sz="quarter" idx="14"/></p:nvPr>'
        "</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>"
        f'<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:rPr lang="{language}"/>'
        "<a:t>‹#›</a:t></a:fld></a:p></p:txBody></p:sp>"
    )


def _page_number(number: int) -> Any:
    made = page_number_xml(number)
    box = Rectangle(FOOT.right - 120, FOOT.top, FOOT.right, FOOT.bottom)
    place = made.find(qn("p:spPr"))
    place.append(parse_xml(frame_xml(box).replace("<a:xfrm>", f"<a:xfrm {nsdecls('a')}>")))
    body = made.find(qn("p:txBody"))
    body.replace(
        body.find(qn("a:bodyPr")),
        parse_xml(f'<a:bodyPr {nsdecls("a")} lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>'),
    )
    body.replace(
        body.find(qn("a:lstStyle")),
        parse_xml(
            f'<a:lstStyle {nsdecls("a")}><a:lvl1pPr algn="r"><a:defRPr sz="900"><a:solidFill><a:schemeClr val="tx2"/>'
            "</a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>"
        ),
    )
    return made


def _write_master(master: Any) -> None:
    """Put the places of the master onto a wide slide and write our type into its styles."""
    boxes = {1: TITLE, 2: Rectangle(TITLE.left, SUBTITLE.top, TITLE.right, SOURCE.bottom)}
    tree = master.shapes._spTree
    for shape in list(master.placeholders):
        kind = int(shape.placeholder_format.type)
        if kind in boxes:
            shape.left, shape.top, shape.width, shape.height = frame_of(boxes[kind])
        else:
            tree.remove(shape._element)
    tree.append(_page_number(20))
    styles = master._element.find(qn("p:txStyles"))
    for name, font in (("p:titleStyle", "+mj"), ("p:bodyStyle", "+mn")):
        for level in styles.find(qn(name)):
            if not level.tag.endswith("pPr"):
                continue
            level.set("algn", "l")
            properties = level.find(qn("a:defRPr"))
            if properties is None:
                continue
            for script in ("latin", "cs"):
                slot = properties.find(qn(f"a:{script}"))
                if slot is not None:
                    slot.set("typeface", f"{font}-{'lt' if script == 'latin' else 'cs'}")


PIXEL = 9525
"""English Metric Units in a pixel of a slide."""

LOCALES = {"en": "en-GB", "fr": "fr-FR", "ar": "ar-MA"}
"""What PowerPoint calls each language, for its spelling and for the side of punctuation."""

LATIN, ARABIC = "Arial", "Arial"
"""The type of texts, and of Arabic ones: a file brings no fonts, and one of these widths is on every computer."""

SERIF = "Georgia"
"""The type of titles, as on our pages."""


def emus(*pixels: float) -> list[Emu]:
    """Return lengths in the unit of PowerPoint's files."""
    return [Emu(round(length * PIXEL)) for length in pixels]


def frame_of(box: Rectangle) -> list[Emu]:
    """Return where a shape stands: left, top, width and height."""
    return emus(box.left, box.top, box.width, box.height)


def locale(language: str) -> str:
    """Return what PowerPoint calls a language."""
    return LOCALES.get(language, "en-GB")


def rtl(language: str) -> bool:
    """Return whether a language is written from right to left."""
    return right_to_left(language)


LEFT_TO_RIGHT_MARK = "\u200e"

_ISOLATED = re.compile("[\u2066\u2068]([^\u2066-\u2069]*)\u2069")


def marked(text: str) -> str:
    """Return a text in the marks of direction that every PowerPoint knows: those that isolate came with Unicode 6.3.

    What is isolated and not Arabic stands between two marks, so that a minus or a percent sign keeps its side.
    """
    mark = LEFT_TO_RIGHT_MARK
    known = _ISOLATED.sub(lambda match: match[1] if any(map(is_arabic, match[1])) else mark + match[1] + mark, text)
    return known.translate(dict.fromkeys(range(0x2066, 0x206A)))


def run_attributes(language: str, size: float | None = None, bold: bool = False) -> str:
    """Return the attributes of a run in a language: `size` is in pixels of a slide."""
    attributes = [f'lang="{locale(language)}"']
    if size is not None:
        attributes.append(f'sz="{round(size * 75)}"')
    if bold:
        attributes.append('b="1"')
    return " ".join(attributes)


def complex_script(language: str) -> str:
    """Return the slot of the complex script, which Arabic is set in; nothing for other languages."""
    return '<a:cs typeface="+mn-cs"/>' if rtl(language) else ""


def paragraph_attributes(language: str, align: str = "l") -> str:
    """Return the attributes of a paragraph: in a language from right to left, its left is the right."""
    if not rtl(language):
        return f'algn="{align}"'
    return f'algn="{ {"l": "r", "r": "l"}.get(align, align) }" rtl="1"'


def write_paragraphs(
    frame: Any, text: str, language: str, size: float | None = None, align: str | None = None, font: str = "+mn-cs"
) -> None:
    """Write a text into a text frame of python-pptx, a paragraph for each line; size in pixels of a slide."""
    frame.text = marked(text)
    for paragraph in frame.paragraphs:
        properties = paragraph._p.get_or_add_pPr()
        if align is not None:
            properties.set("algn", align)
        if rtl(language):
            properties.set("rtl", "1")
            properties.set("algn", {"l": "r", "r": "l", None: "r"}.get(align, align or "r"))
        for run in paragraph.runs:
            run_properties = run._r.get_or_add_rPr()
            run_properties.set("lang", locale(language))
            if size is not None:
                run_properties.set("sz", str(round(size * 75)))
            if rtl(language):
                run_properties.append(parse_xml(f'<a:cs {nsdecls("a")} typeface="{font}"/>'))


def describe(shape: Any, alt: str) -> None:
    """Give a shape of python-pptx its alternative text."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alt)
