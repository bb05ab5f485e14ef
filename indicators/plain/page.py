"""Plain pages as HTML: the head that all share, and the page of one chart.

A page is complete as text before any script runs: claim, verdict, notes, source and table stand in it. The script
draws the picture from the figure's JSON, which the page brings along.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import orjson

from indicators.charts.chart import TableRow, VerdictLine, verdict_line
from indicators.charts.dispatch import how_to_read
from indicators.charts.request import ChartRequest
from indicators.language.locales import LANGUAGE_NAMES, SCREEN_LANGUAGES, direction, locale, right_to_left
from indicators.language.translator import N_, Translator
from indicators.open.endpoints import ROOT as API_PATH
from indicators.plain.assets import ARABIC, PLOTLY, asset
from indicators.plain.chart_document import ChartDocument
from indicators.store.dataset import Dataset
from indicators.text.glossary import linked_words
from indicators.web.addresses import chart_file_address
from indicators.web.links import address
from indicators.web.templating import FilledTemplate

PLAIN_FOLDER = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class PlainTemplate(FilledTemplate, folders=(PLAIN_FOLDER,)):
    """What a template of a plain page is filled with: one subclass for each file."""

    def html(self, language: str) -> str:
        """Return the finished HTML in a language."""
        return self.markup(language).body


@dataclass(frozen=True)
class Twin(PlainTemplate, file="twin"):
    """The table of a chart: pairs of a heading and whether its cells are numbers, and the rows."""

    title: str
    columns: Sequence[tuple[str, bool]]
    rows: Sequence[TableRow]


LONGEST_SCREEN_TABLE = 150
"""Rows of a table that stand in the page; a longer one is a download."""


@dataclass(frozen=True)
class LanguageLink:
    """A page in another language: the language, its name, the address, and whether it is the one being read."""

    code: str
    name: str
    href: str
    current: bool


@dataclass(frozen=True)
class RelatedLink:
    """A link in the head of a page for machines: how it is related, its type, its address, its title."""

    rel: str
    media_type: str
    href: str
    title: str


@dataclass(frozen=True)
class PageHead:
    """What the head and the edges of a plain page hold.

    `address` is where the world finds the page, empty for nowhere; `shared` are pairs of a property of Open Graph and
    its text; `paper` is the class of the body; `related` are links for machines.
    """

    title: str
    direction: str
    description: str
    address: str
    shared: Sequence[tuple[str, str]]
    styles: Sequence[str]
    scripts: Sequence[str]
    brand: str
    home: str
    languages: Sequence[LanguageLink]
    version: str
    paper: str = ""
    related: Sequence[RelatedLink] = ()


@dataclass(frozen=True)
class PageAddress:
    """Where a plain page is: the address of this server for the world, the page's own by language, and its language."""

    public: str
    addresses: Mapping[str, str]
    language: str

    @classmethod
    def at(cls, path: str, language: str, public: str = "") -> "PageAddress":
        """Return where the page at a path is that speaks each language by the part `lang` of its query."""
        return cls(public, {code: f"{path}?lang={code}" for code in SCREEN_LANGUAGES}, language)


def provider(dataset: Dataset, language: str) -> str:
    """Return the name of this server, as captions give it."""
    brand = dataset.places[dataset.home.city].names.get(language)
    return f"{brand} {Translator(language)('smart-city indicators')}"


def page_head(
    dataset: Dataset, place: PageAddress, title: str, description: str, files: Sequence[str], paper: str = ""
) -> PageHead:
    """Return the head of a plain page; `files` are scripts and styles by their path below `static/`."""
    own_address = place.public + place.addresses[place.language] if place.public else ""
    shared = [
        ("og:type", "article"),
        ("og:site_name", provider(dataset, place.language)),
        ("og:title", title),
        ("og:description", description),
        ("og:locale", str(locale(place.language))),
        *([("og:url", own_address)] if own_address else []),
    ]
    return PageHead(
        title=title,
        direction=direction(place.language),
        description=description,
        address=own_address,
        shared=shared,
        styles=[asset(file) for file in (*files, *own_styles(place.language, files)) if file.endswith(".css")],
        scripts=[asset(file) for file in files if file.endswith(".js")],
        brand=dataset.places[dataset.home.city].names.get(place.language),
        home=address("", ChartRequest(place.language)),
        languages=[
            LanguageLink(code, LANGUAGE_NAMES[code], place.addresses[code], code == place.language)
            for code in SCREEN_LANGUAGES
        ],
        version=dataset.version,
        paper=paper,
    )


def own_styles(language: str, files: Sequence[str]) -> tuple[str, ...]:
    """Return the styles that a language needs besides those of a page; none for a page that fetches nothing at all."""
    return (ARABIC,) if files and right_to_left(language) else ()


@dataclass(frozen=True)
class Elsewhere:
    """How a chart is used elsewhere.

    `code` embeds it, empty where this server has no address for the world; `feed` and `still` are the addresses that
    watch it; `related` are links for machines, `shared` pairs of a property of Open Graph and its text, `markup` is
    what search engines read, as JSON, empty for none.
    """

    code: str
    feed: str
    still: str
    related: tuple[RelatedLink, ...]
    shared: tuple[tuple[str, str], ...]
    markup: str


@dataclass(frozen=True)
class ChartPage(PlainTemplate, file="chart"):
    """The page of one chart.

    `notices` say what of the address was not honoured; `reading` is how such a chart is read, `words` are those that
    lead to the glossary; `figure` is the picture's JSON, empty where nothing is drawn, `drawing` what stands in its
    place before a script has drawn it, as HTML; `height` is how high it is in pixels, `other_theme` where the same is
    fetched for a dark screen.
    """

    head: PageHead
    notices: Sequence[str]
    document: ChartDocument
    reading: str
    words: str
    figure: str
    drawing: str
    height: int
    other_theme: str
    verdict: VerdictLine | None
    doors: Sequence[tuple[str, str]]
    slide: str
    elsewhere: Elsewhere
    rows: Sequence[TableRow]
    more_rows: int


def script_json(value: object) -> str:
    """Return a value as JSON that can stand within a script, which it must not end."""
    return orjson.dumps(value).decode().replace("<", "\\u003c").replace("\u2028", "\\u2028")


def described(document: ChartDocument) -> str:
    """Return a chart in one line, for those who see a link to it: what it measures, its verdict, its sources."""
    chart, language = document.chart, document.look.language
    verdict = verdict_line(chart.comparison, language)
    words = [chart.subtitle, verdict.name if chart.rows else "", chart.source]
    return " · ".join(word.rstrip(".") for word in words if word)[:400]


def powerpoint_address(plain: str) -> str:
    """Return where a chart is a PowerPoint slide, by the address of its plain page."""
    path, mark, query = plain.partition("?")
    return f"{path}.pptx{mark}{query}"


def open_doors(state: ChartRequest) -> list[tuple[str, str]]:
    """Return where programs read the figures of a chart, each with its name: its stable file, and the API."""
    t = Translator(state.language)
    query = f"?indicator={state.indicator}&lang={state.language}" if state.indicator else f"?lang={state.language}"
    path = f"{API_PATH}/observations" if state.indicator else f"{API_PATH}/"
    return [(t("Stable address (CSV)"), chart_file_address(state)), (t("API"), f"{path}{query}")]


NOWHERE = Elsewhere("", "", "", (), (), "")
"""A chart that is offered nowhere else."""


def chart_page(
    dataset: Dataset,
    document: ChartDocument,
    place: PageAddress,
    notices: Sequence[str] = (),
    elsewhere: Elsewhere = NOWHERE,
    drawing: str = "",
) -> str:
    """Return the page of a chart as HTML; `drawing` is its picture for who has no script, or not yet."""
    chart, language = document.chart, document.look.language
    drawn = chart.figure.to_dict() if chart.figure is not None else None
    files = ["plain/page.css", *([PLOTLY] if drawn else []), "plain/page.js"]
    plain = document.plain
    json_address = plain.replace("?", ".json?", 1)
    head = page_head(dataset, place, chart.title, described(document), files)
    return ChartPage(
        head=replace(head, shared=[*head.shared, *elsewhere.shared], related=elsewhere.related),
        notices=notices,
        document=document,
        reading=how_to_read(chart.kind, language) if drawn else "",
        words=orjson.dumps(linked_words(language)).decode(),
        figure=script_json(drawn) if drawn else "",
        drawing=drawing,
        height=int(drawn["layout"].get("height", 0)) if drawn else 0,
        other_theme=f"{json_address}&theme=dark",
        verdict=verdict_line(chart.comparison, language) if chart.rows else None,
        doors=open_doors(document.state),
        slide=powerpoint_address(plain),
        elsewhere=elsewhere,
        rows=chart.rows[:LONGEST_SCREEN_TABLE],
        more_rows=max(len(chart.rows) - LONGEST_SCREEN_TABLE, 0),
    ).html(language)


@dataclass(frozen=True)
class WordsPage(PlainTemplate, file="words"):
    """A page that says one thing: that there is no such chart, and what there is instead."""

    head: PageHead
    title: str
    sentences: Sequence[str]
    links: Sequence[tuple[str, str]]


def words_page(dataset: Dataset, place: PageAddress, title: str, sentences: Sequence[str]) -> str:
    """Return a page of words as HTML, with a link to the overview."""
    head = page_head(dataset, place, title, " ".join(sentences), ["plain/page.css"])
    links = [(Translator(place.language)(N_("To the overview")), address("", ChartRequest(place.language)))]
    return WordsPage(head, title, sentences, links).html(place.language)
