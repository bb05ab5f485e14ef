"""The first HTML of a page: its sentence, its figures and its first charts as text and drawings, before any script.

A phone on a slow line waits seconds for Streamlit's scripts. The document that brings them holds what the page begins
with already, made of the same finished blocks as the page that its session draws, so that it costs no second making;
pictures are drawn of the same figures without a browser. `static/streamlit_bridge.js` takes it away in the moment in
which the page itself stands there. Whoever has no scripts keeps it.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indicators.language.locales import screen_language
from indicators.model.vocabulary import Theme
from indicators.plain.assets import ARABIC, PREFIX, STATIC, asset, by_path
from indicators.store.dataset import Dataset
from indicators.store.ledger.ledger import Ledger
from indicators.web import app_state
from indicators.web.app_state import Published
from indicators.web.compression import compressed_text, smallest_coding
from indicators.web.middleware import preferred_locale
from indicators.web.templating import Markup
from pages.server import streamlit_bridge, streamlit_page
from pages.server.answers import MOST_PARAMETERS, Query
from pages.server.chart_drawings import chart_drawing, style_in_the_dark
from pages.shared import registry, shell
from pages.shared.blocks import Block, Opening, Picture
from pages.shared.page_cache import held_or_made, shared
from pages.shared.shell import Page
from pages.views import (
    availability,
    changes,
    compare,
    districts,
    operator,
    overview,
    present,
    sdg,
    sessions,
    sources,
    theme,
    world,
)
from pages.views.data import page as data

OPENINGS: dict[str, Callable[[Page], Opening]] = {
    "overview.py": overview.opening,
    **{f"{page_theme}.py": partial(theme.opening, page_theme) for page_theme in Theme},
    "districts.py": districts.opening,
    "world.py": world.opening,
    "sdg.py": sdg.opening,
    "compare.py": compare.opening,
    "availability.py": availability.opening,
    "sources.py": sources.opening,
    "data.py": data.opening,
    "sessions.py": sessions.opening,
    "changes.py": changes.opening,
    "present.py": present.opening,
    "operator.py": operator.opening,
}
"""What each page begins with, by its script."""

WIDE = {"head": 1192, "main": 829}
"""Pixels that a chart has on a wide screen: over the whole page, and beside a list."""

MOST_BYTES = 70_000
"""Of one column of a page, what stands in the first HTML: the blocks that begin before so many bytes."""

STYLES = ("streamlit_bridge.css", "look.css", "print.css")
"""Our styles, which stand in the document: asked for one by one they would wait for the line among sixty scripts."""


def beginning(blocks: Sequence[Block], width: int, language: str) -> str:
    """Return the first of a page's blocks as HTML, its pictures drawn."""
    parts, size = [], 0
    for block in blocks:
        if size > MOST_BYTES:
            break
        parts.append(
            chart_drawing(block.figure, block.key, block.alt, width, language, block.narrow)
            if isinstance(block, Picture)
            else _text(block)
        )
        # Drawings are many numbers and pack well.
        size += len(parts[-1]) // (4 if isinstance(block, Picture) else 1)
    return "".join(parts)


def _text(block: Markup) -> str:
    return block._repr_html_() if block.body.strip() else ""


@shared
def first_html(dataset: Dataset, ledger: Ledger, address: str, query: Query, language: str) -> str:
    """Return what stands in the first HTML of the page at an address; made once for each choice."""
    entry = registry.entry_at(dataset, address)
    page = shell.asked(Published(ledger, dataset), dataset, entry.address, dict(query), language, "light")
    opening = OPENINGS[entry.script](page)
    spoken = page.state.language
    if opening.in_room:
        head = f'<div class="cs-light" data-language="{spoken}"></div>'
    else:
        head = _text(shell.masthead_markup(replace(page, findings=(*page.findings, *opening.findings))))
    head += "<main>" + beginning(opening.head, WIDE["head"], spoken)
    if opening.side:
        side = beginning(opening.side, WIDE["main"], spoken)
        main = beginning(opening.main, WIDE["main"], spoken)
        head += f'<div class="cs-first-columns"><div>{side}</div><div>{main}</div></div>'
    else:
        head += beginning(opening.main, WIDE["head"], spoken)
    foot = "" if opening.in_room else _text(shell.foot_markup(page))
    page_html = f'<div id="cs-first" lang="{spoken}">{head}</main>{foot}</div>'
    return page_html + style_in_the_dark(head) + streamlit_bridge.FIRST_LOOK


class FirstHtml:
    """ASGI layer that puts what a page begins with into its document, and compresses it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; whatever does not ask for a document passes through."""
        wants = scope["type"] == "http" and scope["method"] == "GET"
        if not wants or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _Document(Request(scope), send))


async def first_of(request: Request) -> str:
    """Return what a page begins with for a request; where it is not made yet, beside the server's loop."""
    query = tuple(sorted(request.query_params.items()))[:MOST_PARAMETERS]
    locale = preferred_locale(request.headers.get("accept-language", ""))
    known = app_state.published()
    arguments = known.dataset, known.ledger, request.url.path.strip("/"), query, screen_language("", locale)
    try:
        return await held_or_made(first_html, *arguments)
    except Exception:
        # The page itself may still come, or say what is wrong with it.
        logging.getLogger(__name__).exception("the first HTML of %s", request.url.path)
        return ""


class _Document:
    """The `send` of one answer: gathers a document of Streamlit's and completes it, passes any other on."""

    def __init__(self, request: Request, send: Send) -> None:
        self._request = request
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Take one message of the answer."""
        if message["type"] == "http.response.start":
            kind = Headers(raw=list(message["headers"])).get("content-type", "")
            if message["status"] == 200 and kind.startswith("text/html"):
                self._start = message
            else:
                await self._send(message)
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body, headers = self._body, MutableHeaders(raw=list(start["headers"]))
        if streamlit_bridge.ROOT.encode() in body:
            coding = smallest_coding(self._request.headers.get("accept-encoding", ""))
            body = finished(body.decode(), await first_of(self._request), coding)
            if coding:
                headers["content-encoding"] = coding
            headers.add_vary_header("Accept-Encoding")
        headers["content-length"] = str(len(body))
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})


@lru_cache(maxsize=64)
def finished(document: str, first: str, coding: str) -> bytes:
    """Return a completed document in a coding; a crowd that opens one page costs one compression."""
    return compressed_text(completed(document, first).encode(), coding)


def completed(document: str, first: str) -> str:
    """Return Streamlit's document with what the page begins with, our styles in it, and what is fetched early."""
    for name in STYLES:
        link = f'<link rel="stylesheet" href="/app/static/{name}">'
        document = document.replace(link, f"<style>{(STATIC / name).read_text(encoding='utf-8')}</style>", 1)
    arabic = by_path()[ARABIC].body.decode().replace('url("', f'url("{PREFIX}')
    document = document.replace(f'<link rel="stylesheet" href="{asset(ARABIC)}">', f"<style>{arabic}</style>", 1)
    document = streamlit_bridge.unhurried(document)
    early = streamlit_page.font_faces() + (streamlit_page.preloads() if "cs-drawn" in first else "")
    document = document.replace("</head>", early + "</head>", 1)
    return document.replace(streamlit_bridge.ROOT, first + streamlit_bridge.ROOT, 1)
