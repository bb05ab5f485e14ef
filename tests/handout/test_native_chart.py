"""What PowerPoint draws by itself has the values of the store."""

import pytest

from indicators.charts.chart import Look
from indicators.charts.dispatch import chart_of
from indicators.charts.request import ChartRequest
from indicators.handout.chart_xml import localised, number_format
from indicators.handout.figure_drawing import figure_json
from indicators.handout.native_chart import NativeBars, NativeLines, native_chart
from tests.helpers.published import dataset

LOOK = Look("en", "light", "room")


def native(indicator, kind=None, view=None, **asked):
    chart = chart_of(dataset(), ChartRequest("en", indicator=indicator, chart=kind, view=view, **asked), LOOK)
    return native_chart(figure_json(chart), chart.kind, LOOK.colours.accent), chart


@pytest.mark.slow
def test_ranked_bars_are_those_of_the_store():
    made, chart = native("public_sewer", "rank")
    assert isinstance(made, NativeBars)
    drawn = chart.observations[chart.observations["drawn"]]
    names = {
        dataset().places[place].names.en: value for place, value in zip(drawn["place"], drawn["value"], strict=True)
    }
    assert {bar.name: bar.value for bar in made.bars} == names
    assert [bar.name for bar in made.bars if bar.accent] == ["Casablanca"]
    # HCP, RGPH 2024.
    assert next(bar.value for bar in made.bars if bar.accent) == 98.2


@pytest.mark.slow
def test_national_figures_are_hollow():
    made, _ = native("water_stress_national", "rank")
    assert all(bar.national for bar in made.bars if bar.value is not None)


@pytest.mark.slow
def test_lines_keep_their_gaps_and_name_their_ends():
    made, chart = native("non_revenue_water", "time")
    assert isinstance(made, NativeLines)
    drawn = chart.observations[chart.observations["drawn"]]
    points = {(point.x, point.y) for series in made.series if not series.reference for point in series.points}
    assert points == set(zip(drawn["year"].astype(float), drawn["value"], strict=True))
    assert any("Casablanca" in series.points[-1].text for series in made.series)
    assert (made.x.low, made.y.low) == (1998, 0)


@pytest.mark.slow
def test_an_axis_of_years_begins_at_a_tick_of_ours():
    made, _ = native("public_sewer", "time")
    assert (made.x.low, made.x.step) == (2014, 10)


@pytest.mark.slow
def test_the_axes_of_a_scatter_begin_at_ticks_of_ours():
    made, _ = native("public_sewer", view="scatter", also=("running_water_at_home",))
    assert made.x.low == pytest.approx(round(made.x.low / made.x.step) * made.x.step)
    assert made.y.low == pytest.approx(round(made.y.low / made.y.step) * made.y.step)
    assert min(point.x for series in made.series for point in series.points) >= made.x.low
    (own,) = [series for series in made.series if series.accent]
    # HCP, RGPH 2024.
    assert (own.points[0].x, own.points[0].y) == (98.2, 98.5)


@pytest.mark.slow
def test_a_slope_has_two_dates():
    made, _ = native("public_sewer", view="slope")
    assert made.dates == ("2014", "2024")
    assert all(len(series.points) == 2 for series in made.series)


@pytest.mark.slow
def test_what_powerpoint_has_no_chart_for_is_drawn():
    for kind in ("map", "districts", "world"):
        chart = chart_of(dataset(), ChartRequest("en", indicator="public_sewer", chart=kind), LOOK)
        if chart is not None and chart.figure is not None:
            assert native_chart(figure_json(chart), chart.kind, LOOK.colours.accent) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("99,4", "0.0"), ("23.0\u00a0%", '0.0" %"'), ("23%", '0"%"'), ("1,234", "#,##0"), ("1\u202f234", "#,##0"),
        ("109", "0"), ("-3.25", "0.00"), ("12 others", None), ("> 5", None),
    ],
)  # fmt: skip
def test_a_value_is_printed_as_its_text_is(text, code):
    assert number_format(text) == code


def test_a_french_format_has_a_comma():
    assert localised("0.0", "fr") == "[$-40C]0.0"
    assert localised("0", "fr") == "0"
    assert localised("0.0", "en") == "0.0"
