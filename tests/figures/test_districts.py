"""The districts: a row each, two dates joined only where the question stayed the same."""

import pandas as pd
import pytest

from indicators.analysis.verdicts import Verdict
from indicators.figures.direction import LEFT_TO_RIGHT
from indicators.figures.districts import district_dots
from indicators.figures.palette import LIGHT
from indicators.figures.ranking import ReferenceLine
from indicators.figures.template import ROOM, ROOM_HEIGHT, SCREEN
from tests.helpers.figures import sent, strings, texts

# Households connected to the public sewer, percent, census of 2014 and 2024.
SEWER = [("Hay Mohammadi", 99.5, 99.7), ("Hay Hassani", 96.0, 98.2), ("Anfa", 91.5, 94.2)]


def rows(values=SEWER) -> pd.DataFrame:
    frame = pd.DataFrame(values, columns=["name", "first", "last"])
    for column in ("first", "last"):
        frame[f"{column}_text"] = ["" if pd.isna(value) else f"{value:.1f}" for value in frame[column]]
    return frame.assign(first_year=2014, last_year=2024, hover=frame["name"])


def drawn(frame, city=None, size=SCREEN, joined=True):
    return district_dots(frame, city, Verdict.COMPARABLE, LIGHT, size, LEFT_TO_RIGHT, joined)


def modes(figure):
    return [trace["mode"] for trace in sent(figure)["data"]]


def test_the_first_row_is_on_top():
    axis = sent(drawn(rows()))["layout"]["yaxis"]
    assert dict(zip(axis["ticktext"], axis["tickvals"], strict=True)) == {
        "Hay Mohammadi": 2,
        "Hay Hassani": 1,
        "Anfa": 0,
    }


def test_two_dates_are_joined_dot_to_dot():
    figure = drawn(rows())
    assert modes(figure) == ["lines", "markers", "markers"]
    assert sent(figure)["data"][0]["x"] == [99.5, 99.7, None, 96.0, 98.2, None, 91.5, 94.2, None]


def test_the_earlier_date_is_hollow_the_later_solid():
    _, first, last = sent(drawn(rows()))["data"]
    assert first["marker"]["color"] == LIGHT.paper
    assert last["marker"]["color"] == LIGHT.ink


def test_a_changed_question_joins_nothing():
    assert "lines" not in modes(drawn(rows(), joined=False))


def test_one_date_is_one_dot():
    alone = rows([(name, float("nan"), last) for name, _, last in SEWER])
    assert modes(drawn(alone)) == ["markers"]
    assert "2014" not in texts(drawn(alone))


def test_the_newest_value_is_written_in_a_column_at_the_side():
    notes = [note for note in sent(drawn(rows()))["layout"]["annotations"] if note.get("xref") == "paper"]
    assert [(note["y"], note["text"], note["x"]) for note in notes] == [(2, "99.7", 1), (1, "98.2", 1), (0, "94.2", 1)]


def test_the_years_are_written_over_the_first_rows_dots():
    assert {"2014", "2024"} <= set(texts(drawn(rows())))


def test_the_city_is_a_line_in_the_accent():
    figure = drawn(rows(), ReferenceLine(98.2, "Casablanca 98.2"))
    shape = sent(figure)["layout"]["shapes"][0]
    assert (shape["x0"], shape["line"]["color"]) == (98.2, LIGHT.accent)
    assert "Casablanca 98.2" in texts(figure)


def test_the_city_beyond_its_districts_stays_on_the_axis():
    low, high = sent(drawn(rows(), ReferenceLine(80.0, "Casablanca 80.0")))["layout"]["xaxis"]["range"]
    assert low < 80 < high


def test_equal_values_are_drawn():
    low, high = sent(drawn(rows([("Anfa", 1.0, 1.0), ("Sbata", 1.0, 1.0)])))["layout"]["xaxis"]["range"]
    assert low < 1 < high


@pytest.mark.parametrize("count", [3, 8, 16])
def test_sixteen_districts_fit_the_room(count):
    frame = rows([(f"District {index}", 90.0 + index / 10, 95.0) for index in range(count)])
    assert sent(drawn(frame, ReferenceLine(94, "Casablanca 94"), ROOM))["layout"]["height"] <= ROOM_HEIGHT


def test_the_verdict_travels_and_nothing_asks_another_host():
    made = sent(drawn(rows()))
    assert made["layout"]["meta"] == {"verdict": "comparable"}
    assert not [text for text in strings(made) if "://" in text]
