"""A slide as a phone shows it: redrawn for the small screen, in the reader's language, as a piece of HTML and a figure.

The same piece stands in the page as it is first opened and is fetched for every later slide, so both say the same. Of a
slide that is still guessed it holds the question and the empty axis, and nothing of the chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from indicators.charts.chart import Look, TableRow, VerdictLine, verdict_line
from indicators.language.locales import direction
from indicators.plain.chart_document import ChartDocument, Mark, marks_of_chart
from indicators.plain.deck import slide_document, titled, words_of
from indicators.plain.page import LONGEST_SCREEN_TABLE, PlainTemplate
from indicators.plain.phone_guess import PhoneGuess, own_question, phone_guess
from indicators.sessions.session import Session, Slide, SlideKind
from indicators.store.dataset import Dataset


@dataclass(frozen=True)
class SpokenText:
    """A text with the language it is in, where that is not the page's, and the direction of it."""

    text: str
    language: str = ""
    direction: str = ""

    @classmethod
    def of(cls, text: str, language: str, page: str) -> "SpokenText":
        """Return a text in a language for a page in another or the same."""
        if language == page:
            return cls(text)
        return cls(text, language, direction(language))


@dataclass(frozen=True)
class PhonePicture:
    """A picture of a slide: where it is, and what it shows."""

    address: str
    alt: SpokenText


@dataclass(frozen=True)
class PhoneChart:
    """What stands below the title of a chart: as :class:`~indicators.plain.page.ChartPage`, without its head."""

    document: ChartDocument
    claim: str
    drawn: bool
    height: int
    verdict: VerdictLine | None
    rows: Sequence[TableRow]
    more_rows: int


@dataclass(frozen=True)
class PhoneSlideView(PlainTemplate, file="phone_slide"):
    """The piece of HTML of a slide.

    `guess` is the guess while the room is at it; `answered` the same once its answer is shown.
    `remarks` is what could not be shown, or why nothing is guessed.
    """

    title: SpokenText
    text: SpokenText
    guess: PhoneGuess | None
    answered: PhoneGuess | None
    remarks: Sequence[str]
    picture: PhonePicture | None
    chart: PhoneChart | None


@dataclass(frozen=True)
class PhoneSlide:
    """A slide for a phone: its number and title, its HTML, the figure it draws, and what is guessed.

    `hidden` says that the answer is not in it: the room still guesses. `marks` are the names by which a spotlight finds
    a place in the figure.
    """

    session: str
    number: int
    kind: str
    look: Look
    version: str
    title: SpokenText
    html: str
    figure: Any
    marks: Sequence[Mark]
    hidden: bool
    revealed: bool
    guess: PhoneGuess | None

    def record(self) -> dict[str, Any]:
        """Return the slide as JSON's types."""
        return {
            "session": self.session,
            "slide": self.number,
            "kind": self.kind,
            "language": self.look.language,
            "theme": self.look.theme,
            "data_version": self.version,
            "title": self.title.text,
            "title_language": self.title.language or self.look.language,
            "revealed": self.revealed,
            "hidden": self.hidden,
            "guess": None if self.guess is None else self.guess.record(with_answer=not self.hidden),
            "marks": list(self.marks),
            "html": self.html,
            "figure": self.figure,
        }

    def json(self) -> bytes:
        """Return the slide as JSON."""
        return orjson.dumps(self.record())


def phone_slide(
    dataset: Dataset, session: Session, number: int, look: Look, revealed: bool, public: str = ""
) -> PhoneSlide:
    """Return a slide of a session, counted from 1; what is guessed on it is in it only once it is `revealed`."""
    slide = session.slides[number - 1]
    document, sentences = slide_document(dataset, slide, look, public)
    guess, refused = phone_guess(dataset, slide, document.chart, look) if document else (None, [])
    hidden = guess is not None and not revealed
    title = _title(slide, document, guess, hidden, look)
    chart = None if document is None or hidden else _phone_chart(document, title.text)
    view = PhoneSlideView(
        title=title,
        text=SpokenText("") if hidden else _spoken(slide, "text", look),
        guess=guess if hidden else None,
        answered=None if hidden else guess,
        remarks=[*sentences, *refused],
        picture=_picture(session, slide, look),
        chart=chart,
    )
    figure = document.chart.figure if document is not None and not hidden else None
    return PhoneSlide(
        session=session.id,
        number=number,
        kind=str(slide.kind),
        look=look,
        version=dataset.version,
        title=title,
        html=view.html(look.language),
        figure=figure.to_dict() if figure is not None else None,
        marks=marks_of_chart(dataset, document.chart, look.language) if document is not None and not hidden else (),
        hidden=hidden,
        revealed=revealed,
        guess=guess,
    )


def _title(
    slide: Slide, document: ChartDocument | None, guess: PhoneGuess | None, hidden: bool, look: Look
) -> SpokenText:
    """Return the title: of a guess its question; once answered the claim where the speaker's own is a question."""
    if guess is not None and hidden:
        return SpokenText(guess.question.question)
    if guess is not None and document is not None and own_question(slide, look):
        return SpokenText(document.chart.title)
    return SpokenText.of(*titled(slide, document, look), look.language)


def _spoken(slide: Slide, name: str, look: Look) -> SpokenText:
    words = getattr(slide, name)
    if words is None:
        return SpokenText("")
    return SpokenText.of(words_of(words, look), words.language(look.language), look.language)


def _picture(session: Session, slide: Slide, look: Look) -> PhonePicture | None:
    if slide.kind is not SlideKind.PICTURE or slide.picture is None:
        return None
    return PhonePicture(f"/live/{session.id}/pictures/{slide.picture}", _spoken(slide, "alt", look))


def _phone_chart(document: ChartDocument, title: str) -> PhoneChart:
    chart = document.chart
    drawn = chart.figure.to_dict() if chart.figure is not None else None
    return PhoneChart(
        document=document,
        claim="" if chart.title == title else chart.title,
        drawn=drawn is not None,
        height=int(drawn["layout"].get("height", 0)) if drawn else 0,
        verdict=verdict_line(chart.comparison, document.look.language) if chart.rows else None,
        rows=chart.rows[:LONGEST_SCREEN_TABLE],
        more_rows=max(len(chart.rows) - LONGEST_SCREEN_TABLE, 0),
    )
