"""The counts of the others in words: most, the same, the middle, and none that is nought."""

import pytest

from indicators.claims import counts
from indicators.claims.counts import Counts


@pytest.mark.parametrize(
    ("above", "level", "below", "ending"),
    [
        (13, 0, 5, "lower than in most other cities"),
        (0, 1, 8, "higher than in most other cities"),
        (3, 5, 1, "about the same as in most other cities"),
        (0, 9, 0, "about the same as in the other cities"),
        (0, 0, 9, "higher than in the other cities"),
        (9, 0, 0, "lower than in the other cities"),
        # Half is not most, and 11 of 21 is no majority that a mayor would claim.
        (5, 0, 5, "near the middle of the cities"),
        (11, 0, 10, "near the middle of the cities"),
        (3, 4, 3, "near the middle of the cities"),
        (4, 4, 0, "no higher than in most other cities"),
        (1, 4, 4, "no lower than in most other cities"),
    ],
)
def test_where_the_figure_lies(above, level, below, ending):
    sentence = counts.among("Fill: 5%", Counts(above, level, below), "other cities", "cities", "en")
    assert sentence == f"Fill: 5%, {ending}"


@pytest.mark.parametrize("lies", [Counts(a, b, c) for a in range(8) for b in range(8) for c in range(8) if a + b + c])
def test_most_is_never_stated_of_half_or_less(lies):
    of, sentence = sum(lies), counts.among("", lies, "others", "everyone", "en")
    holds = {
        "lower than in most": lies.above > of / 2,
        "higher than in most": lies.below > of / 2,
        "about the same as in most": lies.level > of / 2,
        "near the middle": max(lies.above, lies.below) <= of * 0.6,
        "no higher than in most": lies.above + lies.level > of / 2,
        "no lower than in most": lies.below + lies.level > of / 2,
        "the same as in the": lies.level == of,
        "lower than in the": lies.above == of,
        "higher than in the": lies.below == of,
    }
    assert all(true for words, true in holds.items() if f", {words} " in sentence)
    assert sum(f", {words} " in sentence for words in holds) + ("about the same as in the" in sentence) == 1


@pytest.mark.parametrize(
    ("lies", "expected"),
    [
        (Counts(13, 0, 10), "Higher in 13 of 23 other cities, lower in 10"),
        (Counts(20, 8, 1), "Higher in 20 of 29 other cities, about the same in 8, lower in 1"),
        (Counts(0, 365, 1133), "About the same in 365 of 1498 other cities, lower in 1,133"),
        (Counts(0, 9, 0), "About the same in all 9 other cities"),
        (Counts(0, 0, 4), "Lower in all 4 other cities"),
        (Counts(4, 0, 0), "Higher in all 4 other cities"),
    ],
)
def test_the_numbers_leave_out_what_is_nought(lies, expected):
    assert counts.counted(lies, f"{sum(lies)} other cities", "en") == expected


def test_french_needs_no_agreement_with_what_was_counted():
    lies = Counts(2, 0, 7)
    others = "autres grandes villes du Maroc"
    assert counts.among("Fosse septique : 1,4 %", lies, others, "grandes villes du Maroc", "fr") == (
        "Fosse septique : 1,4 %, plus que dans la plupart des autres grandes villes du Maroc"
    )
    assert counts.counted(lies, f"9 {others}", "fr") == (
        "Chiffre plus élevé dans 2 des 9 autres grandes villes du Maroc, plus bas dans 7"
    )
