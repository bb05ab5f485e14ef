"""What all figures share: the frozen JSON, the sizes of a room, and that none is drawn without a verdict."""

import importlib
import inspect
import json
import pkgutil

import plotly.graph_objects as go
import pytest

import indicators.figures
from indicators.analysis.verdicts import Verdict
from indicators.figures.direction import LEFT_TO_RIGHT, Across
from indicators.figures.drawing import vertical_mark
from indicators.figures.palette import LIGHT
from indicators.figures.template import (
    ROOM,
    ROOM_HEIGHT,
    SCREEN,
    WIDEST_ROW,
    FrozenFigure,
    ValueAxis,
    base_layout,
    figure,
    fitted,
    levels,
    type_size,
)
from tests.helpers.figures import sent

BUILDERS = [
    function
    for module in pkgutil.iter_modules(indicators.figures.__path__)
    for _, function in inspect.getmembers(
        importlib.import_module(f"indicators.figures.{module.name}"), inspect.isfunction
    )
    if function.__module__ == f"indicators.figures.{module.name}"
    and not function.__name__.startswith("_")
    and inspect.signature(function).return_annotation in (FrozenFigure, "FrozenFigure")
    and function is not figure
]


def test_the_builders_are_found():
    assert {builder.__name__ for builder in BUILDERS} >= {
        "ranked_bar", "lines_over_time", "district_dots", "distribution", "strips",
    }  # fmt: skip


@pytest.mark.parametrize("builder", BUILDERS, ids=lambda builder: builder.__name__)
def test_no_figure_is_drawn_without_a_verdict(builder):
    verdict = inspect.signature(builder).parameters.get("verdict")
    assert verdict is not None
    assert verdict.default is inspect.Parameter.empty


def example() -> dict[str, object]:
    traces = [{"type": "bar", "x": [1.5, None], "y": ["Casablanca", "Tunis"], "marker": {"color": ["#C4321F", "#FFF"]}}]
    layout = base_layout(Verdict.COMPARABLE, LIGHT, SCREEN, 200, left=1, right=2, top=3, bottom=4)
    return {"traces": traces, "layout": layout}


def test_a_frozen_figure_sends_the_json_of_a_plain_one():
    made = example()
    assert sent(figure(made["traces"], made["layout"], LEFT_TO_RIGHT, Across.TIME)) == json.loads(
        go.Figure(data=made["traces"], layout=made["layout"]).to_json()
    )


def test_the_json_is_made_once():
    made = figure(**example(), direction=LEFT_TO_RIGHT, across=Across.TIME)
    assert made.to_dict() is made.to_dict()


def test_a_figure_carries_none_of_plotlys_own_look():
    assert "layout" not in sent(figure(**example(), direction=LEFT_TO_RIGHT, across=Across.TIME))["layout"]["template"]


@pytest.mark.parametrize("rows", [1, 5, 11, 20, 41])
def test_rows_fit_the_room(rows):
    size = fitted(ROOM, rows)
    assert rows * size.row <= max(ROOM_HEIGHT, ROOM.row)
    assert size.text == size.small == 24


def test_few_rows_fill_the_room_and_one_is_no_wall():
    assert fitted(ROOM, 9).row > ROOM.row
    assert fitted(ROOM, 1).row == WIDEST_ROW


def test_a_screen_scrolls_and_keeps_its_sizes():
    assert fitted(SCREEN, 200) is SCREEN


def test_the_view_names_its_sizes():
    assert type_size("room") is ROOM
    assert type_size("screen") is SCREEN
    assert SCREEN.small >= 12


def test_a_mark_is_a_dotted_line_with_its_words():
    shape, note = vertical_mark(80, "Contract objective for 2015: 80%", LIGHT, SCREEN, "right")
    assert (shape["x0"], shape["x1"], shape["line"]["dash"]) == (80, 80, "dot")
    assert (note["x"], note["text"], note["xanchor"]) == (80, "Contract objective for 2015: 80%", "right")


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 77.35, [0, 20, 40, 60]),
        (93.5, 98.5, [94, 95, 96, 97, 98]),
        (0, 37468302, [0, 10000000, 20000000, 30000000]),
        (-0.01, 3.8, [0, 1, 2, 3]),
        (5, 5, [5]),
    ],
)
def test_levels_are_round(low, high, expected):
    assert levels(low, high) == expected


def test_levels_are_never_finer_than_the_digits_shown():
    assert levels(99.4, 99.6, digits=1) == [99.4, 99.5, 99.6]
    assert levels(0, 12, digits=1) == [0, 2.5, 5, 7.5, 10]
    assert levels(0, 12, digits=0) == [0, 5, 10]


def test_an_axis_without_zero_is_cut():
    assert ValueAxis(60, 90, str).cut
    assert not ValueAxis(-5, 90, str).cut
