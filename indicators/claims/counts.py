"""Counts of the others in words: whether most of them are higher, about level or lower, and in how many each is so.

A title says the first, as a mayor would; the numbers stand in the line below it. What is compared is called by a
noun that is chosen by whoever asks: cities, countries, communes.
"""

from typing import NamedTuple

from indicators.language.translator import N_, Translator
from indicators.text import formatting


class Counts(NamedTuple):
    """In how many of the others the figure is higher, about the same and lower."""

    above: int
    level: int
    below: int


NEAR_HALF, QUARTER = 0.4, 0.25
"""From these shares of the others on, above and below alike, home is near the middle: 11 above and 10 below are no
majority that anyone would speak of, and where many are about level, a quarter on either side is enough."""


def among(claim: str, counts: Counts, others: str, everyone: str, language: str) -> str:
    """Return the words of a figure and where it lies: above, about level with or below most of the `others`.

    `everyone` is what they are called with home among them. *Most* is stated of more than half only, and not of
    halves that are nearly even.
    """
    return Translator(language)(_template(counts), claim=claim, others=others, everyone=everyone)


def _template(counts: Counts) -> str:
    """Return the sentence for these counts: the first whose case holds."""
    of, either = sum(counts), min(counts.above, counts.below)
    middle = N_("{claim}, near the middle of the {everyone}")
    cases = (
        (counts.level == of, N_("{claim}, about the same as in the {others}")),
        (counts.above == of, N_("{claim}, lower than in the {others}")),
        (counts.below == of, N_("{claim}, higher than in the {others}")),
        (either >= of * NEAR_HALF, middle),
        (counts.above * 2 > of, N_("{claim}, lower than in most {others}")),
        (counts.below * 2 > of, N_("{claim}, higher than in most {others}")),
        (counts.level * 2 > of, N_("{claim}, about the same as in most {others}")),
        (either >= of * QUARTER, middle),
        (counts.above > counts.below, N_("{claim}, no higher than in most {others}")),
        (True, N_("{claim}, no lower than in most {others}")),
    )
    return next(template for holds, template in cases if holds)


def counted(counts: Counts, others: str, language: str) -> str:
    """Return the numbers: `Higher in 13 of 23 other comparable cities, lower in 10`; none that is nought.

    `others` comes with its number.
    """
    t = Translator(language)
    ways = [(number, words) for number, words in zip(counts, _WAYS, strict=True) if number]
    if len(ways) == 1:
        return t(ways[0][1].all, others=others)
    (number, words), *others_counted = ways
    first = t(words.first, n=formatting.number(number, 0, language), others=others)
    then = [t(words.then, n=formatting.number(number, 0, language)) for number, words in others_counted]
    return formatting.commas([first, *then], language)


class _Way(NamedTuple):
    """How one way to lie is stated of all the others, as the first of several and after another."""

    all: str
    first: str
    then: str


_WAYS = (
    _Way(N_("Higher in all {others}"), N_("Higher in {n} of {others}"), ""),
    _Way(N_("About the same in all {others}"), N_("About the same in {n} of {others}"), N_("about the same in {n}")),
    _Way(N_("Lower in all {others}"), N_("Lower in {n} of {others}"), N_("lower in {n}")),
)
"""Higher, about the same, lower: the order of :class:`Counts`."""
