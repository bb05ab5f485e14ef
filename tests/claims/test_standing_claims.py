"""Where home stands, in words: what a mayor would say of the others, with the rank in the line below."""

import pytest

from indicators.analysis import derive
from indicators.analysis.standing import among
from indicators.analysis.verdicts import Verdict
from indicators.claims import standing_claims
from indicators.claims.standing_claims import Counts
from indicators.model.catalogue import Names
from indicators.model.vocabulary import Level
from tests.helpers.comparison_examples import entry, gazetteer, names, rows

PLACES = gazetteer()


def standing_of(values: dict[str, float], **changes: object):
    table = rows(*({"place": place, "value": value} for place, value in values.items()))
    return among(derive.latest(table), entry(**changes), PLACES, "casablanca")


@pytest.mark.parametrize(
    ("values", "direction", "ending"),
    [
        # Basic or slum dwellings in three communes, census of 2024.
        ((7.2, 0.4, 0.8), "lower", ", the highest of 3 comparable cities."),
        ((0.4, 7.2, 0.8), "lower", ", the lowest of 3 comparable cities."),
        ((0.4, 7.2, 0.8), "higher", ", the lowest of 3 comparable cities."),
        ((0.8, 7.2, 0.4), "none", ", near the middle of the comparable cities."),
        ((5.0, 5.0, 5.0), "higher", ", about the same as in the other comparable cities."),
        ((5.0, 5.0, 4.0), "none", ", no lower than in most other comparable cities."),
    ],
)
def test_the_sentence_says_how_the_others_lie(values, direction, ending):
    standing = standing_of(dict(zip(("casablanca", "tunis", "cairo"), values, strict=True)), direction=direction)
    assert standing_claims.position(standing, "en").text.endswith(ending)


def test_the_catalogues_own_words_say_the_most_and_the_least():
    words = {"highest": names("the most slums"), "lowest": names("the fewest slums")}
    standing = standing_of({"casablanca": 7.2, "tunis": 0.4, "cairo": 1.0}, superlatives=words)
    claim = standing_claims.position(standing, "en", Names(**names("large cities")))
    assert claim.text == "Of 3 large cities, Casablanca (urban centre) has the most slums: 7.2% of residents in 2020."


def test_shares_of_a_sample_less_than_a_point_apart_are_level():
    claim = standing_claims.position(standing_of({"casablanca": 98.2, "tunis": 99.2, "cairo": 99.1}, tie=1.0), "en")
    assert claim.text.endswith(", no higher than in most other comparable cities.")
    assert claim.standing.startswith("Higher in 1 of 2 other comparable cities, about the same in 1; 2nd to 3rd of 3, ")
    assert claim.rank.startswith("Places less than 1 point apart share a band")


@pytest.mark.parametrize(
    ("first", "last", "level", "verdict", "expected"),
    [
        (4, 6, Level.CITY, Verdict.COMPARABLE, "4th to 6th of 27 comparable cities"),
        (1, 1, Level.CITY, Verdict.WITH_CARE, "1st of 27 cities comparable with care"),
        (2, 3, Level.COUNTRY, Verdict.COMPARABLE, "2nd to 3rd of 27 comparable countries"),
        (2, 2, Level.COUNTRY, Verdict.WITH_CARE, "2nd of 27 countries comparable with care"),
        (2, 2, Level.FACILITY, Verdict.COMPARABLE, "2nd of 27 facilities"),
    ],
)
def test_position_in_words(first, last, level, verdict, expected):
    assert standing_claims.band_text(first, last, 27, level, verdict, "en") == expected


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
    sentence = standing_claims.among("Fill: 5%", Counts(above, level, below), "other cities", "cities", "en")
    assert sentence == f"Fill: 5%, {ending}"


@pytest.mark.parametrize("lies", [Counts(a, b, c) for a in range(8) for b in range(8) for c in range(8) if a + b + c])
def test_most_is_never_stated_of_half_or_less(lies):
    of, sentence = sum(lies), standing_claims.among("", lies, "others", "everyone", "en")
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
    assert standing_claims.counted(lies, f"{sum(lies)} other cities", "en") == expected


def test_french_needs_no_agreement_with_what_was_counted():
    lies = Counts(2, 0, 7)
    others = "autres grandes villes du Maroc"
    assert standing_claims.among("Fosse septique : 1,4 %", lies, others, "grandes villes du Maroc", "fr") == (
        "Fosse septique : 1,4 %, plus que dans la plupart des autres grandes villes du Maroc"
    )
    assert standing_claims.counted(lies, f"9 {others}", "fr") == (
        "Chiffre plus élevé dans 2 des 9 autres grandes villes du Maroc, plus bas dans 7"
    )
