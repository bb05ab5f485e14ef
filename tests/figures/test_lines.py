"""Lines over time: joined as given, projections dotted, what is not a city's whole year hollow, names at the ends."""

from itertools import pairwise

import pandas as pd
import pytest

from indicators.analysis.verdicts import Verdict
from indicators.figures.direction import LEFT_TO_RIGHT
from indicators.figures.lines import LABELLED, NAMED, Line, lines_over_time
from indicators.figures.palette import LIGHT
from indicators.figures.ranking import ReferenceLine
from indicators.figures.template import ROOM, ROOM_HEIGHT, SCREEN, ValueAxis
from tests.helpers.figures import sent, strings, texts

# Efficiency of the water network, percent, as its operator published it.
EFFICIENCY = {1998: 64.1, 2009: 72.2, 2014: 75.5, 2018: 77.35, 2020: 77.0, 2021: 77.0}


def line(name="Casablanca", values=None, **told) -> Line:
    values = EFFICIENCY if values is None else values
    points = pd.DataFrame({"year": list(values), "value": list(values.values())})
    points["text"] = [f"{value:.1f}%" for value in points["value"]]
    points["hover"] = points["text"]
    return Line(name, points, **{"accent": name == "Casablanca", **told})


def drawn(lines, marks=(), breaks=(), size=SCREEN, low=0.0, high=90.0):
    scale = ValueAxis(low, high, lambda value: f"{value:g}%")
    return lines_over_time(lines, list(marks), list(breaks), Verdict.WITH_CARE, LIGHT, size, LEFT_TO_RIGHT, scale)


def traces(figure):
    return sent(figure)["data"]


def test_each_line_is_drawn_alone_and_casablancas_last():
    figure = drawn([line(), line("Tunis", {2000: 60, 2010: 70})])
    assert [trace["x"] for trace in traces(figure)] == [[2000, 2010], list(EFFICIENCY)]
    assert [trace["line"]["color"] for trace in traces(figure)] == [LIGHT.peer, LIGHT.accent]


def test_projections_are_dotted_and_nothing_else():
    projected = line(values={2018: 3.68, 2035: 4.7}, projected=True)
    national = line("Morocco", {2000: 6.3, 2021: 19.8}, national=True)
    dashes = {trace["x"][0]: trace["line"]["dash"] for trace in traces(drawn([projected, national, line()]))}
    assert dashes == {2018: "dot", 2000: "solid", 1998: "solid"}


@pytest.mark.parametrize("kind", ["national", "projected", "part"])
def test_points_of_what_is_not_a_citys_whole_observed_year_are_hollow(kind):
    figure = drawn([line("Morocco", {2000: 6.3, 2021: 19.8}, **{kind: True})])
    assert traces(figure)[0]["marker"]["color"] == LIGHT.paper


def test_a_name_and_the_last_value_stand_at_the_end():
    note = sent(drawn([line()]))["layout"]["annotations"][0]
    assert (note["x"], note["text"]) == (2021, "<b>Casablanca 77.0%</b>")


@pytest.mark.parametrize(("second", "anchor"), [(70, "top"), (60, "bottom")])
def test_the_line_of_home_begins_with_its_value_clear_of_the_line(second, anchor):
    note = sent(drawn([line(values={1998: 64.1, 2021: second})]))["layout"]["annotations"][1]
    assert (note["x"], note["y"], note["text"], note["yanchor"]) == (1998, 64.1, "64.1%", anchor)


def test_a_projected_value_is_not_printed_as_a_figure():
    figure = drawn([line(ends=False), line(values={2021: 77, 2035: 80}, projected=True)])
    assert texts(figure) == ["<b>Casablanca</b>"]


def test_a_name_that_was_moved_is_led_to_its_line():
    near = [line("Rabat", {2000: 1, 2020: 50.0}), line("Salé", {2000: 1, 2020: 50.1}), line(values={2000: 1, 2020: 10})]
    notes = {note["text"]: note for note in sent(drawn(near))["layout"]["annotations"]}
    moved, still = notes["Rabat 50.0%"], notes["<b>Casablanca 10.0%</b>"]
    assert moved["ay"] < moved["y"] == 50.0
    assert moved["arrowcolor"] == LIGHT.peer
    assert still["ay"] == pytest.approx(still["y"])
    assert still["arrowcolor"] == "rgba(0,0,0,0)"


def test_a_line_that_is_not_the_last_of_its_place_has_no_name():
    figure = drawn([line(values={2014: 30}, ends=False), line(values={2019: 50, 2021: 40})])
    assert texts(figure) == ["<b>Casablanca 40.0%</b>", "50.0%"]


def test_of_many_lines_casablanca_and_five_from_the_ends_are_named():
    peers = [line(f"Peer {index}", {2000: index, 2020: float(index)}) for index in range(LABELLED)]
    written = texts(drawn([*peers, line(values={2000: 3, 2020: 3.5})]))
    named = {text.rsplit(" ", 1)[0] for text in written if " " in text}
    assert {"Peer 0", f"Peer {LABELLED - 1}", "<b>Casablanca"} <= named
    assert NAMED <= len(named) <= NAMED + 1


def test_names_at_the_ends_never_touch():
    close = [line(f"Peer {index}", {2000: 1, 2020: 50 + index / 100}) for index in range(6)]
    layout = sent(drawn(close))["layout"]
    heights = sorted(note["ay"] for note in layout["annotations"])
    low, high = layout["yaxis"]["range"]
    pixels = (layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]) / (high - low)
    assert min(b - a for a, b in pairwise(heights)) * pixels >= SCREEN.text


def test_the_value_axis_is_the_one_given():
    assert sent(drawn([line()]))["layout"]["yaxis"]["range"][0] == 0
    assert sent(drawn([line()], low=60.0))["layout"]["yaxis"]["range"][0] > 0


def test_the_axis_speaks_the_readers_language():
    assert sent(drawn([line()]))["layout"]["yaxis"]["ticktext"] == ["0%", "20%", "40%", "60%", "80%"]


def test_years_too_near_each_other_are_not_both_written():
    written = sent(drawn([line()]))["layout"]["xaxis"]["tickvals"]
    assert written[0] == 1998
    assert written[-1] == 2021
    assert 2020 not in written


def test_two_dates_are_the_years_written():
    assert sent(drawn([line(values={2014: 96.2, 2024: 98.2})]))["layout"]["xaxis"]["tickvals"] == [2014, 2024]


@pytest.mark.parametrize(("cut", "drawn_at"), [(2024, None), (2010, 2009.5), (1998, None)])
def test_a_series_break_is_a_dashed_line_where_it_cuts(cut, drawn_at):
    shapes = sent(drawn([line()], breaks=[cut]))["layout"].get("shapes", [])
    assert [shape["x0"] for shape in shapes] == ([] if drawn_at is None else [drawn_at])


def test_marks_are_labelled_lines_within_the_axis():
    figure = drawn([line()], [ReferenceLine(80, "Contract objective for 2015: 80%")])
    assert "Contract objective for 2015: 80%" in texts(figure)
    assert sent(figure)["layout"]["yaxis"]["range"][1] > 80


def test_lines_fit_the_room_and_carry_the_verdict():
    layout = sent(drawn([line()], size=ROOM))["layout"]
    assert layout["height"] <= ROOM_HEIGHT
    assert layout["meta"] == {"verdict": "with care"}


def test_nothing_in_the_figure_asks_another_host():
    assert not [text for text in strings(sent(drawn([line()]))) if "://" in text]
