"""The ranked bar: from zero, in the order given, errors and gaps shown, national figures hollow."""

import math

import pandas as pd
import pytest

from indicators.analysis.verdicts import Verdict
from indicators.figures.direction import LEFT_TO_RIGHT
from indicators.figures.palette import DARK, LIGHT
from indicators.figures.ranking import ReferenceLine, district_dots, ranked_bar
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


# Households connected to the public sewer, percent, census of 2014 and 2024.
SEWER = [("Hay Mohammadi", 99.5, 99.7), ("Hay Hassani", 96.0, 98.2), ("Anfa", 91.5, 94.2)]


def rows(values=SEWER) -> pd.DataFrame:
    frame = pd.DataFrame(values, columns=["name", "first", "last"])
    for column in ("first", "last"):
        frame[f"{column}_text"] = ["" if pd.isna(value) else f"{value:.1f}" for value in frame[column]]
    return frame.assign(first_year=2014, last_year=2024, hover=frame["name"])


def dots(frame, city=None, size=SCREEN, joined=True):
    return district_dots(frame, city, Verdict.COMPARABLE, LIGHT, size, LEFT_TO_RIGHT, joined)


def modes(figure):
    return [trace["mode"] for trace in sent(figure)["data"]]


def test_the_first_row_is_on_top():
    axis = sent(dots(rows()))["layout"]["yaxis"]
    assert dict(zip(axis["ticktext"], axis["tickvals"], strict=True)) == {
        "Hay Mohammadi": 2,
        "Hay Hassani": 1,
        "Anfa": 0,
    }


def test_two_dates_are_joined_dot_to_dot():
    figure = dots(rows())
    assert modes(figure) == ["lines", "markers", "markers"]
    assert sent(figure)["data"][0]["x"] == [99.5, 99.7, None, 96.0, 98.2, None, 91.5, 94.2, None]


def test_the_earlier_date_is_hollow_the_later_solid():
    _, first, last = sent(dots(rows()))["data"]
    assert first["marker"]["color"] == LIGHT.paper
    assert last["marker"]["color"] == LIGHT.ink


def test_a_changed_question_joins_nothing():
    assert "lines" not in modes(dots(rows(), joined=False))


def test_one_date_is_one_dot():
    alone = rows([(name, float("nan"), last) for name, _, last in SEWER])
    assert modes(dots(alone)) == ["markers"]
    assert "2014" not in texts(dots(alone))


def test_the_newest_value_is_written_in_a_column_at_the_side():
    notes = [note for note in sent(dots(rows()))["layout"]["annotations"] if note.get("xref") == "paper"]
    assert [(note["y"], note["text"], note["x"]) for note in notes] == [(2, "99.7", 1), (1, "98.2", 1), (0, "94.2", 1)]


def test_the_years_are_written_over_the_first_rows_dots():
    assert {"2014", "2024"} <= set(texts(dots(rows())))


def test_the_city_is_a_line_in_the_accent():
    figure = dots(rows(), ReferenceLine(98.2, "Casablanca 98.2"))
    shape = sent(figure)["layout"]["shapes"][0]
    assert (shape["x0"], shape["line"]["color"]) == (98.2, LIGHT.accent)
    assert "Casablanca 98.2" in texts(figure)


def test_the_city_beyond_its_districts_stays_on_the_axis():
    low, high = sent(dots(rows(), ReferenceLine(80.0, "Casablanca 80.0")))["layout"]["xaxis"]["range"]
    assert low < 80 < high


def test_equal_values_are_drawn():
    low, high = sent(dots(rows([("Anfa", 1.0, 1.0), ("Sbata", 1.0, 1.0)])))["layout"]["xaxis"]["range"]
    assert low < 1 < high


@pytest.mark.parametrize("count", [3, 8, 16])
def test_sixteen_districts_fit_the_room(count):
    frame = rows([(f"District {index}", 90.0 + index / 10, 95.0) for index in range(count)])
    assert sent(dots(frame, ReferenceLine(94, "Casablanca 94"), ROOM))["layout"]["height"] <= ROOM_HEIGHT


def test_the_verdict_travels_and_nothing_asks_another_host():
    made = sent(dots(rows()))
    assert made["layout"]["meta"] == {"verdict": "comparable"}
    assert not [text for text in strings(made) if "://" in text]
