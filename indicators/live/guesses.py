"""The guesses of a slide: how they lie, and what is revealed after them, the published figure and how far the room was.

The figure is the observation that the slide's own chart draws; nothing a person typed is shown as the truth. A rank is
refused with its reason where the figures are not comparable or home has none.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from indicators.analysis.standing import level_of
from indicators.charts.chart import Chart, Look, verdict_name, verdict_reasons
from indicators.claims import sentences
from indicators.claims.standing_claims import band_text
from indicators.findings.finding import Finding, describe
from indicators.language.translator import N_, Translator
from indicators.model.catalogue import Indicator
from indicators.sessions.session import Guess, Slide
from indicators.sessions.slide_charts import GUESS_NO_VALUE, PublishedAnswer, answer, slide_chart, spoken, subject_of
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.citations import cited, source_line


@dataclass(frozen=True)
class Reveal:
    """The published answer to a guess, with what makes it believed.

    `answer` is the value or the ranks; `written` the same in words, with the unit of a value or the number of places
    ranked; `row` the observation of the store it is. `verdict` and `reasons` are of the comparison on the slide.
    """

    answer: PublishedAnswer
    row: Mapping[str, Any]
    place: str
    written: str
    unit: str
    year: str
    source: str
    verdict: str
    reasons: str

    def record(self) -> dict[str, Any]:
        """Return it as JSON's types."""
        of = self.answer
        return {
            "guess": str(of.guess),
            "indicator": str(self.row["indicator"]),
            "value": of.value,
            "ranks": [of.first, of.last] if of.first is not None else None,
            "of": of.of,
            "place": self.place,
            "written": self.written,
            "unit": self.unit,
            "year": self.year,
            "source": self.source,
            "verdict": self.verdict,
            "reasons": self.reasons,
        }


def reveal(dataset: Dataset, slide: Slide, language: str) -> tuple[Reveal | None, str]:
    """Return what a slide reveals; None, and in words why its question refuses itself, where it has no answer.

    Both are empty for a slide on which nothing is guessed.
    """
    if slide.guess is None:
        return None, ""
    language = spoken(language)
    chart, findings = slide_chart(dataset, slide, Look(language))
    if chart is None:
        return None, _words(findings, language)
    return of_chart(dataset, slide.guess, chart, language)


def of_chart(dataset: Dataset, guess: Guess, chart: Chart, language: str) -> tuple[Reveal | None, str]:
    """Return what a chart reveals of a guess; None and why in words."""
    home = subject_of(dataset, chart)
    published, findings = answer(guess, chart, home)
    if published is None:
        return None, " ".join(filter(None, (_words(findings, language), _why(guess, chart, language))))
    row = _row(dataset, chart, published, home)
    if row is None:
        return None, _words([Finding(GUESS_NO_VALUE)], language)
    entry = dataset.catalogue[str(row["indicator"])]
    made = Reveal(
        answer=published,
        row=row,
        place=sentences.where(row, entry, dataset.places, language),
        written=_written(published, row, chart, entry, language),
        unit=entry.unit_names.get(language) if guess is Guess.VALUE else "",
        year=sentences.period_text(sentences.year_of(row), entry, language),
        source=source_line(cited(dataset.sources, [row["source"]]), language),
        verdict=verdict_name(chart.comparison, language),
        reasons=verdict_reasons(chart.comparison, language),
    )
    return made, ""


def _row(dataset: Dataset, chart: Chart, published: PublishedAnswer, home: str) -> dict[str, Any] | None:
    """Return the observation of home that the answer is of: shown by the chart, and held in the store as it is.

    Of several with the same value it is the one of the claim's year, a drawn one before a listed one.
    """
    rows = chart.observations
    rows = rows[(rows["place"] == home) & rows["value"].notna()]
    if published.value is not None:
        rows = rows[rows["value"] == published.value]
    if rows.empty:
        return None
    of_year = (rows["year"] == published.year).fillna(False)
    row = rows.assign(of_year=of_year).sort_values(["of_year", "drawn"], kind="stable").iloc[-1]
    held = dataset.of(str(row["indicator"]))
    same = (held["place"] == row["place"]) & (held["value"] == row["value"]) & (held["source"] == row["source"])
    return {str(name): value for name, value in row.items()} if same.any() else None


def _written(published: PublishedAnswer, row: Mapping[str, Any], chart: Chart, entry: Indicator, language: str) -> str:
    if published.first is None or published.last is None or published.of is None:
        return sentences.value_text(row, entry, language)
    verdict = chart.comparison.verdict
    return band_text(published.first, published.last, published.of, level_of(entry), verdict, language)


def room_sentence(dataset: Dataset, shown: Reveal, guesses: Iterable[float], language: str) -> str:
    """Return in words how far the room was from the published figure, by the middle of its guesses.

    No more is stated than that: not who guessed, not why, and nothing of a difference that the publication's own digits
    or its stated range do not bear.
    """
    language = spoken(language)
    values = sorted(guesses)
    entry = dataset.catalogue[str(shown.row["indicator"])]
    words = (_of_ranks if shown.answer.guess is Guess.RANK else _of_values)(shown, entry, values, language)
    return formatting.tidy(words, language)


def _of_values(shown: Reveal, entry: Indicator, values: list[float], language: str) -> str:
    t = Translator(language)
    published = {"value": shown.written, "year": shown.year, "place": shown.place}
    if not values:
        return t(N_("Nobody has guessed. Published: {value} ({place}, {year})."), **published)
    middle = median(values)
    guessed = formatting.with_unit(middle, entry, language)
    counted = t.plural(
        "{n} guess: {guess}. Published: {value} ({place}, {year}).",
        "The middle of {n} guesses is {guess}. Published: {value} ({place}, {year}).",
        len(values), guess=guessed, **published,
    )  # fmt: skip
    if str(shown.row.get("note", "")).startswith(formatting.APPROXIMATE):
        rough = t(N_("The source gives it as an order of magnitude: no more can be said."))
        return f"{counted} {rough}"
    gap = float(formatting.rounded(middle, entry.digits) - formatting.rounded(float(shown.row["value"]), entry.digits))
    lower, upper = (float(shown.row[end]) for end in ("lower", "upper"))
    if gap == 0:
        right = t(N_("The room was right."))
        return f"{counted} {right}"
    if lower <= middle <= upper:  # false where the source states no range
        within = t(N_("The room lies within the range that the source states."))
        return f"{counted} {within}"
    far = formatting.difference(abs(gap), entry, language)
    template = N_("The room was too high by {far}.") if gap > 0 else N_("The room was too low by {far}.")
    return f"{counted} {t(template, far=far)}"


def _of_ranks(shown: Reveal, _: Indicator, values: list[float], language: str) -> str:
    t = Translator(language)
    published = {"rank": shown.written, "place": shown.place}
    if not values:
        return t(N_("Nobody has guessed. Published: {place}, {rank}."), **published)
    middle = median(values)
    guessed = formatting.number(middle, 0 if float(middle).is_integer() else 1, language)
    counted = t.plural(
        "{n} guess: place {guess}. Published: {place}, {rank}.",
        "The middle of {n} guesses is place {guess}. Published: {place}, {rank}.",
        len(values), guess=guessed, **published,
    )  # fmt: skip
    first, last = shown.answer.first or 0, shown.answer.last or 0
    right = sum(first <= value <= last for value in values)
    of_them = t.plural("{n} guess is right.", "{n} guesses are right.", right) if right else t(N_("No guess is right."))
    return f"{counted} {of_them}"


def _words(findings: Iterable[Finding], language: str) -> str:
    return " ".join(part for finding in findings for part in describe(finding, language)[:1] if part)


def _why(guess: Guess, chart: Chart, language: str) -> str:
    """Return why a chart gives no rank: what keeps its figures apart, or what keeps home out of the order."""
    if guess is not Guess.RANK:
        return ""
    if chart.comparison.rankable:
        return chart.claim.rank if chart.claim is not None else ""
    reasons = verdict_reasons(chart.comparison, language)
    return f"{reasons[:1].upper()}{reasons[1:]}." if reasons else ""


MOST_DOTS = 60
"""Different guesses that are given one by one; more of them are counted in steps."""

MOST_STEPS = 200
"""Steps that a scale may be asked to have."""

USUAL_STEPS = 40


def distribution(
    values: Iterable[float], low: float | None = None, high: float | None = None, steps: int = USUAL_STEPS
) -> dict[str, Any]:
    """Return how guesses lie: their number `n`, `median`, `lowest`, `highest`, `dots` and `bins`.

    `dots` are pairs of a guess and how many made it, empty where there are more than :data:`MOST_DOTS` different ones.
    `bins` count them in `steps` of one width from `low` to `high`, the ends of a drawn axis, or else the ends of the
    guesses; those beyond an end are counted in `below` and `above` and are in no step. The last step holds its upper
    end.
    """
    counted = Counter(values)
    if not counted:
        return {
            "n": 0, "median": None, "lowest": None, "highest": None, "dots": [], "bins": [], "below": 0, "above": 0,
        }  # fmt: skip
    lowest, highest = min(counted), max(counted)
    begin, end = lowest if low is None else low, highest if high is None else high
    return {
        "n": counted.total(),
        "median": median(counted.elements()),
        "lowest": lowest,
        "highest": highest,
        "dots": [[value, counted[value]] for value in sorted(counted)] if len(counted) <= MOST_DOTS else [],
        "bins": _bins(counted, begin, end, max(1, min(MOST_STEPS, steps))),
        "below": sum(count for value, count in counted.items() if value < begin),
        "above": sum(count for value, count in counted.items() if value > end),
    }


def _bins(counted: Counter[float], low: float, high: float, steps: int) -> list[dict[str, Any]]:
    if not high > low:
        return [{"from": low, "to": high, "n": counted[low]}] if high == low else []
    width = (high - low) / steps
    counts = [0] * steps
    for value, count in counted.items():
        if low <= value <= high:
            counts[min(steps - 1, int((value - low) / width))] += count
    return [
        {"from": low + index * width, "to": low + (index + 1) * width, "n": count} for index, count in enumerate(counts)
    ]
