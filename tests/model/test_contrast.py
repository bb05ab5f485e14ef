"""The contrast formula, on the values WCAG and its readers publish."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.model.contrast import AA, BLACK, WHITE, luminance, ratio, text_on


def test_black_on_white_is_21() -> None:
    assert ratio(BLACK, WHITE) == pytest.approx(21)
    assert ratio(WHITE, BLACK) == pytest.approx(21)


@pytest.mark.parametrize(("grey", "passes"), [("#767676", True), ("#777777", False)])
def test_the_lightest_grey_that_passes_on_white(grey: str, passes: bool) -> None:
    assert (ratio(grey, WHITE) >= AA) is passes


def test_luminance_of_the_primaries_is_their_weight() -> None:
    assert [luminance(colour) for colour in ("#FF0000", "#00FF00", "#0000FF")] == [0.2126, 0.7152, 0.0722]


@given(st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}"))
def test_text_on_any_ground_reaches_aa(ground: str) -> None:
    assert ratio(text_on(ground), ground) >= AA


@pytest.mark.parametrize("wrong", ["E5243B", "#FFF", "red", "#GGGGGG", ""])
def test_anything_but_rrggbb_is_named(wrong: str) -> None:
    with pytest.raises(ValueError, match="is not a colour of the form #RRGGBB"):
        luminance(wrong)
