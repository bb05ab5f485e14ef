"""A replica with rooms and one page and nothing else: a test of processes can start, replace and kill many of them.

It says whether it is ready, drains and names itself as the whole application does, and is there in a second.
"""

from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.server import live_routes
from pages.server.answers import AnswerHead
from pages.server.health_routes import HealthFront, watching_health
from pages.server.live_rooms import serving_rooms


class Named:
    """ASGI layer that completes each answer as the application's outermost layer does."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.head = AnswerHead()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on; say in its answer who answered."""

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = self.head.complete(scope["path"], message["headers"])
            await send(message)

        await self.app(scope, receive, complete)


async def page(request: Request) -> PlainTextResponse:
    """Answer every other address."""
    return PlainTextResponse(f"{request.url.path} of a small replica")


@asynccontextmanager
async def served(_: Starlette):
    """Keep rooms, and look at itself, for as long as it runs."""
    async with serving_rooms(), watching_health():
        yield


app = Starlette(
    routes=[*live_routes.ROUTES, Route("/{path:path}", page)],
    middleware=[Middleware(Named), Middleware(HealthFront)],
    lifespan=served,
)
