"""A chart in another site's page: the code that embeds it, and the answer to who asks for it by oEmbed 1.0."""

from dataclasses import dataclass
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

import orjson

from indicators.charts.chart import verdict_line
from indicators.plain.chart_document import ChartDocument
from indicators.plain.since import EMBEDDED_ON
from indicators.text.citations import short_source_line
from indicators.web.addresses import CHART_PATH, chart_address
from indicators.web.admission import EMBED_PREFIX

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
