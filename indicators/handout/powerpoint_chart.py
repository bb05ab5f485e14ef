"""Charts that PowerPoint draws itself, their figures in a sheet that a reader can edit.

python-pptx writes the sheet and the chart; what it has no words for (filled points, intervals, labels of single
points, languages) is put into the chart's XML here. Colours are those of the theme.
"""

from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.oxml.ns import qn

from indicators.handout.chart_xml import (
    ACCENT,
    INK,
    MUTED,
    PAPER,
    QUIET,
    AxisLook,
    PointLabel,
    category_axis,
    fill_xml,
    insert,
    labels,
    line_xml,
    number_format,
    ordered,
    part,
    value_axis,
    value_of,
)
from indicators.handout.drawing import Rectangle
from indicators.handout.native_chart import (
    Native,
    NativeAxis,
    NativeBar,
    NativeBars,
    NativeLines,
    NativeMark,
    NativePoint,
    NativeSeries,
)
from indicators.handout.powerpoint_theme import PIXEL, describe, emus, frame_of, rtl, write_paragraphs
from indicators.language.bidi import unmarked

WIDER = 1.12
"""How much wider than ours the type may be that PowerPoint finds."""

Layout = dict[str, Any]


def add_chart(slide: Any, native: Native, layout: Layout, box: Rectangle, name: str, alt: str, language: str) -> Any:
    """Draw a chart in a box of a slide of python-pptx and return its shape.

    `layout` is that of the figure, whose margins and type the chart takes over.
    """
    frame = frame_of(box)
    if isinstance(native, NativeBars):
        sheet = CategoryChartData()
        sheet.categories = [unmarked(bar.name) for bar in native.bars]
        sheet.add_series(unmarked(name), [bar.value for bar in native.bars])
        shape = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *frame, sheet)
        _write_bars(shape.chart, native, layout, language)
    elif native.dates is not None:
        sheet = CategoryChartData()
        sheet.categories = [unmarked(date) for date in native.dates]
        for series in native.series:
            sheet.add_series(unmarked(series.name), [point.y for point in series.points])
        shape = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *frame, sheet)
        _write_lines(shape.chart, native, layout, language)
    else:
        points = XyChartData()
        for series in native.series:
            added = points.add_series(unmarked(series.name))
            for point in series.points:
                added.add_data_point(point.x, point.y)
        shape = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES, *frame, points)
        _write_lines(shape.chart, native, layout, language)
    shape.name = name
    describe(shape, alt)
    inner = _place(shape.chart, native, layout, box)
    if isinstance(native, NativeBars):
        for mark in native.marks:
            _add_mark(slide, mark, native, inner, float(layout["xaxis"]["tickfont"]["size"]), language)
    return shape


def _add_mark(slide: Any, mark: NativeMark, native: NativeBars, inner: Rectangle, size: float, language: str) -> None:
    """Draw a reference value over bars, which have no series for one: a dotted line and its label above."""
    share = (mark.value - native.low) / (native.high - native.low)
    x = inner.left + inner.width * (1 - share if rtl(language) else share)
    line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *emus(x, inner.top, x, inner.bottom))
    line.name = unmarked(mark.label)
    describe(line, f"{unmarked(mark.label)}: {mark.value:g}")
    line._element.spPr.append(part("a:ln", f'{fill_xml(INK)}<a:prstDash val="sysDot"/>', w=round(1.4 * PIXEL)))
    width, height = min(inner.width, 520.0), size * 1.3
    # The label runs towards the side with more room.
    left = x - width if share > 0.5 else x
    frame = slide.shapes.add_textbox(*emus(left, inner.top - height, width, height)).text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write_paragraphs(frame, mark.label, language, size, "r" if share > 0.5 else "l")


def _write_bars(chart: Any, native: NativeBars, layout: Layout, language: str) -> None:
    small = float(layout["font"]["size"])
    row = float(layout["yaxis"]["tickfont"]["size"])
    plot = chart._chartSpace.chart.plotArea
    bars = plot.find(qn("c:barChart"))
    series = bars.find(qn("c:ser"))
    order = ("c:invertIfNegative", "c:pictureOptions", "c:dPt", "c:dLbls", "c:trendline", "c:errBars", "c:cat", "c:val")
    insert(series, part("c:spPr", fill_xml(QUIET)), order)
    for number, bar in enumerate(native.bars):
        colour = ACCENT if bar.accent else QUIET
        fill = fill_xml(None) if bar.national else fill_xml(colour)
        edge = line_xml(ACCENT if bar.accent else MUTED if bar.national else None, 2)
        point = (
            f'<c:idx val="{number}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/><c:spPr>{fill}{edge}</c:spPr>'
        )
        following = next(child for name in order[4:] for child in series.findall(qn(name)))
        following.addprevious(part("c:dPt", point))
    insert(series, labels([_bar_label(index, bar, row, language) for index, bar in enumerate(native.bars)]), order[4:])
    if any(bar.less or bar.more for bar in native.bars):
        insert(series, _intervals(native), order[6:])
    for gap in bars.findall(qn("c:gapWidth")):
        bars.remove(gap)
    series.addnext(part("c:gapWidth", val="47"))
    category_axis(plot.find(qn("c:catAx")), row or small, language)
    values = plot.find(qn("c:valAx"))
    look = AxisLook(0, hidden=True, turned=rtl(language))
    value_axis(values, NativeAxis(native.low, native.high, None), look, language)


def _bar_label(number: int, bar: NativeBar, size: float, language: str) -> str:
    colour = ACCENT if bar.accent else INK
    is_formatted = number_format(bar.text) is not None and bar.value is not None
    return PointLabel(number, bar.text, False, is_formatted, size, colour, bar.accent, "outEnd").xml(language)


def _intervals(native: NativeBars) -> Any:
    def numbers(values: list[float]) -> str:
        points = "".join(f'<c:pt idx="{index}"><c:v>{value!r}</c:v></c:pt>' for index, value in enumerate(values))
        return f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numLit>'

    plus, minus = numbers([bar.more for bar in native.bars]), numbers([bar.less for bar in native.bars])
    return part(
        "c:errBars",
        '<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"<c:plus>{plus}</c:plus><c:minus>{minus}</c:minus><c:spPr>{line_xml(INK, 1.2)}</c:spPr>",
    )


def _write_lines(chart: Any, native: NativeLines, layout: Layout, language: str) -> None:
    size = float(layout["font"]["size"])
    small = float(layout["xaxis"]["tickfont"]["size"])
    # Names at the ends of many lines are smaller, so that all have room.
    size = min([size, *(float(n["font"]["size"]) for n in layout.get("annotations", ()) if n.get("showarrow"))])
    plot = chart._chartSpace.chart.plotArea
    kind = plot.find(qn("c:scatterChart"))
    kind = kind if kind is not None else plot.find(qn("c:lineChart"))
    order = (
        "c:marker", "c:dPt", "c:dLbls", "c:trendline", "c:errBars", "c:cat", "c:xVal", "c:val", "c:yVal", "c:smooth",
    )  # fmt: skip
    for vary in kind.findall(qn("c:varyColors")):
        vary.set("val", "0")
    for record, series in zip(native.series, kind.findall(qn("c:ser")), strict=True):
        colour = INK if record.reference else ACCENT if record.accent else QUIET
        for old in series.findall(qn("c:spPr")) + series.findall(qn("c:marker")):
            series.remove(old)
        insert(series, part("c:spPr", line_xml(colour if record.line else None, record.line, record.dotted)), order)
        insert(series, _marker(record, colour), order[1:])
        written = [
            _point_label(index, point, record, size, small, language)
            for index, point in enumerate(record.points)
            if point.text
        ]
        if written:
            insert(series, labels(written), order[3:])
        for smooth in series.findall(qn("c:smooth")):
            smooth.set("val", "0")
    axes = plot.findall(qn("c:valAx"))
    if native.dates is not None:
        category_axis(plot.find(qn("c:catAx")), size, language, upside_down=False)
        value_axis(axes[0], native.y, AxisLook(small, hidden=True), language)
        # The two dates stand at the edges of the plot, as in our own figure.
        ordered(axes[0], {"c:crossBetween": part("c:crossBetween", val="midCat")})
    else:
        of_years = not native.x.title
        value_axis(axes[0], native.x, AxisLook(small, grid=not of_years, years=of_years), language)
        value_axis(axes[1], native.y, AxisLook(small, grid=True), language)
        axes[0].find(qn("c:axPos")).set("val", "b")


def _marker(record: NativeSeries, colour: str) -> Any:
    if record.marker == "none":
        return part("c:marker", '<c:symbol val="none"/>')
    symbol = {"circle": "circle", "diamond": "diamond", "triangle": "triangle", "square": "square"}[record.marker]
    size = min(max(round(record.size * 0.75), 2), 72)
    fill = fill_xml(PAPER if record.hollow else colour)
    return part(
        "c:marker", f'<c:symbol val="{symbol}"/><c:size val="{size}"/><c:spPr>{fill}{line_xml(colour, 1.6)}</c:spPr>'
    )


def _point_label(
    number: int, point: NativePoint, record: NativeSeries, size: float, small: float, language: str
) -> str:
    colour = INK if record.reference else ACCENT if record.accent else MUTED
    sides = {"right": "r", "left": "l", "above": "t", "below": "b"}
    has_name = record.name.rstrip(": \u00a0") in point.text
    has_value = bool(value_of(point.text.replace(record.name, "")))
    # A label of a name alone, of a point between two numbers, is the name.
    shown = (has_name, has_value and not record.reference) if has_name or has_value else (False, False)
    type_ = size if record.line else (size if record.accent else small)
    made = PointLabel(number, point.text, *shown, type_, colour, record.accent, sides[point.side], point.shift)
    return made.xml(language)


def _place(chart: Any, native: Native, layout: Layout, box: Rectangle) -> Rectangle:
    """Fix where the axes stand within the chart, so that names keep their room; return that box of the slide.

    It has no legend and no title: names stand at what they name, the title is the slide's.
    """
    chart.has_legend = False
    chart.has_title = False
    margin = layout["margin"]
    scale = box.height / float(layout["height"])
    left, right = margin["l"] * WIDER / box.width, margin["r"] * WIDER / box.width
    top, bottom = margin["t"] * scale / box.height, max(margin["b"] * scale, 4) / box.height
    if isinstance(native, NativeLines):
        bottom = max(bottom, 44 / box.height) + (34 / box.height if native.x.title else 0)
        left = max(left, 60 / box.width) + (40 / box.width if native.y.title else 0)
    plot = chart._chartSpace.chart.plotArea
    for old in plot.findall(qn("c:layout")):
        plot.remove(old)
    turned = {"x": left, "y": top, "w": 1 - left - right, "h": 1 - top - bottom}
    places = "".join(f'<c:{name} val="{value:.5f}"/>' for name, value in turned.items())
    plot.insert(
        0,
        part(
            "c:layout",
            '<c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
            f"{places}</c:manualLayout>",
        ),
    )
    return Rectangle(
        box.left + left * box.width,
        box.top + top * box.height,
        box.right - right * box.width,
        box.bottom - bottom * box.height,
    )
