"""The colours hold the contrasts that WCAG 2.2 asks for, and colour is never alone."""

import re
from pathlib import Path

import pytest

from indicators.figures.palette import DARK, LIGHT, on_paper, palette
from indicators.model.contrast import AA, ratio

DRAWN = 3.0
"""The least contrast of what is drawn with its ground (success criterion 1.4.11)."""

LOOK = (Path(__file__).parents[2] / "static" / "look.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "muted", "accent", "hollow", "mark"])
def test_text_reads_on_the_paper(colours, name):
    assert ratio(getattr(colours, name), colours.paper) >= AA


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_bars_and_lines_of_peers_are_seen_on_the_paper(colours):
    assert ratio(colours.peer, colours.paper) >= DRAWN


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_accent_stands_out_more_than_the_peers(colours):
    assert ratio(colours.accent, colours.paper) > ratio(colours.peer, colours.paper)


def test_only_dark_is_dark():
    assert palette("dark") is DARK
    assert palette("light") is LIGHT
    assert palette("") is LIGHT


@pytest.mark.parametrize(("selector", "colours"), [(":root", LIGHT), ("body:has(.cs-dark)", DARK)])
def test_the_pages_wear_the_colours_of_the_figures(selector, colours):
    rule = LOOK[LOOK.index(selector) :].split("}")[0]
    worn = dict(re.findall(r"--cs-([a-z]+): (#[0-9a-f]{6})", rule))
    for of_page, of_figure in (("paper", "paper"), ("ink", "ink"), ("muted", "muted"), ("accent", "accent")):
        assert worn[of_page] == getattr(colours, of_figure).lower()


@pytest.mark.parametrize(("selector", "colours"), [(":root", LIGHT), ("body:has(.cs-dark)", DARK)])
@pytest.mark.parametrize("theme", ["water", "energy", "land", "carbon"])
def test_the_hue_of_a_theme_reads_as_text(selector, colours, theme):
    rule = LOOK[LOOK.index(selector) :].split("}")[0]
    hue = re.search(rf"--cs-{theme}: (#[0-9a-f]{{6}})", rule)
    assert hue is not None
    assert ratio(hue[1], colours.paper) >= AA


def test_a_dark_screen_prints_in_the_colours_of_the_light_one():
    pairs = on_paper()
    for name in ("paper", "ink", "muted", "hairline", "peer", "peer_line", "accent", "hollow", "mark"):
        assert pairs[getattr(DARK, name).lower()] == getattr(LIGHT, name).lower()
    assert set(pairs.values()) & {DARK.paper.lower(), DARK.ink.lower(), DARK.accent.lower()} == set()
