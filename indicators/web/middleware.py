"""The ASGI layers: static files compressed once, and the document with its language, title, style and script.

Done here, they arrive with the first byte: no page flashes unstyled, and no
page run has to send them again.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indicators.language.locales import screen_language
from indicators.web.compression import CompressedFile, smallest_coding

SUFFIXES = (".js", ".css", ".json", ".svg", ".html", ".map")
"""Files that gain by compression; fonts and pictures are compressed already."""


MOST_COMPRESSED = 32 * 2**20
"""The bytes of compressed files that are kept."""


@dataclass(frozen=True)
class Asset:
    """A compressed file and the headers it is sent with, among them its entity tag."""

    file: CompressedFile
    headers: MutableHeaders

    async def answer(self, request: Headers, with_body: bool, send: Send) -> None:
        """Send the file in the smallest coding that the reader takes, or only word that their copy is still good."""
        known = [tag.strip().removeprefix("W/") for tag in request.get("if-none-match", "").split(",")]
        fresh = "etag" in self.headers and self.headers["etag"].removeprefix("W/") in known
        headers, body = MutableHeaders(raw=list(self.headers.raw)), b""
        if fresh:
            del headers["content-type"]
        else:
            coding = smallest_coding(request.get("accept-encoding", ""))
            body = await asyncio.to_thread(self.file.encoded, coding)
            headers["content-encoding"] = coding
            headers["content-length"] = str(len(body))
        await send({"type": "http.response.start", "status": 304 if fresh else 200, "headers": headers.raw})
        await send({"type": "http.response.body", "body": body if with_body else b""})


class AnswerBuffer:
    """The `send` of one answer: holds one worth keeping back, and passes any other on as it comes."""

    def __init__(self, send: Send, sizes: range) -> None:
        self._send = send
        self._sizes = sizes
        self._start: Message | None = None
        self._parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        """Take one message of the answer."""
        if message["type"] == "http.response.start" and self._is_worth_keeping(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._parts.append(message.get("body", b""))

    def _is_worth_keeping(self, start: Message) -> bool:
        headers = Headers(raw=list(start["headers"]))
        return (
            start["status"] == 200
            and "immutable" in headers.get("cache-control", "")
            and "content-encoding" not in headers
            and "set-cookie" not in headers
            and int(headers.get("content-length", 0)) in self._sizes
        )

    def asset(self) -> Asset | None:
        """Return the file to be stored, or None where the answer has been passed on, or cut short.

        Of a reader who leaves meanwhile the answer may end anywhere, and nobody waits for it.
        """
        if self._start is None:
            return None
        headers, body = MutableHeaders(raw=list(self._start["headers"])), b"".join(self._parts)
        if len(body) != int(headers["content-length"]):
            return None
        del headers["content-length"]
        headers.add_vary_header("Accept-Encoding")
        if "etag" in headers:  # the bytes differ from the file's: the same file, but weakly
            headers["etag"] = "W/" + headers["etag"].removeprefix("W/")
        return Asset(CompressedFile(body), headers)


class CompressedAssets:
    """ASGI layer that answers for static files that never change, compressed and from memory.

    Parameters
    ----------
    app
        The application underneath.
    prefixes
        The paths below which static files live.
    sizes
        The sizes in bytes of the files taken in; others are sent as they are.
    capacity
        The bytes of compressed files after which no further file is taken in.
    compressed
        Where they are stored by their path, a new place where none is given.
    """

    def __init__(
        self,
        app: ASGIApp,
        prefixes: tuple[str, ...] = ("/static/",),
        sizes: range = range(500, 16 * 2**20),
        capacity: int = MOST_COMPRESSED,
        compressed: dict[str, Asset] | None = None,
    ) -> None:
        self.app = app
        self.compressed: dict[str, Asset] = {} if compressed is None else compressed
        self._prefixes = prefixes
        self._sizes = sizes
        self._capacity = capacity
        self._locks: dict[str, asyncio.Lock] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request from memory, or hand it on."""
        if not self._is_asset(scope):
            await self.app(scope, receive, send)
            return
        path, headers = scope["path"], Headers(scope=scope)
        varying = _varying(send)
        if "range" in headers or not smallest_coding(headers.get("accept-encoding", "")):
            await self.app(scope, receive, varying)
        elif path in self.compressed:
            await self.compressed[path].answer(headers, scope["method"] == "GET", send)
        elif scope["method"] == "GET" and "if-none-match" not in headers and self._has_room():
            if await self._take_in(scope, receive, varying):
                await self.compressed[path].answer(headers, True, send)
        else:
            await self.app(scope, receive, varying)

    async def _take_in(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Take a file in; return False where its answer was sent as it is, or cut short for a reader who has left.

        One reader at a time, so that a crowd at the door costs one reading and one compression.
        """
        path = scope["path"]
        try:
            async with self._locks.setdefault(path, asyncio.Lock()):
                if path not in self.compressed:
                    intake = AnswerBuffer(send, self._sizes)
                    await self.app(scope, receive, intake)
                    asset = intake.asset()
                    if asset is None:
                        return False
                    self.compressed[path] = asset
                return True
        finally:
            self._locks.pop(path, None)

    def _is_asset(self, scope: Scope) -> bool:
        return (
            scope["type"] == "http"
            and scope["method"] in ("GET", "HEAD")
            and scope["path"].startswith(self._prefixes)
            and scope["path"].endswith(SUFFIXES)
        )

    def _has_room(self) -> bool:
        return sum(asset.file.weight for asset in self.compressed.values()) < self._capacity


def preferred_locale(accept_language: str) -> str:
    """Return the locale that an `Accept-Language` header prefers ("fr-MA"), empty for none (RFC 9110, section 12.5.4).

    It is the first of the highest weight among those whose language the screen speaks, so that who reads Tamazight
    before French is answered in French; where it speaks none, the first of all.
    """
    weights: dict[str, float] = {}
    for item in accept_language.split(","):
        locale, _, weight = item.replace(" ", "").partition(";q=")
        try:
            weights.setdefault(locale, float(weight or 1))
        except ValueError:
            continue
    spoken = {locale: weight for locale, weight in weights.items() if screen_language("", locale, "")}
    return max(spoken or weights, key=weights.__getitem__, default="")


def reader_language(request: HTTPConnection) -> str:
    """Return the language of an answer: the one that the address asks for, else the browser's."""
    locale = preferred_locale(request.headers.get("accept-language", ""))
    return screen_language(request.query_params.get("lang", ""), locale)


def _varying(send: Send) -> Send:
    """Return a `send` that tells caches that the answer depends on `Accept-Encoding`."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": list(message["headers"])}
            MutableHeaders(raw=message["headers"]).add_vary_header("Accept-Encoding")
        await send(message)

    return sending


REQUEST_HEADERS = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
"""What would make the answer compressed, empty or partial, so that nothing could be put in."""


class DocumentHead:
    """ASGI layer that completes the head of every HTML answer.

    Parameters
    ----------
    app
        The application underneath.
    links
        What is put before the end of the head.
    own
        Returns for a request what stands in the document in the place of what `app` writes (its title, its opening
        tag), both as HTML; a document without the latter keeps its own.
    """

    def __init__(self, app: ASGIApp, links: str, own_texts: Callable[[Request], Mapping[str, str]]) -> None:
        self.app = app
        self._links = links.encode() + b"</head>"
        self._own = own_texts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; whatever does not ask for a document passes through."""
        wants = scope["type"] == "http" and scope["method"] == "GET"
        if not wants or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self.app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name not in REQUEST_HEADERS]
        own_texts = self._own(Request(scope))
        replacements = {written.encode(): ours.encode() for written, ours in own_texts.items()} | {
            b"</head>": self._links
        }
        await self.app({**scope, "headers": plain}, receive, _Insertion(send, replacements))


class _Insertion:
    """The `send` of one answer: gathers an HTML body and replaces parts of it, passes others on."""

    def __init__(self, send: Send, replacements: dict[bytes, bytes]) -> None:
        self._send = send
        self._replacements = replacements
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Take one message of the answer."""
        if message["type"] == "http.response.start":
            headers = Headers(raw=list(message["headers"]))
            if headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers:
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
        body = self._body
        for part, replacement in self._replacements.items():
            body = body.replace(part, replacement, 1)
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["content-length"] = str(len(body))
        for name in ("etag", "last-modified"):
            if name in headers:
                del headers[name]
        headers.add_vary_header("Accept-Language")
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})
