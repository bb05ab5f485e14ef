"""The colours of charts as the three kinds of colour blindness see them, and in grey print.

Vision is simulated after Machado, Oliveira and Fernandes (2009) at full severity; differences are those of
CAM02-UCS, where 1 is about what an eye can just tell apart side by side.
"""

from itertools import pairwise

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE

from indicators.figures.palette import DARK, LIGHT, Palette

KINDS = ("protanomaly", "deuteranomaly", "tritanomaly")

APART = 10.0
"""The least difference of two colours that mean different things."""

BESIDE = 8.0
"""The least difference of two classes next to each other, which stand in order in a legend too."""

THEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])

ROWS = ("steps", "worse", "better", "falls", "rises")


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)])


def seen(colour: str, kind: str) -> np.ndarray:
    """Return a colour as one kind of colour blindness sees it."""
    space = {"name": "sRGB1+CVD", "cvd_type": kind, "severity": 100}
    return np.clip(cspace_convert(rgb(colour), space, "sRGB1"), 0, 1)


def difference(text: str, other: str, kind: str) -> float:
    return float(deltaE(seen(text, kind), seen(other, kind), input_space="sRGB1"))


def lightness(colour: str) -> float:
    """Return how light a colour is in grey print, from 0 to 100."""
    return float(cspace_convert(rgb(colour), "sRGB1", "CIELab")[0])


@THEMES
@pytest.mark.parametrize("kind", KINDS)
def test_the_home_city_stands_out_among_its_peers(colours: Palette, kind: str) -> None:
    for other in (colours.peer, colours.peer_line, colours.paper):
        assert difference(colours.accent, other, kind) >= APART


@THEMES
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("row", ROWS)
def test_the_classes_of_a_map_are_distinguished(colours: Palette, kind: str, row: str) -> None:
    tones = getattr(colours, row)
    for one, other in pairwise((colours.unchanged, *tones) if row != "steps" else tones):
        assert difference(one, other, kind) >= BESIDE, (one, other)


@THEMES
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("one", "other"), [("worse", "better"), ("falls", "rises")])
def test_the_two_sides_of_a_change_are_distinguished(colours: Palette, kind: str, one: str, other: str) -> None:
    for left, right in zip(getattr(colours, one), getattr(colours, other), strict=True):
        assert difference(left, right, kind) >= BESIDE, (left, right)


@THEMES
@pytest.mark.parametrize("row", ROWS)
def test_the_classes_of_a_map_keep_their_order_in_grey(colours: Palette, row: str) -> None:
    tones = [lightness(tone) for tone in getattr(colours, row)]
    steps = np.diff(tones)
    assert (steps > 0).all() or (steps < 0).all()
    assert abs(steps).min() >= 8


@THEMES
def test_the_home_city_differs_from_its_peers_in_grey(colours: Palette) -> None:
    assert abs(lightness(colours.accent) - lightness(colours.peer)) >= 10


def test_the_simulation_knows_what_red_and_green_are_to_the_colour_blind() -> None:
    """What everybody knows of them: red and green come near each other, blue and yellow do not."""
    red, green, blue, yellow = "#D62728", "#6B8E23", "#1F4FD6", "#E8C21A"
    for kind in ("protanomaly", "deuteranomaly"):
        assert difference(red, green, kind) < 0.5 * float(deltaE(rgb(red), rgb(green), input_space="sRGB1"))
        assert difference(blue, yellow, kind) > 40
