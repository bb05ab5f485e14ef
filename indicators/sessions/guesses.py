"""What the room guesses before a chart is revealed, and the published answer; or why there is nothing to guess.

The answer is what the chart's own claim was made of, so that it is the figure that the reveal shows.
"""

from dataclasses import dataclass

from indicators.analysis.standing import home_of
from indicators.analysis.verdicts import Verdict
from indicators.charts.chart import Chart
from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.sessions.session import Guess
from indicators.store.dataset import Dataset

GUESS_NOT_COMPARABLE = Rule(
    "guess_not_comparable",
    Severity.ERROR,
    N_("The room cannot guess a rank here: the figures are not comparable."),
    N_("Let it guess the value, or take other places or another year."),
)

GUESS_NO_RANK = Rule(
    "guess_no_rank",
    Severity.ERROR,
    N_("The room cannot guess a rank here: the chart ranks no places, or not the city."),
    N_("Take a chart of ranks that has the city, or let the room guess the value."),
)

GUESS_NO_VALUE = Rule(
    "guess_no_value",
    Severity.ERROR,
    N_("The room cannot guess a value here: the chart says no single figure of the city."),
    N_("Take a chart of ranks or of years that has a figure of the city."),
)


@dataclass(frozen=True)
class PublishedAnswer:
    """The published answer of a guess: a value in the unit of `indicator`, or the ranks `first` to `last` among `of`.

    Places that the source cannot tell apart share a rank: every rank of the band is right.
    """

    guess: Guess
    indicator: str
    year: int | None
    value: float | None = None
    first: int | None = None
    last: int | None = None
    of: int | None = None


def subject_of(dataset: Dataset, chart: Chart) -> str:
    """Return whose figure a chart is about: home, of an indicator of countries its country."""
    entry = dataset.catalogue.get(chart.indicator)
    return home_of(dataset, entry) if entry is not None else dataset.home.city


def answer(guess: Guess, chart: Chart, home: str) -> tuple[PublishedAnswer | None, list[Finding]]:
    """Return the answer that a chart gives of the city `home`; None and why, where the question refuses itself."""
    if guess is Guess.RANK and not chart.comparison.single and chart.comparison.verdict is Verdict.NOT_COMPARABLE:
        return None, [Finding(GUESS_NOT_COMPARABLE)]
    claim = chart.claim
    about_home = claim is not None and home in claim.places
    parts = claim.parts if claim is not None and about_home else {}
    year = claim.years[-1] if claim is not None and claim.years else None
    if guess is Guess.RANK:
        if not {"band_first", "band_last", "of"} <= parts.keys():
            return None, [Finding(GUESS_NO_RANK)]
        first, last, of = (int(parts[name]) for name in ("band_first", "band_last", "of"))
        return PublishedAnswer(guess, chart.indicator, year, first=first, last=last, of=of), []
    value = parts.get("value", parts.get("last"))
    if not isinstance(value, (int, float)):
        return None, [Finding(GUESS_NO_VALUE)]
    return PublishedAnswer(guess, chart.indicator, year, value=float(value)), []
