"""What is served in place of parts of Streamlit's page: lighter files, and its English texts in the reader's language.

Parts of the bridge (:mod:`pages.server.streamlit_bridge`) of their own: `start.py` reads that one before the libraries
that translate are installed. A first visit by a phone was 2.9 MB, most of it for letters of other scripts, symbols that
nothing shows, and Plotly with its globes and three dimensions. Our charts are lines, dots and bars: the module of
Streamlit's chart is answered without its Plotly, and takes the small one that plain pages draw with. Three fonts and
the chart stand under the addresses that the page asks for. Where Streamlit's file is not what is expected, it is served
as it is; a contract test says so.
"""

import asyncio
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from indicators.language.translator import N_, text
from indicators.plain.assets import PLOTLY, STATIC, asset
from indicators.web.compression import CompressedFile, smallest_coding
from indicators.web.middleware import Asset

FONTS = {
    "SourceSansVF-Upright.ttf.*.woff2": "screen-sans.woff2",
    "SourceSerifVariable-Roman.ttf.*.woff2": "screen-serif.woff2",
    "MaterialSymbols-Rounded.*.woff2": "screen-symbols.woff2",
}
"""Streamlit's fonts by their file below `static/media/`, and ours below `static/fonts/`."""

CHART = "PlotlyChart.*.js"
"""The module of the chart, below `static/js/`."""

_PLOTLY_WITHIN = re.compile(
    r"var (?P<name>\w+)=(?P<wrap>\w+)\(\((?P<arguments>\(\w+,(?P<module>\w+)(?:,\w+)?\))=>\{\(function\(\w+,\w+\)\{"
    r"typeof \w+==`object`&&\w+\.exports\?.*return window\.Plotly=\w+,\w+\}\)\}\)\)",
    re.DOTALL,
)
"""Plotly within that module: `var W=n(((e,t,n)=>{(function(e,n){typeof t==`object`&&t.exports? ... }))`."""

DAY = "public, max-age=86400"
"""How long they are kept: the addresses hold the hashes of Streamlit's files, not of ours."""


@dataclass(frozen=True)
class LighterFile:
    """A file that is served in place of Streamlit's: its type, its bytes, the same compressed where that gains."""

    media_type: str
    body: bytes
    compressed: CompressedFile | None

    @property
    def tag(self) -> str:
        """The entity tag."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:16]}"'

    def response(self, headers: Headers) -> Response:
        """Return it for the headers of a request."""
        common = {"Cache-Control": DAY, "ETag": self.tag, "Vary": "Accept-Encoding", "Access-Control-Allow-Origin": "*"}
        if self.tag in headers.get("if-none-match", ""):
            return Response(status_code=304, headers=common)
        coding = smallest_coding(headers.get("accept-encoding", ""))
        if self.compressed is not None and coding:
            body = self.compressed.encoded(coding)
            return Response(body, 200, {**common, "Content-Encoding": coding}, self.media_type)
        return Response(self.body, 200, common, self.media_type)


def streamlit_static() -> Path:
    """Return the folder of the files that Streamlit's page fetches."""
    return Path(streamlit.__file__).parent / "static" / "static"


def without_plotly(module: str, address: str) -> str | None:
    """Return the module of a chart with the Plotly of an address in place of its own; None where that is not found."""
    match = _PLOTLY_WITHIN.search(module)
    if match is None:
        return None
    name, wrap, arguments, own_module = match["name"], match["wrap"], match["arguments"], match["module"]
    replacement = (
        f"var {name}={wrap}(({arguments}=>{{{own_module}.exports=window.streamlitBridge.inTurn(window.Plotly)}}))"
    )
    return f'import"{address}";{module[: match.start()]}{replacement}{module[match.end() :]}'


@cache
def lighter_files() -> dict[str, LighterFile]:
    """Return the lighter files by the path that Streamlit's page asks for; read and cut once."""
    static = streamlit_static()
    files = {}
    for theirs, ours in FONTS.items():
        for path in static.glob(f"media/{theirs}"):
            body = (STATIC / "fonts" / ours).read_bytes()
            files[f"/static/media/{path.name}"] = LighterFile("font/woff2", body, None)
    for path in static.glob(f"js/{CHART}"):
        lighter = without_plotly(path.read_text(encoding="utf-8"), asset(PLOTLY))
        if lighter is not None:
            body = lighter.encode()
            files[f"/static/js/{path.name}"] = LighterFile("text/javascript; charset=utf-8", body, CompressedFile(body))
    return files


def preloads() -> str:
    """Return the links that fetch a chart's modules while the page still waits for its session."""
    modules = [path for path in lighter_files() if path.endswith(".js")]
    return "".join(
        f'<link rel="modulepreload" fetchpriority="low" crossorigin href="{path}">'
        for path in ([*modules, asset(PLOTLY)] if modules else [])
    )


COMPRESSED: dict[str, Asset] = {}
"""Files below `static/` as they are sent, compressed, by their path."""

FACES = {"SourceSansVF-Upright": ("Source Sans", "400 700"), "SourceSerifVariable-Roman": ("Source Serif", "400 700")}
"""The faces of text by the beginning of their file: what Streamlit calls them, and their weights."""


def font_faces() -> str:
    """Return the style that names the faces of text before Streamlit's scripts do, at the same addresses."""
    rules = [
        f'@font-face{{font-family:"{family}";font-weight:{weights};font-display:swap;'
        f'src:url("{path}") format("woff2")}}'
        for path in lighter_files()
        for stem, (family, weights) in FACES.items()
        if path.startswith(f"/static/media/{stem}")
    ]
    return f"<style>{''.join(rules)}</style>"


class LighterFiles:
    """ASGI layer that answers for these files and hands every other request on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        is_file_request = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        lighter = lighter_files().get(scope["path"]) if is_file_request else None
        headers = Headers(scope=scope) if is_file_request else Headers()
        if lighter is None or "range" in headers:
            await self.app(scope, receive, send)
        else:
            response = await asyncio.to_thread(lighter.response, headers)
            await response(scope, receive, send)


ERROR = "This app has encountered an error"

TEXTS = {
    "Skip to main content": N_("Skip to the content"),
    "Main menu": N_("Menu"),
    "System": N_("As the device"),
    "Light": N_("Light"),
    "Dark": N_("Dark"),
    "Print": N_("Print"),
    "Record screen": N_("Record the screen"),
    "No results": N_("No city by that name"),
    "Clear all": N_("Clear all"),
    "Select all": N_("Select all"),
    "Connecting": N_("Connecting"),
    "Upload": N_("Choose a file"),
    "file upload": N_("Choose a file"),
    "Open": N_("Open the list"),
    "Close": N_("Close"),
    "Clear value": N_("Clear the choice"),
    "Stop": N_("Stop"),
    "Remove ": N_("Remove "),
    "You can only select up to ": N_("No more cities fit in one comparison. Remove one first."),
    "Page not found": N_("There is no page at this address"),
    "The page that you have requested": N_("The overview is shown instead. The menu lists every page."),
    "Connection error": N_("No connection to the server. What you see stays; the page comes back by itself."),
    ERROR: N_(
        "This part of the page could not be drawn. The error is in the server’s log with the page and the data version."
    ),
}
"""What Streamlit says in English on the page, by how it begins, and what is said instead."""


def script(languages: Iterable[str], contact: str) -> str:
    """Return the script that hands the texts to `static/streamlit_bridge.js`.

    `contact` is whom readers tell of an error, empty where nobody is named.
    """
    words_by_language = {
        language: {begins: text(language, words) for begins, words in TEXTS.items()} for language in languages
    }
    if contact:
        for language, words in words_by_language.items():
            words[ERROR] += " " + text(language, N_("Tell {contact}."), contact=contact)
    # The texts stand within a script, which they must not end.
    written = json.dumps(words_by_language, ensure_ascii=False).replace("<", "\\u003c")
    return f"<script>window.streamlitTexts = {written}</script>"
