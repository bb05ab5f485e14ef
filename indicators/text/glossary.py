"""The words that the screen uses in a meaning of its own, stated plainly; `docs/glossary.md` has those of the code."""

from dataclasses import dataclass

from indicators.language.translator import N_, Translator


@dataclass(frozen=True)
class Term:
    """A word of the screen: its id in addresses, the word, how it is written where it is linked, and what it means.

    `written` are the forms to look for in a text, separated by "|".
    """

    id: str
    word: str
    written: str
    meaning: str


TERMS = (
    Term("comparable", N_("comparable"), N_("Comparable"),
         N_("Two figures count the same thing, in the same way, within the same kind of outline, in near years.")),
    Term("with-care", N_("comparable with care"), N_("Comparable with care|with care"),
         N_("They may stand side by side, but something differs; the line says what. Small gaps mean nothing.")),
    Term("not-comparable", N_("not comparable"), N_("Not comparable|not comparable"),
         N_("The figures count different things. They are shown, but not ranked against each other.")),
    Term("perimeter", N_("perimeter"), N_("Perimeter|perimeter"),
         N_("The outline a figure was counted in: commune, prefecture, urban centre, agglomeration. A city "
            "has several.")),
    Term("band", N_("band"), N_("share a band|band"),
         N_("Places so close to each other that the source cannot tell which is ahead: they share their ranks.")),
    Term("tie", N_("tie"), N_("tied|tie"),
         N_("A difference smaller than what the source can measure. It is no difference.")),
    Term("median", N_("median"), N_("median"),
         N_("The value in the middle: half of the places have more, half have less.")),
    Term("stand-in", N_("national figure (stand-in)"), N_("national figure|stand-in"),
         N_("Where a city has no figure, its country’s is shown, hollow or dashed. It is never ranked among cities.")),
    # “Less than” within a sentence says what it always says.
    Term("limit", N_("limit"), N_("open triangle"),
         N_("A source says only “less than” or “more than”. It is drawn as a triangle and never ranked.")),
    Term("projection", N_("projection"), N_("projected|projection"),
         N_("A value that a source expects and did not observe. It is dotted, and no sentence calls it a fact.")),
    Term("edition", N_("edition (vintage)"), N_("edition|vintage"),
         N_("Which release of a publication a figure is from. Publishers correct earlier years in later editions.")),
    Term("break", N_("series break"), N_("Series break|series break"),
         N_("A year in which what is counted, or how, changed. No trend is read across it.")),
    Term("pace", N_("pace"), N_("pace"),
         N_("The change a year along one unbroken series. “At this pace” continues it straight on; it is no "
            "forecast.")),
    Term("status", N_("status"), N_("Status|status"),
         N_("A colour of the SDG method, only where a publication sets thresholds for this measure.")),
    Term("official-indicator", N_("official indicator"), N_("official indicator"),
         N_("The indicator that the United Nations use for this target.")),
    Term("proxy", N_("proxy"), N_("proxy"),
         N_("It speaks to a target without being its official indicator: it measures a part of it, or "
            "something near.")),
    Term("modelled", N_("modelled"), N_("modelled"),
         N_("Worked out from other data with assumptions, and not counted on the spot.")),
    Term("doubtful", N_("doubtful"), N_("doubtful"),
         N_("Shown as published, though something speaks against it; the note says what.")),
    Term("no-figure", N_("no published figure"), N_("No published figure|no published figure"),
         N_("None is held here. That does not say that none exists. Gaps are never filled by an estimate of ours.")),
    Term("data-version", N_("data version"), N_("Data version|data version"),
         N_("A fingerprint of all figures on the screen. Two people with the same version see the same numbers.")),
)  # fmt: skip
"""The words, in the order in which a reader meets them."""


def linked_words(language: str) -> list[tuple[str, str]]:
    """Return for each word its id and the forms that are linked to it, in a language."""
    t = Translator(language)
    return [(term.id, t(term.written)) for term in TERMS]
