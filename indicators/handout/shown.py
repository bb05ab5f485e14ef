"""A session as a handout shows it: each slide with its title, its chart and its speaker's words, in one language.

Every form of handout is made of it, so that PowerPoint, PDF and pack say the same. What cannot be shown is a finding,
and stands in words on its slide.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from indicators.charts.chart import Look
from indicators.findings.finding import Finding, Rule, Severity, as_text
from indicators.language.locales import lockup
from indicators.language.translator import N_
from indicators.model import calendar
from indicators.plain.chart_document import ChartDocument, chart_document
from indicators.plain.deck import PICTURE_TYPES, words_of
from indicators.sessions.session import Session, Slide, SlideKind
from indicators.sessions.session_files import of_slide
from indicators.sessions.slide_charts import SLIDE_CHART_ABSENT, slide_request, slide_title, spoken
from indicators.store.dataset import Dataset

HANDOUT_EMPTY = Rule(
    "handout_empty", Severity.ERROR, N_("The session has no slides."), N_("Add a chart to it, then export it again.")
)

HANDOUT_PICTURE = Rule(
    "handout_picture",
    Severity.ERROR,
    N_("The picture “{value}” is missing or cannot be read."),
    N_("Put the file beside the session’s."),
)


@dataclass(frozen=True)
class ShownSlide:
    """One slide as it is shown.

    `title_language` is the one its title is in. `document` is its chart, None where it shows none; `remarks` says in
    words what cannot be shown. `picture` is the file of a picture slide, `alt` what it shows.
    """

    number: int
    slide: Slide
    title: str
    title_language: str
    text: str
    text_language: str
    document: ChartDocument | None
    remarks: tuple[str, ...]
    picture: Path | None
    alt: str
    notes: str
    hard_question: str
    notes_language: str

    @property
    def verdict_text(self) -> str:
        """The verdict and its reasons as one line, empty where there is none."""
        document = self.document
        return "" if document is None else document.chart.verdict_text(document.look.language)


@dataclass(frozen=True)
class ShownSession:
    """A session as it is shown: its slides, and a finding for each thing that a slide cannot show.

    `lockup` is what stands on its cover in Tamazight: the country and the day on which this was made. `language` is
    that of titles and notes, `look` how charts look and the language that they are in.
    """

    session: Session
    language: str
    look: Look
    version: str
    brand: str
    slides: tuple[ShownSlide, ...]
    findings: tuple[Finding, ...]
    lockup: str = ""

    def cover_line(self, slide: ShownSlide) -> str:
        """Return what stands in Tamazight on a slide: on the cover alone, which is a section that comes first."""
        return self.lockup if slide.number == 1 and slide.slide.kind is SlideKind.SECTION else ""

    @property
    def title(self) -> str:
        """The title of the session."""
        return self.session.title.get(self.language)

    @property
    def title_language(self) -> str:
        """The language its title is in."""
        return self.session.title.language(self.language)


Step = Callable[[], None]
"""Is called whenever a slide is done; may raise to stop the work."""


def no_step() -> None:
    """Tell nobody that a slide is done."""


def shown(
    dataset: Dataset,
    session: Session,
    language: str,
    pictures: Mapping[str, Path],
    public: str = "",
    step: Step = no_step,
) -> ShownSession:
    """Return a session as a handout shows it to readers of a language.

    `pictures` are the files of picture slides by their names, `public` the address of this server for the world.
    """
    look = Look(spoken(language), "light", "room")
    findings: list[Finding] = []
    if not session.slides:
        findings.append(Finding(HANDOUT_EMPTY))
    slides = []
    for number, slide in enumerate(session.slides, start=1):
        made, strange = _slide(dataset, slide, number, language, look, pictures, public)
        slides.append(made)
        step()
        findings += of_slide(strange, number)
    brand = dataset.places[dataset.home.city].names.get(look.language)
    name = f"{brand} · {look.t('smart-city indicators')}"
    cover = lockup(dataset.places[dataset.home.city].country, calendar.today())
    return ShownSession(session, language, look, dataset.version, name, tuple(slides), tuple(findings), cover)


def _slide(
    dataset: Dataset, slide: Slide, number: int, language: str, look: Look, pictures: Mapping[str, Path], public: str
) -> tuple[ShownSlide, list[Finding]]:
    state, findings = slide_request(dataset, slide, language)
    document = None if state is None else chart_document(dataset, state, look, public)
    if state is not None and document is None:
        findings = [*findings, Finding(SLIDE_CHART_ABSENT, value=str(slide.chart)[:80])]
    picture = pictures.get(slide.picture) if slide.picture else None
    if slide.kind is SlideKind.PICTURE and not readable(picture):
        picture = None
        findings = [*findings, Finding(HANDOUT_PICTURE, value=slide.picture)]
    title = slide_title(slide, document.chart if document else None, look.language)
    title_language = look.language
    own_title = slide.title
    if own_title is not None and (own_title.language(language) == language or document is None):
        title, title_language = own_title.get(language), own_title.language(language)
    finding_texts = tuple(as_text(finding, look.language) for finding in findings)
    noted = [words for words in (slide.notes, slide.hard_question) if words]
    made = ShownSlide(
        number=number,
        slide=slide,
        title=title,
        title_language=title_language,
        text=words_of(slide.text, replace(look, language=language)),
        text_language=slide.text.language(language) if slide.text else language,
        document=document,
        remarks=finding_texts,
        picture=picture,
        alt=words_of(slide.alt, replace(look, language=language)),
        notes=words_of(slide.notes, replace(look, language=language)),
        hard_question=words_of(slide.hard_question, replace(look, language=language)),
        notes_language=noted[0].language(language) if noted else language,
    )
    return made, findings


def readable(picture: Path | None) -> bool:
    """Return whether a file is a picture that slides can show."""
    if picture is None or picture.suffix.lower() not in PICTURE_TYPES or not picture.is_file():
        return False
    head = picture.read_bytes()[:512]
    if picture.suffix.lower() == ".svg":
        return b"<svg" in head
    return head.startswith((b"\x89PNG", b"\xff\xd8"))
