"""Text from right to left: seen in the right order, its letters joined."""

import pytest

from indicators.handout.shaping import (
    needs_order,
    outline,
    pieces,
    runs_left,
    shaped,
    shaped_width,
    unwrapped,
    visual,
    wrapped_left,
)
from indicators.handout.typeface import FACES, FONTS

LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"
REGULAR = FONTS / FACES["arabic"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (f"الماء {LRI}-3,5%{PDI}", "-3,5% ءاملا"),
        (f"من {LRI}2014–2024{PDI}", "2014–2024 نم"),
        ("م³/يوم", "موي/³م"),
        (f"هدف {LRI}(SDG 6.4.2){PDI}", "(SDG 6.4.2) فده"),
        ("غاز CO₂ كله", "هلك CO₂ زاغ"),
        (f"{RLI}CO₂ في المدينة{PDI}", "ةنيدملا يف CO₂"),
        ("المرتبة 4 من 10", "10 نم 4 ةبترملا"),
    ],
)
def test_a_line_is_seen_in_the_order_of_unicode(text, seen):
    assert visual(text) == seen


def test_brackets_open_towards_what_they_hold():
    assert visual("«الدار» (البيضاء)") == "(ءاضيبلا) «رادلا»"
    assert visual("الماء (SDG 6) هنا") == "انه (SDG 6) ءاملا"
    assert visual("a (b) c") == "a (b) c"


def test_words_of_arabic_are_whole_and_read_from_the_right():
    assert [(piece.text, piece.arabic) for piece in pieces("الدار 98,2")] == [("98,2 ", False), ("الدار", True)]


def test_other_texts_need_no_order():
    assert not needs_order("Casablanca, 98.2 %")
    assert needs_order(f"{LRI}98,2%{PDI}")
    assert needs_order("الدار")


@pytest.mark.parametrize(
    ("text", "left"),
    [("الدار 5", True), ("5 الدار", True), ("Casa الدار", False), (f"{RLI}Casa الدار{PDI}", True), ("5", False)],
)
def test_a_line_runs_where_its_first_letter_runs(text, left):
    assert runs_left(text) is left


def test_the_marks_of_a_whole_line_are_taken_off_and_those_within_stay():
    number = f"{LRI}-3{PDI}"
    assert unwrapped(f"{RLI}الماء {number}{PDI}") == f"الماء {number}"
    assert unwrapped(f"{RLI}الماء") == "الماء"
    assert unwrapped(f" 2024{PDI}") == " 2024"
    assert wrapped_left(f"{RLI}الماء{PDI}") == f"{RLI}الماء{PDI}"


def test_letters_are_joined():
    alone = sum(shaped_width(letter, REGULAR) for letter in "بببب")
    assert shaped_width("بببب", REGULAR) < alone * 0.8
    first, last = shaped("بب", REGULAR)[-1], shaped("بب", REGULAR)[0]
    assert first.number != last.number
    # lam and alef are one shape, a mark takes no room of its own
    assert len(shaped("لا", REGULAR)) == 1
    assert shaped_width("مَ", REGULAR) == pytest.approx(shaped_width("م", REGULAR))


def test_an_outline_stands_on_its_line():
    rings = outline(shaped("ا", REGULAR)[0].number, REGULAR)
    heights = [y for ring in rings for _, y in ring]
    assert min(heights) == pytest.approx(0, abs=0.02)
    assert 0.6 < max(heights) < 0.9
