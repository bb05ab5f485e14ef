"""The room check: what of a session would fail in the hall, found before the day and said in words.

It makes every chart once, as the projector will, and looks at what a room meets: charts that are gone, links that are
not honoured, text too long or too small at 1280 by 720 pixels, languages not spoken, figures that changed since the
rehearsal, more slides than time, and questions that have no answer.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from indicators.analysis.verdicts import VERDICT_TEXTS
from indicators.charts.chart import Chart, Look
from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_, SCREEN_LANGUAGES
from indicators.sessions.guesses import PublishedAnswer, answer
from indicators.sessions.programme import Programme, read_programme
from indicators.sessions.rehearsals import Rehearsal, RehearsedSlide, read_rehearsal
from indicators.sessions.session import Session, Slide, SlideKind, Words
from indicators.sessions.session_files import SessionFile, find_session, picture_path
from indicators.sessions.slide_charts import slide_chart, slide_title
from indicators.sessions.slide_findings import of_slide
from indicators.store.dataset import Dataset
from indicators.store.folders import Folders
from indicators.text import formatting

LONGEST_TITLE: Final = 110
"""Characters of a title that a hall reads at a glance: two lines at the projector's scale."""

MOST_BARS: Final = 16
"""Rows of a chart whose labels have 24 pixels at 1280 by 720, at most."""

ROWED = frozenset({"rank", "districts", "around", "dumbbell", "slope", "table", "multiples", "sources", "parts"})
"""The kinds of chart that write a line of text for each place or part."""

BY_ROW = frozenset({"sources", "parts"})
"""Those of them that write a line for each observation."""

LANGUAGE_WORDS = {"en": N_("English"), "fr": N_("French"), "ar": N_("Arabic")}

SESSION_EMPTY = Rule(
    "session_empty", Severity.ERROR, N_("The session has no slides."), N_("Add a chart with “Add to session”.")
)

PICTURE_MISSING = Rule(
    "picture_missing", Severity.ERROR, N_("The picture “{value}” is not there."), N_("Choose the file again.")
)

CHART_UNDRAWN = Rule(
    "chart_undrawn",
    Severity.WARNING,
    N_("The chart has no picture: the projector shows words and a table."),
    N_("Choose another kind of chart, if the hall shall see one."),
)

TITLE_LONG = Rule(
    "title_long",
    Severity.WARNING,
    N_("The title has {found} characters in {what}; a hall reads {most} at a glance."),
    N_("Write a shorter one; the full sentence stays on phones."),
)

TITLE_MISSING = Rule(
    "title_missing",
    Severity.WARNING,
    N_("The text is missing in {what}, a language of the session."),
    N_("Write it, or take the language out of the session."),
)

BARS_MANY = Rule(
    "bars_many",
    Severity.WARNING,
    N_("The chart has {found} rows of text; at 1280 by 720 pixels {most} can be read."),
    N_("Choose fewer places, or a chart without a row for each."),
)

CLAIM_CHANGED = Rule(
    "claim_changed",
    Severity.WARNING,
    N_("What the chart says changed since the rehearsal; before: “{before}”, now: “{value}”."),
    N_("Read your notes again, then rehearse."),
)

VERDICT_CHANGED = Rule(
    "verdict_changed",
    Severity.WARNING,
    N_("The verdict changed since the rehearsal: it was “{reason}” and is “{what}”."),
    N_("Read your notes again, then rehearse."),
)

NOT_REHEARSED = Rule(
    "not_rehearsed", Severity.WARNING, N_("The chart was not in the rehearsal."), N_("Rehearse once more.")
)

GUESS_SHOWN = Rule(
    "guess_shown",
    Severity.WARNING,
    N_("The title says the answer, {value}, that the room shall guess."),
    N_("Ask in the title; what the chart says is shown with the answer."),
)

TIME_OVER = Rule(
    "time_over",
    Severity.WARNING,
    N_("The slides are planned for {found} minutes; the programme gives {most}."),
    N_("Take slides out, or plan less time for them."),
)

REHEARSED_OVER = Rule(
    "rehearsed_over",
    Severity.WARNING,
    N_("The rehearsal took {found} minutes; the programme gives {most}."),
    N_("Take slides out, or say less."),
)


def check(folders: Folders, dataset: Dataset, name: str) -> tuple[SessionFile | None, list[Finding]]:
    """Check a session of a data folder: its file, its slides, its rehearsal and its time in the programme."""
    file, findings = find_session(folders, name)
    if file is None or file.session is None:
        return None, findings
    rehearsal, of_rehearsal = read_rehearsal(folders, name)
    programme, _ = read_programme(folders)
    pictures = {
        slide.picture: picture_path(folders, slide.picture) is not None
        for slide in file.session.slides
        if slide.picture
    }
    found = check_session(dataset, file.session, pictures, rehearsal, programme)
    return file, [*findings, *of_rehearsal, *found]


def check_session(
    dataset: Dataset,
    session: Session,
    pictures: Mapping[str, bool],
    rehearsal: Rehearsal | None = None,
    programme: Programme | None = None,
) -> list[Finding]:
    """Return everything that would fail in the hall, those of the whole session first.

    `pictures` says of each picture whether its file is there.
    """
    findings: list[Finding] = [] if session.slides else [Finding(SESSION_EMPTY)]
    findings += _unsaid(session.title, session.languages)
    findings += _time(session, rehearsal, programme)
    for number, slide in enumerate(session.slides, 1):
        findings += of_slide(_slide_findings(dataset, session, slide, pictures, rehearsal), number)
    return findings


def _slide_findings(
    dataset: Dataset, session: Session, slide: Slide, pictures: Mapping[str, bool], rehearsal: Rehearsal | None
) -> list[Finding]:
    """Find what of one slide would fail."""
    findings: list[Finding] = []
    if slide.title is not None:
        findings += _unsaid(slide.title, session.languages)
    if slide.kind is SlideKind.PICTURE:
        if slide.picture and not pictures.get(slide.picture, False):
            findings.append(Finding(PICTURE_MISSING, value=slide.picture))
        if slide.alt is not None:
            findings += _unsaid(slide.alt, session.languages)
    charts: dict[str, Chart | None] = {}
    if slide.chart is not None:
        chart, of_chart = slide_chart(dataset, slide, Look(view="room"))
        findings += of_chart
        if chart is None:
            return findings
        if slide.title is None:
            unspoken = [language for language in session.languages if language not in SCREEN_LANGUAGES]
            findings += [_missing(language) for language in unspoken]
        findings += _chart_findings(dataset, slide, chart, rehearsal)
        charts["en"] = chart
    findings += _long(dataset, session, slide, charts)
    return findings


def _long(dataset: Dataset, session: Session, slide: Slide, charts: dict[str, Chart | None]) -> list[Finding]:
    """Find the titles that a hall cannot read at a glance; a statement is read at its own scale."""
    findings = []
    for language in session.languages:
        if slide.title is None:
            if slide.chart is None or language not in SCREEN_LANGUAGES:
                continue
            if language not in charts:
                charts[language] = slide_chart(dataset, slide, Look(language, view="room"))[0]
        elif language in slide.title.missing([language]):
            continue
        length = len(slide_title(slide, charts.get(language), language))
        if length > LONGEST_TITLE:
            params = {"found": length, "most": LONGEST_TITLE, "what": LANGUAGE_WORDS[language]}
            findings.append(Finding(TITLE_LONG, params=params))
    return findings


def _chart_findings(dataset: Dataset, slide: Slide, chart: Chart, rehearsal: Rehearsal | None) -> list[Finding]:
    """Find what of a chart the hall cannot see, what changed since it was rehearsed, what cannot be guessed."""
    findings: list[Finding] = []
    if chart.figure is None:
        findings.append(Finding(CHART_UNDRAWN))
    rows = rows_written(chart)
    if rows > MOST_BARS:
        findings.append(Finding(BARS_MANY, params={"found": rows, "most": MOST_BARS}))
    if rehearsal is not None:
        rehearsed = rehearsal.of_chart(str(slide.chart))
        findings += [Finding(NOT_REHEARSED)] if rehearsed is None else _changed(rehearsed, chart)
    if slide.guess is not None:
        published, refused = answer(slide.guess, chart, dataset.home.city)
        findings += refused
        if published is not None:
            findings += _given_away(dataset, slide, published)
    return findings


def _given_away(dataset: Dataset, slide: Slide, published: PublishedAnswer) -> list[Finding]:
    """Find a title that says the value which the room shall guess, as it is written in the title's language."""
    if slide.title is None or published.value is None:
        return []
    digits = dataset.catalogue[published.indicator].digits
    for language in SCREEN_LANGUAGES:
        written = formatting.number(published.value, digits, language)
        if not slide.title.missing([language]) and written in slide.title.get(language):
            return [Finding(GUESS_SHOWN, value=written)]
    return []


def rows_written(chart: Chart) -> int:
    """Return how many rows of text a chart writes, 0 for a kind that writes none for each place."""
    if chart.kind not in ROWED:
        return 0
    drawn = chart.observations[chart.observations["drawn"]] if chart.figure is not None else chart.observations
    return len(drawn) if chart.kind in BY_ROW else int(drawn["place"].nunique())


def _changed(rehearsed: RehearsedSlide, chart: Chart) -> list[Finding]:
    """Find what a chart says otherwise than when it was rehearsed."""
    findings = []
    if rehearsed.claim is not None and rehearsed.claim != chart.title:
        findings.append(Finding(CLAIM_CHANGED, value=chart.title, params={"before": rehearsed.claim}))
    now = None if chart.comparison.single else chart.comparison.verdict
    if rehearsed.verdict is not None and now is not None and rehearsed.verdict is not now:
        words = {"reason": VERDICT_TEXTS[rehearsed.verdict], "what": VERDICT_TEXTS[now]}
        findings.append(Finding(VERDICT_CHANGED, params=words))
    return findings


def _time(session: Session, rehearsal: Rehearsal | None, programme: Programme | None) -> list[Finding]:
    """Find that a session takes longer than the programme gives it."""
    given = programme.seconds_of(session.id) if programme is not None else None
    if given is None:
        return []
    findings = []
    taken = rehearsal.seconds if rehearsal is not None else None
    for rule, seconds in ((TIME_OVER, session.seconds), (REHEARSED_OVER, taken)):
        if seconds is not None and seconds > given:
            findings.append(Finding(rule, params={"found": _minutes(seconds), "most": _minutes(given)}))
    return findings


def _minutes(seconds: float) -> str:
    """Return a time in minutes, with one decimal where it is not whole."""
    return f"{seconds / 60:.1f}".removesuffix(".0")


def _unsaid(words: Words, languages: Iterable[str]) -> list[Finding]:
    """Find the languages of a session that a text is missing in."""
    return [_missing(language) for language in words.missing(languages)]


def _missing(language: str) -> Finding:
    return Finding(TITLE_MISSING, params={"what": LANGUAGE_WORDS[language]})
