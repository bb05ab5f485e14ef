"""Which pages may stand in a frame of another site: those that are made to be embedded, and no other."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EMBED_PREFIX = "/embed/"
"""The path below which pages are made to stand in a frame of any site."""

OWN = "frame-ancestors 'self'"
ANY = "frame-ancestors *"


class FramePolicy:
    """ASGI layer that says on every answer who may frame it: any site what lies below `open_below`, else ours alone."""

    def __init__(self, app: ASGIApp, open_below: str = EMBED_PREFIX) -> None:
        self.app = app
        self._open_below = open_below

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, and complete the head of its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_open = scope["path"].startswith(self._open_below)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": list(message["headers"])}
                headers = MutableHeaders(raw=message["headers"])
                # A policy more beside one that is there already: a browser keeps to all of them.
                headers.append("Content-Security-Policy", ANY if is_open else OWN)
                if not is_open:
                    headers["X-Frame-Options"] = "SAMEORIGIN"
            await send(message)

        await self.app(scope, receive, sending)
