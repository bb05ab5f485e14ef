"""The page of a chart that stands in another site's frame: no word of it can be cut off, and no script draws it.

The picture is drawn on the server at a few widths, light and dark; the browser fetches the one that fits. Where there
is little room the picture scrolls and then folds away, never the sentence, the verdict or the source.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.charts.chart import TableRow, VerdictLine, verdict_line
from indicators.plain.chart_document import ChartDocument
from indicators.plain.page import PageAddress, PageHead, described, page_head
from indicators.plain.templating import PlainTemplate
from indicators.store.dataset import Dataset
from indicators.web.addresses import CHART_PATH
from indicators.web.admission import EMBED_PREFIX

WIDTHS = (300, 440, 600, 840)
"""The pixels that the picture is drawn for."""

FROM = (0, 380, 540, 760)
"""From so many pixels of the page on the picture of each width is taken."""

MOST_ROWS = 60
"""Rows of the table that stands where nothing is drawn; a longer one is on the chart's own page."""


@dataclass(frozen=True)
class PictureSource:
    """A picture and when it is taken (a media query); the last one is taken where no other is."""

    address: str
    media: str


def picture_address(document: ChartDocument, width: int, theme: str) -> str:
    """Return where the picture of a chart is, drawn for a width in pixels and a theme."""
    path, _, query = document.plain.removeprefix(f"/{CHART_PATH}/").partition("?")
    return f"{EMBED_PREFIX}{path}.svg?{query}&width={width}&theme={theme}&v={document.version}"


def picture_sources(document: ChartDocument) -> list[PictureSource]:
    """Return the pictures of a chart, the widest first, the dark one before the light one."""
    sources = []
    for width, begins in sorted(zip(WIDTHS, FROM, strict=True), reverse=True):
        room = f"(min-width: {begins}px)"
        for theme, media in (("dark", f"{room} and (prefers-color-scheme: dark)"), ("light", room)):
            sources.append(PictureSource(picture_address(document, width, theme), media))
    return sources


@dataclass(frozen=True)
class EmbedPage(PlainTemplate, file="embed"):
    """A chart in a frame; `pictures` is empty where nothing is drawn, and the table stands in its place.

    `notices` say what changed since it was embedded, and what of the address was not honoured.
    """

    head: PageHead
    notices: Sequence[str]
    title: str
    subtitle: str
    pictures: Sequence[PictureSource]
    alt: str
    verdict: VerdictLine | None
    source: str
    address: str
    still: str
    columns: Sequence[tuple[str, bool]]
    rows: Sequence[TableRow]
    more_rows: int


def embed_page(
    dataset: Dataset, document: ChartDocument, place: PageAddress, still: str, notices: Sequence[str], *, drawn: bool
) -> str:
    """Return the page of a chart for a frame; `still` is where one reads whether it still holds."""
    chart, language = document.chart, document.look.language
    pictures = picture_sources(document) if drawn else []
    rows = () if drawn else chart.rows
    return (
        EmbedPage(
            head=page_head(
                dataset,
                place,
                chart.title,
                described(document),
                ["plain/page.css", "plain/embed.css", "plain/embed.js"],
                "framed",
            ),
            notices=notices,
            title=chart.title,
            subtitle=chart.subtitle,
            pictures=pictures,
            alt=chart.alt,
            verdict=verdict_line(chart.comparison, language) if chart.rows else None,
            source=chart.source,
            address=document.plain,
            still=still,
            columns=chart.columns,
            rows=rows[:MOST_ROWS],
            more_rows=max(len(rows) - MOST_ROWS, 0),
        )
        .markup(language)
        .body
    )
