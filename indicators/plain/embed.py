"""A chart in another site's page: the code that embeds it, the answer of oEmbed 1.0, the page in the frame.

No word of that page can be cut off, and no script draws it: the picture is drawn on the server at a few widths, light
and dark, and the browser fetches the one that fits. Where there is little room the picture scrolls and then folds away,
never the sentence, the verdict or the source. What changed since a chart was embedded stands over it in words.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

import orjson

from indicators.charts.changes import ThenAndNow, then_and_now
from indicators.charts.chart import Look, TableRow, VerdictLine, verdict_line
from indicators.charts.request import ChartRequest
from indicators.claims.still_claims import of_log_words, then_text
from indicators.language.translator import N_
from indicators.open.earlier import EarlierData, data_at
from indicators.plain.chart_document import ChartDocument
from indicators.plain.page import PageAddress, PageHead, PlainTemplate, described, page_head
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.citations import short_source_line
from indicators.web.addresses import CHART_PATH, chart_address
from indicators.web.admission import EMBED_PREFIX

EMBEDDED_ON = "on"
"""The part of an embed's address that says on which day it was made."""


def since_words(
    dataset: Dataset, state: ChartRequest, look: Look, version: str, embedded_on: str, today: str
) -> list[str]:
    """Say what a chart says otherwise than with the figures of `version`: nothing where nothing differs.

    `embedded_on` is the day (ISO) the embed says it was made on; a day that cannot be is not repeated. Where the
    figures of then are not held, that is stated.
    """
    t = look.t
    if version in ("", dataset.version):
        return []
    earlier = data_at(dataset, version)
    if earlier is None:
        return [
            t(
                N_(
                    "The figures of this chart may have changed since it was embedded: data version {version} is not "
                    "held here any more, so that what it said cannot be told."
                ),
                version=version,
            )
        ]
    both = then_and_now(earlier.dataset, dataset, state, look)
    unknown = _unknown(earlier, both, state, look)
    if both.same:
        return [" ".join(unknown)] if unknown else []
    day = day_of(embedded_on, earlier.day, today)
    since = formatting.day(day, look.language) if day else then_text(version, "", look.language)
    words = [t(N_("Changed since {day}."), day=since)]
    if both.then.sentence != both.now.sentence:
        absent = t(N_("There was no such chart."))
        words.append(
            t(
                N_("The figures of then say: “{then}” The figures of now: “{now}”"),
                then=both.then.sentence or absent,
                now=both.now.sentence,
            )
        )
    elif both.revisions:
        words.append(
            t.plural(
                "The sentence is the same; {n} number of the chart differs.",
                "The sentence is the same; {n} numbers of the chart differ.",
                len(both.revisions),
            )
        )
    if both.then.verdict and both.then.verdict != both.now.verdict:
        words.append(
            t(N_("The verdict was “{then}”, now it is “{now}”."), then=both.then.verdict, now=both.now.verdict)
        )
    return [" ".join([*words, *unknown])]


def _unknown(earlier: EarlierData, both: ThenAndNow, state: ChartRequest, look: Look) -> list[str]:
    """Say what of the chart of then cannot be known; nothing where all of it is held."""
    if earlier.whole:
        return []
    then = then_text(earlier.dataset.version, earlier.day, look.language)
    left_out = state.indicator is not None and earlier.left_out(state.indicator)
    return of_log_words(then, look.language, bounded=both.bounded, left_out=left_out)


def day_of(stated: str, released: str, today: str) -> str:
    """Return the day (ISO) that a change is counted from: the stated one where it can be true, else the release's."""
    try:
        day = dt.date.fromisoformat(stated).isoformat() if stated else ""
    except ValueError:
        return released
    return day if day and released <= day <= today else released


WIDTH = 640
"""Pixels that an embed is wide where nobody says how wide."""

WORDS_HEIGHT = 260
"""Pixels that the words of an embed take beside its picture, about; a page that hears its height needs no guess."""

NO_PICTURE_HEIGHT = 320
LEAST, MOST = 200, 1200
"""Pixels of an embed's height at least and at most, unless it is asked for otherwise."""

SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
"""What an embed may do: tell its height, and open a link in a window of its own."""

CARD_SIZE = (1200, 630)
"""The pixels of a chart's card."""

CACHE_SECONDS = 3600


def embed_address(document: ChartDocument, embedded_on: str) -> str:
    """Return where a chart stands alone for a frame: with the data version and the day (ISO) it is embedded with."""
    plain = chart_address(document.state, version=document.version)
    path = plain.removeprefix(f"/{CHART_PATH}/")
    return f"{EMBED_PREFIX}{path}&{EMBEDDED_ON}={embedded_on}"


def height_of(document: ChartDocument) -> int:
    """Return how high an embed is, about: its picture and its words."""
    figure = document.chart.figure
    picture = int(figure.to_dict()["layout"].get("height", 0)) if figure is not None else NO_PICTURE_HEIGHT
    return max(LEAST, min(picture + WORDS_HEIGHT, MOST))


def caption(document: ChartDocument) -> str:
    """Return what stands below a frame, and in its place where frames are taken out: sentence, verdict, source."""
    chart, language = document.chart, document.look.language
    verdict = verdict_line(chart.comparison, language).name if chart.rows else ""
    source = short_source_line(document.sources, language)
    return " ".join(f"{words.rstrip('.')}." for words in (chart.title, verdict, source) if words)


def embed_code(
    document: ChartDocument, base: str, brand: str, embedded_on: str, size: tuple[int, int] | None = None
) -> str:
    """Return the HTML that embeds a chart: a frame in a sandbox, and a caption that stands by itself.

    `base` is the address of this server for the world, `brand` its name; `size` are pixels of width and height, as wide
    as there is room where none are given.
    """
    width, height = (str(size[0]), size[1]) if size else ("100%", height_of(document))
    link = base + chart_address(document.state, version=document.version)
    return (
        f'<figure style="margin:0">'
        f'<iframe src="{escape(base + embed_address(document, embedded_on))}" title="{escape(document.chart.title)}" '
        f'width="{width}" height="{height}" style="border:0;max-width:100%" loading="lazy" '
        f'sandbox="{SANDBOX}"></iframe>'
        f"<figcaption>{escape(caption(document))} "
        f'<a href="{escape(link)}">{escape(brand)}</a></figcaption></figure>'
    )


@dataclass(frozen=True)
class EmbedRoom:
    """The pixels that an embed may take, None for any."""

    width: int | None
    height: int | None


def oembed_record(document: ChartDocument, base: str, brand: str, embedded_on: str, room: EmbedRoom) -> dict[str, Any]:
    """Return the answer of oEmbed 1.0 for a chart, of type rich; its picture only where the card fits the room."""
    width = min(WIDTH, room.width) if room.width else WIDTH
    height = min(height_of(document), room.height) if room.height else height_of(document)
    card = {}
    if (room.width or CARD_SIZE[0]) >= CARD_SIZE[0] and (room.height or CARD_SIZE[1]) >= CARD_SIZE[1]:
        card = {
            "thumbnail_url": base + card_address(document, "png"),
            "thumbnail_width": CARD_SIZE[0],
            "thumbnail_height": CARD_SIZE[1],
        }
    return {
        "version": "1.0",
        "type": "rich",
        "title": document.chart.title,
        "provider_name": brand,
        "provider_url": f"{base}/",
        "cache_age": CACHE_SECONDS,
        "html": embed_code(document, base, brand, embedded_on, (width, height)),
        "width": width,
        "height": height,
        **card,
    }


def oembed_json(record: dict[str, Any]) -> bytes:
    """Return an answer of oEmbed as JSON."""
    return orjson.dumps(record)


def oembed_xml(record: dict[str, Any]) -> bytes:
    """Return an answer of oEmbed as XML."""
    root = ET.Element("oembed")
    for name, value in record.items():
        ET.SubElement(root, name).text = str(value)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def card_address(document: ChartDocument, form: str) -> str:
    """Return where the card of a chart is, as svg or png."""
    path, mark, query = chart_address(document.state).partition("?")
    return f"{path}/card.{form}{mark}{query}"


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
    document: ChartDocument
    pictures: Sequence[PictureSource]
    verdict: VerdictLine | None
    still: str
    rows: Sequence[TableRow]
    more_rows: int


def embed_page(
    dataset: Dataset, document: ChartDocument, place: PageAddress, still: str, notices: Sequence[str], *, drawn: bool
) -> str:
    """Return the page of a chart for a frame; `still` is where one reads whether it still holds."""
    chart, language = document.chart, document.look.language
    rows = () if drawn else chart.rows
    return EmbedPage(
        head=page_head(
            dataset,
            place,
            chart.title,
            described(document),
            ["plain/page.css", "plain/embed.css", "plain/embed.js"],
            "framed",
        ),
        notices=notices,
        document=document,
        pictures=picture_sources(document) if drawn else (),
        verdict=verdict_line(chart.comparison, language) if chart.rows else None,
        still=still,
        rows=rows[:MOST_ROWS],
        more_rows=max(len(rows) - MOST_ROWS, 0),
    ).html(language)
