"""The guess of a slide on a phone: what is asked, how a number of it is written, and afterwards the published answer.

A question that refuses itself says why, and its chart is shown as any other: then there is nothing to hide.
"""

import math
from dataclasses import dataclass
from typing import Any

from indicators.analysis.standing import level_of
from indicators.charts.chart import Chart, Look, verdict_reasons
from indicators.claims.standing_claims import ORDERS, band_text
from indicators.findings.finding import describe
from indicators.language.translator import N_
from indicators.model.catalogue import Indicator
from indicators.model.places import alphabetical
from indicators.plain.guess_question import GuessQuestion, guess_question
from indicators.sessions.session import Guess, Slide
from indicators.sessions.slide_charts import GUESS_NOT_COMPARABLE, PublishedAnswer, answer, subject_of
from indicators.store.dataset import Dataset
from indicators.text import formatting

QUESTION_MARKS = ("?", "؟")
"""How a title ends that asks; any other title of a guessed slide may hold the answer and waits for it."""


@dataclass(frozen=True)
class GuessAnswer:
    """The published answer in words, and in numbers the ends of what is right: one value, or a band of ranks."""

    words: str
    low: float
    high: float


@dataclass(frozen=True)
class PhoneGuess:
    """What is guessed of a chart.

    `pattern` is how a guess is written, `{n}` standing for the number; `gap` the same of a difference, empty where it
    is in percentage points. `measure` says of what and of which year, `places` which are ranked, in the order of their
    names. `answer` is for those alone who may know it.
    """

    question: GuessQuestion
    measure: str
    pattern: str
    gap: str
    places: tuple[str, ...]
    answer: GuessAnswer

    @property
    def digits(self) -> int:
        """The decimals of a guess."""
        return max(0, -math.floor(math.log10(self.question.step) + 1e-9))

    def position(self, value: float) -> float:
        """Return where a value lies on the axis, as a share of it."""
        return (value - self.question.low) / ((self.question.high - self.question.low) or 1.0)

    def record(self, with_answer: bool) -> dict[str, Any]:
        """Return it as JSON's types, for the script of a phone."""
        question = self.question
        known = {"answer": [self.answer.low, self.answer.high]} if with_answer else {}
        scale = {"low": question.low, "high": question.high, "step": question.step, "digits": self.digits}
        return {"kind": str(question.guess), **scale, "pattern": self.pattern, "gap": self.gap, **known}


def phone_guess(dataset: Dataset, slide: Slide, chart: Chart, look: Look) -> tuple[PhoneGuess | None, list[str]]:
    """Return what is guessed of a slide's chart; None, and why in words, where the question refuses itself."""
    if slide.guess is None:
        return None, []
    published, findings = answer(slide.guess, chart, subject_of(dataset, chart))
    entry = dataset.catalogue.get(chart.indicator)
    question = guess_question(dataset, slide.guess, chart, look, own_question(slide, look))
    if published is None or entry is None or question is None:
        sentences = [describe(finding, look.language)[0] for finding in findings]
        refused = any(finding.rule == GUESS_NOT_COMPARABLE for finding in findings)
        reasons = verdict_reasons(chart.comparison, look.language) if refused else ""
        return None, [*sentences, *([f"{reasons[:1].upper()}{reasons[1:]}."] if reasons else [])]
    is_rank = slide.guess is Guess.RANK
    percent = formatting.is_percent(entry)
    in_unit = "{n}" + formatting.NBSP + entry.unit_names.get(look.language)
    shares = formatting.percent(0, 0, look.language).replace("0", "{n}")
    return PhoneGuess(
        question=question,
        measure=formatting.commas(
            [entry.names.get(look.language), entry.unit_names.get(look.language), *_year(published)], look.language
        ),
        pattern="{n}" if is_rank else shares if percent else in_unit,
        gap="" if is_rank or formatting.in_points(entry) else in_unit,
        places=_ranked(dataset, chart, look) if is_rank else (),
        answer=_answer(entry, published, chart, look),
    ), []


def own_question(slide: Slide, look: Look) -> str:
    """Return the title of a slide in the reader's language where it asks something, else an empty text."""
    if slide.title is None or slide.title.language(look.language) != look.language:
        return ""
    title = slide.title.get(look.language).strip()
    return title if title.endswith(QUESTION_MARKS) else ""


def _ranked(dataset: Dataset, chart: Chart, look: Look) -> tuple[str, ...]:
    places = chart.claim.places if chart.claim is not None else ()
    return tuple(sorted((dataset.places[place].names.get(look.language) for place in places), key=alphabetical))


def _year(published: PublishedAnswer) -> list[str]:
    return [str(published.year)] if published.year else []


def _answer(entry: Indicator, published: PublishedAnswer, chart: Chart, look: Look) -> GuessAnswer:
    t = look.t
    if published.guess is Guess.RANK:
        first, last = published.first or 1, published.last or 1
        verdict = chart.comparison.verdict
        band = band_text(first, last, published.of or last, level_of(entry), verdict, look.language)
        words = t(N_("Published: {rank}, {order}"), rank=band, order=t(ORDERS[entry.direction]))
        return GuessAnswer(_dated(words, published.year, look), first, last)
    value = published.value or 0.0
    words = t(N_("Published: {value}"), value=formatting.with_unit(value, entry, look.language))
    return GuessAnswer(_dated(words, published.year, look), value, value)


def _dated(words: str, year: int | None, look: Look) -> str:
    return look.t(N_("{words} ({year})."), words=words, year=year) if year else f"{words}."
