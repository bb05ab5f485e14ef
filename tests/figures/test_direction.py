"""Figures in a language from right to left: values run from the right, years never, and every text reads as meant."""

import json
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from indicators.analysis.verdicts import Verdict
from indicators.charts.chart import Look
from indicators.charts.dispatch import KINDS, chart_of
from indicators.charts.request import ChartRequest
from indicators.figures.direction import (
    LEFT_TO_RIGHT,
    RIGHT_TO_LEFT,
    Across,
    bare,
    is_right_to_left,
    set_text,
    turned,
)
from indicators.figures.distribution import CountedAxis, distribution
from indicators.figures.lines import Line, multiples
from indicators.figures.map import Area, Class, ListRow, MapSheet, Panel, ScaleBar, district_map
from indicators.figures.palette import LIGHT
from indicators.figures.ranking import ReferenceLine, district_dots, ranked_bar
from indicators.figures.strips import strips
from indicators.figures.template import ROOM, SCREEN, ValueAxis
from indicators.figures.two_values import AxisScale, dumbbells, scatter, slopes
from indicators.language.locales import direction
from tests.helpers.figures import bars, sent, texts
from tests.helpers.published import dataset

RLI, LRI, PDI = "\u2067", "\u2066", "\u2069"
CASABLANCA, FES, RABAT = "الدار البيضاء", "فاس", "الرباط"
ARABIC_BARS = bars([(FES, 99.4), (CASABLANCA, 98.5), (RABAT, 12.0)], accent=CASABLANCA)
LOOK = (Verdict.COMPARABLE, LIGHT, SCREEN, RIGHT_TO_LEFT)


def layout(figure: Any) -> dict[str, Any]:
    return sent(figure)["layout"]


def test_arabic_alone_is_read_from_the_right():
    assert [direction(language) for language in ("en", "fr", "ar")] == [LEFT_TO_RIGHT, LEFT_TO_RIGHT, RIGHT_TO_LEFT]


@pytest.mark.parametrize(
    ("text", "set_"),
    [
        ("98,5%", "98,5%"),
        ("-3,5 %", "-3,5 %"),
        ("80,2: 1", f"{RLI}80,2: 1{PDI}"),
        ("2014–2024", "2014–2024"),
        ("HCP 2024: 5", "HCP 2024: 5"),
        (f"{CASABLANCA} 98,5%", f"{RLI}{CASABLANCA} {LRI}98,5%{PDI}{PDI}"),
        (f"{FES} -3,5%", f"{RLI}{FES} {LRI}-3,5%{PDI}{PDI}"),
        (f"{FES} \u22121.234,5", f"{RLI}{FES} {LRI}\u22121.234,5{PDI}{PDI}"),
        (f"{FES} {LRI}-3,5 %{PDI}", f"{RLI}{FES} {LRI}-3,5 %{PDI}{PDI}"),
        ("التغير 2014–2024.", f"{RLI}التغير {LRI}2014–2024{PDI}.{PDI}"),
        (f"{FES} 1.234,5", f"{RLI}{FES} 1.234,5{PDI}"),
        (f"<b>{FES}</b><br>2024", f"{RLI}<b>{FES}</b>{PDI}<br>{RLI}2024{PDI}"),
        ('<span style="color:#c4321f">' + FES + "</span>", f'{RLI}<span style="color:#c4321f">{FES}</span>{PDI}'),
    ],
)
def test_a_text_is_set_line_by_line_and_signs_stay_at_their_side_of_the_number(text, set_):
    assert set_text(text, RIGHT_TO_LEFT) == set_
    assert set_text(text, LEFT_TO_RIGHT) == text
    assert bare(set_) == bare(text)


def test_bars_begin_at_the_right_with_their_names():
    arabic, english = (
        layout(ranked_bar(ARABIC_BARS, [ReferenceLine(50.0, "نصف")], *LOOK[:3], way))
        for way in (RIGHT_TO_LEFT, LEFT_TO_RIGHT)
    )
    assert arabic["xaxis"]["range"] == english["xaxis"]["range"][::-1]
    assert (arabic["yaxis"]["side"], english["yaxis"].get("side")) == ("right", None)
    assert (arabic["margin"]["r"], arabic["margin"]["l"]) == (english["margin"]["l"], english["margin"]["r"])
    assert arabic["annotations"][0]["xanchor"] != english["annotations"][0]["xanchor"]
    assert f"{RLI}{FES}{PDI}" in arabic["yaxis"]["ticktext"]


def test_values_stand_behind_the_ends_of_bars():
    values = sent(ranked_bar(ARABIC_BARS, [], *LOOK))["data"][1]
    assert values["textposition"] == "middle left"
    assert [text[-2:] for text in values["text"]] == ["  "] * 3
    assert not any(text.startswith(" ") for text in values["text"])


def ends() -> pd.DataFrame:
    frame = pd.DataFrame({"name": [CASABLANCA, FES], "first": [-3.5, 1.0], "last": [2.0, 4.0]})
    frame["first_text"], frame["last_text"] = ["-3,5%", "1,0%"], ["2,0%", "4,0%"]
    return frame.assign(hover=frame["name"], accent=[True, False], national=False)


def test_a_dumbbell_runs_from_the_right_and_its_key_stands_there():
    made = layout(dumbbells(ends(), ("1990", "2020"), *LOOK))
    low, high = made["xaxis"]["range"]
    assert low > high
    assert made["margin"]["r"] > made["margin"]["l"]
    key = made["annotations"][-1]
    assert (key["x"], key["xanchor"], key["align"]) == (1, "right", "right")
    assert key["xshift"] == made["margin"]["r"]
    # The value of the lower end stands on its right.
    lower = next(note for note in made["annotations"] if "-3,5%" in note["text"])
    assert lower["xanchor"] == "left"


def test_strips_and_dots_and_distributions_run_from_the_right():
    rows = pd.DataFrame({"indicator": ["a"], "name": ["الماء"], "own_text": ["5"], "low": [0.0], "high": [10.0]})
    rows = rows.assign(low_text="فاس 1", high_text="الرباط 9")
    dots = pd.DataFrame({"indicator": "a", "value": [1.0, 5.0, 9.0], "hover": "", "accent": [False, True, False]})
    made = layout(strips(rows, dots, *LOOK))
    assert made["xaxis"]["range"] == [1.02, -0.02]
    assert made["annotations"][0]["xanchor"] == made["annotations"][0]["align"] == "right"
    districts = ends().assign(first_year=2014, last_year=2024)
    made = layout(district_dots(districts, ReferenceLine(1.0, CASABLANCA), *LOOK))
    assert made["xaxis"]["range"][0] > made["xaxis"]["range"][1]
    assert {note["x"] for note in made["annotations"] if note.get("xref") == "paper"} == {0}
    marked = pd.DataFrame({"name": [CASABLANCA], "value": [1.0], "hover": [""], "accent": [True]})
    made = layout(distribution(np.arange(101.0), marked, CountedAxis("متر مربع"), *LOOK))
    assert made["xaxis"]["range"] == [100.0, 0.0]
    assert made["annotations"][0]["xanchor"] == "right"
    assert made["xaxis"]["title"]["text"] == f"{RLI}متر مربع{PDI}"


def points() -> pd.DataFrame:
    frame = pd.DataFrame({"name": [CASABLANCA, FES], "x": [1.0, 2.0], "y": [3.0, 1.0], "hover": ""})
    bounds = {f"{axis}_{end}": np.nan for axis in "xy" for end in ("lower", "upper")}
    return frame.assign(accent=[True, False], national=False, **bounds)


def test_years_and_both_axes_of_a_scatter_run_from_the_left():
    assert layout(slopes(ends(), ("1990", "2020"), *LOOK))["xaxis"]["range"] == [-0.02, 1.02]
    made = layout(scatter(points(), AxisScale("الماء", str), AxisScale("الكهرباء", str), *LOOK))
    assert made["xaxis"]["range"][0] < made["xaxis"]["range"][1]
    assert "side" not in made["yaxis"]
    # The arrow stands at the right end of its title, where the axis leads: first in a line from the right.
    assert made["annotations"][1]["text"] == f"{RLI}→ الماء{PDI}"


def test_a_slope_writes_its_value_at_the_end_of_the_line():
    last = [bare(text) for text in texts(slopes(ends(), ("1990", "2020"), *LOOK)) if FES in text]
    assert last == [f"{FES} 4,0%"]


def test_panels_begin_at_the_right_and_their_years_at_the_left():
    def panel(name: str, accent: bool = False) -> list[Line]:
        frame = pd.DataFrame({"year": [2000, 2020], "value": [1.0, 2.0], "text": ["1", "2"], "hover": ""})
        return [Line(name, frame, accent=accent)]

    made = layout(multiples([panel(CASABLANCA, accent=True), panel(FES)], *LOOK, ValueAxis(0.0, 2.0, str)))
    assert made["xaxis"]["domain"][0] > made["xaxis2"]["domain"][1]
    assert made["xaxis"]["range"] == made["xaxis2"]["range"] == [1999.5, 2020.5]
    assert made["annotations"][0]["xanchor"] == "right"


SQUARE = ((0.0, 1000.0, 1000.0, 0.0, 0.0), (0.0, 0.0, 1000.0, 1000.0, 0.0))
AREA = Area((SQUARE,), "#13456F", "1", (500.0, 500.0), CASABLANCA)


def map_of(way: str, rows: tuple[ListRow, ...] = (), size=SCREEN, outside: bool = False) -> dict[str, Any]:
    panel = Panel("", (AREA,), (Class("#13456F", "من 90 إلى 100"), Class(None, "لا رقم")), "% من الأسر")
    sheet = MapSheet(ScaleBar(500, "500 متر"), rows, key_outside=outside)
    return layout(district_map([panel], sheet, Verdict.COMPARABLE, LIGHT, size, way))


def test_a_map_lies_as_the_land_does_and_its_key_reads_from_the_right():
    arabic, english = map_of(RIGHT_TO_LEFT), map_of(LEFT_TO_RIGHT)
    assert arabic["xaxis"] == english["xaxis"]
    words = [note for note in arabic["annotations"] if note.get("xref") == "paper"]
    assert {(note["x"], note["xanchor"], note["align"]) for note in words} == {(0, "right", "right")}
    box = arabic["shapes"][0]
    line = next(note for note in words if "90" in note["text"])
    assert 0 < line["xshift"] < box["x0"] < box["x1"]
    assert map_of(RIGHT_TO_LEFT, outside=True)["annotations"][0]["x"] == 1


def test_the_list_beside_a_map_stands_before_it():
    rows = (ListRow("1", CASABLANCA, "98,5%", "#13456F"),)
    arabic, english = map_of(RIGHT_TO_LEFT, rows, ROOM), map_of(LEFT_TO_RIGHT, rows, ROOM)
    assert arabic["xaxis"]["domain"] == [1 - end for end in reversed(english["xaxis"]["domain"])]
    assert arabic["xaxis"]["range"] == english["xaxis"]["range"]
    at = {bare(note["text"]): note["x"] for note in arabic["annotations"] if note.get("xref") == "paper"}
    assert at["98,5%"] < at[CASABLANCA] < at["1"]
    # What has no figure is in the key, in the corner east of the land in both: not over the scale bar in the west.
    assert at["لا رقم"] == 1


def test_what_is_read_from_the_left_is_not_touched():
    traces, made = [{"type": "bar", "x": [1]}], {"annotations": [], "shapes": []}
    for across in Across:
        assert turned(traces, made, LEFT_TO_RIGHT, across) == (traces, made)


LEFT_TO_RIGHT_KINDS = {"time", "progress", "multiples", "sources"}
"""Kinds whose axis holds years."""


@cache
def first_drawn(kind):
    """Return three indicators that have a figure of a kind: looked for once for every view."""
    drawn = []
    for key in dataset().catalogue:
        chart = chart_of(dataset(), ChartRequest(indicator=key, chart=kind, language="ar"), Look("ar"))
        if chart is not None and chart.figure is not None:
            drawn.append(key)
        if len(drawn) == 3:
            break
    assert drawn
    return drawn


@pytest.mark.slow
@pytest.mark.parametrize("view", ["screen", "room"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_chart_sets_its_arabic_and_mirrors_no_years(kind, view):
    for key in first_drawn(kind):
        chart = chart_of(dataset(), ChartRequest(indicator=key, chart=kind, language="ar"), Look("ar", view=view))
        assert chart is not None
        assert chart.figure is not None
        figure = sent(chart.figure)
        assert figure["layout"]["hoverlabel"]["align"] == "right"
        loose = [text for text in _written(figure) if is_right_to_left(text) and not text.startswith(RLI)]
        assert loose == []
        if kind in LEFT_TO_RIGHT_KINDS and figure["layout"]["xaxis"].get("tickformat") == "d":
            low, high = figure["layout"]["xaxis"]["range"]
            assert low < high


def _written(figure: dict[str, Any]) -> list[str]:
    found: list[str] = [note["text"] for note in figure["layout"].get("annotations", ())]
    for trace in figure["data"]:
        for name in ("text", "hovertext"):
            value = trace.get(name) or ()
            found += [value] if isinstance(value, str) else [each for each in value if each]
    for axis in json.loads(json.dumps(figure["layout"])).values():
        if isinstance(axis, dict):
            found += axis.get("ticktext", ())
    return [line for text in found for line in text.split("<br>")]
