"""The ranked bar: from zero, in the order given, errors and gaps shown, national figures hollow."""

import math

import pytest

from indicators.analysis.verdicts import Verdict
from indicators.figures.direction import LEFT_TO_RIGHT
from indicators.figures.palette import DARK, LIGHT
from indicators.figures.ranking import ReferenceLine, ranked_bar
from indicators.figures.template import ROOM, ROOM_HEIGHT, SCREEN
from tests.helpers.figures import TRANSPORT, bars, sent, strings, texts


def drawn(frame, marks=(), size=SCREEN, colours=LIGHT):
    return ranked_bar(frame, list(marks), Verdict.COMPARABLE, colours, size, LEFT_TO_RIGHT)


def test_bars_stand_in_the_order_given_first_on_top():
    figure = sent(drawn(bars()))
    axis = figure["layout"]["yaxis"]
    names = dict(zip(axis["tickvals"], axis["ticktext"], strict=True))
    heights = figure["data"][0]["y"]
    assert [figure["data"][0]["x"][index] for index in range(5)] == [value for _, value in TRANSPORT]
    assert heights == sorted(heights, reverse=True)
    assert [names[y] if "span" not in names[y] else "Casablanca" for y in heights] == [name for name, _ in TRANSPORT]


def test_bars_start_at_zero():
    low, high = sent(drawn(bars()))["layout"]["xaxis"]["range"]
    assert low == 0
    assert high >= 99.5


def test_a_loss_runs_to_the_left_of_zero():
    # Growth of the agglomeration, percent a year, WUP 2018: Osaka shrinks.
    low, high = sent(drawn(bars([("Nairobi", 3.8), ("Casablanca", 0.83), ("Osaka", -0.01)])))["layout"]["xaxis"][
        "range"
    ]
    assert low < -0.01
    assert high >= 3.8


def test_only_casablanca_has_the_accent():
    figure = sent(drawn(bars()))
    fills = figure["data"][0]["marker"]["color"]
    assert [fill == LIGHT.accent for fill in fills] == [name == "Casablanca" for name, _ in TRANSPORT]
    labels = figure["data"][1]["text"]
    assert "<b>66.5</b>" in labels[2]
    assert "<b>" not in labels[0]


def test_national_figures_are_hollow():
    marker = sent(drawn(bars([("Kenya", 91.7), ("Morocco", 19.8)], accent="Morocco", national=True)))["data"][0][
        "marker"
    ]
    assert set(marker["color"]) == {"rgba(0,0,0,0)"}
    assert marker["line"]["color"] == [LIGHT.hollow, LIGHT.accent]


def test_stated_errors_are_drawn_and_the_values_stand_behind_them():
    # Moran et al. 2018: t CO2 per person with one standard deviation.
    frame = bars([("Lagos", 0.5), ("Casablanca", 1.8)], lower=[0.3, 1.2], upper=[0.7, 2.4])
    figure = sent(drawn(frame))
    assert figure["data"][0]["error_x"]["array"] == pytest.approx([0.2, 0.6])
    assert figure["data"][0]["error_x"]["arrayminus"] == pytest.approx([0.2, 0.6])
    assert figure["data"][1]["x"] == pytest.approx([0.7, 2.4])


def test_a_place_without_a_stated_error_has_none():
    frame = bars([("Lagos", 0.5), ("Casablanca", 1.8)], lower=[0.3, math.nan], upper=[0.7, math.nan])
    assert sent(drawn(frame))["data"][0]["error_x"]["array"] == pytest.approx([0.2, 0])
    assert "error_x" not in sent(drawn(bars()))["data"][0]


def test_a_row_without_a_value_tells_what_is_left_out():
    frame = bars([("Lisbon", 99.5), ("⋮", None), ("Casablanca", 66.5)])
    frame["text"] = ["99.5", "21 more", "66.5"]
    figure = sent(drawn(frame))
    assert figure["data"][0]["x"] == [99.5, None, 66.5]
    assert figure["data"][1]["text"][1].strip() == "21 more"
    assert figure["data"][1]["x"][1] == 0


def test_a_mark_is_a_line_with_its_label_and_within_reach():
    figure = drawn(bars([("Casablanca", 16.7)]), [ReferenceLine(30, "UN-Habitat norm, streets alone: 30% of land")])
    layout = sent(figure)["layout"]
    assert texts(figure) == ["UN-Habitat norm, streets alone: 30% of land"]
    assert layout["xaxis"]["range"][1] >= 30
    assert [shape["x0"] for shape in layout["shapes"]] == [0, 30]
    # It runs back over the bars: to the right of the last value there is no room for it.
    assert layout["annotations"][0]["xanchor"] == "right"


def test_the_longest_value_has_room_beside_the_longest_bar():
    # Population of the agglomeration, WUP 2018.
    frame = bars([("Tokyo", 37468302), ("Casablanca", 3683566)])
    frame["text"] = ["37,468,302", "3,683,566"]
    assert sent(drawn(frame))["layout"]["margin"]["r"] >= len("37,468,302") * SCREEN.small / 2


@pytest.mark.parametrize("count", [1, 2, 11, 24, 40])
@pytest.mark.parametrize("marks", [[], [ReferenceLine(30, "Mark")]])
def test_up_to_forty_places_fit_the_room(count, marks):
    frame = bars([(f"Place {index}", float(index)) for index in range(1, count + 1)], accent="Place 1")
    assert sent(drawn(frame, marks, ROOM))["layout"]["height"] <= ROOM_HEIGHT


def test_the_verdict_travels_with_the_figure():
    figure = ranked_bar(bars(), [], Verdict.WITH_CARE, DARK, SCREEN, LEFT_TO_RIGHT)
    assert sent(figure)["layout"]["meta"] == {"verdict": "with care"}


def test_nothing_in_the_figure_asks_another_host():
    assert not [text for text in strings(sent(drawn(bars()))) if "://" in text]


def test_a_long_label_of_a_line_stands_on_two_lines_with_room_for_both():
    short, long = (drawn(bars(), [ReferenceLine(50.0, label)]) for label in ("Norm: 30%", "Norme " * 9))
    assert texts(short) == ["Norm: 30%"]
    assert [text.count("<br>") for text in texts(long)] == [1]
    assert sent(long)["layout"]["margin"]["t"] > sent(short)["layout"]["margin"]["t"]
    assert sent(long)["layout"]["height"] > sent(short)["layout"]["height"]
