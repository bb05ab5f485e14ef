"""Every chart of the real catalogue is drawn without a browser: nothing is unknown, no text is cut off."""

import re

import pytest

from indicators.charts.chart import Look
from indicators.charts.comparison import VIEWS
from indicators.charts.dispatch import KINDS, OF_PAGE, chart_of
from indicators.charts.request import ChartRequest
from indicators.handout.drawing import Contour, Disc
from indicators.handout.figure_drawing import figure_drawing, figure_json
from indicators.handout.picture import png, svg
from tests.helpers.figures import assert_understood
from tests.helpers.published import dataset

ROOM = Look("en", "light", "room")


def figure_of(indicator, kind=None, view=None, look=ROOM):
    # A scatter is of two indicators.
    also = ("running_water_at_home",) if view == "scatter" else ()
    chart_request = ChartRequest(look.language, indicator=indicator, chart=kind, view=view, also=also)
    chart = chart_of(dataset(), chart_request, look)
    return None if chart is None or chart.figure is None else figure_json(chart)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [*sorted(set(KINDS) - set(OF_PAGE)), *VIEWS, "overview"])
def test_charts_of_the_catalogue_are_understood(kind):
    """Every eighth indicator: builders write alike. Kinds of an indicator's own page are held where all are made."""
    drawn = 0
    for entry in list(dataset().catalogue.values())[::8]:
        asked = {"view": kind} if kind in VIEWS else {"kind": kind}
        figure = figure_of(None) if kind == "overview" else figure_of(entry.id, **asked)
        if figure is not None:
            assert_understood(figure_drawing(figure, 1184))
            drawn += 1
        if kind == "overview":
            break
    assert drawn or kind == "table"


@pytest.mark.slow
def test_charts_of_a_screen_are_understood_too():
    for kind in KINDS:
        figure = figure_of("public_sewer", kind, look=Look("fr"))
        if figure is not None:
            assert_understood(figure_drawing(figure, 720))


@pytest.mark.slow
@pytest.mark.parametrize("kind", [*sorted({*KINDS, *VIEWS}), "overview"])
def test_charts_in_arabic_are_understood(kind):
    """Every eighth indicator of each kind; no text is cut off, no letter missing, whichever way it runs."""
    look = Look("ar", "light", "room")
    for entry in list(dataset().catalogue.values())[::8]:
        asked = {"view": kind} if kind in VIEWS else {"kind": kind}
        figure = figure_of(None, look=look) if kind == "overview" else figure_of(entry.id, look=look, **asked)
        if figure is not None:
            assert_understood(figure_drawing(figure, 1184))
        if kind == "overview":
            break


@pytest.mark.slow
def test_bars_in_arabic_begin_at_the_right_and_their_names_stand_there():
    drawing = figure_drawing(figure_of("public_sewer", "rank", look=Look("ar", "light", "room")), 1184)
    bars = [mark.rings[0] for mark in drawing.marks if isinstance(mark, Contour) and mark.closed and mark.fill]
    begin = {round(max(x for x, _ in ring), 1) for ring in bars}
    assert len(begin) == 1
    names = [word for word in drawing.words if "الدار البيضاء" in word.text]
    assert [word.x >= begin.pop() for word in names[:1]] == [True]


@pytest.mark.slow
def test_a_bar_is_as_long_as_its_value():
    figure = figure_of("public_sewer", "rank")
    drawing = figure_drawing(figure, 1184)
    bars = [mark for mark in drawing.marks if isinstance(mark, Contour) and mark.closed and mark.fill]
    values = figure["data"][0]["x"]
    lengths = [bar.rings[0][1][0] - bar.rings[0][0][0] for bar in bars]
    assert len(lengths) == len(values)
    for length, value in zip(lengths, values, strict=True):
        assert length / lengths[0] == pytest.approx(value / values[0])


FIGURE = {
    "data": [
        {"type": "scatter", "mode": "markers", "x": [0, 1], "y": [0, 1], "marker": {"size": 10, "color": "#FF0000"}},
    ],
    "layout": {
        "height": 100,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "font": {"size": 10, "color": "#000000"},
        "xaxis": {"range": [0, 1], "showticklabels": False},
        "yaxis": {"range": [0, 1], "showticklabels": False},
    },
}  # fmt: skip


def test_points_lie_where_their_values_are():
    drawing = figure_drawing(FIGURE, 200)
    assert [(mark.x, mark.y) for mark in drawing.marks if isinstance(mark, Disc)] == [(0, 100), (200, 0)]


@pytest.mark.parametrize(
    ("change", "unknown"),
    [
        ({"stackgroup": "one"}, "scatter.stackgroup"),
        ({"type": "pie"}, "trace pie"),
        ({"marker": {"symbol": "hexagon", "color": "#FF0000"}}, "symbol hexagon"),
        ({"mode": "lines", "line": {"shape": "spline", "color": "#FF0000"}}, "line.shape=spline"),
    ],
)
def test_what_is_not_understood_is_named(change, unknown):
    figure = {**FIGURE, "data": [FIGURE["data"][0] | change]}
    assert unknown in figure_drawing(figure, 200).unknown


def test_an_unknown_shape_or_axis_is_named():
    layout = FIGURE["layout"] | {"shapes": [{"type": "path", "x0": 0, "x1": 1, "y0": 0, "y1": 1}], "polar": {}}
    layout["xaxis"] = layout["xaxis"] | {"type": "log"}
    unknown = figure_drawing({**FIGURE, "layout": layout}, 200).unknown
    assert {"shape path", "layout.polar", "xaxis.type=log"} <= set(unknown)


def test_a_text_beyond_the_edge_is_moved_in():
    note = {"showarrow": False, "text": "Casablanca", "x": 1, "y": 1, "xanchor": "left", "font": {"size": 12}}
    layout = FIGURE["layout"] | {"annotations": [note | {"font": {"size": 12, "color": "#000000"}}]}
    (words,) = figure_drawing({**FIGURE, "layout": layout}, 200).words
    assert words.box.right <= 200
    assert words.box.top >= 0


def test_a_drawing_is_an_svg_and_a_picture_of_twice_its_pixels():
    drawing = figure_drawing(FIGURE, 200)
    written = svg(drawing, "Two points <here>")
    assert "<title>Two points &lt;here&gt;</title>" in written
    assert written.count("<circle") == 2
    picture = png(drawing)
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20]) == 400


def test_drawings_in_one_page_do_not_clip_each_other():
    line = {"type": "scatter", "mode": "lines", "x": [0, 1], "y": [0, 1], "line": {"color": "#FF0000", "width": 1}}
    drawings = [svg(figure_drawing({**FIGURE, "data": [line]}, width), "A line") for width in (200, 300)]
    names = {re.search(r'clipPath id="([^"]+)"', drawing)[1] for drawing in drawings}
    assert len(names) == 2
