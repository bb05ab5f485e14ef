"""The strips: each indicator on its own scale, Casablanca a diamond among dots."""

import pandas as pd
import pytest

from indicators.analysis.verdicts import Verdict
from indicators.figures.direction import LEFT_TO_RIGHT
from indicators.figures.palette import LIGHT
from indicators.figures.strips import strips
from indicators.figures.template import ROOM, ROOM_HEIGHT, SCREEN
from tests.helpers.figures import sent, strings, texts

ROWS = pd.DataFrame(
    [
        ("transport", "People near public transport", "66.5%", "Johannesburg 20.8%", "Lisbon 99.5%", 20.8, 99.5),
        ("footprint", "Consumption carbon footprint per person", "1.8 t", "Lagos 0.5 t", "Chicago 21.1 t", 0.5, 21.1),
    ],
    columns=["indicator", "name", "own_text", "low_text", "high_text", "low", "high"],
)
DOTS = pd.DataFrame(
    [
        ("transport", 20.8, False), ("transport", 66.5, True), ("transport", 99.5, False),
        ("footprint", 0.5, False), ("footprint", 1.8, True), ("footprint", 21.1, False),
    ],
    columns=["indicator", "value", "accent"],
).assign(hover="")  # fmt: skip


def drawn(size=SCREEN, rows=ROWS, dots=DOTS):
    return strips(rows, dots, Verdict.COMPARABLE, LIGHT, size, LEFT_TO_RIGHT)


def test_each_strip_has_a_scale_of_its_own():
    peers = sent(drawn())["data"][0]
    assert peers["x"] == [0, 1, 0, 1]
    assert peers["y"] == [1, 1, 0, 0]
    wider = sent(drawn(rows=ROWS.assign(low=[0, 0], high=[100, 42.2])))["data"][0]
    assert wider["x"] == pytest.approx([0.208, 0.995, 0.5 / 42.2, 0.5], abs=1e-4)


def test_casablanca_is_a_diamond_in_the_accent():
    own = sent(drawn())["data"][1]
    assert own["x"] == pytest.approx([(66.5 - 20.8) / (99.5 - 20.8), 1.3 / 20.6], abs=1e-4)
    assert (own["marker"]["symbol"], own["marker"]["color"]) == ("diamond", LIGHT.accent)


def test_the_ends_and_casablancas_value_are_written():
    written = texts(drawn())
    assert {"Johannesburg 20.8%", "Lisbon 99.5%", "Lagos 0.5 t", "Chicago 21.1 t"} <= set(written)
    assert "<b>66.5%</b>" in written


def test_the_names_stand_over_the_strips_on_a_screen_beside_them_in_a_room():
    assert "<b>People near public transport</b>" in texts(drawn())
    room = sent(drawn(ROOM))
    assert "<b>People near public transport</b>" not in texts(drawn(ROOM))
    assert room["layout"]["yaxis"]["ticktext"] == [
        "People near public transport", "Consumption carbon footprint per ...",
    ]  # fmt: skip


def test_equal_values_do_not_divide_by_zero():
    same = DOTS.assign(value=5.0)
    assert set(sent(drawn(rows=ROWS.assign(low=5.0, high=5.0), dots=same))["data"][0]["x"]) == {0}


@pytest.mark.parametrize("count", [1, 5, 8])
def test_strips_fit_the_room(count):
    rows = pd.concat([ROWS.iloc[[0]].assign(indicator=f"i{index}") for index in range(count)], ignore_index=True)
    dots = pd.concat([DOTS[DOTS["indicator"] == "transport"].assign(indicator=f"i{index}") for index in range(count)])
    assert sent(drawn(ROOM, rows, dots.reset_index(drop=True)))["layout"]["height"] <= ROOM_HEIGHT


def test_the_verdict_travels_and_nothing_asks_another_host():
    made = sent(drawn())
    assert made["layout"]["meta"] == {"verdict": "comparable"}
    assert not [text for text in strings(made) if "://" in text]
