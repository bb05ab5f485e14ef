"""A session with all its charts in one language, as one document: what a projector shows from memory.

The same document is fetched by a screen of the running server and written into the offline pack. It holds no notes:
those are the speakers' (:func:`speaker_notes`).
"""

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from indicators.analysis.standing import home_of
from indicators.charts.chart import Look
from indicators.findings.finding import as_text, describe
from indicators.language.locales import day_words, direction
from indicators.language.translator import N_
from indicators.plain.chart_document import ChartDocument, chart_document
from indicators.plain.guess_question import guess_question
from indicators.sessions.session import Session, Slide, SlideKind, Words
from indicators.sessions.slide_charts import answer
from indicators.store.dataset import Dataset
from indicators.web.addresses import read_chart, split_chart

PICTURE_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
"""The files a slide may show, by their ending, and as what."""

QUESTION_MARKS = ("?", "\u061f")
"""How a title ends that is a question: the room is asked it, and the claim stands over the figure once revealed."""

NO_CHART = N_("This chart cannot be shown: no figure for it is held here.")


def slide_document(
    dataset: Dataset, slide: Slide, look: Look, public: str = ""
) -> tuple[ChartDocument | None, list[str]]:
    """Return the chart of a slide as a document, None where there is none, and in words what was not honoured."""
    if slide.chart is None:
        return None, []
    name, query = split_chart(slide.chart)
    state, findings = read_chart(name, {**query, "lang": look.language}, dataset)
    sentences = [as_text(finding, look.language) for finding in findings]
    document = None if state is None else chart_document(dataset, state, look, public)
    if document is None and not sentences:
        sentences = [look.t(NO_CHART)]
    return document, sentences


def deck_record(
    dataset: Dataset, session: Session, look: Look, pictures: Mapping[str, Path], public: str = ""
) -> dict[str, Any]:
    """Return a session as JSON's types: what its cover says, and its slides.

    `pictures` are the files of the session's folder by their names.
    """
    slides = [
        {"number": number, **slide_record(dataset, slide, look, pictures, public)}
        for number, slide in enumerate(session.slides, start=1)
    ]
    return deck_of(dataset, session, look, slides)


def deck_of(dataset: Dataset, session: Session, look: Look, slides: list[Any]) -> dict[str, Any]:
    """Return a session as JSON's types with slides that are made already (:func:`slide_record`).

    Its `slides` count from 1 as their `number` says. Each has `kind`, `title` with the language it is in, `text`,
    `seconds`, `guess` with the `question` and its empty axis
    (:class:`~indicators.plain.guess_question.GuessQuestion`), or None with the reason in `refused`, and by its kind:
    `chart`, the record of the chart's document (:meth:`ChartDocument.record`), or None with the reason in `said`;
    `picture`, the picture as a data address, with `alt`.
    """
    language = look.language
    return {
        "session": session.id,
        "title": session.title.get(language),
        "language": language,
        "direction": direction(language),
        "tamazight": day_words(dataset.places[dataset.home.city].country),
        "languages": list(session.languages),
        "theme": look.theme,
        "data_version": dataset.version,
        "seconds": session.seconds,
        "slides": slides,
    }


def slide_record(
    dataset: Dataset, slide: Slide, look: Look, pictures: Mapping[str, Path], public: str = ""
) -> dict[str, Any]:
    """Return one slide as JSON's types (:func:`deck_of`), without its number."""
    document, sentences = slide_document(dataset, slide, look, public)
    title, language = titled(slide, document, look)
    question, refused = _question(dataset, slide, document, look)
    record: dict[str, Any] = {
        "kind": str(slide.kind),
        "title": title,
        "title_language": language,
        "text": words_of(slide.text, look),
        "seconds": slide.seconds,
        "guess": str(slide.guess) if slide.guess else None,
        "question": question,
        "refused": refused,
        "said": sentences,
        "chart": document.record() if document else None,
    }
    if slide.kind is SlideKind.PICTURE and slide.picture is not None:
        record["picture"] = picture_address(pictures.get(slide.picture))
        record["alt"] = words_of(slide.alt, look)
    return record


def slide_json(dataset: Dataset, slide: Slide, look: Look, pictures: Mapping[str, Path], public: str = "") -> bytes:
    """Return one slide (:func:`slide_record`) as JSON."""
    return orjson.dumps(slide_record(dataset, slide, look, pictures, public))


def numbered(number: int, slide: bytes) -> orjson.Fragment:
    """Return a slide that is JSON already, with its number, as a part of a deck."""
    return orjson.Fragment(b'{"number":%d,' % number + slide[1:])


def deck_json(dataset: Dataset, session: Session, look: Look, slides: Sequence[orjson.Fragment | None]) -> bytes:
    """Return a session (:func:`deck_of`) as JSON; a slide that is None is null."""
    return orjson.dumps(deck_of(dataset, session, look, [*slides]))


def _question(
    dataset: Dataset, slide: Slide, document: ChartDocument | None, look: Look
) -> tuple[dict[str, Any] | None, str]:
    """Return the question of a guess as JSON's types, or None and in words why it refuses itself."""
    if slide.guess is None or document is None:
        return None, ""
    title_of_slide = slide.title.get(look.language) if slide.title else ""
    title = title_of_slide if title_of_slide.endswith(QUESTION_MARKS) else ""
    _, findings = answer(slide.guess, document.chart, home_of_chart(dataset, document))
    asked_question = None if findings else guess_question(dataset, slide.guess, document.chart, look, title)
    refused = " ".join(describe(finding, look.language)[0] for finding in findings)
    return (asked_question.record() if asked_question else None), refused


def home_of_chart(dataset: Dataset, document: ChartDocument) -> str:
    """Return whose figure a chart is about."""
    entry = dataset.catalogue.get(document.chart.indicator)
    return home_of(dataset, entry) if entry else dataset.home.city


def titled(slide: Slide, document: ChartDocument | None, look: Look) -> tuple[str, str]:
    """Return the title of a slide and its language: its own, else the chart's claim."""
    if slide.title is not None and (slide.title.language(look.language) == look.language or document is None):
        return slide.title.get(look.language), slide.title.language(look.language)
    return (document.chart.title if document else ""), look.language


def words_of(words: Words | None, look: Look) -> str:
    """Return a text for readers of a language, empty where there is none."""
    return words.get(look.language) if words else ""


def picture_address(path: Path | None) -> str:
    """Return a picture as a data address, so that it travels with the deck; empty where the file is missing."""
    if path is None or not path.is_file():
        return ""
    return f"data:{PICTURE_TYPES[path.suffix.lower()]};base64,{base64.b64encode(path.read_bytes()).decode()}"


def speaker_notes(session: Session, language: str) -> list[dict[str, Any]]:
    """Return what only speakers see of each slide: `notes`, `hard_question`, `seconds`."""
    return [
        {
            "notes": slide.notes.get(language) if slide.notes else "",
            "hard_question": slide.hard_question.get(language) if slide.hard_question else "",
            "seconds": slide.seconds,
        }
        for slide in session.slides
    ]
