"""The page "Is this still true?": what a quoted figure and sentence stated then, and what they say now.

It says what the stores hold, then and now, and where they hold nothing that it cannot tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from indicators.analysis import derive, editions
from indicators.charts.changes import then_and_now
from indicators.charts.chart import Look
from indicators.claims import still_claims
from indicators.claims.disagreement_claims import source_label
from indicators.claims.edition_claims import from_what
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import N_
from indicators.model.vocabulary import Method, Perimeter
from indicators.open.earlier import EarlierData, data_at
from indicators.plain.page import PageAddress, PageHead, PlainTemplate, page_head
from indicators.store.dataset import Dataset
from indicators.store.revisions import FigurePair, Still, answer_of, figure_pairs, figures_of
from indicators.text import formatting
from indicators.text.labels import word
from indicators.web.addresses import StillRequest, chart_address


@dataclass(frozen=True)
class SentencePair:
    """The sentence of a chart with the figures of then, empty where they are not known, and with those of now.

    `unknown` says what of then is not known.
    """

    then: str
    now: str
    then_verdict: str
    now_verdict: str
    answer: str
    unknown: Sequence[str] = ()


@dataclass(frozen=True)
class StillPage(PlainTemplate, file="still"):
    """What became of a figure and of a sentence; `subject` is the figure asked about, empty where none is named.

    `columns` are the headings of `figures`: what is held of that place and year, then and now. `further` are sentences
    on newer figures and other editions.
    """

    head: PageHead
    notices: Sequence[str]
    subject: str
    answer: str
    columns: Sequence[str]
    figures: Sequence[tuple[str, ...]]
    further: Sequence[str]
    sentence: SentencePair | None
    links: Sequence[tuple[str, str]]


def still_page(dataset: Dataset, request: StillRequest, place: PageAddress, notices: Sequence[str], watch: str) -> str:
    """Return the page for what is asked; `watch` is the feed of the indicator, empty for none."""
    look = Look(request.state.language)
    t, language = look.t, look.language
    earlier = data_at(dataset, request.version) if request.version else None
    then = ""
    if request.version:
        then = still_claims.then_text(request.version, earlier.day if earlier else "", language)
    subject, answer, further = "", "", []
    pairs: list[FigurePair] = []
    if request.place:
        pairs = _pairs(dataset, request, earlier)
        subject, answer = _subject(dataset, request, look), _answer(dataset, request, pairs, earlier, then, language)
        further = _further(dataset, request, language)
    sentence = _sentence(dataset, request, earlier, then, look)
    title = t(N_("Is this still true?"))
    links = [(t(N_("The chart as it is now")), chart_address(request.state))]
    if watch:
        links.append((t(N_("Watch this indicator (Atom feed)")), watch))
    lead = answer or (sentence.answer if sentence else "")
    return StillPage(
        head=page_head(dataset, place, title, f"{subject} {lead}".strip(), ["plain/page.css"]),
        notices=notices,
        subject=subject,
        answer=answer,
        columns=[t("Source"), t("Perimeter"), t("Method"), t(N_("Then")), t(N_("Now"))],
        figures=[_line(dataset, request, pair, language, known=earlier is not None) for pair in pairs],
        further=further,
        sentence=sentence,
        links=links,
    ).html(language)


def _pairs(dataset: Dataset, request: StillRequest, earlier: EarlierData | None) -> list[FigurePair]:
    names = request.indicator, request.place, request.year
    before = None if earlier is None else figures_of(earlier.dataset, *names)
    return figure_pairs(before, figures_of(dataset, *names), limits=earlier is not None and earlier.whole)


def _subject(dataset: Dataset, request: StillRequest, look: Look) -> str:
    return look.t(
        N_("{name}, {place}, {year}"),
        name=dataset.catalogue[request.indicator].names.get(look.language),
        place=dataset.places[request.place].names.get(look.language),
        year=formatting.year(request.year, look.language),
    )


def _answer(
    dataset: Dataset,
    request: StillRequest,
    pairs: list[FigurePair],
    earlier: EarlierData | None,
    then: str,
    language: str,
) -> str:
    """Return the answer for the figure of the source named; for every figure where none is."""
    meant = [pair for pair in pairs if request.source in ("", pair.source)]
    still = answer_of(meant, known=earlier is not None)
    return still_claims.answer(still, meant, dataset.catalogue[request.indicator], then, language)


def _further(dataset: Dataset, request: StillRequest, language: str) -> list[str]:
    """Say that a newer figure is held, and what the publisher changed between editions."""
    entry = dataset.catalogue[request.indicator]
    rows = dataset.of(request.indicator)
    of_place = rows[rows["place"].astype("str") == request.place]
    meant = figures_of(dataset, request.indicator, request.place, request.year)
    quoted = meant[meant["source"].astype("str") == request.source] if request.source else meant
    words = (still_claims.not_observed(str(method), language) for method in dict.fromkeys(quoted["method"]))
    sentences = [sentence for sentence in words if sentence]
    newest = derive.latest(of_place)
    if request.year is not None and len(newest):
        row = newest.iloc[0]
        year = 0 if formatting.missing(row["year"]) else int(row["year"])
        if year > request.year:
            sentences.append(still_claims.newer(formatting.figure(row, entry, language), year, language))
    return sentences + [from_what(dataset, change, language) for change in editions.of_figures(dataset, meant)]


def _line(dataset: Dataset, request: StillRequest, pair: FigurePair, language: str, *, known: bool) -> tuple[str, ...]:
    t = Look(language).t
    then, now = still_claims.written(pair, dataset.catalogue[request.indicator], language)
    if not known or (pair.still is Still.UNKNOWN and pair.then is not None):
        then = t(N_("not known here"))
    absent = t(N_("not held"))
    return (
        source_label(dataset, pair.source, language),
        word(Perimeter(pair.perimeter), language),
        word(Method(pair.method), language),
        then or absent,
        now or absent,
    )


def _sentence(
    dataset: Dataset, request: StillRequest, earlier: EarlierData | None, then: str, look: Look
) -> SentencePair | None:
    """Return the sentence of the chart then and now, None where the data hold no such chart, then or now."""
    t = look.t
    before = dataset if earlier is None else earlier.dataset
    both = then_and_now(before, dataset, request.state, look)
    if not (both.then.sentence or both.now.sentence):
        return None
    if earlier is None:
        words = still_claims.unknown_text(then, look.language)
        return SentencePair("", both.now.sentence, "", both.now.verdict, words)
    left_out = earlier.left_out(request.indicator)
    unknown = (
        [] if earlier.whole else still_claims.of_log_words(then, look.language, bounded=both.bounded, left_out=left_out)
    )
    if both.then == both.now:
        words = t(N_("The sentence and its verdict are the same as with {then}."), then=then)
    else:
        words = t(N_("The sentence or its verdict is not the same as with {then}."), then=then)
    before_text = both.then.sentence or t(N_("There was no such chart."))
    return SentencePair(before_text, both.now.sentence, both.then.verdict, both.now.verdict, words, unknown)


def addresses_of(path: str, query: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the address of the page in each language."""
    return {code: f"{path}?{urlencode([*query, ('lang', code)])}" for code in SCREEN_LANGUAGES}
