"""Which pages may stand in a frame of another site: those that are made to be embedded, and no other."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

EMBED_PREFIX = "/embed/"
"""The path below which pages are made to stand in a frame of any site."""

POLICY, FRAMES = b"content-security-policy", b"x-frame-options"

OWN = ((POLICY, b"frame-ancestors 'self'"), (FRAMES, b"SAMEORIGIN"))
ANY = ((POLICY, b"frame-ancestors *"),)


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
                kept = message["headers"]
                if not is_open:
                    kept = [pair for pair in kept if pair[0] != FRAMES]
                # A policy more beside one that is there already: a browser keeps to all of them.
                message = {**message, "headers": [*kept, *(ANY if is_open else OWN)]}
            await send(message)

        await self.app(scope, receive, sending)
