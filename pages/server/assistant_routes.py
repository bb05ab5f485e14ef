"""The routes for assistants: the Model Context Protocol at `/mcp`, and `/llms.txt`.

Each request is an exchange of its own: nothing is held between two of them, so any server of several answers any. Hosts
and origins are checked by the layer before (:mod:`indicators.web.admission`), as for every other route.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache, partial

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from indicators.assistants.offers import llms_text
from indicators.language.translator import N_, Translator
from indicators.packages.all_files import PATHS
from indicators.web import app_state
from indicators.web.middleware import reader_language
from pages.server.answers import Answer

PATH = "/mcp"

LLMS = "/llms.txt"

MOST_BYTES = 65_536
"""Bytes of one request: the longest question is far below."""


@cache
def _exchange() -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """Return what answers the protocol, loaded when the first assistant asks."""
    from indicators.assistants.server import exchange, make_server

    return partial(exchange, make_server(app_state.published_dataset, app_state.public_address), MOST_BYTES)


class Assistants:
    """ASGI application that hands one request to the protocol; it takes POST alone, for it keeps no streams open."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["method"] != "POST":
            t = Translator(reader_language(Request(scope)))
            words = t(N_("This address takes the requests of assistants (Model Context Protocol) by POST."))
            await PlainTextResponse(f"{words}\n", 405, {"Allow": "POST"})(scope, receive, send)
            return
        answer = await asyncio.to_thread(_exchange)
        await answer(scope, receive, send)


async def llms(request: Request) -> Response:
    """Answer what a program that reads for a person should know."""
    text = llms_text(app_state.published_dataset(), app_state.public_address(), DOORS)
    return Answer.of(200, "text/plain; charset=utf-8", text.encode()).response(request.headers)


DOORS: tuple[str, ...] = ("/api/v1/", *PATHS, "/sources", "/availability", "/changes")
"""The addresses that `/llms.txt` names: those that this server answers."""

ROUTES: list[BaseRoute] = [Route(PATH, Assistants()), Route(LLMS, llms)]

PREFIXES = (PATH, LLMS)
