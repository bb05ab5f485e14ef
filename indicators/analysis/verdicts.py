"""Verdicts on a comparison, their reasons, and both in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache

from indicators.language.translator import N_, Translator, text
from indicators.model.catalogue import Caution
from indicators.text.formatting import semicolons

NEAR_YEARS = 2
"""Years apart that pass without a word."""

FAR_YEARS = 5
"""Years apart beyond which two figures are not comparable."""


class Verdict(StrEnum):
    """What may be done with two figures side by side."""

    COMPARABLE = "comparable"
    WITH_CARE = "with care"
    NOT_COMPARABLE = "not comparable"


class VerdictRule(IntEnum):
    """The rules by their number; zero is a single figure, with nothing to compare."""

    SINGLE_FIGURE = 0
    DIFFERENT_QUANTITIES = 1
    NATIONAL_FIGURE = 2
    NOT_YET_OBSERVED = 3
    DEFINITIONS_DIFFER = 4
    METHODS_DIFFER = 5
    SERIES_BREAK = 6
    PERIMETERS_DIFFER = 7
    SHARES_OF_PERIMETERS = 8
    PERIMETER_UNSURE = 9
    YEARS_APART = 10
    SELF_REPORTED = 11
    SOURCES_DIFFER = 12
    SAME_SOURCE = 13
    CAUTION = 14


@dataclass(frozen=True, order=True)
class Reason:
    """One reason: its rule, the years it speaks of, and which case of the rule.

    `years` is the gap of rule 10 or the year of a series break; `detail` is
    `edition` (rule 6), `not stated` (rules 7, 9 and 10), the protocol (rule 11), `method` (rule 12
    within one source), `strips` (rule 13, of several pictures) or the indicator (rule 14),
    whose `caution` the catalogue words.
    """

    rule: VerdictRule
    years: int = 0
    detail: str = ""
    caution: Caution | None = None

    @property
    def code(self) -> str:
        """The rule's name, as exports print it."""
        return self.rule.name.lower()

    @property
    def verdict(self) -> Verdict:
        """The verdict this reason alone leads to."""
        if self.rule in (VerdictRule.SAME_SOURCE, VerdictRule.SINGLE_FIGURE):
            return Verdict.COMPARABLE
        if self.caution is not None:
            return Verdict(self.caution.verdict)
        far = self.rule is VerdictRule.YEARS_APART and self.years > FAR_YEARS
        return Verdict.NOT_COMPARABLE if far or self.rule <= VerdictRule.PERIMETERS_DIFFER else Verdict.WITH_CARE


@dataclass(frozen=True)
class Comparison:
    """A verdict and every reason for it, in the order of the rules."""

    verdict: Verdict
    reasons: tuple[Reason, ...]

    @classmethod
    def of(cls, reasons: Iterable[Reason]) -> "Comparison":
        """Conclude from what the rules found: nothing found is comparable, else the worst."""
        return _concluded(tuple(sorted(reasons)) or (Reason(VerdictRule.SAME_SOURCE),))

    @property
    def single(self) -> bool:
        """Whether there is but one figure, so that no verdict can be given."""
        return self.reasons == (Reason(VerdictRule.SINGLE_FIGURE),)

    @property
    def rankable(self) -> bool:
        """Whether figures so compared may be put in order."""
        return self.verdict is not Verdict.NOT_COMPARABLE


@lru_cache(maxsize=4096)
def _concluded(reasons: tuple[Reason, ...]) -> Comparison:
    return Comparison(max((reason.verdict for reason in reasons), key=list(Verdict).index), reasons)


VERDICT_TEXTS = {
    Verdict.COMPARABLE: N_("Comparable"),
    Verdict.WITH_CARE: N_("Comparable with care"),
    Verdict.NOT_COMPARABLE: N_("Not comparable"),
}

REASON_TEXTS = {
    (VerdictRule.SINGLE_FIGURE, ""): N_("one figure, nothing to compare it with"),
    (VerdictRule.DIFFERENT_QUANTITIES, ""): N_("different quantities"),
    (VerdictRule.NATIONAL_FIGURE, ""): N_("national figure"),
    (VerdictRule.NOT_YET_OBSERVED, ""): N_("not yet observed"),
    (VerdictRule.DEFINITIONS_DIFFER, ""): N_("definitions differ between publications"),
    (VerdictRule.METHODS_DIFFER, ""): N_("counted by different methods"),
    (VerdictRule.SERIES_BREAK, ""): N_("series break in {years}"),
    (VerdictRule.SERIES_BREAK, "edition"): N_("another edition of the estimates"),
    (VerdictRule.PERIMETERS_DIFFER, ""): N_("different perimeters"),
    (VerdictRule.PERIMETERS_DIFFER, "not stated"): N_("totals whose perimeter is not stated"),
    (VerdictRule.SHARES_OF_PERIMETERS, ""): N_("shares of different perimeters"),
    (VerdictRule.PERIMETER_UNSURE, ""): N_("urban centre beside agglomeration"),
    (VerdictRule.PERIMETER_UNSURE, "not stated"): N_("perimeter not stated"),
    (VerdictRule.YEARS_APART, "not stated"): N_("year not stated"),
    (VerdictRule.SELF_REPORTED, ""): N_("self-reported, not verified"),
    (VerdictRule.SELF_REPORTED, "GPC"): N_("self-reported under the GPC protocol, not verified"),
    (VerdictRule.SELF_REPORTED, "CRF"): N_("self-reported in the CRF format, not verified"),
    (VerdictRule.SOURCES_DIFFER, ""): N_("different sources"),
    (VerdictRule.SOURCES_DIFFER, "method"): N_("different methods in one source"),
    (VerdictRule.SAME_SOURCE, ""): N_("same source, method, perimeter"),
    (VerdictRule.SAME_SOURCE, "strips"): N_("in each strip the same source, method, perimeter"),
}


def verdict_text(verdict: Verdict, language: str) -> str:
    """Return the verdict in the reader's language."""
    return text(language, VERDICT_TEXTS[verdict])


def reason_text(reason: Reason, language: str) -> str:
    """Return one reason in the reader's language, without a full stop."""
    if reason.rule is VerdictRule.YEARS_APART and not reason.detail:
        return Translator(language).plural("{n} year apart", "{n} years apart", reason.years)
    if reason.caution is not None:
        return reason.caution.reason.get(language)
    return text(language, REASON_TEXTS[reason.rule, reason.detail], years=reason.years)


def reasons_text(reasons: Iterable[Reason], language: str) -> str:
    """Return reasons on one line; empty where there are none."""
    return semicolons((reason_text(reason, language) for reason in reasons), language)


def rule_codes(comparison: Comparison) -> str:
    """Return the names of the rules behind a verdict, in their order, with spaces between them."""
    return " ".join(reason.code for reason in comparison.reasons)


def comparison_text(comparison: Comparison, language: str) -> str:
    """Return the verdict and all its reasons as one line; of a single figure, that it is one."""
    if comparison.single:
        sentence = reasons_text(comparison.reasons, language)
        return sentence[:1].upper() + sentence[1:]
    return text(
        language,
        N_("{verdict}: {reasons}"),
        verdict=verdict_text(comparison.verdict, language),
        reasons=reasons_text(comparison.reasons, language),
    )
