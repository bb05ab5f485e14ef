"""The pages of help, which every page leads to: the words of the screen, accessibility, figures for programs.

They need no session. What the statement of accessibility says stands with its details, for those who maintain it, in
docs/accessibility.md: a change of one is a change of both.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.language.translator import N_, Translator
from indicators.open.doors import DESCRIPTION
from indicators.open.endpoints import ENDPOINTS, ROOT, Endpoint
from indicators.open.problems import KINDS
from indicators.plain.page import PageAddress, PageHead, PlainTemplate, page_head
from indicators.store.dataset import Dataset
from indicators.text.glossary import TERMS

GLOSSARY = "/glossary"


@dataclass(frozen=True)
class GlossaryPage(PlainTemplate, file="glossary"):
    """The words with what they mean: (id, word, meaning)."""

    head: PageHead
    title: str
    lead: str
    terms: Sequence[tuple[str, str, str]]


def glossary_page(dataset: Dataset, language: str, public: str = "") -> str:
    """Return the page as HTML."""
    t = Translator(language)
    place = PageAddress.at(GLOSSARY, language, public)
    title = t(N_("Words on this screen"))
    lead = t(N_("What these pages mean by the words they use."))
    head = page_head(dataset, place, title, lead, ["plain/page.css", "plain/page.js"])
    terms = [(term.id, t(term.word), t(term.meaning)) for term in TERMS]
    return GlossaryPage(head, title, lead, terms).html(language)


STATEMENT_TITLE = N_("Accessibility")

STATEMENT_LEAD = N_("These pages are made to meet the Web Content Accessibility Guidelines (WCAG) 2.2, level AA.")

STATEMENT_PARTS = (
    (
        N_("What helps"),
        (
            N_(
                "Everything can be reached by keyboard. The first stop of each page skips the menu; a "
                "slash leads to the find box."
            ),
            N_(
                "A chart that has the focus says its values one by one: arrow keys for the next place, "
                "year or line, Home and End for the first and the last."
            ),
            N_("Each chart has a description and the same figures as a table below it."),
            N_("No colour carries a meaning alone: signs and words say the same."),
            N_(
                "Pages follow the settings of your system: dark or light, more contrast, colours of your "
                "own, less motion, larger text."
            ),
        ),
    ),
    (
        N_("What was tested"),
        (
            N_(
                "Every page by the automatic checks of axe-core in a real browser, light and dark, on "
                "wide and on narrow screens."
            ),
            N_("The way to the first chart by keyboard, where the focus is after each choice, and what is announced."),
            N_("All widths from 320 pixels on, and text at twice its size."),
            N_("The colours of charts as three kinds of colour blindness see them, and in grey."),
        ),
    ),
    (
        N_("What does not hold yet"),
        (
            N_(
                "Nobody who uses a screen reader has tried these pages yet; automatic checks find only "
                "part of what stands in the way."
            ),
            N_(
                "The areas of a map can be pressed with a mouse or a finger only; the list beside the map "
                "has the same links."
            ),
            N_(
                "Slides in front of a room and charts on other sites do not say their values one by one; the page of "
                "the chart and the slide on a phone do."
            ),
            N_(
                "Some fields of the pages Data and Sessions are drawn by a library that names a few of "
                "their parts in English."
            ),
        ),
    ),
)


@dataclass(frozen=True)
class StatementPart:
    """One part of the statement: its title and its sentences."""

    title: str
    sentences: Sequence[str]


@dataclass(frozen=True)
class StatementPage(PlainTemplate, file="statement"):
    """The statement; `contact` is whom readers tell of a barrier, empty where nobody is named."""

    head: PageHead
    title: str
    lead: str
    parts: Sequence[StatementPart]
    contact: str


def statement_page(dataset: Dataset, place: PageAddress, contact: str) -> str:
    """Return the statement of accessibility as HTML."""
    t = Translator(place.language)
    head = page_head(dataset, place, t(STATEMENT_TITLE), t(STATEMENT_LEAD), ["plain/page.css"])
    parts = [StatementPart(t(title), [t(sentence) for sentence in sentences]) for title, sentences in STATEMENT_PARTS]
    return StatementPage(head, t(STATEMENT_TITLE), t(STATEMENT_LEAD), parts, contact).html(place.language)


@dataclass(frozen=True)
class EndpointLine:
    """One address as it is read: its path, an example that opens, what it gives, its parameters."""

    path: str
    example: str
    summary: str
    parameters: str


@dataclass(frozen=True)
class ProblemLine:
    """One kind of problem: the name of its anchor, its status, its title."""

    name: str
    status: int
    title: str


@dataclass(frozen=True)
class ApiPage(PlainTemplate, file="api"):
    """The page of the API; `examples` are pairs of a name and an address, `files` addresses of one chart's files."""

    head: PageHead
    title: str
    sentences: Sequence[str]
    description: str
    examples: Sequence[tuple[str, str]]
    lines: Sequence[EndpointLine]
    files: Sequence[str]
    problems: Sequence[ProblemLine]


def api_page(dataset: Dataset, language: str, public: str = "") -> str:
    """Return the page as HTML; `public` is the address of this server for the world."""
    t = Translator(language)
    title = t("Figures for programs")
    sentences = [
        t("Published figures can be read by programs: as JSON and CSV, without a key, from any page."),
        t("Every row carries its verdict, perimeter, source and licence; please hand them on with the figure."),
        t("A rank, comparison or sentence that may not be made is refused, with the reason in words."),
        t(
            "Long lists come in pages of at most {n} rows; data version {version} is in every row.",
            n=1000,
            version=dataset.version,
        ),
    ]
    place = PageAddress.at(f"{ROOT}/", language, public)
    headline = next(entry.id for entry in dataset.catalogue.values() if entry.headline)
    examples = [
        (t("All indicators (CSV)"), f"{ROOT}/indicators.csv?lang={language}"),
        (t("Figures of {place} (JSON)", place=dataset.places[dataset.home.city].names.get(language)),
         f"{ROOT}/observations?place={dataset.home.city}&lang={language}"),
    ]  # fmt: skip
    return ApiPage(
        head=page_head(dataset, place, title, sentences[0], ["plain/page.css"]),
        title=title,
        sentences=sentences,
        description=DESCRIPTION,
        examples=examples,
        lines=[_line(endpoint, headline, t) for endpoint in ENDPOINTS],
        files=[f"/c/{headline}-rank.{form}?lang={language}" for form in ("csv", "metadata.json", "zip")],
        problems=[ProblemLine(kind.name, kind.status, t(kind.title)) for kind in KINDS],
    ).html(language)


def _line(endpoint: Endpoint, indicator: str, t: Translator) -> EndpointLine:
    needed = any(parameter.required for parameter in endpoint.parameters)
    example = f"{endpoint.path}?{f'indicator={indicator}&' if needed else ''}lang={t.language}"
    named = ", ".join(parameter.name for parameter in endpoint.all_parameters)
    return EndpointLine(endpoint.path, example, t(endpoint.summary), named)
