"""The distribution: thousands counted in classes, Casablanca a line, the peers strokes."""

import numpy as np
import pandas as pd
import pytest

from indicators.analysis.verdicts import Verdict
from indicators.figures.direction import LEFT_TO_RIGHT
from indicators.figures.distribution import CountedAxis, distribution
from indicators.figures.palette import LIGHT
from indicators.figures.template import ROOM, ROOM_HEIGHT, SCREEN
from tests.helpers.figures import sent, strings

# Built-up m2 per person, GHSL R2019A.
MARKED = pd.DataFrame(
    {"name": ["Casablanca", "Chicago"], "value": [39.4, 414.5], "hover": ["", ""], "accent": [True, False]}
)
VALUES = np.geomspace(5, 500, 1000)


def drawn(values=VALUES, size=SCREEN, classes=60):
    ticks = [(10.0, "10"), (100.0, "100")]
    return sent(
        distribution(values, MARKED, CountedAxis("m²", ticks), Verdict.COMPARABLE, LIGHT, size, LEFT_TO_RIGHT, classes)
    )


def test_only_the_counts_of_the_classes_are_sent():
    counts = drawn(classes=40)["data"][0]["y"]
    assert len(counts) == 40
    assert sum(counts) == pytest.approx(len(VALUES), rel=0.01)


def test_values_of_zero_have_no_logarithm_and_are_left_out():
    assert sum(drawn(np.append(VALUES, [0, 0, 0]))["data"][0]["y"]) == sum(drawn()["data"][0]["y"])


def test_casablanca_is_a_line_with_its_name():
    layout = drawn()["layout"]
    assert layout["shapes"][0]["x0"] == pytest.approx(np.log10(39.4))
    assert layout["shapes"][0]["line"]["color"] == LIGHT.accent
    assert layout["annotations"][0]["text"] == "<b>Casablanca</b>"


def test_the_other_cities_are_strokes():
    assert drawn()["data"][1]["x"] == pytest.approx([np.log10(414.5)])


def test_the_logarithmic_axis_prints_plain_values():
    axis = drawn()["layout"]["xaxis"]
    assert axis["tickvals"] == [1, 2]
    assert axis["ticktext"] == ["10", "100"]


def test_it_fits_the_room_carries_the_verdict_and_asks_no_other_host():
    made = drawn(size=ROOM)
    assert made["layout"]["height"] <= ROOM_HEIGHT
    assert made["layout"]["meta"] == {"verdict": "comparable"}
    assert not [text for text in strings(made) if "://" in text]


@pytest.mark.parametrize(("value", "side"), [(1.0, "left"), (50.0, "center"), (99.0, "right")])
def test_a_name_near_an_end_stands_inside(value, side):
    marked = pd.DataFrame({"name": ["Casablanca"], "value": [value], "hover": [""], "accent": [True]})
    made = sent(
        distribution(np.arange(101.0), marked, CountedAxis("%"), Verdict.COMPARABLE, LIGHT, SCREEN, LEFT_TO_RIGHT)
    )
    assert made["layout"]["annotations"][0]["xanchor"] == side


@pytest.mark.parametrize(
    ("lowest", "highest", "ends"),
    [(0.4, 99.9, [0, 100]), (1.2, 98.7, [0, 100]), (10.0, 93.0, [10, 93]), (5.0, 5.0, [4.5, 5.5])],
)
def test_a_plain_axis_ends_at_the_round_value_that_is_near(lowest, highest, ends):
    marked = pd.DataFrame({"name": ["Casablanca"], "value": [highest], "hover": [""], "accent": [True]})
    values = np.linspace(lowest, highest, 50)
    axis = CountedAxis("% of households")
    made = sent(distribution(values, marked, axis, Verdict.COMPARABLE, LIGHT, SCREEN, LEFT_TO_RIGHT))
    assert made["layout"]["xaxis"]["range"] == pytest.approx(ends)
