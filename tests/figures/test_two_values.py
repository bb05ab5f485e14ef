"""Slope, dumbbell, scatter and small multiples: what is drawn where, and that each carries its verdict."""

import inspect

import pandas as pd
import pytest

from indicators.analysis.verdicts import Verdict
from indicators.figures.direction import LEFT_TO_RIGHT
from indicators.figures.lines import Line, multiples
from indicators.figures.palette import LIGHT
from indicators.figures.template import ROOM, ROOM_HEIGHT, SCREEN, ValueAxis
from indicators.figures.two_values import AxisScale, dumbbells, scatter, slopes
from tests.helpers.figures import sent, strings, texts

# Green area, percent of the urban area, UN-Habitat: 1990 and 2020.
GREEN = [("Lisbon", 10.8, 25.5), ("Tunis", 6.4, 3.5), ("Casablanca", 0.5, 0.9), ("Medellín", 48.3, 29.8)]


def ends() -> pd.DataFrame:
    frame = pd.DataFrame(GREEN, columns=["name", "first", "last"])
    for column in ("first", "last"):
        frame[f"{column}_text"] = [f"{value:.1f}" for value in frame[column]]
    return frame.assign(hover=frame["name"], accent=frame["name"] == "Casablanca", national=False)


def points(**columns) -> pd.DataFrame:
    # Open public space and access to it, percent, UN-Habitat, 2020.
    rows = [("Casablanca", 16.7, 29.2), ("Dakar", 16.1, 92.5), ("Nairobi", 15.4, 18.0), ("Lisbon", 21.7, 87.4)]
    frame = pd.DataFrame(rows, columns=["name", "x", "y"])
    for name in ("x_lower", "x_upper", "y_lower", "y_upper"):
        frame[name] = float("nan")
    return frame.assign(hover=frame["name"], accent=frame["name"] == "Casablanca", **{"national": False, **columns})


def scales() -> tuple[AxisScale, AxisScale]:
    return AxisScale("Open public space", lambda v: f"{v:g}%"), AxisScale("Access", lambda v: f"{v:g}%")


def panel(name: str, values: dict[int, float], **told) -> list[Line]:
    frame = pd.DataFrame({"year": list(values), "value": list(values.values())})
    frame["text"] = [f"{value:.1f}" for value in frame["value"]]
    return [Line(name, frame.assign(hover=frame["text"]), **told)]


def drawn(kind: str, size=SCREEN):
    look = (Verdict.WITH_CARE, LIGHT, size, LEFT_TO_RIGHT)
    if kind == "slope":
        return slopes(ends(), ("1990", "2020"), *look)
    if kind == "dumbbell":
        return dumbbells(ends(), ("1990", "2020"), *look)
    if kind == "scatter":
        return scatter(points(), *scales(), *look)
    panels = [panel("Casablanca", {2000: 2.9, 2018: 3.7}, accent=True), panel("Dakar", {2000: 1.9, 2018: 2.98})]
    return multiples(panels, *look, ValueAxis(0.0, 4.0, str))


KINDS = ("slope", "dumbbell", "scatter", "multiples")


@pytest.mark.parametrize("build", [slopes, dumbbells, scatter, multiples])
def test_no_figure_is_built_without_a_verdict(build):
    assert inspect.signature(build).parameters["verdict"].default is inspect.Parameter.empty


@pytest.mark.parametrize("kind", KINDS)
def test_the_verdict_travels_with_the_figure_and_it_fits_the_room(kind):
    for size in (SCREEN, ROOM):
        layout = sent(drawn(kind, size))["layout"]
        assert layout["meta"] == {"verdict": "with care"}
        assert size is SCREEN or layout["height"] <= ROOM_HEIGHT


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_in_a_figure_asks_another_host(kind):
    assert not [text for text in strings(sent(drawn(kind))) if "://" in text]


def test_a_slope_joins_two_dates_and_names_its_right_ends():
    figure = drawn("slope")
    assert [trace["y"] for trace in sent(figure)["data"]][-1] == [0.5, 0.9]
    assert {"<b>1990</b>", "<b>2020</b>", "<b>0.9 Casablanca</b>", "48.3", "29.8 Medellín"} <= set(texts(figure))


def test_a_stroke_leads_from_each_end_of_a_slope_to_its_label():
    notes = {note["text"]: note for note in sent(drawn("slope"))["layout"]["annotations"]}
    first, last = notes["48.3"], notes["<b>0.9 Casablanca</b>"]
    assert (first["x"], first["y"], first["xanchor"], first["ax"] < 0) == (0, 48.3, "right", True)
    assert (last["x"], last["y"], last["xanchor"], last["ax"] > 0) == (1, 0.9, "left", True)
    assert {note["ayref"] for note in (first, last)} == {"y"}


def test_national_slopes_have_hollow_ends():
    figure = slopes(ends().assign(national=True), ("1990", "2020"), Verdict.COMPARABLE, LIGHT, SCREEN, LEFT_TO_RIGHT)
    assert {trace["marker"]["color"] for trace in sent(figure)["data"]} == {LIGHT.paper}


def test_the_ends_of_a_dumbbell_are_reported_and_its_values_stand_outside():
    figure = drawn("dumbbell")
    assert "○ 1990   ● 2020" in texts(figure)
    long = ("People near open public space", "People near public transport")
    assert "○ People near open public space<br>● People near public transport" in texts(
        dumbbells(ends(), long, Verdict.COMPARABLE, LIGHT, SCREEN, LEFT_TO_RIGHT)
    )
    notes = {note["text"]: note["xanchor"] for note in sent(figure)["layout"]["annotations"]}
    # Lisbon grows: its last value stands on the right; Tunis shrinks: on the left.
    assert (notes["10.8"], notes["<b>25.5</b>"]) == ("right", "left")
    assert (notes["6.4"], notes["<b>3.5</b>"]) == ("left", "right")
    first, last = sent(figure)["data"][1:]
    assert first["marker"]["color"] == LIGHT.paper
    assert last["marker"]["color"][2] == LIGHT.accent


def test_a_scatter_names_its_points_and_crosses_at_casablanca():
    figure = drawn("scatter")
    assert {"<b>Casablanca</b>", "Dakar", "Nairobi", "Lisbon", "↑ Access", "Open public space →"} == set(texts(figure))
    assert sorted(shape.get("x0") for shape in sent(figure)["layout"]["shapes"]) == [0, 16.7]
    assert figure.unwritten(["Casablanca", "Dakar", "Tunis"]) == ["Tunis"]


def test_national_points_are_hollow_and_stated_errors_drawn():
    frame = points(national=True).assign(x_lower=15.0, x_upper=17.0)
    trace = sent(scatter(frame, *scales(), Verdict.COMPARABLE, LIGHT, SCREEN, LEFT_TO_RIGHT))["data"][0]
    assert set(trace["marker"]["symbol"]) == {"diamond-open", "circle-open"}
    assert "error_x" in trace
    assert "error_y" not in trace


def test_panels_share_one_scale_and_show_casablanca_behind():
    figure = sent(drawn("multiples"))
    layout = figure["layout"]
    assert layout["yaxis"]["range"] == layout["yaxis2"]["range"]
    assert layout["xaxis"]["range"] == layout["xaxis2"]["range"]
    second = [trace for trace in figure["data"] if trace["yaxis"] == "y2"]
    assert [trace["line"]["color"] for trace in second] == [LIGHT.accent, LIGHT.hollow]
    assert second[0]["hoverinfo"] == "skip"


def test_a_panel_tells_its_last_observed_value():
    projected = panel("Dakar", {2018: 2.98, 2035: 5.1}, projected=True)
    observed = panel("Dakar", {2000: 1.9, 2018: 2.98}, ends=False)
    figure = multiples(
        [[*observed, *projected]], Verdict.COMPARABLE, LIGHT, SCREEN, LEFT_TO_RIGHT, ValueAxis(0.0, 6.0, str)
    )
    assert texts(figure) == ["Dakar<br>3.0"]
