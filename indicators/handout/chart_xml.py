"""Pieces of the XML of PowerPoint's charts: fills, lines, labels, axes; and how a value is printed there.

Texts of charts know their language, as those of slides do; colours are named as in the theme.
"""

import re
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from indicators.handout.native_chart import NativeAxis
from indicators.handout.powerpoint_theme import (
    LEFT_TO_RIGHT_MARK,
    PIXEL,
    complex_script,
    marked,
    paragraph_attributes,
    rtl,
    run_attributes,
)
from indicators.language.bidi import unmarked

ACCENT, QUIET, INK, MUTED, HAIR, PAPER = "accent1", "accent2", "tx1", "tx2", "bg2", "bg1"
"""Colours by their names in the theme."""

BODY = '<a:bodyPr wrap="none"/>'
"""How labels are set: on one line."""

NUMBER = re.compile(r"[-−]?\d[\d.,\u00a0\u202f ]*")
"""A number as texts print it."""


def number_format(text: str) -> str | None:
    """Return the format that prints a value as a text does, None where the text is more than a number.

    `99,4` is `0.0`, `23.0 %` is `0.0" %"`, `1,234` is `#,##0`.
    """
    text = unmarked(text)
    match = NUMBER.fullmatch(text.removesuffix("%").strip())
    if match is None:
        return None
    digits = match[0].strip().lstrip("-−")
    grouped = re.fullmatch(r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+", re.sub(r"[.,]\d{1,2}$", "", digits)) is not None
    decimals = re.search(r"[.,](\d+)$", digits) if not (grouped and re.fullmatch(r".*,\d{3}", digits)) else None
    whole = "#,##0" if grouped else "0"
    suffix = "" if not text.endswith("%") else '" %"' if text[-2:-1].isspace() else '"%"'
    return whole + (f".{'0' * len(decimals[1])}" if decimals else "") + suffix


def part(tag: str, inner: str = "", **attributes: object) -> Any:
    """Return one element of a chart's XML with what is in it."""
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return parse_xml(f"<{tag} {nsdecls('c', 'a')}{written}>{inner}</{tag}>")


def type_xml(size: float, colour: str, language: str, bold: bool = False) -> str:
    """Return the text properties of labels: size in pixels, colour of the theme, language and its complex script."""
    face = '<a:latin typeface="+mn-lt"/>' + complex_script(language)
    return (
        f"<c:txPr>{BODY}<a:lstStyle/><a:p><a:pPr {paragraph_attributes(language, 'ctr')}>"
        f'<a:defRPr {run_attributes(language, size)} b="{int(bold)}">{fill_xml(colour)}{face}</a:defRPr></a:pPr>'
        f"<a:endParaRPr {run_attributes(language)}/></a:p></c:txPr>"
    )


def fill_xml(colour: str | None) -> str:
    """Return a fill in a colour of the theme, none for None."""
    return "<a:noFill/>" if colour is None else f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'


def line_xml(colour: str | None, width: float, dotted: bool = False) -> str:
    """Return a line in a colour of the theme, its width in pixels."""
    if colour is None or not width:
        return "<a:ln><a:noFill/></a:ln>"
    dash = '<a:prstDash val="sysDot"/>' if dotted else ""
    return f'<a:ln w="{round(width * PIXEL)}" cap="rnd">{fill_xml(colour)}{dash}<a:round/></a:ln>'


@dataclass(frozen=True)
class PointLabel:
    """The label of one point of a series: its words, and which of them PowerPoint writes by itself.

    `series_name` and `value` are what it takes from the sheet, so that an edited figure changes its label; of neither,
    the words are written as they are. `side` is where it stands, `shift` how far up it is moved, in heights of the
    chart.
    """

    number: int
    text: str
    series_name: bool
    value: bool
    size: float
    colour: str
    bold: bool
    side: str
    shift: float = 0.0

    def xml(self, language: str) -> str:
        """Return it as a chart's XML has it."""
        places = f'<c:manualLayout><c:x val="0"/><c:y val="{-self.shift:.5f}"/></c:manualLayout>'
        moved = f"<c:layout>{places}</c:layout>" if self.shift else ""
        words = ""
        if not (self.series_name or self.value):
            of_run = run_attributes(language, self.size, self.bold)
            words = (
                f"<c:tx><c:rich>{BODY}<a:lstStyle/><a:p><a:pPr {paragraph_attributes(language, 'ctr')}/>"
                f"<a:r><a:rPr {of_run}>{fill_xml(self.colour)}{complex_script(language)}</a:rPr>"
                f"<a:t>{escape(marked(self.text))}</a:t></a:r></a:p></c:rich></c:tx>"
            )
        of_value = int(self.value or bool(words))
        code = quoted(localised(number_format(value_of(self.text)) or "General", language))
        return (
            f'<c:dLbl><c:idx val="{self.number}"/>{moved}{words}<c:numFmt formatCode="{code}" sourceLinked="0"/>'
            "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
            f"{type_xml(self.size, self.colour, language, self.bold)}"
            f'<c:dLblPos val="{self.side}"/><c:showLegendKey val="0"/><c:showVal val="{of_value}"/>'
            f'<c:showCatName val="0"/><c:showSerName val="{int(self.series_name)}"/><c:showPercent val="0"/>'
            '<c:showBubbleSize val="0"/><c:separator> </c:separator></c:dLbl>'
        )


MARKS = {"fr": "[$-40C]", "ar": "[$-40C]"}
"""What a format begins with in languages whose decimal mark is a comma."""


def localised(code: str, language: str) -> str:
    """Return a format of numbers for a language; years and whole numbers need none.

    After Arabic words a percent sign would change its side, were there no mark before the number.
    """
    mark = f'"{LEFT_TO_RIGHT_MARK}"' if rtl(language) and code.endswith('"') else ""
    return MARKS.get(language, "") + mark + code if "." in code or "," in code else mark + code


def quoted(text: str) -> str:
    """Return a text as it may stand within an attribute."""
    return escape(text, {'"': "&quot;"})


def value_of(text: str) -> str:
    """Return the number that a label of a line ends or begins with, with its percent sign."""
    numbers = re.findall(r"(?<!\w)[-−]?\d[\d.,\u00a0\u202f]*(?:[ \u00a0\u202f]?%)?", text)
    return numbers[-1] if numbers else ""


def labels(written: list[str]) -> Any:
    """Return the labels of a series: those written, and none at any other point."""
    nothing = "".join(
        f'<c:{name} val="0"/>'
        for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
    )
    return part("c:dLbls", "".join(written) + nothing)


def insert(series: Any, made: Any, before: tuple[str, ...]) -> None:
    """Put a part into a series where the order of the schema wants it: before the first of some others."""
    for previous in series.findall(made.tag):
        series.remove(previous)
    following = next((child for name in before for child in series.findall(qn(name))), None)
    if following is None:
        series.append(made)
    else:
        following.addprevious(made)


def ordered(axis: Any, parts: dict[str, Any]) -> None:
    """Set the parts of an axis in the order of the schema."""
    names = (
        "c:axId", "c:scaling", "c:delete", "c:axPos", "c:majorGridlines", "c:minorGridlines", "c:title", "c:numFmt",
        "c:majorTickMark", "c:minorTickMark", "c:tickLblPos", "c:spPr", "c:txPr", "c:crossAx", "c:crosses",
        "c:crossesAt", "c:crossBetween", "c:auto", "c:lblAlgn", "c:lblOffset", "c:noMultiLvlLbl", "c:majorUnit",
        "c:minorUnit",
    )  # fmt: skip
    held = {name: axis.find(qn(name)) for name in names} | parts
    for child in list(axis):
        axis.remove(child)
    for name in names:
        if held.get(name) is not None:
            axis.append(held[name])


def category_axis(axis: Any, size: float, language: str, upside_down: bool = True) -> None:
    """Write the axis of names; `upside_down` is that of bars, whose first is on top."""
    scaling = f'<c:orientation val="{"maxMin" if upside_down else "minMax"}"/>'
    side = "b" if not upside_down else "r" if rtl(language) else "l"
    ordered(
        axis,
        {
            "c:scaling": part("c:scaling", scaling),
            "c:delete": part("c:delete", val="0"),
            "c:axPos": part("c:axPos", val=side),
            "c:majorTickMark": part("c:majorTickMark", val="none"),
            "c:minorTickMark": part("c:minorTickMark", val="none"),
            "c:tickLblPos": part("c:tickLblPos", val="low"),
            "c:majorGridlines": None,
            "c:spPr": part("c:spPr", line_xml(MUTED, 1)),
            "c:txPr": parse_xml(type_xml(size, INK, language).replace("<c:txPr>", f"<c:txPr {nsdecls('c', 'a')}>")),
        },
    )


@dataclass(frozen=True)
class AxisLook:
    """How an axis of numbers looks: hidden or not, with a grid, of years, running from right to left."""

    size: float
    hidden: bool = False
    grid: bool = False
    years: bool = False
    turned: bool = False


def value_axis(axis: Any, scale: NativeAxis, look: AxisLook, language: str) -> None:
    """Write an axis of numbers with its range, its ticks and its title.

    Where values end is left to the program: whoever edits the data sees a larger one whole. Years end where ours do.
    """
    way = "maxMin" if look.turned else "minMax"
    end = f'<c:max val="{scale.high!r}"/>' if look.years else ""
    scaling = f'<c:orientation val="{way}"/>{end}<c:min val="{scale.low!r}"/>'
    code = "0" if look.years or not scale.digits else f"0.{'0' * scale.digits}"
    code = code if look.years or scale.high < 10000 else "#,##0"
    if scale.suffix:
        code += '"%"'
    lines = part("c:majorGridlines", f"<c:spPr>{line_xml(HAIR, 1)}</c:spPr>") if look.grid else None
    title = None
    if scale.title:
        of_run = f'{run_attributes(language, look.size)} b="0"'
        words = (
            f"<c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr {paragraph_attributes(language, 'ctr')}>"
            f"<a:defRPr {of_run}/></a:pPr><a:r><a:rPr {of_run}>"
            f"{fill_xml(INK)}{complex_script(language)}</a:rPr><a:t>{escape(marked(scale.title))}</a:t></a:r></a:p></c:rich></c:tx>"
        )
        title = part("c:title", words + '<c:overlay val="0"/>')
    ordered(
        axis,
        {
            "c:scaling": part("c:scaling", scaling),
            "c:delete": part("c:delete", val=int(look.hidden)),
            "c:majorGridlines": lines,
            "c:title": title,
            "c:numFmt": part("c:numFmt", formatCode=quoted(localised(code, language)), sourceLinked=0),
            "c:majorTickMark": part("c:majorTickMark", val="none"),
            "c:minorTickMark": part("c:minorTickMark", val="none"),
            "c:tickLblPos": part("c:tickLblPos", val="low"),
            "c:spPr": part("c:spPr", line_xml(MUTED if look.years else None, 1)),
            "c:txPr": parse_xml(
                type_xml(look.size or 14, MUTED, language).replace("<c:txPr>", f"<c:txPr {nsdecls('c', 'a')}>")
            ),
            "c:majorUnit": part("c:majorUnit", val=repr(float(scale.step))) if scale.step else None,
        },
    )
