"""The words that the screen uses in a meaning of its own, stated plainly; `docs/glossary.md` has those of the code."""

from dataclasses import dataclass

from indicators.language.translator import N_, Translator


@dataclass(frozen=True)
class Term:
    """A word of the screen: its id in addresses, the word, what it means, and how it is written where it is linked.

    `written` are the forms to look for in a text, separated by "|".
    """

    id: str
    word: str
    meaning: str
    written: str


TERMS = (
    Term(
        "comparable",
        N_("comparable"),
        N_("Two figures count the same thing, in the same way, within the same kind of outline, in near years."),
        N_("Comparable"),
    ),
    Term(
        "with-care",
        N_("comparable with care"),
        N_("They may stand side by side, but something differs; the line says what. Small gaps mean nothing."),
        N_("Comparable with care|with care"),
    ),
    Term(
        "not-comparable",
        N_("not comparable"),
        N_("The figures count different things. They are shown, but not ranked against each other."),
        N_("Not comparable|not comparable"),
    ),
    Term(
        "perimeter",
        N_("perimeter"),
        N_(
            "The outline a figure was counted in: commune, prefecture, urban centre, agglomeration. A city has several."
        ),
        N_("Perimeter|perimeter"),
    ),
    Term(
        "band",
        N_("band"),
        N_("Places so close to each other that the source cannot tell which is ahead: they share their ranks."),
        N_("share a band|band"),
    ),
    Term(
        "tie",
        N_("tie"),
        N_("A difference smaller than what the source can measure. It is no difference."),
        N_("tied|tie"),
    ),
    Term(
        "median",
        N_("median"),
        N_("The value in the middle: half of the places have more, half have less."),
        N_("median"),
    ),
    Term(
        "stand-in",
        N_("national figure (stand-in)"),
        N_("Where a city has no figure, its country’s is shown, hollow or dashed. It is never ranked among cities."),
        N_("national figure|stand-in"),
    ),
    Term(
        "limit",
        N_("limit"),
        N_("A source says only “less than” or “more than”. It is drawn as a triangle and never ranked."),
        # “Less than” within a sentence says what it always says.
        N_("open triangle"),
    ),
    Term(
        "projection",
        N_("projection"),
        N_("A value that a source expects and did not observe. It is dotted, and no sentence calls it a fact."),
        N_("projected|projection"),
    ),
    Term(
        "edition",
        N_("edition (vintage)"),
        N_("Which release of a publication a figure is from. Publishers correct earlier years in later editions."),
        N_("edition|vintage"),
    ),
    Term(
        "break",
        N_("series break"),
        N_("A year in which what is counted, or how, changed. No trend is read across it."),
        N_("Series break|series break"),
    ),
    Term(
        "pace",
        N_("pace"),
        N_("The change a year along one unbroken series. “At this pace” continues it straight on; it is no forecast."),
        N_("pace"),
    ),
    Term(
        "status",
        N_("status"),
        N_("A colour of the SDG method, only where a publication sets thresholds for this measure."),
        N_("Status|status"),
    ),
    Term(
        "official-indicator",
        N_("official indicator"),
        N_("The indicator that the United Nations use for this target."),
        N_("official indicator"),
    ),
    Term(
        "proxy",
        N_("proxy"),
        N_("It speaks to a target without being its official indicator: it measures a part of it, or something near."),
        N_("proxy"),
    ),
    Term(
        "modelled",
        N_("modelled"),
        N_("Worked out from other data with assumptions, and not counted on the spot."),
        N_("modelled"),
    ),
    Term(
        "doubtful",
        N_("doubtful"),
        N_("Shown as published, though something speaks against it; the note says what."),
        N_("doubtful"),
    ),
    Term(
        "no-figure",
        N_("no published figure"),
        N_("None is held here. That does not say that none exists. Gaps are never filled by an estimate of ours."),
        N_("No published figure|no published figure"),
    ),
    Term(
        "data-version",
        N_("data version"),
        N_("A fingerprint of all figures on the screen. Two people with the same version see the same numbers."),
        N_("Data version|data version"),
    ),
)
"""The words, in the order in which a reader meets them."""


def linked_words(language: str) -> list[tuple[str, str]]:
    """Return for each word its id and the forms that are linked to it, in a language."""
    t = Translator(language)
    return [(term.id, t(term.written)) for term in TERMS]
