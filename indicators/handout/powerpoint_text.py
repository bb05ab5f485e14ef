"""Texts of PowerPoint: paragraphs that know their language, and run from right to left where it does."""

import re
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from indicators.handout.shaping import is_arabic
from indicators.language.locales import right_to_left

PIXEL = 9525
"""English Metric Units in a pixel of a slide."""

LOCALES = {"en": "en-GB", "fr": "fr-FR", "ar": "ar-MA"}
"""What PowerPoint calls each language, for its spelling and for the side of punctuation."""

LATIN, ARABIC = "Arial", "Arial"
"""The type of texts, and of Arabic ones: a file brings no fonts, and one of these widths is on every computer."""

SERIF = "Georgia"
"""The type of titles, as on our pages."""


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


def complex_script(language: str, font: str = "+mn-cs") -> str:
    """Return the slot of the complex script, which Arabic is set in; nothing for other languages."""
    return f'<a:cs typeface="{font}"/>' if rtl(language) else ""


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
