"""The room check: what of a session would fail in the hall, found before the day and stated in words.

It makes every chart once, as the projector will, and looks at what a room meets: charts that are gone, links that are
not honoured, text too long or too small at 1280 by 720 pixels, languages not spoken, figures that changed since the
rehearsal, more slides than time, and questions that have no answer.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from indicators.analysis.verdicts import VERDICT_TEXTS
from indicators.charts.chart import Chart, Look
from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import N_
from indicators.sessions.programme import Programme, read_programme
from indicators.sessions.rehearsals import Rehearsal, RehearsedSlide, read_rehearsal
from indicators.sessions.session import Session, Slide, SlideKind, Words
from indicators.sessions.session_files import SessionFile, find_session, of_slide, picture_path, read_session_file
from indicators.sessions.slide_charts import PublishedAnswer, answer, slide_chart, slide_title, subject_of
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
    N_("The slides are planned for {found} min; the programme gives {most}."),
    N_("Take slides out, or plan less time for them."),
)

REHEARSED_OVER = Rule(
    "rehearsed_over",
    Severity.WARNING,
    N_("The rehearsal took {found} min; the programme gives {most}."),
    N_("Take slides out, or say less."),
)


SlideCheck = Callable[[Dataset, Slide, tuple[str, ...], frozenset[str], Rehearsal | None], Sequence[Finding]]
"""How one slide is checked; one that remembers may stand in for :func:`check_slide`."""


def check(folders: Folders, dataset: Dataset, name: str) -> tuple[SessionFile | None, list[Finding]]:
    """Check a session of a data folder: its file, its slides, its rehearsal and its time in the programme."""
    file, findings = find_session(folders, name)
    if file is None or file.session is None:
        return None, findings
    return file, [*findings, *check_here(folders, dataset, file.session)]


def check_file(folders: Folders, dataset: Dataset, path: Path) -> tuple[SessionFile, list[Finding]]:
    """Check a session that is handed in as a file, with its pictures beside it; it need not be in a data folder."""
    file = read_session_file(path)
    if file.session is None:
        return file, list(file.findings)
    programme, _ = read_programme(folders)
    named = {slide.picture for slide in file.session.slides if slide.picture}
    pictures = frozenset(name for name in named if (path.parent / name).is_file())
    return file, [*file.findings, *check_session(dataset, file.session, pictures, programme=programme)]


def check_here(
    folders: Folders, dataset: Dataset, session: Session, slide_check: SlideCheck | None = None
) -> list[Finding]:
    """Check a session, saved or not, with the pictures, the rehearsal and the programme of a data folder."""
    rehearsal, findings = read_rehearsal(folders, session.id)
    programme, _ = read_programme(folders)
    named = {slide.picture for slide in session.slides if slide.picture}
    pictures = frozenset(name for name in named if picture_path(folders, name) is not None)
    return [*findings, *check_session(dataset, session, pictures, rehearsal, programme, slide_check)]


def check_session(
    dataset: Dataset,
    session: Session,
    pictures: frozenset[str] = frozenset(),
    rehearsal: Rehearsal | None = None,
    programme: Programme | None = None,
    slide_check: SlideCheck | None = None,
) -> list[Finding]:
    """Return everything that would fail in the hall, those of the whole session first.

    `pictures` are the names of the picture files that are there.
    """
    findings: list[Finding] = [] if session.slides else [Finding(SESSION_EMPTY)]
    findings += _unsaid(session.title, session.languages)
    findings += _time(session, rehearsal, programme)
    for number, slide in enumerate(session.slides, 1):
        of_this = (slide_check or check_slide)(dataset, slide, session.languages, pictures, rehearsal)
        findings += of_slide(of_this, number)
    return findings


def check_slide(
    dataset: Dataset, slide: Slide, languages: tuple[str, ...], pictures: frozenset[str], rehearsal: Rehearsal | None
) -> list[Finding]:
    """Find what of one slide would fail in a hall that reads these languages."""
    findings: list[Finding] = []
    if slide.title is not None:
        findings += _unsaid(slide.title, languages)
    if slide.kind is SlideKind.PICTURE:
        if slide.picture and slide.picture not in pictures:
            findings.append(Finding(PICTURE_MISSING, value=slide.picture))
        if slide.alt is not None:
            findings += _unsaid(slide.alt, languages)
    charts: dict[str, Chart | None] = {}
    if slide.chart is not None:
        chart, of_chart = slide_chart(dataset, slide, Look(view="room"))
        findings += of_chart
        if chart is None:
            return findings
        if slide.title is None:
            findings += [_missing(language) for language in languages if language not in SCREEN_LANGUAGES]
        findings += _chart_findings(dataset, slide, chart, rehearsal)
        charts["en"] = chart
    findings += _long(dataset, languages, slide, charts)
    return findings


def _long(dataset: Dataset, languages: Iterable[str], slide: Slide, charts: dict[str, Chart | None]) -> list[Finding]:
    """Find the titles that a hall cannot read at a glance; a statement is read at its own scale."""
    findings = []
    for language in languages:
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
        published, refused = answer(slide.guess, chart, subject_of(dataset, chart))
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
    planned = programme.seconds_of(session.id) if programme is not None else None
    if planned is None:
        return []
    findings = []
    rehearsed = rehearsal.seconds if rehearsal is not None else None
    for rule, seconds in ((TIME_OVER, session.seconds), (REHEARSED_OVER, rehearsed)):
        if seconds is not None and seconds > planned:
            findings.append(Finding(rule, params={"found": _minutes(seconds), "most": _minutes(planned)}))
    return findings


def _minutes(seconds: float) -> str:
    """Return a time in minutes, with one decimal where it is not whole."""
    return f"{seconds / 60:.1f}".removesuffix(".0")


def _unsaid(words: Words, languages: Iterable[str]) -> list[Finding]:
    """Find the languages of a session that a text is missing in."""
    return [_missing(language) for language in words.missing(languages)]


def _missing(language: str) -> Finding:
    return Finding(TITLE_MISSING, params={"what": LANGUAGE_WORDS[language]})
