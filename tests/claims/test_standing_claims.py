"""Where home stands, in words: what a mayor would say of the others, with the rank in the line below."""

import pytest

from indicators.analysis import derive
from indicators.analysis.standing import among
from indicators.analysis.verdicts import Verdict
from indicators.claims import standing_claims
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
