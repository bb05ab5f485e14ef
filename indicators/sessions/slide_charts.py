"""The charts of slides: what a slide asks for, the chart it shows, the title over it, what the room guesses of it.

A slide holds an address, no figure: its chart is made when it is shown, of the data as they are then.
"""

from dataclasses import dataclass, replace

from indicators.analysis.standing import home_of
from indicators.analysis.verdicts import Verdict
from indicators.charts.chart import Chart, Look
from indicators.charts.dispatch import chart_of
from indicators.charts.request import ChartRequest
from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import N_
from indicators.sessions.session import Guess, Session, Slide, SlideKind
from indicators.store.dataset import Dataset
from indicators.web.addresses import chart_address, read_chart, split_chart

SLIDE_CHART_ABSENT = Rule(
    "slide_chart_absent",
    Severity.ERROR,
    N_("The data hold no figure for the chart “{value}”."),
    N_("Choose another kind of chart or other places, or take the slide out."),
)


def spoken(language: str) -> str:
    """Return the language that claims are made in for a reader of `language`: English where charts do not speak it."""
    return language if language in SCREEN_LANGUAGES else SCREEN_LANGUAGES[0]


def slide_request(dataset: Dataset, slide: Slide, language: str) -> tuple[ChartRequest | None, list[Finding]]:
    """Return what the chart of a slide is asked for, in a language, and a finding for each part not honoured.

    None for a slide that is no chart, and where the indicator or the kind of chart is not known: that is an error.
    """
    if slide.chart is None:
        return None, []
    name, query = split_chart(slide.chart)
    return read_chart(name, {**query, "lang": spoken(language)}, dataset)


def slide_chart(dataset: Dataset, slide: Slide, look: Look) -> tuple[Chart | None, list[Finding]]:
    """Return the chart that a slide shows, and what was found; None with an error where it cannot be made."""
    state, findings = slide_request(dataset, slide, look.language)
    if state is None:
        return None, findings
    chart = chart_of(dataset, state, replace(look, language=spoken(look.language)))
    if chart is None:
        findings = [*findings, Finding(SLIDE_CHART_ABSENT, value=str(slide.chart)[:80])]
    return chart, findings


def slide_title(slide: Slide, chart: Chart | None, language: str) -> str:
    """Return the title over a slide for a reader of a language: its own, else its chart's claim, else what it shows.

    A claim in the reader's language goes before a title in another.
    """
    if slide.title is not None and (chart is None or not slide.title.missing([language])):
        return slide.title.get(language)
    if chart is not None:
        return chart.title
    described = slide.alt or slide.text
    return described.get(language) if described else (slide.chart or "")


def slide_titles(dataset: Dataset, session: Session, look: Look) -> list[str]:
    """Return the titles of a session's slides in their order, in the language of `look`."""
    return [slide_title(slide, slide_chart(dataset, slide, look)[0], look.language) for slide in session.slides]


def chart_slide(state: ChartRequest) -> Slide:
    """Return the slide of a chart: its address without `/c/` and without the language, which is the reader's."""
    path, _, query = chart_address(state).partition("?")
    parameters = "&".join(part for part in query.split("&") if not part.startswith("lang="))
    name = path.removeprefix("/c/")
    return Slide(kind=SlideKind.CHART, chart=f"{name}?{parameters}" if parameters else name)


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
