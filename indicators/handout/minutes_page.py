"""The minutes of a room as a page and as a zip: each chart as it stood, its sources, votes, questions and answers.

"As it stood" is of the data version of then. Where that can no longer be made, the page says so and shows nothing in
its place: another version may say something else.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from statistics import median

import pandas as pd

from indicators.charts.chart import Look, VerdictLine, verdict_line
from indicators.exports.bundle import chart_csv
from indicators.handout.export import zipped
from indicators.handout.figure_drawing import figure_drawing, figure_json
from indicators.handout.picture import svg
from indicators.language.translator import N_, Translator
from indicators.live.minutes import COLUMNS, Minutes, Shown, rows
from indicators.live.questions import STATE_TEXTS
from indicators.plain.chart_document import ChartDocument
from indicators.plain.deck import slide_document
from indicators.plain.page import PageHead, PlainTemplate
from indicators.sessions.session import Session, Slide, SlideKind, called
from indicators.sessions.slide_charts import spoken
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.csv_safety import csv_bytes, harmless

WIDTH = 1184.0
"""Pixels of a chart of the minutes; a page shows it as wide as it is."""

GONE = N_("This chart was shown of data version {version}, which can no longer be made; nothing is shown in its place.")

Versions = Callable[[str], Dataset | None]
"""Returns the data set of a version, None where it is not known any more."""


@dataclass(frozen=True)
class MinuteCard:
    """One slide of the minutes, as a page prints it: texts in the language of the page, the picture as SVG."""

    time: str
    number: int
    title: str
    subtitle: str
    picture: str
    verdict: VerdictLine | None
    source: str
    meta: str
    votes: str
    notice: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class QuestionCard:
    """One question of the minutes: its words and language, how many wanted it, what became of it, the answer."""

    words: str
    language: str
    votes: str
    state: str
    answer: str


@dataclass(frozen=True)
class MinutesPage(PlainTemplate, file="minutes"):
    """The minutes; `archive` is the address of the zip, empty within one, `style` what the page looks like there."""

    head: PageHead
    title: str
    archive: str
    style: str
    cards: tuple[MinuteCard, ...]
    questions: tuple[QuestionCard, ...]


@dataclass(frozen=True)
class MinutesKeyPage(PlainTemplate, file="minutes_key"):
    """The page that fetches the minutes with the key that a speaker's browser keeps; `address` is where they are."""

    head: PageHead
    title: str
    session: str
    address: str


@dataclass(frozen=True)
class RoomMinutes:
    """The minutes of a room with the charts that were shown, for readers of a language."""

    session: Session
    minutes: Minutes
    versions: Versions
    language: str

    def document(self, shown: Shown) -> ChartDocument | None:
        """Return a chart as it stood, None where it was none or its data version is not known any more."""
        dataset = self.versions(shown.data_version)
        if shown.chart is None or dataset is None:
            return None
        slide = Slide(kind=SlideKind.CHART, chart=shown.chart)
        return slide_document(dataset, slide, Look(spoken(self.language), "light", "room"))[0]

    def cards(self) -> tuple[MinuteCard, ...]:
        """Return what was shown, in order; a chart that was shown twice is made once."""
        made: dict[tuple[str | None, str], ChartDocument | None] = {}
        cards = []
        for shown in self.minutes.shown:
            key = (shown.chart, shown.data_version)
            if key not in made:
                made[key] = self.document(shown)
            cards.append(self._card(shown, made[key]))
        return tuple(cards)

    def _card(self, shown: Shown, document: ChartDocument | None) -> MinuteCard:
        t = Translator(self.language)
        chart = document.chart if document else None
        picture = ""
        if chart is not None and chart.figure is not None:
            picture = svg(figure_drawing(figure_json(chart), WIDTH), chart.alt, language=self.language)
        speaker = t("{name} had the floor.", name=called(shown.who, self.language)) if shown.who else ""
        version = t("Data version {version}", version=shown.data_version) if shown.chart else ""
        notice = t(GONE, version=shown.data_version) if shown.chart and chart is None else ""
        return MinuteCard(
            time=_span(shown.begin, shown.end),
            number=shown.slide,
            title=chart.title if chart else self._own_title(shown),
            subtitle=chart.subtitle if chart else "",
            picture=picture,
            verdict=verdict_line(chart.comparison, self.language) if chart and chart.rows else None,
            source=chart.source if chart else "",
            meta=" · ".join(filter(None, (speaker, version))),
            votes=self._votes(shown),
            notice=notice,
            questions=tuple(
                question.words
                for number, question in self.minutes.questions
                if number == shown.round and question.number in shown.questions
            ),
        )

    def _own_title(self, shown: Shown) -> str:
        """Return the title that the session has for a slide today, empty where it has no such slide any more."""
        if not 1 <= shown.slide <= len(self.session.slides):
            return ""
        title = self.session.slides[shown.slide - 1].title
        return title.get(self.language) if title else ""

    def _votes(self, shown: Shown) -> str:
        if not shown.votes:
            return ""
        t = Translator(self.language)
        middle = formatting.number(float(median(shown.votes)), 1, self.language)
        return t.plural("{n} guess, {value}.", "{n} guesses, the middle one {value}.", len(shown.votes), value=middle)

    def question_cards(self) -> tuple[QuestionCard, ...]:
        """Return the questions that the room saw, the most wanted first."""
        t = Translator(self.language)
        return tuple(
            QuestionCard(
                words=question.words,
                language=question.language,
                votes=t.plural("{n} voice", "{n} voices", len(question.voters)),
                state=t(STATE_TEXTS[question.state]),
                answer=question.answer,
            )
            for _, question in self.minutes.questions
        )

    def page(self, head: PageHead, archive: str, style: str = "") -> str:
        """Return the minutes as HTML."""
        title = Translator(self.language)(N_("Minutes: {title}"), title=self.session.title.get(self.language))
        page = MinutesPage(head, title, archive, style, self.cards(), self.question_cards())
        return page.markup(self.language).body

    def archive(self, head: PageHead, style: str) -> bytes:
        """Return the minutes as a zip: the page, what was shown and asked as tables, each chart as SVG and CSV."""
        files = {
            "minutes.html": self.page(head, "", style).encode(),
            "shown.csv": _csv([COLUMNS, *rows(self.minutes)]),
            "questions.csv": self._questions_csv(),
        }
        for number, (chart, version, _) in enumerate(self.minutes.charts, start=1):
            dataset = self.versions(version)
            made = next(shown for shown in self.minutes.shown if (shown.chart, shown.data_version) == (chart, version))
            document = self.document(made)
            if dataset is None or document is None:
                continue
            name = f"charts/{number:02}-{document.chart.id}-{version}"
            files[f"{name}.csv"] = csv_bytes(chart_csv(dataset, document.chart, self.language))
            if document.chart.figure is not None:
                drawing = figure_drawing(figure_json(document.chart), WIDTH)
                files[f"{name}.svg"] = svg(drawing, document.chart.alt, "#FFFFFF", self.language).encode()
        return zipped(files)

    def _questions_csv(self) -> bytes:
        head = ("round", "number", "text", "language", "slide", "chart", "votes", "state", "answer")
        listed = [
            (
                number, question.number, question.words, question.language, question.slide, question.chart,
                len(question.voters), str(question.state),
                question.answer,
            )
            for number, question in self.minutes.questions
        ]  # fmt: skip
        return _csv([head, *listed])


def _csv(lines: list[tuple[object, ...]]) -> bytes:
    """Return lines as CSV; what the room wrote runs as no formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for line in lines:
        cells = pd.Series(["" if cell is None else cell for cell in line], dtype="object")
        texts = cells.map(lambda cell: isinstance(cell, str))
        cells[texts] = harmless(cells[texts].astype("str"))
        writer.writerow(cells.tolist())
    return csv_bytes(out.getvalue())


def _span(begin: datetime, end: datetime | None) -> str:
    """Return when a slide was on screen, to the second, in UTC."""
    last = f"–{end:%H:%M:%S}" if end else "–"
    return f"{begin:%Y-%m-%d %H:%M:%S}{last} UTC"
