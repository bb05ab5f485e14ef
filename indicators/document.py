"""The one HTML document of the screen: our look and behaviour are put into its head.

An ASGI layer. Done here, they arrive with the first byte: no page flashes
unstyled, and no page run has to send them again.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUEST_HEADERS = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
"""What would make the answer compressed, empty or partial, so that nothing could be put in."""


class DocumentHead:
    """Adds `links` before the end of the head of every HTML answer."""

    def __init__(self, app: ASGIApp, links: str) -> None:
        self.app = app
        self._links = links.encode() + b"</head>"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; whatever does not ask for a document passes through."""
        wants = scope["type"] == "http" and scope["method"] == "GET"
        if not wants or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self.app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name not in REQUEST_HEADERS]
        await self.app({**scope, "headers": plain}, receive, _Insertion(send, self._links))


class _Insertion:
    """The `send` of one answer: gathers an HTML body and puts the links in, passes others on."""

    def __init__(self, send: Send, links: bytes) -> None:
        self._send = send
        self._links = links
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
        body = self._body.replace(b"</head>", self._links, 1)
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["content-length"] = str(len(body))
        for name in ("etag", "last-modified"):
            if name in headers:
                del headers[name]
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})
