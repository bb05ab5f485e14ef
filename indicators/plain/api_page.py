"""The page of the API for people: what can be asked for, in which words, and what a refusal means."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import Translator
from indicators.open.api_door import DESCRIPTION
from indicators.open.endpoints import ENDPOINTS, ROOT, Endpoint
from indicators.open.problems import KINDS
from indicators.plain.page import PageAddress, PageHead, page_head
from indicators.plain.templating import PlainTemplate
from indicators.store.dataset import Dataset


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
    place = PageAddress(public, {code: f"{ROOT}/?lang={code}" for code in SCREEN_LANGUAGES}, language)
    headline = next(entry.id for entry in dataset.catalogue.values() if entry.headline)
    examples = [
        (t("All indicators (CSV)"), f"{ROOT}/indicators.csv?lang={language}"),
        (t("Figures of {place} (JSON)", place=dataset.places[dataset.home.city].names.get(language)),
         f"{ROOT}/observations?place={dataset.home.city}&lang={language}"),
    ]  # fmt: skip
    return (
        ApiPage(
            head=page_head(dataset, place, title, sentences[0], ["plain/page.css"]),
            title=title,
            sentences=sentences,
            description=DESCRIPTION,
            examples=examples,
            lines=[_line(endpoint, headline, t) for endpoint in ENDPOINTS],
            files=[f"/c/{headline}-rank.{form}?lang={language}" for form in ("csv", "metadata.json", "zip")],
            problems=[ProblemLine(kind.name, kind.status, t(kind.title)) for kind in KINDS],
        )
        .markup(language)
        .body
    )


def _line(endpoint: Endpoint, indicator: str, t: Translator) -> EndpointLine:
    needed = any(parameter.required for parameter in endpoint.parameters)
    example = f"{endpoint.path}?{f'indicator={indicator}&' if needed else ''}lang={t.language}"
    named = ", ".join(parameter.name for parameter in endpoint.all_parameters)
    return EndpointLine(endpoint.path, example, t(endpoint.summary), named)
