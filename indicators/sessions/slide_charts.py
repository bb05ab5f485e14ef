"""The charts of slides: what a slide asks for, the chart it shows, and the title over it.

A slide holds an address, no figure: its chart is made when it is shown, of the data as they are then.
"""

from dataclasses import replace

from indicators.charts.chart import Chart, Look
from indicators.charts.dispatch import chart_of
from indicators.charts.request import ChartRequest, Link, unlinked
from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import N_
from indicators.sessions.session import Session, Slide, SlideKind
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


def slide_chart(
    dataset: Dataset, slide: Slide, look: Look, link: Link = unlinked
) -> tuple[Chart | None, list[Finding]]:
    """Return the chart that a slide shows, and what was found; None with an error where it cannot be made."""
    state, findings = slide_request(dataset, slide, look.language)
    if state is None:
        return None, findings
    chart = chart_of(dataset, state, replace(look, language=spoken(look.language)), link)
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
