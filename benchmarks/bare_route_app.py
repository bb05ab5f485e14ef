"""One route of Starlette's that answers bytes it has: what the framework itself costs for an answer that is stored."""

import os

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from pages.server import streamlit_bridge

BODY = bytes(int(os.environ.get("BARE_BYTES", "10000")))


async def _cached(_: Request) -> Response:
    return Response(BODY, media_type="application/json")


app = Starlette(
    routes=[
        Route("/kept", _cached),
        Route(streamlit_bridge.HEALTH_PATH, lambda _: PlainTextResponse("ok")),
    ]
)
