"""The route of the metrics: what this process counts, as Prometheus reads it, for whom the operator lets read it."""

import asyncio
import os

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from indicators.language.translator import N_, Translator
from indicators.operations.metrics_access import access
from pages.server import server_look
from pages.server.plain_routes import reader_language

PATH = "/metrics"

NOT_FOR_YOU = N_(
    "The metrics are for whoever runs this server: they are read from its own computer, from the addresses that "
    "INDICATORS_METRICS lists, or with the token of INDICATORS_METRICS_TOKEN."
)


async def metrics(request: Request) -> Response:
    """Answer the metrics; no session is opened for it, and it is looked at beside the loop."""
    client = request.scope.get("client")
    if not access(os.environ).admits(client, dict(request.headers)):
        words = Translator(reader_language(request))(NOT_FOR_YOU)
        return PlainTextResponse(f"{words}\n", 403, {"Cache-Control": "no-store"})
    body, media_type = await asyncio.to_thread(server_look.metrics().written, request.headers.get("accept", ""))
    return Response(body, headers={"Content-Type": media_type, "Cache-Control": "no-store"})


ROUTES: list[BaseRoute] = [Route(PATH, metrics, methods=["GET"])]
